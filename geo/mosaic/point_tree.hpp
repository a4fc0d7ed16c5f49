// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/mosaic/lattice.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo::mosaic {

/// Closed.
struct Box {
  std::int32_t min_x = INT32_MAX, min_y = INT32_MAX, max_x = INT32_MIN, max_y = INT32_MIN;

  void extend(Point p) {
    min_x = std::min(min_x, p.x);
    min_y = std::min(min_y, p.y);
    max_x = std::max(max_x, p.x);
    max_y = std::max(max_y, p.y);
  }
  void extend(const Box& b) {
    extend(Point{b.min_x, b.min_y});
    extend(Point{b.max_x, b.max_y});
  }
};

/// Finds places near something: boxes of boxes, eight by eight, over places in an order in which neighbours stand near one
/// another (that of quadkeys). However they are spread, a question costs O(log n) and what it finds. 10 bytes a place.
class PointTree {
 public:
  /// Of places[items[i]]; keeps a reference to `places`.
  PointTree(const std::vector<Point>& places, std::vector<std::uint32_t> items) : m_places(places), m_items(std::move(items)) {
    std::size_t below = m_items.size();
    std::size_t begin = 0;
    while (below > 1 || m_levels.empty()) {
      const std::size_t count = (below + fanout - 1) / fanout;
      m_levels.push_back(m_boxes.size());
      for (std::size_t i = 0; i < count; ++i) { m_boxes.push_back(box_of(begin, i * fanout, std::min(below, (i + 1) * fanout))); }
      begin = m_levels.back();
      below = count;
      if (count == 0) { break; }
    }
  }
  [[nodiscard]] std::size_t size() const { return m_items.size(); }

  /// Calls visit(item) for the places in boxes that may_meet(box) does not rule out, until it returns false.
  template <class MayMeet, class Visit>
  void search(const MayMeet& may_meet, const Visit& visit) const {
    if (!m_items.empty()) { descend(m_levels.size() - 1, 0, may_meet, visit); }
  }

 private:
  static constexpr std::size_t fanout = 8;

  [[nodiscard]] Box box_of(std::size_t level_begin, std::size_t from, std::size_t to) const {
    Box box;
    for (std::size_t i = from; i < to; ++i) {
      if (m_levels.size() == 1) {
        box.extend(m_places[m_items[i]]);
      } else {
        box.extend(Box(m_boxes[level_begin + i]));
      }
    }
    return box;
  }

  template <class MayMeet, class Visit>
  bool descend(std::size_t level, std::size_t at, const MayMeet& may_meet, const Visit& visit) const {
    if (!may_meet(m_boxes[m_levels[level] + at])) { return true; }
    const std::size_t below = level == 0 ? m_items.size() : m_levels[level] - m_levels[level - 1];
    const std::size_t end = std::min(below, (at + 1) * fanout);
    for (std::size_t i = at * fanout; i < end; ++i) {
      if (!(level == 0 ? visit(m_items[i]) : descend(level - 1, i, may_meet, visit))) { return false; }
    }
    return true;
  }

  const std::vector<Point>& m_places;
  std::vector<std::uint32_t> m_items;
  std::vector<Box> m_boxes;
  std::vector<std::size_t> m_levels;  ///< where each level begins in m_boxes, the lowest first
};

}  // namespace geo::mosaic
