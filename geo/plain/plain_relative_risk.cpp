// SPDX-License-Identifier: Apache-2.0
// relative-risk: where cases are denser than controls.
#include "geo/hotspots/relative_risk.hpp"
#include "geo/plain/surface.hpp"
#include "geo/plain/tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo::plain {
namespace {

struct Groups {
  std::vector<WeightedPoint> cases, controls;
  std::vector<Metric> all;
};

/// Places of the file of controls; the same columns, or its geometries, as for the cases.
std::vector<Metric> places_of(Question& question, const PlainTable& file) {
  const auto x = file.columns.find("x");
  const auto y = file.columns.find("y");
  const bool has_columns = x != file.columns.end() && y != file.columns.end();
  const auto to_plane = question.to_plane();
  std::vector<Metric> places;
  for (std::size_t row = 0; row < file.size(); ++row) {
    if (has_columns) {
      const bool is_there = x->second.states[row] == CellState::number && y->second.states[row] == CellState::number;
      if (is_there && !file.unreadable[row]) { places.push_back(to_plane({x->second.numbers[row], y->second.numbers[row]})); }
    } else if (!file.shapes.empty()) {
      const PlainShape shape = shape_of(file.shapes[row], to_plane);
      if (shape.kind == PlainShape::Kind::point || shape.kind == PlainShape::Kind::area) { places.push_back(shape.middle); }
    }
  }
  question.note("controls_read", cell(file.size()));
  question.note("controls_used", cell(places.size()));
  if (places.empty()) {
    throw Error(Problem::input, fmt::format("--controls: {} has no row with a place.", file.file),
                fmt::format("--controls: {} não tem nenhuma linha com um lugar.", file.file));
  }
  return places;
}

Groups groups_of(Question& question) {
  if (question.has("case") == question.has("controls")) {
    throw Error(Problem::usage, "Say either --case COLUMN or --controls FILE: a ratio needs both kinds of points.",
                "Indique --case COLUNA ou --controls FICHEIRO, um dos dois: uma razão precisa dos dois tipos de pontos.");
  }
  Groups groups;
  if (question.has("case")) {
    question.use({"case"}, Question::Where::known);
    const std::vector<double> is_case = question.values("case");
    for (std::size_t i = 0; i < is_case.size(); ++i) {
      (is_case[i] != 0 ? groups.cases : groups.controls).push_back({question.places()[i], 1});
    }
  } else {
    question.use({}, Question::Where::known);
    question.text("controls");
    const PlainTable* file = question.other("controls");
    if (file == nullptr) { throw Error(Problem::usage, "--controls must name a file.", "--controls tem de indicar um ficheiro."); }
    for (const Metric at : question.places()) { groups.cases.push_back({at, 1}); }
    for (const Metric at : places_of(question, *file)) { groups.controls.push_back({at, 1}); }
  }
  for (const auto* points : {&groups.cases, &groups.controls}) {
    for (const WeightedPoint& one : *points) { groups.all.push_back(one.at); }
  }
  return groups;
}

RelativeRiskOptions options_of(Question& question) {
  RelativeRiskOptions options;
  const std::string tolerance = question.word("tolerance", {"none", "asymptotic", "permutation"}, "asymptotic");
  options.tolerance = tolerance == "none" ? Tolerance::none : tolerance == "asymptotic" ? Tolerance::asymptotic : Tolerance::permutation;
  constexpr double least_share = 1e-12;
  options.floor_share = question.number("floor-share", {least_share, 1 - least_share}, options.floor_share);
  if (options.tolerance == Tolerance::permutation) {
    const PermutationOptions drawings = permutation_options(question, options.permutations);
    options.permutations = drawings.permutations;
    options.seed = drawings.seed;
  }
  return options;
}

std::size_t below(const std::vector<double>& p, double alpha) {
  return static_cast<std::size_t>(std::count_if(p.begin(), p.end(), [&](double one) { return one <= alpha; }));
}

void run(Question& question, PlainResult& result) {
  constexpr double alpha = 0.05;
  const Groups groups = groups_of(question);
  RelativeRiskOptions options = options_of(question);
  options.kernel = kernel_of(question);
  const std::optional<PlaneWindow> window = window_of(question);
  options.bandwidth_m = bandwidth_of(question, options.kernel, window, groups.all);
  PlainSurface grid = cells_of(question, options.kernel, options.bandwidth_m, window, groups.all);
  if (!is_square(grid)) {
    throw Error(Problem::unsupported, "relative-risk has square cells: say --cell, or an --extent and a --grid of squares.",
                "relative-risk tem células quadradas: indique --cell, ou --extent e --grid de quadrados.");
  }
  warn_of_narrow(question, options.bandwidth_m, grid);
  RelativeRisk found = relative_risk(groups.cases, groups.controls, options, plane_grid(grid), question.workers(), question.progress());
  if (found.cancelled) { refuse_stopped(); }
  std::size_t outside = 0;
  for (std::size_t at = 0; window && at < grid.size(); ++at) {
    if (window->covers(grid.at(at))) { continue; }
    ++outside;
    for (auto* values : {&found.log_ratio, &found.p_high, &found.p_low}) {
      if (!values->empty()) { (*values)[at] = std::nan(""); }
    }
  }
  const auto told = std::count_if(found.log_ratio.begin(), found.log_ratio.end(), [](double one) { return !std::isnan(one); });
  result.summary.emplace_back("cases", cell(groups.cases.size()));
  result.summary.emplace_back("controls", cell(groups.controls.size()));
  result.summary.emplace_back("cells", cell(grid.size()));
  result.summary.emplace_back("cells_with_a_ratio", cell(told));
  result.summary.emplace_back("cells_outside_the_window", cell(outside));
  const std::size_t high = below(found.p_high, alpha);
  const std::size_t low = below(found.p_low, alpha);
  if (options.tolerance != Tolerance::none) {
    result.tests = static_cast<std::size_t>(told);
    result.summary.emplace_back("cells_high_at_5_percent", cell(high));
    result.summary.emplace_back("cells_low_at_5_percent", cell(low));
    question.warn({"p is of each cell by itself: of many cells some are below 5 % by chance alone.",
                   "p é de cada célula por si: entre muitas células algumas ficam abaixo de 5 % só por acaso."});
  }
  grid.values.emplace_back("log_ratio", std::move(found.log_ratio));
  if (options.tolerance != Tolerance::none) {
    grid.values.emplace_back("p_high", std::move(found.p_high));
    grid.values.emplace_back("p_low", std::move(found.p_low));
  }
  result.says = {fmt::format("{} of {} cells have a ratio of cases to controls, 0 where both are equally dense; where controls are too few "
                             "nothing is said, and a high ratio says nothing about why.",
                             told, grid.size()),
                 fmt::format("{} de {} células têm uma razão entre casos e controlos, 0 onde ambos são igualmente densos; onde há poucos "
                             "controlos nada se diz, e uma razão alta não diz porquê.",
                             told, grid.size())};
  result.grid = std::move(grid);
}

}  // namespace

PlainMethod relative_risk() {
  return {"relative-risk",
          {"Where cases are denser than controls: ratio of two densities",
           "Onde os casos são mais densos do que os controlos: razão de duas densidades"},
          {"case", "controls", "kernel", "bandwidth", "selector", "window", "cell", "grid", "extent", "floor-share", "tolerance",
           "permutations", "seed"},
          run};
}

}  // namespace geo::plain
