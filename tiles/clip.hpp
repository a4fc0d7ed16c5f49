// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tiles/mvt.hpp"
#include "tiles/tile_id.hpp"

#include <string_view>
#include <vector>

namespace tiles {

/// What of a geometry a tile shows, on the tile's grid.
struct TileGeometry {
  std::vector<GridPoint> points;
  std::vector<GridLine> lines;
  std::vector<GridPolygon> polygons;

  [[nodiscard]] bool is_empty() const { return points.empty() && lines.empty() && polygons.empty(); }
};

/// The grid square of a point on the lattice of lonlat.hpp: exact integers out of its place_of(). It lies within
/// 0..tile_extent-1 if, and only if, the point belongs to the tile; every point belongs to one tile of a zoom.
GridPoint grid_square(std::int32_t lon, std::int32_t lat, TileId tile);
/// Whether the square is one of the tile's own, not of its surroundings.
inline bool is_inside(GridPoint p) { return p.x >= 0 && p.y >= 0 && p.x < tile_extent && p.y < tile_extent; }

/// The parts of a line within the square from -buffer to tile_extent + buffer, on the grid; vertices that fall on the one before are
/// dropped.
void clip_line(const std::vector<PlanePoint>& line, int buffer, std::vector<GridLine>& out);

/// A geometry in CRS84, projected, cut and moved to the grid:
/// - points: those that belong to the tile, in their grid square; a buffer would show a point twice.
/// - lines: cut to the tile and `buffer` squares around it; vertices that fall on the one before are dropped.
/// - polygons: cut likewise, valid after rounding; shells and holes below one square of area are dropped.
/// Throws Error{input} for bytes that are not well-formed WKB. Thread-safe. Linear, polygons O(n log n).
TileGeometry to_tile(std::string_view wkb, TileId tile, int buffer);

}  // namespace tiles
