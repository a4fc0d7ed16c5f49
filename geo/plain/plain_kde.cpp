// SPDX-License-Identifier: Apache-2.0
// kde: how densely points lie, on cells.
#include "geo/hotspots/adaptive_kde.hpp"
#include "geo/hotspots/edge_correction.hpp"
#include "geo/plain/surface.hpp"
#include "geo/plain/tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace geo::plain {
namespace {

/// All that a density is made of but its cells.
struct Wanted {
  std::vector<WeightedPoint> points;
  Kernel kernel{};
  double bandwidth = 0;
  std::optional<PlaneWindow> window;
  EdgeCorrection edge{};
  std::optional<double> cap;  ///< adaptive
};

/// What is told besides the values.
struct Made {
  std::vector<double> per_km2;
  std::size_t outside_window = 0;
  double geometric_mean = 0;
};

Made densities(const Question& question, const Wanted& wanted, const PlaneGrid& grid) {
  const auto whole = [](KdeResult&& found) {
    if (found.cancelled) { refuse_stopped(); }
    return std::move(found.per_km2);
  };
  if (wanted.cap) {
    AdaptiveOptions options{wanted.kernel, wanted.bandwidth};
    options.cap = *wanted.cap;
    if (wanted.window) {
      CorrectedAdaptiveKde found =
          corrected_adaptive_kde(wanted.points, options, grid, *wanted.window, wanted.edge, question.workers(), question.progress());
      return {whole(std::move(found.adaptive.kde)), found.outside_window, found.adaptive.geometric_mean};
    }
    AdaptiveKde found = adaptive_kde(wanted.points, options, grid, question.workers(), question.progress());
    return {whole(std::move(found.kde)), 0, found.geometric_mean};
  }
  if (wanted.window) {
    CorrectedKde found = corrected_kde(wanted.points, wanted.bandwidth, grid, wanted.kernel, *wanted.window, wanted.edge,
                                       question.workers(), question.progress());
    return {whole(std::move(found.kde)), found.outside_window, 0};
  }
  return {whole(kde(wanted.points, wanted.bandwidth, grid, wanted.kernel, question.workers(), question.progress())), 0, 0};
}

/// Cells that are not square are made row by row, each a grid of its own: the library has square ones.
Made densities_by_row(const Question& question, const Wanted& wanted, const PlainSurface& grid) {
  constexpr double most_visits = 1e9;
  if (static_cast<double>(wanted.points.size()) * grid.rows > most_visits || wanted.cap) {
    throw Error(
        Problem::unsupported,
        "Cells that are not square are made for fixed bandwidths and fewer points; say --cell, or an --extent and a --grid of squares.",
        "Células que não são quadradas só se fazem com largura de banda fixa e menos pontos; indique --cell, ou --extent e --grid de "
        "quadrados.");
  }
  Made all;
  for (std::uint32_t row = 0; row < grid.rows; ++row) {
    const double middle = grid.south_west.y + (row + 0.5) * grid.cell_y;
    const PlaneGrid one{{grid.south_west.x, middle - grid.cell_x / 2}, grid.cell_x, grid.columns, 1};
    Made made = densities(question, wanted, one);
    all.per_km2.insert(all.per_km2.end(), made.per_km2.begin(), made.per_km2.end());
    all.outside_window = made.outside_window;
  }
  return all;
}

Wanted wanted_of(Question& question) {
  Wanted wanted;
  const bool weighted = question.has("weight");
  if (weighted) {
    question.use({"weight"}, Question::Where::known);
  } else {
    question.use({}, Question::Where::known);
  }
  const std::vector<double> weights = weighted ? question.counts("weight") : std::vector<double>(question.size(), 1);
  for (std::size_t i = 0; i < weights.size(); ++i) { wanted.points.push_back({question.places()[i], weights[i]}); }
  wanted.kernel = kernel_of(question);
  wanted.window = window_of(question);
  wanted.edge = *edge_correction_named(question.word("edge", {"none", "uniform", "jones-diggle"}, "none"));
  if (wanted.edge != EdgeCorrection::none && !wanted.window) {
    throw Error(Problem::usage, "--edge needs to know where was looked: say --window FILE.geojson or X0,Y0,X1,Y1.",
                "--edge precisa de saber onde se observou: indique --window FICHEIRO.geojson ou X0,Y0,X1,Y1.");
  }
  const bool adaptive = question.flag("adaptive");
  constexpr double usual_cap = 5;
  if (adaptive) { wanted.cap = question.number("cap", above_zero, usual_cap); }
  wanted.bandwidth = bandwidth_of(question, wanted.kernel, wanted.window, question.places());
  return wanted;
}

void run(Question& question, PlainResult& result) {
  const Wanted wanted = wanted_of(question);
  PlainSurface grid = cells_of(question, wanted.kernel, wanted.bandwidth, wanted.window, question.places());
  warn_of_narrow(question, wanted.bandwidth, grid);
  Made made = is_square(grid) ? densities(question, wanted, plane_grid(grid)) : densities_by_row(question, wanted, grid);
  double highest = 0;
  double sum = 0;
  std::size_t without = 0;
  Metric peak;
  const double unit = density_unit(grid);
  for (std::size_t at = 0; at < made.per_km2.size(); ++at) {
    double& value = made.per_km2[at];
    value *= unit;
    if (std::isnan(value)) {
      ++without;
      continue;
    }
    sum += value;
    if (value > highest) {
      highest = value;
      peak = grid.at(at);
    }
  }
  const double area = grid.cell_x * grid.cell_y / (grid.centre ? 1e6 : 1);
  result.summary.emplace_back("cells", cell(grid.size()));
  result.summary.emplace_back("cells_outside_the_window", cell(without));
  result.summary.emplace_back("points_outside_the_window", cell(made.outside_window));
  result.summary.emplace_back("highest", cell(highest));
  result.summary.emplace_back("highest_at", highest > 0 ? PlainCell(std::vector<double>{peak.x, peak.y}) : nothing());
  result.summary.emplace_back("sum_over_cells", cell(sum * area));
  if (wanted.cap) { result.summary.emplace_back("geometric_mean_of_the_pilot", cell(made.geometric_mean * 1e6 * unit)); }
  grid.values.emplace_back(density_name(grid), std::move(made.per_km2));
  const std::string peak_text = fmt::format("{:.4g}", highest);
  result.says = {fmt::format("Points are densest with {} per {}; it shows what was reported, is not compared with people or with chance, "
                             "and 0 does not mean safe.",
                             peak_text, grid.centre ? "km²" : "square of the file's unit"),
                 fmt::format("Os pontos são mais densos com {} por {}; mostra o que foi comunicado, não é comparado com pessoas nem com o "
                             "acaso, e 0 não quer dizer seguro.",
                             peak_text, grid.centre ? "km²" : "quadrado da unidade do ficheiro")};
  result.grid = std::move(grid);
}

}  // namespace

PlainMethod kde() {
  return {"kde",
          {"Where points are dense: kernel density on cells", "Onde os pontos são densos: densidade de kernel em células"},
          {"weight", "kernel", "bandwidth", "selector", "edge", "window", "adaptive", "cap", "cell", "grid", "extent"},
          run};
}

}  // namespace geo::plain
