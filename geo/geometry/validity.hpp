// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/geometry/geometry.hpp"

#include <cstddef>

namespace geo {

/// What repair_polygon() made of an area.
struct Repair {
  Geometry geometry;             ///< valid, shells counter-clockwise (RFC 7946), no repeated vertices; none when `unusable`
  Text reason;                   ///< what was wrong with the shape, where; empty when the shape is as it came
  double area_change_share = 0;  ///< 0..1, |after - before| / the larger of both, geodesic; 1 when `unusable`
  bool changed = false;          ///< any byte differs, also by mere direction of a ring or a repeated vertex
  bool unusable = false;         ///< not an area: no polygon in it, fewer than three distinct vertices, no surface, or beyond repair

  bool operator==(const Repair&) const = default;
};

inline constexpr std::size_t default_vertex_limit = 1'000'000;

/// Makes a valid polygon or multi-polygon of `geometry` (GEOS MakeValid, structure method): closes rings, drops repeated
/// vertices, keeps only polygons of a collection. Longitudes and latitudes are taken as a plane, as GeoJSON does. Throws
/// Error{too_large} for more than `vertex_limit` vertices, before any work. Thread-safe. O(n log n) for a valid polygon;
/// a hostile one of n vertices can have n² crossings, hence the limit.
Repair repair_polygon(const Geometry& geometry, std::size_t vertex_limit = default_vertex_limit);

/// Share by which the repaired shape's surface differs from what maps draw of the shape as it came: each polygon filled
/// even-odd. For a boundary that crosses itself Repair::area_change_share compares with loops that cancel out, which may be
/// nothing at all. `repaired` is what repair_polygon() made of `as_given` and usable. 1 when GEOS gives up. Milliseconds, even for
/// small shapes: ask only of those that area_change_share condemns.
double drawn_change_share(const Geometry& as_given, const Geometry& repaired);

}  // namespace geo
