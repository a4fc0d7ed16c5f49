// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/view.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_options.hpp"

#include <string>

namespace tiles {

/// make_tile() of a collection of points.
std::string make_point_tile(const geo::View& view, TileId tile, const TileOptions& options);

/// How far around the tile points lie that it shows, in grid squares.
double points_reach(TileId tile, const TileOptions& options);

/// The filter of the options, and the tile's surroundings to narrow the search. \pre the options have no bbox
geo::Filter filter_around(TileId tile, const TileOptions& options, double buffer);

}  // namespace tiles
