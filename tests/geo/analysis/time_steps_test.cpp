// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/time_steps.hpp"

#include <gtest/gtest.h>

#include <random>

namespace geo {
namespace {

DayNumber day(int year, int month, int of_month) { return *day_number({year, month, of_month}); }
TimeMs at(DayNumber d, int hour = 0) { return (TimeMs{d} * 24 + hour) * 3'600'000; }

/// By the words: what the calendar says of the day, and whether it is the first of its step.
bool begins_step(DayNumber d, StepLength length) {
  const CivilDate date = civil_date(d);
  switch (length) {
    case StepLength::day: return true;
    case StepLength::week: return (d - day(2024, 1, 1)) % 7 == 0;  // a Monday
    case StepLength::month: return date.day == 1;
    case StepLength::quarter: return date.day == 1 && (date.month == 1 || date.month == 4 || date.month == 7 || date.month == 10);
    case StepLength::year: break;
  }
  return date.day == 1 && date.month == 1;
}

TEST(TimeSteps, AreThoseThatThePeriodHoldsWhole) {
  std::mt19937 random(3);
  for (int round = 0; round < 1'000; ++round) {
    const auto length = static_cast<StepLength>(random() % 5);
    const DayNumber first = day(1968, 1, 1) + static_cast<DayNumber>(random() % 40'000);
    const DayNumber last = first - 1 + static_cast<DayNumber>(random() % (length == StepLength::day ? 60 : 1'500));
    const TimeSteps steps({first, last}, length);
    std::vector<DayNumber> begins;
    for (DayNumber d = first; d <= last + 1; ++d) {
      if (begins_step(d, length)) { begins.push_back(d); }
    }
    const std::size_t whole = begins.empty() ? 0 : begins.size() - 1;
    ASSERT_EQ(steps.size(), whole) << round;
    if (whole == 0) {
      EXPECT_FALSE(steps.at(first));
      continue;
    }
    ASSERT_EQ(steps.days().first, begins.front());
    ASSERT_EQ(steps.days().last, begins.back() - 1);
    ASSERT_EQ(steps.days_before(), begins.front() - first);
    ASSERT_EQ(steps.days_after(), last - (begins.back() - 1));
    for (std::size_t s = 0; s < whole; ++s) {
      ASSERT_EQ(steps.at(begins[s]), s);
      ASSERT_EQ(steps.at(begins[s + 1] - 1), s);
      ASSERT_EQ(steps.days(s).first, begins[s]);
    }
    ASSERT_FALSE(steps.at(begins.front() - 1));
    ASSERT_FALSE(steps.at(begins.back()));
  }
  EXPECT_THROW(TimeSteps({day(2000, 1, 1), day(2014, 12, 31)}, StepLength::day), Error);
  EXPECT_EQ(TimeSteps({day(0, 1, 1), day(300, 1, 1)}, StepLength::year).size(), 300U);
  EXPECT_GT(TimeSteps({day(9500, 1, 1), 2'932'530}, StepLength::year).size(), 490U) << "to the end of what dates can be written";
}

TEST(TimeSteps, ThePeriodIsWhatWasAskedElseWhatWasFound) {
  const Days found{100, 200};
  const auto days = [&](TimeInterval asked) { return days_of(asked, found); };
  const auto whole = days({at(110), at(121) - 1});
  EXPECT_EQ(whole->first, 110);
  EXPECT_EQ(whole->last, 120);
  const auto cut = days({at(110, 1), at(121) - 2});
  EXPECT_EQ(cut->first, 111) << "a day that is cut is not held whole";
  EXPECT_EQ(cut->last, 119);
  EXPECT_EQ(days({INT64_MIN, at(121) - 1})->first, 100);
  EXPECT_EQ(days({at(110), INT64_MAX})->last, 200);
  EXPECT_EQ(days_of(std::nullopt, found)->last, 200);
  EXPECT_EQ(days({at(-3), at(-1) - 1})->last, -2);
  EXPECT_FALSE(days({at(110, 1), at(110, 2)})) << "an hour holds no day";
  EXPECT_FALSE(days_of(std::nullopt, std::nullopt));
  EXPECT_FALSE(days_of(TimeInterval{at(3), INT64_MAX}, std::nullopt));
}

Incident incident(DayNumber from, std::optional<DayNumber> to = {}, TimePrecision precision = TimePrecision::day) {
  Incident made;
  made.time = at(from, 12);
  if (to) { made.time_to = at(*to, 12); }
  made.time_precision = precision;
  return made;
}

TEST(TimeSteps, WhatIsInNoOneStepIsLeftOutUnderItsReason) {
  const TimeSteps months({day(2024, 1, 1), day(2024, 3, 31)}, StepLength::month);
  HotspotInput input;
  input.used = {incident(day(2024, 1, 1)),
                incident(day(2024, 2, 1), day(2024, 2, 29), TimePrecision::month),
                incident(day(2024, 2, 10), day(2024, 2, 3)),  // an end before the beginning says nothing
                incident(day(2024, 1, 31), day(2024, 2, 1)),
                incident(day(2024, 3, 1), {}, TimePrecision::year),
                incident(day(2024, 3, 1), {}, TimePrecision::unknown),
                incident(day(2023, 12, 31)),
                incident(day(2024, 4, 1)),
                Incident{}};
  keep_in_steps(input, months);
  EXPECT_EQ(input.used.size(), 3U);
  const auto out = [&](LeftOut reason) { return input.excluded[static_cast<std::size_t>(reason)]; };
  EXPECT_EQ(out(LeftOut::coarse_time), 3U);
  EXPECT_EQ(out(LeftOut::outside_steps), 2U);
  EXPECT_EQ(out(LeftOut::no_time), 1U);
  HotspotInput weekly;
  weekly.used = {incident(day(2024, 1, 1), {}, TimePrecision::month), incident(day(2024, 1, 1), {}, TimePrecision::week)};
  keep_in_steps(weekly, TimeSteps({day(2024, 1, 1), day(2024, 1, 31)}, StepLength::week));
  EXPECT_EQ(weekly.used.size(), 1U);
}

TEST(TimeSteps, CountTheDayByTheClockOfThePlace) {
  Incident late = incident(100);
  late.time = at(100, 23);
  late.utc_offset_min = 120;
  EXPECT_EQ(local_day(late), 101);
  late.time_to = at(101, 21);
  EXPECT_EQ(last_local_day(late), 101);
  late.time_to = at(101, 22);
  EXPECT_EQ(last_local_day(late), 102);
}

/// October in London: the clock is put back, and the month's last hour would lie in November by the clock of its first.
TEST(TimeSteps, AMonthIsOneWhereItsClockIsPutBack) {
  Incident october = incident(day(2017, 10, 1), day(2017, 10, 31), TimePrecision::month);
  october.time = at(day(2017, 9, 30), 23);
  october.time_to = at(day(2017, 10, 31), 24) - 1;
  october.utc_offset_min = 60;
  const auto days = possible_days(october);
  ASSERT_TRUE(days);
  EXPECT_EQ(days->first, day(2017, 10, 1));
  EXPECT_EQ(days->last, day(2017, 10, 31));
  october.time_to = at(day(2017, 11, 15));  // but two weeks more are no matter of clocks
  EXPECT_EQ(possible_days(october)->last, day(2017, 11, 15));
}

}  // namespace
}  // namespace geo
