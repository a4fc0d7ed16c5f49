// SPDX-License-Identifier: Apache-2.0
#include "geo/mosaic/importance.hpp"

#include "geo/mosaic/point_tree.hpp"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <optional>
#include <queue>
#include <unordered_set>

namespace geo::mosaic {
namespace {

constexpr std::uint32_t none = UINT32_MAX;

/// A closed triangle.
class Triangle {
 public:
  Triangle(Point a, Point b, Point c) : m_a(a), m_b(b), m_c(c) {
    if (area2(a, b, c) < 0) { std::swap(m_b, m_c); }
    m_box.extend(a);
    m_box.extend(b);
    m_box.extend(c);
  }
  [[nodiscard]] bool holds(Point p) const {
    const bool in_box = p.x >= m_box.min_x && p.x <= m_box.max_x && p.y >= m_box.min_y && p.y <= m_box.max_y;
    return in_box && area2(m_a, m_b, p) >= 0 && area2(m_b, m_c, p) >= 0 && area2(m_c, m_a, p) >= 0;
  }
  /// False: surely not.
  [[nodiscard]] bool may_meet(const Box& box) const {
    if (box.max_x < m_box.min_x || box.min_x > m_box.max_x || box.max_y < m_box.min_y || box.min_y > m_box.max_y) { return false; }
    return reaches(m_a, m_b, box) && reaches(m_b, m_c, box) && reaches(m_c, m_a, box);
  }

 private:
  /// Whether some corner of the box is not to the right of the edge.
  static bool reaches(Point a, Point b, const Box& box) {
    const Point farthest{b.y > a.y ? box.min_x : box.max_x, b.x > a.x ? box.max_y : box.min_y};
    return area2(a, b, farthest) >= 0;
  }

  Point m_a, m_b, m_c;
  Box m_box;
};

/// Leaves out places, the least first.
class Thinner {
 public:
  Thinner(const std::vector<Point>& places, const Arcs& arcs, std::int64_t most_area2)
      : m_places(places), m_arcs(arcs), m_most_area2(most_area2), m_is_left(places.size()) {
    m_links.resize(places.size());
    m_inner.resize(arcs.size());
    m_levels.assign(places.size(), always_kept);
    m_waiting.assign(places.size(), none);
    for (std::uint32_t i = 0; i < arcs.size(); ++i) { link(i); }
    rebuild();
  }

  std::vector<std::int64_t> run() {
    for (std::uint32_t v = 0; v < m_places.size(); ++v) { ask(v); }
    std::int64_t level = 0;
    while (!m_queue.empty()) {
      const auto [area, v] = m_queue.top();
      m_queue.pop();
      if (!m_is_left[v] || m_links[v].area2 != area || would_end_arc(v)) { continue; }
      const std::uint32_t obstacle = obstacle_of(v);
      if (obstacle != none) {
        wait(v, obstacle);
        continue;
      }
      level = std::max(level, area);
      m_levels[v] = level;
      leave_out(v);
    }
    return std::move(m_levels);
  }

 private:
  struct Links {
    std::uint32_t before = none, after = none, arc = none;  ///< `arc` none: an end of arcs
    std::int64_t area2 = 0;
  };
  struct Wait {
    std::uint32_t place, next;
  };

  [[nodiscard]] bool is_ring(std::uint32_t arc) const { return m_arcs.arc(arc).front() == m_arcs.arc(arc).back(); }
  [[nodiscard]] std::uint64_t ends_of(std::uint32_t arc) const {
    const auto [low, high] = std::minmax(m_arcs.arc(arc).front(), m_arcs.arc(arc).back());
    return std::uint64_t{low} << 32U | high;
  }

  void link(std::uint32_t arc) {
    const auto vertices = m_arcs.arc(arc);
    for (const std::uint32_t v : vertices) { m_is_left[v] = true; }  // a ring that rounding has closed has left places in no arc
    for (std::size_t k = 1; k + 1 < vertices.size(); ++k) { m_links[vertices[k]] = {vertices[k - 1], vertices[k + 1], arc, 0}; }
    m_inner[arc] = static_cast<std::uint32_t>(vertices.size() - 2);
    if (m_inner[arc] == 0) { m_straight.insert(ends_of(arc)); }
  }

