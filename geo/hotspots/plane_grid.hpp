// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"

#include <cstddef>
#include <cstdint>

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

}  // namespace geo
