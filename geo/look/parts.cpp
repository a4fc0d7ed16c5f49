// SPDX-License-Identifier: Apache-2.0
#include "geo/look/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace geo {
namespace {

PartTest test_of(const Look& look, const LookClass& c) {
  PartTest test;
  if (look.field.empty()) {
    test.geometry = c.geometry;
    if (c.geometry == GeometryType::point) { test.counted = false; }
    return test;
  }
  test.field = look.field;
  test.is_number = look.is_number;
  test.values = c.values;
  if (c.values.empty()) {
    test.others = true;
    for (const LookClass& other : look.classes) { test.values.insert(test.values.end(), other.values.begin(), other.values.end()); }
  }
  // A square has no value of its own; it must not count as a row that says none.
  if (look.counts) { test.counted = false; }
  return test;
}

Part fill(const Look& look, const LookClass& c) {
  Part part{c.part, c.title, Part::Kind::fill, test_of(look, c), c.colour, c.opacity};
  part.hatched = c.hatched;
  part.seamless = c.seamless;
  return part;
}

Text outline_of(const LookClass& c) { return {c.title.en + " (outline)", c.title.pt + " (limite)"}; }

Part rim(const Look& look, const LookClass& c) {
  const std::string name = c.part == "area" ? "outline" : c.part + "-outline";
  Part part{name, outline_of(c), Part::Kind::line, test_of(look, c), c.rim, 1, c.rim_px};
  part.dashed = c.dashed;
  return part;
}

/// What is too small to be seen is drawn as a square, lines too.
PartTest small(const Look& look, const LookClass& c) {
  PartTest test = test_of(look, c);
  test.geometry = GeometryType::polygon;
  return test;
}

void append_areas(std::vector<Part>& parts, const Look& look, bool lines_only) {
  for (const LookClass& c : look.classes) {
    if (c.geometry == GeometryType::polygon) { parts.push_back(fill(look, c)); }
    if (lines_only) {
      parts.push_back({look.field.empty() ? "area" : c.part + "-area", c.title, Part::Kind::fill, small(look, c), c.colour, 0.2});
    }
  }
  // When all are filled, so that no rim lies below a neighbour.
  for (const LookClass& c : look.classes) {
    if (c.geometry == GeometryType::polygon && !c.rim.empty()) { parts.push_back(rim(look, c)); }
    if (lines_only) {
      parts.push_back(
          {look.field.empty() ? "outline" : c.part + "-outline", outline_of(c), Part::Kind::line, small(look, c), c.colour, 1, 1.2});
    }
  }
}

Text counted(int from, int below) {
  if (below == 0) { return {fmt::format("{} or more in a square", from), fmt::format("{} ou mais num quadrado", from)}; }
  return {fmt::format("{} to {} in a square", from, below - 1), fmt::format("{} a {} num quadrado", from, below - 1)};
}

void append_counts(std::vector<Part>& parts, const Look& look) {
  constexpr std::array<std::pair<int, double>, 4> steps{{{1, 4}, {10, 7}, {100, 11}, {1000, 16}}};
  const auto point =
      std::find_if(look.classes.begin(), look.classes.end(), [](const LookClass& c) { return c.geometry == GeometryType::point; });
  assert(point != look.classes.end());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    PartTest test;
    test.counted = true;
    test.count_from = i == 0 ? 0 : steps[i].first;
    test.count_below = i + 1 < steps.size() ? steps[i + 1].first : 0;
    parts.push_back({"count-" + std::to_string(steps[i].first), counted(steps[i].first, test.count_below), Part::Kind::circle,
                     std::move(test), look.colour, 0.75, steps[i].second, point->rim, point->rim_px});
  }
}

}  // namespace

std::vector<Part> parts_of(const Look& look) {
  std::vector<Part> parts;
  const auto is_line = [](const LookClass& c) { return c.geometry == GeometryType::line; };
  append_areas(parts, look, std::all_of(look.classes.begin(), look.classes.end(), is_line));
  for (const LookClass& c : look.classes) {
    if (is_line(c)) { parts.push_back({c.part, c.title, Part::Kind::line, test_of(look, c), c.colour, c.opacity, c.size_px}); }
  }
  for (const LookClass& c : look.classes) {
    if (c.geometry != GeometryType::point) { continue; }
    parts.push_back({c.part, c.title, Part::Kind::circle, test_of(look, c), c.colour, c.opacity, c.size_px, c.rim, c.rim_px});
  }
  if (!look.net.empty()) {
    PartTest areas;
    areas.geometry = GeometryType::polygon;
    parts.push_back({"outline", {"Outlines", "Limites"}, Part::Kind::line, std::move(areas), look.net, 1, look.net_px});
    parts.back().from_zoom = look.net_from_zoom;
  }
  if (look.counts) { append_counts(parts, look); }
  return parts;
}

}  // namespace geo
