// SPDX-License-Identifier: Apache-2.0
// Smoothed rates, Choynowski's p and Moran's I of rates against the papers' formulas; in other orders; adjusted p against their
// definitions.
#include "geo/base/error.hpp"
#include "geo/hotspots/empirical_bayes.hpp"
#include "geo/hotspots/false_discovery.hpp"
#include "tests/geo/hotspots/any_map.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <random>

namespace geo {
namespace {

/// Places where nobody lives, none has a case, all have the same rate, or there are many and few.
struct Counts {
  std::vector<double> cases, people;

  Counts(std::mt19937& random, std::size_t n, bool all_lived_in) {
    const unsigned kind = random() % 5;
    for (std::size_t i = 0; i < n; ++i) {
      people.push_back(double((all_lived_in ? 1 : 0) + random() % (kind == 1 ? 3 : 40)));
      cases.push_back(kind == 0 ? 0 : kind == 2 ? 0.1 * people.back() : double(random() % 6));
    }
    people.front() = std::max(people.front(), 1.0);
    if (kind == 2) { cases.front() = 0.1 * people.front(); }
  }
};

struct Prior {
  long double mean = 0, variance = 0;
};

/// Marshall (1991), moments of the rates of some places.
Prior prior_of(const Counts& counts, const std::vector<std::size_t>& places) {
  long double cases = 0;
  long double people = 0;
  for (const std::size_t i : places) { cases += counts.cases[i], people += counts.people[i]; }
  Prior prior{people > 0 ? cases / people : -1, 0};
  for (const std::size_t i : places) {
    if (counts.people[i] == 0) { continue; }
    prior.variance += counts.people[i] / people * std::pow(counts.cases[i] / counts.people[i] - prior.mean, 2.0L);
  }
  prior.variance -= prior.mean / (people / static_cast<long double>(places.size()));
  prior.variance = std::max(prior.variance, 0.0L);
  return prior;
}

void expect_rate(const Rate& rate, double cases, double people, const Prior& prior, int round) {
  ASSERT_EQ(rate.raw.has_value(), people > 0) << round;
  long double smoothed = prior.mean;
  if (people > 0 && prior.mean > 0) {
    ASSERT_DOUBLE_EQ(*rate.raw, cases / people);
    smoothed += prior.variance / (prior.variance + prior.mean / people) * (cases / people - prior.mean);
  }
  ASSERT_NEAR(rate.smoothed, double(smoothed), 1e-12 * (1 + double(smoothed))) << round;
}

/// Of a Poisson distribution: chances added up one by one.
double at_most(int count, double mean) {
  double sum = 0;
  double chance = std::exp(-mean);
  for (int k = 0; k <= count; ++k) {
    sum += chance;
    chance *= mean / (k + 1);
  }
  return sum;
}

TEST(ArealRates, AreThoseOfTheFormulas) {
  std::mt19937 random(1);
  int low = 0;
  int high = 0;
  for (int round = 0; round < 1500; ++round) {
    const AnyMap map(random, 1, 12);
    const Counts counts(random, map.size(), false);
    std::vector<std::size_t> all(map.size());
    std::iota(all.begin(), all.end(), 0);
    const SmoothedRates rates = smoothed_rates(counts.cases, counts.people);
    const Prior prior = prior_of(counts, all);
    ASSERT_NEAR(rates.mean, double(prior.mean), 1e-14) << round;
    ASSERT_NEAR(rates.variance, double(prior.variance), 1e-12 * (1 + double(prior.variance))) << round;
    bool is_refused = false;
    std::vector<Prior> local;
    for (std::size_t i = 0; i < map.size(); ++i) {
      expect_rate(rates.places[i], counts.cases[i], counts.people[i], prior, round);
      const double expected = rates.mean * counts.people[i];
      const auto whole = int(std::lround(counts.cases[i]));
      const bool is_low = counts.people[i] > 0 && counts.cases[i] < expected;
      ASSERT_EQ(rates.places[i].p_low.has_value(), is_low) << round;
      ASSERT_EQ(rates.places[i].p_high.has_value(), counts.people[i] > 0 && !is_low) << round;
      if (is_low) { ASSERT_NEAR(*rates.places[i].p_low, at_most(whole, expected), 1e-11); }
      if (rates.places[i].p_high) { ASSERT_NEAR(*rates.places[i].p_high, whole == 0 ? 1 : 1 - at_most(whole - 1, expected), 1e-11); }
      (is_low ? low : high) += 1;
      std::vector<std::size_t> around = {i};
      for (std::size_t j = 0; j < map.size(); ++j) {
        if (map.matrix[i][j] > 0) { around.push_back(j); }
      }
      local.push_back(prior_of(counts, around));
      is_refused = is_refused || local.back().mean < 0;
    }
    const NeighbourLists lists = map.weights().neighbours;
    if (is_refused) {
      ASSERT_THROW(locally_smoothed_rates(counts.cases, counts.people, lists), Error) << round;
      continue;
    }
    const auto smoothed = locally_smoothed_rates(counts.cases, counts.people, lists);
    for (std::size_t i = 0; i < map.size(); ++i) { expect_rate(smoothed[i], counts.cases[i], counts.people[i], local[i], round); }
  }
  EXPECT_GT(low, 1000);
  EXPECT_GT(high, 1000);
}

/// Assunção & Reis (1999): rates over what chance varies them by, then Moran's I.
TEST(ArealRates, MoranOfRatesIsThatOfTheFormula) {
  std::mt19937 random(2);
  int compared = 0;
  int without = 0;
  for (int round = 0; round < 3000; ++round) {
    const AnyMap map(random, 4, 12);
    const Counts counts(random, map.size(), true);
    std::vector<std::size_t> all(map.size());
    std::iota(all.begin(), all.end(), 0);
    const long double n = static_cast<long double>(map.size());
    long double cases = 0;
    long double people = 0;
    for (const std::size_t i : all) { cases += counts.cases[i], people += counts.people[i]; }
    const long double mean = cases / people;
    long double variance = -mean / (people / n);
    for (const std::size_t i : all) { variance += counts.people[i] / people * std::pow(counts.cases[i] / counts.people[i] - mean, 2.0L); }
    std::vector<long double> z;
    long double middle = 0;
    for (const std::size_t i : all) {
      const long double spread = variance + mean / counts.people[i];
      const long double divisor = std::sqrt(spread > 0 ? spread : mean / counts.people[i]);
      z.push_back(divisor > 0 ? (counts.cases[i] / static_cast<long double>(counts.people[i]) - mean) / divisor : 0);
      middle += z.back() / n;
    }
    long double squares = 0;
    long double s0 = 0;
    long double products = 0;
    long double connected = 0;
    for (const std::size_t i : all) {
      long double row = 0;
      squares += (z[i] - middle) * (z[i] - middle);
      for (const std::size_t j : all) {
        row += map.matrix[i][j];
        products += map.matrix[i][j] * (z[i] - middle) * (z[j] - middle);
      }
      s0 += row;
      connected += row > 0 ? 1 : 0;
    }
    const GlobalStatistic moran = rates_moran(counts.cases, counts.people, map.weights());
    const bool all_alike = squares < 1e-24L;
    if (all_alike) {
      ASSERT_EQ(moran.reason, NoStatistic::zero_variance) << round << " all rates are the same";
      ++without;
    }
    if (moran.reason != NoStatistic::none || all_alike) { continue; }
    const auto expected = static_cast<double>(connected / s0 * products / squares);
    ASSERT_NEAR(moran.value, expected, 1e-9 * (1 + std::fabs(expected))) << round;
    ++compared;
  }
  EXPECT_GT(compared, 1000);
  EXPECT_GT(without, 300);
}

TEST(ArealRates, AnotherOrder_SameBits) {
  std::mt19937 random(3);
  for (int round = 0; round < 1000; ++round) {
    const AnyMap map(random, 4, 12);
    Counts counts(random, map.size(), true);
    for (double& p : counts.people) { p += std::ldexp(double(random()), -33); }
    std::vector<std::size_t> order(map.size());
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), random);
    Counts other = counts;
    for (std::size_t i = 0; i < order.size(); ++i) { other.cases[i] = counts.cases[order[i]], other.people[i] = counts.people[order[i]]; }
    const AnyMap turned = map.reordered(order);
    const SmoothedRates a = smoothed_rates(counts.cases, counts.people);
    const SmoothedRates b = smoothed_rates(other.cases, other.people);
    const auto local_a = locally_smoothed_rates(counts.cases, counts.people, map.weights().neighbours);
    const auto local_b = locally_smoothed_rates(other.cases, other.people, turned.weights().neighbours);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(a.variance), std::bit_cast<std::uint64_t>(b.variance));
    for (std::size_t i = 0; i < order.size(); ++i) {
      ASSERT_EQ(a.places[order[i]].smoothed, b.places[i].smoothed) << round;
      ASSERT_EQ(a.places[order[i]].p_high, b.places[i].p_high) << round;
      ASSERT_EQ(local_a[order[i]].smoothed, local_b[i].smoothed) << round;
    }
    ASSERT_EQ(rates_moran(counts.cases, counts.people, map.weights()).z, rates_moran(other.cases, other.people, turned.weights()).z)
        << round;
  }
}

