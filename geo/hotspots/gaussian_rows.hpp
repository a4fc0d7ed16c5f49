// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/workers.hpp"
#include "geo/hotspots/placed_points.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// Sums of Gaussians at the centres of cells, where each point adds weight × exp(-d²/2), d in standard deviations.
///
/// Few points are added one by one, as far as gaussian_reach. Many are gathered in boxes one standard deviation wide and added as
/// expansions, first along rows and then across them (the fast Gauss transform, in a form for grids): then the time hardly depends on the
/// bandwidth. Both leave out less than 10^-10 of the peak of the whole density. The way is chosen by numbers of points and cells only.
class GaussianRows {
 public:
  /// The points must stay. In boxes: some 150 bytes × cells / deviation_cells are kept.
  GaussianRows(const PlacedPoints& points, double deviation_cells, const PlaneGrid& grid, const Workers& workers);

  [[nodiscard]] bool in_boxes() const { return m_in_boxes; }
  /// Writes rows [first, last), none below 0. Several threads may at once.
  void rows(std::uint32_t first, std::uint32_t last, std::span<double> out) const;

 private:
  void gather(std::size_t box_row);
  void add_one_by_one(std::uint32_t first, std::uint32_t last, std::span<double> out) const;
  void add_boxes(std::uint32_t row, std::span<double> out) const;

  const PlacedPoints& m_points;
  double m_deviation;
  std::uint32_t m_columns;
  bool m_in_boxes = false;
  std::int64_t m_first_box_row = 0;
  /// Of each row of boxes, for each term of the expansion across rows: a value for each column. Empty where a row has no point.
  std::vector<std::vector<double>> m_rows;
};

}  // namespace geo
