// SPDX-License-Identifier: Apache-2.0
#include "geo/look/qml_symbol.hpp"

#include "geo/look/xml.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

namespace geo {
namespace {

constexpr double mm_per_px = 25.4 / 96;

std::string mm(double px) { return fmt::format("{:.6g}", px * mm_per_px); }

/// "#D55E00" -> "213,94,0,alpha".
std::string rgba(const std::string& colour, double opacity = 1) {
  const long rgb = std::strtol(colour.c_str() + 1, nullptr, 16);
  return fmt::format("{},{},{},{:.0f}", rgb >> 16, (rgb >> 8) & 255, rgb & 255, opacity * 255);
}

std::string option(std::string_view name, std::string_view value) {
  return fmt::format(R"(<Option type="QString" name="{}" value="{}"/>)", xml_escaped(name), xml_escaped(value));
}

std::string marker(const std::string& colour, double opacity, double radius_px, const std::string& rim, double rim_px) {
  return R"(<layer class="SimpleMarker" enabled="1"><Option type="Map">)" + option("name", "circle") +
         option("color", rgba(colour, opacity)) + option("size", mm(2 * radius_px)) + option("size_unit", "MM") +
         option("outline_style", rim.empty() ? "no" : "solid") + option("outline_color", rgba(rim.empty() ? colour : rim)) +
         option("outline_width", mm(rim_px)) + option("outline_width_unit", "MM");
}

std::string stroke(const std::string& colour, double opacity, double width_px, bool dashed) {
  return R"(<layer class="SimpleLine" enabled="1"><Option type="Map">)" + option("line_color", rgba(colour, opacity)) +
         option("line_width", mm(width_px)) + option("line_width_unit", "MM") + option("line_style", dashed ? "dash" : "solid");
}

std::string fill(const std::string& colour, double opacity, bool hatched, const std::string& rim, double rim_px, bool dashed) {
  // Lines of a hatch are thin enough as they are.
  return R"(<layer class="SimpleFill" enabled="1"><Option type="Map">)" + option("style", hatched ? "b_diagonal" : "solid") +
         option("color", rgba(colour, hatched ? 1 : opacity)) +
         option("outline_style", rim.empty() ? "no"
                                 : dashed    ? "dash"
                                             : "solid") +
         option("outline_color", rgba(rim.empty() ? colour : rim)) + option("outline_width", mm(rim_px)) +
         option("outline_width_unit", "MM");
}

std::string wrapped(std::size_t number, std::string_view type, const std::string& layer) {
  return fmt::format(R"(<symbol type="{}" name="{}" alpha="1" clip_to_extent="1" force_rhr="0">{}</Option></layer></symbol>)", type, number,
                     layer);
}

}  // namespace

std::string qml_symbol(std::size_t number, const LookClass& c, const Look& look) {
  switch (c.geometry) {
    case GeometryType::point: return wrapped(number, "marker", marker(c.colour, c.opacity, c.size_px, c.rim, c.rim_px));
    case GeometryType::line: return wrapped(number, "line", stroke(c.colour, c.opacity, c.size_px, c.dashed));
    case GeometryType::polygon:
    case GeometryType::any:
    case GeometryType::none: break;
  }
  const bool net = c.rim.empty();
  return wrapped(number, "fill", fill(c.colour, c.opacity, c.hatched, net ? look.net : c.rim, net ? look.net_px : c.rim_px, c.dashed));
}

std::string qml_symbol(const Part& part) {
  switch (part.kind) {
    case Part::Kind::circle: return wrapped(0, "marker", marker(part.colour, part.opacity, part.size_px, part.rim, part.rim_px));
    case Part::Kind::line: return wrapped(0, "line", stroke(part.colour, part.opacity, part.size_px, part.dashed));
    case Part::Kind::fill: break;
  }
  return wrapped(0, "fill", fill(part.colour, part.opacity, part.hatched, {}, 0, false));
}

}  // namespace geo
