// SPDX-License-Identifier: Apache-2.0
// mann-kendall: do the values of a series go up or down? With --id a series for each of them.
#include "geo/base/text.hpp"
#include "geo/hotspots/trend.hpp"
#include "geo/plain/tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace geo::plain {
namespace {

/// Positions among the question's rows, in the order of time, or of the file where no time is named.
using Series = std::vector<std::uint32_t>;

std::vector<Series> series_of(const Question& question, bool has_time) {
  std::vector<Series> all;
  std::map<std::string_view, std::size_t> known;
  std::vector<std::uint32_t> by_file(question.size());
  std::iota(by_file.begin(), by_file.end(), 0U);
  std::sort(by_file.begin(), by_file.end(), [&](std::uint32_t a, std::uint32_t b) { return question.rows()[a] < question.rows()[b]; });
  for (const std::uint32_t i : by_file) {
    const auto [at, is_new] = known.emplace(question.has("id") ? std::string_view(question.id(i)) : "", known.size());
    if (is_new) { all.emplace_back(); }
    all[at->second].push_back(i);
  }
  if (!has_time) { return all; }
  const std::vector<double> times = question.values("time");
  for (Series& series : all) {
    std::stable_sort(series.begin(), series.end(), [&](std::uint32_t a, std::uint32_t b) { return times[a] < times[b]; });
    const auto twice =
        std::adjacent_find(series.begin(), series.end(), [&](std::uint32_t a, std::uint32_t b) { return times[a] == times[b]; });
    if (twice == series.end()) { continue; }
    throw Error(Problem::input,
                fmt::format("{}, row {}: a second value of the same series at the same time.", question.table().file,
                            question.rows()[*(twice + 1)] + 1),
                fmt::format("{}, linha {}: um segundo valor da mesma série no mesmo tempo.", question.table().file,
                            question.rows()[*(twice + 1)] + 1));
  }
  return all;
}

struct Found {
  std::vector<Trend> trends;
  std::vector<std::optional<double>> p;  ///< none for a series of one value
};

Found trends_of(const std::vector<Series>& all, const std::vector<double>& values) {
  Found found;
  for (const Series& series : all) {
    std::vector<double> own;
    own.reserve(series.size());
    for (const std::uint32_t i : series) { own.push_back(values[i]); }
    found.trends.push_back(mann_kendall(own));
    found.p.push_back(own.size() < 2 ? std::nullopt : std::optional(found.trends.back().p));
  }
  return found;
}

/// Each series stands where the file first names it.
void name_series(const Question& question, const std::vector<Series>& all, PlainResult& result) {
  const auto earlier = [&](std::uint32_t a, std::uint32_t b) { return question.rows()[a] < question.rows()[b]; };
  std::vector<std::uint32_t> firsts;
  for (const Series& series : all) {
    firsts.push_back(*std::min_element(series.begin(), series.end(), earlier));
    result.file_rows.push_back(question.rows()[firsts.back()]);
  }
  result.rows = question.named_rows(firsts);
}

void run(Question& question, PlainResult& result) {
  const bool has_time = question.has("time");
  if (has_time) {
    question.use({"value", "time"}, Question::Where::nowhere);
  } else {
    question.use({"value"}, Question::Where::nowhere);
  }
  const double alpha = alpha_of(question);
  const std::vector<Series> all = series_of(question, has_time);
  const Found found = trends_of(all, question.values("value"));
  const auto& trends = found.trends;
  const auto& p = found.p;
  if (question.has("id")) { name_series(question, all, result); }
  const std::size_t n = all.size();
  const auto told = [&](const char* name, auto get) {
    result.rows.add(name, n, [&](std::size_t i) { return p[i] ? cell(get(trends[i])) : nothing(); });
  };
  result.rows.add("values", n, [&](std::size_t i) { return cell(all[i].size()); });
  told("s", [](const Trend& t) { return t.s; });
  told("variance", [](const Trend& t) { return t.variance; });
  told("z", [](const Trend& t) { return t.z; });
  told("p", [](const Trend& t) { return t.p; });
  told("tau_a", [](const Trend& t) { return t.tau_a; });
  told("tau_b", [](const Trend& t) { return t.tau_b; });
  told("slope", [](const Trend& t) { return t.slope; });
  const Adjusted adjusted = add_adjusted(result, p, alpha);
  std::size_t up = 0;
  std::size_t down = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (adjusted.q[i] && *adjusted.q[i] <= alpha) { ++(trends[i].z > 0 ? up : down); }
  }
  result.rows.add("reason", n, [&](std::size_t i) { return p[i] ? nothing() : PlainCell("too_few_values"); });
  result.summary.emplace_back("up", cell(up));
  result.summary.emplace_back("down", cell(down));
  result.says = {fmt::format("Of {} series {} go up and {} go down (q at most {} %); the test takes values as one step apart and "
                             "independent, and says nothing of what comes next.",
                             adjusted.tests, up, down, percent(alpha)),
                 fmt::format("De {} séries {} sobem e {} descem (q até {} %); o teste toma os valores como a um passo e independentes, e "
                             "nada diz do que vem a seguir.",
                             adjusted.tests, up, down, percent(alpha))};
}

}  // namespace

PlainMethod mann_kendall() {
  return {"mann-kendall",
          {"Whether a series goes up or down: Mann-Kendall and Sen's slope", "Se uma série sobe ou desce: Mann-Kendall e declive de Sen"},
          {"value", "time", "alpha"},
          run};
}

}  // namespace geo::plain
