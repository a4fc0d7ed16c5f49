// SPDX-License-Identifier: Apache-2.0
// Local and global statistics against R's spdep, and against sums over whole matrices.
#include "geo/base/error.hpp"
#include "geo/hotspots/distributions.hpp"
#include "geo/hotspots/empirical_bayes.hpp"
#include "geo/hotspots/false_discovery.hpp"
#include "geo/hotspots/global_statistics.hpp"
#include "geo/hotspots/local_statistics.hpp"
#include "tests/geo/hotspots/reference/areal_figures.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <iterator>

namespace geo {
namespace {

namespace figures = areal_figures;
constexpr std::size_t places = std::size(figures::values);

/// As areal.R has it: squares in five rows that touch, and one place by itself.
NeighbourLists map() {
  constexpr int side = 5;
  std::vector<std::vector<std::uint32_t>> lists(places);
  for (int i = 0; i < side * side; ++i) {
    for (int j = 0; j < side * side; ++j) {
      const bool is_near = std::abs(i / side - j / side) <= 1 && std::abs(i % side - j % side) <= 1;
      if (i != j && is_near) { lists[static_cast<std::size_t>(i)].push_back(static_cast<std::uint32_t>(j)); }
    }
  }
  return NeighbourLists(lists);
}

/// The k-th neighbour weighs 1 / (1 + k), from 1: not symmetrical.
SpatialWeights falling_weights() {
  SpatialWeights weights{map()};
  for (std::size_t i = 0; i < places; ++i) {
    for (std::size_t k = 1; k <= weights.neighbours.of(i).size(); ++k) { weights.values.push_back(1 / (1 + static_cast<double>(k))); }
  }
  return weights;
}

void expect_near(double value, double figure, std::size_t i) { EXPECT_NEAR(value, figure, 1e-12 * std::max(1.0, std::fabs(figure))) << i; }

TEST(ArealStatistics, LocalG_AgreesWithSpdep) {
  const auto gi = local_g(figures::values, {map()}, Self::left_out);
  const auto gi_star = local_g(figures::values, {map()}, Self::included);
  const auto standardised = local_g(figures::values, row_standardised({map()}), Self::included);
  const auto weighted = local_g(figures::values, falling_weights(), Self::left_out);
  for (std::size_t i = 0; i < places; ++i) {
    expect_near(gi_star[i].z.value(), figures::gi_star[i], i);
    expect_near(standardised[i].z.value(), figures::gi_star[i], i);
    if (std::isnan(figures::gi[i])) {
      EXPECT_FALSE(gi[i].z || gi[i].p) << i;
      EXPECT_EQ(gi[i].reason, NoStatistic::island);
      continue;
    }
    expect_near(gi[i].z.value(), figures::gi[i], i);
    expect_near(weighted[i].z.value(), figures::gi_weighted[i], i);
  }
}

TEST(ArealStatistics, LocalGStar_WithWeightsOf1_IsTheOneThatAnalysesUse) {
  const auto general = local_g(figures::values, {map()}, Self::included);
  const GiStarResult other = gi_star(figures::values, map());
  for (std::size_t i = 0; i < places; ++i) { expect_near(*general[i].z, other.places[i].z.value(), i); }
}

TEST(ArealStatistics, LocalMoran_AgreesWithSpdep) {
  const auto moran = local_moran(figures::values, row_standardised({map()}));
  for (std::size_t i = 0; i < places; ++i) {
    expect_near(moran[i].i, figures::moran_i[i], i);
    if (i + 1 == places) {
      EXPECT_EQ(moran[i].reason, NoStatistic::island);
      EXPECT_FALSE(moran[i].z || moran[i].p);
      continue;
    }
    expect_near(moran[i].expected, figures::moran_expected[i], i);
    expect_near(moran[i].variance, figures::moran_variance[i], i);
    expect_near(moran[i].z.value(), figures::moran_z[i], i);
    expect_near(moran[i].p.value(), figures::moran_p[i], i);
    expect_near(moran[i].expected_total, figures::moran_total_expected[i], i);
    expect_near(moran[i].variance_total, figures::moran_total_variance[i], i);
  }
}

TEST(ArealStatistics, Quadrants_AreOfThePlaceAndItsSurroundings) {
  const double values[] = {9, 8, 1, 2, 9, 1};
  const std::vector<std::vector<std::uint32_t>> lists = {{1}, {0}, {3}, {2}, {5}, {4}};
  const auto moran = local_moran(values, {NeighbourLists(lists)});
  const char* expected[] = {"high-high", "high-high", "low-low", "low-low", "high-low", "low-high"};
  for (std::size_t i = 0; i < 6; ++i) { EXPECT_EQ(code(moran[i].quadrant), expected[i]) << i; }
}

TEST(ArealStatistics, LocalGeary_AgreesWithSpdep) {
  const auto geary = local_geary(figures::values, row_standardised({map()}));
  ASSERT_TRUE(geary);
  for (std::size_t i = 0; i < places; ++i) { expect_near((*geary)[i], figures::geary[i], i); }
  EXPECT_FALSE(local_geary(std::vector<double>(places, 3), {map()}));
}

/// Statistic, expectation, variance, z, p.
void expect_test(const GlobalStatistic& test, const double (&figure)[5]) {
  EXPECT_EQ(test.reason, NoStatistic::none);
  const double ours[] = {test.value, test.expected, test.variance, test.z, test.p};
  for (std::size_t i = 0; i < 5; ++i) { EXPECT_NEAR(ours[i], figure[i], 1e-10 * std::max(1.0, std::fabs(figure[i]))) << i; }
}

TEST(ArealStatistics, GlobalStatistics_AgreeWithSpdep) {
  const SpatialWeights standardised = row_standardised({map()});
  expect_test(global_moran(figures::values, standardised), figures::global_moran);
  expect_test(global_moran(figures::values, standardised, Assumption::normality), figures::global_moran_normal);
  expect_test(global_moran(figures::values, falling_weights()), figures::global_moran_weighted);
  expect_test(global_geary(figures::values, standardised), figures::global_geary);
  expect_test(global_g(figures::values, {map()}), figures::global_g);
  std::vector<bool> has;
  for (const double v : figures::values) { has.push_back(v > 4); }
  const JoinCounts joins = global_join_counts(has, {map()});
  for (const auto& [test, figure] :
       {std::pair(joins.both_without, figures::joins_without), std::pair(joins.both_with, figures::joins_with)}) {
    const double ours[] = {test.value, test.expected, test.variance, test.z, test.p};
    for (std::size_t i = 0; i < 5; ++i) { EXPECT_NEAR(ours[i], figure[i], 1e-10 * std::max(1.0, std::fabs(figure[i]))) << i; }
  }
}

TEST(ArealStatistics, Rates_AgreeWithSpdep) {
  const SmoothedRates all = smoothed_rates(figures::cases, figures::people);
  EXPECT_NEAR(all.mean, figures::eb_parameters[0], 1e-14);
  EXPECT_NEAR(all.variance, figures::eb_parameters[1], 1e-14);
  const auto local = locally_smoothed_rates(figures::cases, figures::people, map());
  for (std::size_t i = 0; i < places; ++i) {
    EXPECT_NEAR(all.places[i].smoothed, figures::eb_global[i], 1e-14) << i;
    EXPECT_NEAR(local[i].smoothed, figures::eb_local[i], 1e-14) << i;
    const double p = all.places[i].p_low ? *all.places[i].p_low : all.places[i].p_high.value();
    EXPECT_NEAR(p, figures::choynowski[i], 1e-12) << i;
  }
  std::vector<std::vector<std::uint32_t>> lists;
  for (std::size_t i = 0; i + 1 < places; ++i) {
    const NeighbourLists neighbours = map();
    const auto list = neighbours.of(i);
    lists.emplace_back(list.begin(), list.end());
  }
  const GlobalStatistic moran = rates_moran(std::span(figures::cases).first(places - 1), std::span(figures::people).first(places - 1),
                                            row_standardised({NeighbourLists(lists)}));
  EXPECT_NEAR(moran.value, figures::eb_moran[0], 1e-12);
}

TEST(ArealStatistics, Rates_WhereNobodyLives) {
  const double cases[] = {2, 3, 0};
  const double people[] = {100, 0, 50};
  const SmoothedRates rates = smoothed_rates(cases, people);
  EXPECT_FALSE(rates.places[1].raw || rates.places[1].p_low || rates.places[1].p_high);
  EXPECT_DOUBLE_EQ(rates.places[1].smoothed, 5.0 / 150);
  const double nobody[] = {0, 0, 0};
  EXPECT_THROW(smoothed_rates(cases, nobody), Error);
  const double negative[] = {1, -1, 0};
  EXPECT_THROW(smoothed_rates(negative, people), Error);
  EXPECT_THROW(rates_moran(cases, people, {NeighbourLists({{1}, {0, 2}, {1}})}), Error);
}

TEST(ArealStatistics, ManyTests_AgreeWithR) {
  std::vector<std::optional<double>> p;
  for (const LocalG& place : local_g(figures::values, {map()}, Self::included)) { p.push_back(place.p); }
  const auto bh = false_discovery_q(p);
  const auto by = false_discovery_q_dependent(p);
  const auto bonferroni = family_wise_p(p);
  for (std::size_t i = 0; i < places; ++i) {
    expect_near(bh[i].value(), figures::p_bh[i], i);
    expect_near(by[i].value(), figures::p_by[i], i);
    expect_near(bonferroni[i].value(), figures::p_bonferroni[i], i);
  }
}

TEST(Distributions, AgreeWithR) {
  const std::size_t drawn[] = {2, 5, 0, 8};
  const std::size_t most[] = {0, 3, 12, 40};
  const std::size_t least[] = {1, 3, 12, 60};
  const double means[] = {0.5, 2.5, 20, 30};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(hypergeometric_at_least(drawn[i], 100, 12, 20), figures::hypergeometric[i], 1e-12) << i;
    EXPECT_NEAR(poisson_at_most(most[i], means[i]), figures::poisson_most[i], 1e-12) << i;
    EXPECT_NEAR(poisson_at_least(least[i], means[i]), figures::poisson_least[i], 1e-12) << i;
  }
  EXPECT_EQ(hypergeometric_at_least(5, 10, 4, 4), 0);
  EXPECT_EQ(hypergeometric_at_least(1, 10, 10, 1), 1);
  EXPECT_EQ(poisson_at_least(1, 0), 0);
  EXPECT_EQ(poisson_at_most(0, 0), 1);
}

}  // namespace
}  // namespace geo
