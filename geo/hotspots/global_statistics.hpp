// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/gi_star.hpp"
#include "geo/hotspots/spatial_weights.hpp"

#include <array>
#include <optional>
#include <span>
#include <vector>

// One number for a whole map: do like values lie together? Values stand in the order of the weights' places. The n of the moments is the
// number of places that have neighbours (spdep's adjust.n), the mean and the deviations are those of all. All throw Error{input} for a
// value that is not finite and have the precondition of as many values as places. Thread-safe, O(n k).

namespace geo {

/// What is said of one statistic; only `reason` where there is none. A variance below 10^-11 of the largest term that it is a difference of
/// is rounding: zero_variance, as where each place is every other's neighbour (G also of values that hardly differ).
struct GlobalStatistic {
  double value = 0;
  double expected = 0;  ///< where values are shared out at random
  double variance = 0;  ///< then
  double z = 0;
  double p = 1;  ///< two-sided, by the normal distribution
  NoStatistic reason = NoStatistic::none;
};

enum class Assumption : std::uint8_t {
  randomisation,  ///< the values there are, in any order
  normality,      ///< values drawn from a normal distribution
};

/// Moran's I = `n/S0 · z'Wz / z'z` (Moran 1950; moments of Cliff & Ord 1981): above its expectation like lies with like. Checked against
/// spdep's moran.test.
GlobalStatistic global_moran(std::span<const double> values, const SpatialWeights& weights,
                             Assumption assumption = Assumption::randomisation);

/// Geary's C = `(n-1)/(2 S0) · Σ w (x_i - x_j)² / z'z` (Geary 1954), under randomisation: below 1 like lies with like. Its z is turned
/// round, so that it is above 0 then. Checked against spdep's geary.test, islands included.
GlobalStatistic global_geary(std::span<const double> values, const SpatialWeights& weights);

/// Getis & Ord's G = `Σ w x_i x_j / Σ x_i x_j` (1992), i and j different, islands left out: above its expectation high lies with high.
/// Throws Error{input} for a value below 0. Checked against spdep's globalG.test.
GlobalStatistic global_g(std::span<const double> values, const SpatialWeights& weights);

/// Pairs of neighbours that are both without it, and both with it: `½ Σ w`, sampling without replacement (Cliff & Ord 1981). Checked
/// against spdep's joincount.test.
struct JoinCounts {
  GlobalStatistic both_without;
  GlobalStatistic both_with;
};
JoinCounts global_join_counts(const std::vector<bool>& has, const SpatialWeights& weights);

}  // namespace geo
