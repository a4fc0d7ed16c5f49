// SPDX-License-Identifier: Apache-2.0
#include "tiles/result_style.hpp"

#include "tiles/layer_json.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

namespace tiles {
namespace {

using geo::JsonWriter;

std::string equals(std::string_view property, int value) { return fmt::format(R"(["==",["get","{}"],{}])", property, value); }
std::string equals(std::string_view property, std::string_view value) {
  return fmt::format(R"(["==",["get","{}"],"{}"])", property, value);
}

class ResultLayers {
 public:
  ResultLayers(JsonWriter& json, const std::string& collection) : m_json(json), m_writer(json, collection) {}

  void density() {
    constexpr std::array<std::string_view, 9> ramp{"#FFFFCC", "#FFEDA0", "#FED976", "#FEB24C", "#FD8D3C",
                                                   "#FC4E2A", "#E31A1C", "#BD0026", "#800026"};
    for (int level = 1; level <= 9; ++level) {
      // Faint where there is little: what matters must not drown in it, nor the map below.
      const double opacity = level == 1 ? 0.25 : level == 2 ? 0.45 : 0.7;
      fill("level-" + std::to_string(level), equals("level", level), ramp[static_cast<std::size_t>(level - 1)], opacity);
    }
  }

  void significance() {
    struct Class {
      int value;
      std::string_view name, colour;
      double opacity;
    };
    constexpr std::array<Class, 7> classes{{{0, "none", "#F7F7F7", 0.05},
                                            {-1, "cold-1", "#D1E5F0", 0.7},
                                            {-2, "cold-2", "#67A9CF", 0.7},
                                            {-3, "cold-3", "#2166AC", 0.7},
                                            {1, "hot-1", "#FDDBC7", 0.7},
                                            {2, "hot-2", "#EF8A62", 0.7},
                                            {3, "hot-3", "#B2182B", 0.7}}};
    for (const Class& c : classes) { fill(c.name, equals("class", c.value), c.colour, c.opacity); }
    // What is not known must not look like what is neither hot nor cold.
    fill("unknown", R"(["!",["has","z"]])", "#8C8C8C", 0.4);
    // From afar the net of hexagons would be all that one sees.
    m_writer.layer(
        "outline", "line", R"(["==",["geometry-type"],"Polygon"])",
        [&] { m_json.member("line-color", "#595959").member("line-width", 0.4); }, /*min_zoom=*/9);
  }

  void coverage() {
    fill("gap", equals("kind", "gap"), "#D55E00", 0.35);
    fill("sliver", equals("kind", "sliver"), "#E69F00", 0.8);
    fill("overlap", equals("kind", "overlap"), "#0072B2", 0.35);
    dashed("gap-outline", equals("kind", "gap"), "#D55E00", 1.5);
    line("sliver-outline", equals("kind", "sliver"), "#E69F00", 1.5);
    line("overlap-outline", equals("kind", "overlap"), "#0072B2", 1.2);
    m_writer.layer("settlement", "circle", equals("kind", "settlement"), [&] {
      m_json.member("circle-color", "#CC79A7").member("circle-radius", 5).member("circle-opacity", 0.9);
      m_json.member("circle-stroke-color", "#FFFFFF").member("circle-stroke-width", 1);
    });
  }

 private:
  /// Not smoothed at the edges: cells beside each other would have light seams between them.
  void fill(std::string_view part, std::string_view filter, std::string_view colour, double opacity) {
    m_writer.layer(part, "fill", filter,
                   [&] { m_json.member("fill-color", colour).member("fill-opacity", opacity).member("fill-antialias", false); });
  }
  void line(std::string_view part, std::string_view filter, std::string_view colour, double width) {
    m_writer.layer(part, "line", filter, [&] { m_json.member("line-color", colour).member("line-width", width); });
  }
  void dashed(std::string_view part, std::string_view filter, std::string_view colour, double width) {
    m_writer.layer(part, "line", filter, [&] {
      m_json.member("line-color", colour).member("line-width", width).key("line-dasharray").begin_array().value(3).value(2).end_array();
    });
  }

  JsonWriter& m_json;
  LayerJson m_writer;
};

}  // namespace

bool write_result_layers(JsonWriter& json, const geo::Collection& schema) {
  const std::string method = schema.result ? schema.result->method : "";
  ResultLayers layers(json, schema.id);
  if (method == "kde") {
    layers.density();
  } else if (method == "gi-star") {
    layers.significance();
  } else if (method == "coverage-gaps") {
    layers.coverage();
  } else {
    return false;
  }
  return true;
}

}  // namespace tiles
