// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tiles/mvt.hpp"

#include <vector>

namespace tiles {

/// A part of an outline, with the inside to its left where y counts upwards; so a shell's area2() is positive.
struct OutlineEdge {
  GridPoint from, to;
};

/// The polygons whose outlines are made of these edges, whatever their order. Edges that are there in both directions cancel out, as
/// where two parts of one feature touch, or where rounding has closed an inlet. Precondition: as many edges end in a point as begin there,
/// and edges meet in their ends only. Then no ring passes a point twice, and none crosses another; rings may touch in points. Shells have a
/// positive area2(), holes a negative one. Pure. O(n log n), and O(h n) at worst for h holes.
std::vector<GridPolygon> linked_polygons(std::vector<OutlineEdge> edges);

}  // namespace tiles
