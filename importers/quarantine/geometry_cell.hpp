// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace importers {

/// The column of a table for correction that holds the shapes of a map file's rows.
inline constexpr std::string_view shape_column = "geometry (WKT)";

/// What a person can read and correct: "POINT (lon lat)", "POLYGON ((…))". `hex`: WKB in hexadecimal digits, given back as it
/// is where words would not lead back to the very same shape.
std::string shape_cell(std::string_view hex);

/// WKB of such a cell, corrected or not: WKT of a point or an area, the line that forms write of an area, or WKB in
/// hexadecimal digits. Nothing for anything else.
std::optional<std::string> read_shape_cell(std::string_view cell);

}  // namespace importers
