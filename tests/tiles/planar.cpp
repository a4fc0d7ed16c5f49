// SPDX-License-Identifier: Apache-2.0
#include "tests/tiles/planar.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace tiles_tests {
namespace {

using tiles::GridPoint;
using tiles::GridPolygon;
using tiles::GridRing;

std::int64_t turn(GridPoint a, GridPoint b, GridPoint c) {
  return (std::int64_t{b.x} - a.x) * (std::int64_t{c.y} - a.y) - (std::int64_t{b.y} - a.y) * (std::int64_t{c.x} - a.x);
}
int sign(std::int64_t v) { return v > 0 ? 1 : v < 0 ? -1 : 0; }

// Strictly between its ends.
bool is_on(GridPoint p, const Edge& e) {
  if (p == e.first || p == e.second || turn(e.first, e.second, p) != 0) { return false; }
  return std::min(e.first.x, e.second.x) <= p.x && p.x <= std::max(e.first.x, e.second.x) && std::min(e.first.y, e.second.y) <= p.y &&
         p.y <= std::max(e.first.y, e.second.y);
}

bool do_cross(const Edge& a, const Edge& b) {
  if (std::max(a.first.x, a.second.x) < std::min(b.first.x, b.second.x) ||
      std::max(b.first.x, b.second.x) < std::min(a.first.x, a.second.x)) {
    return false;
  }
  if (is_on(a.first, b) || is_on(a.second, b) || is_on(b.first, a) || is_on(b.second, a)) { return true; }
  return sign(turn(a.first, a.second, b.first)) * sign(turn(a.first, a.second, b.second)) < 0 &&
         sign(turn(b.first, b.second, a.first)) * sign(turn(b.first, b.second, a.second)) < 0;
}

std::string text(const Edge& e) {
  const auto place = [](GridPoint p) { return std::to_string(p.x) + "," + std::to_string(p.y); };
  return place(e.first) + " to " + place(e.second);
}

std::string crossing_among(std::vector<Edge> edges) {
  for (Edge& e : edges) {
    if (e.second < e.first) { std::swap(e.first, e.second); }
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  for (std::size_t i = 0; i < edges.size(); ++i) {
    for (std::size_t k = i + 1; k < edges.size() && edges[k].first.x <= edges[i].second.x; ++k) {
      if (do_cross(edges[i], edges[k])) { return text(edges[i]) + " crosses " + text(edges[k]); }
    }
  }
  return {};
}

std::vector<Edge> edges_of_ring(const GridRing& ring) {
  std::vector<Edge> edges;
  for (std::size_t i = 0; i < ring.size(); ++i) { edges.emplace_back(ring[i], ring[(i + 1) % ring.size()]); }
  return edges;
}

// Of the middle of a hole's edge, in halves of a square.
bool lies_in(const Edge& edge, const GridRing& ring) {
  const double x = (edge.first.x + edge.second.x) / 2.0;
  const double y = (edge.first.y + edge.second.y) / 2.0;
  bool is_in = false;
  for (const auto& [a, b] : edges_of_ring(ring)) {
    if ((a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) { is_in = !is_in; }
  }
  return is_in;
}

std::string fault_of_ring(const GridRing& ring, bool is_shell) {
  if (ring.size() < 3) { return "a ring of " + std::to_string(ring.size()); }
  if (is_shell != (tiles::area2(ring) > 0) || tiles::area2(ring) == 0) { return "turns the wrong way"; }
  if (std::set<GridPoint>(ring.begin(), ring.end()).size() < ring.size()) { return "a ring passes a place twice"; }
  return {};
}

}  // namespace

std::vector<Edge> edges_of(const std::vector<GridPolygon>& polygons) {
  std::vector<Edge> edges;
  for (const GridPolygon& polygon : polygons) {
    for (const GridRing& ring : polygon) {
      const auto more = edges_of_ring(ring);
      edges.insert(edges.end(), more.begin(), more.end());
    }
  }
  return edges;
}

std::int64_t area2_of(const std::vector<GridPolygon>& polygons) {
  std::int64_t sum = 0;
  for (const GridPolygon& polygon : polygons) {
    for (const GridRing& ring : polygon) { sum += tiles::area2(ring); }
  }
  return sum;
}

std::string fault_of(const std::vector<GridPolygon>& polygons) {
  for (const GridPolygon& polygon : polygons) {
    for (const GridRing& ring : polygon) {
      const bool is_shell = &ring == &polygon.front();
      if (std::string fault = fault_of_ring(ring, is_shell); !fault.empty()) { return fault; }
      if (!is_shell && !lies_in({ring[0], ring[1]}, polygon.front())) { return "a hole lies outside"; }
    }
  }
  std::vector<Edge> edges = edges_of(polygons);
  std::string crossing = crossing_among(edges);
  if (!crossing.empty()) { return crossing; }
  for (Edge& e : edges) {
    if (e.second < e.first) { std::swap(e.first, e.second); }
  }
  return std::set<Edge>(edges.begin(), edges.end()).size() < edges.size() ? "an edge is there twice" : std::string();
}

std::string crossing_of(const std::vector<GridPolygon>& polygons) { return crossing_among(edges_of(polygons)); }

void Surplus::add(const std::vector<GridPolygon>& polygons, int times) {
  for (const auto& [a, b] : edges_of(polygons)) { m_edges[a < b ? Edge{a, b} : Edge{b, a}] += a < b ? times : -times; }
}

bool Surplus::is_nothing(std::int32_t min, std::int32_t max) const {
  std::map<std::pair<bool, std::int32_t>, std::map<std::int32_t, int>> along;  // changes along each side
  for (const auto& [edge, count] : m_edges) {
    const auto& [a, b] = edge;
    if (a.x == b.x && (a.x == min || a.x == max)) {
      along[{true, a.x}][a.y] += count, along[{true, a.x}][b.y] -= count;
    } else if (a.y == b.y && (a.y == min || a.y == max)) {
      along[{false, a.y}][a.x] += count, along[{false, a.y}][b.x] -= count;
    } else if (count != 0) {
      return false;
    }
  }
  return std::all_of(along.begin(), along.end(), [](const auto& side) {
    return std::all_of(side.second.begin(), side.second.end(), [](const auto& change) { return change.second == 0; });
  });
}

}  // namespace tiles_tests
