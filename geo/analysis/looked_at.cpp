// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/looked_at.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/wkb.hpp"

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

constexpr double pieces_a_degree = 20;

Metric placed(Frame& frame, LonLat p) {
  const auto at = frame.projection().forward(p);
  if (!at) {
    throw Error(Problem::too_large, "The study area is too large for one plane map.",
                "A área de estudo é demasiado grande para um só mapa plano.");
  }
  return *at;
}

PlaneWindow::Ring placed(Frame& frame, const Ring& ring) {
  PlaneWindow::Ring found;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const LonLat from = ring[i];
    const LonLat to = ring[(i + 1) % ring.size()];
    const double pieces = std::max(1.0, std::ceil(pieces_a_degree * std::max(std::fabs(to.lon - from.lon), std::fabs(to.lat - from.lat))));
    for (double piece = 0; piece < pieces; ++piece) {
      const double share = piece / pieces;
      found.push_back(placed(frame, {from.lon + (to.lon - from.lon) * share, from.lat + (to.lat - from.lat) * share}));
    }
  }
  return found;
}

/// Where the edge passes the centres of rows; an edge holds its lower end, not its upper one, so that a vertex counts once.
void add_crossings(Metric from, Metric to, const PlaneGrid& grid, std::vector<std::vector<double>>& crossings) {
  if (from.y > to.y) { std::swap(from, to); }
  const double below = std::ceil((from.y - grid.south_west.y) / grid.cell_m - 0.5);
  const double rows = static_cast<double>(grid.rows);
  for (double row = std::max(below - 1, 0.0); row < rows; ++row) {
    const double y = grid.south_west.y + (row + 0.5) * grid.cell_m;
    if (y < from.y) { continue; }
    if (!(y < to.y)) { return; }
    crossings[static_cast<std::size_t>(row)].push_back(from.x + (to.x - from.x) * ((y - from.y) / (to.y - from.y)));
  }
}

}  // namespace

PlaneWindow window_of(Frame& frame, const Geometry& area) {
  std::vector<PlaneWindow::Ring> rings;
  for (const Polygon& polygon : polygons_of(area)) {
    for (const Ring& ring : polygon) { rings.push_back(placed(frame, ring)); }
  }
  return PlaneWindow(std::move(rings));
}

std::vector<bool> cells_inside(const PlaneWindow& window, const PlaneGrid& grid) {
  std::vector<std::vector<double>> crossings(grid.rows);
  for (const PlaneWindow::Ring& ring : window.rings()) {
    for (std::size_t i = 0; i < ring.size(); ++i) { add_crossings(ring[i], ring[(i + 1) % ring.size()], grid, crossings); }
  }
  std::vector<bool> inside(grid.size());
  for (std::uint32_t row = 0; row < grid.rows; ++row) {
    std::vector<double>& at = crossings[row];
    std::sort(at.begin(), at.end());
    std::size_t passed = 0;
    for (std::uint32_t column = 0; column < grid.columns; ++column) {
      const double x = grid.centre(column, row).x;
      while (passed < at.size() && at[passed] <= x) { ++passed; }
      inside[std::size_t{row} * grid.columns + column] = passed % 2 == 1;
    }
  }
  return inside;
}

}  // namespace geo
