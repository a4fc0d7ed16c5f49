// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"
#include "geo/base/progress.hpp"
#include "geo/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

struct Clusters {
  static constexpr std::int32_t noise = -1;

  std::vector<std::int32_t> label;  ///< of each point: its cluster, from 0 by the first point of each; noise
  std::vector<std::uint8_t> core;   ///< 1: so many points lie around it; 0: it only lies near one of those, or is noise
  std::int32_t number = 0;          ///< of clusters
};

/// DBSCAN (Ester, Kriegel, Sander & Xu 1996). A point is core when `min_points` lie within `radius_m` of it, itself counted, those at the
/// same place each, the limit included. Clusters are core points that reach each other over such steps; a point that is not core belongs to
/// the cluster of the nearest core point within the radius, of equally near ones the first in the list. So labels are a function of the
/// points and their order, not of who visits whom first.
///
/// By cells as wide as radius/√2 (Gunawan 2013): where `min_points` lie in one of them all are core, and no distance is measured. O(n log
/// n) where points are clustered, with some 40 bytes a point. Throws Error{usage} for a radius that is not positive and finite or
/// min_points 0, Error{input} for a coordinate that is not finite, Error{too_large} where the points reach over 2^31 cells one way. Nothing
/// that holds when `progress` asks to stop: whoever asked it must ask it again.
Clusters dbscan(std::span<const Metric> points, double radius_m, std::size_t min_points, const Progress& progress = {});

/// Distances that st_dbscan() measures at most: some minutes.
inline constexpr double max_compared = 1e11;

/// ST-DBSCAN (Birant & Kut 2007): the same where neighbours also lie within `span_ms` in time, the limit included. The nearest core point
/// is that nearest in space, then in time, then the first. O(n k) for k neighbours in space. Precondition: as many times as points. Throws
/// as dbscan(), Error{usage} for a span below 0, Error{too_large} beyond max_compared.
Clusters st_dbscan(std::span<const Metric> points, std::span<const TimeMs> times, double radius_m, std::int64_t span_ms,
                   std::size_t min_points, const Progress& progress = {});

}  // namespace geo
