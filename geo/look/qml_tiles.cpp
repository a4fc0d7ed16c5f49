// SPDX-License-Identifier: Apache-2.0
#include "geo/look/parts.hpp"
#include "geo/look/qml.hpp"
#include "geo/look/qml_symbol.hpp"
#include "geo/look/xml.hpp"

#include <fmt/format.h>

#include <string_view>

namespace geo {
namespace {

std::string_view qgis_name(GeometryType type) {
  return type == GeometryType::point ? "Point" : type == GeometryType::line ? "LineString" : "Polygon";
}

/// QGIS's own numbers: point, line, polygon.
int qgis_number(Part::Kind kind) { return kind == Part::Kind::circle ? 0 : kind == Part::Kind::line ? 1 : 2; }

std::string literal(const std::string& text) {
  std::string out = "'";
  for (const char c : text) { out += c == '\'' ? "''" : c == '\\' ? "\\\\" : std::string(1, c); }
  return out + "'";
}

std::string list_of(const PartTest& test) {
  std::string list;
  for (const std::string& value : test.values) { list += (list.empty() ? "" : ", ") + (test.is_number ? value : literal(value)); }
  return list;
}

std::string with_and(std::string expression, const std::string& condition) {
  return expression.empty() ? condition : std::move(expression) + " AND " + condition;
}

std::string value_condition(const PartTest& test) {
  if (test.others) { return fmt::format("(\"{0}\" IS NULL OR \"{0}\" NOT IN ({1}))", test.field, list_of(test)); }
  return fmt::format("\"{}\" IN ({})", test.field, list_of(test));
}

/// As an expression of QGIS.
std::string expression_of(const PartTest& test) {
  std::string e;
  if (test.geometry) { e = with_and(e, fmt::format("_geom_type = '{}'", qgis_name(*test.geometry))); }
  if (test.counted) { e = with_and(e, fmt::format("\"{}\" IS {}NULL", look_count_property, *test.counted ? "NOT " : "")); }
  if (!test.field.empty()) { e = with_and(e, value_condition(test)); }
  if (test.count_from > 0) { e = with_and(e, fmt::format("\"{}\" >= {}", look_count_property, test.count_from)); }
  if (test.count_below > 0) { e = with_and(e, fmt::format("\"{}\" < {}", look_count_property, test.count_below)); }
  return e;
}

}  // namespace

std::string qml_tile_renderer(const Collection& schema, const Look& look, std::string Text::*language) {
  std::string out = R"(<renderer type="basic"><styles>)";
  for (const Part& part : parts_of(look)) {
    out += fmt::format(
        R"(<style name="{}" layer="{}" geometry="{}" enabled="1" expression="{}" min-zoom="{}" max-zoom="{}"><symbols>{}</symbols></style>)",
        xml_escaped(part.title.*language), schema.id, qgis_number(part.kind), xml_escaped(expression_of(part.test)),
        part.from_zoom > 0 ? part.from_zoom : -1, part.to_zoom > 0 ? part.to_zoom - 1 : -1, qml_symbol(part));
  }
  return out + "</styles></renderer>";
}

}  // namespace geo
