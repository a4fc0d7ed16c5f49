// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/change.hpp"

#include "geo/base/error.hpp"
#include "tests/geo/hotspots/reference/change_figures.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

namespace geo {
namespace {

std::uint64_t whole(double figure) { return static_cast<std::uint64_t>(figure); }

TEST(Change, OfRatesIsThatOfPoissonTest) {
  for (const auto& f : change_figures::rates) {
    const CountChange change = change_of_rate({whole(f[0]), whole(f[1])}, f[2], f[3]);
    EXPECT_NEAR(change.p.value(), f[4], 1e-9 * f[4] + 1e-15) << f[0] << ' ' << f[1];
    ASSERT_EQ(change.ratio.has_value(), f[5] >= 0);
    if (change.ratio) { EXPECT_NEAR(*change.ratio, f[5], 1e-9 * f[5]); }
    EXPECT_NEAR(change.ratio_low.value(), f[6], 1e-9 * f[6]);
    ASSERT_EQ(change.ratio_high.has_value(), f[7] >= 0) << "no upper limit where there were none before";
    if (change.ratio_high) { EXPECT_NEAR(*change.ratio_high, f[7], 1e-9 * f[7]); }
  }
}

TEST(Change, AgainstTheOthersIsThatOfFisherTest) {
  for (const auto& f : change_figures::tables) {
    const CountChange change = change_against({whole(f[0]), whole(f[1])}, {whole(f[2]), whole(f[3])});
    EXPECT_NEAR(change.p.value(), f[4], 1e-9 * f[4]) << f[0] << ' ' << f[1];
  }
}

double log_choose(double n, double k) { return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1); }

/// The chances of all numbers that are no likelier than x, added up one by one.
double summed(std::uint64_t x, std::uint64_t low, std::uint64_t high, const std::function<double(std::uint64_t)>& chance) {
  double sum = 0;
  for (std::uint64_t k = low; k <= high; ++k) {
    if (chance(k) <= chance(x) * (1 + 1e-7)) { sum += chance(k); }
  }
  return std::min(sum, 1.0);
}

TEST(Change, AgreesWithAddingUpTheChances) {
  std::mt19937 random(71);
  for (int round = 0; round < 3000; ++round) {
    const std::uint64_t size = round % 3 == 0 ? 4 : round % 3 == 1 ? 40 : 400;
    const TwoCounts place{random() % size, random() % size};
    const TwoCounts others{random() % (3 * size), random() % (3 * size)};
    const double n = static_cast<double>(place.before + place.after);
    const double time_before = 1 + random() % 400;
    const double time_after = round % 4 == 0 ? time_before : 1 + random() % 400;
    const double share = time_after / (time_before + time_after);
    const CountChange rate = change_of_rate(place, time_before, time_after);
    ASSERT_EQ(rate.p.has_value(), n > 0);
    if (rate.p) {
      const double p = summed(place.after, 0, place.before + place.after, [&](std::uint64_t k) {
        const auto x = static_cast<double>(k);
        return std::exp(log_choose(n, x) + x * std::log(share) + (n - x) * std::log1p(-share));
      });
      ASSERT_NEAR(*rate.p, p, 1e-9 * p + 1e-12) << place.before << ' ' << place.after << ' ' << share;
      ASSERT_LE(*rate.ratio_low, rate.ratio.value_or(HUGE_VAL));
      ASSERT_GE(rate.ratio_high.value_or(HUGE_VAL), rate.ratio.value_or(HUGE_VAL));
    }
    const CountChange against = change_against(place, {place.before + others.before, place.after + others.after});
    ASSERT_EQ(against.p.has_value(), n > 0 && others.before + others.after > 0);
    if (against.p) {
      const double marked = static_cast<double>(place.after + others.after);
      const double all = n + static_cast<double>(others.before + others.after);
      const std::uint64_t high = std::min(place.before + place.after, place.after + others.after);
      const auto everything = place.before + place.after + others.before + others.after;
      const auto sum = place.before + 2 * place.after + others.after;
      const double p = summed(place.after, sum > everything ? sum - everything : 0, high, [&](std::uint64_t k) {
        const auto x = static_cast<double>(k);
        return std::exp(log_choose(marked, x) + log_choose(all - marked, n - x) - log_choose(all, n));
      });
      ASSERT_NEAR(*against.p, p, 1e-8 * p + 1e-12);
    }
    EXPECT_FALSE(against.ratio_low || against.ratio_high);
  }
}

/// Clopper & Pearson: at each limit of the interval, as many or more (as few or fewer) have a chance of 2.5 %.
TEST(Change, LimitsAreWhereTheChanceIsOneInForty) {
  std::mt19937 random(73);
  const auto at_most = [](std::uint64_t most, std::uint64_t n, double share) {
    double sum = 0;
    for (std::uint64_t k = 0; k <= most; ++k) {
      const auto x = double(k);
      sum += std::exp(log_choose(double(n), x) + x * std::log(share) + (double(n) - x) * std::log1p(-share));
    }
    return sum;
  };
  for (int round = 0; round < 1500; ++round) {
    const std::uint64_t size = round % 2 == 0 ? 5 : 60;
    const TwoCounts place{random() % size, random() % size};
    const std::uint64_t n = place.before + place.after;
    const double before = 1 + random() % 400;
    const double after = round % 3 == 0 ? before : 1 + random() % 400;
    const CountChange change = change_of_rate(place, before, after);
    ASSERT_EQ(change.ratio_low.has_value(), n > 0);
    ASSERT_EQ(change.ratio_high.has_value(), place.before > 0);
    if (n == 0) { continue; }
    // The share of the later period where its rate is so many times as high.
    const auto share = [&](double ratio) { return ratio * after / (ratio * after + before); };
    if (place.after == 0) { ASSERT_EQ(*change.ratio_low, 0); }
    if (place.after > 0) { ASSERT_NEAR(1 - at_most(place.after - 1, n, share(*change.ratio_low)), 0.025, 1e-8) << round; }
    if (place.before > 0) { ASSERT_NEAR(at_most(place.after, n, share(*change.ratio_high)), 0.025, 1e-8) << round; }
  }
}

TEST(Change, LargeNumbersTakeNoLonger) {
  const CountChange change = change_of_rate({1'000'000'000, 1'000'100'000}, 1, 1);
  EXPECT_NEAR(*change.ratio, 1.0001, 1e-9);
  EXPECT_NEAR(*change.p, std::erfc(100'000 / std::sqrt(2'000'100'000.0) / std::sqrt(2.0)), 1e-4);
}

TEST(Change, WhatCannotBeComparedHasNoP) {
  EXPECT_FALSE(change_of_rate({0, 0}, 1, 1).p);
  EXPECT_FALSE(change_against({0, 0}, {5, 5}).p);
  EXPECT_FALSE(change_against({5, 5}, {5, 5}).p) << "there are no others";
  EXPECT_EQ(change_of_rate({0, 4}, 1, 1).ratio, std::nullopt);
  EXPECT_EQ(change_of_rate({4, 0}, 1, 1).ratio, 0);
  EXPECT_EQ(change_of_rate({4, 4}, 1, 1).p, 1);
  for (const double none : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_THROW(change_of_rate({1, 1}, none, 1), Error);
    EXPECT_THROW(change_of_rate({1, 1}, 1, none), Error);
  }
  EXPECT_THROW(change_of_rate({std::uint64_t{1} << 31U, 1}, 1, 1), Error);
  EXPECT_THROW(change_against({1, 1}, {std::uint64_t{1} << 31U, 1}), Error);
}

}  // namespace
}  // namespace geo
