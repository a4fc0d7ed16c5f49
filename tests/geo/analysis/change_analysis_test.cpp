// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/change_analysis.hpp"

#include "geo/analysis/two_periods.hpp"
#include "geo/geometry/area.hpp"
#include "geo/hotspots/change.hpp"
#include "tests/geo/analysis/hexagons.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

namespace geo {
namespace {

using analysis_test::box_area;
using analysis_test::integer;
using analysis_test::number;
using analysis_test::random_places;
using analysis_test::real;
using analysis_test::row;
using analysis_test::seen_in;
using analysis_test::study_of;
using analysis_test::text;
using analysis_test::value;
using analysis_test::view_of;

constexpr TimeMs day_ms = 86'400'000;
DayNumber day(int year, int month, int of_month) { return *day_number({year, month, of_month}); }

struct Event {
  LonLat place;
  DayNumber day;
};

/// In the west later, elsewhere whenever, from 2022 to 2025.
std::vector<Event> random_events(std::mt19937_64& random, std::size_t number_of) {
  std::vector<Event> events;
  for (const LonLat place : random_places(random, number_of)) {
    const bool later = place.lon < 40.15 && random() % 5 != 0;
    events.push_back({place, day(later ? 2024 : 2022, 1, 1) + static_cast<DayNumber>(random() % (later ? 366 : 1'200))});
  }
  return events;
}

std::vector<Row> rows_of(const std::vector<Event>& events) {
  std::vector<Row> rows;
  for (const Event& e : events) { rows.push_back(row("incidents", e.place, {{"occurred_from", e.day * day_ms + 1}})); }
  return rows;
}

Filter over(const std::string& period) {
  Filter filter;
  filter.datetime = parse_datetime_parameter(period);
  return filter;
}

void check(const Analysis& analysis, const std::vector<Event>& events, const ChangeParameters& asked, Days before, Days after) {
  const auto hexagons = seen_in(analysis);
  std::vector<TwoCounts> own(hexagons.size());
  TwoCounts all;
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    PreparedArea area(analysis.rows[i].geometry);
    for (const Event& e : events) {
      if (!area.covers(e.place)) { continue; }
      own[i].before += before.first <= e.day && e.day <= before.last ? 1 : 0;
      own[i].after += after.first <= e.day && e.day <= after.last ? 1 : 0;
    }
    all.before += own[i].before;
    all.after += own[i].after;
  }
  EXPECT_EQ(number(analysis.collection.result->summary, {"all", "before"}), static_cast<double>(all.before));
  EXPECT_EQ(number(analysis.collection.result->summary, {"used"}), static_cast<double>(all.before + all.after));
  std::vector<double> p;
  for (const Row& r : analysis.rows) {
    if (!is_null(value(analysis, r, "p"))) { p.push_back(real(analysis, r, "p")); }
  }
  EXPECT_EQ(number(analysis.collection.result->summary, {"tested"}), static_cast<double>(p.size()));
  std::map<std::string, double> kinds;
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    TwoCounts counts;
    for (std::size_t j = 0; j < hexagons.size(); ++j) {
      const bool is_in = j == i || (asked.with_neighbours && analysis_test::are_near(hexagons[i], hexagons[j], *asked.hexagons.width_m));
      counts.before += is_in ? own[j].before : 0;
      counts.after += is_in ? own[j].after : 0;
    }
    const Row& r = analysis.rows[i];
    ASSERT_EQ(integer(analysis, r, "before"), static_cast<std::int64_t>(counts.before));
    ASSERT_EQ(integer(analysis, r, "after"), static_cast<std::int64_t>(counts.after));
    const std::string kind = text(analysis, r, "kind");
    ++kinds[kind];
    const CountChange change = asked.against == Against::elsewhere
                                   ? change_against(counts, all)
                                   : change_of_rate(counts, before.last - before.first + 1, after.last - after.first + 1);
    if (counts.before + counts.after < 10 || !change.p) {
      ASSERT_EQ(kind, "few");
      ASSERT_TRUE(is_null(value(analysis, r, "p")) && is_null(value(analysis, r, "ratio")) && is_null(value(analysis, r, "q_value")));
      ASSERT_FALSE(is_null(value(analysis, r, "reason")));
      continue;
    }
    ASSERT_EQ(real(analysis, r, "p"), *change.p);
    const double q = analysis_test::q_by_words(p, *change.p);
    ASSERT_NEAR(real(analysis, r, "q_value"), q, 1e-12);
    const bool is_up = !change.ratio || *change.ratio > 1;
    ASSERT_EQ(kind, q > 0.05 ? "none" : is_up ? "rise" : "fall");
  }
  for (const char* kind : {"rise", "fall", "none", "few"}) {
    EXPECT_EQ(number(analysis.collection.result->summary, {"kinds", kind}), kinds[kind]) << kind;
  }
}

TEST(ChangeAnalysis, AgreesWithCountingTwice) {
  std::mt19937_64 random(81);
  double changed = 0;
  for (int round = 0; round < 60; ++round) {
    const auto events = random_events(random, 20 + random() % 300);
    ChangeParameters asked;
    asked.hexagons.width_m = 3000 + static_cast<double>(random() % 3000);
    asked.against = round % 2 == 0 ? Against::before : Against::elsewhere;
    asked.with_neighbours = round % 3 == 0;
    asked.before = parse_datetime_parameter("2022-03-01/2023-06-30");
    const StudyArea study = round % 5 == 0 ? StudyArea{} : study_of(box_area(40, -12.3, 40.3, -12));
    const Analysis analysis = change_analysis(*view_of("incidents", rows_of(events)), study, over("2024-01-01/2024-12-31"), asked);
    ASSERT_NO_FATAL_FAILURE(check(analysis, events, asked, {day(2022, 3, 1), day(2023, 6, 30)}, {day(2024, 1, 1), day(2024, 12, 31)}));
    changed +=
        number(analysis.collection.result->summary, {"kinds", "rise"}) + number(analysis.collection.result->summary, {"kinds", "fall"});
  }
  EXPECT_GT(changed, 30);
}

TEST(ChangeAnalysis, RepeatsBitForBit) {
  std::mt19937_64 random(82);
  for (int round = 0; round < 10; ++round) {
    const auto view = view_of("incidents", rows_of(random_events(random, 150)));
    const Analysis once = change_analysis(*view, {}, {}, {});
    const Analysis again = change_analysis(*analysis_test::shuffled(view, random()), {}, {}, {});
    ASSERT_EQ(analysis_test::everything(once), analysis_test::everything(again));
  }
}

std::string said(const Analysis& analysis) {
  std::string all;
  for (const auto* texts : {&analysis.findings, &analysis.caveats}) {
    for (const Text& t : *texts) {
      all += t.en + "\n";
      EXPECT_NE(t.en, t.pt);
    }
  }
  return all;
}

TEST(ChangeAnalysis, SaysWhatMayBeNoChangeAtAll) {
  std::mt19937_64 random(83);
  const auto view = view_of("incidents", rows_of(random_events(random, 100)));
  const std::string half = said(change_analysis(*view, {}, {}, {}));
  for (const char* words : {"Reporting may have changed", "not the same as safer", "come one by one", "not the same days of the year",
                            "Nobody said which period", "are not tested"}) {
    EXPECT_NE(half.find(words), std::string::npos) << words;
  }
  ChangeParameters year;
  year.before = parse_datetime_parameter("2023-01-01/2023-12-31");
  const std::string years = said(change_analysis(*view, {}, over("2024-01-01/2024-12-31"), year));
  EXPECT_EQ(years.find("not the same days of the year"), std::string::npos) << "whole years have the same seasons";
  EXPECT_EQ(years.find("Nobody said which period"), std::string::npos);
  EXPECT_NE(years.find("2023-01-01/2023-12-31"), std::string::npos);
}

TEST(TwoPeriods, AreHalvesOrWhatWasAsked) {
  const Days found{100, 110};
  const TwoPeriods halves = two_periods({}, {}, found);
  EXPECT_EQ(halves.before.last, 104);
  EXPECT_EQ(halves.after.first, 105) << "six days of eleven";
  const auto refusal = [&](const std::string& before, const std::string& after) {
    try {
      const auto period = [](const std::string& text) {
        return text.empty() ? std::optional<TimeInterval>() : std::optional(parse_datetime_parameter(text));
      };
      two_periods(period(before), period(after), found);
      return std::string();
    } catch (const Error& error) {
      EXPECT_EQ(error.problem(), Problem::usage);
      return error.text().en;
    }
  };
  EXPECT_EQ(refusal("2020-01-01/2020-12-31", "2021-01-01/2021-12-31"), "");
  EXPECT_NE(refusal("2020-01-01/2021-01-01", "2021-01-01/2021-12-31").find("must end before"), std::string::npos);
  EXPECT_NE(refusal("2022-01-01/2022-01-31", "2021-01-01/2021-12-31").find("must end before"), std::string::npos);
  EXPECT_NE(refusal("2020-01-01/2020-12-31", "").find("Give 'datetime'"), std::string::npos);
  EXPECT_NE(refusal("2020-01-01T10:00:00Z/2020-01-01T12:00:00Z", "2021-01-01/2021-12-31").find("no whole day"), std::string::npos);
  EXPECT_NE(refusal("", "2021-01-01").find("single day"), std::string::npos);
  EXPECT_THROW(two_periods({}, {}, {}), Error);
}

TEST(TwoPeriods, WhatMayLieInBothIsLeftOut) {
  const TwoPeriods periods{{100, 109}, {120, 129}};
  const auto incident = [](DayNumber first, DayNumber last, TimePrecision precision = TimePrecision::day) {
    Incident made;
    made.time = first * day_ms;
    made.time_to = last * day_ms;
    made.time_precision = precision;
    return made;
  };
  HotspotInput input;
  input.used = {incident(100, 109), incident(120, 120), incident(105, 125), incident(109, 110),
                incident(90, 130),  incident(110, 119), incident(90, 99),   incident(105, 105, TimePrecision::unknown),
                Incident{}};
  keep_in_periods(input, periods);
  EXPECT_EQ(input.used.size(), 2U);
  const auto out = [&](LeftOut reason) { return input.excluded[static_cast<std::size_t>(reason)]; };
  EXPECT_EQ(out(LeftOut::coarse_time), 4U);
  EXPECT_EQ(out(LeftOut::outside_periods), 2U);
  EXPECT_EQ(out(LeftOut::no_time), 1U);
}

}  // namespace
}  // namespace geo
