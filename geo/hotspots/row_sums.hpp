// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/placed_points.hpp"
#include "geo/hotspots/power_polynomial.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace geo {

/// Rows that are summed side by side: one in each lane of a register.
inline constexpr std::uint32_t rows_at_once = 4;

/// The polynomials of some rows while points are added to them: put in where a point's kernel begins, taken off after it ends, and put in
/// anew at the beginning of each block of columns, for which coordinates are centred.
struct SweepFrame {
  double columns;    ///< as many as the grid has
  double reach;      ///< the bandwidth in cells
  double per_reach;  ///< 1 / reach
  double rim;        ///< 1, or a little more where the rim itself counts
  int shift;         ///< blocks are 2^shift columns, over twice the reach: a kernel lies in two at most
  double half_block;

  SweepFrame(std::uint32_t columns, double reach, double rim);
  /// From a row's numbers to those of the next: rows lie a quarter of a page apart within their pages, since a processor takes addresses
  /// that differ by whole pages for one another and waits.
  [[nodiscard]] std::size_t row_numbers(std::size_t width) const {
    constexpr std::size_t page = 4096 / sizeof(double);
    return ((static_cast<std::size_t>(columns) + 1) * width + page - 1) / page * page + page / rows_at_once;
  }
  [[nodiscard]] double block_centre(std::int64_t block) const { return static_cast<double>(block << shift) + half_block; }
};

/// What a point adds to a row: the columns [first, last], none if last < first, and 1 - dy².
struct Stretch {
  std::int64_t first;
  std::int64_t last;
  double rest;
};
Stretch stretch_of(const SweepFrame& frame, const PlacedPoints::Point& point, double row);

/// Adds the points, one after the other, to rows row … row + 3; `changes` has, for each row, (columns + 1) × width numbers,
/// row_numbers(width) apart. Lanes beyond `lanes` are left alone.
using AddToRows = void (*)(const SweepFrame& frame, std::span<const PlacedPoints::Point> points, double row, std::uint32_t lanes,
                           double* changes);

/// The function for a power k of 0 to 3, see PowerPolynomial. Both give the same bits; the second, with AVX2, is some twice as fast, and
/// null on a machine without.
AddToRows add_to_rows_plain(int k);
AddToRows add_to_rows_avx2(int k);

}  // namespace geo
