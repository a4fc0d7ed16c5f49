// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/language.hpp"
#include "geo/base/error.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace api {

/// csv, fgb and gpkg are files for download; see FileFormat.
enum class Format : std::uint8_t { json, html, csv, fgb, gpkg };

/// As the parameter `f` has it.
std::string_view name_of(Format format);

/// The form of a file that a collection can be had in.
struct FileFormat {
  Format format;
  std::string_view media_type;
  std::string_view title_en, title_pt;
};
inline constexpr std::array<FileFormat, 3> file_formats{{
    {Format::csv, "text/csv; charset=utf-8; header=present", "CSV, for spreadsheets", "CSV, para folhas de cálculo"},
    {Format::gpkg, "application/geopackage+sqlite3", "GeoPackage, for QGIS", "GeoPackage, para o QGIS"},
    {Format::fgb, "application/flatgeobuf", "FlatGeobuf", "FlatGeobuf"},
}};
/// Null for JSON and HTML.
const FileFormat* file_format(Format format);

/// The form a client likes best (RFC 9110, 12.5.1): HTML, or a file (where there are any), only when it says so more strongly than for
/// any kind of JSON; a file only by its own name. A client that takes none of them gets JSON: an answer in another form helps more than a
/// 406 (RFC 9110, 12.4.1, leaves it to us).
Format preferred_format(std::string_view accept, bool with_files = false);

const std::string& in(Language language, const geo::Text& text);

}  // namespace api
