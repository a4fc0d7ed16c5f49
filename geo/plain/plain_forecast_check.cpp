// SPDX-License-Identifier: Apache-2.0
// forecast-check: would the last map have pointed to the next step?
#include "geo/hotspots/forecast_check.hpp"
#include "geo/plain/cube.hpp"
#include "geo/plain/events.hpp"
#include "geo/plain/surface.hpp"
#include "geo/plain/tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo::plain {
namespace {

/// Counts of place i in step t at t * places + i.
struct Grounds {
  std::vector<Metric> centres;
  std::vector<double> counts, area_m2, steps;
};

/// Points on square cells: those where nothing ever happened are places too.
Grounds points_on_cells(Question& question) {
  question.use({"time"}, Question::Where::known);
  const PlainSteps steps = steps_of(question, period_of(question));
  question.number("cell", above_zero);
  // No margin around the points: empty ground there would flatter every forecast.
  const PlainSurface cells = cells_of(question, Kernel::uniform, 0, {}, question.places());
  if (!question.has("extent")) {
    question.warn({"Without --extent the box around the points is the ground: what lies outside counts for nothing.",
                   "Sem --extent o terreno é o rectângulo à volta dos pontos: o que fica fora não conta."});
  }
  constexpr double most = 2e8;
  if (static_cast<double>(cells.size()) * static_cast<double>(steps.begin.size()) > most) {
    throw Error(Problem::too_large, "Too many cells and steps together; ask for larger cells or longer steps.",
                "Demasiadas células e passos no total; peça células maiores ou passos mais longos.");
  }
  Grounds grounds;
  for (std::size_t at = 0; at < cells.size(); ++at) { grounds.centres.push_back(cells.at(at)); }
  grounds.area_m2.assign(cells.size(), cells.cell_x * cells.cell_y);
  grounds.steps = steps.begin;
  grounds.counts.assign(cells.size() * steps.begin.size(), 0);
  std::size_t off = 0;
  for (std::size_t i = 0; i < question.size(); ++i) {
    const double column = std::floor((question.places()[i].x - cells.south_west.x) / cells.cell_x);
    const double row = std::floor((question.places()[i].y - cells.south_west.y) / cells.cell_y);
    const bool is_on = column >= 0 && row >= 0 && column < cells.columns && row < cells.rows;
    off += is_on ? 0 : 1;
    if (!is_on || steps.step_of[i] < 0) { continue; }
    const auto at = static_cast<std::size_t>(row) * cells.columns + static_cast<std::size_t>(column);
    ++grounds.counts[static_cast<std::size_t>(steps.step_of[i]) * cells.size() + at];
  }
  if (off > 0) {
    question.warn({fmt::format("{} events lie outside --extent and are left out.", off),
                   fmt::format("{} acontecimentos ficam fora de --extent e são omitidos.", off)});
  }
  return grounds;
}

Grounds cube_as_it_is(Question& question) {
  question.use({"value", "time"}, question.has("bandwidth") ? Question::Where::known : Question::Where::nowhere);
  const PlainCube cube = cube_of(question);
  warn_of_gaps(question, cube.steps);
  const std::vector<double> values = question.counts("value");
  Grounds grounds;
  grounds.steps = cube.steps;
  for (const std::uint32_t i : cube.row_of) { grounds.counts.push_back(values[i]); }
  for (const std::uint32_t i : cube.places.used) { grounds.centres.push_back(question.places()[i]); }
  constexpr double km2 = 1e6;
  grounds.area_m2.assign(grounds.centres.size(), km2);
  question.warn({"Places count as equally large; shares of the area are shares of the places.",
                 "Os lugares contam como igualmente grandes; proporções da área são proporções dos lugares."});
  return grounds;
}

NamedCells cells_of_scores(const ForecastScores& scores) {
  return {{"events", cell(scores.events)},
          {"hit_rate", cell(scores.hit_rate)},
          {"pai", cell(scores.pai)},
          {"pei_star", cell(scores.pei_star)},
          {"rri", cell(scores.rri)},
          {"curve_area", cell(scores.curve_area)},
          {"log_score", cell(scores.log_score)},
          {"reason", scores.hit_rate ? nothing() : PlainCell("no_event_came")}};
}

NamedCells joined(NamedCells first, NamedCells second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

void run(Question& question, PlainResult& result) {
  const Grounds grounds = question.has("value") ? cube_as_it_is(question) : points_on_cells(question);
  std::vector<NamedForecaster> forecasters{{"last_step", last_step()}, {"long_run_mean", long_run_mean()}};
  if (question.has("bandwidth")) {
    forecasters.push_back({"long_run_density", long_run_density(grounds.centres, question.number("bandwidth", above_zero))});
  }
  ForecastCheckOptions options;
  constexpr double least_share = 1e-9;
  options.area_share = question.number("area-share", {least_share, 1}, options.area_share);
  options.first_step = question.whole("first-step", 1, 1'000'000, std::max<std::uint64_t>(1, grounds.steps.size() / 2));
  const auto found = forecast_check(grounds.counts, grounds.area_m2, forecasters, options, question.progress());
  if (found.empty()) { refuse_stopped(); }
  ResultTable steps;
  for (const ForecastCheck& one : found) {
    result.rows.add_row(joined({{"forecast", PlainCell(one.name)}}, cells_of_scores(one.pooled)));
    for (std::size_t t = 0; t < one.steps.size(); ++t) {
      steps.add_row(joined({{"forecast", PlainCell(one.name)}, {"time", cell(grounds.steps[options.first_step + t])}},
                           cells_of_scores(one.steps[t])));
    }
  }
  result.more.emplace_back("steps", std::move(steps));
  result.summary.emplace_back("places", cell(grounds.centres.size()));
  result.summary.emplace_back("steps", cell(grounds.steps.size()));
  result.summary.emplace_back("steps_forecast", cell(found.front().steps.size()));
  const auto share = [](const ForecastScores& scores) { return scores.hit_rate ? fmt::format("{:.0f} %", *scores.hit_rate * 100) : "-"; };
  const std::string last = share(found[0].pooled);
  const std::string mean = share(found[1].pooled);
  result.says = {
      fmt::format("Of the events of steps not yet seen {} came where the last step had most, {} where all steps before had, on {} % of "
                  "the area; what was reported is foretold, not what happens, and no person is.",
                  last, mean, percent(options.area_share)),
      fmt::format("Dos acontecimentos de passos ainda não vistos, {} ocorreram onde o último passo teve mais, {} onde todos os "
                  "anteriores tiveram, em {} % da área; prevê-se o que é comunicado, não o que acontece, e nenhuma pessoa.",
                  last, mean, percent(options.area_share))};
}

}  // namespace

PlainMethod forecast_check() {
  return {"forecast-check",
          {"Whether the last map would have pointed to the next step", "Se o último mapa teria apontado para o passo seguinte"},
          {"value", "time", "step", "from", "to", "cell", "extent", "bandwidth", "first-step", "area-share"},
          run};
}

}  // namespace geo::plain
