// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/geometry/geometry.hpp"

#include <span>
#include <vector>

namespace geo {

// Areas laid over each other, longitudes and latitudes taken as a plane as GeoJSON does, in full precision (GEOS OverlayNG): no
// rounding to a grid, which makes slivers where one side of a border has a vertex that the other has not. Arguments are valid
// polygons (see repair_polygon()); anything else in them counts for nothing. Results hold polygons only, shells
// counter-clockwise, none when there is no surface. Thread-safe. Throw Error{input} with what GEOS said when it gives up.

Geometry union_of(std::span<const Geometry> areas);
Geometry intersection(const Geometry& a, const Geometry& b);
Geometry difference(const Geometry& a, const Geometry& b);  ///< a without b

/// The single polygons of an area, in a fixed order (by box).
std::vector<Geometry> parts_of(const Geometry& area);

/// Whether no disc of this width fits into the area: it vanishes when shrunk by half of it. Planar in a projection centred on it.
bool is_narrower_than(const Geometry& area, double width_m);

/// Ground covered, in km² on the WGS 84 ellipsoid, edges being straight in longitude and latitude; holes taken off. It adds
/// up: a vertex put on an edge changes nothing, so the parts of an area sum to it, which geodesic edges (area_km2()) do not
/// grant. Some 0.1 µs a vertex. 0 for anything but polygons.
double ground_area_km2(const Geometry& area);

}  // namespace geo
