// SPDX-License-Identifier: Apache-2.0
// What statistics of areas expect, and how far it varies, against all orders of the values; their values against the papers' sums.
#include "geo/hotspots/empirical_bayes.hpp"
#include "geo/hotspots/global_statistics.hpp"
#include "geo/hotspots/local_statistics.hpp"
#include "tests/geo/hotspots/any_map.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <random>

namespace geo {
namespace {

double mean_of(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0) / double(x.size()); }

/// `Σ d²`, d the deviations from the mean.
double squares_of(const std::vector<double>& x) {
  const double mean = mean_of(x);
  double sum = 0;
  for (const double v : x) { sum += (v - mean) * (v - mean); }
  return sum;
}
bool is_constant(const std::vector<double>& x) {
  return std::all_of(x.begin(), x.end(), [&](double v) { return v == x.front(); });
}

/// Mean and variance of what is drawn. Next to nothing is rounding.
struct Drawn {
  std::vector<double> values;

  [[nodiscard]] double mean() const { return mean_of(values); }
  [[nodiscard]] double variance() const {
    const double highest = std::max(std::fabs(*std::max_element(values.begin(), values.end())), std::fabs(values.front()));
    const double variance = squares_of(values) / double(values.size());
    return variance < 1e-18 * (1 + highest * highest) ? 0 : variance;
  }
};

std::vector<std::size_t> first_order(std::size_t n) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  return order;
}

void expect_moments(const Drawn& drawn, double expected, double variance) {
  ASSERT_NEAR(expected, drawn.mean(), 1e-9 * (1 + std::fabs(drawn.mean())));
  ASSERT_NEAR(variance, drawn.variance(), 1e-8 * (1 + drawn.variance()));
}

/// Each other value is as likely at each neighbour: all ways to place the others' values.
TEST(ArealMoments, OfLocalMoran) {
  std::mt19937 random(2);
  int tested = 0;
  int without = 0;
  for (int round = 0; round < 2000; ++round) {
    const AnyMap map(random, 4, 6);
    const auto result = local_moran(map.values, map.weights());
    const double mean = mean_of(map.values);
    const double m2 = squares_of(map.values) / double(map.size());
    for (std::size_t i = 0; i < map.size(); ++i) {
      if (is_constant(map.values)) {
        ASSERT_EQ(result[i].reason, NoStatistic::zero_variance) << round;
        continue;
      }
      const double own = map.values[i] - mean;
      double around = 0;
      for (std::size_t j = 0; j < map.size(); ++j) { around += map.matrix[i][j] * (map.values[j] - mean); }
      ASSERT_NEAR(result[i].i, own / m2 * around, 1e-9 * (1 + std::fabs(result[i].i))) << round;
      if (std::fabs(own) > 1e-9 && std::fabs(around) > 1e-9) {
        ASSERT_EQ(code(result[i].quadrant), std::string(own > 0 ? "high" : "low") + (around > 0 ? "-high" : "-low"));
      }
      std::vector<std::size_t> others = first_order(map.size());
      std::erase(others, i);
      Drawn drawn;
      auto order = first_order(others.size());
      do {
        double lag = 0;
        for (std::size_t k = 0; k < others.size(); ++k) { lag += map.matrix[i][others[k]] * (map.values[others[order[k]]] - mean); }
        drawn.values.push_back(own / m2 * lag);
      } while (std::next_permutation(order.begin(), order.end()));
      expect_moments(drawn, result[i].expected, result[i].variance);
      const bool is_island = map.matrix[i] == std::vector<double>(map.size());
      ASSERT_EQ(result[i].z.has_value(), !is_island && drawn.variance() > 0) << round << ' ' << i << ' ' << result[i].variance;
      ASSERT_EQ(result[i].reason == NoStatistic::none, result[i].z.has_value());
      if (is_island) { ASSERT_EQ(result[i].reason, NoStatistic::island); }
      if (result[i].z) { ASSERT_NEAR(*result[i].z, (result[i].i - drawn.mean()) / std::sqrt(drawn.variance()), 1e-6) << round; }
      (result[i].z ? tested : without) += 1;
    }
  }
  EXPECT_GT(tested, 2000);
  EXPECT_GT(without, 1000);
}

/// All values in any order, the place's own too.
TEST(ArealMoments, OfLocalMoranInTotal) {
  std::mt19937 random(3);
  for (int round = 0; round < 1000; ++round) {
    const AnyMap map(random, 4, 5);
    const auto result = local_moran(map.values, map.weights());
    const double mean = mean_of(map.values);
    const double m2 = squares_of(map.values) / double(map.size());
    for (std::size_t i = 0; i < map.size() && !is_constant(map.values); ++i) {
      Drawn drawn;
      auto order = first_order(map.size());
      do {
        double lag = 0;
        for (std::size_t j = 0; j < map.size(); ++j) { lag += map.matrix[i][j] * (map.values[order[j]] - mean); }
        drawn.values.push_back((map.values[order[i]] - mean) / m2 * lag);
      } while (std::next_permutation(order.begin(), order.end()));
      expect_moments(drawn, result[i].expected_total, result[i].variance_total);
    }
  }
}

TEST(ArealMoments, LocalGearyIsItsSum) {
  std::mt19937 random(4);
  for (int round = 0; round < 1000; ++round) {
    const AnyMap map(random, 2, 20);
    const auto result = local_geary(map.values, map.weights());
    ASSERT_EQ(result.has_value(), !is_constant(map.values)) << round;
    for (std::size_t i = 0; i < map.size() && result; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < map.size(); ++j) {
        sum += map.matrix[i][j] * (map.values[i] - map.values[j]) * (map.values[i] - map.values[j]);
      }
      const double expected = sum * double(map.size() - 1) / squares_of(map.values);
      ASSERT_NEAR((*result)[i], expected, 1e-9 * (1 + expected)) << round;
    }
  }
}

