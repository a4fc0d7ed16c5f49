// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/parts.hpp"
#include "geo/table/view.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_options.hpp"

#include <string>
#include <vector>

namespace tiles {

/// Raise it with any change to how tiles are drawn, or to what their entity tags are made of: what was drawn before must not be mixed with
/// what is drawn now.
inline constexpr int drawing_edition = 5;

/// Name of the property that squares carry. No field of that name is written beside it.
inline constexpr std::string_view count_property = geo::look_count_property;

/// What names a thing on a map.
inline constexpr std::string_view name_property = "name";

/// Whether tiles can have a layer of names: see TileOptions::labelled.
bool has_labels(const geo::Collection& schema);
/// Its name.
std::string label_layer(const geo::Collection& schema);
/// Whether a collection may have lines.
bool may_have_lines(const geo::Collection& schema);
/// Of a tile that cannot show all lines: one point whose count_property is the number of rows with their anchor in the tile that it leaves
/// out.
std::string left_out_layer(const geo::Collection& schema);

/// Clusters have it in their id beside the number of their square: rows of the same tile have ids too, and small ones.
inline constexpr std::uint64_t cluster_id_flag = std::uint64_t{1} << 52U;

/// Fields whose values tiles carry: kept in memory, filled by people or analyses, and either codes, numbers, booleans and days, or short
/// texts that name a thing, say its kind or join it to another table (name, code, kind, and those ending in pcode or _code). Other texts,
/// times and JSON differ from row to row and would double a tile; the feature's id finds them in the items.
std::vector<const geo::Field*> tile_fields(const geo::Collection& schema);

/// One Mapbox Vector Tile with a layer named after the collection, and label_layer() if it is asked for; empty when it shows nothing.
/// Feature ids are fids; squares have the number of theirs (TileId::cell(), < 2^52) instead.
///
/// The law of counts: at every zoom, over all its tiles, the sum of `count` (1 where there is none) of points, plus the rows
/// without a geometry, is View::count(). Every other feature stands in each tile it can be seen in, and surely in that of its anchor:
/// what is too small to be seen is drawn there as one grid square.
///
/// Pure: the same rows give the same bytes. Thread-safe.
std::string make_tile(const geo::View& view, TileId tile, const TileOptions& options = {});

/// How far around the tile rows lie that it may show, in grid squares.
double tile_reach(const geo::View& view, TileId tile, const TileOptions& options = {});

/// Changes with everything that changes what make_tile() gives. Of points it looks at those in and just around the tile (some
/// microseconds), of shapes at all: how a border is simplified depends on neighbours.
std::uint64_t tile_stamp(const geo::View& view, TileId tile, const TileOptions& options = {});

/// Whether make_tile() would first have to work out something that others wait for meanwhile, and that is kept with the view: how its
/// shapes are drawn at this zoom.
bool needs_preparation(const geo::View& view, TileId tile);
/// Works it out, unless another thread is at it for this view: then it does nothing and says false.
bool prepare(const geo::View& view, TileId tile);

}  // namespace tiles
