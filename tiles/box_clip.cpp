// SPDX-License-Identifier: Apache-2.0
#include "tiles/box_clip.hpp"

#include "tiles/tile_id.hpp"

#include <algorithm>
#include <cassert>

namespace tiles {
namespace {

using geo::mosaic::FinePoint;
using geo::mosaic::Wide;

/// from + way * share / whole, rounded, half upwards.
std::int64_t rounded_at(std::int64_t from, std::int64_t way, std::int64_t share, std::int64_t whole) {
  if (whole < 0) { share = -share, whole = -whole; }
  const Wide twice = 2 * Wide{way} * share + whole;
  const Wide below = 2 * Wide{whole};
  Wide quotient = twice / below;
  if (twice % below < 0) { --quotient; }
  return from + static_cast<std::int64_t>(quotient);
}

bool is_between(std::int64_t value, std::int64_t a, std::int64_t b) { return (a < value && value < b) || (b < value && value < a); }

}  // namespace

BoxClip::BoxClip(int buffer) : m_min(-buffer), m_max(tile_extent + buffer) {}

bool BoxClip::is_outside(FinePoint min, FinePoint max) const {
  return max.x <= m_min || min.x >= m_max || max.y <= m_min || min.y >= m_max;
}

bool BoxClip::is_inside(FinePoint min, FinePoint max) const { return min.x >= m_min && max.x <= m_max && min.y >= m_min && max.y <= m_max; }

GridPoint BoxClip::clamped(FinePoint p) const {
  return {static_cast<std::int32_t>(std::clamp<std::int64_t>(p.x, m_min, m_max)),
          static_cast<std::int32_t>(std::clamp<std::int64_t>(p.y, m_min, m_max))};
}

void BoxClip::add(FinePoint from, FinePoint to) {
  const FinePoint min{std::min(from.x, to.x), std::min(from.y, to.y)};
  const FinePoint max{std::max(from.x, to.x), std::max(from.y, to.y)};
  if (is_inside(min, max) || is_outside(min, max)) { return add_whole(from, to); }
  // Both coordinates only rise or only fall on the way, also rounded: that orders the places where it crosses the sides' lines.
  const auto way = [&](FinePoint p) { return (to.x >= from.x ? p.x : -p.x) + (to.y >= from.y ? p.y : -p.y); };
  std::array<FinePoint, 6> stops{from};
  std::size_t count = 1;
  const auto stop_at = [&](FinePoint p) {
    std::size_t i = count++;
    for (; i > 1 && way(p) < way(stops[i - 1]); --i) { stops[i] = stops[i - 1]; }
    stops[i] = p;
  };
  for (const std::int64_t side : {m_min, m_max}) {
    if (is_between(side, from.x, to.x)) { stop_at({side, rounded_at(from.y, to.y - from.y, side - from.x, to.x - from.x)}); }
    if (is_between(side, from.y, to.y)) { stop_at({rounded_at(from.x, to.x - from.x, side - from.y, to.y - from.y), side}); }
  }
  stops[count++] = to;
  for (std::size_t i = 0; i + 1 < count; ++i) { add_whole(stops[i], stops[i + 1]); }
}

void BoxClip::put(GridPoint from, GridPoint to) {
  if (from == to) { return; }
  if (from.x == to.x && (from.x == m_min || from.x == m_max)) {
    m_sides[from.x == m_min ? 0 : 1].push_back({from.y, to.y});
  } else if (from.y == to.y && (from.y == m_min || from.y == m_max)) {
    m_sides[from.y == m_min ? 2 : 3].push_back({from.x, to.x});
  } else {
    m_edges.push_back({from, to});
  }
}

/// What is left of the ways along each side, from one place where an edge ends to the next.
void BoxClip::put_sides() {
  std::array<std::vector<Change>, 4> changes;
  for (const auto& edge : m_edges) {
    for (const GridPoint p : {edge.from, edge.to}) {
      if (p.x == m_min) { changes[0].push_back({p.y, 0}); }
      if (p.x == m_max) { changes[1].push_back({p.y, 0}); }
      if (p.y == m_min) { changes[2].push_back({p.x, 0}); }
      if (p.y == m_max) { changes[3].push_back({p.x, 0}); }
    }
  }
  for (std::size_t side = 0; side < m_sides.size(); ++side) {
    for (const auto [from, to] : m_sides[side]) {
      changes[side].push_back({from, 1});
      changes[side].push_back({to, -1});
    }
    put_side(side, std::move(changes[side]));
  }
}

/// A way forwards counts as 1 from where it begins to where it ends, one backwards as -1.
void BoxClip::put_side(std::size_t side, std::vector<Change> changes) {
  std::sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.at < b.at; });
  const std::int32_t across = side % 2 == 0 ? m_min : m_max;
  const auto place = [&](std::int32_t at) { return side < 2 ? GridPoint{across, at} : GridPoint{at, across}; };
  int surplus = 0;
  std::int32_t begin = 0;  // of the run in work
  for (std::size_t i = 0; i < changes.size();) {
    const std::int32_t at = changes[i].at;
    int change = 0;
    bool is_cut = false;
    for (; i < changes.size() && changes[i].at == at; ++i) {
      change += changes[i].by;
      is_cut = is_cut || changes[i].by == 0;
    }
    if (change == 0 && !is_cut) { continue; }
    for (int k = 0; k < surplus; ++k) { m_edges.push_back({place(begin), place(at)}); }
    for (int k = 0; k > surplus; --k) { m_edges.push_back({place(at), place(begin)}); }
    surplus += change;
    begin = at;
  }
  assert(surplus == 0);
}

std::vector<GridPolygon> BoxClip::polygons() {
  put_sides();
  return linked_polygons(std::move(m_edges));
}

}  // namespace tiles
