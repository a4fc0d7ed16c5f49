// SPDX-License-Identifier: Apache-2.0
// emerging: places that are becoming hot or cold, step by step. The file has a row for each place in each step.
#include "geo/hotspots/emerging.hpp"
#include "geo/plain/cube.hpp"
#include "geo/plain/tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace geo::plain {
namespace {

ResultTable bins_of(const Question& question, const PlainCube& cube, const Emerging& found) {
  ResultTable bins;
  const std::size_t n = cube.places.used.size();
  bins.add("time", found.z.size(), [&](std::size_t at) { return cell(cube.steps[at / n]); });
  bins.add("id", found.z.size(), [&](std::size_t at) { return PlainCell(question.id(cube.places.used[at % n])); });
  bins.add("value", found.z.size(), [&](std::size_t at) { return cell(cube.counts[at]); });
  bins.add("z", found.z.size(), [&](std::size_t at) { return cell(found.z[at]); });
  bins.add("q_bh", found.z.size(), [&](std::size_t at) { return cell(found.q[at]); });
  // As the file has them: step by step, and in each the places as they are first named.
  std::vector<std::uint32_t> order(found.z.size());
  for (std::uint32_t at = 0; at < order.size(); ++at) { order[at] = at; }
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(a / n, cube.first_rows[a % n]) < std::pair(b / n, cube.first_rows[b % n]);
  });
  bins.reorder(order);
  return bins;
}

/// What is told of each place; how many have which pattern.
std::map<Pattern, std::size_t> add_places(const Emerging& found, std::size_t n, double alpha, PlainResult& result) {
  const bool is_there = found.reason == NoStatistic::none;
  const auto steps_of = [&](std::size_t i, bool hot) {
    std::size_t number = 0;
    for (std::size_t at = i; at < found.z.size(); at += n) { number += found.q[at] <= alpha && (found.z[at] > 0) == hot ? 1 : 0; }
    return is_there ? cell(number) : nothing();
  };
  std::map<Pattern, std::size_t> numbers;
  if (is_there) {
    for (const EmergingPlace& place : found.places) { ++numbers[place.pattern]; }
    result.tests = found.z.size();
  }
  const auto told = [&](const char* name, auto get) {
    result.rows.add(name, n, [&](std::size_t i) { return is_there ? get(found.places[i]) : nothing(); });
  };
  told("pattern", [](const EmergingPlace& place) { return cell(code(place.pattern)); });
  told("trend_z", [](const EmergingPlace& place) { return cell(place.trend_z); });
  told("trend_p", [](const EmergingPlace& place) { return cell(place.trend_p); });
  result.rows.add("hot_steps", n, [&](std::size_t i) { return steps_of(i, true); });
  result.rows.add("cold_steps", n, [&](std::size_t i) { return steps_of(i, false); });
  result.rows.add("reason", n, [&](std::size_t) { return cell(code(found.reason)); });
  return numbers;
}

void run(Question& question, PlainResult& result) {
  question.use({"value", "time"}, where_for_weights(question));
  const PlainCube cube = cube_of(question);
  const SpatialWeights weights = weights_for(question, cube.places, result);
  EmergingOptions options;
  options.alpha = alpha_of(question);
  options.lag = question.whole("lag", 0, 1'000'000, 1);
  if (!weights.values.empty()) {
    question.warn({"Neighbours count 1 each here, whatever they weigh.", "Os vizinhos contam aqui 1 cada, pesem o que pesarem."});
  }
  warn_of_gaps(question, cube.steps);
  const Emerging found = emerging_hot_spots(cube.counts, weights.neighbours, cube.steps.size(), options);
  result.rows = question.named_rows(cube.places.used);
  result.file_rows = cube.first_rows;
  const std::size_t n = cube.places.used.size();
  auto numbers = add_places(found, n, options.alpha, result);
  if (found.reason == NoStatistic::none) { result.more.emplace_back("bins", bins_of(question, cube, found)); }
  result.summary.emplace_back("steps", cell(cube.steps.size()));
  for (const auto& [pattern, number] : numbers) { result.summary.emplace_back(code(pattern), cell(number)); }
  const std::size_t quiet = numbers.empty() ? n : numbers[Pattern::none];
  result.says = {fmt::format("{} of {} places show one of the patterns of heat or cold over {} steps (q at most {} % in each step); a "
                             "pattern describes what was reported, does not foretell the next step, and cold is not safe.",
                             n - quiet, n, cube.steps.size(), percent(options.alpha)),
                 fmt::format("{} de {} lugares mostram um dos padrões de calor ou frio ao longo de {} passos (q até {} % em cada passo); "
                             "um padrão descreve o que foi comunicado, não prevê o passo seguinte, e frio não é seguro.",
                             n - quiet, n, cube.steps.size(), percent(options.alpha))};
}

}  // namespace

PlainMethod emerging() {
  return {"emerging",
          {"Which places are becoming hot or cold: emerging hot spots", "Que lugares estão a tornar-se quentes ou frios: focos emergentes"},
          with_weights({"value", "time", "lag", "alpha"}),
          run};
}

}  // namespace geo::plain
