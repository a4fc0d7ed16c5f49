// SPDX-License-Identifier: Apache-2.0
#include "tiles/ring_links.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <limits>
#include <tuple>

namespace tiles {
namespace {

bool comes_before(GridPoint a, GridPoint b) { return std::tie(a.x, a.y) < std::tie(b.x, b.y); }

/// Leaves of each pair of places the surplus in one direction, ordered by where edges begin.
std::vector<OutlineEdge> without_opposites(std::vector<OutlineEdge> edges) {
  struct Way {
    GridPoint low, high;
    int direction;
  };
  std::vector<Way> ways;
  ways.reserve(edges.size());
  for (const auto& [from, to] : edges) {
    const bool is_up = comes_before(from, to);
    ways.push_back(is_up ? Way{from, to, 1} : Way{to, from, -1});
  }
  const auto key = [](const Way& w) { return std::tie(w.low.x, w.low.y, w.high.x, w.high.y); };
  std::sort(ways.begin(), ways.end(), [&](const Way& a, const Way& b) { return key(a) < key(b); });
  edges.clear();
  for (std::size_t i = 0; i < ways.size();) {
    int surplus = 0;
    const Way& way = ways[i];
    for (; i < ways.size() && key(ways[i]) == key(way); ++i) { surplus += ways[i].direction; }
    for (; surplus > 0; --surplus) { edges.push_back({way.low, way.high}); }
    for (; surplus < 0; ++surplus) { edges.push_back({way.high, way.low}); }
  }
  std::sort(edges.begin(), edges.end(), [](const OutlineEdge& a, const OutlineEdge& b) {
    return std::tie(a.from.x, a.from.y, a.to.x, a.to.y) < std::tie(b.from.x, b.from.y, b.to.x, b.to.y);
  });
  return edges;
}

struct Vector {
  std::int64_t x, y;
};
Vector operator-(GridPoint a, GridPoint b) { return {std::int64_t{a.x} - b.x, std::int64_t{a.y} - b.y}; }
std::int64_t cross(Vector a, Vector b) { return a.x * b.y - a.y * b.x; }

/// Whether one meets `a` before `b` when turning from `start` against the sense of area2().
bool is_met_before(Vector start, Vector a, Vector b) {
  const auto half = [&](Vector v) {
    const std::int64_t side = cross(start, v);
    return side < 0 || (side == 0 && start.x * v.x + start.y * v.y < 0) ? 0 : 1;
  };
  if (half(a) != half(b)) { return half(a) < half(b); }
  return cross(a, b) < 0;
}

/// Follows edges along the inside and takes off a ring wherever the way comes back to itself.
class Linker {
 public:
  explicit Linker(std::vector<OutlineEdge> edges) : m_edges(std::move(edges)), m_is_used(m_edges.size()), m_at_step(m_edges.size(), -1) {}

  std::vector<GridRing> rings() {
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
      if (!m_is_used[i]) { follow(i); }
    }
    return std::move(m_rings);
  }

 private:
  [[nodiscard]] std::size_t first_from(GridPoint p) const {
    const auto found =
        std::lower_bound(m_edges.begin(), m_edges.end(), p, [](const OutlineEdge& e, GridPoint q) { return comes_before(e.from, q); });
    return static_cast<std::size_t>(found - m_edges.begin());
  }

