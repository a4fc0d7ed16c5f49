// SPDX-License-Identifier: Apache-2.0
#include "tiles/cells.hpp"

#include "geo/index/quadkey.hpp"
#include "tiles/tile_options.hpp"

#include <algorithm>
#include <cmath>

namespace tiles {
namespace {

constexpr int finest_hexagon_depth = 18;

constexpr std::int64_t half_turn = 1'800'000'000;  // in lattice steps

/// The first step of the lattice that lies in column or row `wanted`, near `guess`; `at` tells in which one a step lies, and rises. What
/// lies beyond the edge of the world belongs to the outermost ones, as places near the poles do.
template <class At>
std::int64_t first_step(std::int64_t wanted, std::int64_t all, std::int64_t edge, std::int64_t guess, const At& at) {
  if (wanted == 0) { return -edge; }
  if (wanted == all) { return edge + 1; }
  std::int64_t step = std::clamp(guess, -edge, edge);
  while (step > -edge && at(step - 1) >= wanted) { --step; }
  while (step <= edge && at(step) < wanted) { ++step; }
  return step;
}

geo::HexGrid grid_for(TileId tile, int width_px) {
  constexpr double narrowest_m = 2.5;  // the grid then still reaches around the world
  constexpr double widest_m = 1'700'000;
  const int depth = std::min(tile.depth(), finest_hexagon_depth);
  return geo::HexGrid::with_width(std::clamp(std::ldexp(world_m, -depth) * width_px / tile_px, narrowest_m, widest_m));
}

}  // namespace

Squares::Squares(TileId tile, int step) : m_tile(tile), m_step(step) {
  const std::uint32_t side = std::uint32_t{1} << step;
  const int depth = tile.depth() + step;
  const auto all_columns = static_cast<std::int64_t>(columns_of(tile.set(), tile.zoom()) << step);
  const auto all_rows = static_cast<std::int64_t>(rows_of(tile.set(), tile.zoom()) << step);
  const auto column_at = [&](std::int64_t lon) {
    return std::int64_t{place_of(tile.set(), static_cast<std::int32_t>(lon), 0).column} >> (place_depth - depth);
  };
  const auto row_at = [&](std::int64_t minus_lat) {
    return std::int64_t{place_of(tile.set(), 0, static_cast<std::int32_t>(-minus_lat)).row} >> (place_depth - depth);
  };
  for (std::uint32_t i = 0; i <= side; ++i) {
    const std::int64_t column = std::int64_t{tile.column()} * side + i;
    const std::int64_t row = std::int64_t{tile.row()} * side + i;
    const geo::LonLat corner =
        from_unit_square({std::ldexp(static_cast<double>(column), -depth), std::ldexp(static_cast<double>(row), -depth)}, tile.set());
    m_columns.begins.push_back(first_step(column, all_columns, half_turn, geo::to_lattice(corner.lon), column_at));
    m_rows.begins.push_back(first_step(row, all_rows, half_turn / 2, -geo::to_lattice(corner.lat), row_at));
    m_spread.push_back(static_cast<std::uint32_t>(geo::cell_of_tile({i, 0})));
  }
}

bool Squares::Axis::find_afresh(std::int64_t step) {
  if (step < begins.front() || step >= begins.back()) { return false; }
  last = static_cast<std::size_t>(std::upper_bound(begins.begin(), begins.end(), step) - begins.begin()) - 1;
  return true;
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
  const double square_m = std::ldexp(world_m, -tile.depth()) / tile_extent;
  m_reach = 2 * m_grid.side_m() / square_m + 1;
}

bool Hexagons::touches_tile(geo::Hex hex) const {
  const MetricBox box = m_tile.bounds_plane_m();
  // Corners to the north and south: its box is one width wide and two sides high. Boxes that meet are taken for hexagons that do: at
  // worst one more stands in the tile, beside it.
  const geo::Metric c = m_grid.centre(hex);
  const double half_width = m_grid.width_m() / 2;
  return c.x + half_width >= box.west && c.x - half_width <= box.east && c.y + m_grid.side_m() >= box.south &&
         c.y - m_grid.side_m() <= box.north;
}

std::optional<std::uint32_t> Hexagons::at(std::int32_t lon, std::int32_t lat) {
  const geo::TileColumnRow cell = place_of(m_tile.set(), lon, lat);
  const double step_m = std::ldexp(world_m, -place_depth);
  const double north_m = world_m / 2 * southern_end(m_tile.set());
  const geo::Metric p{(cell.column + 0.5) * step_m - world_m / 2, north_m - (cell.row + 0.5) * step_m};
  const auto hex = m_grid.at(p);
  if (!hex) { return std::nullopt; }
  if (m_last == hex) { return m_last_number; }
  const auto [found, is_new] = m_numbers.emplace(geo::hex_id(*hex), std::nullopt);
  if (is_new && touches_tile(*hex)) {
    found->second = static_cast<std::uint32_t>(m_hexes.size());
    m_hexes.push_back(*hex);
  }
  m_last = hex;
  m_last_number = found->second;
  return m_last_number;
}

GridPolygon Hexagons::outline(geo::Hex hex) const {
  const MetricBox box = m_tile.bounds_plane_m();
  const double square_m = std::ldexp(world_m, -m_tile.depth()) / tile_extent;
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
