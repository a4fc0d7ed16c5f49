// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"
#include "geo/base/workers.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace geo {

/// Places without repetition, by x and then y, and how many points each holds: what is left of points when their order does not count.
struct PointPlaces {
  std::vector<Metric> at;
  std::vector<double> count;
  std::size_t points = 0;

  /// Throws Error{input} for a coordinate that is not finite. O(n log n).
  explicit PointPlaces(std::span<const Metric> points);
};

/// The distance from each place to the nearest other one; empty for fewer than two. O(n log n).
std::vector<double> nearest_distances(const std::vector<Metric>& places, const Workers& workers = one_by_one);

}  // namespace geo
