// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// The corners of the smallest convex outline around points, against the clock from the most western one (of those the most southern), none
/// twice and none between two others on a line: one for a single place, two for places on a line, none for no point. O(n log n). \pre
/// finite coordinates
std::vector<Metric> convex_hull(std::span<const Metric> points);

/// The outline of each cluster, by label. \pre a label for each point, below `clusters`, or negative: it is in none
std::vector<std::vector<Metric>> cluster_hulls(std::span<const Metric> points, std::span<const std::int32_t> labels, std::size_t clusters);

/// What an outline encloses; 0 for places and lines.
double hull_area_m2(std::span<const Metric> hull);

}  // namespace geo
