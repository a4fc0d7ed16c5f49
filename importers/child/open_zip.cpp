// SPDX-License-Identifier: Apache-2.0
// A .zip: a Shapefile, or tables of text as ODK Central exports them. Its entries tell which.
#include "importers/child/open_zip.hpp"

#include "importers/child/refusal.hpp"

#include <algorithm>
#include <array>

namespace importers::child {
namespace {

bool ends_with_any(const std::string& name, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return name.ends_with(end); });
}

}  // namespace

bool is_noise(std::string_view name) { return name.starts_with("__MACOSX/") || file_name(name).starts_with("."); }

std::string_view file_name(std::string_view path) { return path.substr(path.find_last_of("/\\") + 1); }

std::string small_letters(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return result;
}

void open_zip(const Request& request, const Input& input, Source& source) {
  Archive archive(input, *request.format);
  bool shapes = false;
  bool tables = false;
  std::string nested;
  for (const Archive::Entry& entry : archive.entries()) {
    if (is_noise(entry.name)) { continue; }
    const std::string name = small_letters(entry.name);
    shapes = shapes || ends_with_any(name, {".shp"});
    tables = tables || ends_with_any(name, {".csv", ".tsv"});
    if (ends_with_any(name, {".zip", ".gz", ".kmz", ".xlsx", ".ods", ".7z", ".rar"})) { nested = entry.name; }
  }
  if (shapes) { return open_shapefile(request, archive, source); }
  if (tables) { return open_table_zip(request, archive, source); }
  if (!nested.empty()) { refuse("archive-nested", nested); }
  refuse("archive-empty");
}

}  // namespace importers::child
