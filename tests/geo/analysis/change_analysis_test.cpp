// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/change_analysis.hpp"

#include "geo/analysis/told.hpp"
#include "geo/analysis/two_periods.hpp"
#include "geo/geometry/area.hpp"
#include "geo/hotspots/change.hpp"
#include "tests/geo/analysis/hexagons.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

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

/// Who takes off the numbers of all what is told is left with two places, or with none.
void check_periods(const Analysis& analysis, const std::vector<TwoCounts>& own) {
  std::size_t withheld = 0, told = 0;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i].before + own[i].after == 0) { continue; }
    ++(is_null(value(analysis, analysis.rows[i], "before")) ? withheld : told);
  }
  EXPECT_TRUE(withheld != 1 || told == 0);
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
  std::vector<std::uint64_t> sums;
  for (const TwoCounts& c : own) { sums.push_back(c.before + c.after); }
  const std::vector<bool> is_told = told_places(sums);
  if (all.before >= 10 && all.after >= 10) {
    EXPECT_EQ(number(analysis.collection.result->summary, {"all", "before"}), static_cast<double>(all.before));
  } else {
    EXPECT_TRUE(std::isnan(number(analysis.collection.result->summary, {"all", "before"}))) << "of few nothing but the sum";
    EXPECT_TRUE(std::isnan(number(analysis.collection.result->summary, {"all", "ratio"})));
  }
  EXPECT_EQ(number(analysis.collection.result->summary, {"used"}), static_cast<double>(all.before + all.after));
  const auto tested = [&](const TwoCounts& counts, const TwoCounts& everywhere) {
    return asked.against == Against::elsewhere ? change_against(counts, everywhere)
                                               : change_of_rate(counts, before.last - before.first + 1, after.last - after.first + 1);
  };
  std::vector<TwoCounts> around;
  std::vector<CountChange> changes;
  std::vector<double> p;
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    TwoCounts counts;
    for (std::size_t j = 0; j < hexagons.size(); ++j) {
      const bool is_in = j == i || (asked.with_neighbours && analysis_test::are_near(hexagons[i], hexagons[j], *asked.hexagons.width_m));
      counts.before += is_in ? own[j].before : 0;
      counts.after += is_in ? own[j].after : 0;
    }
    around.push_back(counts);
    changes.push_back(counts.before + counts.after < 10 ? CountChange{} : tested(counts, all));
    if (changes.back().p) { p.push_back(*changes.back().p); }
  }
  const auto are_kinds_told = [&](std::size_t i) { return changes[i].p && (asked.with_neighbours || is_told[i]); };
  std::size_t tests = 0;
  for (std::size_t i = 0; i < hexagons.size(); ++i) { tests += are_kinds_told(i) ? 1 : 0; }
  EXPECT_EQ(number(analysis.collection.result->summary, {"tested"}), static_cast<double>(tests)) << "less those given up";
  if (!asked.with_neighbours) { check_periods(analysis, own); }
  std::map<std::string, double> kinds;
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    const TwoCounts counts = around[i];
    const CountChange& change = changes[i];
    const Row& r = analysis.rows[i];
    const std::string kind = text(analysis, r, "kind");
    ++kinds[kind];
    const double q = change.p ? analysis_test::q_by_words(p, *change.p) : 1;
    const bool is_up = !change.ratio || *change.ratio > 1;
    ASSERT_EQ(kind, !are_kinds_told(i) ? "few" : q > 0.05 ? "none" : is_up ? "rise" : "fall");
    if (asked.with_neighbours ? counts.before + counts.after < 10 : !is_told[i]) {
      std::set<std::string> but{"kind", "reason"};
      if (is_told[i]) { but.insert("incidents"); }
      analysis_test::expect_nothing_told(analysis, r, but);
      ASSERT_EQ(text(analysis, r, "reason"), "few_incidents");
      continue;
    }
    ASSERT_EQ(is_null(value(analysis, r, "incidents")), !is_told[i]) << "of the place alone";
    if (asked.with_neighbours) {
      const TwoCounts rounded{told_sum(counts.before), told_sum(counts.after)};
      ASSERT_EQ(integer(analysis, r, "before"), static_cast<std::int64_t>(rounded.before));
      ASSERT_EQ(integer(analysis, r, "after"), static_cast<std::int64_t>(rounded.after));
      if (!change.p) { continue; }
      const CountChange of_rounded = tested(rounded, {std::max(all.before, rounded.before), std::max(all.after, rounded.after)});
      ASSERT_EQ(is_null(value(analysis, r, "ratio")), !of_rounded.ratio);
      if (of_rounded.ratio) { ASSERT_EQ(real(analysis, r, "ratio"), *of_rounded.ratio); }
      ASSERT_EQ(real(analysis, r, "p"), told_p(*change.p));
      ASSERT_EQ(real(analysis, r, "q_value"), told_p(q));
      continue;
    }
    const bool are_both = !is_null(value(analysis, r, "before"));
    ASSERT_EQ(is_null(value(analysis, r, "after")), !are_both);
    if (are_both) {
      ASSERT_GE(std::min(counts.before, counts.after), 10U);
      ASSERT_EQ(integer(analysis, r, "before"), static_cast<std::int64_t>(counts.before));
      ASSERT_EQ(integer(analysis, r, "after"), static_cast<std::int64_t>(counts.after));
    }
    if (!change.p) {
      ASSERT_TRUE(is_null(value(analysis, r, "p")) && is_null(value(analysis, r, "ratio")) && is_null(value(analysis, r, "q_value")));
      ASSERT_EQ(text(analysis, r, "reason"), "nothing_elsewhere");
      continue;
    }
    ASSERT_EQ(real(analysis, r, "p"), are_both ? *change.p : told_p(*change.p));
    ASSERT_EQ(real(analysis, r, "q_value"), told_p(q)) << "made of the p of all";
    if (are_both) { continue; }
    for (const char* figure : {"ratio", "ratio_low", "ratio_high"}) { ASSERT_TRUE(is_null(value(analysis, r, figure))); }
    ASSERT_EQ(text(analysis, r, "reason"), "few_in_a_period");
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

