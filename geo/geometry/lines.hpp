// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/geometry/geometry.hpp"

#include <cstddef>
#include <vector>

namespace geo {

using Line = std::vector<LonLat>;

/// Every line in `geometry`, also those inside collections; points and polygons are passed over.
std::vector<Line> lines_of(const Geometry& geometry);
/// A line or, with more than one or `multi`, a multi-line; none when `lines` is empty.
Geometry from_lines(const std::vector<Line>& lines, bool multi = false);

/// What tidy_lines() made.
struct TidyLines {
  Geometry geometry;               ///< none when nothing of it has a length
  std::size_t parts_left_out = 0;  ///< lines without two different vertices
  bool changed = false;            ///< any byte differs, also by a mere repeated vertex

  bool operator==(const TidyLines&) const = default;
};

/// Lines as they should be: a vertex that repeats the one before it is dropped, and so is a part without two different ones.
/// Lines may cross themselves; roads do. Linear.
TidyLines tidy_lines(const Geometry& geometry);

}  // namespace geo
