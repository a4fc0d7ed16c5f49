// SPDX-License-Identifier: Apache-2.0
#include "tiles/documents.hpp"

#include "geo/base/hash.hpp"
#include "geo/base/json.hpp"
#include "tiles/tile_id.hpp"
#include "tiles/tile_source.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <utility>

namespace tiles {
namespace {

using geo::JsonWriter;

void write_source(JsonWriter& json, const geo::View& view, const TileAddress& address) {
  json.key("tiles").begin_array().value(address.url_template).end_array();
  json.member("minzoom", 0).member("maxzoom", deepest_advertised_zoom);
  const geo::BBox box = tile_bounds(view);
  if (box.is_empty()) { return; }
  json.key("bounds").begin_array().value(box.west).value(box.south).value(box.east).value(box.north).end_array();
}

/// Okabe and Ito (2008), without the yellow, which white paper swallows.
constexpr std::array<std::string_view, 6> palette{"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"};

/// What belongs together on one map must differ; any other collection gets a colour by its name.
std::string_view colour_of(const std::string& collection) {
  // Far apart for eyes that do not tell red from green as well; tests/tiles/colours_test.cpp measures it.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> chosen{{{"incidents", "#D55E00"},
                                                                                  {"cscs", "#0072B2"},
                                                                                  {"catchments", "#56B4E9"},
                                                                                  {"sites", "#009E73"},
                                                                                  {"settlements", "#595959"},
                                                                                  {"admin_areas", "#000000"},
                                                                                  {"outreach", "#2EB8B8"},
                                                                                  {"dialogues", "#6B00B2"},
                                                                                  {"issues", "#2525F4"},
                                                                                  {"trainings", "#442956"},
                                                                                  {"population", "#94B464"},
                                                                                  {"roads", "#8F3924"}}};
  const auto* found = std::find_if(chosen.begin(), chosen.end(), [&](const auto& pair) { return pair.first == collection; });
  return found != chosen.end() ? found->second : palette[geo::hash64(collection) % palette.size()];
}

/// Writes the layers of one style.
class Layers {
 public:
  Layers(JsonWriter& json, const std::string& collection) : m_json(json), m_collection(collection), m_colour(colour_of(collection)) {}

  void areas() {
    layer("area", "fill", R"(["==",["geometry-type"],"Polygon"])",
          [&] { m_json.member("fill-color", m_colour).member("fill-opacity", m_collection == "admin_areas" ? 0.03 : 0.2); });
    layer("outline", "line", R"(["==",["geometry-type"],"Polygon"])",
          [&] { m_json.member("line-color", m_colour).member("line-width", 1.2); });
  }
  void lines() {
    layer("line", "line", R"(["==",["geometry-type"],"LineString"])",
          [&] { m_json.member("line-color", m_colour).member("line-width", 2); });
  }
  void points() {
    circle("point", R"(["all",["==",["geometry-type"],"Point"],["!",["has","count"]]])", 4);
    circle("count-1", R"(["all",["has","count"],["<",["get","count"],10]])", 4);
    circle("count-10", R"(["all",["has","count"],[">=",["get","count"],10],["<",["get","count"],100]])", 7);
    circle("count-100", R"(["all",["has","count"],[">=",["get","count"],100],["<",["get","count"],1000]])", 11);
    circle("count-1000", R"(["all",["has","count"],[">=",["get","count"],1000]])", 16);
  }

 private:
  void layer(std::string_view part, std::string_view type, std::string_view filter, const std::function<void()>& paint) {
    m_json.begin_object().member("id", m_collection + "-" + std::string(part)).member("type", type);
    m_json.member("source", m_collection).member("source-layer", m_collection).key("filter").raw(filter);
    m_json.key("paint").begin_object();
    paint();
    m_json.end_object().end_object();
  }
  void circle(std::string_view part, std::string_view filter, int radius) {
    layer(part, "circle", filter, [&] {
      m_json.member("circle-color", m_colour).member("circle-radius", radius).member("circle-opacity", 0.75);
      m_json.member("circle-stroke-color", "#FFFFFF").member("circle-stroke-width", 1);
    });
  }

  JsonWriter& m_json;
  const std::string& m_collection;
  std::string_view m_colour;
};

void write_layers(JsonWriter& json, const geo::Collection& schema) {
  Layers layers(json, schema.id);
  const auto may_be = [&](geo::GeometryType type) { return schema.geometry == type || schema.geometry == geo::GeometryType::any; };
  if (may_be(geo::GeometryType::polygon)) { layers.areas(); }
  // What is too small to be seen is drawn as a square, lines too.
  if (schema.geometry == geo::GeometryType::line) { layers.areas(); }
  if (may_be(geo::GeometryType::line)) { layers.lines(); }
  if (may_be(geo::GeometryType::point)) { layers.points(); }
}

}  // namespace

geo::BBox tile_bounds(const geo::View& view) {
  geo::BBox box = view.extent();
  if (box.is_empty()) { return box; }
  const geo::BBox world = TileId(0, 0, 0).bounds_crs84();
  box.south = std::clamp(box.south, world.south, world.north);
  box.north = std::clamp(box.north, world.south, world.north);
  return box;
}

std::string tilejson(const geo::View& view, const TileAddress& address) {
  const geo::Collection& schema = view.schema();
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("tilejson", "3.0.0");
  json.member("name", schema.title.*address.language).member("description", schema.description.*address.language);
  json.member("scheme", "xyz");
  write_source(json, view, address);
  json.key("vector_layers").begin_array().begin_object();
  json.member("id", schema.id).member("description", schema.title.*address.language);
  json.member("minzoom", 0).member("maxzoom", deepest_advertised_zoom).key("fields").begin_object();
  for (const geo::Field* field : tile_fields(schema)) { json.member(field->name, field->title.*address.language); }
  if (schema.geometry == geo::GeometryType::point) {
    static const geo::Text counted{"Rows in this square; only where there are too many to show each",
                                   "Registos neste quadrado; só onde são demasiados para mostrar cada um"};
    json.member(count_property, counted.*address.language);
  }
  json.end_object().end_object().end_array().end_object();
  return out;
}

std::string style(const geo::View& view, const TileAddress& address) {
  const geo::Collection& schema = view.schema();
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("version", 8).member("name", schema.title.*address.language);
  json.key("sources").begin_object().key(schema.id).begin_object().member("type", "vector");
  write_source(json, view, address);
  json.end_object().end_object();
  json.key("layers").begin_array();
  write_layers(json, schema);
  json.end_array().end_object();
  return out;
}

}  // namespace tiles
