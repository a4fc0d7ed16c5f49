// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace geo {

/// A closed box of a plane coordinate system.
struct PlaneBox {
  double min_x = 0, min_y = 0, max_x = 0, max_y = 0;
};

/// The polygons of `wkb` (any plane coordinates) cut to `box` and moved to whole numbers, as WKB of a polygon, a
/// multi-polygon or a collection; empty when no area is left. What comes out is valid: rings are closed, do not cross and
/// have an area, although rounding alone would make crossings (GEOS OverlayNG with snap-rounding; Hobby 1999). An invalid
/// shape is made valid first; one that GEOS cannot even then take leaves nothing. Throws Error{input} for bytes that are not
/// well-formed WKB. Thread-safe. O(n log n), some 2 µs a vertex.
std::string clip_to_grid(std::string_view wkb, const PlaneBox& box);

}  // namespace geo
