// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/geometry/geometry.hpp"

namespace geo {

/// Whether any point of `geometry` lies in the closed box, longitudes and latitudes taken as a plane. The box may cross the
/// antimeridian (west > east) and may be a line or a point. False for none and for an empty box. Thread-safe. Decided from
/// the boxes alone where they suffice; else some microseconds and up, linear in the vertices.
/// Throws Error{input} for a polygon whose rings are not closed.
bool intersects_box(const Geometry& geometry, const BBox& box);

}  // namespace geo
