// SPDX-License-Identifier: Apache-2.0
// Local and global statistics against the formulas of the papers, written down over whole matrices; and in other orders.
#include "geo/base/error.hpp"
#include "geo/hotspots/distributions.hpp"
#include "geo/hotspots/global_statistics.hpp"
#include "geo/hotspots/local_statistics.hpp"
#include "tests/geo/hotspots/any_map.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace geo {
namespace {

double mean_of(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0) / double(x.size()); }

/// Ord & Getis (1995), with x of place i among the values or not.
std::optional<double> textbook_g(const AnyMap& map, std::size_t i, Self self) {
  std::vector<double> x;
  std::vector<double> w;
  const double heaviest = *std::max_element(map.matrix[i].begin(), map.matrix[i].end());
  for (std::size_t j = 0; j < map.size(); ++j) {
    if (j == i && self == Self::left_out) { continue; }
    x.push_back(map.values[j]);
    w.push_back(j != i ? map.matrix[i][j] : heaviest > 0 ? heaviest : 1);
  }
  const auto n = double(x.size());
  const double mean = mean_of(x);
  double variance = 0;
  for (const double v : x) { variance += (v - mean) * (v - mean) / n; }
  const double sum = std::accumulate(w.begin(), w.end(), 0.0);
  const double squares = std::inner_product(w.begin(), w.end(), w.begin(), 0.0);
  const double spread = (n * squares - sum * sum) / (n - 1);
  if (sum == 0 || variance < 1e-12 || spread < 1e-9) { return std::nullopt; }
  return (std::inner_product(w.begin(), w.end(), x.begin(), 0.0) - mean * sum) / std::sqrt(variance * spread);
}

TEST(ArealOracle, LocalG) {
  std::mt19937 random(1);
  for (int round = 0; round < 1500; ++round) {
    const AnyMap map(random, 4, 23);
    for (const Self self : {Self::left_out, Self::included}) {
      const auto result = local_g(map.values, map.weights(), self);
      for (std::size_t i = 0; i < map.size(); ++i) {
        const auto expected = textbook_g(map, i, self);
        ASSERT_EQ(result[i].z.has_value(), expected.has_value()) << round << ' ' << i;
        ASSERT_EQ(result[i].reason == NoStatistic::none, expected.has_value());
        if (expected) { ASSERT_NEAR(*result[i].z, *expected, 1e-9 * std::max(1.0, std::fabs(*expected))) << round << ' ' << i; }
      }
    }
  }
}

TEST(ArealOracle, LocalJoinCounts_AreExactDraws) {
  // Of five others two have it; three neighbours: at least one in 9 of 10 draws, both in 3 of 10.
  const std::vector<bool> has = {true, true, true, false, false, false};
  const auto joins = local_join_count(has, NeighbourLists({{1, 2, 3}, {0, 3, 4}, {3, 4, 5}, {0}, {1}, {}}));
  EXPECT_EQ(joins[0].joins, 2);
  EXPECT_NEAR(joins[0].p.value(), 0.3, 1e-12);
  EXPECT_EQ(joins[1].joins, 1);
  EXPECT_NEAR(joins[1].p.value(), 0.9, 1e-12);
  EXPECT_EQ(joins[2].joins, 0);
  EXPECT_EQ(joins[2].p.value(), 1);
  EXPECT_FALSE(joins[3].p);
  EXPECT_FALSE(joins[5].p);
}

std::uint64_t bits(double v) { return std::bit_cast<std::uint64_t>(v); }

TEST(ArealOracle, AnotherOrder_SameBits) {
  std::mt19937 random(4);
  for (int round = 0; round < 1000; ++round) {
    AnyMap map(random, 4, 23);
    for (double& v : map.values) { v = std::ldexp(double(random()), -int(random() % 40)); }
    std::vector<std::size_t> order(map.size());
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), random);
    const AnyMap other = map.reordered(order);
    const auto g = local_g(map.values, map.weights(), Self::included);
    const auto other_g = local_g(other.values, other.weights(), Self::included);
    const auto moran = local_moran(map.values, map.weights());
    const auto other_moran = local_moran(other.values, other.weights());
    for (std::size_t i = 0; i < map.size(); ++i) {
      ASSERT_EQ(bits(g[order[i]].z.value_or(0)), bits(other_g[i].z.value_or(0)));
      ASSERT_EQ(bits(moran[order[i]].i), bits(other_moran[i].i));
      ASSERT_EQ(bits(moran[order[i]].variance), bits(other_moran[i].variance));
    }
    ASSERT_EQ(bits(global_moran(map.values, map.weights()).z), bits(global_moran(other.values, other.weights()).z));
    ASSERT_EQ(bits(global_geary(map.values, map.weights()).z), bits(global_geary(other.values, other.weights()).z));
    ASSERT_EQ(bits(global_g(map.values, map.weights()).z), bits(global_g(other.values, other.weights()).z));
  }
}

TEST(ArealOracle, WhereThereIsNothingToSay) {
  const NeighbourLists pairs({{1}, {0}, {3}, {2}});
  const std::vector<double> constant(4, 0.1);
  for (const LocalG& place : local_g(constant, {pairs}, Self::left_out)) { EXPECT_EQ(place.reason, NoStatistic::zero_variance); }
  for (const LocalMoran& place : local_moran(constant, {pairs})) { EXPECT_EQ(place.reason, NoStatistic::zero_variance); }
  EXPECT_EQ(global_moran(constant, {pairs}).reason, NoStatistic::zero_variance);
  EXPECT_EQ(global_g(std::vector<double>(4, 0), {pairs}).reason, NoStatistic::zero_variance);
  const std::vector<double> values = {1, 2, 3, 4};
  EXPECT_EQ(global_moran(values, {NeighbourLists({{}, {}, {}, {}})}).reason, NoStatistic::island);
  EXPECT_EQ(global_moran(values, {NeighbourLists({{1}, {0}, {}, {}})}).reason, NoStatistic::too_few_places);
  EXPECT_EQ(local_g(std::vector<double>{1, 2}, {NeighbourLists({{1}, {0}})}, Self::included)[0].reason, NoStatistic::too_few_places);
  EXPECT_THROW(local_g(std::vector<double>{1, std::numeric_limits<double>::quiet_NaN(), 2, 3}, {pairs}, Self::included), Error);
  EXPECT_THROW(global_g(std::vector<double>{1, -1, 2, 3}, {pairs}), Error);
  EXPECT_TRUE(local_g({}, {}, Self::included).empty());
}

}  // namespace
}  // namespace geo
