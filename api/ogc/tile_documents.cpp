// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/tile_documents.hpp"

#include "api/handlers.hpp"
#include "api/ogc/crs.hpp"
#include "tiles/tile_id.hpp"

#include <cmath>

namespace api {
namespace {

using geo::JsonWriter;

/// What both the list of matrix sets and the set itself say of it.
void write_matrix_set_head(JsonWriter& json) {
  json.member("id", "WebMercatorQuad").member("title", "Google Maps Compatible for the World");
  json.member("uri", web_mercator_quad).member("crs", web_mercator);
}

/// The members of the matrix set.
void write_matrix_set(JsonWriter& json) {
  // OGC Two Dimensional Tile Matrix Set, annex D.1.
  constexpr double scale_denominator = 559'082'264.028'717'8;
  constexpr double cell_size_m = 156'543.033'928'040'97;
  const tiles::MercatorBox world = tiles::TileId(0, 0, 0).bounds_mercator_m();
  write_matrix_set_head(json);
  json.member("wellKnownScaleSet", "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible");
  json.key("orderedAxes").begin_array().value("X").value("Y").end_array().key("tileMatrices").begin_array();
  for (int zoom = 0; zoom <= tiles::max_zoom; ++zoom) {
    json.begin_object().member("id", std::to_string(zoom));
    json.member("scaleDenominator", std::ldexp(scale_denominator, -zoom)).member("cellSize", std::ldexp(cell_size_m, -zoom));
    json.member("cornerOfOrigin", "topLeft").key("pointOfOrigin").begin_array().value(world.west).value(world.north).end_array();
    json.member("tileWidth", 256).member("tileHeight", 256);
    json.member("matrixWidth", std::int64_t{1} << zoom).member("matrixHeight", std::int64_t{1} << zoom).end_object();
  }
  json.end_array();
}

}  // namespace

Response json_document(const Call& call, std::string body) {
  return make_response(200, std::string(call.route.media_type), std::move(body));
}

Link self_link(const Call& call) {
  return {own_url(call, Format::json), "self", call.route.media_type, call.say("This document", "Este documento")};
}

void write_tile_link(JsonWriter& json, const Link& link, bool templated) {
  json.begin_object().member("href", link.href).member("rel", link.rel).member("type", link.type).member("title", link.title);
  if (templated) { json.member("templated", true); }
  json.end_object();
}

Link tiling_scheme_link(const Call& call) {
  return {url(call, matrix_set_path), "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", "application/json",
          call.say("The grid of the tiles", "A grelha dos mosaicos")};
}

void write_tile_matrix_set(JsonWriter& json) {
  json.key("tileMatrixSet").begin_object();
  write_matrix_set(json);
  json.end_object();
}

void write_tile_bounds(JsonWriter& json, const geo::BBox& box) {
  if (box.is_empty()) { return; }
  json.key("boundingBox").begin_object();
  json.key("lowerLeft").begin_array().value(box.west).value(box.south).end_array();
  json.key("upperRight").begin_array().value(box.east).value(box.north).end_array();
  json.member("crs", crs84).end_object();
}

Response tile_matrix_sets(const Call& call) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("tileMatrixSets").begin_array().begin_object();
  write_matrix_set_head(json);
  write_links(json, {{url(call, matrix_set_path), "self", "application/json", call.say("This grid", "Esta grelha")}});
  json.end_object().end_array();
  write_links(json, {self_link(call)});
  json.end_object();
  return json_document(call, std::move(body));
}

Response tile_matrix_set(const Call& call) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_matrix_set(json);
  write_links(json, {self_link(call)});
  json.end_object();
  return json_document(call, std::move(body));
}

}  // namespace api
