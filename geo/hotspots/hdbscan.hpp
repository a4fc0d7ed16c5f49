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

struct HdbscanOptions {
  std::size_t min_points = 10;       ///< that a point reaches at its core distance, itself counted
  std::size_t min_cluster_size = 0;  ///< 0: as min_points, and at least 2
  /// No distance counts as less than this: how well places are known. At 0 the density of a place that min_points rows share is without
  /// limit, and every such place is a cluster of its own rather than part of a larger one.
  double floor_m = 0;
  bool whole = false;  ///< all points together may be a cluster
};

struct HdbscanCluster {
  std::uint32_t size = 0;
  double birth_m = 0;    ///< the limit of reach at which it comes off; infinite for all points
  double death_m = 0;    ///< the limit below which nothing of it is left
  double stability = 0;  ///< per metre; infinite where min_points of its points share a place and floor_m is 0
};

struct Hdbscan {
  static constexpr std::int32_t noise = -1;

  std::vector<std::int32_t> label;       ///< of each point: its cluster, from 0 by the first point of each; noise
  std::vector<double> core_m;            ///< its core distance; empty where there are fewer than min_points points
  std::vector<double> membership;        ///< 0..1, as R's dbscan: 1 - core distance / the largest one of its cluster; 0 for noise
  std::vector<double> outlier;           ///< 0..1, GLOSH (Campello et al. 2015): how much sparser it is than the densest it belongs to
  std::vector<HdbscanCluster> clusters;  ///< by label
  double tree_m = 0;                     ///< the length of the shortest tree over mutual reachability
  bool cancelled = false;                ///< `progress` asked to stop: there is no label
};

/// HDBSCAN* (Campello, Moulavi & Sander 2013; Campello et al. 2015): clusters of any density. The core distance of a point is that to its
/// min_points-th point, itself the first, those at the same place each; two points reach each other at the largest of their core distances
/// and their distance. The tree of clusters that a falling limit leaves is cut where clusters last longest (see cluster_tree.hpp).
///
/// Depends on the order of points only by the numbers of labels; the same for any number of workers. Core distances and the length of the
/// tree are those of R's dbscan. Labels differ from R's where edges are equally long: R takes them one by one, here, as in the paper, they
/// go at once; a point that two clusters reach at just its core distance is noise, not one's member.
///
/// Fewer points than min_points are noise. Some 2.5 s of computing a million points, with 200 bytes each. Throws Error{usage} for
/// min_points 0, min_cluster_size 1 or a floor that is negative or not finite, Error{input} for a coordinate that is not finite.
Hdbscan hdbscan(std::span<const Metric> points, const HdbscanOptions& options, const Workers& workers = one_by_one,
                const Progress& progress = {});

}  // namespace geo
