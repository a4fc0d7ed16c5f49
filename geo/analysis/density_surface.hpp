// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/crs/projection.hpp"
#include "geo/hotspots/kde.hpp"
#include "geo/table/memo.hpp"
#include "geo/table/view.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace geo {

/// A kernel density as numbers on the grid of the plane that it was computed on: what pictures and rasters are made of. The numbers are
/// those of the result's rows, to the last bit; nothing is computed anew.
struct DensitySurface {
  LonLat centre;   ///< of the plane, see Projection
  PlaneGrid grid;  ///< all that was looked at
  /// By row from the south, columns from the west. 0: below `least`, or nothing at all; NaN: not looked at, which is everything that has
  /// no row outside the box that was asked for, and, under a role that is bound to areas or in a study area, everything without a row.
  std::vector<double> per_km2;
  double least = 0;             ///< densities below it have no row
  double most = 0;              ///< of all cells
  std::size_t cells = 0;        ///< those that have a row
  BBox bounds = BBox::empty();  ///< of the grid

  /// What was worked out from it and nothing else.
  std::shared_ptr<const Memo> memo = std::make_shared<const Memo>();

  /// The number of the cell that a place of the plane lies in, in the order of per_km2. None outside the grid.
  [[nodiscard]] std::optional<std::size_t> cell_at(Metric at) const;

  /// Bilinear between the centres of the four cells around the place where all four have a row, else that of the cell it lies in: what is
  /// not known is mixed into nothing, and no number stands outside the grid. NaN there, and where nobody looked.
  [[nodiscard]] double value_at(Metric at) const;

  /// Of a cell without a row: 0 where it was looked at, which is the middle of it in the box that was `asked` for, or anywhere; NaN where
  /// not, or where only a part was and nobody can say which.
  [[nodiscard]] double without_row(std::size_t cell, const std::optional<BBox>& asked, bool looked_at_part, Projection& plane) const;
  /// `bounds`, by the grid.
  void find_bounds(Projection& plane);

  /// Made once for a view and kept with it, some 8 bytes a cell. Null for what is no result of kde_analysis(). Thread-safe. The grid of
  /// results made before there was one in their summary is that of their rows.
  static std::shared_ptr<const DensitySurface> of(const View& result);
};

/// Whether its rows are cells of a kernel density; said without a look at them.
bool is_density(const Collection& collection);

}  // namespace geo
