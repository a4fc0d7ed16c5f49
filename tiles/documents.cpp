// SPDX-License-Identifier: Apache-2.0
#include "tiles/documents.hpp"

#include "geo/base/json.hpp"
#include "tiles/style_labels.hpp"
#include "tiles/style_layers.hpp"
#include "tiles/style_legend.hpp"
#include "tiles/surface_tile.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_source.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace tiles {
namespace {

using geo::JsonWriter;

/// `in_box`: whether nothing is drawn in tiles that the box does not reach.
void write_source(JsonWriter& json, const geo::BBox& box, const std::string& url_template, bool in_box = true) {
  json.key("tiles").begin_array().value(url_template).end_array();
  json.member("minzoom", 0).member("maxzoom", deepest_advertised_zoom);
  if (box.is_empty() || !in_box) { return; }
  json.key("bounds").begin_array().value(box.west).value(box.south).value(box.east).value(box.north).end_array();
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

/// Of lines that a tile has no room for.
void write_left_out_layer(JsonWriter& json, const geo::Collection& schema, std::string geo::Text::*language) {
  if (!may_have_lines(schema)) { return; }
  static const geo::Text title{"Lines that the tile leaves out, because there are too many",
                               "Linhas que o mosaico deixa de fora, por serem demasiadas"};
  static const geo::Text number{"How many", "Quantas"};
  json.begin_object().member("id", left_out_layer(schema)).member("description", title.*language);
  json.key("fields").begin_object().member(count_property, number.*language).end_object().end_object();
}

struct Drawing {
  std::vector<geo::Part> parts;
  geo::Legend legend;
  std::string query;  ///< what tiles are asked for beside their place
  bool in_box = true;
};

std::string write_style(const geo::View& view, const TileAddress& address, const std::string& name, const Drawing& drawing) {
  const geo::Collection& schema = view.schema();
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("version", 8).member("name", name);
  json.key("metadata").begin_object().key(legend_member);
  write_legend(json, schema, drawing.legend);
  if (schema.geometry == geo::GeometryType::point) {
    json.key(cells_member).begin_array();
    for (const geo::CellShape shape : geo::cell_shapes) { json.value(geo::to_string(shape)); }
    json.end_array();
  }
  json.end_object();
  if (!address.glyphs.empty()) { json.member("glyphs", address.glyphs); }
  json.key("sources").begin_object().key(schema.id).begin_object().member("type", "vector");
  write_source(json, tile_bounds(view), address.url_template + (drawing.query.empty() ? "" : "?" + drawing.query), drawing.in_box);
  json.end_object().end_object();
  json.key("layers").begin_array();
  write_style_layers(json, schema, drawing.parts);
  if (!address.glyphs.empty()) { write_label_layers(json, schema, drawing.parts, address); }
  json.end_array().end_object();
  return out;
}

}  // namespace

std::string usual_tile_query(const geo::Collection& schema, int drawn_px) {
  if (has_labels(schema)) { return "labels=true"; }
  if (schema.geometry != geo::GeometryType::point) { return {}; }
  constexpr int widest_circle_px = 32;
  return "cell-px=" + std::to_string(widest_circle_px * tile_px / drawn_px);
}

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
  write_source(json, tile_bounds(layers), address.url_template);
  json.key("vector_layers").begin_array();
  for (const auto& view : layers) {
    write_layer(json, view->schema(), address.language);
    write_left_out_layer(json, view->schema(), address.language);
  }
  json.end_array().end_object();
  return out;
}

std::string style(const geo::View& view, const geo::Look& look, const std::string& name, const TileAddress& address) {
  const geo::Collection& schema = view.schema();
  return write_style(view, address, name, {geo::parts_of(look), geo::legend_of(schema, look), usual_tile_query(schema)});
}

std::string picture_style(const geo::Collection& schema, const geo::BBox& bounds, const TileAddress& address) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("version", 8).member("name", schema.title.*address.language);
  json.key("sources").begin_object().key(schema.id).begin_object().member("type", "raster").member("tileSize", surface_tile_px);
  write_source(json, bounds, address.url_template);
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

std::string style(const geo::View& view, const geo::CellLook& look, const std::string& name, const TileAddress& address) {
  const geo::Collection& schema = view.schema();
  const std::string points = "points=" + std::string(geo::to_string(look.shape));
  // A hexagon of rows in one tile reaches into the next, which may have none.
  const bool in_box = look.shape != geo::CellShape::hexagons;
  return write_style(view, address, name, {geo::parts_of(schema, look), geo::legend_of(schema, look), points, in_box});
}

}  // namespace tiles
