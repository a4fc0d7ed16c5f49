// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/near_repeat_analysis.hpp"

#include "geo/analysis/method.hpp"
#include "geo/analysis/told.hpp"
#include "geo/base/error.hpp"
#include "tests/geo/analysis/hexagons.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace geo {
namespace {

using analysis_test::integer;
using analysis_test::number;
using analysis_test::random_places;
using analysis_test::real;
using analysis_test::row;
using analysis_test::text;
using analysis_test::value;
using analysis_test::view_of;

constexpr TimeMs day_ms = 86'400'000;
constexpr DayNumber begin = 19'000;

struct Event {
  LonLat place;
  DayNumber day;
};

/// Some twice at the same place, some of them soon after.
std::vector<Event> random_events(std::mt19937_64& random, std::size_t number_of) {
  std::vector<Event> events;
  for (const LonLat place : random_places(random, number_of)) {
    events.push_back({place, begin + static_cast<DayNumber>(random() % 120)});
    if (random() % 4 == 0) { events.push_back({place, events.back().day + static_cast<DayNumber>(random() % 6)}); }
  }
  return events;
}

std::vector<Row> rows_of(const std::vector<Event>& events) {
  std::vector<Row> rows;
  for (const Event& e : events) { rows.push_back(row("incidents", e.place, {{"occurred_from", e.day * day_ms + 3'600'000}})); }
  return rows;
}

/// How many pairs fall into each row of the result, one after the other.
std::vector<std::int64_t> counted(const Analysis& analysis, const std::vector<Event>& events) {
  Projection plane(analysis_test::centre_of(analysis));
  std::vector<Metric> at;
  for (const Event& e : events) { at.push_back(*plane.forward(e.place)); }
  std::vector<std::int64_t> pairs(analysis.rows.size());
  for (std::size_t i = 0; i < at.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double distance_m = std::hypot(at[i].x - at[j].x, at[i].y - at[j].y);
      const std::int64_t days = std::abs(events[i].day - events[j].day);
      for (std::size_t k = 0; k < pairs.size(); ++k) {
        const Row& r = analysis.rows[k];
        const double from_m = real(analysis, r, "distance_from_m");
        const double to_m = real(analysis, r, "distance_to_m");
        const bool is_first = k == 0 || from_m == 0;
        const bool is_alone = real(analysis, analysis.rows[0], "distance_to_m") == 0;  // the same place has a band of its own
        const bool near = distance_m <= to_m && (distance_m > from_m || (is_first && (to_m == 0 || !is_alone)));
        pairs[k] += near && days >= integer(analysis, r, "days_from") && days <= integer(analysis, r, "days_to") ? 1 : 0;
      }
    }
  }
  return pairs;
}

TEST(NearRepeatAnalysis, CountsEveryPairOnce) {
  std::mt19937_64 random(61);
  std::int64_t at_the_same_place = 0;
  for (int round = 0; round < 60; ++round) {
    const auto events = random_events(random, 10 + random() % 60);
    NearRepeatParameters asked{{}, 300.0 + static_cast<double>(random() % 3000)};
    asked.distance_bands = 1 + random() % 4;
    asked.time_bands = 1 + random() % 4;
    asked.span_days = 1 + static_cast<int>(random() % 20);
    asked.pool_same_place = round % 3 == 0;
    asked.chance = {99, 1};
    const Analysis analysis = near_repeat_analysis(*view_of("incidents", rows_of(events)), {}, asked);
    ASSERT_EQ(analysis.rows.size(), (asked.distance_bands + (asked.pool_same_place ? 0 : 1)) * asked.time_bands);
    const auto pairs = counted(analysis, events);
    std::vector<double> p;
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      const Row& r = analysis.rows[k];
      ASSERT_EQ(is_null(value(analysis, r, "observed")), pairs[k] < 10) << round << ' ' << k;
      if (pairs[k] >= 10) { ASSERT_EQ(integer(analysis, r, "observed"), pairs[k]) << round << ' ' << k; }
      if (!is_null(value(analysis, r, "p"))) { p.push_back(real(analysis, r, "p")); }
      if (real(analysis, r, "expected") == 0) {
        EXPECT_EQ(text(analysis, r, "reason"), "no_pairs");
        continue;
      }
      at_the_same_place += real(analysis, r, "distance_to_m") == 0 ? pairs[k] : 0;
      if (pairs[k] < 10) {
        ASSERT_TRUE(is_null(value(analysis, r, "ratio")));
        ASSERT_EQ(text(analysis, r, "reason"), "few_pairs");
        ASSERT_EQ(real(analysis, r, "p"), told_p(real(analysis, r, "p")));
        continue;
      }
      ASSERT_NEAR(real(analysis, r, "ratio"), static_cast<double>(pairs[k]) / real(analysis, r, "expected"), 1e-12);
    }
    for (const Row& r : analysis.rows) {
      if (is_null(value(analysis, r, "p"))) { continue; }
      const double q = real(analysis, r, "q_value");
      ASSERT_EQ(q, told_p(q));
      ASSERT_LE(q, told_p(analysis_test::q_by_words(p, real(analysis, r, "p")))) << "limits of p make limits of q";
    }
    ASSERT_EQ(number(analysis.collection.result->summary, {"tested"}), static_cast<double>(p.size()));
    const auto n = static_cast<double>(events.size());
    ASSERT_EQ(number(analysis.collection.result->summary, {"pairs"}), n * (n - 1) / 2);
  }
  EXPECT_GT(at_the_same_place, 50);
}

