// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/geometry/wkb.hpp"

#include <simdjson.h>

namespace importers {

// No member of simdjson that throws is used: its results are taken with get().

/// Whether it is the word null; another word that begins with n is not.
bool is_null(simdjson::ondemand::value value);

/// Steps through a JSON value to its end and checks all of it (on-demand parsing checks only what is asked for).
simdjson::error_code check_json(simdjson::ondemand::value value);

/// Builds the geometry, two-dimensional: further numbers of a position are checked and dropped, rings stay as they are, open
/// or not. Returns why it cannot be, or nullptr; `wkb` is then unfinished. `nesting` counts GeometryCollections around it.
const geo::Text* build_geojson_geometry(simdjson::ondemand::object geometry, geo::WkbBuilder& wkb, int nesting = 0);

}  // namespace importers
