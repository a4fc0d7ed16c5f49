// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// Points of the plane halved again and again, for algorithms that walk the halves themselves. Points keep together what lies together, so
/// that a walk over them in the tree's order finds memory warm.
class KdTree {
 public:
  static constexpr std::uint32_t leaf_size = 16;

  struct Node {
    Metric low, high;          ///< the box of its points
    std::uint32_t begin, end;  ///< of its points
    std::uint32_t right;       ///< the other half; the first one is the next node. 0: it has no halves

    [[nodiscard]] double squared_to(Metric p) const {
      const double x = std::max({low.x - p.x, p.x - high.x, 0.0});
      const double y = std::max({low.y - p.y, p.y - high.y, 0.0});
      return x * x + y * y;
    }
  };

  /// O(n log n), with 27 bytes a point. Throws Error{input} for a coordinate that is not finite or beyond 10^100.
  explicit KdTree(std::span<const Metric> points);

  [[nodiscard]] const std::vector<Node>& nodes() const { return m_nodes; }      ///< the root first; none where there is no point
  [[nodiscard]] const std::vector<Metric>& points() const { return m_points; }  ///< in the order of the tree
  /// Where each of points() stood in the list they came in.
  [[nodiscard]] const std::vector<std::uint32_t>& position() const { return m_position; }

 private:
  struct Item {
    Metric at;
    std::uint32_t position;
  };
  void split(std::span<Item> items, std::uint32_t begin);

  std::vector<Node> m_nodes;
  std::vector<Metric> m_points;
  std::vector<std::uint32_t> m_position;
};

inline double squared_distance(Metric a, Metric b) {
  const double x = a.x - b.x;
  const double y = a.y - b.y;
  return x * x + y * y;
}

}  // namespace geo
