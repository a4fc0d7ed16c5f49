// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/table/view.hpp"
#include "tiles/tile_options.hpp"

namespace api {

/// What a request for a tile asks of a view: the rows as items have them (see row_filter()), `properties`, and how points are shown
/// (`points`, `max-points`, `cell-px`, `time-bins`, `weight`). Throws Error{usage, too_large} with what would be right.
tiles::TileOptions tile_options(const Call& call, const geo::View& view);

}  // namespace api
