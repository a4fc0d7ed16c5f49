// SPDX-License-Identifier: Apache-2.0
#include "geo/plain/cube.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string_view>

namespace geo {
namespace {

std::string text_of(double number) {
  std::string text;
  append_number(text, number);
  return text;
}

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

void find_places(const Question& question, PlainCube& cube, std::vector<std::uint32_t>& place_of) {
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

}  // namespace

PlainCube cube_of(const Question& question) {
  PlainCube cube;
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
  cube.row_of.resize(cube.counts.size());
  const std::vector<double> values = question.values("value");
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto step = static_cast<std::size_t>(std::lower_bound(cube.steps.begin(), cube.steps.end(), times[i]) - cube.steps.begin());
    double& count = cube.counts[step * n + place_of[i]];
    cube.row_of[step * n + place_of[i]] = static_cast<std::uint32_t>(i);
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

}  // namespace geo
