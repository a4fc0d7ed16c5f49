// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace importers {

/// The line walked round an area as ODK and Kobo write it: "lat lon alt acc;lat lon alt acc;…", with or without a blank after
/// the semicolon, with or without one at the end, two to four numbers a vertex (rule P6). WKB of one polygon, longitude
/// first, its ring as it was walked: perhaps open. Nothing for anything else.
std::optional<std::string> parse_geoshape_cell(std::string_view cell);

/// "POLYGON ((x y, …), (…))" and "MULTIPOLYGON (((…)))", letters in either case, also with Z, M or ZM, whose numbers are
/// dropped; "SRID=4326;" may stand in front. WKB, x first. Nothing for anything else.
std::optional<std::string> parse_wkt_area(std::string_view cell);

/// Either of the two.
std::optional<std::string> parse_area_cell(std::string_view cell);

}  // namespace importers
