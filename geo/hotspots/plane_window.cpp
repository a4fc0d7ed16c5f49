// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/plane_window.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace geo {
namespace {

double cross(Metric a, Metric b) { return a.x * b.y - a.y * b.x; }

/// Twice the area, positive when the inside is to the left.
double signed_area(const PlaneWindow::Ring& ring) {
  double sum = 0;
  const Metric origin = ring.front();
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Metric a{ring[i].x - origin.x, ring[i].y - origin.y};
    const Metric next = ring[(i + 1) % ring.size()];
    sum += cross(a, {next.x - origin.x, next.y - origin.y});
  }
  return sum;
}

bool is_inside(const PlaneWindow::Ring& ring, Metric at) {
  bool inside = false;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Metric a{ring[i].x - at.x, ring[i].y - at.y};
    const Metric b{ring[(i + 1) % ring.size()].x - at.x, ring[(i + 1) % ring.size()].y - at.y};
    const double turn = cross(a, b);
    if (turn == 0 && a.x * b.x + a.y * b.y <= 0) { return true; }  // on the edge
    if ((a.y > 0) != (b.y > 0)) { inside = inside != ((turn > 0) == (b.y > a.y)); }
  }
  return inside;
}

PlaneWindow::Ring ring_of(const PlaneRectangle& r) {
  return {r.south_west, {r.north_east.x, r.south_west.y}, r.north_east, {r.south_west.x, r.north_east.y}};
}

}  // namespace

PlaneWindow::PlaneWindow(std::vector<Ring> rings) : m_rings(std::move(rings)) {
  double area = 0;
  for (Ring& ring : m_rings) {
    for (const Metric p : ring) {
      if (!std::isfinite(p.x) || !std::isfinite(p.y)) {
        throw Error(Problem::input, "A vertex of the window is not a number.", "Um vértice da janela não é um número.");
      }
    }
    ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
    if (ring.size() > 1 && ring.front() == ring.back()) { ring.pop_back(); }
    if (ring.size() >= 3) { area += std::fabs(signed_area(ring)); }
  }
  std::erase_if(m_rings, [](const Ring& ring) { return ring.size() < 3; });
  if (!(area > 0)) { throw Error(Problem::usage, "The window has no area.", "A janela não tem área."); }
  // Holes are the rings that an odd number of others lie around; their inside is that of the window, so that they go the other way.
  std::vector<Ring> turned = m_rings;
  for (std::size_t i = 0; i < m_rings.size(); ++i) {
    const Metric a = m_rings[i][0];
    const Metric b = m_rings[i][1];
    const Metric middle{(a.x + b.x) / 2, (a.y + b.y) / 2};  // rings may touch in a vertex
    std::size_t around = 0;
    for (std::size_t j = 0; j < m_rings.size(); ++j) { around += j != i && is_inside(m_rings[j], middle) ? 1 : 0; }
    if ((signed_area(m_rings[i]) > 0) != (around % 2 == 0)) { std::reverse(turned[i].begin(), turned[i].end()); }
  }
  m_rings = std::move(turned);
}

PlaneWindow::PlaneWindow(const PlaneRectangle& rectangle) : m_rings{ring_of(rectangle)}, m_rectangle(rectangle) {
  check_rectangle(rectangle);
}

bool PlaneWindow::covers(Metric at) const {
  if (m_rectangle) { return m_rectangle->covers(at); }
  int winding = 0;
  for (const Ring& ring : m_rings) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Metric a{ring[i].x - at.x, ring[i].y - at.y};
      const Metric b{ring[(i + 1) % ring.size()].x - at.x, ring[(i + 1) % ring.size()].y - at.y};
      const double turn = cross(a, b);
      if (turn == 0 && a.x * b.x + a.y * b.y <= 0) { return true; }
      if (a.y <= 0 && b.y > 0 && turn > 0) { ++winding; }
      if (b.y <= 0 && a.y > 0 && turn < 0) { --winding; }
    }
  }
  return winding != 0;
}

}  // namespace geo
