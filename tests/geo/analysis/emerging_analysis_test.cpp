// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/emerging_analysis.hpp"

#include "geo/analysis/told.hpp"
#include "geo/base/error.hpp"
#include "geo/geometry/area.hpp"
#include "geo/hotspots/emerging.hpp"
#include "tests/geo/analysis/hexagons.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace geo {
namespace {

using analysis_test::box_area;
using analysis_test::integer;
using analysis_test::number;
using analysis_test::random_places;
using analysis_test::real;
using analysis_test::row;
using analysis_test::Seen;
using analysis_test::seen_in;
using analysis_test::study_of;
using analysis_test::text;
using analysis_test::value;
using analysis_test::view_of;

constexpr TimeMs day_ms = 86'400'000;

struct Event {
  LonLat place;
  CivilDate date;
};

/// Around one town more and more, elsewhere whenever.
std::vector<Event> random_events(std::mt19937_64& random, std::size_t number_of, int months) {
  std::vector<Event> events;
  for (const LonLat place : random_places(random, number_of)) {
    const bool is_town = place.lon < 40.15;
    const int month = is_town && random() % 3 != 0 ? months - 1 - static_cast<int>(random() % 3) % months
                                                   : static_cast<int>(random() % static_cast<unsigned>(months));
    events.push_back({place, {2023 + month / 12, 1 + month % 12, 1 + static_cast<int>(random() % 28)}});
  }
  return events;
}

std::vector<Row> rows_of(const std::vector<Event>& events) {
  std::vector<Row> rows;
  for (const Event& e : events) {
    rows.push_back(row("incidents", e.place, {{"occurred_from", *day_number(e.date) * day_ms + 3'600'000}}));
  }
  return rows;
}

Filter months_of(int months) {
  Filter filter;
  const DayNumber end = *day_number({2023 + months / 12, 1 + months % 12, 1});
  filter.datetime = TimeInterval{*day_number({2023, 1, 1}) * day_ms, end * day_ms - 1};
  return filter;
}

double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

/// Mann and Kendall, word by word.
double trend_z(const std::vector<double>& series) {
  double s = 0;
  std::map<double, double> ties;
  const auto n = static_cast<double>(series.size());
  for (std::size_t i = 0; i < series.size(); ++i) {
    ++ties[series[i]];
    for (std::size_t j = 0; j < i; ++j) { s += sign(series[i] - series[j]); }
  }
  double variance = n * (n - 1) * (2 * n + 5);
  for (const auto& [x, t] : ties) { variance -= t * (t - 1) * (2 * t + 5); }
  variance /= 18;
  return variance > 0 ? (s - sign(s)) / std::sqrt(variance) : 0;
}

struct Told {
  std::vector<double> counts;
  std::vector<double> z;  ///< by step, then hexagon
  bool is_constant = true;
};

Told told_of(const Analysis& analysis, const std::vector<Seen>& hexagons, const std::vector<Event>& events, int months, int lag,
             double neighbours_m) {
  const std::size_t places = hexagons.size();
  std::vector<double> counts(places * static_cast<std::size_t>(months));
  for (std::size_t i = 0; i < places; ++i) {
    PreparedArea hexagon(analysis.rows[i].geometry);
    for (const Event& e : events) {
      if (hexagon.covers(e.place)) { ++counts[static_cast<std::size_t>((e.date.year - 2023) * 12 + e.date.month - 1) * places + i]; }
    }
  }
  const auto n = static_cast<double>(counts.size());
  double mean = 0;
  for (const double c : counts) { mean += c / n; }
  double variance = 0;
  for (const double c : counts) { variance += (c - mean) * (c - mean) / n; }
  Told told{counts, std::vector<double>(counts.size()), variance < 1e-15};
  for (int t = 0; t < months; ++t) {
    for (std::size_t i = 0; i < places; ++i) {
      double sum = 0;
      double k = 0;
      for (int u = std::max(0, t - lag); u <= t; ++u) {
        for (std::size_t j = 0; j < places; ++j) {
          if (!analysis_test::are_near(hexagons[i], hexagons[j], neighbours_m)) { continue; }
          sum += counts[static_cast<std::size_t>(u) * places + j];
          k += 1;
        }
      }
      told.z[static_cast<std::size_t>(t) * places + i] = (sum - mean * k) / std::sqrt(variance * (n * k - k * k) / (n - 1));
    }
  }
  return told;
}

/// Returns how many hexagons have a hot pattern, and how many have none because they are few.
std::pair<int, int> check(const Analysis& analysis, const std::vector<Event>& events, int months, int lag, double neighbours_m,
                          int& shown) {
  std::vector<LonLat> all_places;
  for (const Event& e : events) { all_places.push_back(e.place); }
  const auto hexagons = seen_in(analysis, all_places);
  const std::vector<bool> is_told = told_places(analysis_test::counts_of(hexagons));
  const Told told = told_of(analysis, hexagons, events, months, lag, neighbours_m);
  const std::size_t places = hexagons.size();
  std::vector<double> p;
  for (const double z : told.z) { p.push_back(std::erfc(std::fabs(z) / std::sqrt(2.0))); }
  std::vector<bool> is_hot(places);
  std::vector<std::int64_t> in_hot_steps(places);
  std::vector<std::string> kinds(places);
  for (std::size_t i = 0; i < places; ++i) {
    const Row& r = analysis.rows[i];
    std::vector<double> series;
    std::vector<std::int8_t> heat;
    for (int t = 0; t < months; ++t) {
      const std::size_t at = static_cast<std::size_t>(t) * places + i;
      series.push_back(std::round(told.z[at] * 1e9) / 1e9);  // equal but for rounding is equal
      const double q = analysis_test::q_by_words(p, p[at]);
      heat.push_back(static_cast<std::int8_t>(q > 0.05 ? 0 : sign(told.z[at])));
    }
    for (int u = 0; u < months; ++u) {
      const auto end = heat.begin() + std::min(u + lag + 1, months);
      if (std::find(heat.begin() + u, end, 1) != end) {
        in_hot_steps[i] += static_cast<std::int64_t>(told.counts[static_cast<std::size_t>(u) * places + i]);
      }
    }
    const double trend = trend_z(series);
    if (!is_told[i]) {
      analysis_test::expect_nothing_told(analysis, r, {"neighbours", "kind", "reason"});
      EXPECT_EQ(text(analysis, r, "reason"), "few_incidents");
    } else {
      EXPECT_EQ(integer(analysis, r, "incidents"), hexagons[i].incidents);
      EXPECT_EQ(integer(analysis, r, "hot_steps"), std::count(heat.begin(), heat.end(), 1));
      EXPECT_EQ(integer(analysis, r, "cold_steps"), std::count(heat.begin(), heat.end(), -1));
      EXPECT_NEAR(real(analysis, r, "trend_z"), trend, 0.05 + 1e-9);
      EXPECT_EQ(real(analysis, r, "trend_p"), told_p(std::erfc(std::fabs(trend) / std::sqrt(2.0))));
      const std::int64_t rest = hexagons[i].incidents - in_hot_steps[i];
      if (in_hot_steps[i] >= 10 && (rest == 0 || rest >= 10)) {
        EXPECT_EQ(integer(analysis, r, "hot_incidents"), in_hot_steps[i]);
      } else {
        EXPECT_TRUE(is_null(value(analysis, r, "hot_incidents"))) << "few, or few are left";
      }
      double last = 0;
      for (std::size_t j = 0; j < places; ++j) {
        if (!analysis_test::are_near(hexagons[i], hexagons[j], neighbours_m)) { continue; }
        for (int u = std::max(0, months - 1 - lag); u < months; ++u) { last += told.counts[static_cast<std::size_t>(u) * places + j]; }
      }
      EXPECT_EQ(is_null(value(analysis, r, "last_z")), last < 10);
      if (last >= 10) {
        ++shown;
        EXPECT_EQ(real(analysis, r, "last_z"), told_z(series.back()));
        EXPECT_EQ(real(analysis, r, "last_q"), told_p(analysis_test::q_by_words(p, p[static_cast<std::size_t>(months - 1) * places + i])));
      }
    }
    const bool is_clear = std::erfc(std::fabs(trend) / std::sqrt(2.0)) <= 0.05;
    kinds[i] = std::string(code(pattern_of(heat, trend, is_clear)));
    is_hot[i] = kinds[i].ends_with("_hot");
  }
  const auto incidents = analysis_test::sums_of_groups(hexagons, in_hot_steps, is_hot, neighbours_m);
  int hot = 0;
  int few = 0;
  for (std::size_t i = 0; i < places; ++i) {
    const bool small = is_hot[i] && incidents[i] < 10;
    EXPECT_EQ(text(analysis, analysis.rows[i], "kind"), small ? "none" : kinds[i]) << i;
    EXPECT_EQ(!is_null(value(analysis, analysis.rows[i], "reason")), small || !is_told[i]);
    hot += is_hot[i] && !small ? 1 : 0;
    few += small ? 1 : 0;
  }
  return {hot, few};
}

TEST(EmergingAnalysis, AgreesWithTheDefinition) {
  std::mt19937_64 random(51);
  int hot = 0;
  int few = 0;
  int shown = 0;
  for (int round = 0; round < 30; ++round) {
    const int months = 2 + static_cast<int>(random() % 14);
    const int lag = static_cast<int>(random() % 3);
    const auto events = random_events(random, 3 + random() % 100, months);
    const double width = 4500 + static_cast<double>(random() % 3000);
    const auto view = view_of("incidents", rows_of(events));
    const StudyArea study = round % 3 == 0 ? StudyArea{} : study_of(box_area(40, -12.3, 40.3, -12));
    const Analysis analysis =
        emerging_analysis(*view, study, months_of(months), {{{}, width, {}}, StepLength::month, static_cast<std::size_t>(lag)});
    ASSERT_EQ(number(analysis.collection.result->summary, {"steps", "number"}), months);
    const auto [more_hot, more_few] = check(analysis, events, months, lag, width, shown);
    ASSERT_FALSE(testing::Test::HasFailure()) << round;
    hot += more_hot;
    few += more_few;
  }
  EXPECT_GT(hot, 50);
  EXPECT_GT(few, 5);
  EXPECT_GT(shown, 15);
}

TEST(EmergingAnalysis, RepeatsBitForBit) {
  std::mt19937_64 random(52);
  for (int round = 0; round < 10; ++round) {
    const auto view = view_of("incidents", rows_of(random_events(random, 120, 12)));
    const StudyArea study = round % 2 == 0 ? StudyArea{} : study_of(box_area(40, -12.3, 40.3, -12));
    const Analysis once = emerging_analysis(*view, study, {}, {});
    const Analysis again = emerging_analysis(*analysis_test::shuffled(view, random()), study, {}, {});
    ASSERT_EQ(analysis_test::everything(once), analysis_test::everything(again));
  }
}

TEST(EmergingAnalysis, StepsThatThePeriodDoesNotHoldAreDroppedAndSaidSo) {
  std::vector<Event> events{{{40, -12}, {2023, 1, 15}}, {{40, -12}, {2023, 3, 20}}};
  for (int i = 0; i < 12; ++i) { events.push_back({{40.01, -12.01}, {2023, 2, 1 + i}}); }
  for (int i = 0; i < 3; ++i) { events.push_back({{40.01, -12.01}, {2023, 3, 1 + i}}); }
  std::vector<Row> rows = rows_of(events);
  const auto view = view_of("incidents", rows);
  EXPECT_THROW(emerging_analysis(*view, {}, {}, {}), Error) << "15 January to 20 March: one whole month";
  Filter to_april;
  to_april.datetime = parse_datetime_parameter("2023-01-10/2023-04-05");
  const Analysis analysis = emerging_analysis(*view, {}, to_april, {});
  const std::string& summary = analysis.collection.result->summary;
  EXPECT_EQ(number(summary, {"steps", "number"}), 2);
  EXPECT_EQ(number(summary, {"steps", "days_left_out_before"}), 22);
  EXPECT_EQ(number(summary, {"steps", "days_left_out_after"}), 5);
  EXPECT_EQ(number(summary, {"excluded", "outside_steps"}), 1);
  EXPECT_EQ(number(summary, {"used"}), 16);
  std::string said;
  for (const Text& t : analysis.caveats) {
    said += t.en;
    EXPECT_NE(t.en, t.pt);
  }
  for (const char* words : {"27 days at the ends", "Only 2 steps", "how reporting changed", "not the same as safe"}) {
    EXPECT_NE(said.find(words), std::string::npos) << words << ": " << said;
  }
}

TEST(EmergingAnalysis, RefusesAPeriodWithoutStepsAndTellsNothingOfEvenGround) {
  try {
    emerging_analysis(*view_of("incidents", {}), {}, {}, {});
    ADD_FAILURE() << "no dates at all";
  } catch (const Error& error) {
    EXPECT_EQ(error.problem(), Problem::usage);
    EXPECT_NE(error.text().en, error.text().pt);
  }
  const Analysis even = emerging_analysis(*view_of("incidents", {}), study_of(box_area(40, -12.3, 40.3, -12)), months_of(12), {});
  ASSERT_FALSE(even.rows.empty());
  for (const Row& r : even.rows) {
    EXPECT_EQ(text(even, r, "reason"), "zero_variance");
    EXPECT_TRUE(is_null(value(even, r, "kind")) && is_null(value(even, r, "last_z")));
  }
  EXPECT_EQ(number(even.collection.result->summary, {"tested"}), 0);
}

/// Told to stop after the rows were read, it neither goes through all steps nor answers.
TEST(EmergingAnalysis, StopsWhenTold) {
  std::mt19937_64 random(53);
  const auto view = view_of("incidents", rows_of(random_events(random, 60, 12)));
  int asked = 0;
  const Progress all({}, [&] { return ++asked < 0; });
  emerging_analysis(*view, study_of(box_area(40, -12.3, 40.3, -12)), months_of(12), {{{}, 1500.0, {}}}, all);
  const int times = asked;
  EXPECT_GT(times, 15) << "once in so many hexagons, twice";
  for (int stop_at = 1; stop_at < times; stop_at += 3) {
    asked = 0;
    const Progress stopped({}, [&] { return ++asked >= stop_at; });
    EXPECT_THROW(emerging_analysis(*view, study_of(box_area(40, -12.3, 40.3, -12)), months_of(12), {{{}, 1500.0, {}}}, stopped), Error);
    EXPECT_LE(asked, stop_at + 3) << "it gives up at once";
  }
}

}  // namespace
}  // namespace geo
