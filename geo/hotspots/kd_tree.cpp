// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/kd_tree.hpp"

#include "geo/base/error.hpp"

#include <cmath>

namespace geo {

KdTree::KdTree(std::span<const Metric> points) {
  std::vector<Item> items;
  items.reserve(points.size());
  constexpr double most = 1e100;  // squares of distances stay finite
  for (const Metric& p : points) {
    if (!(std::fabs(p.x) < most && std::fabs(p.y) < most)) {
      throw Error(Problem::input, "A point has no position in the plane.", "Um ponto não tem posição no plano.");
    }
    items.push_back({p, static_cast<std::uint32_t>(items.size())});
  }
  if (items.empty()) { return; }
  m_nodes.reserve(4 * items.size() / leaf_size + 1);
  split(items, 0);
  m_points.reserve(items.size());
  m_position.reserve(items.size());
  for (const Item& item : items) {
    m_points.push_back(item.at);
    m_position.push_back(item.position);
  }
}

void KdTree::split(std::span<Item> items, std::uint32_t begin) {
  Metric low = items.front().at;
  Metric high = low;
  for (const Item& item : items) {
    low = {std::min(low.x, item.at.x), std::min(low.y, item.at.y)};
    high = {std::max(high.x, item.at.x), std::max(high.y, item.at.y)};
  }
  const std::size_t self = m_nodes.size();
  m_nodes.push_back({low, high, begin, begin + static_cast<std::uint32_t>(items.size()), 0});
  if (items.size() <= leaf_size) { return; }
  const std::size_t half = items.size() / 2;
  const auto middle = items.begin() + static_cast<std::ptrdiff_t>(half);
  if (high.x - low.x > high.y - low.y) {
    std::nth_element(items.begin(), middle, items.end(), [](const Item& a, const Item& b) { return a.at.x < b.at.x; });
  } else {
    std::nth_element(items.begin(), middle, items.end(), [](const Item& a, const Item& b) { return a.at.y < b.at.y; });
  }
  split(items.first(half), begin);
  m_nodes[self].right = static_cast<std::uint32_t>(m_nodes.size());
  split(items.subspan(half), begin + static_cast<std::uint32_t>(half));
}

}  // namespace geo
