// SPDX-License-Identifier: Apache-2.0
#include "geo/look/sld.hpp"

#include "geo/look/xml.hpp"

#include <fmt/format.h>

#include <string_view>

namespace geo {
namespace {

/// Writes one document; the two versions differ in the names of elements.
class Writer {
 public:
  Writer(SldVersion version, std::string Text::*language) : m_language(language), m_new(version == SldVersion::v1_1) {}

  std::string document(const Collection& schema, const Look& look, const std::string& name) {
    m_out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    m_out += fmt::format(R"(<StyledLayerDescriptor version="{}" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc")",
                         m_new ? "1.1.0" : "1.0.0");
    m_out += m_new ? " xmlns:se=\"http://www.opengis.net/se\">\n" : ">\n";
    m_out += "<NamedLayer>" + element(se("Name"), schema.id) + "<UserStyle>" + element(se("Name"), name) + title(schema.title.*m_language) +
             "<" + se("FeatureTypeStyle") + ">" + element(se("FeatureTypeName"), schema.id) + "\n";
    for (const LookClass& c : look.classes) { rule(look, c); }
    m_out += "</" + se("FeatureTypeStyle") + "></UserStyle></NamedLayer></StyledLayerDescriptor>\n";
    return m_out;
  }

 private:
  [[nodiscard]] std::string se(std::string_view name) const { return (m_new ? "se:" : "") + std::string(name); }
  static std::string element(const std::string& name, std::string_view content) {
    return fmt::format("<{0}>{1}</{0}>", name, xml_escaped(content));
  }
  [[nodiscard]] std::string title(std::string_view text) const {
    return m_new ? "<se:Description>" + element("se:Title", text) + "</se:Description>" : element("Title", text);
  }
  [[nodiscard]] std::string parameter(std::string_view name, const std::string& value) const {
    return m_new ? fmt::format(R"(<se:SvgParameter name="{}">{}</se:SvgParameter>)", name, value)
                 : fmt::format(R"(<CssParameter name="{}">{}</CssParameter>)", name, value);
  }
  [[nodiscard]] std::string fill(const std::string& colour, double opacity) const {
    return "<" + se("Fill") + ">" + parameter("fill", colour) + parameter("fill-opacity", fmt::format("{}", opacity)) + "</" + se("Fill") +
           ">";
  }
  [[nodiscard]] std::string stroke(const std::string& colour, double width_px, bool dashed) const {
    return "<" + se("Stroke") + ">" + parameter("stroke", colour) + parameter("stroke-width", fmt::format("{}", width_px)) +
           (dashed ? parameter("stroke-dasharray", fmt::format("{} {}", 3 * width_px, 2 * width_px)) : "") + "</" + se("Stroke") + ">";
  }

  [[nodiscard]] std::string symbolizer(const Look& look, const LookClass& c) const {
    switch (c.geometry) {
      case GeometryType::point:
        return "<" + se("PointSymbolizer") + "><" + se("Graphic") + "><" + se("Mark") + ">" + element(se("WellKnownName"), "circle") +
               fill(c.colour, c.opacity) + (c.rim.empty() ? "" : stroke(c.rim, c.rim_px, false)) + "</" + se("Mark") + ">" +
               element(se("Size"), fmt::format("{}", 2 * c.size_px)) + "</" + se("Graphic") + "></" + se("PointSymbolizer") + ">";
      case GeometryType::line:
        return "<" + se("LineSymbolizer") + ">" + stroke(c.colour, c.size_px, c.dashed) + "</" + se("LineSymbolizer") + ">";
      case GeometryType::polygon:
      case GeometryType::any:
      case GeometryType::none: break;
    }
    const std::string& rim = c.rim.empty() ? look.net : c.rim;
    return "<" + se("PolygonSymbolizer") + ">" + fill(c.colour, c.opacity) +
           (rim.empty() ? "" : stroke(rim, c.rim.empty() ? look.net_px : c.rim_px, c.dashed)) + "</" + se("PolygonSymbolizer") + ">";
  }

  static std::string equals(const Look& look, const std::string& value) {
    return "<ogc:PropertyIsEqualTo>" + element("ogc:PropertyName", look.field) + element("ogc:Literal", value) + "</ogc:PropertyIsEqualTo>";
  }

  static std::string any_of(const std::string& tests, std::size_t number) { return number > 1 ? "<ogc:Or>" + tests + "</ogc:Or>" : tests; }

  /// What no other class has is said in full, rows without a value among it: QGIS draws an ElseFilter over everything.
  [[nodiscard]] std::string filter(const Look& look, const LookClass& c) const {
    if (look.field.empty()) { return {}; }
    std::string tests;
    std::size_t number = 0;
    for (const LookClass& other : look.classes) {
      if (!c.values.empty() && &other != &c) { continue; }
      for (const std::string& value : other.values) {
        tests += equals(look, value);
        ++number;
      }
    }
    std::string filter = any_of(tests, number);
    if (c.values.empty()) {
      const std::string none = "<ogc:PropertyIsNull>" + element("ogc:PropertyName", look.field) + "</ogc:PropertyIsNull>";
      if (number == 0) { return {}; }
      filter = "<ogc:Or>" + none + "<ogc:Not>" + filter + "</ogc:Not></ogc:Or>";
    }
    return "<ogc:Filter>" + filter + "</ogc:Filter>";
  }

  void rule(const Look& look, const LookClass& c) {
    const std::string tag = se("Rule");
    m_out += "<" + tag + ">" + element(se("Name"), c.part) + title(c.title.*m_language) + filter(look, c) + symbolizer(look, c) + "</" +
             tag + ">\n";
  }

  std::string m_out;
  std::string Text::*m_language;
  bool m_new;
};

}  // namespace

std::string sld(const Collection& schema, const Look& look, SldVersion version, const std::string& name, std::string Text::*language) {
  return Writer(version, language).document(schema, look, name);
}

}  // namespace geo
