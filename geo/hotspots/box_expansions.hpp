// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/workers.hpp"
#include "geo/hotspots/point_places.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace geo {

/// The fast Gauss transform (Greengard & Strain 1991; Strain 1991): counts in boxes one standard deviation wide become expansions around
/// the middle of the boxes that they reach, first along rows of boxes and then across them, so that only the number of boxes decides.
/// Followed for six boxes; the error is less than 10^-7 of a point at its own place for each point that is in reach.
class BoxExpansions {
 public:
  /// The places must stay. Nothing is computed yet.
  BoxExpansions(const PointPlaces& places, double deviation);

  /// Roughly, in nanoseconds. Huge where there would be too many boxes.
  [[nodiscard]] double cost() const;
  /// For each place: the sum over the others of count × exp(-d²/2). Where it is below 10^-4 of a point nothing is said of its error.
  [[nodiscard]] std::vector<double> sums_without_own(const Workers& workers) const;

 private:
  static constexpr std::size_t terms = 12;
  static constexpr std::int64_t reach = 6;
  using Line = std::array<double, terms>;
  using Table = std::array<Line, terms>;

  [[nodiscard]] std::size_t box_of(Metric at) const;
  [[nodiscard]] Metric from_middle(Metric at) const;
  [[nodiscard]] static std::vector<Table> translations();

  const PointPlaces& m_places;
  double m_deviation;
  Metric m_south_west;
  double m_columns = 0;
  double m_rows = 0;
};

}  // namespace geo
