// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/time_steps.hpp"

#include <cstddef>
#include <optional>

namespace geo {

/// Two periods to compare, of whole days, the later after the earlier.
struct TwoPeriods {
  Days before, after;

  [[nodiscard]] static double length(Days days) { return static_cast<double>(days.last) - days.first + 1; }
  /// Whether they are the same days of the year, the whole of them or one after the other.
  [[nodiscard]] bool are_same_season() const;
  /// In which of them a day lies: false before, true after.
  [[nodiscard]] std::optional<bool> at(DayNumber day) const;
};

/// `before` and `asked`; without `before` the two halves of `asked`, its open ends filled from what was found: the later one has the odd
/// day. Throws Error{usage} where they overlap, the later does not follow, or a half has no day.
TwoPeriods two_periods(const std::optional<TimeInterval>& before, const std::optional<TimeInterval>& asked,
                       const std::optional<Days>& found);

/// Leaves out what has no time, may have been in the other period or in none of them (coarse_time), or in neither (outside_periods).
void keep_in_periods(HotspotInput& input, const TwoPeriods& periods);

}  // namespace geo
