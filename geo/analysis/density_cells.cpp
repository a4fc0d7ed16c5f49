// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/density_cells.hpp"

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/density_choice.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/looked_at.hpp"
#include "geo/analysis/words.hpp"
#include "geo/hotspots/adaptive_kde.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

constexpr double adaptive_cap = 5;  ///< no bandwidth is more times the one that was asked for
/// A Gaussian is below 0.3 % of its middle there, and so is a sum of them beyond all their points.
constexpr double gaussian_reach_of_cells = 3.5;

/// In rounds, so that progress is told from this thread only.
std::vector<double> densities(const Kde& kde, const Progress& progress, const Workers& workers) {
  const PlaneGrid& grid = kde.grid();
  std::vector<double> per_km2(grid.size());
  constexpr std::uint32_t band = 16;
  constexpr std::size_t bands_a_round = 16;
  const std::size_t bands = (grid.rows + band - 1) / band;
  for (std::size_t begin = 0; begin < bands; begin += bands_a_round) {
    workers(std::min(bands_a_round, bands - begin), [&](std::size_t i) {
      const auto first = static_cast<std::uint32_t>((begin + i) * band);
      const std::uint32_t last = std::min(first + band, grid.rows);
      kde.rows(first, last, std::span(per_km2).subspan(std::size_t{first} * grid.columns, std::size_t{last - first} * grid.columns));
    });
    progress.at(static_cast<std::int64_t>(std::min(begin + bands_a_round, bands)), static_cast<std::int64_t>(bands));
    stop_if_cancelled(progress);
  }
  return per_km2;
}

/// With a bandwidth for each point, or one for all.
DensityFound uncorrected(const std::vector<WeightedPoint>& points, const DensityQuestion& question, const PlaneGrid& grid,
                         const Progress& progress, const Workers& workers) {
  DensityFound density;
  if (!question.is_adaptive) {
    density.per_km2 = densities(Kde(points, question.bandwidth_m, grid, question.kernel), progress, workers);
    return density;
  }
  const AdaptiveOptions options{question.kernel, question.bandwidth_m, 0, adaptive_cap};
  AdaptiveKde found = adaptive_kde(points, options, grid, workers, progress);
  if (found.kde.cancelled) { stop_if_cancelled(progress); }
  density.per_km2 = std::move(found.kde.per_km2);
  density.is_below_half_cell = found.kde.bandwidth_below_half_cell;
  return density;
}

/// Over the share of the kernel that lies where was looked (Diggle 1985).
void correct(std::vector<double>& per_km2, const DensityQuestion& question, const PlaneGrid& grid, const Progress& progress,
             const Workers& workers) {
  const std::vector<bool> inside = cells_inside(*question.window, grid);
  const WindowMass mass(*question.window, question.kernel, question.bandwidth_m);
  workers(grid.rows, [&](std::size_t row) {
    if (progress.cancelled()) { return; }
    for (std::uint32_t column = 0; column < grid.columns; ++column) {
      double& density = per_km2[row * grid.columns + column];
      if (!inside[row * grid.columns + column]) {
        density = 0;
      } else if (density > 0) {
        constexpr double least_share = 1e-6;  // below, the share is little more than its error
        const double share = mass.at(grid.centre(column, static_cast<std::uint32_t>(row)));
        density = share > least_share ? density / share : 0;
      }
    }
  });
  stop_if_cancelled(progress);
}

/// The corners between two rows of cells, each computed once.
std::vector<LonLat> line_of(Frame& frame, const Cells& cells, std::uint32_t row) {
  std::vector<LonLat> line;
  const PlaneGrid grid = cells.grid();
  for (std::uint32_t column = 0; column <= grid.columns; ++column) { line.push_back(frame.place(cells.corner(column, row))); }
  return line;
}

/// Whether no cell beside it is higher.
bool is_peak(const PlaneGrid& grid, const std::vector<double>& per_km2, std::uint32_t column, std::uint32_t row) {
  const std::uint32_t west = column == 0 ? 0 : column - 1;
  const std::uint32_t south = row == 0 ? 0 : row - 1;
  const double own = per_km2[std::size_t{row} * grid.columns + column];
  for (std::uint32_t r = south; r <= std::min(row + 1, grid.rows - 1); ++r) {
    for (std::uint32_t c = west; c <= std::min(column + 1, grid.columns - 1); ++c) {
      if (per_km2[std::size_t{r} * grid.columns + c] > own) { return false; }
    }
  }
  return true;
}

}  // namespace

Cells::Cells(const std::vector<WeightedPoint>& points, double reach_m, double side_m) : cell_m(side_m) {
  if (points.empty()) { return; }
  const auto by_x = [](const WeightedPoint& a, const WeightedPoint& b) { return a.at.x < b.at.x; };
  const auto by_y = [](const WeightedPoint& a, const WeightedPoint& b) { return a.at.y < b.at.y; };
  const auto [left, right] = std::minmax_element(points.begin(), points.end(), by_x);
  const auto [low, high] = std::minmax_element(points.begin(), points.end(), by_y);
  west = std::floor((left->at.x - reach_m) / cell_m);
  south = std::floor((low->at.y - reach_m) / cell_m);
  columns = std::ceil((right->at.x + reach_m) / cell_m) - west;
  rows = std::ceil((high->at.y + reach_m) / cell_m) - south;
}

