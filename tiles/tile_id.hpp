// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"

#include <cassert>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tiles {

/// Deepest zoom there is: a grid square of its tiles is finer than the lattice that points lie on.
inline constexpr int max_zoom = 24;
/// Grid squares along the side of a tile (`extent` of MVT).
inline constexpr int tile_extent = 4096;

/// Metres of EPSG:3857.
struct MercatorBox {
  double west = 0, south = 0, east = 0, north = 0;
};

/// A place in plane coordinates, or a vector; which ones, the function says.
struct PlanePoint {
  double x = 0, y = 0;
};

/// One tile of the WebMercatorQuad matrix set: row 0 in the north, column 0 in the west. Always in range. A value.
class TileId {
 public:
  /// \pre is_valid(zoom, row, column)
  constexpr TileId(int zoom, std::uint32_t row, std::uint32_t column)
      : m_row(row), m_column(column), m_zoom(static_cast<std::uint8_t>(zoom)) {
    assert(is_valid(zoom, row, column));
  }

  static constexpr bool is_valid(int zoom, std::uint64_t row, std::uint64_t column) {
    return zoom >= 0 && zoom <= max_zoom && row < (std::uint64_t{1} << zoom) && column < (std::uint64_t{1} << zoom);
  }
  /// Numbers as an address holds them: decimal digits without sign or leading zeros, so that a tile has one address.
  /// Nothing for any other text and outside the matrix.
  static std::optional<TileId> parse(std::string_view zoom, std::string_view row, std::string_view column);

  [[nodiscard]] constexpr int zoom() const { return m_zoom; }
  [[nodiscard]] constexpr std::uint32_t row() const { return m_row; }
  [[nodiscard]] constexpr std::uint32_t column() const { return m_column; }

  /// Bounds widened by `buffer` grid squares on every side; in metres they may reach over the edge of the world.
  [[nodiscard]] MercatorBox bounds_mercator_m(double buffer = 0) const;
  /// The same in degrees (CRS84), cut off at the edge of the world (±180, ±85.0511...).
  [[nodiscard]] geo::BBox bounds_crs84(double buffer = 0) const;
  /// A box that surely holds every row that belongs to the buffered tile, to narrow a search: it is a little wider than
  /// bounds_crs84(), and the outermost rows reach to the poles, since places beyond 85.05 degrees are counted there.
  [[nodiscard]] geo::BBox search_box(double buffer = 0) const;

  /// The tile's quadkey at its own zoom (geo/index/quadkey.hpp).
  [[nodiscard]] std::uint64_t cell() const;
  /// Whether a cell of `cell_zoom` >= zoom() lies in the tile. Every cell lies in exactly one tile of a zoom.
  [[nodiscard]] bool holds(std::uint64_t other, int cell_zoom) const { return (other >> (2 * (cell_zoom - m_zoom))) == cell(); }

  /// Degrees to grid squares from the tile's north-western corner, y to the south. Latitudes beyond ±85.0511 count as that.
  [[nodiscard]] PlanePoint to_grid(geo::LonLat p) const;

  constexpr bool operator==(const TileId&) const = default;

 private:
  std::uint32_t m_row;
  std::uint32_t m_column;
  std::uint8_t m_zoom;
};

/// Web Mercator on the unit square: x to the east from longitude -180, y to the south from latitude 85.0511.
PlanePoint to_unit_square(geo::LonLat p);
geo::LonLat from_unit_square(PlanePoint p);

}  // namespace tiles
