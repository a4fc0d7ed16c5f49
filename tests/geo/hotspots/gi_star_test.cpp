// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/gi_star.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/false_discovery.hpp"
#include "tests/geo/hotspots/reference.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace geo {
namespace {

using Lists = std::vector<std::vector<std::uint32_t>>;

TEST(GiStar, AgreesWithSpdepOnColumbus) {
  const GiStarResult result = gi_star(reference::columbus_crime, NeighbourLists(reference::columbus_neighbours));
  ASSERT_EQ(result.places.size(), 49);
  for (std::size_t i = 0; i < 49; ++i) {
    const GiStar& place = result.places[i];
    ASSERT_TRUE(place.z && place.p && place.q) << i;
    EXPECT_NEAR(*place.z, reference::columbus_z[i], 1e-12) << i;
    EXPECT_NEAR(*place.p, reference::columbus_p[i], 1e-12) << i;
    EXPECT_NEAR(*place.q, reference::columbus_q[i], 1e-12) << i;
  }
  EXPECT_EQ(result.tested, 49);
  EXPECT_EQ(result.few_neighbours, 43);
}

/// Ten points, three of them without a neighbour and two at one place; figures of spdep 1.2.7.
TEST(GiStar, PlacesWithoutNeighboursAreComparedAlone) {
  const double x[] = {5, 3, 8, 1, 0, 2, 4, 7, 7, 0};
  const Lists lists = {{1, 3, 4}, {0, 2, 3, 4, 5}, {1, 4, 5}, {0, 1, 4}, {0, 1, 2, 3, 5}, {1, 2, 4}, {}, {8}, {7}, {}};
  const double z[] = {-1.25495273498296,  -0.692387715852665, -0.389468090167124, -1.25495273498296, -0.692387715852665,
                      -0.389468090167124, 0.105999788000636,  1.74899650201049,   1.74899650201049,  -1.30733071867451};
  const double q[] = {0.418991837019293, 0.698134111582463, 0.774366568100122, 0.418991837019293, 0.698134111582463,
                      0.774366568100122, 0.915582520390592, 0.401458120314927, 0.401458120314927, 0.418991837019293};
  const GiStarResult result = gi_star(x, NeighbourLists(lists));
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_NEAR(result.places[i].z.value(), z[i], 1e-12) << i;
    EXPECT_NEAR(result.places[i].q.value(), q[i], 1e-12) << i;
  }
}

TEST(GiStar, WhereThereIsNoStatisticThereIsAReason) {
  struct Case {
    std::vector<double> values;
    Lists lists;
    std::vector<NoStatistic> reasons;
  };
  constexpr auto none = NoStatistic::none;
  constexpr auto few = NoStatistic::too_few_places;
  constexpr auto constant = NoStatistic::zero_variance;
  constexpr auto everybody = NoStatistic::everybody_neighbour;
  const std::vector<Case> cases = {
      {{}, {}, {}},
      {{1}, {{}}, {few}},
      {{1, 2}, {{1}, {0}}, {few, few}},
      {{0.1, 0.1, 0.1}, {{1}, {0}, {}}, {constant, constant, constant}},
      {{0, 0, 0}, {{1, 2}, {0, 2}, {0, 1}}, {constant, constant, constant}},
      {{1, 2, 3}, {{1, 2}, {0}, {}}, {everybody, none, none}},
      {{1, 2, 3}, {{1, 2, 0, 1}, {1, 1}, {0}}, {everybody, none, none}},  // repetitions and itself do not count
  };
  for (const Case& c : cases) {
    const GiStarResult result = gi_star(c.values, NeighbourLists(c.lists));
    ASSERT_EQ(result.places.size(), c.reasons.size());
    for (std::size_t i = 0; i < c.reasons.size(); ++i) {
      const GiStar& place = result.places[i];
      EXPECT_EQ(place.reason, c.reasons[i]);
      EXPECT_EQ(place.z.has_value(), place.reason == none);
      EXPECT_EQ(place.p.has_value(), place.reason == none);
      EXPECT_EQ(place.q.has_value(), place.reason == none);
    }
    EXPECT_EQ(result.tested, static_cast<std::size_t>(std::count(c.reasons.begin(), c.reasons.end(), none)));
  }
  EXPECT_EQ(code(none), "");
  EXPECT_EQ(code(few), "too_few_places");
  EXPECT_EQ(code(constant), "zero_variance");
  EXPECT_EQ(code(everybody), "everybody_neighbour");
}

TEST(GiStar, RefusesWhatIsNoNumber) {
  const NeighbourLists lists(Lists{{1}, {0}, {}});
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -1e200}) {
    const double values[] = {1, bad, 2};
    EXPECT_THROW(gi_star(values, lists), Error);
  }
  EXPECT_THROW(NeighbourLists(Lists{{1}}), Error);
}