TEST(FalseDiscovery, OfDependentTestsAndOfAllTogether_AreTheirDefinitions) {
  std::mt19937 random(4);
  for (int round = 0; round < 1000; ++round) {
    std::vector<std::optional<double>> p(random() % 20);
    std::vector<double> sorted;
    for (auto& one : p) {
      if (random() % 6 == 0) { continue; }
      one = double(random() % 12) / 11;
      sorted.push_back(*one);
    }
    std::sort(sorted.begin(), sorted.end());
    const auto m = double(sorted.size());
    double harmonic = 0;
    for (std::size_t k = 1; k <= sorted.size(); ++k) { harmonic += 1 / double(k); }
    const auto dependent = false_discovery_q_dependent(p);
    const auto together = family_wise_p(p);
    for (std::size_t i = 0; i < p.size(); ++i) {
      ASSERT_EQ(dependent[i].has_value(), p[i].has_value());
      ASSERT_EQ(together[i].has_value(), p[i].has_value());
      if (!p[i]) { continue; }
      double lowest = 1;
      for (std::size_t k = 0; k < sorted.size(); ++k) {
        if (sorted[k] >= *p[i]) { lowest = std::min(lowest, sorted[k] * m * harmonic / double(k + 1)); }
      }
      ASSERT_NEAR(*dependent[i], lowest, 1e-14) << round;
      ASSERT_NEAR(*together[i], std::min(1.0, *p[i] * m), 1e-14) << round;
    }
  }
}

}  // namespace
}  // namespace geo
