// SPDX-License-Identifier: Apache-2.0
// Shapefile: a zip archive of .shp, .shx and .dbf, with .prj and .cpg where there are any; one layer for each .shp.
#include "geo/base/text.hpp"
#include "importers/child/open_zip.hpp"
#include "importers/child/refusal.hpp"

#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

namespace importers::child {
namespace {

using Parts = std::map<std::string, const Archive::Entry*>;  // by extension

/// What lies in the archive, by the path without its extension in small letters.
std::map<std::string, Parts> shapefiles_in(const Archive& archive) {
  std::map<std::string, Parts> found;
  for (const Archive::Entry& entry : archive.entries()) {
    if (is_noise(entry.name)) { continue; }
    const std::size_t dot = entry.name.rfind('.');
    if (dot == std::string::npos) { continue; }
    const std::string extension = small_letters(std::string_view(entry.name).substr(dot + 1));
    if (extension == "zip") { refuse("archive-nested", entry.name); }
    if (!found[small_letters(std::string_view(entry.name).substr(0, dot))].emplace(extension, &entry).second) {
      refuse("several-documents", entry.name);
    }
  }
  for (auto it = found.begin(); it != found.end();) { it = it->second.contains("shp") ? std::next(it) : found.erase(it); }
  return found;
}

std::string layer_name(const Parts& parts) {
  const std::string_view name = file_name(parts.at("shp")->name);
  return std::string(name.substr(0, name.size() - 4));
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, bool big_endian) {
  std::uint32_t n = 0;
  for (std::size_t i = 0; i < 4; ++i) { n = n << 8U | static_cast<unsigned char>(bytes[at + (big_endian ? i : 3 - i)]); }
  return n;
}

/// A table of another length belongs to other shapes; GDAL would pair them silently.
void check_lengths(std::string_view shx, std::string_view dbf) {
  if (shx.size() < 100 || dbf.size() < 32) { refuse("truncated"); }
  const std::uint64_t shapes = (std::uint64_t{number_at(shx, 24, true)} * 2 - 100) / 8;
  const std::uint64_t rows = number_at(dbf, 4, false);
  if (shapes != rows) { refuse("shapes-and-rows", std::to_string(shapes), {std::to_string(rows)}); }
}

/// By the .cpg, else by the language byte of the .dbf, else guessed.
void choose_encoding(const Request& request, std::string_view cpg, std::string_view dbf, Source& source) {
  const bool ascii = std::none_of(dbf.begin() + 32, dbf.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (!request.encoding.empty() || ascii) {
    source.cp1252 = !ascii && request.encoding == "windows-1252";
    return;
  }
  std::string name;
  for (const char c : small_letters(cpg)) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) { name += c; }
  }
  constexpr std::array western{"1252", "cp1252", "windows1252", "ansi1252", "iso88591", "88591", "latin1"};
  constexpr std::array unicode{"utf8", "65001"};
  constexpr std::array<unsigned char, 4> western_bytes{0x03, 0x57, 0x58, 0x59};
  const auto language = static_cast<unsigned char>(dbf[29]);
  if (!name.empty()) {
    source.cp1252 = std::find(western.begin(), western.end(), name) != western.end();
    if (!source.cp1252 && std::find(unicode.begin(), unicode.end(), name) == unicode.end()) { refuse("encoding", std::string(cpg)); }
  } else if (language != 0 && std::find(western_bytes.begin(), western_bytes.end(), language) == western_bytes.end()) {
    refuse("encoding", "dBASE " + std::to_string(language));
  } else {
    // ArcGIS sets the byte for Windows-1252 also over UTF-8: the text itself says more.
    source.cp1252 = !geo::is_valid_utf8(dbf.substr(std::min(dbf.size(), std::size_t{number_at(dbf, 8, false) & 0xffffU})));
    source.encoding_guessed = true;
  }
}

}  // namespace

void open_shapefile(const Request& request, Archive& archive, Source& source) {
  const std::map<std::string, Parts> shapefiles = shapefiles_in(archive);
  std::vector<std::string> names;
  std::vector<const Parts*> all_parts;
  for (const auto& [stem, parts] : shapefiles) {
    names.push_back(layer_name(parts));
    all_parts.push_back(&parts);
  }
  const Parts& parts = *all_parts[choose(names, request.layer)];
  source.layer_name = layer_name(parts);
  std::copy_if(names.begin(), names.end(), std::back_inserter(source.others),
               [&](const std::string& name) { return name != source.layer_name; });
  std::map<std::string, std::string> contents;
  for (const char* extension : {"shp", "shx", "dbf", "prj", "cpg"}) {
    const auto found = parts.find(extension);
    if (found != parts.end()) { contents[extension] = archive.unpack(*found->second); }
  }
  for (const char* needed : {"shx", "dbf"}) {
    if (!contents.contains(needed)) { refuse("archive-lacks", std::string(".") + needed); }
  }
  check_lengths(contents["shx"], contents["dbf"]);
  choose_encoding(request, contents["cpg"], contents["dbf"], source);
  for (const char* extension : {"shp", "shx", "dbf", "prj"}) {
    if (contents.contains(extension)) { keep(source, std::move(contents[extension]), std::string("layer.") + extension); }
  }
  // GDAL hands the text out as it is; it is decoded once, here.
  source.dataset = open_dataset(*request.format, "/vsimem/layer.shp", {"ENCODING="});
  source.layer = source.dataset->GetLayer(0);
  if (source.layer == nullptr) { refuse("no-layers"); }
  take_crs(source, source.layer->GetSpatialRef());
}

}  // namespace importers::child
