// SPDX-License-Identifier: Apache-2.0
#include "tiles/cells.hpp"

#include "geo/index/quadkey.hpp"
#include "tiles/tile_options.hpp"

#include <algorithm>
#include <cmath>

namespace tiles {
namespace {

/// Side of the world of EPSG:3857.
constexpr double world_m = 40'075'016.685578488;
constexpr int finest_hexagon_zoom = 18;
constexpr int lattice_zoom = 32;  // of quadkeys

geo::HexGrid grid_for(TileId tile, int width_px) {
  const int zoom = std::min(tile.zoom(), finest_hexagon_zoom);
  return geo::HexGrid::with_width(std::ldexp(world_m, -zoom) * width_px / tile_px);
}

}  // namespace

std::optional<std::uint32_t> Squares::at(std::int32_t lon, std::int32_t lat) const {
  const int zoom = m_tile.zoom() + m_step;
  const std::uint64_t cell = geo::cell_of(geo::quadkey(lon, lat), zoom);
  if (!m_tile.holds(cell, zoom)) { return std::nullopt; }
  return static_cast<std::uint32_t>(cell) & (number() - 1);
}

GridPoint Squares::corner(std::uint32_t square) const {
  const geo::TileColumnRow at = geo::tile_of_cell(square);
  return {static_cast<std::int32_t>(at.column) * side(), static_cast<std::int32_t>(at.row) * side()};
}

GridPoint Squares::centre(std::uint32_t square) const {
  const GridPoint p = corner(square);
  return {p.x + side() / 2, p.y + side() / 2};
}

GridPolygon Squares::outline(std::uint32_t square) const {
  const auto [x, y] = corner(square);
  const std::int32_t s = side();
  return {{{x, y}, {x + s, y}, {x + s, y + s}, {x, y + s}}};
}

Hexagons::Hexagons(TileId tile, int width_px) : m_tile(tile), m_grid(grid_for(tile, width_px)) {
  const double square_m = std::ldexp(world_m, -tile.zoom()) / tile_extent;
  m_reach = 2 * m_grid.side_m() / square_m + 1;
}

bool Hexagons::touches_tile(geo::Hex hex) const {
  const MercatorBox box = m_tile.bounds_mercator_m();
  // Corners to the north and south: its box is one width wide and two sides high. Boxes that meet are taken for hexagons that do: at
  // worst one more stands in the tile, beside it.
  const geo::Metric c = m_grid.centre(hex);
  const double half_width = m_grid.width_m() / 2;
  return c.x + half_width >= box.west && c.x - half_width <= box.east && c.y + m_grid.side_m() >= box.south &&
         c.y - m_grid.side_m() <= box.north;
}

std::optional<std::uint32_t> Hexagons::at(std::int32_t lon, std::int32_t lat) {
  const geo::TileColumnRow cell = geo::tile_of_cell(geo::quadkey(lon, lat));
  const double step_m = std::ldexp(world_m, -lattice_zoom);
  const geo::Metric p{(cell.column + 0.5) * step_m - world_m / 2, world_m / 2 - (cell.row + 0.5) * step_m};
  const auto hex = m_grid.at(p);
  if (!hex) { return std::nullopt; }
  const auto [found, is_new] = m_numbers.emplace(geo::hex_id(*hex), std::nullopt);
  if (is_new && touches_tile(*hex)) {
    found->second = static_cast<std::uint32_t>(m_hexes.size());
    m_hexes.push_back(*hex);
  }
  return found->second;
}

GridPolygon Hexagons::outline(geo::Hex hex) const {
  const MercatorBox box = m_tile.bounds_mercator_m();
  const double square_m = std::ldexp(world_m, -m_tile.zoom()) / tile_extent;
  GridRing ring;
  for (const geo::Metric& corner : m_grid.ring(hex)) {
    const GridPoint p{static_cast<std::int32_t>(std::lround((corner.x - box.west) / square_m)),
                      static_cast<std::int32_t>(std::lround((box.north - corner.y) / square_m))};
    if (ring.empty() || ring.back() != p) { ring.push_back(p); }
  }
  if (ring.size() > 1 && ring.front() == ring.back()) { ring.pop_back(); }
  return {ring};
}

}  // namespace tiles
