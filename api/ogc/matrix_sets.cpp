// SPDX-License-Identifier: Apache-2.0
// The grids that tiles are cut by: OGC 17-083r4, annexes D.1 and D.2.
#include "api/ogc/matrix_sets.hpp"

#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/ogc/crs.hpp"
#include "api/ogc/tile_documents.hpp"
#include "geo/base/error.hpp"
#include "tiles/tile_id.hpp"

#include <cmath>

namespace api {
namespace {

using geo::JsonWriter;
using tiles::MatrixSet;

constexpr int tile_px = 256;
/// Scales are those of a screen whose pixels are so wide.
constexpr double pixel_m = 0.000'28;

/// What both the list of matrix sets and the set itself say of it.
void write_head(JsonWriter& json, MatrixSet set) {
  const MatrixSetWords words = words_of(set);
  json.member("id", words.id).member("title", words.title).member("uri", words.uri).member("crs", words.crs);
}

/// Of zoom 0, in units of the CRS to a pixel; and the scale.
struct Measures {
  double cell_size, scale_denominator, west, north;
};
Measures measures_of(MatrixSet set) {
  if (set == MatrixSet::web_mercator_quad) {
    const tiles::MetricBox world = tiles::TileId(0, 0, 0).bounds_plane_m();
    return {156'543.033'928'040'97, 559'082'264.028'717'8, world.west, world.north};
  }
  constexpr double cell_size = 180.0 / tile_px;
  return {cell_size, cell_size * (tiles::world_m / 360) / pixel_m, -180, 90};
}

}  // namespace

MatrixSetWords words_of(MatrixSet set) {
  if (set == MatrixSet::web_mercator_quad) {
    return {to_string(set),
            "Google Maps Compatible for the World",
            "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
            "http://www.opengis.net/def/crs/EPSG/0/3857",
            "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
            "X",
            "Y"};
  }
  return {to_string(set),
          "CRS84 for the World",
          "http://www.opengis.net/def/tilematrixset/OGC/1.0/WorldCRS84Quad",
          crs84,
          "http://www.opengis.net/def/wkss/OGC/1.0/GoogleCRS84Quad",
          "Lon",
          "Lat"};
}

MatrixSet matrix_set_named(const std::string& name) {
  const auto set = tiles::matrix_set(name);
  if (!set) {
    throw geo::Error(geo::Problem::not_found, "There is no such grid of tiles: there are WebMercatorQuad and WorldCRS84Quad.",
                     "Não existe tal grelha de mosaicos: existem WebMercatorQuad e WorldCRS84Quad.");
  }
  return *set;
}

std::string matrix_set_path(MatrixSet set) { return "/tileMatrixSets/" + std::string(to_string(set)); }

void write_matrix_set(JsonWriter& json, MatrixSet set) {
  const MatrixSetWords words = words_of(set);
  const Measures measures = measures_of(set);
  write_head(json, set);
  json.member("wellKnownScaleSet", words.scale_set);
  json.key("orderedAxes").begin_array().value(words.first_axis).value(words.second_axis).end_array().key("tileMatrices").begin_array();
  for (int zoom = 0; zoom <= tiles::max_zoom; ++zoom) {
    json.begin_object().member("id", std::to_string(zoom));
    json.member("scaleDenominator", std::ldexp(measures.scale_denominator, -zoom));
    json.member("cellSize", std::ldexp(measures.cell_size, -zoom));
    json.member("cornerOfOrigin", "topLeft").key("pointOfOrigin").begin_array().value(measures.west).value(measures.north).end_array();
    json.member("tileWidth", tile_px).member("tileHeight", tile_px);
    json.member("matrixWidth", static_cast<std::int64_t>(tiles::columns_of(set, zoom)));
    json.member("matrixHeight", static_cast<std::int64_t>(tiles::rows_of(set, zoom))).end_object();
  }
  json.end_array();
}

Response tile_matrix_sets(const Call& call) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("tileMatrixSets").begin_array();
  for (const MatrixSet set : tiles::every_matrix_set) {
    json.begin_object();
    write_head(json, set);
    write_links(json, {{url(call, matrix_set_path(set)), "self", "application/json", call.say("This grid", "Esta grelha")}});
    json.end_object();
  }
  json.end_array();
  write_links(json, {self_link(call)});
  json.end_object();
  return json_document(call, std::move(body));
}

Response tile_matrix_set(const Call& call) {
  const MatrixSet set = matrix_set_named(call.path[0]);
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_matrix_set(json, set);
  write_links(json, {self_link(call)});
  json.end_object();
  return json_document(call, std::move(body));
}

}  // namespace api
