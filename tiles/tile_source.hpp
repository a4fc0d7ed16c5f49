// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/parts.hpp"
#include "geo/table/view.hpp"
#include "tiles/tile_id.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiles {

struct TileOptions {
  /// Only rows whose time meets this, or that have none.
  std::optional<geo::TimeInterval> datetime = {};
  /// More points than this in one tile are shown as counts by nested squares, 64 by 64 a tile.
  std::uint64_t point_budget = 2000;
  /// Grid squares around the tile that lines and polygons reach into, so that their outlines are not seen at its edge.
  int buffer = 64;
};

/// Name of the property that squares carry. No field of that name is written beside it.
inline constexpr std::string_view count_property = geo::look_count_property;

/// Fields whose values tiles carry: kept in memory, filled by people or analyses, and either codes, numbers, booleans and days, or short
/// texts that name a thing, say its kind or join it to another table (name, code, kind, and those ending in pcode or _code). Other texts,
/// times and JSON differ from row to row and would double a tile; the feature's id finds them in the items.
std::vector<const geo::Field*> tile_fields(const geo::Collection& schema);

/// One Mapbox Vector Tile with a layer named after the collection; empty when it shows nothing. Feature ids are fids; squares
/// have their quadkey (< 2^53) instead.
///
/// The law of counts: at every zoom, over all its tiles, the sum of `count` (1 where there is none) of points, plus the rows
/// without a geometry, is View::count(). Every other feature stands in each tile it can be seen in, and surely in that of its anchor:
/// what is too small to be seen is drawn there as one grid square.
///
/// Pure: the same rows give the same bytes. Thread-safe.
std::string make_tile(const geo::View& view, TileId tile, const TileOptions& options = {});

}  // namespace tiles
