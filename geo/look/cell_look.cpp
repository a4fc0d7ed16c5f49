// SPDX-License-Identifier: Apache-2.0
#include "geo/look/cell_look.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <utility>

namespace geo {
namespace {

constexpr std::array<std::string_view, 3> names{"squares", "hexagons", "clusters"};
constexpr std::array<std::string_view, most_cell_classes> ramp{"#BDDF26", "#42BE71", "#26828E", "#424186", "#440154"};
/// Of circles, by class: the smallest holds two digits, the largest just fills the 32 pixels of its cell.
constexpr std::array<double, most_cell_classes> radii_px{8, 10, 12, 14, 16};

std::size_t position(std::size_t number, std::size_t classes) {
  assert(number < classes && classes <= most_cell_classes);
  return classes == 1 ? 1 : (number * (most_cell_classes - 1) + (classes - 1) / 2) / (classes - 1);
}

int class_end(const CellClasses& zoom, std::size_t number) {
  return number + 1 < zoom.begins.size() ? static_cast<int>(zoom.begins[number + 1]) : 0;
}

/// The colour as it would be seen through, and yet opaque.
std::string tint(std::string_view colour, double opacity) {
  std::string mixed = "#";
  for (std::size_t i = 1; i < 7; i += 2) {
    const int own = std::stoi(std::string(colour.substr(i, 2)), nullptr, 16);
    mixed += fmt::format("{:02X}", static_cast<int>(std::lround(own * opacity + 255 * (1 - opacity))));
  }
  return mixed;
}

// All opaque: QGIS 3.22 takes the zoom that a layer ends at for one of its own, and draws there the classes of the zoom before as well.
// Those of the zoom come later and lie on top, circles hardly ever smaller: nearer by, a number is in a higher class.

Part area(const CellClasses& zoom, std::size_t number) {
  Part part;
  part.kind = Part::Kind::fill;
  part.colour = cell_colour(number, zoom.begins.size());
  part.opacity = 1;
  part.seamless = true;
  return part;
}

Part circle(const Collection& schema, const CellClasses& zoom, std::size_t number) {
  Part part;
  part.kind = Part::Kind::circle;
  part.colour = tint(colour_of(schema.id), 0.6);  // or the number in it could not be read
  part.opacity = 1;
  part.size_px = radii_px[position(number, zoom.begins.size())];
  part.rim = "#FFFFFF";
  part.rim_px = 1;
  return part;
}

/// One class at some zooms.
Part part_of(const Collection& schema, const CellLook& look, const CellClasses& zoom, std::size_t number) {
  Part part = look.shape == CellShape::clusters ? circle(schema, zoom, number) : area(zoom, number);
  part.name = fmt::format("{}-z{}-{}", to_string(look.shape), zoom.from_zoom, zoom.begins[number]);
  part.test.counted = true;
  part.test.count_from = number == 0 ? 0 : static_cast<int>(zoom.begins[number]);
  part.test.count_below = class_end(zoom, number);
  part.from_zoom = zoom.from_zoom;
  part.to_zoom = zoom.to_zoom;
  part.title = range_text(zoom.begins[number], static_cast<std::uint64_t>(std::max(part.test.count_below - 1, 0)));
  return part;
}

/// Cells that touch each other in one colour must still be seen as cells.
Part net() {
  Part part;
  part.name = "net";
  part.kind = Part::Kind::line;
  part.title = {"Outlines", "Limites"};
  part.test.counted = true;
  part.colour = "#FFFFFF";
  part.opacity = 1;
  part.size_px = 0.5;
  return part;
}

const LookClass* single_point(const Look& look) {
  const auto found =
      std::find_if(look.classes.begin(), look.classes.end(), [](const LookClass& c) { return c.geometry == GeometryType::point; });
  return found == look.classes.end() ? nullptr : &*found;
}

Text title_with(const Collection& schema, CellShape shape) {
  switch (shape) {
    case CellShape::squares: return {schema.title.en + ": how many in each square", schema.title.pt + ": quantos em cada quadrado"};
    case CellShape::hexagons: return {schema.title.en + ": how many in each hexagon", schema.title.pt + ": quantos em cada hexágono"};
    case CellShape::clusters: break;
  }
  return {schema.title.en + ": how many in each group", schema.title.pt + ": quantos em cada grupo"};
}

}  // namespace

std::string_view to_string(CellShape shape) { return names[static_cast<std::size_t>(shape)]; }

std::optional<CellShape> cell_shape(std::string_view name) {
  const auto* found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt : std::optional(static_cast<CellShape>(found - names.begin()));
}

const Text& title_of(CellShape shape) {
  static const std::array<Text, 3> titles{{{"Squares", "Quadrados"}, {"Hexagons", "Hexágonos"}, {"Groups", "Grupos"}}};
  return titles[static_cast<std::size_t>(shape)];
}

std::string_view cell_colour(std::size_t number, std::size_t classes) { return ramp[position(number, classes)]; }

std::vector<Part> parts_of(const Collection& schema, const CellLook& look) {
  std::vector<Part> parts;
  if (look.shape == CellShape::clusters) {
    // A point by itself, below the circles.
    for (Part& part : parts_of(look_of(schema))) {
      if (part.kind == Part::Kind::circle && part.test.counted == std::optional(false)) { parts.push_back(std::move(part)); }
    }
  }
  for (const CellClasses& zoom : look.zooms) {
    for (std::size_t i = 0; i < zoom.begins.size(); ++i) { parts.push_back(part_of(schema, look, zoom, i)); }
  }
  if (look.shape != CellShape::clusters) { parts.push_back(net()); }
  return parts;
}

Legend legend_of(const Collection& schema, const CellLook& look) {
  Legend legend{title_with(schema, look.shape), {}, {}};
  if (look.shape == CellShape::clusters) {
    const Look points = look_of(schema);
    const LookClass* point = single_point(points);
    if (point != nullptr) {
      const std::vector<Part> parts = parts_of(points);
      const auto part = std::find_if(parts.begin(), parts.end(), [&](const Part& each) { return each.name == point->part; });
      assert(part != parts.end());
      legend.entries.push_back({*part, {"one by itself", "um só"}});
    }
  }
  const std::uint64_t least = look.shape == CellShape::clusters ? 2 : 1;  // one by itself is no group
  for (const CellClasses& zoom : look.zooms) {
    for (std::size_t i = 0; i < zoom.begins.size(); ++i) {
      const int below = class_end(zoom, i);
      const std::uint64_t from = std::max(zoom.begins[i], least);
      const std::uint64_t to = below == 0 ? 0 : static_cast<std::uint64_t>(below) - 1;
      if (to > 0 && to < from) { continue; }
      legend.entries.push_back({part_of(schema, look, zoom, i), range_text(from, to), {}, from, to});
    }
  }
  return legend;
}

}  // namespace geo
