// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/gi_star.hpp"
#include "geo/hotspots/spatial_weights.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

// Statistics of single places: where values concentrate, or differ from what is around them. Values stand in the order of the weights'
// places. All throw Error{input} for a value that is not finite and have the precondition of as many values as places. The sums over
// neighbours go from the smallest term to the largest, so that places in another order give the same bits. Thread-safe, O(n k log k).

namespace geo {

enum class Self : std::uint8_t {
  left_out,  ///< Gi: is the place surrounded by high values?
  included,  ///< Gi*: does it lie among them?
};

struct LocalG {
  std::optional<double> z;
  std::optional<double> p;  ///< two-sided, by the normal distribution
  NoStatistic reason = NoStatistic::none;
};

/// Getis-Ord Gi and Gi* with any weights (Ord & Getis 1995, (2) and (3)). A place weighs for itself, where it is included, as much as
/// the heaviest of its neighbours: 1 with weights of 1, and what row-standardising it with its neighbours gives. An island has no Gi
/// (reason island), and is compared by its own value by Gi*. Checked against spdep's localG.
std::vector<LocalG> local_g(std::span<const double> values, const SpatialWeights& weights, Self self);

/// Above the mean or not, of the place and of what is around it. On the mean is low.
enum class Quadrant : std::uint8_t { low_low, low_high, high_low, high_high };
/// low-low and so on.
std::string_view code(Quadrant quadrant);

struct LocalMoran {
  double i = 0;         ///< `z_i / m2 · Σ w z`, z the deviations from the mean and m2 their mean square; 0 for an island
  double expected = 0;  ///< given the place's own value (conditional randomisation)
  double variance = 0;
  double expected_total = 0;  ///< when all values are shared out anew (total randomisation)
  double variance_total = 0;
  std::optional<double> z;  ///< (i - expected) / √variance
  std::optional<double> p;  ///< two-sided, by the normal distribution
  Quadrant quadrant = Quadrant::low_low;
  NoStatistic reason = NoStatistic::none;
};

/// Local Moran's I (Anselin 1995); its moments after Sokal, Oden & Thomson (1998). The mean square is divided by n, as in spdep
/// (mlvar = TRUE); GeoDa and esda divide by n - 1, so that their I is (n - 1)/n of this one. Where every drawing gives the same there is no
/// z: zero_variance for a place on the mean and one whose others are all alike, everybody_neighbour for one whose neighbours are all others
/// with one weight. Checked against spdep's localmoran.
std::vector<LocalMoran> local_moran(std::span<const double> values, const SpatialWeights& weights);

/// Local Geary's c (Anselin 1995, 2019): `Σ w (z_i - z_j)²`, z the deviations over the standard deviation (of n - 1). Nothing where all
/// values are the same. An island has 0. Checked against spdep's localC.
std::optional<std::vector<double>> local_geary(std::span<const double> values, const SpatialWeights& weights);

struct LocalJoinCount {
  std::uint32_t joins = 0;  ///< neighbours that have it too, of a place that has it; 0 for others
  std::optional<double> p;  ///< of as many or more; only for a place that has it and has neighbours
};

/// Local join counts BB of a yes or no (Anselin & Li 2019), weights 1. The p is exact: of the n - 1 other places so many have it, and the
/// neighbours are a draw of them without replacement (hypergeometric).
std::vector<LocalJoinCount> local_join_count(const std::vector<bool>& has, const NeighbourLists& neighbours);

}  // namespace geo
