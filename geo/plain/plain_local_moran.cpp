// SPDX-License-Identifier: Apache-2.0
// local-moran: clusters of like values, and places that differ from what is around them.
#include "geo/hotspots/local_statistics.hpp"
#include "geo/plain/tests.hpp"
#include "geo/plain/weights.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>

namespace geo::plain {
namespace {

std::optional<double> standardised(double value, double expected, double variance) {
  return variance > 0 ? std::optional((value - expected) / std::sqrt(variance)) : std::nullopt;
}

void run(Question& question, PlainResult& result) {
  question.use({"value"}, where_for_weights(question));
  const SpatialWeights weights = weights_for(question, rows_as_places(question), "W", result);
  const double alpha = alpha_of(question);
  const std::vector<double> values = question.values("value");
  const std::vector<LocalMoran> places = local_moran(values, weights);
  result.rows = question.named_rows();
  result.file_rows = question.rows();
  const std::size_t n = places.size();
  // An island has an I, 0; where all values are the same, or places are too few, there is none.
  const auto has = [&](std::size_t i) { return places[i].reason == NoStatistic::none || places[i].reason == NoStatistic::island; };
  const auto told = [&](const char* name, auto get) {
    result.rows.add(name, n, [&](std::size_t i) { return has(i) ? cell(get(places[i])) : nothing(); });
  };
  std::vector<std::optional<double>> p;
  p.reserve(places.size());
  for (const LocalMoran& place : places) { p.push_back(place.p); }
  result.rows.add("value", n, [&](std::size_t i) { return cell(values[i]); });
  result.rows.add("neighbours", n, [&](std::size_t i) { return cell(weights.neighbours.of(i).size()); });
  told("i", [](const LocalMoran& m) { return m.i; });
  told("expected", [](const LocalMoran& m) { return m.expected; });
  told("variance", [](const LocalMoran& m) { return m.variance; });
  told("z", [](const LocalMoran& m) { return m.z; });
  told("p", [](const LocalMoran& m) { return m.p; });
  told("expected_total", [](const LocalMoran& m) { return m.expected_total; });
  told("variance_total", [](const LocalMoran& m) { return m.variance_total; });
  told("z_total", [](const LocalMoran& m) {
    return m.reason == NoStatistic::none ? standardised(m.i, m.expected_total, m.variance_total) : std::nullopt;
  });
  told("quadrant", [](const LocalMoran& m) { return code(m.quadrant); });
  Adjusted adjusted = add_adjusted(result, p, alpha);
  if (auto drawn = add_permutations(question, result, values, weights, LocalKind::moran, alpha)) { adjusted = std::move(*drawn); }
  std::map<Quadrant, std::size_t> numbers;
  result.rows.add("class", n, [&](std::size_t i) -> PlainCell {
    if (!adjusted.q[i]) { return nothing(); }
    if (*adjusted.q[i] > alpha) { return "none"; }
    ++numbers[places[i].quadrant];
    return cell(code(places[i].quadrant));
  });
  result.rows.add("reason", n, [&](std::size_t i) { return cell(code(places[i].reason)); });
  for (const Quadrant quadrant : {Quadrant::high_high, Quadrant::low_low, Quadrant::high_low, Quadrant::low_high}) {
    result.summary.emplace_back(code(quadrant), cell(numbers[quadrant]));
  }
  const std::size_t like = numbers[Quadrant::high_high] + numbers[Quadrant::low_low];
  const std::size_t unlike = numbers[Quadrant::high_low] + numbers[Quadrant::low_high];
  result.says = {fmt::format("{} of {} places tested are like their neighbours and {} unlike them, more than chance explains (q at most {} "
                             "%); it does not say why, and the quadrant of a place that is in neither group says nothing.",
                             like, adjusted.tests, unlike, percent(alpha)),
                 fmt::format("{} de {} lugares testados são iguais aos vizinhos e {} diferentes, mais do que o acaso explica (q até {} %); "
                             "não diz porquê, e o quadrante de um lugar que não está em nenhum dos grupos nada diz.",
                             like, adjusted.tests, unlike, percent(alpha))};
  if (adjusted.tests == 0) { result.says = nothing_tested(); }
}

}  // namespace

PlainMethod local_moran() {
  return {"local-moran",
          {"Which places are like or unlike their neighbours: local Moran's I",
           "Que lugares são iguais ou diferentes dos vizinhos: I de Moran local"},
          with_weights({"value", "style", "permutations", "seed", "alpha"}),
          run};
}

}  // namespace geo::plain
