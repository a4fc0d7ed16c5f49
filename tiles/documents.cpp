// SPDX-License-Identifier: Apache-2.0
#include "tiles/documents.hpp"

#include "geo/base/json.hpp"
#include "tiles/style_layers.hpp"
#include "tiles/surface_tile.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_source.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace tiles {
namespace {

using geo::JsonWriter;

void write_source(JsonWriter& json, const geo::BBox& bounds, const TileAddress& address) {
  json.key("tiles").begin_array().value(address.url_template).end_array();
  json.member("minzoom", 0).member("maxzoom", deepest_advertised_zoom);
  if (bounds.is_empty()) { return; }
  json.key("bounds").begin_array().value(bounds.west).value(bounds.south).value(bounds.east).value(bounds.north).end_array();
}

void write_layer(JsonWriter& json, const geo::Collection& schema, std::string geo::Text::*language) {
  json.begin_object().member("id", schema.id).member("description", schema.title.*language);
  json.member("minzoom", 0).member("maxzoom", deepest_advertised_zoom).key("fields").begin_object();
  for (const geo::Field* field : tile_fields(schema)) { json.member(field->name, field->title.*language); }
  if (schema.geometry == geo::GeometryType::point) {
    static const geo::Text counted{"Rows in this square; only where there are too many to show each",
                                   "Registos neste quadrado; só onde são demasiados para mostrar cada um"};
    json.member(count_property, counted.*language);
  }
  json.end_object().end_object();
}

}  // namespace

geo::BBox tile_bounds(const geo::View& view, MatrixSet set) {
  geo::BBox box = view.extent();
  if (box.is_empty()) { return box; }
  const geo::BBox world = TileId(0, 0, 0, set).bounds_crs84();  // of its latitudes
  box.south = std::clamp(box.south, world.south, world.north);
  box.north = std::clamp(box.north, world.south, world.north);
  return box;
}

geo::BBox tile_bounds(const Views& views, MatrixSet set) {
  geo::BBox box = geo::BBox::empty();
  for (const auto& view : views) { box.extend(tile_bounds(*view, set)); }
  return box;
}

std::string tilejson(const Views& layers, const geo::Text& name, const geo::Text& description, const TileAddress& address) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("tilejson", "3.0.0");
  json.member("name", name.*address.language).member("description", description.*address.language);
  json.member("scheme", "xyz");
  write_source(json, tile_bounds(layers), address);
  json.key("vector_layers").begin_array();
  for (const auto& view : layers) { write_layer(json, view->schema(), address.language); }
  json.end_array().end_object();
  return out;
}

std::string style(const geo::View& view, const geo::Look& look, const std::string& name, const TileAddress& address) {
  const geo::Collection& schema = view.schema();
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("version", 8).member("name", name);
  json.key("sources").begin_object().key(schema.id).begin_object().member("type", "vector");
  write_source(json, tile_bounds(view), address);
  json.end_object().end_object();
  json.key("layers").begin_array();
  write_style_layers(json, schema, look);
  json.end_array().end_object();
  return out;
}

std::string picture_style(const geo::Collection& schema, const geo::BBox& bounds, const TileAddress& address) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("version", 8).member("name", schema.title.*address.language);
  json.key("sources").begin_object().key(schema.id).begin_object().member("type", "raster").member("tileSize", surface_tile_px);
  write_source(json, bounds, address);
  json.end_object().end_object();
  json.key("layers").begin_array().begin_object();
  json.member("id", schema.id + "-surface").member("type", "raster").member("source", schema.id);
  // Classes have hard borders: colours between theirs mean nothing. What lies below must still be read.
  json.key("paint").begin_object().member("raster-opacity", 0.7).member("raster-resampling", "nearest").member("raster-fade-duration", 0);
  json.end_object().end_object().end_array().end_object();
  return out;
}

std::string style(const geo::View& view, const TileAddress& address) {
  return style(view, geo::look_of(view.schema()), view.schema().title.*address.language, address);
}

}  // namespace tiles
