// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "tiles/matrix_set.hpp"

#include <cassert>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tiles {

/// Deepest zoom there is: a grid square of its tiles is finer than the lattice that points lie on.
inline constexpr int max_zoom = 24;
/// Grid squares along the side of a tile (`extent` of MVT).
inline constexpr int tile_extent = 4096;

/// Metres on the plane of a matrix set: those of EPSG:3857; of degrees, as long as they are at the equator.
struct MetricBox {
  double west = 0, south = 0, east = 0, north = 0;
};

/// One tile of a matrix set: row 0 in the north, column 0 in the west. Always in range. A value.
///
/// It knows its set, so that whoever draws asks the tile and nobody else where a place lies; a tile of another set than WebMercatorQuad
/// differs by that alone.
class TileId {
 public:
  /// \pre is_valid(zoom, row, column, set)
  constexpr TileId(int zoom, std::uint32_t row, std::uint32_t column, MatrixSet set = MatrixSet::web_mercator_quad)
      : m_row(row), m_column(column), m_zoom(static_cast<std::uint8_t>(zoom)), m_set(set) {
    assert(is_valid(zoom, row, column, set));
  }

  static constexpr bool is_valid(int zoom, std::uint64_t row, std::uint64_t column, MatrixSet set = MatrixSet::web_mercator_quad) {
    return zoom >= 0 && zoom <= max_zoom && row < rows_of(set, zoom) && column < columns_of(set, zoom);
  }
  /// Numbers as an address holds them: decimal digits without sign or leading zeros, so that a tile has one address.
  /// Nothing for any other text and outside the matrix.
  static std::optional<TileId> parse(std::string_view zoom, std::string_view row, std::string_view column,
                                     MatrixSet set = MatrixSet::web_mercator_quad);

  [[nodiscard]] constexpr int zoom() const { return m_zoom; }
  [[nodiscard]] constexpr std::uint32_t row() const { return m_row; }
  [[nodiscard]] constexpr std::uint32_t column() const { return m_column; }
  [[nodiscard]] constexpr MatrixSet set() const { return m_set; }
  /// Level in the quadtree of the set: in WebMercatorQuad the zoom.
  [[nodiscard]] constexpr int depth() const { return depth_of(m_set, m_zoom); }

  /// Bounds widened by `buffer` grid squares on every side; in metres they may reach over the edge of the world.
  [[nodiscard]] MetricBox bounds_plane_m(double buffer = 0) const;
  /// The same in degrees (CRS84), cut off at the edge of the world (±180, ±85.0511... or ±90).
  [[nodiscard]] geo::BBox bounds_crs84(double buffer = 0) const;
  /// A box that surely holds every row that belongs to the buffered tile, to narrow a search: it is a little wider than
  /// bounds_crs84(), and the outermost rows reach to the poles, since in Web Mercator places beyond 85.05 degrees are counted there.
  [[nodiscard]] geo::BBox search_box(double buffer = 0) const;

  /// The tile's number in the quadtree of its set, at depth(): the Morton code of column and row. In WebMercatorQuad the quadkey
  /// (geo/index/quadkey.hpp).
  [[nodiscard]] std::uint64_t cell() const;
  /// Whether a cell of the set at `cell_depth` >= depth() lies in the tile. Every cell lies in exactly one tile of a zoom.
  [[nodiscard]] bool holds(std::uint64_t other, int cell_depth) const { return (other >> (2 * (cell_depth - depth()))) == cell(); }

  /// Degrees to grid squares from the tile's north-western corner, y to the south; see to_unit_square().
  [[nodiscard]] PlanePoint to_grid(geo::LonLat p) const;

  constexpr bool operator==(const TileId&) const = default;

 private:
  std::uint32_t m_row;
  std::uint32_t m_column;
  std::uint8_t m_zoom;
  MatrixSet m_set;
};

}  // namespace tiles
