// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/reach_tree.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// Clusters of clusters: what a falling limit of reach splits the points into.
struct ClusterTree {
  static constexpr std::uint32_t no_parent = UINT32_MAX;

  struct Node {
    std::uint32_t parent;   ///< comes before it; no_parent: all points
    std::uint32_t size;     ///< of its points when it comes up
    double birth_squared;   ///< the limit that its parent splits at; infinite for all points
    double death_squared;   ///< the limit below which it, or all that it split into, is gone
    double stability = 0;   ///< the sum over its points of 1/(limit where the point leaves it) - 1/(limit where it came up), per metre
    bool is_split = false;  ///< it ends in two clusters or more
  };

  std::vector<Node> nodes;           ///< none: fewer points than a cluster has
  std::vector<std::uint32_t> last;   ///< of each point: the last node it belonged to
  std::vector<double> left_squared;  ///< the limit at which it left that
};

/// The condensed tree (Campello, Moulavi & Sander 2013): as the limit falls a cluster loses points, and it is another one, or several, only
/// where two parts of min_cluster_size points or more come off. Edges of the same length go at once, as in the paper: so the tree is the
/// same for every spanning tree that is as short. O(n). \pre `edges` span `points` points, from the shortest on; min_cluster_size > 1
ClusterTree cluster_tree(std::span<const ReachEdge> edges, std::size_t points, std::size_t min_cluster_size);

/// The nodes whose stabilities have the highest sum, none within another ("excess of mass"); of equal sums the larger clusters. All points
/// together are one of them only where `whole` says so. In the order of nodes.
std::vector<std::uint32_t> most_stable(const ClusterTree& tree, bool whole);

}  // namespace geo
