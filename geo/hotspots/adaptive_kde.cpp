// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/adaptive_kde.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/cell_sort.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace geo {
namespace {

constexpr std::size_t tasks = 32;
constexpr std::uint32_t rows_a_task = 8;

/// The numbers of the points by x, y and weight, so that sums do not depend on their order.
std::vector<std::size_t> by_place(std::span<const WeightedPoint> points) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    const WeightedPoint& a = points[i];
    const WeightedPoint& b = points[j];
    if (a.at.x != b.at.x) { return a.at.x < b.at.x; }
    return a.at.y != b.at.y ? a.at.y < b.at.y : a.weight < b.weight;
  });
  return order;
}

/// In cells, with a reach of its own.
struct Spread {
  double x;
  double y;
  double height;  ///< weight / h², h in km
  double deviation;
  double reach;
};

void add_to_row(const Spread& p, Kernel kernel, double row, std::span<double> out) {
  const double dy = (row - p.y) / p.deviation;
  const double rest = p.reach * p.reach - (row - p.y) * (row - p.y);
  if (!(rest >= 0)) { return; }
  const double half = std::sqrt(rest);
  const double from = std::ceil(std::max(p.x - half, 0.0));
  const double to = std::floor(std::min(p.x + half, static_cast<double>(out.size()) - 1));
  const double slack = kernel == Kernel::uniform ? 1 / ((1 + uniform_slack) * (1 + uniform_slack)) : 1;
  for (double c = from; c <= to; ++c) {
    const double dx = (c - p.x) / p.deviation;
    out[static_cast<std::size_t>(c)] += p.height * kernel_value(kernel, (dx * dx + dy * dy) * slack);
  }
}

}  // namespace

std::vector<double> density_at_points(std::span<const WeightedPoint> points, double bandwidth_m, Kernel kernel, const Workers& workers) {
  check_points(points);
  const std::vector<std::size_t> order = by_place(points);
  std::vector<Metric> places;
  for (const std::size_t i : order) { places.push_back(points[i].at); }
  const double reach = bandwidth_m * reach_of(kernel);
  const double slack = kernel == Kernel::uniform ? 1 + uniform_slack : 1;
  const CellSort cells(places, reach * slack);
  std::vector<double> found(points.size());
  const std::size_t all = cells.cells().size();
  workers(tasks, [&](std::size_t task) {
    CellSort::Around around(cells, 1);
    for (std::size_t cell = all * task / tasks; cell < all * (task + 1) / tasks; ++cell) {
      const CellSort::Cell& own = cells.cells()[cell];
      std::vector<double> sums(own.end - own.begin);
      around.each(cell, [&](std::size_t other) {
        const CellSort::Cell& theirs = cells.cells()[other];
        for (std::size_t i = own.begin; i < own.end; ++i) {
          const Metric at = cells.points()[i];
          for (std::size_t j = theirs.begin; j < theirs.end; ++j) {
            const double dx = (cells.points()[j].x - at.x) / (bandwidth_m * slack);
            const double dy = (cells.points()[j].y - at.y) / (bandwidth_m * slack);
            sums[i - own.begin] += points[order[cells.position()[j]]].weight * kernel_value(kernel, dx * dx + dy * dy);
          }
        }
      });
      for (std::size_t i = own.begin; i < own.end; ++i) {
        found[order[cells.position()[i]]] = sums[i - own.begin] / (bandwidth_m * bandwidth_m);
      }
    }
  });
  return found;
}

AdaptiveKde adaptive_kde(std::span<const WeightedPoint> points, const AdaptiveOptions& options, const PlaneGrid& grid,
                         const Workers& workers, const Progress& progress) {
  check_lengths(options.bandwidth_m, grid);
  const double pilot_m = options.pilot_m == 0 ? options.bandwidth_m : options.pilot_m;
  check_lengths(pilot_m, grid);
  if (!(options.cap > 0)) { throw Error(Problem::usage, "The cap must be above 0.", "O limite tem de estar acima de 0."); }
  const std::vector<double> pilot = density_at_points(points, pilot_m, options.kernel, workers);
  const std::vector<std::size_t> order = by_place(points);
  AdaptiveKde result;
  double weights = 0;
  double logs = 0;
  for (const std::size_t i : order) {
    if (points[i].weight > 0) { weights += points[i].weight, logs += points[i].weight * std::log(pilot[i]); }
  }
  result.geometric_mean = weights > 0 ? std::exp(logs / weights) : 0;
  result.bandwidth_m.resize(points.size());
  std::vector<Spread> spread;
  result.kde.grid = grid;
  const double slack = options.kernel == Kernel::uniform ? 1 + uniform_slack : 1;
  for (const std::size_t i : order) {
    const double factor = pilot[i] > 0 ? std::sqrt(result.geometric_mean / pilot[i]) : options.cap;
    const double h = options.bandwidth_m * std::min(options.cap, factor);
    result.bandwidth_m[i] = h;
    result.kde.bandwidth_below_half_cell = result.kde.bandwidth_below_half_cell || h < grid.cell_m / 2;
    Spread p{(points[i].at.x - grid.south_west.x) / grid.cell_m - 0.5, (points[i].at.y - grid.south_west.y) / grid.cell_m - 0.5,
             points[i].weight / (h / 1000 * h / 1000), h / grid.cell_m, h / grid.cell_m * reach_of(options.kernel) * slack};
    const bool near = p.x >= -p.reach && p.x <= grid.columns - 1.0 + p.reach && p.y >= -p.reach && p.y <= grid.rows - 1.0 + p.reach;
    if (near) { spread.push_back(p); }
  }
  result.kde.used = spread.size();
  result.kde.out_of_reach = points.size() - spread.size();
  result.kde.per_km2.resize(grid.size());
  constexpr std::uint32_t round = 16 * rows_a_task;
  for (std::uint32_t begin = 0; begin < grid.rows && !result.kde.cancelled; begin += round) {
    const std::uint32_t end = std::min(begin + round, grid.rows);
    workers((end - begin + rows_a_task - 1) / rows_a_task, [&](std::size_t task) {
      const std::uint32_t first = begin + static_cast<std::uint32_t>(task) * rows_a_task;
      const std::uint32_t last = std::min(first + rows_a_task, end);
      for (const Spread& p : spread) {
        if (p.y + p.reach < first || p.y - p.reach > last) { continue; }
        for (std::uint32_t row = first; row < last; ++row) {
          add_to_row(p, options.kernel, row, std::span(result.kde.per_km2).subspan(std::size_t{row} * grid.columns, grid.columns));
        }
      }
    });
    progress.at(end, grid.rows);
    result.kde.cancelled = end < grid.rows && progress.cancelled();
  }
  return result;
}

}  // namespace geo
