// SPDX-License-Identifier: Apache-2.0
// EARS, CUSUM and the exact comparison with a baseline against their definitions on random series.
#include "geo/hotspots/early_warning.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace geo {
namespace {

std::vector<double> series(std::mt19937& random) {
  std::vector<double> counts(random() % 30);
  const unsigned kind = random() % 4;  // low, none, all the same, high with a rise
  for (std::size_t t = 0; t < counts.size(); ++t) {
    counts[t] = kind == 0 ? double(random() % 3) : kind == 1 ? 0 : kind == 2 ? 7 : double(random() % 40) + (t > 15 ? 30 : 0);
  }
  return counts;
}

double against(const std::vector<double>& counts, std::size_t t, std::size_t end, const EarsOptions& options) {
  long double mean = 0;
  for (std::size_t s = end - options.baseline; s < end; ++s) { mean += counts[s] / static_cast<long double>(options.baseline); }
  long double squares = 0;
  for (std::size_t s = end - options.baseline; s < end; ++s) { squares += (counts[s] - mean) * (counts[s] - mean); }
  const auto deviation = std::sqrt(static_cast<double>(squares) / double(options.baseline - 1));
  return static_cast<double>(counts[t] - mean) / std::max(options.min_deviation, deviation);
}

TEST(EarsOracle, IsTheDefinition) {
  std::mt19937 random(1);
  for (int round = 0; round < 1500; ++round) {
    const std::vector<double> counts = series(random);
    const EarsOptions options{3 + random() % 8, round % 3 == 0 ? 0.5 : 0.1 + double(random() % 20) / 10};
    const auto steps = ears(counts, options);
    ASSERT_EQ(steps.size(), counts.size());
    std::vector<double> c2(counts.size());
    for (std::size_t t = 0; t < counts.size(); ++t) {
      ASSERT_EQ(steps[t].c1.has_value(), t >= options.baseline);
      ASSERT_EQ(steps[t].c2.has_value(), t >= options.baseline + 2);
      ASSERT_EQ(steps[t].c3.has_value(), t >= options.baseline + 4);
      if (steps[t].c1) { ASSERT_NEAR(*steps[t].c1, against(counts, t, t, options), 1e-9) << round; }
      if (!steps[t].c2) { continue; }
      c2[t] = against(counts, t, t - 2, options);
      ASSERT_NEAR(*steps[t].c2, c2[t], 1e-9) << round;
      if (!steps[t].c3) { continue; }
      ASSERT_NEAR(*steps[t].c3, std::max(0.0, c2[t] - 1) + std::max(0.0, c2[t - 1] - 1) + std::max(0.0, c2[t - 2] - 1), 1e-9) << round;
    }
  }
}

TEST(AsManyNowOracle, IsTheBinomialTail) {
  std::mt19937 random(2);
  for (int round = 0; round < 1500; ++round) {
    const std::size_t now = random() % 40;
    const std::size_t before = random() % (round % 2 == 0 ? 5 : 200);
    const std::size_t baseline = 1 + random() % 60;
    const long double p = 1 / (static_cast<long double>(baseline) + 1);
    const auto n = static_cast<long double>(now + before);
    long double chance = std::pow(1 - p, n);  // of none now
    long double below = 0;
    for (std::size_t k = 0; k < now; ++k) {
      below += chance;
      chance *= (n - static_cast<long double>(k)) / static_cast<long double>(k + 1) * p / (1 - p);
    }
    long double tail = 0;
    for (std::size_t k = now; k <= now + before; ++k) {
      tail += chance;
      chance *= (n - static_cast<long double>(k)) / static_cast<long double>(k + 1) * p / (1 - p);
    }
    ASSERT_NEAR(as_many_now(now, before, baseline), static_cast<double>(tail), 1e-11 * (1 + static_cast<double>(tail))) << round;
    ASSERT_NEAR(static_cast<double>(below + tail), 1, 1e-12);
  }
}

/// Steps until the sum reaches h, on average, by letting the chances of all sums run on until next to nothing is left.
double steps_by_chances(double mean, std::size_t k, std::size_t h, std::size_t per_unit) {
  std::vector<double> chance(h);
  chance[0] = 1;
  double steps = 0;
  for (double left = 1; left > 1e-13;) {
    steps += left;
    std::vector<double> next(h);
    for (std::size_t s = 0; s < h; ++s) {
      double of_count = std::exp(-mean);
      for (std::size_t x = 0; x < 200 && s + x * per_unit < h + k; ++x) {
        const std::size_t sum = s + x * per_unit;
        next[sum > k ? sum - k : 0] += chance[s] * of_count;
        of_count *= mean / double(x + 1);
      }
    }
    chance = next;
    left = 0;
    for (const double c : chance) { left += c; }
  }
  return steps;
}

TEST(CusumOracle, RunLengthsAreThoseOfAllWays) {
  std::mt19937 random(3);
  int compared = 0;
  while (compared < 1000) {
    const double mean = 0.05 + double(random() % 400) / 100;
    const std::size_t per_unit = 1 + random() % 3;
    const std::size_t k = 1 + random() % std::size_t(double(per_unit) * (mean + 1) + 1);
    const std::size_t h = 1 + random() % 7;
    const double found = cusum_run_length(mean, k, h, per_unit);
    if (found > 400) { continue; }  // would run on for long
    ASSERT_NEAR(found, steps_by_chances(mean, k, h, per_unit), 1e-8 * found) << mean << ' ' << k << ' ' << h << ' ' << per_unit;
    ++compared;
  }
}

TEST(CusumOracle, TheLowestLimitThatIsQuietForLongEnough) {
  std::mt19937 random(4);
  for (int round = 0; round < 1000; ++round) {
    const double mean = std::pow(10, -1.5 + 2 * double(random() % 1000) / 1000);
    const double ratio = 1.5 + double(random() % 30) / 10;
    const double quiet = 2 + double(random() % 60);
    const Cusum design = cusum_design(mean, ratio, quiet);
    const double best = mean * (ratio - 1) / std::log(ratio);
    ASSERT_LE(std::fabs(design.k - best), 0.05 * best * (1 + 1e-9)) << round;
    ASSERT_GT(design.k, mean);
    ASSERT_GE(design.steps_to_false_alarm, quiet) << round;
    // The lattice of k and h: the fewest points on which k is a whole number.
    std::size_t per_unit = 1;
    while (std::fabs(design.k * double(per_unit) - std::round(design.k * double(per_unit))) > 1e-9) { ++per_unit; }
    const auto units = [&](double v) { return std::size_t(std::lround(v * double(per_unit))); };
    if (std::fabs(design.h * double(per_unit) - double(units(design.h))) > 1e-9) { continue; }  // a finer one than that
    ASSERT_NEAR(cusum_run_length(mean, units(design.k), units(design.h), per_unit), design.steps_to_false_alarm,
                1e-8 * design.steps_to_false_alarm);
    if (units(design.h) > 1) { ASSERT_LT(cusum_run_length(mean, units(design.k), units(design.h) - 1, per_unit), quiet) << round; }
  }
}

TEST(CusumOracle, SumsInUnitsOfTheLattice) {
  std::mt19937 random(5);
  for (int round = 0; round < 1500; ++round) {
    const std::vector<double> counts = series(random);
    const long k = 1 + long(random() % 40);
    const long h = 1 + long(random() % 90);
    const auto steps = cusum(counts, {.k = double(k) / 10, .h = double(h) / 10, .steps_to_false_alarm = 0});
    long sum = 0;
    for (std::size_t t = 0; t < counts.size(); ++t) {
      sum = std::max(0L, sum + 10 * long(counts[t]) - k);
      ASSERT_NEAR(steps[t].sum, double(sum) / 10, 1e-9) << round;
      ASSERT_EQ(steps[t].is_alarm, sum >= h) << round << ' ' << t;
      if (sum >= h) { sum = 0; }
    }
  }
}

}  // namespace
}  // namespace geo
