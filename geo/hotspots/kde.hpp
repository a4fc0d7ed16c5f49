// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/gaussian_rows.hpp"
#include "geo/hotspots/kernel.hpp"
#include "geo/hotspots/placed_points.hpp"
#include "geo/hotspots/plane_grid.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace geo {

/// Kernel density at the centres of grid cells (Silverman 1986): the sum over points of `weight × K(distance/h) / h²`. The unit is weight
/// (events, where weights are 1) per km². No correction at the edge of the area; see edge_correction.hpp.
///
/// Holds the points in the order of their places, so that neither the order of the input nor how rows are shared out
/// changes a single bit. rows() may run in several threads at once on different rows.
///
/// Exact, not binned: the error is at most 10^-9 of the highest value, whatever the size of the coordinates. Kernels that are powers of
/// 1 - u², for h of eight cells or more, cost each point time in proportion to h / cell only: along a row the kernel is a polynomial, added
/// where it begins and taken off where it ends (the sweep of Chan et al. 2022, "SLAM", with coordinates centred on blocks of 2 to 4 h: the
/// error is some 1e-12 of the highest value), four rows at a time. The triangular kernel is added cell by cell; for the Gaussian see
/// GaussianRows.
class Kde {
 public:
  /// Throws Error{usage} for a bandwidth or cell that is not positive and finite, Error{too_large} beyond
  /// max_kde_cells and max_kde_reach, Error{input} for a weight that is negative or a coordinate that is not finite. O(n log n).
  Kde(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& grid, Kernel kernel = Kernel::quartic,
      const Workers& workers = one_by_one);

  [[nodiscard]] const PlaneGrid& grid() const { return m_grid; }
  /// Points that may reach a cell; the others lie farther than the kernel reaches outside the grid. Same places count each.
  [[nodiscard]] std::size_t used() const { return m_used; }

  /// Writes rows [first, last) to `per_km2`, which has (last - first) × columns values, none negative.
  void rows(std::uint32_t first, std::uint32_t last, std::span<double> per_km2) const;
  /// All rows, shared out.
  [[nodiscard]] std::vector<double> all_rows(const Workers& workers = one_by_one) const;

 private:
  PlaneGrid m_grid;
  double m_bandwidth_m;
  Kernel m_kernel;
  std::size_t m_used = 0;
  std::shared_ptr<const PlacedPoints> m_swept;      ///< those that are added by polynomials, for the Gaussian all
  std::shared_ptr<const PlacedPoints> m_swept_too;  ///< those outside the grid, where that is safe
  std::shared_ptr<const PlacedPoints> m_direct;     ///< those that are added cell by cell
  std::shared_ptr<const GaussianRows> m_gaussian;   ///< for that kernel
};

struct KdeResult {
  PlaneGrid grid;
  std::vector<double> per_km2;  ///< by row from the south, columns from the west
  std::size_t used = 0;
  std::size_t out_of_reach = 0;            ///< points farther than the kernel reaches outside the grid
  bool bandwidth_below_half_cell = false;  ///< some points reach no cell's centre: a finer grid or a wider bandwidth is needed
  bool cancelled = false;                  ///< `progress` asked to stop; the values are not whole
};

/// All rows with the quartic kernel, in this thread. Throws as Kde.
KdeResult kde(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& grid, const Progress& progress = {});
KdeResult kde(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& grid, Kernel kernel,
              const Workers& workers = one_by_one, const Progress& progress = {});

}  // namespace geo
