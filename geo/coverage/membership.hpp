// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/coverage/catchments.hpp"
#include "geo/geometry/area.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// Tells for a point which catchments hold it. Each thread needs its own: it writes into itself. Squares of the map lead to the few
/// whose boxes come into question; 1 to 2 µs a point.
class Membership {
 public:
  /// Precondition: valid polygons (prepare_catchments()).
  explicit Membership(std::span<const Catchment> catchments);

  /// Positions in the span given, rising; a border belongs to both sides. Valid until the next call.
  std::span<const std::uint32_t> of(LonLat p);

 private:
  [[nodiscard]] std::size_t column(double lon) const;
  [[nodiscard]] std::size_t row(double lat) const;

  BBox m_box = BBox::empty();
  std::size_t m_side = 1;  ///< squares in a row, and rows
  std::vector<PreparedArea> m_areas;
  std::vector<std::vector<std::uint32_t>> m_squares;
  std::vector<std::uint32_t> m_found;
};

}  // namespace geo
