// SPDX-License-Identifier: Apache-2.0
// early-warning and forecast-check of files.
#include "geo/hotspots/early_warning.hpp"
#include "geo/hotspots/forecast_check.hpp"
#include "tests/geo/plain/ask.hpp"

#include <gmock/gmock.h>

#include <random>

namespace geo {
namespace {

using testing::HasSubstr;

bool is_null(const PlainCell& cell) { return std::holds_alternative<std::monostate>(cell); }
std::optional<double> number(const PlainCell& cell) {
  const auto* found = std::get_if<double>(&cell);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

/// Rows of places a, b, c … in steps of seven days.
PlainInput cube(const std::vector<std::vector<double>>& series) {
  const std::size_t steps = series.front().size();
  PlainInput input = plain_input(series.size() * steps);
  std::vector<std::optional<double>> values;
  std::vector<std::optional<double>> times;
  for (std::size_t i = 0; i < input.table.size(); ++i) {
    input.table.ids[i] = std::string(1, char('a' + i % series.size()));
    values.push_back(series[i % series.size()][i / series.size()]);
    times.push_back(7.0 * double(i / series.size()));
  }
  add_column(input, "value", values);
  add_column(input, "time", times);
  input.given["id"] = "place";
  return input;
}

TEST(PlainEarlyWarning, IsThatOfTheLibrary) {
  const std::vector<std::vector<double>> series{
      {1, 0, 2, 1, 1, 0, 1, 2, 0, 14}, {3, 4, 2, 3, 5, 4, 3, 3, 4, 3}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 1}};
  const PlainResult result = ask("early-warning", cube(series));
  for (std::size_t i = 0; i < 3; ++i) {
    double sum = 0;
    for (std::size_t t = 2; t < 9; ++t) { sum += series[i][t]; }
    EXPECT_EQ(number(cell_of(result, "p", i)), as_many_now(std::size_t(series[i][9]), std::size_t(sum), 7)) << i;
    EXPECT_EQ(number(cell_of(result, "c1", i)), ears(series[i]).back().c1);
    EXPECT_EQ(number(cell_of(result, "c3", i)), ears(series[i]).back().c3);
    EXPECT_EQ(number(cell_of(result, "last", i)), series[i][9]);
  }
  const Cusum design = cusum_design(8.0 / 9, 2, 100);
  EXPECT_EQ(number(cell_of(result, "cusum_h", 0)), design.h);
  EXPECT_EQ(number(cell_of(result, "cusum", 0)), cusum(series[0], design).back().sum);
  EXPECT_TRUE(std::get<bool>(cell_of(result, "alarm", 0)));
  EXPECT_TRUE(std::get<bool>(cell_of(result, "cusum_alarm", 0)));
  EXPECT_FALSE(std::get<bool>(cell_of(result, "alarm", 1)));
  EXPECT_FALSE(std::get<bool>(cell_of(result, "alarm", 2))) << "one incident is no alarm";
  EXPECT_EQ(std::get<std::string>(cell_of(result, "reason", 2)), "mean_too_low_for_cusum");
  EXPECT_TRUE(is_null(cell_of(result, "cusum", 2)));
  EXPECT_EQ(result.tests, 3U);
}

TEST(PlainEarlyWarning, SaysWhatItCannotTell) {
  const PlainResult few = ask("early-warning", cube({{1, 2, 3, 4}}));
  EXPECT_EQ(std::get<std::string>(cell_of(few, "reason", 0)), "too_few_steps");
  EXPECT_TRUE(is_null(cell_of(few, "p", 0)));
  EXPECT_TRUE(is_null(cell_of(few, "alarm", 0)));
  EXPECT_EQ(few.tests, 0U);
  EXPECT_THAT(refusal("early-warning", cube({{1, 2.5, 3, 4}})), HasSubstr("row 2, column value_column: 2.5 is no number of events."));
  EXPECT_THAT(refusal("early-warning", cube({{1, -2, 3, 4}})), HasSubstr("row 2, column value_column: -2 is below 0."));
  PlainInput input = cube({{1, 2, 3, 4}});
  input.given["baseline"] = "2";
  EXPECT_THAT(refusal("early-warning", input), HasSubstr("--baseline must be a whole number between 3"));
}

TEST(PlainForecastCheck, OfACubeIsThatOfTheLibrary) {
  const std::vector<std::vector<double>> series{{5, 4, 6, 5, 7, 6}, {0, 1, 0, 0, 2, 1}, {1, 1, 1, 0, 0, 1}, {0, 0, 0, 0, 0, 0}};
  PlainInput input = cube(series);
  input.given.insert({{"area-share", "0.25"}, {"first-step", "2"}});
  const PlainResult result = ask("forecast-check", input);
  const std::vector<double> area(4, 1e6);
  ForecastCheckOptions options;
  options.first_step = 2;
  options.area_share = 0.25;
  const auto found =
      forecast_check(input.table.columns["value"].numbers, area, {{"last", last_step()}, {"mean", long_run_mean()}}, options);
  ASSERT_EQ(result.rows.size(), 2U);
  for (std::size_t f = 0; f < 2; ++f) {
    EXPECT_EQ(number(cell_of(result, "hit_rate", f)), found[f].pooled.hit_rate);
    EXPECT_EQ(number(cell_of(result, "pai", f)), found[f].pooled.pai);
    EXPECT_EQ(number(cell_of(result, "log_score", f)), found[f].pooled.log_score);
  }
  EXPECT_GT(*number(cell_of(result, "hit_rate", 0)), 0.7);
  EXPECT_EQ(result.more.front().second.size(), 8U) << "four steps of each";
  input.given["first-step"] = "6";
  EXPECT_NE(refusal("forecast-check", input), "") << "nothing is left to be forecast";
}

TEST(PlainForecastCheck, PointsAreCountedOnCellsAndSteps) {
  std::mt19937 random(6);
  PlainInput input = plain_input(120);
  std::vector<std::optional<double>> x;
  std::vector<std::optional<double>> y;
  std::vector<std::optional<double>> days;
  std::vector<double> counts(6 * 5 * 4, 0);
  std::vector<Metric> centres;
  for (std::size_t at = 0; at < 30; ++at) { centres.push_back({double(at % 6) * 10 + 5, double(at / 6) * 10 + 5}); }
  for (std::size_t i = 0; i < 120; ++i) {
    x.push_back(double(i % 2 == 0 ? random() % 10 : random() % 60));
    y.push_back(double(i % 2 == 0 ? random() % 10 : random() % 50));
    days.push_back(double(random() % 43));
    // The last steps' three days make no step.
    if (*days.back() < 40) {
      ++counts[std::size_t(*days.back() / 10) * 30 + std::size_t(*y.back() / 10) * 6 + std::size_t(*x.back() / 10)];
    }
  }
  add_column(input, "x", x);
  add_column(input, "y", y);
  add_column(input, "time", days);
  input.given.insert({{"metric", "planar"},
                      {"cell", "10"},
                      {"step", "10"},
                      {"from", "0"},
                      {"to", "42"},
                      {"extent", "0,0,60,50"},
                      {"bandwidth", "15"},
                      {"first-step", "1"}});
  const PlainResult result = ask("forecast-check", input);
  const auto found = forecast_check(counts, std::vector<double>(30, 100),
                                    {{"last", last_step()}, {"mean", long_run_mean()}, {"density", long_run_density(centres, 15)}},
                                    ForecastCheckOptions{});
  ASSERT_EQ(result.rows.size(), 3U);
  for (std::size_t f = 0; f < 3; ++f) {
    EXPECT_EQ(number(cell_of(result, "hit_rate", f)), found[f].pooled.hit_rate) << f;
    EXPECT_EQ(number(cell_of(result, "curve_area", f)), found[f].pooled.curve_area) << f;
  }
  EXPECT_EQ(std::get<std::int64_t>(named(result.summary, "places")), 30);
  EXPECT_EQ(std::get<std::int64_t>(named(result.summary, "steps")), 4);
  input.given.erase("step");
  EXPECT_THAT(refusal("forecast-check", input), HasSubstr("forecast-check needs --step"));
}

}  // namespace
}  // namespace geo
