// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"
#include "geo/hotspots/neighbours.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// The matrix W of areal statistics, by rows: of each place its neighbours and how much each weighs. No place is its own neighbour;
/// one without neighbours is an island. A value.
struct SpatialWeights {
  NeighbourLists neighbours;
  std::vector<double> values = {};  ///< one for each neighbour of each place, in their order; empty: all are 1

  [[nodiscard]] std::size_t size() const { return neighbours.size(); }
  /// Of the k-th neighbour of place i.
  [[nodiscard]] double value(std::size_t i, std::size_t k) const { return values.empty() ? 1 : values[neighbours.begin(i) + k]; }
};

/// Each row divided by its sum (style W); islands stay islands. Throws Error{usage} for weights below 0, not finite, or that are all 0.
SpatialWeights row_standardised(SpatialWeights weights);

/// Neighbours are all within `limit_m` of each other, the limit included; places that coincide are neighbours.
/// Throws Error{usage} for a distance that is negative or not finite, Error{too_large} when there are more than max_neighbour_pairs.
/// O(n k) for k neighbours.
SpatialWeights within_distance(std::span<const Metric> places, double limit_m);
inline constexpr std::size_t max_neighbour_pairs = 200'000'000;

/// What happens to places that are as far away as the k-th.
enum class Ties : std::uint8_t {
  by_position,  ///< the first ones are taken, so that each has k
  all,          ///< all of them are
};
/// Each place's k nearest others; not symmetrical. Fewer where there are no more places. Throws Error{usage} for k = 0.
SpatialWeights nearest(std::span<const Metric> places, std::size_t k, Ties ties = Ties::by_position);

/// `max(distance, least_m)^-power` for all within `limit_m`: without a floor, places that coincide would weigh infinitely much.
/// Throws as within_distance(), and Error{usage} unless least_m and power are positive and finite.
SpatialWeights inverse_distance(std::span<const Metric> places, double limit_m, double power, double least_m);

/// How a neighbour's weight falls with u = distance / bandwidth; all are 1 at u = 0.
enum class WeightKernel : std::uint8_t {
  uniform,       ///< 1, u = 1 included
  triangular,    ///< 1 - u
  epanechnikov,  ///< 1 - u²
  quartic,       ///< (1 - u²)²
  triweight,     ///< (1 - u²)³
  gaussian,      ///< exp(-u²/2), cut off at u = 3, that included
};

/// Neighbours within the bandwidth (gaussian: three of them), weighted by the kernel; those whose weight is 0 are none. Throws as
/// within_distance(), and Error{usage} unless the bandwidth is positive and finite.
SpatialWeights kernel_weights(std::span<const Metric> places, double bandwidth_m, WeightKernel kernel);

/// Lists with a weight for each neighbour, in any order, as files have them; the k-th of `weights[i]` belongs to the k-th of `lists[i]`. No
/// weights at all: 1 each. Throws Error{input}, with the place's number (from 0), for a neighbour that does not exist, stands in a list
/// twice or is the place itself, and for weights that are not as many as neighbours or not positive and finite.
SpatialWeights weights_of_lists(const std::vector<std::vector<std::uint32_t>>& lists, const std::vector<std::vector<double>>& weights);

/// Of these places alone, numbered anew in their order: what weighs between them and the others is gone. Row-standardise afterwards.
/// Precondition: positions of places, none twice.
SpatialWeights weights_among(const SpatialWeights& weights, std::span<const std::uint32_t> places);

}  // namespace geo
