// SPDX-License-Identifier: Apache-2.0
// Weights by a kernel, from lists, of some of the places; and the cut-off of false discoveries.
#include "geo/base/error.hpp"
#include "geo/hotspots/false_discovery.hpp"
#include "geo/hotspots/spatial_weights.hpp"
#include "geo/index/point_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>

namespace geo {
namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

std::vector<Metric> scattered(std::mt19937& random, std::size_t n, unsigned width) {
  std::vector<Metric> places(n);
  for (Metric& p : places) { p = {550'000 + double(random() % width), 8'560'000 + double(random() % width)}; }
  return places;
}

TEST(KernelWeights, AreThoseOfTheFormula) {
  using enum WeightKernel;
  std::mt19937 random(4);
  for (int round = 0; round < 1000; ++round) {
    const auto places = scattered(random, random() % 40, 1 + unsigned(random() % 12));
    const double bandwidth_m = 1 + double(random() % 5);
    const auto kernel = std::array{uniform, triangular, epanechnikov, quartic, triweight, gaussian}[std::size_t(round) % 6];
    const SpatialWeights weights = kernel_weights(places, bandwidth_m, kernel);
    ASSERT_EQ(weights.size(), places.size());
    for (std::uint32_t i = 0; i < places.size(); ++i) {
      std::size_t k = 0;
      for (std::uint32_t j = 0; j < places.size(); ++j) {
        const double u = distance_m(places[i], places[j]) / bandwidth_m;
        double expected = 0;
        switch (kernel) {
          case uniform: expected = u <= 1 ? 1 : 0; break;
          case triangular: expected = std::max(0.0, 1 - u); break;
          case epanechnikov: expected = std::max(0.0, 1 - u * u); break;
          case quartic: expected = u < 1 ? std::pow(1 - u * u, 2) : 0; break;
          case triweight: expected = u < 1 ? std::pow(1 - u * u, 3) : 0; break;
          case gaussian: expected = u <= 3 ? std::exp(-0.5 * u * u) : 0; break;
        }
        if (i == j || expected == 0) { continue; }
        ASSERT_LT(k, weights.neighbours.of(i).size());
        EXPECT_EQ(weights.neighbours.of(i)[k], j);
        EXPECT_NEAR(weights.value(i, k), expected, 1e-15);
        ++k;
      }
      ASSERT_EQ(k, weights.neighbours.of(i).size());
    }
  }
}

TEST(KernelWeights, RefuseABandwidthThatIsNone) {
  for (const double bandwidth_m : {0.0, -1.0, no_number, std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW(kernel_weights({}, bandwidth_m, WeightKernel::quartic), Error) << bandwidth_m;
  }
}

TEST(WeightsOfLists, KeepEachWeightWithItsNeighbour) {
  const SpatialWeights weights = weights_of_lists({{2, 1}, {0}, {}}, {{0.25, 4}, {7}, {}});
  ASSERT_EQ(weights.size(), 3U);
  ASSERT_EQ(weights.neighbours.of(0).size(), 2U);
  EXPECT_EQ(weights.neighbours.of(0)[0], 1U);
  EXPECT_EQ(weights.value(0, 0), 4);
  EXPECT_EQ(weights.value(0, 1), 0.25);
  EXPECT_EQ(weights.value(1, 0), 7);
  EXPECT_TRUE(weights.neighbours.of(2).empty());
  EXPECT_TRUE(weights_of_lists({{1}, {0}}, {}).values.empty());
}

std::string refusal(const std::vector<std::vector<std::uint32_t>>& lists, const std::vector<std::vector<double>>& weights) {
  try {
    weights_of_lists(lists, weights);
  } catch (const Error& error) {
    EXPECT_EQ(error.problem(), Problem::input);
    return error.text().en;
  }
  return "";
}

TEST(WeightsOfLists, RefuseWithThePlace) {
  EXPECT_EQ(refusal({{1}, {2}}, {}), "Weights: place 1 has the neighbour 2, but there are 2 places.");
  EXPECT_EQ(refusal({{0}, {}}, {}), "Weights: place 0 is its own neighbour.");
  EXPECT_EQ(refusal({{}, {0, 0}}, {}), "Weights: place 1 has the neighbour 0 twice.");
  EXPECT_EQ(refusal({{1}, {0}}, {{1}}), "Weights: there are 2 lists of neighbours and 1 of weights.");
  EXPECT_EQ(refusal({{1}, {0}}, {{1}, {1, 2}}), "Weights: place 1 has 1 neighbours and 2 weights.");
  for (const double weight : {0.0, -1.0, no_number, std::numeric_limits<double>::infinity()}) {
    EXPECT_NE(refusal({{1}, {0}}, {{1}, {weight}}).find("place 1 has the weight"), std::string::npos) << weight;
  }
}

TEST(WeightsAmong, AreThoseBetweenThePlacesThatStay) {
  std::mt19937 random(5);
  for (int round = 0; round < 1000; ++round) {
    const auto n = std::uint32_t(random() % 9);
    std::vector<std::vector<double>> matrix(n, std::vector<double>(n, 0));
    std::vector<std::vector<std::uint32_t>> lists(n);
    std::vector<std::vector<double>> values(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      for (std::uint32_t j = 0; j < n; ++j) {
        if (i == j || random() % 2 == 0) { continue; }
        matrix[i][j] = 1 + double(random() % 100);
        lists[i].push_back(j);
        values[i].push_back(matrix[i][j]);
      }
    }
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < n; ++i) {
      if (random() % 3 != 0) { places.push_back(i); }
    }
    std::shuffle(places.begin(), places.end(), random);
    const SpatialWeights some = weights_among(weights_of_lists(lists, values), places);
    ASSERT_EQ(some.size(), places.size());
    for (std::uint32_t a = 0; a < places.size(); ++a) {
      std::vector<double> row(places.size(), 0);
      for (std::size_t k = 0; k < some.neighbours.of(a).size(); ++k) { row[some.neighbours.of(a)[k]] = some.value(a, k); }
      for (std::uint32_t b = 0; b < places.size(); ++b) { ASSERT_EQ(row[b], matrix[places[a]][places[b]]); }
    }
  }
}

TEST(FalseDiscoveryCutOff, IsTheStepOfBenjaminiAndHochberg) {
  EXPECT_FALSE(false_discovery_cut_off({}, 0.05));
  std::mt19937 random(6);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::optional<double>> p(random() % 12);
    for (auto& one : p) {
      if (random() % 5 != 0) { one = double(random() % 40) / 400; }
    }
    // The definition: the highest p_(k) that is at most k alpha / m.
    std::vector<double> sorted;
    for (const auto& one : p) {
      if (one) { sorted.push_back(*one); }
    }
    std::sort(sorted.begin(), sorted.end());
    std::optional<double> expected;
    for (std::size_t k = 0; k < sorted.size(); ++k) {
      if (sorted[k] * double(sorted.size()) / double(k + 1) <= 0.05) { expected = sorted[k]; }
    }
    ASSERT_EQ(false_discovery_cut_off(p, 0.05), expected) << "round " << round;
  }
}

}  // namespace
}  // namespace geo
