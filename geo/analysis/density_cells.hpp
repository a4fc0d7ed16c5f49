// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/frame.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/kde.hpp"
#include "geo/hotspots/plane_window.hpp"
#include "geo/table/row.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

// What kde_analysis() looks at: cells, their density, the highest of them. Private to it.
namespace geo {

/// Everything a point can reach, on multiples of the cell.
struct Cells {
  double cell_m = 0;
  double west = 0, south = 0;  ///< in cells from the centre of the plane
  double columns = 0, rows = 0;

  Cells(const std::vector<WeightedPoint>& points, double reach_m, double side_m);
  [[nodiscard]] double count() const { return columns * rows; }
  [[nodiscard]] PlaneGrid grid() const {
    return {{west * cell_m, south * cell_m}, cell_m, static_cast<std::uint32_t>(columns), static_cast<std::uint32_t>(rows)};
  }
  [[nodiscard]] Metric corner(std::uint32_t column, std::uint32_t row) const { return {(west + column) * cell_m, (south + row) * cell_m}; }
};

/// How a density is computed.
struct DensityQuestion {
  Kernel kernel = Kernel::quartic;
  double bandwidth_m = 0;
  bool is_adaptive = false;
  const PlaneWindow* window = nullptr;  ///< corrected at its edges; null: no correction

  /// Beyond it the density of all points is below kde_least_share of the highest.
  [[nodiscard]] double reach_m() const;
  /// The bandwidth of a quartic kernel that is as wide.
  [[nodiscard]] double width_m() const;
};

/// Of the side given, or as KdeParameters::cell_m says. Throws Error{too_large}.
Cells choose_cells(const std::vector<WeightedPoint>& points, const DensityQuestion& question, std::optional<double> cell_m);

struct Peak {
  Metric at;
  double per_km2 = 0;
};

struct DensityFound {
  std::vector<double> per_km2;  ///< 0 outside the window
  double most = 0;
  double least = 0;
  std::size_t with_density = 0;     ///< cells
  bool is_below_half_cell = false;  ///< an adaptive bandwidth is: what lies there may reach no cell
  std::vector<Peak> peaks;
};

/// The highest cells that have none higher beside them and lie a bandwidth apart, at most five.
std::vector<Peak> peaks_of(const PlaneGrid& grid, const std::vector<double>& per_km2, double bandwidth_m, double least);

DensityFound look_for_density(const std::vector<WeightedPoint>& points, const DensityQuestion& question, const PlaneGrid& grid,
                              const Progress& progress, const Workers& workers);

/// Cells of the grid with `values` of theirs as rows, from the south-west by row; one for which `values` gives none has no row.
std::vector<Row> cell_rows(Frame& frame, const Cells& cells, const std::function<std::vector<Value>(std::size_t)>& values);

/// The cells that are not left out, as rows of the result.
std::vector<Row> density_rows(Frame& frame, const Cells& cells, const DensityFound& found);

}  // namespace geo
