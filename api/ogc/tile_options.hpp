// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/table/view.hpp"
#include "tiles/tile_options.hpp"

#include <memory>
#include <vector>

namespace api {

/// What a request for a tile asks of a view: the rows as items have them (see row_filter()), `properties`, and how points are shown
/// (`points`, `max-points`, `cell-px`, `time-bins`, `weight`). Throws Error{usage, too_large} with what would be right.
tiles::TileOptions tile_options(const Call& call, const geo::View& view);

/// The same of several views, one for each. What chooses rows chooses those of all of them: a condition on a property that one of them
/// lacks is refused, since what is left of it would show more than was asked for. What says how rows are shown holds for those it means
/// something for (properties that they have, bins of those that have a time), and is refused where it means nothing for any.
/// What a tile holds at most is divided among its layers of points.
std::vector<tiles::TileOptions> tile_options(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views);

}  // namespace api
