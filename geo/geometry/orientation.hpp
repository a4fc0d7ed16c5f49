// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"

namespace geo {

/// On which side of the line from `a` to `b` a point lies, longitudes and latitudes taken as a plane: 1 left, -1 right, 0 on
/// it. Exact for finite coordinates, however thin the triangle (after Shewchuk 1997, "Adaptive Precision Floating-Point
/// Arithmetic": a rounded answer where its error bound allows, else the sum of the exact products). Thread-safe; about 2 ns.
int orientation(LonLat a, LonLat b, LonLat p);

}  // namespace geo
