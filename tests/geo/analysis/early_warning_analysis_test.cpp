// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/early_warning_analysis.hpp"

#include "geo/analysis/told.hpp"
#include "geo/hotspots/early_warning.hpp"
#include "tests/geo/analysis/areas.hpp"

#include <gtest/gtest.h>

#include <map>

namespace geo {
namespace {

using analysis_test::Board;
using analysis_test::integer;
using analysis_test::is_null;
using analysis_test::number;
using analysis_test::real;
using analysis_test::refusal_of;
using analysis_test::row;
using analysis_test::said_in;
using analysis_test::text;
using analysis_test::value;
using analysis_test::view_of;

constexpr TimeMs day_ms = 86'400'000;
constexpr DayNumber monday = 19'723;  // 2024-01-01

/// Weekly counts of each district; the days after the last week are not a whole one.
using Weeks = std::vector<std::vector<int>>;

std::vector<Row> rows_of(const Board& board, const Weeks& weeks, std::mt19937_64& random) {
  std::vector<Row> rows;
  for (std::size_t a = 0; a < weeks.size(); ++a) {
    for (std::size_t w = 0; w < weeks[a].size(); ++w) {
      for (int i = 0; i < weeks[a][w]; ++i) {
        const TimeMs at = (monday + static_cast<TimeMs>(7 * w + random() % 7)) * day_ms + static_cast<TimeMs>(random() % day_ms);
        rows.push_back(row("incidents", board.place(static_cast<int>(a), random), {{"occurred_from", at}}));
      }
    }
  }
  return rows;
}

Filter weeks_of(std::size_t number_of, int more_days = 0) {
  return {std::nullopt, TimeInterval{monday * day_ms, (monday + static_cast<TimeMs>(7 * number_of) + more_days) * day_ms - 1}};
}

/// P(X >= k) of the binomial by its sum, for as many in the last of b + 1 equal steps.
double at_least(int k, int n, std::size_t baseline) {
  const double share = 1 / static_cast<double>(baseline + 1);
  double p = 0;
  for (int i = k; i <= n; ++i) {
    p += std::exp(std::lgamma(n + 1) - std::lgamma(i + 1) - std::lgamma(n - i + 1) + i * std::log(share) + (n - i) * std::log1p(-share));
  }
  return std::min(1.0, p);
}

double mean_of(std::span<const int> counts) {
  double all = 0;
  for (const int n : counts) { all += n; }
  return all / static_cast<double>(counts.size());
}

TEST(EarlyWarningAnalysis, AgreesWithTheDefinitionsWeekByWeek) {
  std::mt19937_64 random(51);
  const Board board;
  const auto areas = view_of("admin_areas", board.areas());
  std::map<std::string, int> kinds;
  std::size_t cusums = 0;
  for (int round = 0; round < 60; ++round) {
    const std::size_t number_of = 9 + random() % 30;
    const std::size_t baseline = 3 + random() % 6;
    Weeks weeks(static_cast<std::size_t>(board.size()));
    for (auto& area : weeks) {
      std::poisson_distribution<int> usual(0.05 + static_cast<double>(random() % 5));
      for (std::size_t w = 0; w < number_of; ++w) { area.push_back(usual(random)); }
      if (random() % 5 == 0) { area.back() += 12; }
    }
    const auto view = view_of("incidents", rows_of(board, weeks, random));
    EarlyWarningParameters asked;
    asked.baseline = baseline;
    const Analysis analysis = early_warning_analysis(*view, *areas, weeks_of(number_of), asked);
    ASSERT_EQ(analysis.rows.size(), weeks.size());
    std::vector<double> all_p;
    for (const auto& area : weeks) {
      const int before =
          static_cast<int>(std::lround(mean_of(std::span(area).last(baseline + 1).first(baseline)) * static_cast<double>(baseline)));
      if (before + area.back() >= 10) { all_p.push_back(at_least(area.back(), before + area.back(), baseline)); }
    }
    std::vector<std::uint64_t> sums;
    for (const auto& area : weeks) {
      sums.push_back(0);
      for (const int n : std::span(area).last(baseline + 1)) { sums.back() += static_cast<std::uint64_t>(n); }
    }
    const std::vector<bool> told = told_places(sums);
    std::size_t tests = 0;
    for (const bool is_told : told) { tests += is_told ? 1 : 0; }
    ASSERT_EQ(number(analysis.collection.result->summary, {"tested"}), static_cast<double>(tests));
    for (std::size_t a = 0; a < weeks.size(); ++a) {
      const Row& r = analysis.rows[a];
      const std::span<const int> counts = weeks[a];
      const auto before = counts.last(baseline + 1).first(baseline);
      const double mean = mean_of(before);
      const int sum = static_cast<int>(std::lround(mean * static_cast<double>(baseline)));
      if (!told[a]) {
        analysis_test::expect_nothing_told(analysis, r, {"pcode", "name", "reason"});
        ASSERT_EQ(text(analysis, r, "reason"), "few_incidents") << "none, few and given up look alike";
        ++kinds["few"];
        continue;
      }
      const bool is_exact = counts.back() >= 10 && sum >= 10;
      ++kinds[is_exact ? "exact" : "limits"];
      ASSERT_EQ(is_null(analysis, r, "incidents"), !is_exact);
      ASSERT_EQ(is_null(analysis, r, "baseline_mean"), !is_exact);
      if (is_exact) {
        ASSERT_EQ(integer(analysis, r, "incidents"), counts.back());
        ASSERT_NEAR(real(analysis, r, "baseline_mean"), mean, 1e-12);
      } else {
        ASSERT_EQ(text(analysis, r, "reason"), "few_in_a_period");
      }
      const double p = at_least(counts.back(), sum + counts.back(), baseline);
      if (is_exact) {
        ASSERT_NEAR(real(analysis, r, "p"), p, 1e-9 * std::max(1.0, p));
      } else if (std::fabs(told_p(p) - p) > 1e-9) {
        ASSERT_EQ(real(analysis, r, "p"), told_p(p));
      }
      const double q = analysis_test::q_by_words(all_p, p);
      if (std::fabs(told_p(q) - q) > 1e-9) { ASSERT_EQ(real(analysis, r, "q_value"), told_p(q)); }
      double squares = 0;
      for (const int n : before) { squares += (n - mean) * (n - mean); }
      const double deviation = std::max(0.5, std::sqrt(squares / static_cast<double>(baseline - 1)));
      const double c1 = (counts.back() - mean) / deviation;
      if (is_exact) {
        ASSERT_NEAR(real(analysis, r, "c1"), c1, 1e-9);
      } else {
        const double seen = real(analysis, r, "c1");
        ASSERT_TRUE(seen == told_z(c1 * (1 + 1e-9)) || seen == told_z(c1 * (1 - 1e-9))) << c1;
      }
      // The sum by its words, with the k and the limit that the library designs for the mean before.
      const auto usual = counts.first(number_of - baseline - 1);
      const double usual_mean = usual.empty() ? 0 : mean_of(usual);
      bool has_alarm = false;
      if (usual.size() >= baseline && usual_mean >= 0.02) {
        const Cusum design = cusum_design(usual_mean, 2, 100);
        double s = 0;
        for (const int n : counts.last(baseline + 1)) {
          if (has_alarm) { s = 0; }
          s = std::max(0.0, s + n - design.k);
          has_alarm = s >= design.h - 1e-9;
        }
        ASSERT_EQ(is_null(analysis, r, "cusum") && is_null(analysis, r, "cusum_limit"), !is_exact);
        if (is_exact) { ASSERT_NEAR(real(analysis, r, "cusum"), s, 1e-9); }
        ASSERT_EQ(std::get<bool>(value(analysis, r, "cusum_alarm")), has_alarm);
        ++cusums;
      } else {
        ASSERT_TRUE(is_null(analysis, r, "cusum"));
      }
      std::vector<double> numbers(counts.begin(), counts.end());
      const EarsStep e = ears(numbers, {baseline, EarsOptions().min_deviation}).back();
      const bool is_signal = e.c1.value_or(0) > 3 || e.c2.value_or(0) > 3 || e.c3.value_or(0) > 2 || has_alarm;
      const std::string kind = q <= 0.05 ? "alarm" : is_signal ? "signal" : "none";
      ASSERT_EQ(text(analysis, r, "kind"), kind);
      ++kinds[kind];
    }
    const Analysis again = early_warning_analysis(*analysis_test::shuffled(view, random()), *analysis_test::shuffled(areas, random()),
                                                  weeks_of(number_of), asked);
    ASSERT_EQ(analysis_test::everything(analysis), analysis_test::everything(again));
  }
  for (const char* kind : {"alarm", "signal", "none", "few", "limits", "exact"}) { EXPECT_GT(kinds[kind], 20) << kind; }
  EXPECT_GT(cusums, 100U);
}

TEST(EarlyWarningAnalysis, DropsWhatIsNoWholeWeekAndSaysSo) {
  std::mt19937_64 random(52);
  const Board board{2, 1};
  const Weeks weeks{{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 30}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};
  std::vector<Row> rows = rows_of(board, weeks, random);
  for (int i = 0; i < 50; ++i) { rows.push_back(row("incidents", board.place(1, random), {{"occurred_from", (monday + 77) * day_ms}})); }
  const auto areas = view_of("admin_areas", board.areas());
  const Analysis analysis = early_warning_analysis(*view_of("incidents", rows), *areas, weeks_of(11, 3), {});
  EXPECT_EQ(text(analysis, analysis.rows[0], "kind"), "alarm");
  EXPECT_EQ(text(analysis, analysis.rows[1], "reason"), "few_incidents") << "fifty in a week that has begun only";
  EXPECT_EQ(number(analysis.collection.result->summary, {"excluded", "outside_steps"}), 50);
  const std::string said = said_in(analysis.caveats);
  EXPECT_NE(said.find("3 days at the ends of the period make no whole step"), std::string::npos) << said;
  EXPECT_NE(said.find("No alarm is not the same as safe"), std::string::npos);
  EXPECT_EQ(said.find("Nobody said which period"), std::string::npos);
  const auto view = view_of("incidents", rows);
  EXPECT_NE(refusal_of([&] { early_warning_analysis(*view, *areas, weeks_of(7), {}); }).find("needs 8 at least"), std::string::npos);
  EXPECT_FALSE(refusal_of([&] { early_warning_analysis(*view_of("incidents", {}), *areas, {}, {}); }).empty());
  for (const std::size_t bad : {2, 53}) {
    EXPECT_FALSE(refusal_of([&] { early_warning_analysis(*view, *areas, weeks_of(11), {{}, StepLength::week, bad}); }).empty());
  }
  Analysis sealed = analysis;
  seal(sealed, role_named("protection"));
  EXPECT_TRUE(is_result_id(sealed.collection.id)) << sealed.collection.id;
}

}  // namespace
}  // namespace geo
