// SPDX-License-Identifier: Apache-2.0
// early-warning: is there more in the last step than in those before?
#include "geo/hotspots/early_warning.hpp"
#include "geo/plain/cube.hpp"
#include "geo/plain/tests.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

namespace geo::plain {
namespace {

struct Options {
  EarsOptions ears;
  double ratio = 0, false_alarm = 0;
};

/// What one place's series says at its end.
struct Warning {
  std::optional<double> p;
  EarsStep ears;
  std::optional<Cusum> design;
  std::optional<CusumStep> cusum;
  double baseline_mean = 0;
  std::string_view reason;
};

/// Whether a CUSUM can be designed: cusum_design() has means in these limits.
constexpr double least_mean = 0.02;
constexpr double most_mean = 100;

Warning warning_of(std::span<const double> series, const Options& options) {
  Warning warning;
  const std::size_t last = series.size() - 1;
  const std::size_t baseline = options.ears.baseline;
  if (last < baseline) {
    warning.reason = "too_few_steps";
    return warning;
  }
  double sum = 0;
  for (std::size_t t = last - baseline; t < last; ++t) { sum += series[t]; }
  warning.baseline_mean = sum / static_cast<double>(baseline);
  warning.p = as_many_now(static_cast<std::size_t>(series[last]), static_cast<std::size_t>(sum), baseline);
  warning.ears = ears(series, options.ears).back();
  double before = 0;
  for (std::size_t t = 0; t < last; ++t) { before += series[t]; }
  const double mean = before / static_cast<double>(last);
  if (mean < least_mean || mean > most_mean) {
    warning.reason = mean < least_mean ? "mean_too_low_for_cusum" : "mean_too_high_for_cusum";
    return warning;
  }
  warning.design = cusum_design(mean, options.ratio, options.false_alarm);
  warning.cusum = cusum(series, *warning.design).back();
  return warning;
}

std::vector<double> counts_of(const Question& question, const PlainCube& cube) {
  const std::vector<double> values = question.counts("value");
  std::vector<double> counts;
  constexpr double most = 1e9;
  for (const std::uint32_t i : cube.row_of) {
    if (values[i] != std::floor(values[i]) || values[i] > most) {
      throw Error(Problem::input,
                  fmt::format("{}, row {}, column {}: {} is no number of events.", question.table().file, question.rows()[i] + 1,
                              question.column_name("value"), values[i]),
                  fmt::format("{}, linha {}, coluna {}: {} não é um número de acontecimentos.", question.table().file,
                              question.rows()[i] + 1, question.column_name("value"), values[i]));
    }
    counts.push_back(values[i]);
  }
  return counts;
}

Options options_of(Question& question) {
  Options options;
  options.ears.baseline = question.whole("baseline", 3, 10'000, options.ears.baseline);
  options.ratio = question.number("ratio", {1.5, 10}, 2);
  options.false_alarm = question.number("false-alarm", {2, 10'000}, 100);
  return options;
}

void run(Question& question, PlainResult& result) {
  const double alpha = alpha_of(question);
  question.use({"value", "time"}, Question::Where::nowhere);
  const PlainCube cube = cube_of(question);
  warn_of_gaps(question, cube.steps);
  const std::vector<double> counts = counts_of(question, cube);
  const Options options = options_of(question);
  const std::size_t n = cube.places.used.size();
  std::vector<Warning> warnings(n);
  question.workers()(n, [&](std::size_t i) {
    std::vector<double> series;
    for (std::size_t at = i; at < counts.size(); at += n) { series.push_back(counts[at]); }
    warnings[i] = warning_of(series, options);
  });
  result.rows = question.named_rows(cube.places.used);
  result.file_rows = cube.first_rows;
  const auto told = [&](const char* name, auto get) { result.rows.add(name, n, [&](std::size_t i) { return cell(get(warnings[i])); }); };
  result.rows.add("last", n, [&](std::size_t i) { return cell(counts[counts.size() - n + i]); });
  result.rows.add("baseline_mean", n, [&](std::size_t i) { return warnings[i].p ? cell(warnings[i].baseline_mean) : nothing(); });
  std::vector<std::optional<double>> p;
  for (const Warning& one : warnings) { p.push_back(one.p); }
  told("p", [](const Warning& one) { return one.p; });
  const Adjusted adjusted = add_adjusted(result, p, alpha);
  told("c1", [](const Warning& one) { return one.ears.c1; });
  told("c2", [](const Warning& one) { return one.ears.c2; });
  told("c3", [](const Warning& one) { return one.ears.c3; });
  told("cusum", [](const Warning& one) { return one.cusum ? std::optional(one.cusum->sum) : std::nullopt; });
  told("cusum_k", [](const Warning& one) { return one.design ? std::optional(one.design->k) : std::nullopt; });
  told("cusum_h", [](const Warning& one) { return one.design ? std::optional(one.design->h) : std::nullopt; });
  result.rows.add("cusum_alarm", n, [&](std::size_t i) { return warnings[i].cusum ? PlainCell(warnings[i].cusum->is_alarm) : nothing(); });
  std::size_t alarms = 0;
  result.rows.add("alarm", n, [&](std::size_t i) {
    const bool is_alarm = adjusted.q[i] && *adjusted.q[i] <= alpha;
    alarms += is_alarm ? 1 : 0;
    return warnings[i].p ? PlainCell(is_alarm) : nothing();
  });
  told("reason", [](const Warning& one) { return one.reason; });
  result.summary.emplace_back("places", cell(n));
  result.summary.emplace_back("steps", cell(cube.steps.size()));
  result.summary.emplace_back("last_step", cell(cube.steps.back()));
  result.summary.emplace_back("alarms", cell(alarms));
  result.says = {
      fmt::format("{} of {} places have more in the last step than the {} before it explain (q at most {} %); an alarm asks for a "
                  "look, it does not say that anything has changed but the reporting.",
                  alarms, n, options.ears.baseline, percent(alpha)),
      fmt::format("{} de {} lugares têm mais no último passo do que os {} anteriores explicam (q até {} %); um alarme pede um olhar, "
                  "não diz que mudou algo além da comunicação.",
                  alarms, n, options.ears.baseline, percent(alpha))};
}

}  // namespace

PlainMethod early_warning() {
  return {"early-warning",
          {"Where there is more now than before: early warning on low counts",
           "Onde há agora mais do que antes: aviso precoce com contagens baixas"},
          {"value", "time", "baseline", "ratio", "false-alarm", "alpha"},
          run};
}

}  // namespace geo::plain
