// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/kde.hpp"

#include <cstddef>
#include <span>

namespace geo {

/// The same ground in at most so many cells, whose side is a whole number of the grid's cells; it may reach farther north and east.
PlaneGrid coarser(const PlaneGrid& grid, std::size_t most_cells);

/// A first look, for a page that draws the exact density when it is there: points are counted in the cells of a coarse grid, and each cell
/// counts as its points at its centre. Off by what points move, at most 0.71 of a cell's side: some percent of the peak for a bandwidth of
/// four cells or more. Points outside the grid are not seen. Some 5 ns a point on one core. To be followed by kde() on the fine grid;
/// counts of whole weights do not depend on the order of the points, other weights but for rounding; the number of workers changes no bit.
/// Throws as Kde.
KdeResult kde_sketch(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& coarse, Kernel kernel,
                     const Workers& workers = one_by_one);

}  // namespace geo
