// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/frame.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/kde.hpp"
#include "geo/table/row.hpp"

#include <cstddef>
#include <optional>
#include <vector>

// What kde_analysis() looks at: cells, their density, the highest of them. Private to it.
namespace geo {

/// Everything a point can reach, on multiples of the cell.
struct Cells {
  double cell_m = 0;
  double west = 0, south = 0;  ///< in cells from the centre of the plane
  double columns = 0, rows = 0;

  Cells(const std::vector<Metric>& points, double bandwidth_m, double side_m);
  [[nodiscard]] double count() const { return columns * rows; }
  [[nodiscard]] PlaneGrid grid() const {
    return {{west * cell_m, south * cell_m}, cell_m, static_cast<std::uint32_t>(columns), static_cast<std::uint32_t>(rows)};
  }
  [[nodiscard]] Metric corner(std::uint32_t column, std::uint32_t row) const { return {(west + column) * cell_m, (south + row) * cell_m}; }
};

/// Of the side given, or as KdeParameters::cell_m says. Throws Error{too_large}.
Cells choose_cells(const std::vector<Metric>& points, double bandwidth_m, std::optional<double> cell_m);

struct Peak {
  Metric at;
  double per_km2 = 0;
};

struct DensityFound {
  std::vector<double> per_km2;
  double most = 0;
  double least = 0;
  std::size_t with_density = 0;  ///< cells
  std::vector<Peak> peaks;
};

DensityFound look_for_density(const std::vector<Metric>& points, double bandwidth_m, const PlaneGrid& grid, const Progress& progress,
                              const Workers& workers);

/// The cells that are not left out, as rows of the result.
std::vector<Row> density_rows(Frame& frame, const Cells& cells, const DensityFound& found);

}  // namespace geo
