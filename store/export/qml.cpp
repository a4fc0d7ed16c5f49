// SPDX-License-Identifier: Apache-2.0
#include "store/export/qml.hpp"

#include "store/export/legend.hpp"
#include "store/export/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace store {
namespace {

using geo::GeometryType;

/// "#D55E00" -> "213,94,0,alpha".
std::string rgba(const std::string& colour, double opacity = 1) {
  const long rgb = std::strtol(colour.c_str() + 1, nullptr, 16);
  return fmt::format("{},{},{},{:.0f}", rgb >> 16, (rgb >> 8) & 255, rgb & 255, opacity * 255);
}

std::string option(std::string_view name, std::string_view value) {
  return fmt::format(R"(<Option type="QString" name="{}" value="{}"/>)", xml_escaped(name), xml_escaped(value));
}

/// One symbol, whatever it stands for.
struct Ink {
  GeometryType geometry;
  std::string colour;
  double fill_opacity = 1;
  std::string outline = "own";  ///< of areas, see Legend
  double outline_mm = 0.3;
  bool hatched = false;
};

std::string symbol_layer(const Ink& ink) {
  switch (ink.geometry) {
    case GeometryType::point:
      return R"(<layer class="SimpleMarker" enabled="1"><Option type="Map">)" + option("name", "circle") +
             option("color", rgba(ink.colour)) + option("size", "2.4") + option("size_unit", "MM") +
             option("outline_color", "255,255,255,255") + option("outline_width", "0.2") + option("outline_width_unit", "MM");
    case GeometryType::line:
      return R"(<layer class="SimpleLine" enabled="1"><Option type="Map">)" + option("line_color", rgba(ink.colour)) +
             option("line_width", "0.5") + option("line_width_unit", "MM");
    default:
      return R"(<layer class="SimpleFill" enabled="1"><Option type="Map">)" + option("style", ink.hatched ? "b_diagonal" : "solid") +
             option("color", rgba(ink.colour, ink.fill_opacity)) + option("outline_style", ink.outline.empty() ? "no" : "solid") +
             option("outline_color", rgba(ink.outline.starts_with('#') ? ink.outline : ink.colour)) +
             option("outline_width", fmt::format("{}", ink.outline_mm)) + option("outline_width_unit", "MM");
  }
}

std::string symbol(std::size_t number, const Ink& ink) {
  const bool is_point = ink.geometry == GeometryType::point;
  const char* type = is_point ? "marker" : ink.geometry == GeometryType::line ? "line" : "fill";
  return fmt::format(R"(<symbol type="{}" name="{}" alpha="{}" clip_to_extent="1" force_rhr="0">{}</Option></layer></symbol>)", type,
                     number, is_point ? 0.75 : 1, symbol_layer(ink));
}

/// Renderers of one kind: what their parts are, and the symbols they name by number.
struct Renderer {
  std::string head;
  std::string parts;
  std::string tail;
  std::string symbols;

