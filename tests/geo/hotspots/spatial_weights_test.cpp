// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/spatial_weights.hpp"

#include "geo/base/error.hpp"
#include "geo/index/point_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace geo {
namespace {

std::vector<std::uint32_t> list_of(const SpatialWeights& weights, std::size_t i) {
  const auto list = weights.neighbours.of(i);
  return {list.begin(), list.end()};
}

/// On whole numbers, so that many places coincide and many distances are equal.
std::vector<Metric> scattered(std::mt19937& random, std::size_t n, int width) {
  std::vector<Metric> places(n);
  for (Metric& p : places) { p = {550'000 + double(random() % unsigned(width)), 8'560'000 + double(random() % unsigned(width))}; }
  return places;
}

TEST(SpatialWeights, WithinDistance_AreAllOfThem) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    const auto places = scattered(random, random() % 60, 1 + int(random() % 20));
    const double limit_m = double(random() % 8);
    const SpatialWeights weights = within_distance(places, limit_m);
    ASSERT_EQ(weights.size(), places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
      std::vector<std::uint32_t> expected;
      for (std::uint32_t j = 0; j < places.size(); ++j) {
        if (j != i && distance_m(places[i], places[j]) <= limit_m) { expected.push_back(j); }
      }
      ASSERT_EQ(list_of(weights, i), expected) << "round " << round;
    }
  }
}

TEST(SpatialWeights, Nearest_ByDistanceAndThenPosition) {
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    const auto places = scattered(random, random() % 60, 1 + int(random() % 20));
    const std::size_t k = 1 + random() % 9;
    const SpatialWeights weights = nearest(places, k);
    const SpatialWeights with_ties = nearest(places, k, Ties::all);
    for (std::uint32_t i = 0; i < places.size(); ++i) {
      std::vector<std::pair<double, std::uint32_t>> others;
      for (std::uint32_t j = 0; j < places.size(); ++j) {
        if (j != i) { others.emplace_back(distance_m(places[i], places[j]), j); }
      }
      std::sort(others.begin(), others.end());
      const std::size_t number = std::min(k, others.size());
      std::vector<std::uint32_t> expected;
      std::vector<std::uint32_t> expected_ties;
      for (std::size_t at = 0; at < others.size(); ++at) {
        if (at < number) { expected.push_back(others[at].second); }
        if (others[at].first <= others[number - 1].first) { expected_ties.push_back(others[at].second); }
      }
      std::sort(expected.begin(), expected.end());
      std::sort(expected_ties.begin(), expected_ties.end());
      ASSERT_EQ(list_of(weights, i), expected) << "round " << round;
      ASSERT_EQ(list_of(with_ties, i), expected_ties) << "round " << round;
    }
  }
}

TEST(SpatialWeights, InverseDistance_HasAFloor) {
  const Metric places[] = {{0, 0}, {0, 0}, {0, 4}};
  const SpatialWeights weights = inverse_distance(places, 10, 2, 0.5);
  EXPECT_EQ(weights.value(0, 0), 4);
  EXPECT_EQ(weights.value(0, 1), 1.0 / 16);
  EXPECT_EQ(weights.value(2, 0), 1.0 / 16);
}

TEST(SpatialWeights, RowsAreStandardised) {
  SpatialWeights weights{NeighbourLists({{1, 2}, {0}, {0, 1}, {}})};
  weights.values = {1, 3, 2, 5, 5};
  weights = row_standardised(std::move(weights));
  EXPECT_EQ(weights.values, (std::vector<double>{0.25, 0.75, 1, 0.5, 0.5}));
  EXPECT_TRUE(list_of(weights, 3).empty());
}

TEST(SpatialWeights, RefusesWhatIsNone) {
  const Metric places[] = {{0, 0}, {1, 1}};
  EXPECT_THROW(within_distance(places, -1), Error);
  EXPECT_THROW(within_distance(places, std::nan("")), Error);
  EXPECT_THROW(nearest(places, 0), Error);
  EXPECT_THROW(inverse_distance(places, 1, 0, 1), Error);
  EXPECT_THROW(inverse_distance(places, 1, 1, 0), Error);
  const Metric nowhere[] = {{0, 0}, {std::numeric_limits<double>::infinity(), 1}};
  EXPECT_THROW(within_distance(nowhere, 1), Error);
  EXPECT_THROW(row_standardised({NeighbourLists({{1}, {0}}), {1, -1}}), Error);
  EXPECT_THROW(row_standardised({NeighbourLists({{1}, {0}}), {1, 0}}), Error);
}

}  // namespace
}  // namespace geo
