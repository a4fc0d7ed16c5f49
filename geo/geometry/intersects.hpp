// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/geometry/geometry.hpp"

namespace geo {

/// Whether any point of `geometry` lies in the closed box, longitudes and latitudes taken as a plane. The box may cross the
/// antimeridian (west > east) and may be a line or a point. False for none and for an empty box. Never throws for a Geometry,
/// valid or not: rings close themselves, a polygon is filled by the even-odd rule, each one of a multi-polygon for itself.
/// Edges are compared in doubles: one that passes a corner by less than 1e-13 degrees may be taken to touch it.
/// Thread-safe, no allocation. Decided from the boxes alone where they suffice; else some 5 ns a vertex.
bool intersects_box(const Geometry& geometry, const BBox& box);

}  // namespace geo
