// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/look.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// Which features of a tile something is drawn for: all that is said must hold.
struct PartTest {
  std::optional<GeometryType> geometry = {};  ///< point, line or polygon
  std::string field = {};                     ///< its value must be, or with `others` must not be, one of these
  std::vector<std::string> values = {};
  bool is_number = false;  ///< the values
  bool others = false;
  std::optional<bool> counted = {};  ///< whether it is a square with the number of its rows
  int count_from = 0;                ///< with counted: of at least so many rows; 0: any
  int count_below = 0;               ///< and of fewer than so many; 0: any
};

/// One thing that is drawn on a tile, later ones over earlier ones.
struct Part {
  enum class Kind { fill, line, circle };
  std::string name;
  Text title;
  Kind kind = Kind::fill;
  PartTest test;
  std::string colour;
  double opacity = 1;
  double size_px = 0;  ///< radius of a circle, width of a line
  std::string rim = {};
  double rim_px = 0;
  bool dashed = false;
  bool hatched = false;
  bool seamless = false;
  int from_zoom = 0;  ///< not drawn farther out
  int to_zoom = 0;    ///< not drawn at this zoom and nearer; 0: drawn however near
};

/// Name of the property that squares of counted points carry.
inline constexpr std::string_view look_count_property = "count";

/// A look taken apart into what tiles are drawn with: fills, lines, circles, and squares of counted points by size.
std::vector<Part> parts_of(const Look& look);

}  // namespace geo
