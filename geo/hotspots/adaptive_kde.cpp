// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/adaptive_kde.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/cell_sort.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

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

/// Below, the share of a kernel inside a window is little more than its error.
constexpr double least_share = 1e-6;

/// `mass`: what a cell's kernel of the same bandwidth has inside the window; null: no correction.
void add_to_row(const Spread& p, Kernel kernel, std::uint32_t row, const PlaneGrid& grid, const WindowMass* mass, std::span<double> out) {
  const double dy = (row - p.y) / p.deviation;
  const double rest = p.reach * p.reach - (row - p.y) * (row - p.y);
  if (!(rest >= 0)) { return; }
  const double half = std::sqrt(rest);
  const double from = std::ceil(std::max(p.x - half, 0.0));
  const double to = std::floor(std::min(p.x + half, static_cast<double>(out.size()) - 1));
  const double slack = kernel == Kernel::uniform ? 1 / ((1 + uniform_slack) * (1 + uniform_slack)) : 1;
  for (double c = from; c <= to; ++c) {
    const double dx = (c - p.x) / p.deviation;
    const double value = p.height * kernel_value(kernel, (dx * dx + dy * dy) * slack);
    double& cell = out[static_cast<std::size_t>(c)];
    if (mass == nullptr || std::isnan(cell)) {
      cell += value;
      continue;
    }
    if (!(value > 0)) { continue; }
    const double share = mass->at(grid.centre(static_cast<std::uint32_t>(c), row));
    cell = share > least_share ? cell + value / share : std::numeric_limits<double>::quiet_NaN();
  }
}

/// How wide each point is spread, by its pilot density; points of no weight have no say in what is usual.
void set_bandwidths(AdaptiveKde& result, std::span<const WeightedPoint> points, const std::vector<std::size_t>& order,
                    const std::vector<double>& pilot, const AdaptiveOptions& options) {
  double weights = 0;
  double logs = 0;
  for (const std::size_t i : order) {
    if (points[i].weight > 0) { weights += points[i].weight, logs += points[i].weight * std::log(pilot[i]); }
  }
  result.geometric_mean = weights > 0 ? std::exp(logs / weights) : 0;
  result.bandwidth_m.resize(points.size());
  for (const std::size_t i : order) {
    const double factor = pilot[i] > 0 ? std::sqrt(result.geometric_mean / pilot[i]) : options.cap;
    result.bandwidth_m[i] = options.bandwidth_m * std::min(options.cap, factor);
  }
}

/// The points in order that reach a cell.
std::vector<Spread> spread_of(std::span<const WeightedPoint> points, const std::vector<std::size_t>& order, AdaptiveKde& result,
                              Kernel kernel, const PlaneGrid& grid) {
  const double slack = kernel == Kernel::uniform ? 1 + uniform_slack : 1;
  std::vector<Spread> spread;
  for (const std::size_t i : order) {
    const double h = result.bandwidth_m[i];
    result.kde.bandwidth_below_half_cell = result.kde.bandwidth_below_half_cell || h < grid.cell_m / 2;
    Spread p{(points[i].at.x - grid.south_west.x) / grid.cell_m - 0.5, (points[i].at.y - grid.south_west.y) / grid.cell_m - 0.5,
             points[i].weight / (h / 1000 * h / 1000), h / grid.cell_m, h / grid.cell_m * reach_of(kernel) * slack};
    const bool near = p.x >= -p.reach && p.x <= grid.columns - 1.0 + p.reach && p.y >= -p.reach && p.y <= grid.rows - 1.0 + p.reach;
    if (near) { spread.push_back(p); }
  }
  return spread;
}

