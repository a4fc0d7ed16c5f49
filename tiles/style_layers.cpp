// SPDX-License-Identifier: Apache-2.0
#include "tiles/style_layers.hpp"

#include "geo/base/hash.hpp"
#include "tiles/layer_json.hpp"
#include "tiles/result_style.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace tiles {
namespace {

using geo::JsonWriter;

/// Okabe and Ito (2008), without the yellow, which white paper swallows.
constexpr std::array<std::string_view, 6> palette{"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"};

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
    // Few and chosen stand out from many; on paper without colours size and rim tell them apart.
    const int single = m_collection == "sites" ? 6 : m_collection == "cscs" ? 5 : m_collection == "settlements" ? 3 : 4;
    circle("point", R"(["all",["==",["geometry-type"],"Point"],["!",["has","count"]]])", single);
    circle("count-1", R"(["all",["has","count"],["<",["get","count"],10]])", 4);
    circle("count-10", R"(["all",["has","count"],[">=",["get","count"],10],["<",["get","count"],100]])", 7);
    circle("count-100", R"(["all",["has","count"],[">=",["get","count"],100],["<",["get","count"],1000]])", 11);
    circle("count-1000", R"(["all",["has","count"],[">=",["get","count"],1000]])", 16);
  }

 private:
  void circle(std::string_view part, std::string_view filter, int radius) {
    m_writer.layer(part, "circle", filter, [&] {
      m_json.member("circle-color", m_colour).member("circle-radius", radius).member("circle-opacity", 0.75);
      const bool dark = m_collection == "sites" || m_collection == "cscs";
      m_json.member("circle-stroke-color", dark ? "#1D2733" : "#FFFFFF").member("circle-stroke-width", dark ? 1.5 : 1);
    });
  }

  JsonWriter& m_json;
  LayerJson m_writer;
  const std::string& m_collection;
  std::string_view m_colour;
};

}  // namespace

std::string_view colour_of(const std::string& collection) {
  // Far apart for eyes that do not tell red from green as well; tests/tiles/colours_test.cpp measures it.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> chosen{{{"incidents", "#D55E00"},
                                                                                  {"cscs", "#0072B2"},
                                                                                  {"catchments", "#56B4E9"},
                                                                                  {"sites", "#009E73"},
                                                                                  {"settlements", "#595959"},
                                                                                  {"admin_areas", "#182020"},
                                                                                  {"outreach", "#2EB8B8"},
                                                                                  {"dialogues", "#6B00B2"},
                                                                                  {"issues", "#2525F4"},
                                                                                  {"trainings", "#442956"},
                                                                                  {"population", "#94B464"},
                                                                                  {"roads", "#8F3924"}}};
  const auto* found = std::find_if(chosen.begin(), chosen.end(), [&](const auto& pair) { return pair.first == collection; });
  return found != chosen.end() ? found->second : palette[geo::hash64(collection) % palette.size()];
}

double fill_opacity_of(const std::string& collection) { return collection == "admin_areas" ? 0.03 : 0.2; }

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
