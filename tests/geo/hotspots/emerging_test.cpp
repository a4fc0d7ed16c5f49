// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/emerging.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/false_discovery.hpp"
#include "geo/hotspots/trend.hpp"
#include "tests/geo/hotspots/reference/trend_figures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <string>

namespace geo {
namespace {

void expect_trend(std::span<const double> series, const double (&figures)[4]) {
  const Trend trend = mann_kendall(series);
  EXPECT_NEAR(trend.z, figures[0], 1e-12);
  EXPECT_NEAR(trend.p, figures[1], 1e-12);
  EXPECT_NEAR(trend.tau_b.value(), figures[2], 1e-12);
  EXPECT_NEAR(trend.slope, figures[3], 1e-12);
  EXPECT_EQ(mann_kendall_z(series), trend.z);
}

TEST(MannKendall, AgreesWithR) {
  expect_trend(trend_figures::rising, trend_figures::rising_z_p_tau_slope);
  expect_trend(trend_figures::ties, trend_figures::ties_z_p_tau_slope);
  expect_trend(trend_figures::falling, trend_figures::falling_z_p_tau_slope);
}

/// The variance is that over all orders of the values.
TEST(MannKendall, VarianceIsThatOfAllOrders) {
  std::mt19937 random(1);
  for (int round = 0; round < 40; ++round) {
    std::vector<double> x(2 + random() % 6);
    for (double& v : x) { v = double(random() % 4); }
    const Trend trend = mann_kendall(x);
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), 0);
    double sum = 0;
    double number = 0;
    do {
      std::vector<double> other;
      for (const std::size_t i : order) { other.push_back(x[i]); }
      const double s = double(mann_kendall(other).s);
      sum += s * s;
      ++number;
    } while (std::next_permutation(order.begin(), order.end()));
    ASSERT_NEAR(trend.variance, sum / number, 1e-9);
  }
}

TEST(MannKendall, WhereThereIsNoTrend) {
  const Trend same = mann_kendall(std::vector<double>{3, 3, 3});
  EXPECT_EQ(same.z, 0);
  EXPECT_EQ(same.p, 1);
  EXPECT_FALSE(same.tau_b);
  EXPECT_EQ(mann_kendall(std::vector<double>{1}).p, 1);
  EXPECT_EQ(mann_kendall({}).s, 0);
  EXPECT_EQ(mann_kendall(std::vector<double>{1, 2}).z, 0) << "one pair says nothing";
  EXPECT_THROW(mann_kendall(std::vector<double>{1, std::nan("")}), Error);
}

/// '+' a hot step, '-' a cold one, '.' neither.
std::string_view pattern(const std::string& history, double trend_z = 0) {
  std::vector<std::int8_t> heat;
  for (const char c : history) { heat.push_back(static_cast<std::int8_t>(c == '+' ? 1 : c == '-' ? -1 : 0)); }
  return code(pattern_of(heat, trend_z, std::fabs(trend_z) > 1.96));
}

TEST(EmergingPatterns, AreThoseOfTheirHistories) {
  EXPECT_EQ(pattern(".........."), "none");
  EXPECT_EQ(pattern(".........+"), "new_hot");
  EXPECT_EQ(pattern("........++"), "consecutive_hot");
  EXPECT_EQ(pattern("..+.....++"), "sporadic_hot");
  EXPECT_EQ(pattern("..+......+"), "sporadic_hot");
  EXPECT_EQ(pattern("..-......+"), "oscillating_hot");
  EXPECT_EQ(pattern("++++++++++"), "persistent_hot");
  EXPECT_EQ(pattern(".+++++++++"), "persistent_hot");
  EXPECT_EQ(pattern("++++++++++", 3), "intensifying_hot");
  EXPECT_EQ(pattern("++++++++++", -3), "diminishing_hot");
  EXPECT_EQ(pattern("+++++++++."), "historical_hot");
  EXPECT_EQ(pattern("++++++++.."), "none") << "eight of ten, and not in the last";
  EXPECT_EQ(pattern("+........."), "none");
  EXPECT_EQ(pattern("+"), "persistent_hot") << "one step of one";
}

TEST(EmergingPatterns, ColdIsTheMirror) {
  EXPECT_EQ(pattern(".........-"), "new_cold");
  EXPECT_EQ(pattern("........--"), "consecutive_cold");
  EXPECT_EQ(pattern("..-......-"), "sporadic_cold");
  EXPECT_EQ(pattern("..+......-"), "oscillating_cold");
  EXPECT_EQ(pattern("----------"), "persistent_cold");
  EXPECT_EQ(pattern("----------", -3), "intensifying_cold");
  EXPECT_EQ(pattern("----------", 3), "diminishing_cold");
  EXPECT_EQ(pattern("---------."), "historical_cold");
}

struct Cube {
  std::size_t places, steps;
  std::vector<double> counts;
  std::vector<std::vector<std::uint32_t>> lists;

  explicit Cube(std::mt19937& random) : places(2 + random() % 8), steps(1 + random() % 8), counts(places * steps), lists(places) {
    for (double& c : counts) { c = double(random() % 4) + (random() % 9 == 0 ? 20 : 0); }
    for (auto& list : lists) {
      for (std::uint32_t j = 0; j < places; ++j) {
        if (random() % 3 == 0) { list.push_back(j); }
      }
    }
  }
};

