// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/local_statistics.hpp"

#include "geo/hotspots/distributions.hpp"
#include "geo/hotspots/moments.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace geo {
namespace {

/// Sums over one row of W.
struct RowSums {
  double weights = 0;   ///< Σ w
  double squares = 0;   ///< Σ w²
  double weighted = 0;  ///< Σ w x
};

class Rows {
 public:
  Rows(std::span<const double> values, const SpatialWeights& weights) : m_values(values), m_weights(weights) {}

  /// With the place's own weight; 0: without it.
  RowSums of(std::size_t i, double own_weight, double mean) {
    m_terms.clear();
    m_row.clear();
    const auto list = m_weights.neighbours.of(i);
    for (std::size_t k = 0; k < list.size(); ++k) { add(m_weights.value(i, k), m_values[list[k]] - mean); }
    if (own_weight > 0) { add(own_weight, m_values[i] - mean); }
    RowSums sums;
    sums.weighted = sum_sorted(m_terms);
    if (!std::is_sorted(m_row.begin(), m_row.end())) { std::sort(m_row.begin(), m_row.end()); }  // mostly all are one
    for (const double w : m_row) {
      sums.weights += w;
      sums.squares += w * w;
    }
    return sums;
  }
  [[nodiscard]] double heaviest(std::size_t i) const {
    double most = 0;
    for (std::size_t k = 0; k < m_weights.neighbours.of(i).size(); ++k) { most = std::max(most, m_weights.value(i, k)); }
    return most > 0 ? most : 1;
  }

 private:
  void add(double weight, double deviation) {
    m_row.push_back(weight);
    m_terms.push_back(weight * deviation);
  }

  std::span<const double> m_values;
  const SpatialWeights& m_weights;
  std::vector<double> m_terms, m_row;
};

LocalG without(NoStatistic reason) { return {{}, {}, reason}; }

/// Of all values but that of place i, from those of all. Where that one holds nearly all of the variance, the difference has no digits
/// left, and the others are gone through: that can be so for very few places.
Moments moments_without(std::span<const double> values, std::size_t i, const Moments& all) {
  constexpr double too_much = 1e-6;
  const auto n = static_cast<double>(values.size());
  const double x = values[i] - all.mean;
  const double squares = n * all.deviation * all.deviation;
  Moments others;
  others.mean = all.mean - x / (n - 1);
  const double left = squares - x * x * n / (n - 1);
  if (left > too_much * squares) {
    others.deviation = std::sqrt(left / (n - 1));
    return others;
  }
  std::vector<double> rest(values.begin(), values.end());
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
  return moments_of(rest);
}

/// Whether the neighbours are all others, each with the same weight: then nothing is left to compare with. `n` places are drawn from. What
/// rounding leaves of a difference that is 0 is no spread.
bool has_no_spread(const RowSums& row, double n) { return !(n * row.squares - row.weights * row.weights > 1e-12 * n * row.squares); }

LocalG gi(const RowSums& row, const Moments& all, const Moments& others, double n) {
  if (!(others.deviation > 0)) { return without(NoStatistic::zero_variance); }
  if (has_no_spread(row, n - 1)) { return without(NoStatistic::everybody_neighbour); }
  const double spread = ((n - 1) * row.squares - row.weights * row.weights) / (n - 2);
  const double z = (row.weighted - (others.mean - all.mean) * row.weights) / (others.deviation * std::sqrt(spread));
  return {z, normal_p(z), NoStatistic::none};
}

LocalG gi_star_of(const RowSums& row, double deviation, double n) {
  if (has_no_spread(row, n)) { return without(NoStatistic::everybody_neighbour); }
  const double spread = (n * row.squares - row.weights * row.weights) / (n - 1);
  const double z = row.weighted / (deviation * std::sqrt(spread));
  return {z, normal_p(z), NoStatistic::none};
}

Quadrant quadrant_of(double own, double around) {
  if (own > 0) { return around > 0 ? Quadrant::high_high : Quadrant::high_low; }
  return around > 0 ? Quadrant::low_high : Quadrant::low_low;
}

}  // namespace

std::string_view code(Quadrant quadrant) {
  switch (quadrant) {
    case Quadrant::low_low: return "low-low";
    case Quadrant::low_high: return "low-high";
    case Quadrant::high_low: return "high-low";
    case Quadrant::high_high: break;
  }
  return "high-high";
}

std::vector<LocalG> local_g(std::span<const double> values, const SpatialWeights& weights, Self self) {
  assert(values.size() == weights.size());
  check_values(values);
  const Moments all = moments_of(values);
  const auto n = static_cast<double>(values.size());
  Rows rows(values, weights);
  std::vector<LocalG> result(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values.size() < 3) {
      result[i] = without(NoStatistic::too_few_places);
    } else if (all.constant || !(all.deviation > 0)) {
      result[i] = without(NoStatistic::zero_variance);
    } else if (self == Self::left_out && weights.neighbours.of(i).empty()) {
      result[i] = without(NoStatistic::island);
    } else if (self == Self::left_out) {
      result[i] = gi(rows.of(i, 0, all.mean), all, moments_without(values, i, all), n);
    } else {
      result[i] = gi_star_of(rows.of(i, rows.heaviest(i), all.mean), all.deviation, n);
    }
  }
  return result;
}

