// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/index/hexgrid.hpp"
#include "tiles/mvt.hpp"
#include "tiles/tile_id.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace tiles {

/// By depth_of(). Numbers of squares must be whole ones to a JavaScript client, and leave room for cluster_id_flag: 2^(2 * 26) is it.
inline constexpr int deepest_square_depth = 26;

/// 2^step by 2^step squares of one tile; they nest in those of tiles above. A square's number is its Morton code within the tile.
/// Made in some 20 us. Not thread-safe.
class Squares {
 public:
  /// \pre tile.depth() + step <= deepest_square_depth, step <= 8
  Squares(TileId tile, int step);

  /// Of a point on the lattice; nothing when it belongs to another tile. Exact: the cell of place_of(). A few ns where points come in
  /// order of their quadkeys.
  [[nodiscard]] std::optional<std::uint32_t> at(std::int32_t lon, std::int32_t lat) {
    if (!m_columns.find(lon) || !m_rows.find(-std::int64_t{lat})) { return std::nullopt; }
    return m_spread[m_columns.last] | (m_spread[m_rows.last] << 1U);
  }
  [[nodiscard]] std::uint32_t number() const { return std::uint32_t{1} << (2 * m_step); }
  [[nodiscard]] int step() const { return m_step; }
  /// As TileId::cell() has it, at tile.depth() + step; below 2^52.
  [[nodiscard]] std::uint64_t id(std::uint32_t square) const { return (m_tile.cell() << (2 * m_step)) | square; }
  [[nodiscard]] GridPoint centre(std::uint32_t square) const;
  [[nodiscard]] GridPolygon outline(std::uint32_t square) const;

 private:
  /// One axis: where on the lattice each column or row begins, and behind the last one its end.
  struct Axis {
    std::vector<std::int64_t> begins;
    std::size_t last = 0;  ///< the one found last

    bool find(std::int64_t step) { return (begins[last] <= step && step < begins[last + 1]) || find_afresh(step); }
    bool find_afresh(std::int64_t step);
  };

  [[nodiscard]] GridPoint corner(std::uint32_t square) const;
  [[nodiscard]] std::int32_t side() const { return tile_extent >> m_step; }

  TileId m_tile;
  int m_step;
  Axis m_columns;                       ///< by longitude
  Axis m_rows;                          ///< by minus the latitude, since rows count to the south
  std::vector<std::uint32_t> m_spread;  ///< bits of a number to the even places
};

/// The hexagons of one zoom over the plane of the tile's matrix set that touch a tile: the same ones whichever tile asks.
class Hexagons {
 public:
  /// Widths in pixels of a tile 512 wide. Deeper than 18 they are those of depth 18; none is narrower than 2.5 m or wider than 1,700 km
  /// (on the plane).
  Hexagons(TileId tile, int width_px);

  /// A small number for the hexagon that holds a point on the lattice, or nothing when that one does not touch the tile.
  std::optional<std::uint32_t> at(std::int32_t lon, std::int32_t lat);
  /// How far around the tile points may lie that are in a hexagon of it, in grid squares.
  [[nodiscard]] double reach() const { return m_reach; }
  [[nodiscard]] double width_m() const { return m_grid.width_m(); }
  [[nodiscard]] const std::vector<geo::Hex>& all() const { return m_hexes; }
  /// Whole, also where it leaves the tile.
  [[nodiscard]] GridPolygon outline(geo::Hex hex) const;

 private:
  [[nodiscard]] bool touches_tile(geo::Hex hex) const;

  TileId m_tile;
  geo::HexGrid m_grid;
  double m_reach;
  std::vector<geo::Hex> m_hexes;
  std::unordered_map<std::uint64_t, std::optional<std::uint32_t>> m_numbers;  ///< by hex_id
  std::optional<geo::Hex> m_last;                                             ///< neighbours are often in the same one
  std::optional<std::uint32_t> m_last_number;
};

}  // namespace tiles