  void ask(std::uint32_t v) {
    Links& links = m_links[v];
    if (links.arc == none) { return; }
    links.area2 = std::abs(area2(m_places[links.before], m_places[v], m_places[links.after]));
    if (links.area2 <= m_most_area2) { m_queue.emplace(links.area2, v); }
  }

  /// Whether nothing would be left of its ring, or its arc would lie on another.
  [[nodiscard]] bool would_end_arc(std::uint32_t v) const {
    const std::uint32_t arc = m_links[v].arc;
    if (is_ring(arc)) { return m_inner[arc] <= 2; }
    return m_inner[arc] == 1 && m_straight.contains(ends_of(arc));
  }

  [[nodiscard]] std::uint32_t obstacle_of(std::uint32_t v) const {
    const Links& links = m_links[v];
    const Triangle triangle(m_places[links.before], m_places[v], m_places[links.after]);
    std::uint32_t found = none;
    m_tree->search([&](const Box& box) { return triangle.may_meet(box); },
                   [&](std::uint32_t w) {
                     const bool is_own = w == v || w == links.before || w == links.after;
                     if (!is_own && m_is_left[w] && triangle.holds(m_places[w])) { found = w; }
                     return found == none;
                   });
    return found;
  }

  /// Looks at v again when the obstacle is gone.
  void wait(std::uint32_t v, std::uint32_t obstacle) {
    m_waits.push_back({v, m_waiting[obstacle]});
    m_waiting[obstacle] = static_cast<std::uint32_t>(m_waits.size() - 1);
  }

  void leave_out(std::uint32_t v) {
    const Links links = m_links[v];
    m_is_left[v] = false;
    if (m_links[links.before].arc != none) { m_links[links.before].after = links.after; }
    if (m_links[links.after].arc != none) { m_links[links.after].before = links.before; }
    if (--m_inner[links.arc] == 0) { m_straight.insert(ends_of(links.arc)); }
    ask(links.before);
    ask(links.after);
    for (std::uint32_t i = m_waiting[v]; i != none; i = m_waits[i].next) {
      const std::uint32_t w = m_waits[i].place;
      if (m_is_left[w] && m_links[w].area2 <= m_most_area2) { m_queue.emplace(m_links[w].area2, w); }
    }
    if (2 * --m_left < m_tree->size()) { rebuild(); }
  }

  /// A tree of the places that are left. Each is half the size of the one before: all of them together cost O(n).
  void rebuild() {
    std::vector<std::uint32_t> left;
    for (std::uint32_t v = 0; v < m_places.size(); ++v) {
      if (m_is_left[v]) { left.push_back(v); }
    }
    m_left = left.size();
    m_tree.emplace(m_places, std::move(left));
  }

  using Entry = std::pair<std::int64_t, std::uint32_t>;

  const std::vector<Point>& m_places;
  const Arcs& m_arcs;
  const std::int64_t m_most_area2;
  std::vector<bool> m_is_left;
  std::vector<Links> m_links;
  std::vector<std::uint32_t> m_inner;            ///< by arc: places left within it
  std::unordered_set<std::uint64_t> m_straight;  ///< ends of arcs of one edge
  std::vector<std::int64_t> m_levels;
  std::vector<std::uint32_t> m_waiting;  ///< by place: the first in m_waits of those it is in the way of
  std::vector<Wait> m_waits;
  std::optional<PointTree> m_tree;
  std::size_t m_left = 0;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> m_queue;  ///< also entries that no longer hold
};

}  // namespace

std::vector<std::int64_t> importance(const std::vector<Point>& places, const Arcs& arcs, std::int64_t most_area2) {
  return Thinner(places, arcs, most_area2).run();
}

}  // namespace geo::mosaic