  void follow(std::size_t edge) {
    do {
      m_is_used[edge] = true;
      m_at_step[first_from(m_edges[edge].from)] = static_cast<std::int64_t>(m_path.size());
      m_path.push_back(edge);
      const std::size_t place = first_from(m_edges[edge].to);
      if (place < m_edges.size() && m_at_step[place] >= 0) { take_off(static_cast<std::size_t>(m_at_step[place])); }
      if (!m_path.empty()) { edge = next_after(m_path.back()); }
    } while (!m_path.empty());
  }
  void take_off(std::size_t begin) {
    GridRing ring;
    for (std::size_t i = begin; i < m_path.size(); ++i) {
      ring.push_back(m_edges[m_path[i]].from);
      m_at_step[first_from(ring.back())] = -1;
    }
    m_path.resize(begin);
    if (area2(ring) != 0) { m_rings.push_back(std::move(ring)); }
  }
  [[nodiscard]] std::size_t next_after(std::size_t edge) const {
    const GridPoint here = m_edges[edge].to;
    const Vector back = m_edges[edge].from - here;
    std::size_t best = m_edges.size();
    for (std::size_t i = first_from(here); i < m_edges.size() && m_edges[i].from == here; ++i) {
      if (m_is_used[i]) { continue; }
      if (best == m_edges.size() || is_met_before(back, m_edges[i].to - here, m_edges[best].to - here)) { best = i; }
    }
    assert(best < m_edges.size());
    return best;
  }

  std::vector<OutlineEdge> m_edges;
  std::vector<bool> m_is_used;
  std::vector<std::int64_t> m_at_step;  ///< by the first edge from a place: its step in m_path, or -1
  std::vector<std::size_t> m_path;
  std::vector<GridRing> m_rings;
};

struct Extent {
  std::int32_t min_x = INT32_MAX, min_y = INT32_MAX, max_x = INT32_MIN, max_y = INT32_MIN;

  [[nodiscard]] bool holds(const Extent& b) const { return min_x <= b.min_x && min_y <= b.min_y && max_x >= b.max_x && max_y >= b.max_y; }
};

Extent extent_of(const GridRing& ring) {
  Extent e;
  for (const GridPoint p : ring) {
    e.min_x = std::min(e.min_x, p.x);
    e.min_y = std::min(e.min_y, p.y);
    e.max_x = std::max(e.max_x, p.x);
    e.max_y = std::max(e.max_y, p.y);
  }
  return e;
}

/// Whether the middle of a hole's first edge lies in the shell; in halves of a square, exactly. It is on no edge of another ring.
bool lies_in(const GridRing& hole, const GridRing& shell) {
  const std::int64_t x = std::int64_t{hole[0].x} + hole[1].x;
  const std::int64_t y = std::int64_t{hole[0].y} + hole[1].y;
  bool is_in = false;
  for (std::size_t i = 0; i < shell.size(); ++i) {
    const GridPoint a = shell[i];
    const GridPoint b = shell[(i + 1) % shell.size()];
    if ((2 * a.y > y) == (2 * b.y > y)) { continue; }
    const std::int64_t side = cross(b - a, {x - 2 * a.x, y - 2 * a.y});
    if ((b.y > a.y) == (side > 0)) { is_in = !is_in; }
  }
  return is_in;
}

}  // namespace

std::vector<GridPolygon> linked_polygons(std::vector<OutlineEdge> edges) {
  std::vector<GridPolygon> polygons;
  std::vector<GridRing> holes;
  for (GridRing& ring : Linker(without_opposites(std::move(edges))).rings()) {
    if (area2(ring) > 0) {
      polygons.push_back({std::move(ring)});
    } else {
      holes.push_back(std::move(ring));
    }
  }
  if (holes.empty()) { return polygons; }
  std::vector<Extent> extents;
  extents.reserve(polygons.size());
  for (const GridPolygon& polygon : polygons) { extents.push_back(extent_of(polygon.front())); }
  for (GridRing& hole : holes) {
    const Extent extent = extent_of(hole);
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::size_t around = polygons.size();
    for (std::size_t i = 0; i < polygons.size(); ++i) {
      if (!extents[i].holds(extent) || area2(polygons[i].front()) >= least || !lies_in(hole, polygons[i].front())) { continue; }
      least = area2(polygons[i].front());
      around = i;
    }
    if (around < polygons.size()) { polygons[around].push_back(std::move(hole)); }
  }
  return polygons;
}

}  // namespace tiles
