// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"
#include "geo/base/progress.hpp"
#include "geo/base/workers.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// An edge between two points, by the square of how far each must reach for the other.
struct ReachEdge {
  double squared;
  std::uint32_t a, b;
};

/// How points reach each other when each has to reach `min_points` points first, itself counted.
struct ReachTree {
  std::vector<double> core_squared;  ///< of each point: the square of the distance to its min_points-th point
  /// A spanning tree of mutual reachability, max(core distance of either, distance), as short as can be; from the shortest edge on. There
  /// may be several such trees, but they have the same lengths, and the same points are connected by edges up to any length.
  std::vector<ReachEdge> edges;
};

/// Core distances, none below `floor_m`, and the tree, by the rounds of Borůvka (1926) over a tree of halves: in each every component of
/// the forest looks for the nearest point that is not its own. O(n log² n) where points lie as they do on maps; some 120 bytes a point. All
/// but the choice among trees that are as short is the same for any number of workers and any order of points. Empty when `progress` asks
/// to stop.
///
/// Throws Error{input} for a coordinate that is not finite. \pre 0 < min_points <= points, floor_m >= 0
ReachTree reach_tree(std::span<const Metric> points, std::size_t min_points, double floor_m, const Workers& workers = one_by_one,
                     const Progress& progress = {});

}  // namespace geo