/// Adds some of the points to all cells, in their order whoever works on it.
void add_points(std::span<const Spread> spread, std::span<const WindowMass> masses, Kernel kernel, const PlaneGrid& grid,
                std::uint32_t begin, std::uint32_t end, std::vector<double>& per_km2, const Workers& workers) {
  workers((end - begin + rows_a_task - 1) / rows_a_task, [&](std::size_t task) {
    const std::uint32_t first = begin + static_cast<std::uint32_t>(task) * rows_a_task;
    const std::uint32_t last = std::min(first + rows_a_task, end);
    for (std::size_t k = 0; k < spread.size(); ++k) {
      const Spread& p = spread[k];
      if (p.y + p.reach < first || p.y - p.reach > last) { continue; }
      for (std::uint32_t row = first; row < last; ++row) {
        add_to_row(p, kernel, row, grid, masses.empty() ? nullptr : &masses[k],
                   std::span(per_km2).subspan(std::size_t{row} * grid.columns, grid.columns));
      }
    }
  });
}

void check(const AdaptiveOptions& options, const PlaneGrid& grid) {
  check_lengths(options.bandwidth_m, grid);
  check_lengths(options.pilot_m == 0 ? options.bandwidth_m : options.pilot_m, grid);
  if (!(options.cap > 0)) { throw Error(Problem::usage, "The cap must be above 0.", "O limite tem de estar acima de 0."); }
}

double pilot_bandwidth(const AdaptiveOptions& options) { return options.pilot_m == 0 ? options.bandwidth_m : options.pilot_m; }

/// Shares of kernels around the points, each of its own bandwidth.
std::vector<double> shares_at(std::span<const WeightedPoint> points, const std::vector<double>& bandwidth_m, const PlaneWindow& window,
                              Kernel kernel, const Workers& workers) {
  std::vector<double> shares(points.size());
  workers(tasks, [&](std::size_t task) {
    for (std::size_t i = points.size() * task / tasks; i < points.size() * (task + 1) / tasks; ++i) {
      shares[i] = WindowMass(window, kernel, bandwidth_m[i]).at(points[i].at);
    }
  });
  if (std::any_of(shares.begin(), shares.end(), [](double share) { return !(share > least_share); })) {
    throw Error(Problem::usage, "Next to nothing of a point's kernel lies inside the window. Choose a narrower bandwidth.",
                "Quase nada do kernel de um ponto fica dentro da janela. Escolha uma largura de banda menor.");
  }
  return shares;
}

/// The pilot at the points, corrected as the density will be.
std::vector<double> corrected_pilot(std::span<const WeightedPoint> points, const AdaptiveOptions& options, const PlaneWindow& window,
                                    EdgeCorrection correction, const Workers& workers) {
  const double pilot_m = pilot_bandwidth(options);
  if (correction == EdgeCorrection::none) { return density_at_points(points, pilot_m, options.kernel, workers); }
  const WindowMass mass(window, options.kernel, pilot_m);
  std::vector<WeightedPoint> weighed(points.begin(), points.end());
  std::vector<double> shares;
  for (const WeightedPoint& p : points) { shares.push_back(std::max(mass.at(p.at), least_share)); }
  for (std::size_t i = 0; i < weighed.size() && correction == EdgeCorrection::jones_diggle; ++i) { weighed[i].weight /= shares[i]; }
  std::vector<double> pilot = density_at_points(weighed, pilot_m, options.kernel, workers);
  for (std::size_t i = 0; i < pilot.size() && correction == EdgeCorrection::uniform; ++i) { pilot[i] /= shares[i]; }
  return pilot;
}