/// The formula of Ord & Getis as it stands, with a full matrix of weights.
std::optional<double> by_definition(const std::vector<double>& x, const Lists& lists, std::size_t i) {
  const auto n = static_cast<long double>(x.size());
  long double mean = 0;
  for (const double v : x) { mean += v / n; }
  long double variance = 0;
  for (const double v : x) { variance += (v - mean) * (v - mean) / n; }
  std::vector<int> w(x.size(), 0);
  w[i] = 1;
  for (const std::uint32_t j : lists[i]) { w[j] = 1; }
  long double sum = 0;
  long double weights = 0;
  for (std::size_t j = 0; j < x.size(); ++j) { sum += w[j] * x[j], weights += w[j]; }
  const long double spread = (n * weights - weights * weights) / (n - 1);
  const bool constant = std::all_of(x.begin(), x.end(), [&](double v) { return v == x.front(); });
  if (x.size() < 3 || constant || spread == 0) { return std::nullopt; }
  return static_cast<double>((sum - mean * weights) / std::sqrt(variance * spread));
}

TEST(GiStar, AgreesWithTheDefinitionOnRandomCasesInAnyOrder) {
  std::mt19937_64 random(3);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  std::size_t tested = 0;
  for (int round = 0; round < 1500; ++round) {
    const std::size_t n = 1 + below(30);
    std::vector<double> x(n);
    Lists lists(n);
    for (std::size_t i = 0; i < n; ++i) {
      const double scale[] = {1, 0.1, 1e6, 1e-6};
      x[i] = static_cast<double>(below(round % 5 == 0 ? 2 : 50)) * scale[round % 4] + (round % 3 == 0 ? 1e6 * scale[round % 4] : 0);
      for (std::size_t k = below(round % 6 == 0 ? 2 * n : 6); k > 0; --k) { lists[i].push_back(static_cast<std::uint32_t>(below(n))); }
    }
    const GiStarResult result = gi_star(x, NeighbourLists(lists));
    for (std::size_t i = 0; i < n; ++i) {
      const auto want = by_definition(x, lists, i);
      ASSERT_EQ(result.places[i].z.has_value(), want.has_value()) << round << ' ' << i;
      if (want) { ASSERT_NEAR(*result.places[i].z, *want, 1e-8 * (1 + std::fabs(*want))) << round << ' ' << i; }
      tested += want ? 1 : 0;
    }
    std::vector<std::uint32_t> order(n);  // place i of the shuffled input is place order[i]
    std::iota(order.begin(), order.end(), 0U);
    std::shuffle(order.begin(), order.end(), random);
    std::vector<std::uint32_t> new_place(n);
    for (std::uint32_t i = 0; i < n; ++i) { new_place[order[i]] = i; }
    std::vector<double> shuffled(n);
    Lists shuffled_lists(n);
    for (std::size_t i = 0; i < n; ++i) {
      shuffled[i] = x[order[i]];
      for (const std::uint32_t j : lists[order[i]]) { shuffled_lists[i].push_back(new_place[j]); }
    }
    const GiStarResult again = gi_star(shuffled, NeighbourLists(shuffled_lists));
    for (std::size_t i = 0; i < n; ++i) {
      ASSERT_EQ(again.places[i].z, result.places[order[i]].z);
      ASSERT_EQ(again.places[i].q, result.places[order[i]].q);
    }
  }
  EXPECT_GT(tested, 10'000);
}

TEST(FalseDiscovery, AgreesWithTheDefinition) {
  EXPECT_TRUE(false_discovery_q({}).empty());
  std::mt19937_64 random(5);
  for (int round = 0; round < 1000; ++round) {
    std::vector<std::optional<double>> p(static_cast<std::size_t>(round % 23));
    for (auto& one : p) {
      const auto pick = std::uniform_int_distribution<int>(0, 20)(random);
      if (pick > 2) { one = (pick - 3) / 17.0; }
    }
    const auto q = false_discovery_q(p);
    std::vector<double> sorted;
    for (const auto& one : p) {
      if (one) { sorted.push_back(*one); }
    }
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < p.size(); ++i) {
      ASSERT_EQ(q[i].has_value(), p[i].has_value());
      if (!p[i]) { continue; }
      double want = 1;
      for (std::size_t j = 0; j < sorted.size(); ++j) {
        if (sorted[j] >= *p[i]) { want = std::min(want, sorted[j] * static_cast<double>(sorted.size()) / static_cast<double>(j + 1)); }
      }
      ASSERT_DOUBLE_EQ(*q[i], want);
    }
  }
}

TEST(HexNeighbours, AgreeWithAllDistances) {
  std::mt19937_64 random(9);
  const HexGrid grid(250);
  for (int round = 0; round < 1000; ++round) {
    std::vector<Hex> hexes;
    for (std::int32_t r = -4; r <= 4; ++r) {
      for (std::int32_t q = -4; q <= 4; ++q) {
        if (random() % 3 != 0) { hexes.push_back({q, r}); }
      }
    }
    const double reach[] = {0, 1, std::sqrt(3.0), 2, std::sqrt(7.0), 2.9};  // in widths; most at exactly a distance that occurs
    const double distance_m = reach[round % 6] * grid.width_m();
    const NeighbourLists lists = hex_neighbours(grid, hexes, distance_m);
    ASSERT_EQ(lists.size(), hexes.size());
    for (std::size_t i = 0; i < hexes.size(); ++i) {
      std::vector<std::uint32_t> want;
      for (std::uint32_t j = 0; j < hexes.size(); ++j) {
        if (j != i && grid.distance_m(hexes[i], hexes[j]) <= distance_m + 0.1) { want.push_back(j); }
      }
      const auto got = lists.of(i);
      ASSERT_EQ(std::vector<std::uint32_t>(got.begin(), got.end()), want);
    }
  }
}

}  // namespace
}  // namespace geo
