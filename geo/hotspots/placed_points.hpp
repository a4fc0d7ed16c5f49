// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/workers.hpp"
#include "geo/hotspots/plane_grid.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// Points on a grid of the plane, in the order of their places: by row, x, y; those at one place are one. Neither the order of the input
/// nor anything else of it is left. Coordinates are in cells, so that column c of row r has its centre at (c, r).
class PlacedPoints {
 public:
  struct Point {
    double x;
    double y;
    double weight;
  };

  enum class Which : std::uint8_t { all, in_grid, outside };

  PlacedPoints() = default;
  /// Those at most `reach` cells from a centre along both axes, or of them those that lie in the grid or those that do not. Throws
  /// Error{input} for a weight that is negative or a coordinate that is not finite, or weights of 10^100 together. O(n log n).
  PlacedPoints(std::span<const WeightedPoint> points, const PlaneGrid& grid, double reach, Which which = Which::all,
               const Workers& workers = one_by_one);

  /// How many came within reach; equal places count each.
  [[nodiscard]] std::size_t used() const { return m_used; }
  [[nodiscard]] const std::vector<Point>& all() const { return m_points; }
  /// Those that may lie at most `reach` cells south of row `first` or north of row `last`.
  [[nodiscard]] std::span<const Point> near_rows(std::int64_t first, std::int64_t last, double reach) const;

 private:
  void keep(const std::vector<Point>& points, const Workers& workers);
  void sort_rows(const Workers& workers);
  void merge_places();

  std::size_t m_used = 0;
  std::int64_t m_first_row = 0;        ///< of the points, which may lie south of the grid
  std::vector<std::size_t> m_row_end;  ///< where the points of each row end
  std::vector<Point> m_points;
};

/// Throws Error{usage} for a bandwidth or cell that is not positive and finite, Error{too_large} beyond max_kde_cells and max_kde_reach.
void check_lengths(double bandwidth_m, const PlaneGrid& grid);
/// Throws as PlacedPoints.
void check_points(std::span<const WeightedPoint> points);

}  // namespace geo
