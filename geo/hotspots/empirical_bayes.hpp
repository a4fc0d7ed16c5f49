// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/global_statistics.hpp"

#include <optional>
#include <span>
#include <vector>

// Rates of small areas, drawn towards a mean by as much as their denominators are small. `cases` and `people` stand in the same order.
// All throw Error{input} for numbers that are negative or not finite, and when nobody lives anywhere. Cases may exceed people: the model is
// Poisson's. Thread-safe.

namespace geo {

struct Rate {
  std::optional<double> raw;     ///< cases / people; none where nobody lives
  double smoothed = 0;           ///< where nobody lives: the mean it is drawn towards
  std::optional<double> p_low;   ///< of so few cases or fewer, if the rate were that of all (Choynowski 1959); where they are below it
  std::optional<double> p_high;  ///< of so many or more; where they are not below it
};

struct SmoothedRates {
  std::vector<Rate> places;
  double mean = 0;      ///< of all: cases / people
  double variance = 0;  ///< of the rates themselves beyond what chance explains; 0: all are smoothed to the mean
};

/// Global empirical Bayes rates (Marshall 1991): `b + a (r - b) / (a + b/n)`. Checked against spdep's EBest and choynowski. O(n).
SmoothedRates smoothed_rates(std::span<const double> cases, std::span<const double> people);

/// The same with the mean and variance of each place and its neighbours; deviations are those from the place's own local mean (GeoDa's
/// way, EBlocal(geoda = TRUE) of spdep). Throws Error{input} also where nobody lives in a place and around it. O(n k).
std::vector<Rate> locally_smoothed_rates(std::span<const double> cases, std::span<const double> people, const NeighbourLists& neighbours);

/// Moran's I of rates that are standardised by what chance would vary them, since rates of few people vary most (Assunção & Reis 1999).
/// `value` alone is spdep's EBImoran; expectation and variance are those of global_moran() for the standardised rates; zero_variance where
/// all rates are the same.
GlobalStatistic rates_moran(std::span<const double> cases, std::span<const double> people, const SpatialWeights& weights);

}  // namespace geo
