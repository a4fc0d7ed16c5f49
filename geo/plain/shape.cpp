// SPDX-License-Identifier: Apache-2.0
#include "geo/plain/shape.hpp"

#include "geo/geometry/wkb_reader.hpp"

#include <cmath>
#include <cstdint>

namespace geo {
namespace {

/// What the walker over WKB tells.
struct Reading {
  const std::function<Metric(Metric)>& map;
  Metric point = {};
  AreaRings rings = {};
  std::vector<bool> is_shell = {};
  WkbType outer = WkbType::collection;
  int depth = 0;
  bool in_polygon = false;
  bool has_shell = false;

  void begin(WkbType type, std::uint32_t) {
    if (depth++ == 0) { outer = type; }
    in_polygon = type == WkbType::polygon;
    has_shell = false;
  }
  void ring(std::uint32_t count) {
    rings.emplace_back().reserve(count);
    is_shell.push_back(!has_shell);
    has_shell = true;
  }
  void vertex(double x, double y) {
    Metric at{x, y};
    if (map && std::isfinite(x)) { at = map(at); }
    if (in_polygon) {
      rings.back().push_back(at);
    } else {
      point = at;
    }
  }
  void end() { --depth; }

  [[nodiscard]] PlainShape::Kind kind() const {
    if (outer == WkbType::point) { return std::isfinite(point.x) ? PlainShape::Kind::point : PlainShape::Kind::none; }
    if (outer != WkbType::polygon && outer != WkbType::multi_polygon) { return PlainShape::Kind::other; }
    for (const auto& ring : rings) {
      if (!ring.empty()) { return PlainShape::Kind::area; }
    }
    return PlainShape::Kind::none;
  }
};

/// Twice the area and its moments, around `origin`: far from it the products would have no digits left.
struct Moment {
  double area = 0, x = 0, y = 0;
};

Moment moment_of(const std::vector<Metric>& ring, Metric origin) {
  Moment sum;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Metric a{ring[i].x - origin.x, ring[i].y - origin.y};
    const Metric& next = ring[(i + 1) % ring.size()];
    const Metric b{next.x - origin.x, next.y - origin.y};
    const double cross = a.x * b.y - b.x * a.y;
    sum.area += cross;
    sum.x += (a.x + b.x) * cross / 3;
    sum.y += (a.y + b.y) * cross / 3;
  }
  return sum;
}

/// Whichever way rings run: shells count for, holes against.
Metric middle_of(const Reading& reading) {
  Metric origin;
  double vertices = 0;
  Metric mean;
  for (const auto& ring : reading.rings) {
    for (const Metric& at : ring) {
      if (vertices == 0) { origin = at; }
      mean.x += at.x - origin.x;
      mean.y += at.y - origin.y;
      ++vertices;
    }
  }
  Moment all;
  for (std::size_t i = 0; i < reading.rings.size(); ++i) {
    const Moment one = moment_of(reading.rings[i], origin);
    const double sign = (one.area < 0 ? -1 : 1) * (reading.is_shell[i] ? 1 : -1);
    all.area += sign * one.area;
    all.x += sign * one.x;
    all.y += sign * one.y;
  }
  if (all.area > 0) { return {origin.x + all.x / all.area, origin.y + all.y / all.area}; }
  return {origin.x + mean.x / vertices, origin.y + mean.y / vertices};
}

}  // namespace

PlainShape shape_of(std::string_view wkb, const std::function<Metric(Metric)>& map) {
  if (wkb.empty()) { return {}; }
  Reading reading{map};
  wkb::walk(wkb, reading);
  PlainShape shape;
  shape.kind = reading.kind();
  if (shape.kind == PlainShape::Kind::point) { shape.middle = reading.point; }
  if (shape.kind == PlainShape::Kind::area) {
    shape.middle = middle_of(reading);
    shape.rings = std::move(reading.rings);
  }
  return shape;
}

}  // namespace geo
