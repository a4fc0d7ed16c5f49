// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/empirical_bayes.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/distributions.hpp"
#include "geo/hotspots/moments.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace geo {
namespace {

void check_counts(std::span<const double> counts) {
  check_values(counts);
  if (std::any_of(counts.begin(), counts.end(), [](double v) { return v < 0; })) {
    throw Error(Problem::input, "A number of cases or people is below 0.", "Um número de casos ou de pessoas está abaixo de 0.");
  }
}

/// What rates are drawn towards, and how much they vary by themselves.
struct Prior {
  double mean = 0, variance = 0;
};

double sum_of(std::span<const double> values, std::span<const std::uint32_t> places) {
  std::vector<double> terms;
  for (const std::uint32_t i : places) { terms.push_back(values[i]); }
  return sum_sorted(terms);
}

/// By moments, weighted by people (Marshall 1991).
Prior prior_of(std::span<const double> cases, std::span<const double> people, std::span<const std::uint32_t> places) {
  const double all = sum_of(people, places);
  if (!(all > 0)) {
    throw Error(Problem::input, "Nobody lives in an area and around it, so that there is no rate there.",
                "Ninguém vive numa área e à sua volta, pelo que aí não há taxa.");
  }
  Prior prior;
  prior.mean = sum_of(cases, places) / all;
  std::vector<double> terms;
  for (const std::uint32_t i : places) {
    if (!(people[i] > 0)) { continue; }
    const double d = cases[i] / people[i] - prior.mean;
    terms.push_back(people[i] * d * d);
  }
  const double chance = prior.mean / (all / static_cast<double>(places.size()));
  prior.variance = std::max(0.0, sum_sorted(terms) / all - chance);
  return prior;
}

Rate rate_of(double cases, double people, Prior prior) {
  Rate rate;
  rate.smoothed = prior.mean;
  if (!(people > 0)) { return rate; }
  rate.raw = cases / people;
  const double spread = prior.variance + prior.mean / people;
  if (spread > 0) { rate.smoothed += prior.variance * (*rate.raw - prior.mean) / spread; }
  return rate;
}

std::vector<std::uint32_t> all_places(std::size_t n) {
  std::vector<std::uint32_t> all(n);
  for (std::uint32_t i = 0; i < n; ++i) { all[i] = i; }
  return all;
}

}  // namespace

SmoothedRates smoothed_rates(std::span<const double> cases, std::span<const double> people) {
  assert(cases.size() == people.size());
  check_counts(cases);
  check_counts(people);
  const Prior prior = prior_of(cases, people, all_places(cases.size()));
  SmoothedRates result{{}, prior.mean, prior.variance};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Rate rate = rate_of(cases[i], people[i], prior);
    if (people[i] > 0) {
      const double expected = prior.mean * people[i];
      const auto whole = static_cast<std::size_t>(std::llround(cases[i]));
      if (cases[i] < expected) {
        rate.p_low = poisson_at_most(whole, expected);
      } else {
        rate.p_high = poisson_at_least(whole, expected);
      }
    }
    result.places.push_back(rate);
  }
  return result;
}

std::vector<Rate> locally_smoothed_rates(std::span<const double> cases, std::span<const double> people, const NeighbourLists& neighbours) {
  assert(cases.size() == people.size() && cases.size() == neighbours.size());
  check_counts(cases);
  check_counts(people);
  std::vector<Rate> rates;
  std::vector<std::uint32_t> around;
  for (std::uint32_t i = 0; i < cases.size(); ++i) {
    const auto list = neighbours.of(i);
    around.assign(list.begin(), list.end());
    around.push_back(i);
    rates.push_back(rate_of(cases[i], people[i], prior_of(cases, people, around)));
  }
  return rates;
}

GlobalStatistic rates_moran(std::span<const double> cases, std::span<const double> people, const SpatialWeights& weights) {
  assert(cases.size() == people.size());
  check_counts(cases);
  check_counts(people);
  const auto places = all_places(cases.size());
  const double all = sum_of(people, places);
  if (!(all > 0) || std::any_of(people.begin(), people.end(), [](double n) { return !(n > 0); })) {
    throw Error(Problem::input, "In an area without people there is no rate to compare.", "Numa área sem pessoas não há taxa a comparar.");
  }
  const double mean = sum_of(cases, places) / all;
  std::vector<double> terms;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double d = cases[i] / people[i] - mean;
    terms.push_back(people[i] * d * d);
  }
  const double variance = sum_sorted(terms) / all - mean / (all / static_cast<double>(cases.size()));
  std::vector<double> standardised(cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double chance = mean / people[i];
    const double spread = variance + chance > 0 ? variance + chance : chance;
    const double d = cases[i] / people[i] - mean;
    // A rate that is the mean but for rounding: else rates that are all the same would be compared by what rounding made of them.
    const bool is_mean = std::fabs(d) <= 1e-13 * mean;
    standardised[i] = spread > 0 && !is_mean ? d / std::sqrt(spread) : 0;
  }
  return global_moran(standardised, weights);
}

}  // namespace geo
