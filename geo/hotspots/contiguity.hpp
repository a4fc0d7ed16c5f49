// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"
#include "geo/hotspots/neighbours.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// The vertices of an area's rings, of its holes and parts too, in any order. A ring may repeat its first vertex at its end.
using AreaRings = std::vector<std::vector<Metric>>;

enum class Contiguity : std::uint8_t {
  queen,  ///< areas that share a vertex
  rook,   ///< areas that share an edge: one vertex and the next, of a length above 0
};

/// Which areas touch. Only vertices that both areas have are shared: a corner of one on the middle of the other's edge is not. Vertices
/// are the same when their coordinates are, or where `snap_m` is above 0 when they lie within it of each other, over others in between
/// too. An area without rings is an island. The same for any order of areas, rings and vertices.
///
/// O(v log v) for v vertices and the pairs that share them. Throws Error{usage} for a snap that is negative or not finite, Error{input} for
/// a coordinate that is not finite, Error{too_large} when more than max_neighbour_pairs share a vertex or an edge.
NeighbourLists contiguous(std::span<const AreaRings> areas, Contiguity kind, double snap_m = 0);

}  // namespace geo
