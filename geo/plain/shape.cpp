// SPDX-License-Identifier: Apache-2.0
#include "geo/plain/shape.hpp"

#include "geo/geometry/wkb_reader.hpp"

#include <cmath>
#include <cstdint>

namespace geo {
namespace {

/// What the walker over WKB tells.
class Reading {
 public:
  explicit Reading(const std::function<Metric(Metric)>& map) : m_map(map) {}

  void begin(WkbType type, std::uint32_t) {
    if (m_depth++ == 0) { m_type = type; }
    m_polygon = type == WkbType::polygon;
    m_has_shell = false;
  }
  void ring(std::uint32_t count) {
    rings.emplace_back().reserve(count);
    is_shell.push_back(!m_has_shell);
    m_has_shell = true;
  }
  void vertex(double x, double y) {
    Metric at{x, y};
    if (m_map && std::isfinite(x)) { at = m_map(at); }
    if (m_polygon) {
      rings.back().push_back(at);
    } else {
      point = at;
    }
  }
  void end() { --m_depth; }

  [[nodiscard]] PlainShape::Kind kind() const {
    if (m_type == WkbType::point) { return std::isfinite(point.x) ? PlainShape::Kind::point : PlainShape::Kind::none; }
    if (m_type != WkbType::polygon && m_type != WkbType::multi_polygon) { return PlainShape::Kind::other; }
    for (const auto& ring : rings) {
      if (!ring.empty()) { return PlainShape::Kind::area; }
    }
    return PlainShape::Kind::none;
  }

  Metric point;
  AreaRings rings;
  std::vector<bool> is_shell;

 private:
  const std::function<Metric(Metric)>& m_map;
  WkbType m_type = WkbType::collection;
  int m_depth = 0;
  bool m_polygon = false;
  bool m_has_shell = false;
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
  Reading reading(map);
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
