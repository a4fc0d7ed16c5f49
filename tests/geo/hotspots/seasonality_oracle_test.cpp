// SPDX-License-Identifier: Apache-2.0
// Tables of the calendar and heaps against the calendar of the C++ library and sums of chances; in any order.
#include "geo/hotspots/heaping.hpp"
#include "geo/hotspots/seasonality.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <random>

namespace geo {
namespace {

struct Record {
  DayNumber first = 0, last = 0;
  std::vector<LocalMoment> moments;

  explicit Record(std::mt19937& random) : first(DayNumber(random() % 40'000) - 15'000), last(first + DayNumber(random() % 900)) {
    if (random() % 6 == 0) { last = first; }
    moments.resize(random() % 60);
    const unsigned kind = random() % 4;
    for (LocalMoment& m : moments) {
      m.day = first - 20 + DayNumber(random() % unsigned(last - first + 41));
      if (random() % 4 != 0) {
        m.minute = std::int32_t(kind == 0 ? 60 * (random() % 24) : kind == 1 ? 30 * (random() % 48) : random() % 1440);
      }
      if (kind == 2) { m = moments.front(); }
    }
  }
};

std::chrono::year_month_day date_of(DayNumber day) { return std::chrono::sys_days(std::chrono::days(day)); }
std::size_t weekday_of(DayNumber day) { return std::chrono::weekday(std::chrono::sys_days(std::chrono::days(day))).iso_encoding() - 1; }

/// Pearson's sum of some counts; negative where there is nothing to test.
void expect_even(const EvenTest& test, const std::vector<double>& counts, const std::vector<double>& exposure, int round) {
  double all = 0;
  double exposed = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) { all += counts[k], exposed += exposure[k]; }
  double sum = 0;
  std::size_t classes = 0;
  bool is_rough = false;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const double expected = all * exposure[k] / exposed;
    ASSERT_NEAR(test.expected[k], expected, 1e-12 * (1 + expected)) << round;
    if (expected == 0) { continue; }
    ++classes;
    sum += (counts[k] - expected) * (counts[k] - expected) / expected;
    is_rough = is_rough || expected < 5;
  }
  ASSERT_NEAR(test.statistic, sum, 1e-9 * (1 + sum)) << round;
  ASSERT_EQ(test.freedom, classes == 0 ? 0 : classes - 1) << round;
  ASSERT_EQ(test.is_rough, is_rough) << round;
  ASSERT_EQ(test.p.has_value(), classes > 1) << round;
}

TEST(SeasonalityOracle, CountsWhatAnotherCalendarCounts) {
  std::mt19937 random(1);
  for (int round = 0; round < 1500; ++round) {
    Record record(random);
    const Seasonality found = seasonality(record.moments, record.first, record.last);
    std::vector<double> months(12), month_days(12), weekdays(7), week_days(7), hours(24);
    std::vector<std::vector<double>> table(7, std::vector<double>(24));
    for (DayNumber day = record.first; day <= record.last; ++day) {
      ++month_days[unsigned(date_of(day).month()) - 1];
      ++week_days[weekday_of(day)];
    }
    std::size_t used = 0;
    std::size_t timed = 0;
    double x = 0;
    double y = 0;
    for (const LocalMoment& m : record.moments) {
      if (m.day < record.first || m.day > record.last) { continue; }
      ++used;
      ++months[unsigned(date_of(m.day).month()) - 1];
      ++weekdays[weekday_of(m.day)];
      if (!m.minute) { continue; }
      ++timed;
      ++hours[std::size_t(*m.minute) / 60];
      ++table[weekday_of(m.day)][std::size_t(*m.minute) / 60];
      x += std::cos(2 * std::numbers::pi * *m.minute / 1440), y += std::sin(2 * std::numbers::pi * *m.minute / 1440);
    }
    ASSERT_EQ(found.used, used) << round;
    ASSERT_EQ(found.outside, record.moments.size() - used);
    ASSERT_EQ(found.without_hour, used - timed);
    ASSERT_TRUE(std::equal(months.begin(), months.end(), found.months.begin())) << round;
    ASSERT_TRUE(std::equal(weekdays.begin(), weekdays.end(), found.weekdays.begin())) << round;
    std::vector<double> counts, exposure;
    std::size_t rows = 0;
    std::size_t columns = 0;
    for (std::size_t r = 0; r < 7; ++r) {
      ASSERT_TRUE(std::equal(table[r].begin(), table[r].end(), found.hours[r].begin())) << round;
      double row = 0;
      for (const double v : table[r]) { row += v; }
      rows += row > 0 ? 1 : 0;
      for (std::size_t c = 0; c < 24; ++c) {
        counts.push_back(table[r][c]);
        exposure.push_back(row * hours[c]);
      }
    }
    for (const double h : hours) { columns += h > 0 ? 1 : 0; }
    expect_even(found.month_test, months, month_days, round);
    expect_even(found.weekday_test, weekdays, week_days, round);
    expect_even(found.hour_test, hours, std::vector<double>(24, 1), round);
    ASSERT_EQ(found.lean.has_value(), timed > 0);
    if (timed == 0) { continue; }
    double sum = 0;
    for (std::size_t k = 0; k < counts.size(); ++k) {
      const double expected = exposure[k] / double(timed);
      if (expected > 0) { sum += (counts[k] - expected) * (counts[k] - expected) / expected; }
    }
    ASSERT_NEAR(found.hour_by_weekday_test.statistic, sum, 1e-9 * (1 + sum)) << round;
    ASSERT_EQ(found.hour_by_weekday_test.freedom, (rows - 1) * (columns - 1)) << round;
    ASSERT_NEAR(found.lean->strength, std::hypot(x, y) / double(timed), 1e-12) << round;
    if (std::hypot(x, y) > 1e-6) {
      const double turned = std::fmod(std::atan2(y, x) / (2 * std::numbers::pi) * 1440 + 1440, 1440) - found.lean->minute;
      ASSERT_NEAR(std::remainder(turned, 1440), 0, 1e-6) << round;
    }
    std::shuffle(record.moments.begin(), record.moments.end(), random);
    const Seasonality again = seasonality(record.moments, record.first, record.last);
    ASSERT_EQ(again.lean->strength, found.lean->strength);
    ASSERT_EQ(again.hour_by_weekday_test.statistic, found.hour_by_weekday_test.statistic);
  }
}

/// So many or more of n, added up.
double tail(double observed, double n, double share) {
  long double sum = 0;
  for (double k = observed; k <= n; ++k) {
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(share) + (n - k) * std::log1p(-share));
  }
  return std::min(1.0, static_cast<double>(sum));
}

