// SPDX-License-Identifier: Apache-2.0
#include "tiles/style_layers.hpp"

#include "tiles/documents.hpp"
#include "tiles/layer_json.hpp"
#include "tiles/result_style.hpp"

#include <string>
#include <string_view>

namespace tiles {
namespace {

using geo::JsonWriter;

/// Writes the layers of a collection that is no result.
class Layers {
 public:
  Layers(JsonWriter& json, const std::string& collection)
      : m_json(json), m_writer(json, collection), m_collection(collection), m_colour(colour_of(collection)) {}

  void areas() {
    m_writer.layer("area", "fill", R"(["==",["geometry-type"],"Polygon"])",
                   [&] { m_json.member("fill-color", m_colour).member("fill-opacity", fill_opacity_of(m_collection)); });
    m_writer.layer("outline", "line", R"(["==",["geometry-type"],"Polygon"])",
                   [&] { m_json.member("line-color", m_colour).member("line-width", 1.2); });
  }
  void lines() {
    m_writer.layer("line", "line", R"(["==",["geometry-type"],"LineString"])",
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
  void circle(std::string_view part, std::string_view filter, int radius) {
    m_writer.layer(part, "circle", filter, [&] {
      m_json.member("circle-color", m_colour).member("circle-radius", radius).member("circle-opacity", 0.75);
      m_json.member("circle-stroke-color", "#FFFFFF").member("circle-stroke-width", 1);
    });
  }

  JsonWriter& m_json;
  LayerJson m_writer;
  const std::string& m_collection;
  std::string_view m_colour;
};

}  // namespace

void write_style_layers(JsonWriter& json, const geo::Collection& schema) {
  if (write_result_layers(json, schema)) { return; }
  Layers layers(json, schema.id);
  const auto may_be = [&](geo::GeometryType type) { return schema.geometry == type || schema.geometry == geo::GeometryType::any; };
  if (may_be(geo::GeometryType::polygon)) { layers.areas(); }
  // What is too small to be seen is drawn as a square, lines too.
  if (schema.geometry == geo::GeometryType::line) { layers.areas(); }
  if (may_be(geo::GeometryType::line)) { layers.lines(); }
  if (may_be(geo::GeometryType::point)) { layers.points(); }
}

}  // namespace tiles
