// SPDX-License-Identifier: Apache-2.0
#include "tiles/tileset_json.hpp"

#include "geo/base/json.hpp"
#include "geo/base/number.hpp"
#include "tiles/documents.hpp"
#include "tiles/tile_source.hpp"

#include <algorithm>

namespace tiles {
namespace {

using geo::JsonWriter;
using Facts = std::vector<std::pair<std::string, std::string>>;

std::string_view kind_of(geo::FieldType type) {
  switch (type) {
    case geo::FieldType::boolean: return "Boolean";
    case geo::FieldType::integer:
    case geo::FieldType::real: return "Number";
    case geo::FieldType::text:
    case geo::FieldType::code:
    case geo::FieldType::date:
    case geo::FieldType::time:
    case geo::FieldType::json: break;
  }
  return "String";
}

void write_layer(JsonWriter& json, const geo::Collection& schema, const TilesetWords& words) {
  json.begin_object().member("id", schema.id).member("description", schema.title.*words.language);
  json.member("minzoom", words.min_zoom).member("maxzoom", words.max_zoom).key("fields").begin_object();
  for (const geo::Field* field : tile_fields(schema)) { json.member(field->name, kind_of(field->type)); }
  if (schema.geometry == geo::GeometryType::point) { json.member(count_property, "Number"); }
  json.end_object().end_object();
}

void write_layers(JsonWriter& json, const TilesetWords& words) {
  json.begin_array();
  for (const auto& view : words.views) { write_layer(json, view->schema(), words); }
  json.end_array();
}

std::string joined(const std::vector<double>& numbers, int zoom = -1) {
  std::string text;
  for (const double number : numbers) {
    if (!text.empty()) { text += ','; }
    geo::append_number(text, number);
  }
  return zoom < 0 ? text : text + "," + std::to_string(zoom);
}

}  // namespace

std::string tileset_name(const TilesetWords& words) {
  std::string name;
  for (const auto& view : words.views) { name += (name.empty() ? "" : ", ") + view->schema().title.*words.language; }
  return name;
}

std::string vector_layers_json(const TilesetWords& words) {
  std::string out;
  JsonWriter json(out);
  write_layers(json, words);
  return out;
}

std::string pmtiles_metadata(const TilesetWords& words) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("name", tileset_name(words)).member("type", "overlay").member("format", "pbf").key("vector_layers");
  write_layers(json, words);
  for (const auto& [name, value] : words.facts) { json.member("bairro:" + name, value); }
  json.end_object();
  return out;
}

Facts mbtiles_metadata(const TilesetWords& words) {
  Facts facts{{"name", tileset_name(words)}, {"format", "pbf"}, {"type", "overlay"}, {"version", "1"}};
  facts.emplace_back("minzoom", std::to_string(words.min_zoom));
  facts.emplace_back("maxzoom", std::to_string(words.max_zoom));
  const geo::BBox box = tile_bounds(words.views);
  if (!box.is_empty()) {
    facts.emplace_back("bounds", joined({box.west, box.south, box.east, box.north}));
    facts.emplace_back("center", joined({(box.west + box.east) / 2, (box.south + box.north) / 2}, words.min_zoom));
  }
  facts.emplace_back("json", R"({"vector_layers":)" + vector_layers_json(words) + "}");
  for (const auto& [name, value] : words.facts) { facts.emplace_back("bairro:" + name, value); }
  std::sort(facts.begin(), facts.end());
  return facts;
}

}  // namespace tiles
