// SPDX-License-Identifier: Apache-2.0
#include "tiles/style_layers.hpp"

#include "tiles/layer_json.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace tiles {
namespace {

using geo::JsonWriter;
using geo::Part;

std::string quoted(std::string_view text) {
  std::string out;
  geo::append_json_string(out, text);
  return out;
}

std::string_view style_name(geo::GeometryType type) {
  return type == geo::GeometryType::point ? "Point" : type == geo::GeometryType::line ? "LineString" : "Polygon";
}

std::string value_condition(const geo::PartTest& test) {
  const auto literal = [&](const std::string& value) { return test.is_number ? value : quoted(value); };
  const std::string get = R"(["get",)" + quoted(test.field) + "]";
  if (!test.others && test.values.size() == 1) { return R"(["==",)" + get + "," + literal(test.values.front()) + "]"; }
  std::string list;
  for (const std::string& value : test.values) { list += (list.empty() ? "" : ",") + literal(value); }
  return R"(["match",)" + get + ",[" + list + (test.others ? "],false,true]" : "],true,false]");
}

/// As an expression of styles.
std::string filter_of(const geo::PartTest& test) {
  const std::string count = quoted(geo::look_count_property);
  std::vector<std::string> all;
  if (test.geometry) { all.push_back(fmt::format(R"(["==",["geometry-type"],"{}"])", style_name(*test.geometry))); }
  const std::string has = R"(["has",)" + count + "]";
  if (test.counted) { all.push_back(*test.counted ? has : R"(["!",)" + has + "]"); }
  if (!test.field.empty()) { all.push_back(value_condition(test)); }
  if (test.count_from > 0) { all.push_back(fmt::format(R"([">=",["get",{}],{}])", count, test.count_from)); }
  if (test.count_below > 0) { all.push_back(fmt::format(R"(["<",["get",{}],{}])", count, test.count_below)); }
  if (all.size() == 1) { return all.front(); }
  std::string out = R"(["all")";
  for (const std::string& condition : all) { out += "," + condition; }
  return out + "]";
}

void write_paint(JsonWriter& json, const Part& part) {
  switch (part.kind) {
    case Part::Kind::fill:
      json.member("fill-color", part.colour).member("fill-opacity", part.opacity);
      if (part.seamless) { json.member("fill-antialias", false); }
      return;
    case Part::Kind::line:
      json.member("line-color", part.colour).member("line-width", part.size_px);
      if (part.dashed) { json.key("line-dasharray").begin_array().value(3).value(2).end_array(); }
      return;
    case Part::Kind::circle: break;
  }
  json.member("circle-color", part.colour).member("circle-radius", part.size_px).member("circle-opacity", part.opacity);
  if (!part.rim.empty()) { json.member("circle-stroke-color", part.rim).member("circle-stroke-width", part.rim_px); }
}

std::string_view type_of(Part::Kind kind) { return kind == Part::Kind::fill ? "fill" : kind == Part::Kind::line ? "line" : "circle"; }

}  // namespace

void write_style_layers(JsonWriter& json, const geo::Collection& schema, const std::vector<Part>& parts) {
  LayerJson writer(json, schema.id);
  for (const Part& part : parts) {
    writer.layer({part.name, type_of(part.kind), filter_of(part.test), part.from_zoom, part.to_zoom}, [&] { write_paint(json, part); });
  }
}

}  // namespace tiles
