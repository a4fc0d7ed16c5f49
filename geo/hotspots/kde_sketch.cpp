// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/kde_sketch.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

/// Each with counts of its own: always as many, so that the number of workers does not show.
constexpr std::size_t parts = 8;

void refuse_point() {
  throw Error(Problem::input, "A point has no position in the plane, or its weight is below 0.",
              "Um ponto não tem posição no plano, ou o seu peso está abaixo de 0.");
}

}  // namespace

PlaneGrid coarser(const PlaneGrid& grid, std::size_t most_cells) {
  std::uint32_t factor = 1;
  const auto divided = [&](std::uint32_t cells) { return (cells + factor - 1) / factor; };
  while (std::size_t{divided(grid.columns)} * divided(grid.rows) > std::max<std::size_t>(most_cells, 1)) { ++factor; }
  return {grid.south_west, grid.cell_m * factor, divided(grid.columns), divided(grid.rows)};
}

KdeResult kde_sketch(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& coarse, Kernel kernel,
                     const Workers& workers) {
  check_lengths(bandwidth_m, coarse);
  std::vector<std::vector<double>> counts(parts, std::vector<double>(coarse.size()));
  std::vector<std::size_t> used(parts);
  const double per_cell = 1 / coarse.cell_m;
  workers(parts, [&](std::size_t part) {
    std::vector<double>& count = counts[part];
    for (const WeightedPoint& p :
         points.subspan(points.size() * part / parts, points.size() * (part + 1) / parts - points.size() * part / parts)) {
      const double column = (p.at.x - coarse.south_west.x) * per_cell;
      const double row = (p.at.y - coarse.south_west.y) * per_cell;
      // What is not finite fails one of these; what is infinite would lie outside.
      if (!(p.weight >= 0 && p.weight < 1e100) || !(std::fabs(p.at.x) < HUGE_VAL) || !(std::fabs(p.at.y) < HUGE_VAL)) { refuse_point(); }
      if (!(column >= 0 && column < coarse.columns && row >= 0 && row < coarse.rows)) { continue; }
      count[static_cast<std::size_t>(row) * coarse.columns + static_cast<std::size_t>(column)] += p.weight;
      ++used[part];
    }
  });
  std::vector<WeightedPoint> cells;
  for (std::size_t i = 0; i < coarse.size(); ++i) {
    double weight = 0;
    for (const std::vector<double>& count : counts) { weight += count[i]; }
    const auto column = static_cast<std::uint32_t>(i % coarse.columns);
    const auto row = static_cast<std::uint32_t>(i / coarse.columns);
    if (weight > 0) { cells.push_back({coarse.centre(column, row), weight}); }
  }
  KdeResult result = kde(cells, bandwidth_m, coarse, kernel, workers);
  result.used = 0;
  for (const std::size_t n : used) { result.used += n; }
  result.out_of_reach = points.size() - result.used;
  return result;
}

}  // namespace geo
