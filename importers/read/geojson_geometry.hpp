// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/geometry/wkb.hpp"
#include "importers/read/record.hpp"

#include <simdjson.h>

namespace importers {

// No member of simdjson that throws is used: its results are taken with get().

/// Whether it is the word null; another word that begins with n is not.
bool is_null(simdjson::ondemand::value value);

/// Steps through a JSON value to its end and checks all of it (on-demand parsing checks only what is asked for).
simdjson::error_code check_json(simdjson::ondemand::value value);

/// A geometry being built.
struct GeometryBuild {
  geo::WkbBuilder& wkb;
  GeometryFacts& facts;
};

/// Builds the geometry, two-dimensional: further numbers of a position are checked and dropped, rings stay as they are, open
/// or not; only a last vertex of nulls is left out. Returns why it cannot be, or nullptr; the WKB is then unfinished. `nesting`
/// counts GeometryCollections around it.
const geo::Text* build_geojson_geometry(simdjson::ondemand::object geometry, GeometryBuild build, int nesting = 0);

}  // namespace importers
