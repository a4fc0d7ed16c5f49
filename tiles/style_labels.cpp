// SPDX-License-Identifier: Apache-2.0
#include "tiles/style_labels.hpp"

#include "tiles/layer_json.hpp"
#include "tiles/tile_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace tiles {
namespace {

using geo::JsonWriter;

constexpr std::string_view ink = "#2F3A45", halo = "#FFFFFF";
constexpr std::string_view has_name = R"(["has","name"])";

class Words {
 public:
  Words(JsonWriter& json, const geo::Collection& schema, const TileAddress& address)
      : m_json(json), m_schema(schema), m_address(address), m_writer(json, schema.id), m_label_layer(label_layer(schema)) {}

  void along_lines() {
    // From afar there is no room beside the lines.
    m_writer.layer(
        {"names", "symbol", has_name, 11},
        [&] {
          m_json.member("symbol-placement", "line").member("symbol-spacing", 350);
          text(R"(["get","name"])", 11);
        },
        [&] { colours(); });
  }

  void in_areas() {
    const bool has_level = m_schema.id == "admin_areas" && m_schema.field("level") != nullptr;
    if (!has_level) { return in_areas("names", has_name, 9, 0, 11); }
    // A country's name is written before those of its provinces, districts and posts, and gives way to them.
    in_areas("names-0", R"(["==",["get","level"],0])", 0, 5, 15);
    in_areas("names-1", R"(["==",["get","level"],1])", 4, 8, 14);
    in_areas("names-2", R"(["==",["get","level"],2])", 6, 0, 12);
    in_areas("names-3", R"([">=",["get","level"],3])", 9, 0, 11);
  }

  /// In circles of counted cells: 1234, then "12k" or "12 mil", since a circle is not wide. QGIS reads the first form alone; four digits do
  /// without a separator in either language.
  void counts(int at_least) {
    const bool is_pt = m_address.language == &geo::Text::pt;
    const std::string count = fmt::format(R"(["get","{}"])", count_property);
    in_circles("numbers", at_least, 10'000, fmt::format(R"(["to-string",{}])", count));
    in_circles("many-thousands", 10'000, 0,
               fmt::format(R"(["concat",["to-string",["floor",["/",{},1000]]],"{}"])", count, is_pt ? "\u00a0mil" : "k"));
  }

 private:
  void in_areas(std::string_view part, std::string_view filter, int from_zoom, int to_zoom, int size) {
    m_writer.layer(
        {part, "symbol", filter, from_zoom, to_zoom, m_label_layer},
        [&] {
          text(R"(["get","name"])", size);
          m_json.member("text-max-width", 7).member("text-padding", 6);
        },
        [&] { colours(); });
  }

  /// `below`: 0 for however many.
  void in_circles(std::string_view part, int from, int below, const std::string& field) {
    std::string filter = fmt::format(R"(["all",["has","{0}"],[">=",["get","{0}"],{1}])", count_property, from);
    if (below > 0) { filter += fmt::format(R"(,["<",["get","{}"],{}])", count_property, below); }
    m_writer.layer(
        {part, "symbol", filter + "]"},
        [&] {
          text(field, 10);
          m_json.key("symbol-sort-key").raw(fmt::format(R"(["-",["get","{}"]])", count_property));
          m_json.member("text-padding", 0);
        },
        [&] { m_json.member("text-color", "#1D1206").member("text-halo-color", halo).member("text-halo-width", 1); });
  }

  void text(std::string_view field, int size) {
    m_json.key("text-field").raw(field);
    m_json.key("text-font").begin_array().value(m_address.font).end_array().member("text-size", size);
  }

  void colours() { m_json.member("text-color", ink).member("text-halo-color", halo).member("text-halo-width", 1.3); }

  JsonWriter& m_json;
  const geo::Collection& m_schema;
  const TileAddress& m_address;
  LayerJson m_writer;
  std::string m_label_layer;
};

bool names_lines(const geo::Collection& schema) {
  const std::vector<const geo::Field*> fields = tile_fields(schema);
  return schema.geometry == geo::GeometryType::line &&
         std::any_of(fields.begin(), fields.end(), [](const geo::Field* field) { return field->name == name_property; });
}

/// The number that a circle is at least as wide as two digits from; 0: no circle is of a cell.
int least_count(const std::vector<geo::Part>& parts) {
  constexpr double wide_px = 7;
  const auto found = std::find_if(parts.begin(), parts.end(), [](const geo::Part& part) {
    return part.kind == geo::Part::Kind::circle && part.test.counted == std::optional(true) && part.size_px >= wide_px;
  });
  return found == parts.end() ? 0 : std::max(found->test.count_from, 2);
}

}  // namespace

void write_label_layers(JsonWriter& json, const geo::Collection& schema, const std::vector<geo::Part>& parts, const TileAddress& address) {
  Words words(json, schema, address);
  if (names_lines(schema)) { words.along_lines(); }
  if (has_labels(schema)) { words.in_areas(); }
  if (const int least = least_count(parts); least > 0) { words.counts(least); }
}

}  // namespace tiles
