// SPDX-License-Identifier: Apache-2.0
#include "geo/plain/events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {

PlainPeriod period_of(Question& question, PlainClock clock) {
  std::vector<double> days = question.values("time");
  if (clock == PlainClock::wall) {
    const std::vector<WallClock> clocks = question.clocks();
    for (std::size_t i = 0; i < clocks.size(); ++i) { days[i] = clocks[i].day; }
  }
  const auto [first, last] = std::minmax_element(days.begin(), days.end());
  PlainPeriod period{question.has("from") ? question.day("from") : std::floor(*first),
                     (question.has("to") ? question.day("to") : std::floor(*last)) + 1};
  if (!question.has("from")) { question.note("from", cell(period.first_day)); }
  if (!question.has("to")) { question.note("to", cell(period.end_day - 1)); }
  if (!question.has("from") || !question.has("to")) {
    question.warn(
        {"Without --from and --to the period is that from the first event to the last one, though records may begin earlier and "
         "end later.",
         "Sem --from e --to o período vai do primeiro acontecimento ao último, embora os registos possam começar antes e acabar "
         "depois."});
  }
  if (!(period.first_day < period.end_day)) { throw Error(Problem::usage, "--from lies after --to.", "--from fica depois de --to."); }
  return period;
}

PlainSteps steps_of(Question& question, const PlainPeriod& period) {
  constexpr double most_steps = 100'000;
  const double length = question.number("step", above_zero);
  // A period of whole steps is not one short for rounding.
  constexpr double slack = 1e-9;
  const double number = std::floor((period.end_day - period.first_day) / length + slack);
  if (number < 1) {
    throw Error(Problem::input, fmt::format("The period of {:.6g} days is shorter than a step.", period.end_day - period.first_day),
                fmt::format("O período de {:.6g} dias é mais curto do que um passo.", period.end_day - period.first_day));
  }
  if (number > most_steps) {
    throw Error(Problem::too_large, fmt::format("That would be {:.0f} steps; at most {:.0f} are made.", number, most_steps),
                fmt::format("Seriam {:.0f} passos; fazem-se no máximo {:.0f}.", number, most_steps));
  }
  PlainSteps steps;
  for (double t = 0; t < number; ++t) { steps.begin.push_back(period.first_day + t * length); }
  for (const double day : question.values("time")) {
    const double step = std::floor((day - period.first_day) / length);
    const bool is_in = step >= 0 && step < number && day < period.end_day;
    steps.step_of.push_back(is_in ? static_cast<std::int64_t>(step) : -1);
    steps.outside += is_in ? 0 : 1;
  }
  if (steps.outside > 0) {
    question.warn(
        {fmt::format("{} events lie outside the period, or after its last full step, and are left out.", steps.outside),
         fmt::format("{} acontecimentos ficam fora do período, ou depois do seu último passo completo, e são omitidos.", steps.outside)});
  }
  return steps;
}

}  // namespace geo
