// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/frame.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/hotspots/plane_grid.hpp"
#include "geo/hotspots/plane_window.hpp"

#include <vector>

// A study area in the plane of an analysis.
namespace geo {

/// Its rings. Edges are straight in longitude and latitude and bent in the plane: they are followed in pieces of a twentieth of a degree,
/// which bend by some 2 m. Throws Error{too_large} for an area that does not fit into the plane. \pre polygons
PlaneWindow window_of(Frame& frame, const Geometry& area);

/// Which cells have their centre inside, by row from the south. O(vertices + crossings of rows).
std::vector<bool> cells_inside(const PlaneWindow& window, const PlaneGrid& grid);

}  // namespace geo