/// A hexagon's sum with its neighbours must not be read as its own.
TEST(ChangeAnalysis, SaysThatNumbersAreThoseOfThePlaceAndItsNeighbours) {
  std::vector<Event> events;
  for (int i = 0; i < 12; ++i) { events.push_back({{40.1, -12.1}, day(2022, 3, 1) + i}); }
  for (int i = 0; i < 58; ++i) { events.push_back({{40.1, -12.1}, day(2024, 3, 1) + i}); }
  events.push_back({{40.14, -12.1}, day(2024, 3, 1)});
  ChangeParameters asked;
  asked.hexagons.width_m = 3000;
  asked.before = parse_datetime_parameter("2022-01-01/2022-12-31");
  asked.with_neighbours = true;
  const auto view = view_of("incidents", rows_of(events));
  const StudyArea study = study_of(box_area(40, -12.3, 40.3, -12));
  const Analysis with = change_analysis(*view, study, over("2024-01-01/2024-12-31"), asked);
  const std::string sentences = said(with);
  for (const char* words :
       {"and in the hexagons around it, to the nearest five: 10 before, 60 after", "stands for itself and those around it",
        "tested, each with its neighbours", "even with its neighbours is not tested"}) {
    EXPECT_NE(sentences.find(words), std::string::npos) << words << sentences;
  }
  for (const char* name : {"before", "after", "ratio", "p", "q_value"}) {
    EXPECT_NE(with.collection.field(name)->title.en.find("of the place and its neighbours"), std::string::npos) << name;
    EXPECT_NE(with.collection.field(name)->title.pt.find("do lugar e dos seus vizinhos"), std::string::npos) << name;
  }
  EXPECT_NE(with.collection.field("incidents")->title.en.find("of the place alone"), std::string::npos);
  EXPECT_NE(with.collection.title.en.find("with their neighbours"), std::string::npos);
  asked.with_neighbours = false;
  const Analysis alone = change_analysis(*view, study, over("2024-01-01/2024-12-31"), asked);
  EXPECT_EQ(said(alone).find("around it"), std::string::npos);
  EXPECT_EQ(alone.collection.field("before")->title.en, "Incidents before");
  // 71 in all, 70 of them in one hexagon: that one must not be told either, nor 70 be heard elsewhere.
  for (const Row& r : alone.rows) { EXPECT_TRUE(is_null(value(alone, r, "before"))); }
  EXPECT_EQ(said(alone).find("12 before, 58 after at"), std::string::npos);
  EXPECT_EQ(said(alone).find("More at"), std::string::npos);
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
