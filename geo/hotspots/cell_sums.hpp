// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/kernel.hpp"

#include <cstdint>

namespace geo {

/// One point against one row, in cells and bandwidths.
struct PointInRow {
  double x;  ///< its column
  double weight;
  double rest;  ///< 1 - dy²
  double dy2;
  double per_reach;  ///< 1 / bandwidth in cells
};

/// Adds the point to sums[first] … sums[last], cell by cell.
using AddToCells = void (*)(const PointInRow& point, std::int64_t first, std::int64_t last, double* sums);

/// The function for a kernel that ends. Both give the same bits; the second uses AVX2, and is null on a machine without.
AddToCells add_to_cells_plain(Kernel kernel);
AddToCells add_to_cells_avx2(Kernel kernel);

}  // namespace geo