/// All ways to choose which of the others have it.
TEST(ArealMoments, LocalJoinCountsAreDrawnExactly) {
  std::mt19937 random(5);
  int compared = 0;
  for (int round = 0; round < 2000; ++round) {
    const AnyMap map(random, 1, 9);
    std::vector<bool> has(map.size());
    for (std::size_t i = 0; i < has.size(); ++i) { has[i] = random() % 3 != 0; }
    const auto result = local_join_count(has, map.weights().neighbours);
    const auto all = std::size_t(std::count(has.begin(), has.end(), true));
    for (std::size_t i = 0; i < map.size(); ++i) {
      unsigned near = 0;
      unsigned with = 0;
      for (std::size_t j = 0; j < map.size(); ++j) {
        near |= map.matrix[i][j] > 0 ? 1U << j : 0;
        with |= has[j] ? 1U << j : 0;
      }
      const int joins = has[i] ? std::popcount(near & with) : 0;
      ASSERT_EQ(result[i].joins, unsigned(joins)) << round;
      ASSERT_EQ(result[i].p.has_value(), has[i] && near != 0) << round;
      if (!result[i].p) { continue; }
      double draws = 0;
      double as_many = 0;
      for (unsigned set = 0; set < 1U << map.size(); ++set) {
        if ((set >> i & 1U) == 0 || std::size_t(std::popcount(set)) != all) { continue; }
        ++draws;
        as_many += std::popcount(near & set) >= joins ? 1 : 0;
      }
      ASSERT_NEAR(*result[i].p, as_many / draws, 1e-12) << round;
      ++compared;
    }
  }
  EXPECT_GT(compared, 1000);
}

/// Of one order of the values: Moran's I, Geary's C, G, and joins of those that are above the lowest and of those that are not.
std::array<double, 5> sums_over(const AnyMap& map, const std::vector<double>& x) {
  const auto n = double(x.size());
  const double mean = mean_of(x);
  const double squares = squares_of(x);
  const double lowest = *std::min_element(x.begin(), x.end());
  double s0 = 0;
  double pairs = 0;
  std::array<double, 5> sums{};
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < x.size(); ++j) {
      if (i == j) { continue; }
      const double w = map.matrix[i][j];
      s0 += w;
      pairs += x[i] * x[j];
      sums[0] += w * (x[i] - mean) * (x[j] - mean);
      sums[1] += w * (x[i] - x[j]) * (x[i] - x[j]);
      sums[2] += w * x[i] * x[j];
      sums[3] += w * (x[i] > lowest && x[j] > lowest ? 0.5 : 0);
      sums[4] += w * (x[i] == lowest && x[j] == lowest ? 0.5 : 0);
    }
  }
  sums[0] *= n / (s0 * squares);
  sums[1] *= (n - 1) / (2 * s0 * squares);
  sums[2] /= pairs;
  return sums;
}

TEST(ArealMoments, OfGlobalStatistics) {
  std::mt19937 random(6);
  std::array<int, 5> compared{};
  int without = 0;
  while (compared[0] < 1000) {
    const AnyMap map(random, 4, 6);
    // With islands the moments are those of fewer places, as is the custom.
    if (map.has_island() || is_constant(map.values)) { continue; }
    const SpatialWeights weights = map.weights();
    std::vector<bool> has;
    for (const double v : map.values) { has.push_back(v > *std::min_element(map.values.begin(), map.values.end())); }
    const JoinCounts joins = global_join_counts(has, weights);
    const GlobalStatistic tests[] = {global_moran(map.values, weights), global_geary(map.values, weights), global_g(map.values, weights),
                                     joins.both_with, joins.both_without};
    const auto observed = sums_over(map, map.values);
    std::array<Drawn, 5> drawn;
    auto order = first_order(map.size());
    do {
      std::vector<double> x;
      for (const std::size_t i : order) { x.push_back(map.values[i]); }
      const auto sums = sums_over(map, x);
      for (std::size_t k = 0; k < 5; ++k) { drawn[k].values.push_back(sums[k]); }
    } while (std::next_permutation(order.begin(), order.end()));
    const auto number = std::count(has.begin(), has.end(), true);
    for (std::size_t k = 0; k < 5; ++k) {
      // G of values that differ in their fourth digit hardly varies; the square of what it varies by has no digits left.
      if (k == 2 && map.values[0] > 100) { continue; }
      const bool says_nothing = (k == 2 && !std::isfinite(observed[2])) || (k > 2 && (number == 0 || std::size_t(number) == has.size()));
      if (says_nothing || drawn[k].variance() == 0) {
        ASSERT_EQ(tests[k].reason, NoStatistic::zero_variance) << k << ' ' << tests[k].variance;
        ++without;
        continue;
      }
      ASSERT_EQ(tests[k].reason, NoStatistic::none) << k << ' ' << drawn[k].variance();
      ASSERT_NEAR(tests[k].value, observed[k], 1e-9 * (1 + std::fabs(observed[k]))) << k;
      expect_moments(drawn[k], tests[k].expected, tests[k].variance);
      const double z = (k == 1 ? -1 : 1) * (observed[k] - drawn[k].mean()) / std::sqrt(drawn[k].variance());
      ASSERT_NEAR(tests[k].z, z, 1e-6 * (1 + std::fabs(z))) << k;
      ++compared[k];
    }
  }
  for (const int number : compared) { EXPECT_GT(number, 500); }
  EXPECT_GT(without, 500);
}

}  // namespace
}  // namespace geo