  [[nodiscard]] std::string text() const { return head + parts + tail + "<symbols>" + symbols + "</symbols></renderer-v2>"; }
};

Ink ink_of(const LegendEntry& e, const Legend& legend) {
  return {e.geometry, e.colour, e.opacity, legend.outline, legend.outline_mm, e.hatched};
}

Renderer by_legend(const Legend& legend, const LayerLook& look) {
  Renderer r{
      fmt::format(R"(<renderer-v2 type="categorizedSymbol" attr="{}" symbollevels="0" enableorderby="0"><categories>)", legend.field),
      {},
      "</categories>",
      {}};
  for (std::size_t i = 0; i < legend.entries.size(); ++i) {
    const LegendEntry& e = legend.entries[i];
    r.parts +=
        fmt::format(R"(<category symbol="{}" value="{}" label="{}" render="true"/>)", i, e.value, xml_escaped(e.label.*look.language));
    r.symbols += symbol(i, ink_of(e, legend));
  }
  return r;
}

/// For layers of any geometry: QGIS takes a style for all of them only when its renderer has rules.
Renderer by_rules(const Legend& legend, const LayerLook& look) {
  Renderer r{R"(<renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0"><rules key="root">)", {}, "</rules>", {}};
  const auto rule = [&](std::size_t i, const std::string& filter, const std::string& label) {
    r.parts += fmt::format(R"(<rule key="rule{0}" symbol="{0}" filter="{1}" label="{2}"/>)", i, xml_escaped(filter), xml_escaped(label));
  };
  for (std::size_t i = 0; i < legend.entries.size(); ++i) {
    const LegendEntry& e = legend.entries[i];
    rule(i, fmt::format("\"{}\" = '{}'", legend.field, e.value), e.label.*look.language);
    r.symbols += symbol(i, ink_of(e, legend));
  }
  if (!legend.entries.empty()) { return r; }
  constexpr std::array<std::pair<GeometryType, const char*>, 3> types{
      {{GeometryType::point, "Point"}, {GeometryType::line, "Line"}, {GeometryType::polygon, "Polygon"}}};
  for (std::size_t i = 0; i < types.size(); ++i) {
    rule(i, fmt::format("geometry_type($geometry) = '{}'", types[i].second), "");
    r.symbols += symbol(i, {types[i].first, look.colour, look.fill_opacity});
  }
  return r;
}

std::string renderer(const geo::Collection& schema, const LayerLook& look) {
  const Legend legend = legend_of(schema);
  if (schema.geometry == GeometryType::any) { return by_rules(legend, look).text(); }
  if (!legend.entries.empty()) { return by_legend(legend, look).text(); }
  return R"(<renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0"><symbols>)" +
         symbol(0, {schema.geometry, look.colour, look.fill_opacity}) + "</symbols></renderer-v2>";
}

/// QGIS's own numbers; 3 stands for a geometry of any type.
int qgis_geometry_type(GeometryType type) {
  switch (type) {
    case GeometryType::point: return 0;
    case GeometryType::line: return 1;
    case GeometryType::polygon: return 2;
    case GeometryType::any: return 3;
    case GeometryType::none: break;
  }
  return 4;
}

std::string value_map(const geo::CodeList& list, const LayerLook& look) {
  std::string out = R"(<editWidget type="ValueMap"><config><Option type="Map"><Option type="List" name="map">)";
  for (const geo::Code& code : list.codes) {
    out += R"(<Option type="Map">)" + option(fmt::format("{} ({})", code.title.*look.language, code.code), code.code) + "</Option>";
  }
  return out + "</Option></Option></config></editWidget>";
}

std::string field_configuration(const geo::Collection& schema, const LayerLook& look) {
  std::string out = "<fieldConfiguration>";
  for (const geo::Field& field : schema.fields) {
    const auto list =
        std::find_if(look.code_lists.begin(), look.code_lists.end(), [&](const geo::CodeList& l) { return l.id == field.code_list; });
    if (field.type != geo::FieldType::code || list == look.code_lists.end()) { continue; }
    out += fmt::format(R"(<field name="{}">{}</field>)", field.name, value_map(*list, look));
  }
  return out + "</fieldConfiguration>";
}

std::string aliases(const geo::Collection& schema, const LayerLook& look) {
  std::string out = "<aliases>";
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    // Field 0 is the fid.
    out += fmt::format(R"(<alias index="{}" field="{}" name="{}"/>)", i + 1, schema.fields[i].name,
                       xml_escaped(heading(schema.fields[i], look.language)));
  }
  return out + "</aliases>";
}

}  // namespace

std::string heading(const geo::Field& field, std::string geo::Text::*language) {
  const std::string& title = field.title.*language;
  return field.unit.empty() ? title : fmt::format("{} ({})", title, field.unit);
}

std::string qml(const geo::Collection& schema, const LayerLook& look) {
  std::string out =
      "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22.0\" styleCategories=\"Symbology|Fields|Forms\">";
  if (schema.geometry != GeometryType::none) { out += renderer(schema, look); }
  out += field_configuration(schema, look) + aliases(schema, look);
  return out + fmt::format("<layerGeometryType>{}</layerGeometryType></qgis>\n", qgis_geometry_type(schema.geometry));
}

}  // namespace store