/// With one band each way: what R's Knox test counts and expects. The p beside a shuffle of our own.
TEST(NearRepeatAnalysis, OneBandEachWayIsTheTestOfKnox) {
  std::mt19937_64 random(62);
  const auto events = random_events(random, 80);
  NearRepeatParameters asked{{}, 1500.0, 1, 5, 1, true, {1999, 4}};
  const Analysis analysis = near_repeat_analysis(*view_of("incidents", rows_of(events)), {}, asked);
  ASSERT_EQ(analysis.rows.size(), 1U);
  const double observed = static_cast<double>(counted(analysis, events).front());
  std::vector<Event> shuffled = events;
  double extreme = 0;
  double sum = 0;
  for (int m = 0; m < 1999; ++m) {
    for (std::size_t i = shuffled.size() - 1; i > 0; --i) { std::swap(shuffled[i].day, shuffled[random() % (i + 1)].day); }
    const double again = static_cast<double>(counted(analysis, shuffled).front());
    sum += again;
    extreme += again >= observed ? 1 : 0;
  }
  EXPECT_NEAR(real(analysis, analysis.rows[0], "expected"), sum / 1999, 0.05 * sum / 1999);
  EXPECT_NEAR(real(analysis, analysis.rows[0], "p"), (extreme + 1) / 2000, 0.03);
}

/// Without pool_same_place pairs at the same place stand apart, and the first band is not that of Knox: nothing may say otherwise.
TEST(NearRepeatAnalysis, IsKnoxOnlyWithTheSamePlaceInTheBand) {
  std::mt19937_64 random(64);
  const auto view = view_of("incidents", rows_of(random_events(random, 80)));
  EXPECT_EQ(near_repeat_analysis(*view, {}, {{}, 1500.0, 1, 5, 1, false, {99, 4}}).rows.size(), 2U);
  EXPECT_EQ(near_repeat_analysis(*view, {}, {{}, 1500.0, 1, 5, 1, true, {99, 4}}).rows.size(), 1U);
  const Text& told = analysis_method("near-repeat")->description;
  EXPECT_NE(told.en.find("One band each way, with the same place in the first (pool_same_place), is the test of Knox"), std::string::npos);
  EXPECT_NE(told.pt.find("pool_same_place"), std::string::npos);
}

TEST(NearRepeatAnalysis, RepeatsBitForBitInAnyOrderByAnyNumberOfWorkers) {
  std::mt19937_64 random(63);
  for (int round = 0; round < 10; ++round) {
    const auto view = view_of("incidents", rows_of(random_events(random, 70)));
    NearRepeatParameters asked;
    asked.chance = {99, 5};
    const Analysis once = near_repeat_analysis(*view, {}, asked);
    for (const std::size_t number_of : {1U, 2U, 3U}) {
      const Analysis again = near_repeat_analysis(*analysis_test::shuffled(view, random()), {}, asked, {}, threads(number_of));
      ASSERT_EQ(analysis_test::everything(once), analysis_test::everything(again));
    }
  }
}

TEST(NearRepeatAnalysis, LeavesOutWhoseDayOrPlaceIsNotKnownAndShowsNoTableOfAFew) {
  std::vector<Row> rows;
  const auto at = [&](analysis_test::Cells cells) { rows.push_back(row("incidents", {40, -12}, cells)); };
  const TimeMs noon = begin * day_ms + day_ms / 2;
  for (int i = 0; i < 9; ++i) { at({{"occurred_from", noon + i * day_ms}}); }
  at({});
  at({{"occurred_from", noon}, {"time_precision", std::string("month")}});
  at({{"occurred_from", noon}, {"time_precision", std::string("reported")}});
  at({{"occurred_from", noon}, {"occurred_to", noon + day_ms}});
  at({{"occurred_from", noon}, {"uncertainty_m", 5000.0}});
  const Analysis few = near_repeat_analysis(*view_of("incidents", rows), {}, {{}, 1000.0});
  const std::string& summary = few.collection.result->summary;
  EXPECT_EQ(number(summary, {"used"}), 9);
  EXPECT_EQ(number(summary, {"excluded", "no_time"}), 1);
  EXPECT_EQ(number(summary, {"excluded", "coarse_time"}), 3);
  EXPECT_EQ(number(summary, {"excluded", "uncertain"}), 1);
  EXPECT_NE(summary.find(R"("pairs":null)"), std::string::npos) << "not 0, which would be a number: " << summary;
  for (const Row& r : few.rows) {
    for (const char* field : {"observed", "expected", "ratio", "p", "q_value"}) { EXPECT_TRUE(is_null(value(few, r, field))) << field; }
    EXPECT_EQ(text(few, r, "reason"), "few_incidents");
  }
  at({{"occurred_from", noon}});
  const Analysis ten = near_repeat_analysis(*view_of("incidents", rows), {}, {{}, 1000.0});
  EXPECT_EQ(integer(ten, ten.rows[0], "observed"), 43) << "ten at one place within nine days";
  EXPECT_TRUE(is_null(value(ten, ten.rows[1], "observed"))) << "and two pairs eight days apart";
  for (const Text& t : ten.caveats) { EXPECT_NE(t.en, t.pt); }
  EXPECT_EQ(ten.collection.geometry, GeometryType::none);
}

TEST(NearRepeatAnalysis, RefusesBandsThatAreNone) {
  const auto view = view_of("incidents", {});
  EXPECT_TRUE(near_repeat_analysis(*view, {}, {}).rows.size() == 24) << "no incidents: a table without figures";
  for (const double width : {0.0, -1.0, std::nan("")}) { EXPECT_THROW(near_repeat_analysis(*view, {}, {{}, width}), Error); }
  NearRepeatParameters none;
  none.time_bands = 0;
  EXPECT_THROW(near_repeat_analysis(*view, {}, none), Error);
  NearRepeatParameters no_chance;
  no_chance.chance.permutations = 0;
  EXPECT_THROW(near_repeat_analysis(*view, {}, no_chance), Error);
}

}  // namespace
}  // namespace geo