TEST(HeapingOracle, CountsAndChancesAreThoseOfTheRule) {
  std::mt19937 random(2);
  int heaps = 0;
  for (int round = 0; round < 1500; ++round) {
    const Record record(random);
    const auto days = [&](const auto& is_on) {
      std::array<double, 3> numbers{};  // days, records, records there
      for (DayNumber day = record.first; day <= record.last; ++day) { numbers[0] += is_on(date_of(day)) ? 1 : 0; }
      for (const LocalMoment& m : record.moments) {
        if (m.day < record.first || m.day > record.last) { continue; }
        ++numbers[1];
        numbers[2] += is_on(date_of(m.day)) ? 1 : 0;
      }
      return numbers;
    };
    const auto at = [&](const auto& is_at) {
      double number = 0;
      for (const LocalMoment& m : record.moments) {
        number += m.minute && m.day >= record.first && m.day <= record.last && is_at(*m.minute) ? 1 : 0;
      }
      return number;
    };
    for (const HeapCheck& check : heaping(record.moments, record.first, record.last)) {
      double observed = 0;
      double of = 0;
      double share = 0;
      const auto of_days = [&](const auto& is_on) {
        const auto numbers = days(is_on);
        observed = numbers[2], of = numbers[1], share = numbers[0] / double(record.last - record.first + 1);
      };
      const auto around = [&](int hour) {
        observed = at([&](int m) { return m == 60 * hour; });
        of = at([&](int m) { return m == 60 * hour || m == 60 * ((hour + 23) % 24) || m == 60 * (hour + 1); });
        share = 1.0 / 3;
      };
      const auto on_hour = [](int m) { return m % 60 == 0; };
      const auto any = [](int) { return true; };
      switch (check.heap) {
        case Heap::first_of_month: of_days([](const auto& date) { return unsigned(date.day()) == 1; }); break;
        case Heap::fifteenth: of_days([](const auto& date) { return unsigned(date.day()) == 15; }); break;
        case Heap::first_of_january:
          of_days([](const auto& date) { return unsigned(date.day()) == 1 && unsigned(date.month()) == 1; });
          break;
        case Heap::midnight: around(0); break;
        case Heap::noon: around(12); break;
        case Heap::full_hour: observed = at(on_hour), of = at(any), share = 1.0 / 60; break;
        case Heap::half_hour: observed = at([](int m) { return m % 60 == 30; }), of = at(any) - at(on_hour), share = 1.0 / 59; break;
      }
      ASSERT_EQ(check.observed, observed) << round << ' ' << code(check.heap);
      ASSERT_EQ(check.of, of) << round << ' ' << code(check.heap);
      ASSERT_NEAR(check.expected, of * share, 1e-12) << round;
      const double p = observed == 0 || share == 1 ? 1 : share == 0 ? 0 : tail(observed, of, share);
      ASSERT_NEAR(check.p, p, 1e-10) << round << ' ' << code(check.heap);
      ASSERT_EQ(check.is_heap, observed >= 5 && observed >= 2 * of * share && p < 0.001) << round << ' ' << code(check.heap);
      heaps += check.is_heap ? 1 : 0;
    }
  }
  EXPECT_GT(heaps, 300);
}

}  // namespace
}  // namespace geo
