// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace geo {

/// Finds points of the plane near another one (an R-tree, packed). Points are named by their positions in the list that it was made of.
/// Made in O(n log n). Thread-safe.
class PointIndex {
 public:
  /// Keeps a copy. Throws Error{input} for a coordinate that is not finite.
  explicit PointIndex(std::span<const Metric> points);
  PointIndex(PointIndex&&) noexcept;
  PointIndex& operator=(PointIndex&&) noexcept;
  ~PointIndex();

  /// Those within `distance_m` of `at`, the limit included, rising. Replaces what `found` holds.
  void within(Metric at, double distance_m, std::vector<std::uint32_t>& found) const;
  /// How far the k-th nearest of the others is from point i; the farthest of all where there are fewer, 0 where there is none.
  /// \pre k > 0
  [[nodiscard]] double kth_distance_m(std::uint32_t i, std::size_t k) const;
  [[nodiscard]] const std::vector<Metric>& points() const { return m_points; }

 private:
  struct Tree;

  std::vector<Metric> m_points;
  std::unique_ptr<Tree> m_tree;
};

/// As PointIndex measures it.
double distance_m(Metric a, Metric b);

}  // namespace geo
