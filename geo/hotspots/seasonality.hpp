// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// When incidents happen by the calendar and the clock of the place, and whether that could be chance.

namespace geo {

/// What a clock on the wall and a calendar showed.
struct LocalMoment {
  DayNumber day = 0;
  std::optional<std::int32_t> minute;  ///< of the day, 0..1439; none: only the date is known
};

/// 0 Monday … 6 Sunday.
int weekday(DayNumber day);

/// What there is against what is expected where nothing but time passed (Pearson's chi-square).
struct EvenTest {
  double statistic = 0;
  std::size_t freedom = 0;       ///< classes that could have some, less one
  std::optional<double> p;       ///< none where nothing is counted or there is one class
  bool is_rough = false;         ///< p is of little worth: some class expects fewer than five
  std::vector<double> expected;  ///< by class
};

/// \pre as many exposures as counts, finite and not negative; nothing is counted where nothing is exposed
EvenTest even_test(std::span<const double> counts, std::span<const double> exposure);

/// Whether hours lean to one side of the day: the hours are directions of a circle (Rayleigh's test, p by Zar 1999).
struct Lean {
  double minute = 0;    ///< of the day that they lean to
  double strength = 0;  ///< 0: not at all; 1: all at that minute
  double p = 1;
};

struct Seasonality {
  std::array<double, 12> months{};  ///< incidents by month, January first
  EvenTest month_test;              ///< against the days of each month in the period
  std::array<double, 7> weekdays{};
  EvenTest weekday_test;                                ///< against the days of each kind in the period
  std::array<std::array<double, 24>, 7> hours{};        ///< by weekday, then hour; of those whose hour is known
  EvenTest hour_test;                                   ///< hours of all days together against an even day
  EvenTest hour_by_weekday_test;                        ///< whether days differ in their hours: against weekday total × hour total / all
  std::optional<Lean> lean;                             ///< none where no hour is known
  std::size_t used = 0, without_hour = 0, outside = 0;  ///< outside: not in the period
};

/// Incidents of the days `first` to `last`, both included: what was never recorded and what did not happen look the same, so the period is
/// that of the records, not of their first and last one. O(n + days). Throws Error{usage} for a period that ends before it begins or has
/// more than 400 years, Error{input} for a minute that no day has.
Seasonality seasonality(std::span<const LocalMoment> moments, DayNumber first, DayNumber last);

}  // namespace geo
