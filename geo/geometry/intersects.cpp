// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/intersects.hpp"

#include "geo/geometry/wkb.hpp"
#include "geo/geometry/wkb_reader.hpp"

#include <algorithm>
#include <cstdint>

namespace geo {
namespace {

/// Positive when `c` lies to the left of the way from a to b.
double side(LonLat a, LonLat b, LonLat c) { return (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon); }

/// Two convex shapes are apart when a line along an edge of one of them parts them: here the sides of the box, then the segment.
bool segment_meets(LonLat a, LonLat b, const BBox& box) {
  if (std::max(a.lon, b.lon) < box.west || std::min(a.lon, b.lon) > box.east) { return false; }
  if (std::max(a.lat, b.lat) < box.south || std::min(a.lat, b.lat) > box.north) { return false; }
  const double corners[] = {side(a, b, {box.west, box.south}), side(a, b, {box.east, box.south}), side(a, b, {box.east, box.north}),
                            side(a, b, {box.west, box.north})};
  const bool all_left = std::all_of(std::begin(corners), std::end(corners), [](double s) { return s > 0; });
  const bool all_right = std::all_of(std::begin(corners), std::end(corners), [](double s) { return s < 0; });
  return !all_left && !all_right;
}

/// Walks over WKB. A polygon meets the box when an edge of it does, or when one corner of the box, and so all of it, is inside.
class BoxSink {
 public:
  explicit BoxSink(const BBox& box) : m_box(box) {}

  void begin(WkbType type, std::uint32_t) {
    m_is_polygon = type == WkbType::polygon;
    m_is_inside = false;
    m_has_last = false;
  }
  void ring(std::uint32_t) {
    close();
    m_has_last = false;
  }
  void vertex(double x, double y) {
    const LonLat p{x, y};
    if (m_has_last) {
      edge(m_last, p);
    } else {
      m_first = p;
      m_meets = m_meets || m_box.contains(p);
    }
    m_last = p;
    m_has_last = true;
  }
  void end() {
    close();
    m_meets = m_meets || (m_is_polygon && m_is_inside);
    m_is_polygon = m_has_last = false;
  }

  [[nodiscard]] bool meets() const { return m_meets; }

 private:
  void close() {
    if (m_is_polygon && m_has_last) { edge(m_last, m_first); }
  }
  void edge(LonLat a, LonLat b) {
    m_meets = m_meets || segment_meets(a, b, m_box);
    // Even-odd: does the edge cross the way from the south-western corner to the east?
    if ((a.lat > m_box.south) == (b.lat > m_box.south)) { return; }
    const bool is_left = side(a, b, {m_box.west, m_box.south}) > 0;
    if (is_left == (b.lat > a.lat)) { m_is_inside = !m_is_inside; }
  }

  BBox m_box;
  LonLat m_first;
  LonLat m_last;
  bool m_is_polygon = false;
  bool m_has_last = false;
  bool m_is_inside = false;
  bool m_meets = false;
};

bool meets(const Geometry& geometry, const BBox& box) {
  const BBox& own = geometry.box();
  if (!box.intersects(own)) { return false; }
  if (own.west >= box.west && own.east <= box.east && own.south >= box.south && own.north <= box.north) { return true; }
  BoxSink sink(box);
  wkb::walk(geometry.wkb(), sink);
  return sink.meets();
}

}  // namespace

bool intersects_box(const Geometry& geometry, const BBox& box) {
  if (geometry.is_none() || box.is_empty()) { return false; }
  if (geometry.kind() == GeometryKind::point) { return box.contains(geometry.lonlat()); }
  if (box.west <= box.east) { return meets(geometry, box); }
  return meets(geometry, {box.west, box.south, 180, box.north}) || meets(geometry, {-180, box.south, box.east, box.north});
}

}  // namespace geo
