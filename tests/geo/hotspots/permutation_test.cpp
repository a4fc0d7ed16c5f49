// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/permutation.hpp"

#include "geo/base/error.hpp"
#include "geo/base/philox.hpp"
#include "geo/hotspots/local_statistics.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace geo {
namespace {

struct Map {
  std::vector<double> values;
  SpatialWeights weights;
};

Map random_map(std::mt19937& random, std::size_t most_places, std::size_t most_neighbours) {
  Map map;
  map.values.resize(2 + random() % (most_places - 1));
  for (double& v : map.values) { v = double(random() % 5) - 1; }
  std::vector<std::vector<std::uint32_t>> lists(map.values.size());
  for (auto& list : lists) {
    for (std::size_t k = random() % (most_neighbours + 1); k > 0; --k) { list.push_back(random() % map.values.size()); }
  }
  map.weights.neighbours = NeighbourLists(lists);
  if (random() % 2 == 0) {
    for (std::size_t k = 0; k < map.weights.neighbours.total(); ++k) { map.weights.values.push_back(double(1 + random() % 3)); }
  }
  return map;
}

/// `Σ w f` over the neighbours, where other[k] stands in for the k-th.
double statistic(const Map& map, LocalKind kind, std::uint32_t place, const std::vector<std::uint32_t>& others) {
  const double mean = std::accumulate(map.values.begin(), map.values.end(), 0.0) / double(map.values.size());
  double sum = 0;
  for (std::size_t k = 0; k < others.size(); ++k) {
    const double x = map.values[others[k]];
    const double own = map.values[place];
    const double term = kind == LocalKind::g ? x : kind == LocalKind::moran ? (own - mean) * (x - mean) : (own - x) * (own - x);
    sum += map.weights.value(place, k) * term;
  }
  return sum;
}

/// One drawing after the other, position after position.
Drawn textbook(const Map& map, LocalKind kind, std::uint32_t place, const PermutationOptions& options) {
  const auto list = map.weights.neighbours.of(place);
  Drawn drawn;
  if (list.empty()) { return drawn; }
  const auto others = static_cast<std::uint32_t>(map.values.size() - 1);
  const double observed = statistic(map, kind, place, {list.begin(), list.end()});
  for (std::uint32_t m = 0; m < options.permutations; ++m) {
    RandomStream stream(Philox(options.seed), place, m);
    std::vector<std::uint32_t> left(others);
    std::iota(left.begin(), left.end(), 0);
    std::vector<std::uint32_t> chosen;
    while (chosen.size() < list.size()) {
      std::uint32_t p = 0;
      if (2 * list.size() > others) {
        const auto k = static_cast<std::uint32_t>(chosen.size());
        std::swap(left[k], left[k + stream.below(others - k)]);
        p = left[k];
      } else {
        p = stream.below(others);
        if (left[p] == UINT32_MAX) { continue; }
        left[p] = UINT32_MAX;
      }
      chosen.push_back(p < place ? p : p + 1);
    }
    const double value = statistic(map, kind, place, chosen);
    drawn.at_least += value >= observed - 1e-9 ? 1 : 0;
    drawn.at_most += value <= observed + 1e-9 ? 1 : 0;
    ++drawn.drawings;
  }
  return drawn;
}

TEST(Permutations, AreTheDrawingsOfTheirStreams) {
  std::mt19937 random(1);
  for (int round = 0; round < 1000; ++round) {
    const Map map = random_map(random, round % 2 == 0 ? 12 : 200, round % 3 == 0 ? 40 : 9);
    const PermutationOptions options{static_cast<std::uint32_t>(1 + random() % 40), random()};
    const auto kind = static_cast<LocalKind>(random() % 3);
    const auto drawn = conditional_permutations(map.values, map.weights, kind, options);
    for (std::uint32_t i = 0; i < map.values.size(); ++i) {
      const Drawn expected = textbook(map, kind, i, options);
      ASSERT_EQ(drawn[i].at_least, expected.at_least) << "round " << round << " place " << i;
      ASSERT_EQ(drawn[i].at_most, expected.at_most) << "round " << round << " place " << i;
      ASSERT_EQ(drawn[i].drawings, expected.drawings);
    }
  }
}

/// Of yes and no the chance is known: so many drawings come near it.
TEST(Permutations, AgreeWithExactChances) {
  std::mt19937 random(2);
  std::vector<bool> has(60);
  std::vector<std::vector<std::uint32_t>> lists(has.size());
  std::vector<double> values;
  for (std::size_t i = 0; i < has.size(); ++i) {
    has[i] = random() % 3 == 0;
    values.push_back(has[i] ? 1 : 0);
    for (int k = 0; k < 9; ++k) { lists[i].push_back(random() % has.size()); }
  }
  const SpatialWeights weights{NeighbourLists(lists)};
  const PermutationOptions options{20'000, 3};
  const auto drawn = conditional_permutations(values, weights, LocalKind::g, options);
  const auto exact = local_join_count(has, weights.neighbours);
  int compared = 0;
  for (std::size_t i = 0; i < has.size(); ++i) {
    if (!has[i]) { continue; }
    const double p = exact[i].p.value();
    const double deviation = std::sqrt(p * (1 - p) / options.permutations) + 1e-4;
    EXPECT_NEAR(drawn[i].greater().value(), p, 5 * deviation) << i;
    ++compared;
  }
  EXPECT_GT(compared, 10);
}

TEST(Permutations, AnyNumberOfWorkers_SameCounts) {
  std::mt19937 random(4);
  Map map = random_map(random, 3, 2);
  map.values.resize(2000);
  for (double& v : map.values) { v = double(random()) / 7; }
  std::vector<std::vector<std::uint32_t>> lists(map.values.size());
  for (auto& list : lists) {
    for (std::size_t k = random() % 12; k > 0; --k) { list.push_back(random() % map.values.size()); }
  }
  map.weights = {NeighbourLists(lists)};
  const auto alone = conditional_permutations(map.values, map.weights, LocalKind::moran, {99, 8});
  for (const std::size_t number : {2U, 3U}) {
    const auto together = conditional_permutations(map.values, map.weights, LocalKind::moran, {99, 8}, threads(number));
    for (std::size_t i = 0; i < alone.size(); ++i) {
      ASSERT_EQ(alone[i].at_least, together[i].at_least);
      ASSERT_EQ(alone[i].at_most, together[i].at_most);
    }
  }
}

TEST(Permutations, WhatIsSaidOfThem) {
  const std::vector<double> values = {1, 1, 1, 1, 1};
  const auto drawn = conditional_permutations(values, {NeighbourLists({{1, 2}, {0}, {0}, {}, {0}})}, LocalKind::g, {99, 1});
  EXPECT_EQ(drawn[0].at_least, 99) << "equal ones count as extreme";
  EXPECT_EQ(drawn[0].greater(), 1);
  EXPECT_EQ(drawn[0].two_sided(), 1);
  EXPECT_FALSE(drawn[3].greater() || drawn[3].less() || drawn[3].two_sided() || drawn[3].folded()) << "an island";
  Drawn some;
  some.at_least = 4;
  some.at_most = 96;
  some.drawings = 99;
  EXPECT_DOUBLE_EQ(*some.greater(), 0.05);
  EXPECT_DOUBLE_EQ(*some.less(), 0.97);
  EXPECT_DOUBLE_EQ(*some.folded(), 0.05);
  EXPECT_DOUBLE_EQ(*some.two_sided(), 0.1);
  EXPECT_THROW(conditional_permutations(values, {NeighbourLists({{}, {}, {}, {}, {}})}, LocalKind::g, {0, 1}), Error);
  const Progress stop({}, [] { return true; });
  EXPECT_TRUE(conditional_permutations(values, {NeighbourLists({{}, {}, {}, {}, {}})}, LocalKind::g, {9, 1}, one_by_one, stop).empty());
}

}  // namespace
}  // namespace geo
