// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/seasonality.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/heaping.hpp"
#include "tests/geo/hotspots/reference/season_figures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

namespace geo {
namespace {

DayNumber day(int year, int month, int day_of_month) { return *day_number({year, month, day_of_month}); }

TEST(Seasonality, AgreesWithR) {
  namespace r = season_figures;
  std::vector<LocalMoment> moments;
  for (std::size_t i = 0; i < std::size(r::days); ++i) { moments.push_back({r::days[i], r::minutes[i]}); }
  const DayNumber first = day(2021, 2, 10);
  const Seasonality found = seasonality(moments, first, first + 500);
  const auto expect_same = [](const EvenTest& ours, const double(&theirs)[3]) {
    EXPECT_NEAR(ours.statistic, theirs[0], 1e-9 * theirs[0]);
    EXPECT_EQ(double(ours.freedom), theirs[1]);
    EXPECT_NEAR(ours.p.value(), theirs[2], 1e-9 * theirs[2]);
  };
  expect_same(found.month_test, r::months);
  expect_same(found.weekday_test, r::weekdays);
  expect_same(found.hour_test, r::hours);
  expect_same(found.hour_by_weekday_test, r::hour_by_weekday);
  EXPECT_FALSE(found.month_test.is_rough);
  EXPECT_TRUE(found.hour_by_weekday_test.is_rough);
  EXPECT_NEAR(found.lean.value().minute, r::lean[0], 1e-9);
  EXPECT_NEAR(found.lean->strength, r::lean[1], 1e-12);
  EXPECT_LT(found.lean->p, 1e-20);
  EXPECT_EQ(found.used, 400U);
}

TEST(Seasonality, CountsWhatItSays) {
  EXPECT_EQ(weekday(day(2024, 2, 29)), 3);
  EXPECT_EQ(weekday(0), 3) << "1970 began on a Thursday";
  EXPECT_EQ(weekday(-4), 6);
  const std::vector<LocalMoment> moments = {
      {day(2024, 2, 29), 90}, {day(2024, 2, 29), {}}, {day(2024, 3, 2), 1439}, {day(2023, 12, 31), 5}};
  const Seasonality found = seasonality(moments, day(2024, 1, 1), day(2024, 3, 31));
  EXPECT_EQ(found.used, 3U);
  EXPECT_EQ(found.outside, 1U);
  EXPECT_EQ(found.without_hour, 1U);
  EXPECT_EQ(found.months[1], 2);
  EXPECT_EQ(found.months[11], 0);
  EXPECT_EQ(found.hours[3][1], 1);
  EXPECT_EQ(found.hours[5][23], 1);
  EXPECT_EQ(found.month_test.freedom, 2U) << "months outside the period expect nothing";
  EXPECT_NEAR(found.month_test.expected[1], 3.0 * 29 / 91, 1e-12);
  EXPECT_TRUE(found.month_test.is_rough);
}

TEST(Seasonality, OfNothingSaysNothing) {
  const Seasonality none = seasonality({}, 0, 10);
  EXPECT_FALSE(none.month_test.p.has_value());
  EXPECT_FALSE(none.hour_by_weekday_test.p.has_value());
  EXPECT_FALSE(none.lean.has_value());
  const std::vector<LocalMoment> one = {{5, 0}};
  EXPECT_FALSE(seasonality(one, 5, 5).weekday_test.p.has_value()) << "one day has one weekday";
  EXPECT_NEAR(seasonality(one, 5, 5).lean.value().strength, 1, 1e-12);
  EXPECT_THROW(seasonality(one, 5, 4), Error);
  EXPECT_THROW(seasonality(one, 0, 200'000), Error);
  EXPECT_THROW(seasonality(std::vector<LocalMoment>{{5, 1440}}, 0, 10), Error);
  EXPECT_THROW(seasonality(std::vector<LocalMoment>{{5, -1}}, 0, 10), Error);
}

/// Five times in a hundred p is below 0.05.
TEST(Seasonality, PValuesAreAsOftenLowAsTheySay) {
  std::mt19937 random(2);
  int low_months = 0;
  int low_hours = 0;
  int low_lean = 0;
  constexpr int rounds = 2000;
  for (int round = 0; round < rounds; ++round) {
    std::vector<LocalMoment> moments(300);
    for (LocalMoment& moment : moments) { moment = {DayNumber(random() % 1461), std::int32_t(random() % 1440)}; }
    const Seasonality found = seasonality(moments, 0, 1460);
    low_months += *found.month_test.p < 0.05 ? 1 : 0;
    low_hours += *found.hour_test.p < 0.05 ? 1 : 0;
    low_lean += found.lean->p < 0.05 ? 1 : 0;
  }
  for (const int low : {low_months, low_hours, low_lean}) { EXPECT_NEAR(double(low) / rounds, 0.05, 0.02); }
}

bool is_heap(const std::vector<HeapCheck>& checks, Heap heap) {
  return std::find_if(checks.begin(), checks.end(), [&](const HeapCheck& c) { return c.heap == heap; })->is_heap;
}

TEST(Heaping, OfWhatWasPlantedAndOfNothingElse) {
  std::mt19937 random(3);
  const DayNumber first = day(2019, 1, 1);
  std::vector<LocalMoment> even(4000);
  for (LocalMoment& m : even) {
    // More in the evening, as incidents are.
    const double hour = std::normal_distribution<double>(21, 4)(random);
    m = {first + DayNumber(random() % 1461), std::int32_t(std::lround(hour * 60) + 2880) % 1440};
  }
  for (const HeapCheck& check : heaping(even, first, first + 1460)) {
    EXPECT_FALSE(check.is_heap) << code(check.heap);
    EXPECT_NEAR(check.observed, check.expected, 6 * std::sqrt(check.expected) + 1) << code(check.heap);
  }
  // Times rounded to hours make a heap there, and none at midnight.
  std::vector<LocalMoment> rounded = even;
  for (LocalMoment& m : rounded) { m.minute = *m.minute / 60 * 60; }
  auto checks = heaping(rounded, first, first + 1460);
  for (const HeapCheck& check : checks) { EXPECT_EQ(check.is_heap, check.heap == Heap::full_hour) << code(check.heap); }
  for (std::size_t i = 0; i < 500; ++i) {
    even[i].minute = 0;
    even[500 + i].minute = 12 * 60;
    even[1000 + i].minute = *even[1000 + i].minute / 60 * 60 + 30;
    even[1500 + i].day = day(2019 + int(i % 4), 1 + int(i % 12), 15);
    even[2000 + i].day = day(2020, 1, 1);
  }
  checks = heaping(even, first, first + 1460);
  for (const Heap heap :
       {Heap::midnight, Heap::noon, Heap::half_hour, Heap::fifteenth, Heap::first_of_month, Heap::first_of_january, Heap::full_hour}) {
    EXPECT_TRUE(is_heap(checks, heap)) << code(heap);
    EXPECT_FALSE(code(heap).empty());
  }
}

TEST(Heaping, AFewAreNoHeap) {
  const std::vector<LocalMoment> four(4, LocalMoment{0, 0});
  for (const HeapCheck& check : heaping(four, 0, 364)) { EXPECT_FALSE(check.is_heap); }
  for (const HeapCheck& check : heaping({}, 0, 364)) {
    EXPECT_EQ(check.p, 1);
    EXPECT_EQ(check.expected, 0);
  }
  const std::vector<LocalMoment> dates(50, LocalMoment{0, {}});
  EXPECT_TRUE(is_heap(heaping(dates, 0, 364), Heap::first_of_january));
  EXPECT_FALSE(is_heap(heaping(dates, 0, 364), Heap::midnight)) << "a date without a time is no midnight";
}

}  // namespace
}  // namespace geo
