// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/links.hpp"
#include "geo/base/json.hpp"
#include "geo/base/lonlat.hpp"
#include "tiles/matrix_set.hpp"

#include <string>
#include <string_view>

// What the documents about vector tiles and about pictures have in common (OGC API - Tiles, Part 1; Two Dimensional Tile Matrix Set 2.0).
namespace api {

/// 200, of the type that the route says.
Response json_document(const Call& call, std::string body);
Link self_link(const Call& call);

/// One link within `links`; `templated`: its address is a template (RFC 6570).
void write_tile_link(geo::JsonWriter& json, const Link& link, bool templated = false);
/// The link to the grid.
Link tiling_scheme_link(const Call& call, tiles::MatrixSet set);
/// Which coordinates and which grid: `"crs"` and `"tileMatrixSetURI"`.
void write_grid(geo::JsonWriter& json, tiles::MatrixSet set);
/// `"tileMatrixSet":{…}`, written out, so that no client needs to fetch it.
void write_tile_matrix_set(geo::JsonWriter& json, tiles::MatrixSet set);
/// `"boundingBox":{…}`, unless it is empty.
void write_tile_bounds(geo::JsonWriter& json, const geo::BBox& box);

}  // namespace api
