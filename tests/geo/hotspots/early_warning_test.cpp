// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/early_warning.hpp"

#include "geo/base/error.hpp"
#include "tests/geo/hotspots/reference/season_figures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace geo {
namespace {

/// surveillance says from which count on there is an alarm.
TEST(Ears, AgreesWithR) {
  namespace r = season_figures;
  const std::vector<EarsStep> steps = ears(r::counts);
  ASSERT_EQ(steps.size(), std::size(r::counts));
  for (std::size_t t = 0; t < steps.size(); ++t) {
    ASSERT_EQ(steps[t].c1.has_value(), t >= 7);
    ASSERT_EQ(steps[t].c2.has_value(), t >= 9);
    ASSERT_EQ(steps[t].c3.has_value(), t >= 11);
    // The bound is mean + z deviation; of two points on the line by count the slope is the deviation.
    std::vector<double> more(std::begin(r::counts), std::begin(r::counts) + std::ptrdiff_t(t) + 1);
    more.back() += 1;
    const auto bound = [&](double value, double value_of_one_more) {
      const double deviation = 1 / (value_of_one_more - value);
      return r::counts[t] + (r::z_999 - value) * deviation;
    };
    if (t >= 7) { EXPECT_NEAR(bound(*steps[t].c1, *ears(more).back().c1), r::c1_bound[t - 7], 1e-9) << t; }
    if (t >= 9) { EXPECT_NEAR(bound(*steps[t].c2, *ears(more).back().c2), r::c2_bound[t - 9], 1e-9) << t; }
    if (t >= 11) {
      double sum = 0;
      for (std::size_t s = t - 2; s <= t; ++s) { sum += std::max(0.0, *steps[s].c2 - 1); }
      EXPECT_EQ(steps[t].c3, sum);
    }
  }
}

TEST(Ears, AQuietBaselineIsNoReasonToCryOut) {
  const std::vector<double> counts = {0, 0, 0, 0, 0, 0, 0, 1};
  EXPECT_EQ(ears(counts).back().c1, 2);
  EXPECT_FALSE(ears(counts).back().c2.has_value());
  EXPECT_TRUE(ears({}).empty());
  EXPECT_THROW(ears(counts, {.baseline = 2}), Error);
  EXPECT_THROW(ears(counts, {.min_deviation = 0}), Error);
  EXPECT_THROW(ears(std::vector<double>{1, -1}), Error);
  EXPECT_THROW(ears(std::vector<double>{std::nan("")}), Error);
}

/// All ways in which incidents can fall into steps.
TEST(AsManyNow, IsTheShareOfAllWays) {
  for (std::size_t baseline = 1; baseline <= 3; ++baseline) {
    for (std::size_t all = 0; all <= 6; ++all) {
      std::vector<std::size_t> ways(all + 1);
      const auto number = std::size_t(std::pow(double(baseline + 1), double(all)) + 0.5);
      for (std::size_t way = 0; way < number; ++way) {
        std::size_t now = 0;
        for (std::size_t k = 0, rest = way; k < all; ++k, rest /= baseline + 1) { now += rest % (baseline + 1) == 0 ? 1 : 0; }
        ++ways[now];
      }
      std::size_t at_least = 0;
      for (std::size_t now = all + 1; now-- > 0;) {
        at_least += ways[now];
        EXPECT_NEAR(as_many_now(now, all - now, baseline), double(at_least) / double(number), 1e-12);
      }
    }
  }
}

TEST(Cusum, RunLengthsAgreeWithR) {
  namespace r = season_figures;
  const auto check = [](const double(&design)[4], std::size_t per_unit) {
    const auto units = [&](double v) { return std::size_t(std::lround(v * double(per_unit))); };
    EXPECT_NEAR(cusum_run_length(design[0], units(design[1]), units(design[2]), per_unit), design[3], 1e-9 * design[3]);
  };
  check(r::arl_1, 1);
  check(r::arl_2, 1);
  check(r::arl_3, 1);
  check(r::arl_4, 2);
  check(r::arl_5, 2);
}

TEST(Cusum, RunLengthsAreThoseOfRuns) {
  std::mt19937 random(1);
  for (const double mean : {0.07, 0.5, 2.0}) {
    const Cusum design = cusum_design(mean, 2, 60);
    EXPECT_GE(design.steps_to_false_alarm, 60);
    EXPECT_GT(design.k, mean);
    EXPECT_LT(design.k, 2 * mean);
    std::poisson_distribution<int> number(mean);
    double steps = 0;
    constexpr int runs = 4000;
    for (int run = 0; run < runs; ++run) {
      double sum = 0;
      do {
        sum = std::max(0.0, sum + number(random) - design.k);
        ++steps;
      } while (sum < design.h - 1e-9);
    }
    EXPECT_NEAR(steps / runs, design.steps_to_false_alarm, 0.08 * design.steps_to_false_alarm) << mean;
  }
}

TEST(Cusum, BeginsAgainAfterAnAlarm) {
  const std::vector<double> counts = {0, 2, 2, 2, 0, 2, 5};
  const std::vector<CusumStep> steps = cusum(counts, {.k = 1, .h = 3, .steps_to_false_alarm = 0});
  const std::vector<double> sums = {0, 1, 2, 3, 0, 1, 5};
  for (std::size_t t = 0; t < counts.size(); ++t) {
    EXPECT_EQ(steps[t].sum, sums[t]);
    EXPECT_EQ(steps[t].is_alarm, t == 3 || t == 6);
  }
  // Ten tenths are one.
  const std::vector<double> tenths(10, 1);
  EXPECT_TRUE(cusum(tenths, {.k = 0.9, .h = 1, .steps_to_false_alarm = 0}).back().is_alarm);
  EXPECT_THROW(cusum(std::vector<double>{-1}, {}), Error);
  EXPECT_THROW(cusum_design(0, 2, 100), Error);
  EXPECT_THROW(cusum_design(1, 1, 100), Error);
  EXPECT_THROW(cusum_design(1, 2, 1), Error);
  EXPECT_THROW(cusum_design(std::nan(""), 2, 100), Error);
}

}  // namespace
}  // namespace geo
