// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"
#include "geo/base/progress.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

struct WeightedPoint {
  Metric at;
  double weight = 1;
};

/// Square cells in the plane, rows counted northwards from the south-western corner.
struct PlaneGrid {
  Metric south_west;
  double cell_m = 0;
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;

  bool operator==(const PlaneGrid&) const = default;
  [[nodiscard]] std::size_t size() const { return std::size_t{columns} * rows; }
  [[nodiscard]] Metric centre(std::uint32_t column, std::uint32_t row) const {
    return {south_west.x + (column + 0.5) * cell_m, south_west.y + (row + 0.5) * cell_m};
  }
};

inline constexpr std::size_t max_kde_cells = 64'000'000;
inline constexpr double max_kde_reach = 100'000;  ///< bandwidth in cells

/// Kernel density at the centres of grid cells, with the quartic (biweight) kernel (Silverman 1986): the sum over points
/// within h of `weight × 3/(π h²) × (1 - (distance/h)²)²`. The unit is weight (events, where weights are 1) per km². No
/// correction at the edge of the area.
///
/// Holds the points in the order of their places, so that neither the order of the input nor how rows are shared out
/// changes a single bit. rows() may run in several threads at once on different rows.
///
/// Exact, not binned. For h of eight cells or more each point costs time in proportion to h / cell only: along a row the kernel is a
/// polynomial, added where it begins and taken off where it ends (the sweep of Chan et al. 2022, "SLAM", with coordinates
/// centred on blocks of 2 to 4 h: the error is some 1e-12 of the highest value).
class Kde {
 public:
  /// Throws Error{usage} for a bandwidth or cell that is not positive and finite, Error{too_large} beyond
  /// max_kde_cells and max_kde_reach, Error{input} for a weight that is negative or a coordinate that is not finite. O(n log n).
  Kde(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& grid);

  [[nodiscard]] const PlaneGrid& grid() const { return m_grid; }
  /// Points that may reach a cell; the others lie farther than h outside the grid. Same places count each.
  [[nodiscard]] std::size_t used() const { return m_used; }

  /// Writes rows [first, last) to `per_km2`, which has (last - first) × columns values, none negative.
  void rows(std::uint32_t first, std::uint32_t last, std::span<double> per_km2) const;

 private:
  /// In cells, so that column c of row r has its centre at (c, r).
  struct Point {
    double x;
    double y;
    double weight;
  };
  class RowSum;

  void keep(const std::vector<Point>& points);
  void merge_places();
  void add_points(std::uint32_t row, RowSum& sum) const;

  PlaneGrid m_grid;
  double m_bandwidth_m;
  double m_reach;  ///< the bandwidth in cells
  std::size_t m_used = 0;
  std::int64_t m_first_row = 0;        ///< of the points, which may lie south of the grid
  std::vector<std::size_t> m_row_end;  ///< where the points of each row end
  std::vector<Point> m_points;         ///< by row, x, y; one for each place
};

struct KdeResult {
  PlaneGrid grid;
  std::vector<double> per_km2;  ///< by row from the south, columns from the west
  std::size_t used = 0;
  std::size_t out_of_reach = 0;            ///< points farther than the bandwidth outside the grid
  bool bandwidth_below_half_cell = false;  ///< some points reach no cell's centre: a finer grid or a wider bandwidth is needed
  bool cancelled = false;                  ///< `progress` asked to stop; the values are not whole
};

/// All rows, in this thread. Throws as Kde.
KdeResult kde(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& grid, const Progress& progress = {});

}  // namespace geo
