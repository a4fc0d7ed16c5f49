// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/forecast_analysis.hpp"

#include "geo/analysis/hex_study.hpp"
#include "geo/analysis/told.hpp"
#include "geo/base/error.hpp"
#include "geo/hotspots/gi_star.hpp"
#include "tests/geo/analysis/hexagons.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

namespace geo {
namespace {

using analysis_test::integer;
using analysis_test::number;
using analysis_test::real;
using analysis_test::text;
using analysis_test::value;
using analysis_test::view_of;

constexpr double width = 4000;
constexpr TimeMs day_ms = 86'400'000;

DayNumber first_of(int month) { return *day_number({2023 + month / 12, month % 12 + 1, 1}); }
TimeInterval months(int from, int to) { return {TimeMs{first_of(from)} * day_ms, TimeMs{first_of(to)} * day_ms - 1}; }
Filter filter_of(int from, int to) {
  Filter filter;
  filter.datetime = months(from, to);
  return filter;
}

/// Two towns, one of them only in the later months; some months with next to nothing.
std::vector<Row> rows_of(std::mt19937_64& random, std::size_t count, int number_of_months) {
  std::vector<Row> rows;
  for (const LonLat p : analysis_test::random_places(random, count)) {
    int month = static_cast<int>(random() % static_cast<unsigned>(number_of_months));
    if (month % 5 == 3 && random() % 4 != 0) { month = (month + 1) % number_of_months; }
    rows.push_back(analysis_test::row("incidents", p,
                                      {{"occurred_from", TimeMs{first_of(month)} * day_ms + static_cast<TimeMs>(random() % 28) * day_ms}}));
  }
  return rows;
}

/// The share of what came in the places most expected, up to a share of all; the last ones by a part, equal ones in equal parts.
double hit_rate_by_words(const std::vector<double>& expected, const std::vector<double>& came, double share) {
  const std::set<double, std::greater<>> values(expected.begin(), expected.end());
  double left = share * static_cast<double>(expected.size());
  double hits = 0;
  double all = 0;
  for (const double c : came) { all += c; }
  for (const double v : values) {
    double places = 0;
    double of_value = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (expected[i] == v) { places += 1, of_value += came[i]; }
    }
    const double part = std::min(1.0, left / places);
    hits += part * of_value;
    left -= part * places;
    if (left <= 0) { break; }
  }
  return hits / all;
}

/// One month of the maps as others see it: by Gi* of the same hexagons and of nothing later.
struct Month {
  std::vector<double> came;
  std::map<std::string, std::vector<double>> expected;
};

Month month_by_words(const View& view, const StudyArea& study, int month) {
  Month told;
  const auto counts = [&](int from, int to) { return hex_study(view, study, filter_of(from, to), {{}, width}, {}); };
  const HexStudy past = counts(0, month);
  told.came = counts(month, month + 1).values;
  told.expected["last-step"] = counts(month - 1, month).values;
  told.expected["long-run-mean"] = past.values;
  for (const GiStar& place : gi_star(past.values, past.neighbours).places) { told.expected["gi-star"].push_back(place.z.value_or(0)); }
  for (double& z : told.expected["gi-star"]) { z = std::round(z * 1e9) / 1e9; }
  return told;
}

TEST(ForecastAnalysis, ScoresAreThoseOfMapsMadeBeforeEachStep) {
  std::mt19937_64 random(91);
  const StudyArea study = analysis_test::study_of(analysis_test::box_area(40, -12.3, 40.3, -12));
  std::size_t compared = 0;
  std::size_t withheld = 0;
  for (int round = 0; round < 25; ++round) {
    const int steps = 4 + static_cast<int>(random() % 5);
    const std::size_t held_back = 1 + random() % static_cast<unsigned>(steps - 1);
    const double percent = 1 + static_cast<double>(random() % 20);
    const auto view = view_of("incidents", rows_of(random, 60 + random() % 200, steps));
    const ForecastParameters asked{{{}, width}, StepLength::month, percent, held_back};
    const Analysis analysis = forecast_analysis(*view, study, filter_of(0, steps), asked);
    ASSERT_EQ(analysis.rows.size(), 4 * held_back);
    std::map<int, Month> told;
    for (const Row& r : analysis.rows) {
      ASSERT_TRUE(r.geometry.is_none());
      int month = 0;
      while (first_of(month) < integer(analysis, r, "step_first")) { ++month; }
      ASSERT_EQ(integer(analysis, r, "step_last"), first_of(month + 1) - 1);
      if (!told.contains(month)) { told[month] = month_by_words(*view, study, month); }
      const Month& words = told[month];
      double came = 0;
      for (const double c : words.came) { came += c; }
      const bool is_told = !is_null(value(analysis, r, "incidents"));
      if (came < 10) { ASSERT_FALSE(is_told); }
      if (is_told) { ASSERT_EQ(static_cast<double>(integer(analysis, r, "incidents")), came); }
      if (!is_told) {
        ASSERT_EQ(text(analysis, r, "reason"), "few_incidents");
        for (const char* score : {"hit_rate", "pai", "pei_star", "ser_per_km2", "rri", "curve_area", "log_score"}) {
          ASSERT_TRUE(is_null(value(analysis, r, score)));
        }
        ++withheld;
        continue;
      }
      const std::string method = text(analysis, r, "method");
      ASSERT_EQ(is_null(value(analysis, r, "log_score")), method == "gi-star") << "z is no number of incidents";
      if (method == "kde") { continue; }
      const double hit_rate = hit_rate_by_words(words.expected.at(method), words.came, percent / 100);
      ASSERT_NEAR(real(analysis, r, "hit_rate"), hit_rate, 0.05001 * hit_rate) << round << ' ' << method;
      ASSERT_EQ(real(analysis, r, "hit_rate"), in_digits(real(analysis, r, "hit_rate"), 2));
      ASSERT_NEAR(real(analysis, r, "pai"), hit_rate / (percent / 100), 0.05001 * hit_rate / (percent / 100));
      ++compared;
    }
    ASSERT_EQ(analysis_test::everything(forecast_analysis(*analysis_test::shuffled(view, random()), study, filter_of(0, steps), asked)),
              analysis_test::everything(analysis));
  }
  EXPECT_GT(compared, 100U);
  EXPECT_GT(withheld, 10U);
}

/// One town where all happens every month; the last step's map is as good as any. Then a place that moves: only the last step knows.
TEST(ForecastAnalysis, SaysBetterWorseOrNeither) {
  const StudyArea study = analysis_test::study_of(analysis_test::box_area(40, -12.3, 40.3, -12));
  const auto told = [&](const std::function<LonLat(int month, int i)>& where) {
    std::vector<Row> rows;
    for (int month = 0; month < 24; ++month) {
      for (int i = 0; i < 20; ++i) {
        rows.push_back(analysis_test::row("incidents", where(month, i), {{"occurred_from", TimeMs{first_of(month) + 3} * day_ms}}));
      }
    }
    const Analysis analysis = forecast_analysis(*view_of("incidents", rows), study, filter_of(0, 24), {{{}, width}, StepLength::month, 2});
    EXPECT_EQ(number(analysis.collection.result->summary, {"steps", "held_back"}), 12);
    EXPECT_EQ(number(analysis.collection.result->summary, {"incidents_held_back"}), 240);
    EXPECT_EQ(analysis.findings.size(), 5U);
    return analysis.collection.result->summary;
  };
  const auto count = [](const std::string& summary, const std::string& verdict) {
    std::size_t number_of = 0;
    for (std::size_t at = 0; (at = summary.find("\"verdict\":\"" + verdict + "\"", at)) != std::string::npos; ++at) { ++number_of; }
    return number_of;
  };
  const std::string same = told([](int, int i) { return LonLat{40.1 + i * 0.0001, -12.1}; });
  EXPECT_EQ(count(same, "not_better"), 2U);
  EXPECT_EQ(count(same, "worse"), 1U) << "Gi* thinks as much of the six around the one hexagon as of itself";
  EXPECT_NE(same.find("\"against_last_step\":{\"more\":0,\"fewer\":0,\"equal\":12,\"p\":1,"), std::string::npos) << same;
  const std::string moves = told([](int month, int) { return LonLat{40.02 + 0.05 * (month / 5), -12.25 + 0.04 * (month / 5)}; });
  EXPECT_EQ(count(moves, "worse"), 3U) << moves;
  // Every month a few at ten places at random: the mean knows more than one month does.
  std::mt19937 random(92);
  const std::string steady = told([&](int, int) {
    const double place = static_cast<double>(random() % 10);
    return random() % 3 == 0
               ? LonLat{40.01 + static_cast<double>(random() % 280) / 1000, -12.29 + static_cast<double>(random() % 280) / 1000}
           : place < 6 ? LonLat{40.1, -12.1}
                       : LonLat{40.2, -12.2};
  });
  EXPECT_EQ(count(steady, "worse"), 1U) << "Gi* again: " << steady;
  EXPECT_EQ(count(steady, "not_better"), 2U) << steady;
  // Where a month is thin, memory helps: ten places, no month holds them all.
  const std::string thin = told([&](int month, int) {
    return LonLat{40.02 + 0.027 * static_cast<double>(random() % 10), month % 2 == 0 ? -12.1 : -12.2};
  });
  EXPECT_GE(count(thin, "better"), 1U) << thin;
}

TEST(ForecastAnalysis, RefusesWhatCannotBeChecked) {
  std::mt19937_64 random(93);
  const auto view = view_of("incidents", rows_of(random, 50, 6));
  const auto refused = [&](const View& of, const Filter& filter, const ForecastParameters& asked) {
    try {
      forecast_analysis(of, {}, filter, asked);
      return std::string();
    } catch (const Error& error) {
      EXPECT_EQ(error.problem(), Problem::usage);
      EXPECT_NE(error.text().en, error.text().pt);
      return error.text().en;
    }
  };
  EXPECT_NE(refused(*view, filter_of(0, 1), {}).find("Whole steps (months) in the period: 1."), std::string::npos);
  EXPECT_NE(refused(*view, filter_of(0, 6), {{}, StepLength::month, 2, 6}).find("Of 6 steps at most 5"), std::string::npos);
  EXPECT_NE(refused(*view, filter_of(0, 6), {{}, StepLength::month, 2, 0}), "");
  for (const double percent : {0.0, -1.0, 101.0, std::nan("")}) {
    EXPECT_NE(refused(*view, filter_of(0, 6), {{}, StepLength::month, percent}), "");
  }
  EXPECT_NE(refused(*view, filter_of(0, 6), {{}, StepLength::month, 2, {}, std::nan("")}), "");
  EXPECT_NE(refused(*view_of("incidents", {}), {}, {}), "") << "nobody says which period";
  // A period is known, but nothing came.
  const Analysis none = forecast_analysis(*view_of("incidents", {}), {}, filter_of(0, 6), {});
  EXPECT_TRUE(none.rows.empty());
  EXPECT_NE(none.collection.result->summary.find("\"methods\":[]"), std::string::npos);
  const Analysis empty = forecast_analysis(*view_of("incidents", {}),
                                           analysis_test::study_of(analysis_test::box_area(40, -12.3, 40.3, -12)), filter_of(0, 6), {});
  EXPECT_EQ(empty.rows.size(), 12U);
  EXPECT_EQ(empty.collection.result->summary.find("nan"), std::string::npos);
}

}  // namespace
}  // namespace geo
