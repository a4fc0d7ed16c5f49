// SPDX-License-Identifier: Apache-2.0
#include "importers/gdal/formats.hpp"

#include "geo/base/text.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace importers {
namespace {

constexpr std::uint64_t mb = 1'000'000;

/// Stands for the four beginnings of a TIFF: either byte order, with addresses of 32 or 64 bits.
constexpr std::string_view tiff_magic = "TIFF";
constexpr std::string_view tiff_beginnings[] = {{"II*\0", 4}, {"MM\0*", 4}, {"II+\0", 4}, {"MM\0+", 4}};

constexpr std::string_view zip = "PK\x03\x04";

// Workbooks may hold pictures beside their sheets, and exports of forms the photos of each answer: more entries, of which only what
// makes the table is unpacked.
constexpr std::array<GdalFormat, 10> table{{
    {"gpkg", "GeoPackage", "gpkg", {"SQLite format 3\0", 16}, "GPKG", 2000 * mb},
    {"zip", "ZIP", "zip", zip, "ESRI Shapefile", 2000 * mb, 20'000, 200 * mb},
    {"kml", "KML", "kml", "<", "LIBKML", 50 * mb},
    {"kmz", "KMZ", "kmz", zip, "LIBKML", 50 * mb, 100, 50 * mb},
    {"xlsx", "XLSX", "xlsx", zip, "", 50 * mb, 500, 200 * mb},
    {"ods", "ODS", "ods", zip, "", 50 * mb, 500, 200 * mb},
    {"gpx", "GPX", "gpx", "<", "", 50 * mb},
    {"fgb", "FlatGeobuf", "fgb", "fgb\x03", "FlatGeobuf", 2000 * mb},
    {"geotiff", "GeoTIFF", "tif", tiff_magic, "GTiff", 2000 * mb},
    {"geotiff", "GeoTIFF", "tiff", tiff_magic, "GTiff", 2000 * mb},
}};

bool has_extension(std::string_view name, std::string_view extension) {
  if (name.size() <= extension.size() || name[name.size() - extension.size() - 1] != '.') { return false; }
  const std::string_view end = name.substr(name.size() - extension.size());
  return std::equal(end.begin(), end.end(), extension.begin(), [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

bool begins_with(std::string_view bytes, std::string_view magic) {
  if (magic == tiff_magic) {
    return std::any_of(std::begin(tiff_beginnings), std::end(tiff_beginnings), [&](std::string_view b) { return bytes.starts_with(b); });
  }
  if (magic == "<") {
    if (bytes.starts_with("\xef\xbb\xbf")) { bytes.remove_prefix(3); }
    bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
  }
  return bytes.starts_with(magic);
}

}  // namespace

std::span<const GdalFormat> gdal_formats() { return table; }

const GdalFormat* gdal_format_with_id(std::string_view id) {
  const auto* const found = std::find_if(table.begin(), table.end(), [&](const GdalFormat& f) { return f.id == id; });
  return found == table.end() ? nullptr : found;
}

const GdalFormat* gdal_format(std::string_view first_bytes, std::string_view name) {
  for (const GdalFormat& format : table) {
    if (!has_extension(name, format.extension)) { continue; }
    if (begins_with(first_bytes, format.magic)) { return &format; }
    const std::string shown = geo::excerpt(name);
    if (first_bytes.empty()) { refuse(fmt::format("{} is empty.", shown), fmt::format("{} está vazio.", shown)); }
    refuse(fmt::format("{} is named .{} but does not begin like a {} file; export it again, or give it the extension of what it is.", shown,
                       format.extension, format.name),
           fmt::format("{} tem a extensão .{} mas não começa como um ficheiro {}; exporte-o de novo, ou dê-lhe a extensão do que é.", shown,
                       format.extension, format.name));
  }
  return nullptr;
}

}  // namespace importers
