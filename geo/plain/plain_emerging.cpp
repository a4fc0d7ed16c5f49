// SPDX-License-Identifier: Apache-2.0
// emerging: places that are becoming hot or cold, step by step. The file has a row for each place in each step.
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "geo/hotspots/emerging.hpp"
#include "geo/plain/tests.hpp"
#include "geo/plain/weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace geo::plain {
namespace {

std::string text_of(double number) {
  std::string text;
  append_number(text, number);
  return text;
}

/// The file as places × steps.
struct Cube {
  ListedPlaces places;
  std::vector<std::uint32_t> first_rows;  ///< of each place, the first of the file that names it
  std::vector<double> steps;              ///< their times, rising
  std::vector<double> counts;             ///< of place i in step t at t * places + i
};

[[noreturn]] void refuse(const Question& question, const std::string& en, const std::string& pt) {
  throw Error(Problem::input, question.table().file + ": " + en, question.table().file + ": " + pt);
}

/// A file of weights lists places as the file first names them, those without a usable row too.
std::map<std::string_view, std::uint32_t> listed_places(const PlainTable& table) {
  std::map<std::string_view, std::uint32_t> listed;
  for (std::size_t row = 0; row < table.size(); ++row) {
    if (!table.unreadable[row]) { listed.emplace(table.ids[row], static_cast<std::uint32_t>(listed.size())); }
  }
  return listed;
}

void find_places(const Question& question, Cube& cube, std::vector<std::uint32_t>& place_of) {
  const auto listed = listed_places(question.table());
  cube.places.in_file = listed.size();
  std::map<std::string_view, std::uint32_t> known;
  for (std::uint32_t i = 0; i < question.size(); ++i) {
    const auto [at, is_new] = known.emplace(question.id(i), static_cast<std::uint32_t>(known.size()));
    place_of.push_back(at->second);
    if (is_new) {
      cube.places.used.push_back(i);
      cube.places.listed.push_back(listed.at(question.id(i)));
      cube.first_rows.push_back(question.rows()[i]);
    }
    if (question.places()[i] != question.places()[cube.places.used[at->second]]) {
      refuse(question, fmt::format("{} does not lie in the same place in all rows.", excerpt(question.id(i))),
             fmt::format("{} não está no mesmo lugar em todas as linhas.", excerpt(question.id(i))));
    }
    cube.first_rows[at->second] = std::min(cube.first_rows[at->second], question.rows()[i]);
  }
}

Cube cube_of(const Question& question) {
  Cube cube;
  std::vector<std::uint32_t> place_of;
  find_places(question, cube, place_of);
  const std::vector<double> times = question.values("time");
  cube.steps = times;
  std::sort(cube.steps.begin(), cube.steps.end());
  cube.steps.erase(std::unique(cube.steps.begin(), cube.steps.end()), cube.steps.end());
  const std::size_t n = cube.places.used.size();
  constexpr double missing = std::numeric_limits<double>::quiet_NaN();
  // A place that stands in many steps of a file of others that stand in few would take memory for nothing: it is refused below anyway.
  if (n * cube.steps.size() > 2 * question.size() + n) {
    refuse(question,
           fmt::format("{} rows are no cube of {} places and {} steps; --id names the place, --time the step.", question.size(), n,
                       cube.steps.size()),
           fmt::format("{} linhas não são um cubo de {} lugares e {} passos; --id indica o lugar, --time o passo.", question.size(), n,
                       cube.steps.size()));
  }
  cube.counts.assign(n * cube.steps.size(), missing);
  const std::vector<double> values = question.values("value");
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto step = static_cast<std::size_t>(std::lower_bound(cube.steps.begin(), cube.steps.end(), times[i]) - cube.steps.begin());
    double& count = cube.counts[step * n + place_of[i]];
    if (!std::isnan(count)) {
      refuse(question, fmt::format("{} has two rows at time {}.", excerpt(question.id(i)), text_of(times[i])),
             fmt::format("{} tem duas linhas no tempo {}.", excerpt(question.id(i)), text_of(times[i])));
    }
    count = values[i];
  }
  for (std::size_t at = 0; at < cube.counts.size(); ++at) {
    if (!std::isnan(cube.counts[at])) { continue; }
    const std::string id = excerpt(question.id(cube.places.used[at % n]));
    refuse(
        question,
        fmt::format("{} has no value at time {}. Every place needs one in every step: nobody knows whether a missing row means 0.", id,
                    text_of(cube.steps[at / n])),
        fmt::format("{} não tem valor no tempo {}. Cada lugar precisa de um em cada passo: não se sabe se uma linha em falta quer dizer 0.",
                    id, text_of(cube.steps[at / n])));
  }
  return cube;
}

/// Months are not equally long; a step that is missing everywhere is another thing.
void warn_of_gaps(Question& question, const std::vector<double>& steps) {
  constexpr double too_uneven = 1.5;
  double least = std::numeric_limits<double>::infinity();
  double most = 0;
  for (std::size_t t = 1; t < steps.size(); ++t) {
    least = std::min(least, steps[t] - steps[t - 1]);
    most = std::max(most, steps[t] - steps[t - 1]);
  }
  if (most <= too_uneven * least) { return; }
  question.warn(
      {fmt::format("Steps are {} to {} days apart: perhaps one is missing everywhere. They count as equally far.", text_of(least),
                   text_of(most)),
       fmt::format("Os passos estão a {} a {} dias uns dos outros: talvez falte um em toda a parte. Contam como igualmente distantes.",
                   text_of(least), text_of(most))});
}

ResultTable bins_of(const Question& question, const Cube& cube, const Emerging& found) {
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
  const Cube cube = cube_of(question);
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
