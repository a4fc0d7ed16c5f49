// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/seasonality.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/distributions.hpp"
#include "geo/hotspots/moments.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <numeric>

namespace geo {
namespace {

constexpr std::int32_t minutes_a_day = 1440;

void check(std::span<const LocalMoment> moments, DayNumber first, DayNumber last) {
  constexpr std::int64_t most_days = 146'097;  // 400 years
  if (last < first || std::int64_t{last} - first >= most_days) {
    throw Error(Problem::usage, "The period must end after it begins, and have 400 years at most.",
                "O período tem de terminar depois de começar, e ter no máximo 400 anos.");
  }
  const bool are_minutes = std::all_of(moments.begin(), moments.end(), [](const LocalMoment& moment) {
    return !moment.minute || (*moment.minute >= 0 && *moment.minute < minutes_a_day);
  });
  if (!are_minutes) { throw Error(Problem::input, "A time is none that a day has.", "Uma hora não existe em dia nenhum."); }
}

/// By counts of minutes, so that no order of incidents changes a bit.
Lean lean_of(const std::vector<double>& by_minute, double n) {
  double x = 0;
  double y = 0;
  for (std::size_t m = 0; m < by_minute.size(); ++m) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(m) / minutes_a_day;
    x += by_minute[m] * std::cos(angle);
    y += by_minute[m] * std::sin(angle);
  }
  const double length = std::min(std::hypot(x, y), n);
  Lean lean;
  lean.strength = length / n;
  const double turns = std::atan2(y, x) / (2 * std::numbers::pi);
  lean.minute = (turns < 0 ? turns + 1 : turns) * minutes_a_day;
  lean.p = p_above_zero(std::exp(std::sqrt(1 + 4 * n + 4 * (n * n - length * length)) - (1 + 2 * n)));
  return lean;
}

/// Whether rows and columns of a table have to do with each other.
EvenTest independence(const std::array<std::array<double, 24>, 7>& table) {
  std::array<double, 7> rows{};
  std::array<double, 24> columns{};
  double all = 0;
  std::vector<double> counts;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      rows[r] += table[r][c];
      columns[c] += table[r][c];
      all += table[r][c];
      counts.push_back(table[r][c]);
    }
  }
  EvenTest test;
  if (!(all > 0)) { return test; }
  std::vector<double> exposure;
  for (const double row : rows) {
    for (const double column : columns) { exposure.push_back(row * column / all); }
  }
  test = even_test(counts, exposure);
  const auto used = [](const auto& sums) {
    return static_cast<std::size_t>(std::count_if(sums.begin(), sums.end(), [](double s) { return s > 0; }));
  };
  test.freedom = (used(rows) - 1) * (used(columns) - 1);
  test.p.reset();
  if (test.freedom > 0) { test.p = chi_square_at_least(test.statistic, test.freedom); }
  return test;
}

}  // namespace

int weekday(DayNumber day) {
  // 1970-01-01 was a Thursday.
  const std::int64_t shifted = (std::int64_t{day} + 3) % 7;
  return static_cast<int>(shifted < 0 ? shifted + 7 : shifted);
}

EvenTest even_test(std::span<const double> counts, std::span<const double> exposure) {
  assert(counts.size() == exposure.size());
  const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
  const double exposed = std::accumulate(exposure.begin(), exposure.end(), 0.0);
  EvenTest test;
  std::size_t classes = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    test.expected.push_back(exposed > 0 ? all * exposure[k] / exposed : 0);
    const double expected = test.expected.back();
    if (!(expected > 0)) { continue; }
    ++classes;
    test.statistic += (counts[k] - expected) * (counts[k] - expected) / expected;
    test.is_rough = test.is_rough || expected < 5;
  }
  test.freedom = classes > 0 ? classes - 1 : 0;
  if (test.freedom > 0) { test.p = chi_square_at_least(test.statistic, test.freedom); }
  return test;
}

Seasonality seasonality(std::span<const LocalMoment> moments, DayNumber first, DayNumber last) {
  check(moments, first, last);
  Seasonality result;
  std::array<double, 12> month_days{};
  std::array<double, 7> weekday_days{};
  for (std::int64_t day = first; day <= last; ++day) {
    ++month_days[static_cast<std::size_t>(civil_date(static_cast<DayNumber>(day)).month - 1)];
    ++weekday_days[static_cast<std::size_t>(weekday(static_cast<DayNumber>(day)))];
  }
  std::vector<double> by_minute(minutes_a_day);
  std::array<double, 24> by_hour{};
  for (const LocalMoment& moment : moments) {
    if (moment.day < first || moment.day > last) {
      ++result.outside;
      continue;
    }
    ++result.used;
    const auto of_week = static_cast<std::size_t>(weekday(moment.day));
    ++result.months[static_cast<std::size_t>(civil_date(moment.day).month - 1)];
    ++result.weekdays[of_week];
    if (!moment.minute) {
      ++result.without_hour;
      continue;
    }
    const auto minute = static_cast<std::size_t>(*moment.minute);
    ++by_minute[minute];
    ++by_hour[minute / 60];
    ++result.hours[of_week][minute / 60];
  }
  result.month_test = even_test(result.months, month_days);
  result.weekday_test = even_test(result.weekdays, weekday_days);
  std::array<double, 24> even{};
  even.fill(1);
  result.hour_test = even_test(by_hour, even);
  result.hour_by_weekday_test = independence(result.hours);
  const std::size_t timed = result.used - result.without_hour;
  if (timed > 0) { result.lean = lean_of(by_minute, static_cast<double>(timed)); }
  return result;
}

}  // namespace geo
