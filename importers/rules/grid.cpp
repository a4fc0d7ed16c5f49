// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/grid.hpp"

#include "geo/geometry/geodesic.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <utility>

namespace importers {
namespace {

constexpr std::size_t wkb_header_bytes = 5;
constexpr std::size_t fewest_points = 9;
constexpr std::size_t fewest_values = 3;
constexpr double most_off = 0.05;   // of a step
constexpr double alike = 1.5;       // gaps up to this many times the smallest are taken for one step
constexpr double most_steps = 1e9;  // beyond, the numbers of cells would not be exact

/// One axis of a grid: cell n lies at start + n * step.
struct Axis {
  double start = 0;
  double step = 0;

  [[nodiscard]] std::int64_t number(double value) const { return step == 0 ? 0 : std::llround((value - start) / step); }
};

/// The mean of the gaps that are one step wide.
double first_guess(const std::vector<double>& values) {
  double smallest = values[1] - values[0];
  for (std::size_t i = 2; i < values.size(); ++i) { smallest = std::min(smallest, values[i] - values[i - 1]); }
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double gap = values[i] - values[i - 1];
    if (gap >= alike * smallest) { continue; }
    sum += gap;
    ++count;
  }
  return sum / static_cast<double>(count);
}

/// The axis through all `values`; step 0 when there is but one, nothing when they are not whole steps apart.
std::optional<Axis> find_axis(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  Axis axis{values.front(), 0};
  if (values.size() == 1) { return axis; }
  if (values.size() < fewest_values) { return std::nullopt; }
  axis.step = first_guess(values);
  // The farther a value is, the better it tells the step: a rounded file gives a first guess that would be off by a cell far out.
  for (const double value : values) {
    const double steps = std::round((value - axis.start) / axis.step);
    if (!(steps < most_steps) || std::abs(value - axis.start - steps * axis.step) > most_off * axis.step) { return std::nullopt; }
    if (steps > 0) { axis.step = (value - axis.start) / steps; }
  }
  return axis;
}

bool has_neighbours(const std::vector<GridPoint>& points, const Axis& x, const Axis& y) {
  using Cell = std::pair<std::int64_t, std::int64_t>;
  std::set<Cell> cells;
  for (const GridPoint& p : points) { cells.emplace(x.number(p.x), y.number(p.y)); }
  const auto has_one = [&](const Cell& c) {
    return cells.count({c.first + 1, c.second}) + cells.count({c.first - 1, c.second}) + cells.count({c.first, c.second + 1}) +
               cells.count({c.first, c.second - 1}) >
           0;
  };
  const auto with = std::count_if(cells.begin(), cells.end(), has_one);
  return 2 * static_cast<std::size_t>(with) >= cells.size();
}

}  // namespace

std::optional<GridPoint> position_of(const Record& record, const CoordinateColumns& columns, NumberStyle style) {
  if (record.geometry_kind == geo::GeometryKind::point) {
    GridPoint p;
    assert(record.wkb.size() == wkb_header_bytes + 2 * sizeof p.x);
    std::memcpy(&p.x, record.wkb.data() + wkb_header_bytes, sizeof p.x);
    std::memcpy(&p.y, record.wkb.data() + wkb_header_bytes + sizeof p.x, sizeof p.y);
    return p;
  }
  if (columns.latitude < 0 || columns.longitude < 0) { return std::nullopt; }
  const auto cell = [&](int column) { return parse_number_cell(record.cells[static_cast<std::size_t>(column)], style); };
  const auto x = cell(columns.longitude);
  const auto y = cell(columns.latitude);
  return x && y ? std::optional<GridPoint>({*x, *y}) : std::nullopt;
}

std::optional<GridStep> find_grid(const std::vector<GridPoint>& points) {
  if (points.size() < fewest_points) { return std::nullopt; }
  std::vector<double> xs;
  std::vector<double> ys;
  for (const GridPoint& p : points) {
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) { return std::nullopt; }
    xs.push_back(p.x);
    ys.push_back(p.y);
  }
  const std::optional<Axis> x = find_axis(std::move(xs));
  const std::optional<Axis> y = find_axis(std::move(ys));
  if (!x || !y || (x->step == 0 && y->step == 0) || !has_neighbours(points, *x, *y)) { return std::nullopt; }
  return GridStep{x->step == 0 ? y->step : x->step, y->step == 0 ? x->step : y->step};
}

std::optional<CellSize> cell_size(geo::Transform& transform, GridStep step, GridPoint middle) {
  const auto west = transform.to_lonlat(middle.x - step.x / 2, middle.y);
  const auto east = transform.to_lonlat(middle.x + step.x / 2, middle.y);
  const auto south = transform.to_lonlat(middle.x, middle.y - step.y / 2);
  const auto north = transform.to_lonlat(middle.x, middle.y + step.y / 2);
  if (!west || !east || !south || !north) { return std::nullopt; }
  const double width_m = geo::distance_m(*west, *east);
  const double height_m = geo::distance_m(*south, *north);
  return CellSize{std::sqrt(width_m * height_m), std::hypot(width_m, height_m) / 2};
}

}  // namespace importers
