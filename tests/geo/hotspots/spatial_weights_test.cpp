// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/spatial_weights.hpp"

#include "geo/base/error.hpp"
#include "geo/index/point_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
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
  for (int round = 0; round < 1000; ++round) {
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
  for (int round = 0; round < 1000; ++round) {
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

TEST(SpatialWeights, InverseDistance_IsTheFormula) {
  std::mt19937 random(3);
  for (int round = 0; round < 1000; ++round) {
    const auto places = scattered(random, random() % 40, 1 + int(random() % 12));
    const double limit_m = double(random() % 8);
    const double power = round % 3 == 0 ? 2 : 0.5 + double(random() % 4);
    const double least_m = round % 2 == 0 ? 1 : 0.25 + double(random() % 3);
    const SpatialWeights weights = inverse_distance(places, limit_m, power, least_m);
    for (std::size_t i = 0; i < places.size(); ++i) {
      std::size_t k = 0;
      for (std::uint32_t j = 0; j < places.size(); ++j) {
        const double distance = distance_m(places[i], places[j]);
        if (j == i || distance > limit_m) { continue; }
        ASSERT_LT(k, weights.neighbours.of(i).size()) << round;
        ASSERT_EQ(weights.neighbours.of(i)[k], j) << round;
        const double expected = std::pow(std::max(distance, least_m), -power);
        ASSERT_NEAR(weights.value(i, k), expected, 1e-14 * expected) << round;
        ++k;
      }
      ASSERT_EQ(k, weights.neighbours.of(i).size()) << round;
    }
  }
}

/// Standardised, too: a sum of distances must not show in which order the places came.
TEST(SpatialWeights, AnotherOrder_SameBits) {
  std::mt19937 random(4);
  for (int round = 0; round < 1000; ++round) {
    auto places = scattered(random, 2 + random() % 30, 9);
    for (Metric& p : places) { p.x += double(random() % 1000) / 7; }
    std::vector<std::uint32_t> order(places.size());
    std::iota(order.begin(), order.end(), 0U);
    std::shuffle(order.begin(), order.end(), random);
    std::vector<Metric> shuffled;
    for (const std::uint32_t i : order) { shuffled.push_back(places[i]); }
    SpatialWeights a = inverse_distance(places, 60, 1, 1);
    SpatialWeights b = inverse_distance(shuffled, 60, 1, 1);
    for (const bool standardised : {false, true}) {
      if (standardised) { a = row_standardised(a), b = row_standardised(b); }
      for (std::size_t i = 0; i < order.size(); ++i) {
        std::vector<std::pair<std::uint32_t, double>> ours, theirs;
        for (std::size_t k = 0; k < a.neighbours.of(order[i]).size(); ++k) {
          ours.emplace_back(a.neighbours.of(order[i])[k], a.value(order[i], k));
        }
        for (std::size_t k = 0; k < b.neighbours.of(i).size(); ++k) { theirs.emplace_back(order[b.neighbours.of(i)[k]], b.value(i, k)); }
        std::sort(theirs.begin(), theirs.end());
        ASSERT_EQ(ours, theirs) << round;
      }
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
