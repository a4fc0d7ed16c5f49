// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/tile_documents.hpp"

#include "api/ogc/crs.hpp"
#include "api/ogc/matrix_sets.hpp"

namespace api {

using geo::JsonWriter;

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

Link tiling_scheme_link(const Call& call, tiles::MatrixSet set) {
  return {url(call, matrix_set_path(set)), "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme", "application/json",
          call.say("The grid of the tiles", "A grelha dos mosaicos")};
}

void write_grid(JsonWriter& json, tiles::MatrixSet set) {
  const MatrixSetWords words = words_of(set);
  json.member("crs", words.crs).member("tileMatrixSetURI", words.uri);
}

void write_tile_matrix_set(JsonWriter& json, tiles::MatrixSet set) {
  json.key("tileMatrixSet").begin_object();
  write_matrix_set(json, set);
  json.end_object();
}

void write_tile_bounds(JsonWriter& json, const geo::BBox& box) {
  if (box.is_empty()) { return; }
  json.key("boundingBox").begin_object();
  json.key("lowerLeft").begin_array().value(box.west).value(box.south).end_array();
  json.key("upperRight").begin_array().value(box.east).value(box.north).end_array();
  json.member("crs", crs84).end_object();
}

}  // namespace api
