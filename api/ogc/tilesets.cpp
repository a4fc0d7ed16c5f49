// SPDX-License-Identifier: Apache-2.0
// Sets of vector tiles (OGC API - Tiles, Part 1), of a collection and of all of them, and what map clients want beside them: TileJSON.
#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/ogc/matrix_sets.hpp"
#include "api/ogc/styles.hpp"
#include "api/ogc/tile_documents.hpp"
#include "api/ogc/tile_layers.hpp"
#include "geo/base/json.hpp"
#include "tiles/documents.hpp"
#include "tiles/tile_source.hpp"

namespace api {
namespace {

using geo::JsonWriter;
using tiles::MatrixSet;

/// With the collections that were asked for.
std::string url_of(const Call& call, const TileLayers& layers, const std::string& path) {
  return layers.named.empty() ? url(call, path) : url(call, path, {{"collections", layers.named}});
}

void write_tileset_links(JsonWriter& json, const Call& call, const TileLayers& layers, MatrixSet set) {
  json.key("links").begin_array();
  write_tile_link(json, self_link(call));
  write_tile_link(json,
                  {layers.url_template(call, set, "{tileMatrix}/{tileRow}/{tileCol}"), "item", "application/vnd.mapbox-vector-tile",
                   call.say("The tiles", "Os mosaicos")},
                  true);
  write_tile_link(json, tiling_scheme_link(call, set));
  // Both are of Web Mercator: neither TileJSON nor styles of MapLibre have a word for another grid.
  if (set == MatrixSet::web_mercator_quad) {
    write_tile_link(json, {url_of(call, layers, layers.path_of(set) + "/tilejson.json"), "describedby", "application/json", "TileJSON"});
    if (!layers.is_of_dataset) {
      write_tile_link(json,
                      {url(call, "/collections/" + layers.views.front()->schema().id + "/styles/default"), "stylesheet",
                       "application/vnd.mapbox.style+json", call.say("A style for MapLibre and QGIS", "Um estilo para MapLibre e QGIS")});
    }
  }
  json.end_array();
}

/// What both the list of tilesets and a tileset say of it.
void write_tileset_head(JsonWriter& json, const Call& call, const TileLayers& layers, MatrixSet set) {
  json.member("title", call.say(layers.title)).member("dataType", "vector");
  write_grid(json, set);
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
  json.begin_object();
  json.member("id", schema.id).member("title", call.say(schema.title)).member("dataType", "vector");
  if (schema.geometry != geo::GeometryType::any) { json.member("geometryDimension", dimension_of(schema.geometry)); }
  json.key("propertiesSchema").begin_object().member("type", "object").key("properties").begin_object();
  for (const geo::Field* field : tiles::tile_fields(schema)) {
    json.key(field->name).begin_object().member("title", call.say(field->title)).member("type", json_type(field->type)).end_object();
  }
  if (schema.geometry == geo::GeometryType::point) {
    json.key(tiles::count_property).begin_object().member("type", "integer").end_object();
  }
  json.end_object().end_object().end_object();
}

}  // namespace

Response tilesets(const Call& call) {
  const TileLayers layers = tile_layers(call);
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_links(json, {self_link(call)});
  json.key("tilesets").begin_array();
  for (const MatrixSet set : tiles::every_matrix_set) {
    if (layers.views.empty()) { break; }  // a set without a layer is none
    json.begin_object();
    write_tileset_head(json, call, layers, set);
    write_links(json, {{url_of(call, layers, layers.path_of(set)), "self", "application/json",
                        call.say("This tileset", "Este conjunto de mosaicos")},
                       tiling_scheme_link(call, set)});
    json.end_object();
  }
  json.end_array().end_object();
  return json_document(call, std::move(body));
}

Response tileset(const Call& call) {
  const TileLayers layers = layers_of_tile(call);
  const MatrixSet set = matrix_set_named(call.path[layers.first_of_place]);
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_tileset_head(json, call, layers, set);
  json.member("description", call.say(layers.description));
  write_tileset_links(json, call, layers, set);
  write_tile_bounds(json, tiles::tile_bounds(layers.views, set));
  json.key("layers").begin_array();
  for (const auto& view : layers.views) { write_layer(json, call, view->schema()); }
  json.end_array();
  write_tile_matrix_set(json, set);
  json.end_object();
  return json_document(call, std::move(body));
}

Response tilejson(const Call& call) {
  const TileLayers layers = layers_of_tile(call);
  const MatrixSet set = matrix_set_named(call.path[layers.first_of_place]);
  if (set != MatrixSet::web_mercator_quad) {
    throw geo::Error(
        geo::Problem::not_found,
        "TileJSON has no word for a grid of tiles: clients take every one for WebMercatorQuad. The tileset describes this one.",
        "TileJSON não tem palavra para a grelha dos mosaicos: os clientes tomam todas por WebMercatorQuad. Esta é descrita pelo "
        "conjunto de mosaicos.");
  }
  return json_document(call, tiles::tilejson(layers.views, layers.title, layers.description,
                                             {layers.url_template(call, set, "{z}/{y}/{x}"), language_member(call.language)}));
}

}  // namespace api