namespace {

/// From the mean; 0 for what rounding of the mean leaves, whose sign would say which side of it a place is on.
double deviation_from(double mean, double value, double largest) {
  const double deviation = value - mean;
  return std::fabs(deviation) > 1e-14 * largest ? deviation : 0;
}

double largest_of(std::span<const double> values) {
  double largest = 0;
  for (const double v : values) { largest = std::max(largest, std::fabs(v)); }
  return largest;
}

/// But for z and p; the reason where there are none. z: the place's own deviation.
LocalMoran moran_of(const RowSums& row, double z, const Moments& all, const Moments& others, double n) {
  const double m2 = all.deviation * all.deviation;
  const double square = row.weights * row.weights;
  const bool everybody = has_no_spread(row, n - 1);
  LocalMoran place;
  place.quadrant = quadrant_of(z, row.weighted);
  place.i = z / m2 * row.weighted;
  place.expected = -z * z * row.weights / ((n - 1) * m2);
  const double spread_of_others = others.deviation * others.deviation * ((n - 1) / (n - 2));
  place.variance = everybody ? 0 : z / m2 * (z / m2) * (row.squares - square / (n - 1)) * spread_of_others;
  place.expected_total = -row.weights / (n - 1);
  place.variance_total = row.squares * (n - *all.kurtosis) / (n - 1) +
                         (square - row.squares) * (2 * *all.kurtosis - n) / ((n - 1) * (n - 2)) - square / ((n - 1) * (n - 1));
  if (place.variance > 0) { return place; }
  place.reason = everybody && z != 0 && others.deviation > 0 ? NoStatistic::everybody_neighbour : NoStatistic::zero_variance;
  return place;
}

}  // namespace

std::vector<LocalMoran> local_moran(std::span<const double> values, const SpatialWeights& weights) {
  assert(values.size() == weights.size());
  check_values(values);
  const Moments all = moments_of(values);
  const double largest = largest_of(values);
  Rows rows(values, weights);
  std::vector<LocalMoran> result(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    LocalMoran& place = result[i];
    place.reason = values.size() < 4 ? NoStatistic::too_few_places : NoStatistic::none;
    if (all.constant || !(all.deviation > 0)) { place.reason = NoStatistic::zero_variance; }
    if (place.reason != NoStatistic::none) { continue; }
    const RowSums row = rows.of(i, 0, all.mean);
    place = moran_of(row, deviation_from(all.mean, values[i], largest), all, moments_without(values, i, all),
                     static_cast<double>(values.size()));
    if (weights.neighbours.of(i).empty()) { place.reason = NoStatistic::island; }
    if (place.reason != NoStatistic::none) { continue; }
    place.z = (place.i - place.expected) / std::sqrt(place.variance);
    place.p = normal_p(*place.z);
  }
  return result;
}

std::optional<std::vector<double>> local_geary(std::span<const double> values, const SpatialWeights& weights) {
  assert(values.size() == weights.size());
  check_values(values);
  const Moments all = moments_of(values);
  if (all.constant || !(all.deviation > 0)) { return std::nullopt; }
  const auto n = static_cast<double>(values.size());
  const double variance = all.deviation * all.deviation * n / (n - 1);
  std::vector<double> result(values.size());
  std::vector<double> terms;
  for (std::size_t i = 0; i < values.size(); ++i) {
    terms.clear();
    const auto list = weights.neighbours.of(i);
    for (std::size_t k = 0; k < list.size(); ++k) {
      const double difference = values[i] - values[list[k]];
      terms.push_back(weights.value(i, k) * difference * difference);
    }
    result[i] = sum_sorted(terms) / variance;
  }
  return result;
}

std::vector<LocalJoinCount> local_join_count(const std::vector<bool>& has, const NeighbourLists& neighbours) {
  assert(has.size() == neighbours.size());
  const auto total = static_cast<std::size_t>(std::count(has.begin(), has.end(), true));
  std::vector<LocalJoinCount> result(has.size());
  for (std::size_t i = 0; i < has.size(); ++i) {
    const auto list = neighbours.of(i);
    if (!has[i]) { continue; }
    result[i].joins = static_cast<std::uint32_t>(std::count_if(list.begin(), list.end(), [&](std::uint32_t j) { return bool{has[j]}; }));
    if (!list.empty()) { result[i].p = hypergeometric_at_least(result[i].joins, has.size() - 1, total - 1, list.size()); }
  }
  return result;
}

}  // namespace geo
