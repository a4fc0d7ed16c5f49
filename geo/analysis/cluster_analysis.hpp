// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/hotspot_input.hpp"
#include "geo/analysis/told.hpp"
#include "geo/base/workers.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace geo {

struct ClusterParameters {
  HotspotOptions incidents;
  /// How far apart neighbours may be. None: by the spread of the incidents, half the width of hexagons.
  std::optional<double> radius_m = {};
  std::size_t min_points = 10;        ///< as many lie around a core incident, itself counted
  std::optional<int> span_days = {};  ///< of ST-DBSCAN: neighbours lie within so many days, too
  /// Of HDBSCAN, which it makes it: the fewest incidents of a cluster. It has no radius.
  std::optional<std::size_t> min_cluster_size = {};
  double floor_m = 0;                  ///< of HDBSCAN: no distance counts as less
  std::optional<double> width_m = {};  ///< of HDBSCAN: of the hexagons of outlines, the narrowest. None: as wide as the radius would be
};

inline constexpr double cluster_radii_in_a_side = 90;
/// Clusters of fewer incidents are withheld (PRIVACY rule B11).
inline constexpr std::uint64_t cluster_least_incidents = 10;
/// Outlines are made of hexagons no narrower than this, however short the radius: they must not draw a point.
inline constexpr double cluster_least_outline_m = least_width_m;

/// Where incidents lie so densely that they reach each other: DBSCAN, with span_days ST-DBSCAN, with min_cluster_size HDBSCAN (see
/// dbscan(), st_dbscan(), hdbscan()). Rows are the clusters, most incidents first, each the hexagons that hold least_told of its members
/// or more (see cluster_outline()): of a grid that knows nothing of the incidents, so that no corner is where an incident was, and as wide
/// as the radius or wider. First and last are months. docs/methods/dbscan.md, hdbscan.md.
///
/// The same rows give the same bits for any order and any number of workers. Throws Error{usage} for a radius, a number or a span that is
/// none, and as hotspot_input(), dbscan() and hdbscan().
Analysis cluster_analysis(const View& incidents, const Filter& filter, const ClusterParameters& parameters, const Progress& progress = {},
                          const Workers& workers = one_by_one);

}  // namespace geo
