// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/placed_points.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace geo {
namespace {

std::int64_t row_of(double y) { return static_cast<std::int64_t>(std::floor(y + 0.5)); }

}  // namespace

void check_lengths(double bandwidth_m, const PlaneGrid& grid) {
  const auto is_length = [](double v) { return v > 0 && std::isfinite(v); };
  if (!is_length(bandwidth_m) || !is_length(grid.cell_m) || !std::isfinite(grid.south_west.x) || !std::isfinite(grid.south_west.y)) {
    throw Error(Problem::usage, "The bandwidth and the cell must be lengths above 0 m.",
                "A largura de banda e a célula têm de ser comprimentos acima de 0 m.");
  }
  if (grid.size() > max_kde_cells || bandwidth_m / grid.cell_m > max_kde_reach) {
    throw Error(Problem::too_large,
                "The grid has more than 64 million cells, or the bandwidth spans more than 100,000. Choose larger cells.",
                "A grelha tem mais de 64 milhões de células, ou a largura de banda abrange mais de 100.000. Escolha células maiores.");
  }
}

void check_points(std::span<const WeightedPoint> points) {
  double total = 0;
  for (const WeightedPoint& p : points) {
    if (!std::isfinite(p.at.x) || !std::isfinite(p.at.y) || !(p.weight >= 0)) {
      throw Error(Problem::input, "A point has no position in the plane, or its weight is below 0.",
                  "Um ponto não tem posição no plano, ou o seu peso está abaixo de 0.");
    }
    total += p.weight;
  }
  if (!(total < 1e100)) {
    throw Error(Problem::input, "The weights are too large to be added.", "Os pesos são grandes demais para se somarem.");
  }
}

PlacedPoints::PlacedPoints(std::span<const WeightedPoint> points, const PlaneGrid& grid, double reach, Which which,
                           const Workers& workers) {
  check_points(points);
  std::vector<Point> near;
  near.reserve(points.size());
  const auto is_near = [&](double v, std::uint32_t cells) { return v >= -reach && v <= cells - 1.0 + reach; };
  for (const WeightedPoint& p : points) {
    const Point scaled{(p.at.x - grid.south_west.x) / grid.cell_m - 0.5, (p.at.y - grid.south_west.y) / grid.cell_m - 0.5, p.weight};
    if (!is_near(scaled.x, grid.columns) || !is_near(scaled.y, grid.rows)) { continue; }
    const bool inside = scaled.x >= -0.5 && scaled.x <= grid.columns - 0.5 && scaled.y >= -0.5 && scaled.y <= grid.rows - 0.5;
    if (which == Which::all || inside == (which == Which::in_grid)) { near.push_back(scaled); }
  }
  if (grid.size() > 0) { keep(near, workers); }
}

std::span<const PlacedPoints::Point> PlacedPoints::near_rows(std::int64_t first, std::int64_t last, double reach) const {
  const auto rows_of_points = static_cast<std::int64_t>(m_row_end.size());
  const auto near = static_cast<std::int64_t>(std::ceil(std::min(reach, 1e9))) + 1;
  const std::int64_t from = std::max<std::int64_t>(first - near - m_first_row, 0);
  const std::int64_t to = std::min<std::int64_t>(last + near - m_first_row, rows_of_points - 1);
  if (from > to) { return {}; }
  const std::size_t begin = from == 0 ? 0 : m_row_end[static_cast<std::size_t>(from - 1)];
  const std::size_t end = m_row_end[static_cast<std::size_t>(to)];
  return std::span(m_points).subspan(begin, end - begin);
}

/// By row (a counting sort), then along it; points at one place become one.
void PlacedPoints::keep(const std::vector<Point>& points, const Workers& workers) {
  m_used = points.size();
  if (points.empty()) { return; }
  const auto by_y = [](const Point& a, const Point& b) { return a.y < b.y; };
  const auto [south, north] = std::minmax_element(points.begin(), points.end(), by_y);
  m_first_row = row_of(south->y);
  const auto row_in = [&](const Point& p) { return static_cast<std::size_t>(row_of(p.y) - m_first_row); };
  std::vector<std::size_t> place(row_in(*north) + 2, 0);
  for (const Point& p : points) { ++place[row_in(p) + 1]; }
  std::partial_sum(place.begin(), place.end(), place.begin());
  m_points.resize(points.size());
  for (const Point& p : points) { m_points[place[row_in(p)]++] = p; }
  place.pop_back();
  m_row_end = std::move(place);
  sort_rows(workers);
  merge_places();
}

void PlacedPoints::sort_rows(const Workers& workers) {
  constexpr std::size_t tasks = 32;
  workers(tasks, [&](std::size_t task) {
    for (std::size_t row = m_row_end.size() * task / tasks; row < m_row_end.size() * (task + 1) / tasks; ++row) {
      const auto first = m_points.begin() + static_cast<std::ptrdiff_t>(row == 0 ? 0 : m_row_end[row - 1]);
      const auto last = m_points.begin() + static_cast<std::ptrdiff_t>(m_row_end[row]);
      std::sort(first, last, [](const Point& a, const Point& b) {
        if (a.x != b.x) { return a.x < b.x; }
        return a.y != b.y ? a.y < b.y : a.weight < b.weight;
      });
    }
  });
}

void PlacedPoints::merge_places() {
  std::size_t begin = 0;
  std::size_t kept = 0;
  for (std::size_t& row_end : m_row_end) {
    const std::size_t row_begin = kept;
    for (std::size_t i = begin; i < row_end; ++i) {
      const Point p = m_points[i];
      if (kept > row_begin && m_points[kept - 1].x == p.x && m_points[kept - 1].y == p.y) {
        m_points[kept - 1].weight += p.weight;
      } else {
        m_points[kept++] = p;
      }
    }
    begin = row_end;
    row_end = kept;
  }
  m_points.resize(kept);
}

}  // namespace geo
