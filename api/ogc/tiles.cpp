// SPDX-License-Identifier: Apache-2.0
// OGC API - Tiles, Part 1, for one matrix set, and what map clients want beside it: TileJSON.
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/links.hpp"
#include "api/ogc/styles.hpp"
#include "api/ogc/tile_documents.hpp"
#include "api/ogc/tile_drawing.hpp"
#include "api/ogc/tile_options.hpp"
#include "geo/base/json.hpp"
#include "tiles/documents.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_source.hpp"

#include <fmt/format.h>

namespace api {
namespace {

using geo::JsonWriter;

constexpr std::string_view mvt = "application/vnd.mapbox-vector-tile";

std::shared_ptr<const geo::View> view_of(const Call& call) {
  auto view = call.site.view(call.path[0]);
  if (view->schema().geometry == geo::GeometryType::none) {
    throw geo::Error(geo::Problem::not_found, "This collection has no places, and so no tiles.",
                     "Esta colecção não tem lugares e, por isso, não tem mosaicos.");
  }
  return view;
}

std::string tiles_path(const geo::View& view) { return "/collections/" + view.schema().id + "/tiles/WebMercatorQuad"; }

/// `links` with the address of the tiles, which is a template (RFC 6570).
void write_tileset_links(JsonWriter& json, const Call& call, const geo::View& view) {
  json.key("links").begin_array();
  write_tile_link(json, self_link(call));
  write_tile_link(
      json, {call.base + tiles_path(view) + "/{tileMatrix}/{tileRow}/{tileCol}", "item", mvt, call.say("The tiles", "Os mosaicos")}, true);
  write_tile_link(json, tiling_scheme_link(call));
  write_tile_link(json, {url(call, tiles_path(view) + "/tilejson.json"), "describedby", "application/json", "TileJSON"});
  write_tile_link(json, {url(call, "/collections/" + view.schema().id + "/styles/default"), "stylesheet",
                         "application/vnd.mapbox.style+json", call.say("A style for MapLibre and QGIS", "Um estilo para MapLibre e QGIS")});
  json.end_array();
}

/// What both the list of tilesets and a tileset say of it.
void write_tileset_head(JsonWriter& json, const Call& call, const geo::View& view) {
  json.member("title", call.say(view.schema().title)).member("dataType", "vector").member("crs", web_mercator);
  json.member("tileMatrixSetURI", web_mercator_quad);
}

int dimension_of(geo::GeometryType type) {
  switch (type) {
    case geo::GeometryType::polygon: return 2;
    case geo::GeometryType::line: return 1;
    case geo::GeometryType::none:
    case geo::GeometryType::point:
    case geo::GeometryType::any: break;
  }
  return 0;
}

std::string_view json_type(geo::FieldType type) {
  switch (type) {
    case geo::FieldType::boolean: return "boolean";
    case geo::FieldType::integer: return "integer";
    case geo::FieldType::real: return "number";
    case geo::FieldType::text:
    case geo::FieldType::code:
    case geo::FieldType::date:
    case geo::FieldType::time:
    case geo::FieldType::json: break;
  }
  return "string";
}

void write_layer(JsonWriter& json, const Call& call, const geo::Collection& schema) {
  json.key("layers").begin_array().begin_object();
  json.member("id", schema.id).member("title", call.say(schema.title)).member("dataType", "vector");
  if (schema.geometry != geo::GeometryType::any) { json.member("geometryDimension", dimension_of(schema.geometry)); }
  json.key("propertiesSchema").begin_object().member("type", "object").key("properties").begin_object();
  for (const geo::Field* field : tiles::tile_fields(schema)) {
    json.key(field->name).begin_object().member("title", call.say(field->title)).member("type", json_type(field->type)).end_object();
  }
  if (schema.geometry == geo::GeometryType::point) {
    json.key(tiles::count_property).begin_object().member("type", "integer").end_object();
  }
  json.end_object().end_object().end_object().end_array();
}

/// The query as it was read. With lengths: a decoded value may hold '&' and '=', and no two queries may become one text.
std::string asked_of(const Request& request) {
  std::string asked;
  for (const auto& [name, value] : request.query) { asked += fmt::format("{}:{}={}:{}&", name.size(), name, value.size(), value); }
  return asked;
}

}  // namespace

Response tilesets(const Call& call) {
  const auto view = view_of(call);
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_links(json, {self_link(call)});
  json.key("tilesets").begin_array().begin_object();
  write_tileset_head(json, call, *view);
  write_links(json, {{url(call, tiles_path(*view)), "self", "application/json", call.say("This tileset", "Este conjunto de mosaicos")}});
  json.end_object().end_array().end_object();
  return json_document(call, std::move(body));
}

Response tileset(const Call& call) {
  const auto view = view_of(call);
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_tileset_head(json, call, *view);
  json.member("description", call.say(view->schema().description));
  write_tileset_links(json, call, *view);
  write_tile_bounds(json, tiles::tile_bounds(*view));
  write_layer(json, call, view->schema());
  write_tile_matrix_set(json);
  json.end_object();
  return json_document(call, std::move(body));
}

Response tilejson(const Call& call) {
  const auto view = view_of(call);
  return json_document(call, tiles::tilejson(*view, tile_address(call, view->schema())));
}

Response tile(const Call& call) {
  const auto view = view_of(call);
  const auto id = tiles::TileId::parse(call.path[1], call.path[2], call.path[3]);
  if (!id) { throw geo::Error(geo::Problem::not_found, "There is no such tile.", "Não existe tal mosaico."); }
  const tiles::TileOptions options = tile_options(call, *view);
  const std::string asked = asked_of(call.request);
  const std::string etag = tile_etag(call.site.role(), *view, *id, options, asked);
  TileCache& drawn = call.site.tiles();
  if (call.kept) {
    if (auto kept = call.kept(etag)) { return *std::move(kept); }
  }
  if (auto unchanged = not_modified(call, etag)) { return *std::move(unchanged); }
  const TileKey key = tile_key(call.site.role(), *view, *id, asked);
  const DrawnTile tile = drawn.get(key, etag, [&] { return draw_tile(*view, *id, options); });
  // Empty ones, and those beyond the rows, are no places to draw ahead, however often a program asks for them.
  if (asked.empty() && tile.body != nullptr) { drawn.looked_at(key.place); }
  Response response;
  if (tile.body == nullptr) {
    response.status = 204;
  } else {
    response.headers.push_back({"Content-Type", std::string(mvt)});
    response.body = tile.body;
    response.in_haste = true;
    if (call.site.leaves_trace(*view)) { response.rows = tile.rows; }
  }
  response.headers.push_back({"ETag", etag});
  return response;
}

}  // namespace api
