// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/tile_cache.hpp"
#include "geo/table/role.hpp"
#include "geo/table/view.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_options.hpp"

#include <string>
#include <string_view>

namespace api {

/// Known before the tile is drawn, from all that shapes it: what changes elsewhere leaves it as it is. `asked`: the query that the options
/// were read from; empty: it asked for nothing.
std::string tile_etag(const geo::Role& role, const geo::View& view, tiles::TileId id, const tiles::TileOptions& options,
                      std::string_view asked);

/// Where it is kept: by the same query.
TileKey tile_key(const geo::Role& role, const geo::View& view, tiles::TileId id, std::string_view asked);

/// With the number of rows that a look at it shows: what was shown leaves a trace, whatever the box says.
DrawnTile draw_tile(const geo::View& view, tiles::TileId id, const tiles::TileOptions& options);

}  // namespace api
