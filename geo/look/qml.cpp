// SPDX-License-Identifier: Apache-2.0
#include "geo/look/qml.hpp"

#include "geo/look/qml_symbol.hpp"
#include "geo/look/xml.hpp"

#include <fmt/format.h>

#include <string_view>

namespace geo {
namespace {

/// Renderers of one kind: what their parts are, and the symbols they name by number.
struct Renderer {
  std::string head;
  std::string parts;
  std::string tail;
  std::string symbols;

  [[nodiscard]] std::string text() const { return head + parts + tail + "<symbols>" + symbols + "</symbols></renderer-v2>"; }
};

std::string value_of(const LookClass& c) { return c.values.empty() ? "" : c.values.front(); }

Renderer by_value(const Look& look, std::string Text::*language) {
  Renderer r{fmt::format(R"(<renderer-v2 type="categorizedSymbol" attr="{}" symbollevels="0" enableorderby="0"><categories>)", look.field),
             {},
             "</categories>",
             {}};
  for (std::size_t i = 0; i < look.classes.size(); ++i) {
    const LookClass& c = look.classes[i];
    r.parts += fmt::format(R"(<category symbol="{}" value="{}" label="{}" render="true"/>)", i, xml_escaped(value_of(c)),
                           xml_escaped(c.title.*language));
    r.symbols += qml_symbol(i, c, look);
  }
  return r;
}

std::string_view qgis_name(GeometryType type) {
  switch (type) {
    case GeometryType::point: return "Point";
    case GeometryType::line: return "Line";
    case GeometryType::polygon:
    case GeometryType::any:
    case GeometryType::none: break;
  }
  return "Polygon";
}

/// For layers of any geometry: QGIS takes a style for all of them only when its renderer has rules.
Renderer by_rules(const Look& look, std::string Text::*language) {
  Renderer r{R"(<renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0"><rules key="root">)", {}, "</rules>", {}};
  for (std::size_t i = 0; i < look.classes.size(); ++i) {
    const LookClass& c = look.classes[i];
    const std::string filter = look.field.empty() ? fmt::format("geometry_type($geometry) = '{}'", qgis_name(c.geometry))
                                                  : fmt::format("\"{}\" = '{}'", look.field, value_of(c));
    r.parts += fmt::format(R"(<rule key="rule{0}" symbol="{0}" filter="{1}" label="{2}"/>)", i, xml_escaped(filter),
                           look.field.empty() ? "" : xml_escaped(c.title.*language));
    r.symbols += qml_symbol(i, c, look);
  }
  return r;
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

std::string option(std::string_view name, std::string_view value) {
  return fmt::format(R"(<Option type="QString" name="{}" value="{}"/>)", xml_escaped(name), xml_escaped(value));
}

std::string value_map(const CodeList& list, std::string Text::*language) {
  std::string out = R"(<editWidget type="ValueMap"><config><Option type="Map"><Option type="List" name="map">)";
  for (const Code& code : list.codes) {
    out += R"(<Option type="Map">)" + option(fmt::format("{} ({})", code.title.*language, code.code), code.code) + "</Option>";
  }
  return out + "</Option></Option></config></editWidget>";
}

std::string field_configuration(const Collection& schema, const LayerWords& words) {
  std::string out = "<fieldConfiguration>";
  for (const Field& field : schema.fields) {
    const CodeList* list = field.type == FieldType::code ? find_list(words.code_lists, field.code_list) : nullptr;
    if (list != nullptr) { out += fmt::format(R"(<field name="{}">{}</field>)", field.name, value_map(*list, words.language)); }
  }
  return out + "</fieldConfiguration>";
}

std::string aliases(const Collection& schema, std::string Text::*language) {
  std::string out = "<aliases>";
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    // Field 0 is the fid.
    out += fmt::format(R"(<alias index="{}" field="{}" name="{}"/>)", i + 1, schema.fields[i].name,
                       xml_escaped(heading(schema.fields[i], language)));
  }
  return out + "</aliases>";
}

}  // namespace

std::string heading(const Field& field, std::string Text::*language) {
  const std::string& title = field.title.*language;
  return field.unit.empty() ? title : fmt::format("{} ({})", title, field.unit);
}

std::string qml_renderer(const Collection& schema, const Look& look, std::string Text::*language) {
  if (schema.geometry == GeometryType::none) { return {}; }
  if (schema.geometry == GeometryType::any) { return by_rules(look, language).text(); }
  if (!look.field.empty()) { return by_value(look, language).text(); }
  return R"(<renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0"><symbols>)" + qml_symbol(0, look.classes.front(), look) +
         "</symbols></renderer-v2>";
}

std::string qml_fields(const Collection& schema, const LayerWords& words) {
  return field_configuration(schema, words) + aliases(schema, words.language);
}

std::string qml(const Collection& schema, const Look& look, const LayerWords& words) {
  return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22.0\" "
         "styleCategories=\"Symbology|Fields|Forms\">" +
         qml_renderer(schema, look, words.language) + qml_fields(schema, words) +
         fmt::format("<layerGeometryType>{}</layerGeometryType></qgis>\n", qgis_geometry_type(schema.geometry));
}

}  // namespace geo
