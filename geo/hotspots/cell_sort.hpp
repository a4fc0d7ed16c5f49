// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// Points of the plane by the square cells of a grid, for algorithms that look around each point. Cells that hold none are not kept.
class CellSort {
 public:
  struct Cell {
    std::int32_t row = 0, column = 0;
    std::uint32_t begin = 0, end = 0;  ///< of its points
  };

  /// Throws Error{input} for a coordinate that is not finite, Error{too_large} where the points reach over 2^31 cells one way.
  /// O(n log n). \pre cell_m > 0
  CellSort(std::span<const Metric> points, double cell_m);

  [[nodiscard]] const std::vector<Cell>& cells() const { return m_cells; }  ///< by row, then column
  /// The points cell by cell; in a cell in the order of the list they came in.
  [[nodiscard]] const std::vector<Metric>& points() const { return m_points; }
  /// Where each of points() stood.
  [[nodiscard]] const std::vector<std::uint32_t>& position() const { return m_position; }

  /// Calls visit(other) with the numbers of all cells at most `reach` rows and columns away, the cell itself too, rising; asked for one
  /// cell after the other, so that nothing is searched.
  class Around {
   public:
    Around(const CellSort& cells, std::int32_t reach);
    template <class Visit>
    void each(std::size_t cell, Visit visit) {
      const std::vector<Cell>& all = m_sort.cells();
      const Cell& at = all[cell];
      for (std::size_t k = 0; k < m_next.size(); ++k) {
        const std::int64_t row = std::int64_t{at.row} + static_cast<std::int64_t>(k) - m_reach;
        std::size_t& next = m_next[k];
        while (next < all.size() &&
               (all[next].row < row || (all[next].row == row && std::int64_t{all[next].column} < std::int64_t{at.column} - m_reach))) {
          ++next;
        }
        for (std::size_t j = next; j < all.size() && all[j].row == row && std::int64_t{all[j].column} <= std::int64_t{at.column} + m_reach;
             ++j) {
          visit(j);
        }
      }
    }

   private:
    const CellSort& m_sort;
    std::int32_t m_reach;
    std::vector<std::size_t> m_next;  ///< of each row around: the first cell that is not too far west
  };

 private:
  std::vector<Cell> m_cells;
  std::vector<Metric> m_points;
  std::vector<std::uint32_t> m_position;
};

}  // namespace geo
