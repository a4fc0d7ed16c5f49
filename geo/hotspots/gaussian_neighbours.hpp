// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/workers.hpp"
#include "geo/hotspots/point_places.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace geo {

/// Sums of Gaussians at the places themselves, each without its own: what choosing a bandwidth asks for again and again.
///
/// A place's neighbours are followed six standard deviations beyond its nearest: what is left out is less than 1.6 * 10^-8 of the nearest's
/// part for each point out there. Narrow Gaussians are added pair by pair, wide ones as expansions in boxes (Greengard & Strain 1991),
/// whose error is less than 10^-6 of the sum. Which way is chosen by the places and the deviation only: any number of workers gives the
/// same bits.
class GaussianNeighbours {
 public:
  /// The places must stay.
  explicit GaussianNeighbours(const PointPlaces& places, const Workers& workers = one_by_one);

  [[nodiscard]] const std::vector<double>& nearest() const { return m_nearest; }
  /// For each place, by its number: the logarithm of the sum over the other places of count × exp(-d²/(2 s²)). \pre two places, s > 0
  [[nodiscard]] std::vector<double> log_sums(double s, const Workers& workers);

 private:
  void sort_into_strips(double height);
  [[nodiscard]] double pairs_within(double reach) const;
  void add_pairs(double s, std::size_t first, std::size_t last, std::vector<double>& out) const;
  [[nodiscard]] double log_sum_of(std::size_t at, double s) const;

  const PointPlaces& m_places;
  std::vector<double> m_nearest;
  double m_south = 0;
  double m_height = 0;                     ///< of a strip
  std::vector<std::size_t> m_strip_begin;  ///< of each strip and beyond the last
  std::vector<double> m_x, m_y, m_count;   ///< strip by strip, from west to east
  std::vector<std::size_t> m_number;       ///< in PointPlaces
};

}  // namespace geo
