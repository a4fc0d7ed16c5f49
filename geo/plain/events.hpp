// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/plain/question.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

// Rows that are events, each with its place and its time, counted by step of time.

namespace geo {

/// What a time is taken for: the instant, or, for dates, the day and minute that a clock at the place showed.
enum class PlainClock : std::uint8_t { instant, wall };

/// --from to --to, both included, in days since 1970; without them from the day of the first event to that of the last one, which is
/// warned of: nobody knows whether it was looked before and after. \pre time is in use
struct PlainPeriod {
  double first_day = 0;
  double end_day = 0;  ///< the day after the last one
};
PlainPeriod period_of(Question& question, PlainClock clock = PlainClock::instant);

/// Steps of --step days from the period's first day on; a rest at its end that makes no step is left out, with its events.
struct PlainSteps {
  std::vector<double> begin;          ///< of each step, in days
  std::vector<std::int64_t> step_of;  ///< of each row in use; below 0: in no step
  std::size_t outside = 0;            ///< rows in no step
};
/// Throws Error{input} for a period that holds no step, Error{too_large} for more than 100,000.
PlainSteps steps_of(Question& question, const PlainPeriod& period);

}  // namespace geo