double DensityQuestion::reach_m() const {
  return bandwidth_m * (kernel == Kernel::gaussian ? gaussian_reach_of_cells : 1) * (is_adaptive ? adaptive_cap : 1);
}

double DensityQuestion::width_m() const {
  return kernel == Kernel::quartic ? bandwidth_m : bandwidth_m * axis_deviation(kernel) / axis_deviation(Kernel::quartic);
}

Cells choose_cells(const std::vector<WeightedPoint>& points, const DensityQuestion& question, std::optional<double> cell_m) {
  const double width_m = question.width_m();
  const double reach_m = question.reach_m();
  double side_m = cell_m.value_or(round_down(width_m / 5));
  if (!cell_m) {
    while (Cells(points, reach_m, side_m).count() > kde_default_cells && next_length(side_m) <= width_m / 2) {
      side_m = next_length(side_m);
    }
  }
  const Cells cells(points, reach_m, side_m);
  if (cells.count() <= kde_most_cells) { return cells; }
  const Text side = length_text(side_m);
  throw Error(Problem::too_large,
              fmt::format("Cells of {} over the whole area would be {:.0f}, and {:.0f} are the most. Choose a smaller area, larger cells "
                          "or a wider bandwidth; one incident far from the others makes the area large.",
                          side.en, cells.count(), kde_most_cells),
              fmt::format("Células de {} em toda a área seriam {:.0f}, e {:.0f} é o máximo. Escolha uma área menor, células maiores ou uma "
                          "largura de banda maior; um incidente longe dos outros torna a área grande.",
                          side.pt, cells.count(), kde_most_cells));
}

std::vector<Peak> peaks_of(const PlaneGrid& grid, const std::vector<double>& per_km2, double bandwidth_m, double least) {
  std::vector<Peak> found;
  for (std::size_t i = 0; i < per_km2.size(); ++i) {
    const auto column = static_cast<std::uint32_t>(i % grid.columns);
    const auto row = static_cast<std::uint32_t>(i / grid.columns);
    if (per_km2[i] > 0 && per_km2[i] >= least && is_peak(grid, per_km2, column, row)) {
      found.push_back({grid.centre(column, row), per_km2[i]});
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Peak& a, const Peak& b) { return a.per_km2 > b.per_km2; });
  std::vector<Peak> kept;
  constexpr std::size_t most_peaks = 5;
  for (const Peak& peak : found) {
    const auto is_near = [&](const Peak& p) { return std::hypot(p.at.x - peak.at.x, p.at.y - peak.at.y) < bandwidth_m; };
    if (kept.size() < most_peaks && std::none_of(kept.begin(), kept.end(), is_near)) { kept.push_back(peak); }
  }
  return kept;
}

DensityFound look_for_density(const std::vector<WeightedPoint>& points, const DensityQuestion& question, const PlaneGrid& grid,
                              const Progress& progress, const Workers& workers) {
  DensityFound found = uncorrected(points, question, grid, progress, workers);
  if (question.window != nullptr) { correct(found.per_km2, question, grid, progress, workers); }
  for (const double v : found.per_km2) {
    found.most = std::max(found.most, v);
    found.with_density += v > 0 ? 1 : 0;
  }
  found.least = kde_least_share * found.most;
  found.peaks = peaks_of(grid, found.per_km2, question.width_m(), found.least);
  return found;
}

std::vector<Row> cell_rows(Frame& frame, const Cells& cells, const std::function<std::vector<Value>(std::size_t)>& values) {
  std::vector<Row> rows;
  const PlaneGrid grid = cells.grid();
  if (grid.size() == 0) { return rows; }
  std::vector<LonLat> below = line_of(frame, cells, 0);
  for (std::uint32_t r = 0; r < grid.rows; ++r) {
    std::vector<LonLat> above = line_of(frame, cells, r + 1);
    for (std::uint32_t c = 0; c < grid.columns; ++c) {
      std::vector<Value> of_cell = values(std::size_t{r} * grid.columns + c);
      if (of_cell.empty()) { continue; }
      const LonLat ring[] = {below[c], below[c + 1], above[c + 1], above[c], below[c]};
      rows.push_back({cell_polygon(ring), std::move(of_cell)});
    }
    below = std::move(above);
  }
  return rows;
}

std::vector<Row> density_rows(Frame& frame, const Cells& cells, const DensityFound& found) {
  return cell_rows(frame, cells, [&](std::size_t cell) -> std::vector<Value> {
    const double density = found.per_km2[cell];
    if (!(density > 0 && density >= found.least)) { return {}; }
    const auto level = std::min<std::int64_t>(1 + static_cast<std::int64_t>(kde_levels * (density / found.most)), kde_levels);
    return {density, level};
  });
}

}  // namespace geo
