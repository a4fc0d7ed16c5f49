// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/neighbours.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace geo {

/// Why a place has no Gi*.
enum class NoStatistic : std::uint8_t {
  none,                 ///< it has one
  too_few_places,       ///< fewer than three places in all
  zero_variance,        ///< all places have the same value
  everybody_neighbour,  ///< it and its neighbours are all places: nothing is left to compare with
  island,               ///< it has no neighbours
};
/// zero_variance and so on, as results spell it; empty for none.
std::string_view code(NoStatistic reason);

struct GiStar {
  std::optional<double> z;  ///< standard deviations above (hot) or below (cold) what a random sharing-out of the values gives
  std::optional<double> p;  ///< two-sided, by the normal distribution
  std::optional<double> q;  ///< p after Benjamini & Hochberg, over all places with a p
  std::size_t neighbours = 0;
  NoStatistic reason = NoStatistic::none;
};

struct GiStarResult {
  std::vector<GiStar> places;      ///< as many as values, in their order
  double mean = 0;                 ///< of the values; 0 where there are none
  double standard_deviation = 0;   ///< of all values (divided by n)
  std::optional<double> skewness;  ///< of the values; far from 0 the normal p is rough. None for values that are all the same
  std::size_t tested = 0;          ///< places with a p: the m of the adjustment
  std::size_t few_neighbours = 0;  ///< tested places with fewer than eight neighbours, whose normal p is rough too
};

/// Getis-Ord Gi* (Ord & Getis 1995) with weight 1 for a place and each of its neighbours:
/// `z = (Σ x - x̄ k) / (s √(k (n - k) / (n - 1)))`, k the neighbours and the place itself, x̄ and s over all n places. A place without
/// neighbours is compared by its own value. Checked against spdep's localG.
///
/// The same values in another order give the same bits. Thread-safe; O(n k log k). Throws Error{input} for a value that is not finite.
/// Precondition: as many lists as values.
GiStarResult gi_star(std::span<const double> values, const NeighbourLists& neighbours);

}  // namespace geo