void check_work(const std::vector<Spread>& spread, const PlaneWindow& window, const PlaneGrid& grid) {
  double edges = 0;
  double north = -std::numeric_limits<double>::infinity();
  double south = -north;
  for (const PlaneWindow::Ring& ring : window.rings()) {
    edges += static_cast<double>(ring.size());
    for (const Metric p : ring) { north = std::max(north, p.y), south = std::min(south, p.y); }
  }
  const double height = (north - south) / grid.cell_m;
  double looks = 0;
  for (const Spread& p : spread) {
    const double cells = std::min(2 * p.reach + 1, double{1} * grid.columns) * std::min(2 * p.reach + 1, double{1} * grid.rows);
    looks += edges + cells * (1 + edges * std::min(1.0, 3 * p.reach / height));
  }
  if (looks <= max_edge_looks) { return; }
  throw Error(
      Problem::too_large,
      "So many points near so many edges of the window would take hours. Take larger cells, a simpler window, or jones-diggle.",
      "Tantos pontos perto de tantas arestas da janela levariam horas. Use células maiores, uma janela mais simples, ou jones-diggle.");
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
  check(options, grid);
  const std::vector<double> pilot = density_at_points(points, pilot_bandwidth(options), options.kernel, workers);
  const std::vector<std::size_t> order = by_place(points);
  AdaptiveKde result;
  set_bandwidths(result, points, order, pilot, options);
  result.kde.grid = grid;
  const std::vector<Spread> spread = spread_of(points, order, result, options.kernel, grid);
  result.kde.used = spread.size();
  result.kde.out_of_reach = points.size() - spread.size();
  result.kde.per_km2.resize(grid.size());
  constexpr std::uint32_t round = 16 * rows_a_task;
  for (std::uint32_t begin = 0; begin < grid.rows && !result.kde.cancelled; begin += round) {
    const std::uint32_t end = std::min(begin + round, grid.rows);
    add_points(spread, {}, options.kernel, grid, begin, end, result.kde.per_km2, workers);
    progress.at(end, grid.rows);
    result.kde.cancelled = end < grid.rows && progress.cancelled();
  }
  return result;
}

CorrectedAdaptiveKde corrected_adaptive_kde(std::span<const WeightedPoint> points, const AdaptiveOptions& options, const PlaneGrid& grid,
                                            const PlaneWindow& window, EdgeCorrection correction, const Workers& workers,
                                            const Progress& progress) {
  check(options, grid);
  check_points(points);
  CorrectedAdaptiveKde result;
  std::vector<WeightedPoint> inside;
  std::vector<std::size_t> number;  // among all points
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!window.covers(points[i].at)) { continue; }
    inside.push_back(points[i]);
    number.push_back(i);
  }
  result.outside_window = points.size() - inside.size();
  AdaptiveKde& adaptive = result.adaptive;
  const std::vector<std::size_t> order = by_place(inside);
  set_bandwidths(adaptive, inside, order, corrected_pilot(inside, options, window, correction, workers), options);
  if (correction == EdgeCorrection::jones_diggle) {
    const std::vector<double> shares = shares_at(inside, adaptive.bandwidth_m, window, options.kernel, workers);
    for (std::size_t i = 0; i < inside.size(); ++i) { inside[i].weight /= shares[i]; }
  }
  KdeResult& kde = adaptive.kde;
  kde.grid = grid;
  const std::vector<Spread> spread = spread_of(inside, order, adaptive, options.kernel, grid);
  kde.used = spread.size();
  kde.out_of_reach = inside.size() - spread.size();
  kde.per_km2.resize(grid.size());
  const bool is_uniform = correction == EdgeCorrection::uniform;
  if (is_uniform) { check_work(spread, window, grid); }
  // Some points at a time: each has a window of its own.
  constexpr std::size_t batch = 64;
  for (std::size_t begin = 0; begin < spread.size() && !kde.cancelled; begin += batch) {
    const auto some = std::span(spread).subspan(begin, std::min(batch, spread.size() - begin));
    std::vector<WindowMass> masses;
    for (std::size_t k = 0; k < some.size() && is_uniform; ++k) {
      masses.emplace_back(window, options.kernel, some[k].deviation * grid.cell_m);
    }
    add_points(some, masses, options.kernel, grid, 0, grid.rows, kde.per_km2, workers);
    progress.at(static_cast<std::int64_t>(begin + some.size()), static_cast<std::int64_t>(spread.size()));
    kde.cancelled = begin + batch < spread.size() && progress.cancelled();
  }
  workers(grid.rows, [&](std::size_t row) {
    for (std::uint32_t column = 0; column < grid.columns; ++column) {
      if (window.covers(grid.centre(column, static_cast<std::uint32_t>(row)))) { continue; }
      kde.per_km2[row * grid.columns + column] = std::numeric_limits<double>::quiet_NaN();
    }
  });
  std::vector<double> of_all(points.size());
  for (std::size_t i = 0; i < inside.size(); ++i) { of_all[number[i]] = adaptive.bandwidth_m[i]; }
  adaptive.bandwidth_m = std::move(of_all);
  return result;
}

}  // namespace geo