/// Gi* of one bin by the sums of the paper, over all bins of the cube.
double textbook_z(const Cube& cube, std::size_t i, std::size_t t, std::size_t lag) {
  const auto n = double(cube.counts.size());
  const double mean = std::accumulate(cube.counts.begin(), cube.counts.end(), 0.0) / n;
  double variance = 0;
  for (const double c : cube.counts) { variance += (c - mean) * (c - mean) / n; }
  double sum = 0;
  double k = 0;
  for (std::size_t u = 0; u < cube.steps; ++u) {
    for (std::uint32_t j = 0; j < cube.places; ++j) {
      const bool is_near = j == i || std::count(cube.lists[i].begin(), cube.lists[i].end(), j) > 0;
      if (!is_near || u > t || u + lag < t) { continue; }
      sum += cube.counts[u * cube.places + j];
      ++k;
    }
  }
  return k == n ? 0 : (sum - mean * k) / std::sqrt(variance * (n * k - k * k) / (n - 1));
}

TEST(EmergingHotSpots, AgreeWithTheDefinition) {
  std::mt19937 random(3);
  for (int round = 0; round < 1000; ++round) {
    const Cube cube(random);
    const EmergingOptions options{random() % 4, 0.2};
    const Emerging result = emerging_hot_spots(cube.counts, NeighbourLists(cube.lists), cube.steps, options);
    if (result.reason != NoStatistic::none) { continue; }
    std::vector<std::optional<double>> p;
    for (std::size_t at = 0; at < cube.counts.size(); ++at) {
      const double z = textbook_z(cube, at % cube.places, at / cube.places, options.lag);
      ASSERT_NEAR(result.z[at], z, 1e-9) << round;
      p.push_back(std::erfc(std::fabs(result.z[at]) / std::sqrt(2.0)));
    }
    const auto q = false_discovery_q(p);
    for (std::size_t i = 0; i < cube.places; ++i) {
      std::vector<double> series;
      std::vector<std::int8_t> heat;
      for (std::size_t t = 0; t < cube.steps; ++t) {
        const std::size_t at = t * cube.places + i;
        series.push_back(result.z[at]);
        ASSERT_NEAR(result.q[at], *q[at], 1e-12);
        heat.push_back(static_cast<std::int8_t>(result.q[at] > options.alpha ? 0 : result.z[at] > 0 ? 1 : -1));
      }
      const Trend trend = mann_kendall(series);
      ASSERT_EQ(result.places[i].trend_z, trend.z);
      ASSERT_EQ(result.places[i].pattern, pattern_of(heat, trend.z, trend.p <= options.alpha));
    }
  }
}

/// Else a trend would be made of rounding.
TEST(EmergingHotSpots, StepsWithAsManyAreTies) {
  std::mt19937 random(5);
  std::size_t ties = 0;
  for (int round = 0; round < 1000; ++round) {
    const Cube cube(random);
    const Emerging result = emerging_hot_spots(cube.counts, NeighbourLists(cube.lists), cube.steps, {0, 0.05});
    for (std::size_t at = 0; at < result.z.size(); ++at) {
      for (std::size_t u = at % cube.places; u < at; u += cube.places) {
        if (std::fabs(result.z[at] - result.z[u]) > 1e-9) { continue; }
        ASSERT_EQ(result.z[at], result.z[u]);
        ++ties;
      }
    }
  }
  EXPECT_GT(ties, 1000U);
}

TEST(EmergingHotSpots, AnotherOrderOfPlaces_SameBits) {
  std::mt19937 random(4);
  for (int round = 0; round < 1000; ++round) {
    Cube cube(random);
    for (double& c : cube.counts) { c = std::ldexp(double(random()), -int(random() % 30)); }
    std::vector<std::uint32_t> order(cube.places);
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), random);
    Cube other = cube;
    for (std::size_t i = 0; i < cube.places; ++i) {
      other.lists[i].clear();
      for (const std::uint32_t j : cube.lists[order[i]]) {
        other.lists[i].push_back(static_cast<std::uint32_t>(std::find(order.begin(), order.end(), j) - order.begin()));
      }
      for (std::size_t t = 0; t < cube.steps; ++t) { other.counts[t * cube.places + i] = cube.counts[t * cube.places + order[i]]; }
    }
    const Emerging a = emerging_hot_spots(cube.counts, NeighbourLists(cube.lists), cube.steps);
    const Emerging b = emerging_hot_spots(other.counts, NeighbourLists(other.lists), cube.steps);
    for (std::size_t at = 0; at < a.z.size(); ++at) {
      const std::size_t there = at / cube.places * cube.places + order[at % cube.places];
      ASSERT_EQ(std::bit_cast<std::uint64_t>(b.z[at]), std::bit_cast<std::uint64_t>(a.z[there]));
      ASSERT_EQ(b.q[at], a.q[there]);
    }
  }
}

TEST(EmergingHotSpots, RefusesAndExplains) {
  const NeighbourLists two({{1}, {0}});
  EXPECT_THROW(emerging_hot_spots(std::vector<double>{1, 2, 3}, two, 2), Error);
  EXPECT_THROW(emerging_hot_spots({}, two, 0), Error);
  EXPECT_THROW(emerging_hot_spots(std::vector<double>{1, 2, 3, 4}, two, 2, {1, 0}), Error);
  EXPECT_THROW(emerging_hot_spots(std::vector<double>{1, 2, std::nan(""), 4}, two, 2), Error);
  const Emerging same = emerging_hot_spots(std::vector<double>{1, 1, 1, 1}, two, 2);
  EXPECT_EQ(same.reason, NoStatistic::zero_variance);
  EXPECT_EQ(same.places.size(), 2);
  EXPECT_EQ(emerging_hot_spots(std::vector<double>{1, 2}, two, 1).reason, NoStatistic::too_few_places);
  EXPECT_EQ(emerging_hot_spots({}, NeighbourLists(), 3).reason, NoStatistic::zero_variance);
}

}  // namespace
}  // namespace geo
