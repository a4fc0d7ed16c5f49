// SPDX-License-Identifier: Apache-2.0
// Pictures of surfaces: map tilesets of OGC API - Tiles, Part 1, in PNG, with the legend that says what their colours mean.
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/ogc/styles.hpp"
#include "api/ogc/surface.hpp"
#include "api/ogc/tile_documents.hpp"
#include "geo/base/json.hpp"
#include "tiles/documents.hpp"
#include "tiles/surface_classes.hpp"
#include "tiles/surface_tile.hpp"
#include "tiles/tile_id.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace api {
namespace {

using geo::JsonWriter;

std::string tiles_path(const Surface& surface) { return "/collections/" + surface.view->schema().id + "/map/tiles/WebMercatorQuad"; }

/// What both the list of tilesets and a tileset say of it.
void write_tileset_head(JsonWriter& json, const Call& call, const Surface& surface) {
  json.member("title", call.say(surface.view->schema().title)).member("dataType", "map");
  write_grid(json, tiles::MatrixSet::web_mercator_quad);
}

void write_tileset_links(JsonWriter& json, const Call& call, const Surface& surface) {
  const std::string path = "/collections/" + surface.view->schema().id;
  json.key("links").begin_array();
  write_tile_link(json, self_link(call));
  write_tile_link(
      json,
      {call.base + tiles_path(surface) + "/{tileMatrix}/{tileRow}/{tileCol}", "item", "image/png", call.say("The pictures", "As imagens")},
      true);
  write_tile_link(json, tiling_scheme_link(call, tiles::MatrixSet::web_mercator_quad));
  for (const Link& link : surface_links(call, surface.view->schema())) {
    if (link.rel == rel_legend || link.rel == "stylesheet") { write_tile_link(json, link); }
  }
  json.end_array();
}

/// What is looked at is more than has rows: a tile shows that too.
geo::BBox bounds_of(const Surface& surface) {
  geo::BBox box = surface.density->bounds;
  if (box.is_empty()) { return box; }
  const geo::BBox world = tiles::TileId(0, 0, 0).bounds_crs84();
  box.south = std::clamp(box.south, world.south, world.north);
  box.north = std::clamp(box.north, world.south, world.north);
  return box;
}

}  // namespace

Response map_tilesets(const Call& call) {
  const Surface surface = surface_of(call);
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_links(json, {self_link(call)});
  json.key("tilesets").begin_array().begin_object();
  write_tileset_head(json, call, surface);
  write_links(json, {{url(call, tiles_path(surface)), "self", "application/json", call.say("This tileset", "Este conjunto de imagens")}});
  json.end_object().end_array().end_object();
  return json_document(call, std::move(body));
}

Response map_tileset(const Call& call) {
  const Surface surface = surface_of(call);
  const geo::Collection& schema = surface.view->schema();
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_tileset_head(json, call, surface);
  json.member("description", call.say(schema.description));
  write_tileset_links(json, call, surface);
  write_tile_bounds(json, bounds_of(surface));
  json.key("layers").begin_array().begin_object();
  json.member("id", schema.id).member("title", call.say(schema.title)).member("dataType", "map");
  json.end_object().end_array();
  write_tile_matrix_set(json, tiles::MatrixSet::web_mercator_quad);
  json.end_object();
  return json_document(call, std::move(body));
}

Response map_tile(const Call& call) {
  const Surface surface = surface_of(call);
  const auto id = tiles::TileId::parse(call.path[1], call.path[2], call.path[3]);
  if (!id) { throw geo::Error(geo::Problem::not_found, "There is no such tile.", "Não existe tal mosaico."); }
  const std::string etag = etag_of(fmt::format("png {} {} {} {:016x} {}/{}/{}", tiles::surface_edition, geo::role_text(call.site.role()),
                                               surface.view->schema().id, surface.view->version(), id->zoom(), id->row(), id->column()));
  if (call.kept) {
    if (auto kept = call.kept(etag)) { return *std::move(kept); }
  }
  if (auto unchanged = not_modified(call, etag)) { return *std::move(unchanged); }
  std::string body = tiles::surface_tile(*surface.density, *id);
  Response response;
  if (body.empty()) {
    response.status = 204;
  } else {
    response = make_response(200, "image/png", std::move(body));
    if (call.site.leaves_trace(*surface.view)) {
      response.rows = rows_of_picture(*surface.view, *id, 2 * surface.density->grid.cell_m, {});
    }
  }
  response.headers.push_back({"ETag", etag});
  return response;
}

Response map_legend(const Call& call) {
  const Surface surface = surface_of(call);
  const geo::Collection& schema = surface.view->schema();
  if (call.format == Format::html) { return document(call, legend_html(call, schema, tiles::surface_classes(*surface.density))); }
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("title", call.say(schema.title)).member("description", call.say(schema.description));
  write_surface_legend(json, call, *surface.density);
  write_links(json, own_links(call));
  json.end_object();
  return document(call, std::move(body));
}

Response surface_style(const Call& call) {
  const Surface surface = surface_of(call);
  return json_document(call, tiles::picture_style(surface.view->schema(), bounds_of(surface),
                                                  {picture_template(call, surface.view->schema()), language_member(call.language)}));
}

}  // namespace api
