// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/wkb.hpp"

#include "geo/base/error.hpp"
#include "geo/base/number.hpp"
#include "geo/geometry/wkb_reader.hpp"

#include <cassert>
#include <cmath>
#include <cstring>

namespace geo {
namespace wkb {

void refuse(const char* en, const char* pt) {
  throw Error(Problem::input, std::string("The geometry (WKB) ") + en + ".", std::string("A geometria (WKB) ") + pt + ".");
}

}  // namespace wkb

namespace {

/// Bytes of the geometry header: order and type.
constexpr std::size_t header_bytes = 5;

template <class Number>
void put(std::string& out, Number value) {
  char raw[sizeof(Number)];
  std::memcpy(raw, &value, sizeof value);
  out.append(raw, sizeof raw);
}

void put_header(std::string& out, WkbType type) {
  out.push_back('\1');
  put(out, static_cast<std::uint32_t>(type));
}

GeometryKind kind_of(WkbType type) {
  switch (type) {
    case WkbType::point: return GeometryKind::point;
    case WkbType::line:
    case WkbType::multi_line: return GeometryKind::line;
    case WkbType::polygon:
    case WkbType::multi_polygon: return GeometryKind::polygon;
    default: return GeometryKind::other;
  }
}

[[noreturn]] void refuse_range(const char* en, const char* pt, double value, int limit) {
  std::string number;
  append_number(number, value);
  const std::string range = " -" + std::to_string(limit) + ".." + std::to_string(limit);
  throw Error(Problem::input, std::string(en) + " " + number + " is outside" + range + " degrees.",
              std::string(pt) + " " + number + " está fora de" + range + " graus.");
}

/// Rounding in other programs leaves coordinates like 180.00000000000006: what exceeds the Earth by less than 0.1 mm lies on its edge.
double without_noise(double degrees, double limit) {
  constexpr double noise = 1e-9;
  return std::fabs(degrees) > limit && std::fabs(degrees) <= limit + noise ? std::copysign(limit, degrees) : degrees;
}

/// Box and kind; refuses what is not longitude and latitude.
class Summary {
 public:
  void begin(WkbType type, std::uint32_t) {
    if (m_kind == GeometryKind::none) { m_kind = kind_of(type); }
  }
  void ring(std::uint32_t) {}
  void end() {}
  void vertex(double x, double y) {
    if (std::isnan(x)) { return; }  // a lone empty point
    if (!(std::fabs(x) <= 180)) { refuse_range("Longitude", "A longitude", x, 180); }
    if (!(std::fabs(y) <= 90)) { refuse_range("Latitude", "A latitude", y, 90); }
    m_box.extend(LonLat{x, y});
    ++m_vertices;
  }
  [[nodiscard]] WkbSummary result() const { return {m_vertices == 0 ? GeometryKind::none : m_kind, m_box, m_vertices}; }

 private:
  GeometryKind m_kind = GeometryKind::none;
  BBox m_box = BBox::empty();
  std::size_t m_vertices = 0;
};

/// Writes ISO WKB while something looks at, or changes, the vertices.
template <class OnVertex>
class Copy {
 public:
  Copy(std::string& out, OnVertex& on_vertex) : m_out(out), m_on_vertex(on_vertex) {}

  void begin(WkbType type, std::uint32_t count) {
    put_header(m_out, type);
    if (type != WkbType::point) { put(m_out, count); }
  }
  void ring(std::uint32_t count) { put(m_out, count); }
  void end() {}
  void vertex(double x, double y) {
    const LonLat p = m_on_vertex(LonLat{x, y});
    double pair[2] = {p.lon, p.lat};
    char raw[sizeof pair];
    std::memcpy(raw, pair, sizeof pair);
    m_out.append(raw, sizeof raw);
  }

 private:
  std::string& m_out;
  OnVertex& m_on_vertex;
};

struct PolygonCollector {
  std::vector<Polygon> polygons;
  bool in_polygon = false;

  void begin(WkbType type, std::uint32_t) {
    in_polygon = type == WkbType::polygon;
    if (in_polygon) { polygons.emplace_back(); }
  }
  void ring(std::uint32_t count) {
    polygons.back().emplace_back();
    polygons.back().back().reserve(count);
  }
  void end() { in_polygon = false; }
  void vertex(double x, double y) {
    if (in_polygon) { polygons.back().back().push_back({x, y}); }
  }
};

void build_polygon(WkbBuilder& out, const Polygon& polygon) {
  out.begin(WkbType::polygon);
  for (const Ring& ring : polygon) {
    out.begin_ring();
    for (const LonLat& p : ring) { out.vertex(p); }
    out.end_ring();
  }
  out.end();
}

}  // namespace

WkbSummary summarise_wkb(std::string_view wkb) {
  Summary summary;
  wkb::walk(wkb, summary);
  return summary.result();
}

Geometry Geometry::from_wkb(std::string_view wkb) {
  Geometry geometry;
  Summary summary;
  summary.begin(WkbType::point, 1);
  auto look = [&summary](LonLat as_written) {
    const LonLat p{without_noise(as_written.lon, 180), without_noise(as_written.lat, 90)};
    summary.vertex(p.lon, p.lat);
    return p;
  };
  geometry.m_wkb.reserve(wkb.size());
  Copy copy(geometry.m_wkb, look);
  wkb::walk(wkb, copy);
  std::uint32_t type = 0;
  std::memcpy(&type, geometry.m_wkb.data() + 1, sizeof type);
  const WkbSummary found = summary.result();
  if (found.vertices == 0) { return {}; }
  if (static_cast<WkbType>(type) == WkbType::point) { return point({found.box.west, found.box.south}); }
  geometry.m_kind = kind_of(static_cast<WkbType>(type));
  geometry.m_box = found.box;
  return geometry;
}

std::string map_wkb(std::string_view wkb, const VertexMap& map) {
  std::string out;
  out.reserve(wkb.size());
  Copy copy(out, map);
  wkb::walk(wkb, copy);
  return out;
}

std::string swap_axes(std::string_view wkb) {
  return map_wkb(wkb, [](LonLat p) { return LonLat{p.lat, p.lon}; });
}

std::string to_wkb(const Geometry& geometry) {
  if (geometry.kind() != GeometryKind::point) { return geometry.wkb(); }
  WkbBuilder out;
  out.begin(WkbType::point);
  out.vertex(geometry.lonlat());
  out.end();
  return out.bytes();
}

std::vector<Polygon> polygons_of(const Geometry& geometry) {
  if (geometry.wkb().empty()) { return {}; }
  PolygonCollector collector;
  wkb::walk(geometry.wkb(), collector);
  return std::move(collector.polygons);
}

Geometry from_polygons(const std::vector<Polygon>& polygons, bool multi) {
  if (polygons.empty()) { return {}; }
  WkbBuilder out;
  multi = multi || polygons.size() > 1;
  if (multi) { out.begin(WkbType::multi_polygon); }
  for (const Polygon& polygon : polygons) { build_polygon(out, polygon); }
  if (multi) { out.end(); }
  return Geometry::from_wkb(out.bytes());
}

void WkbBuilder::open_counted(WkbType type, bool is_ring) {
  m_open.push_back({type, is_ring, m_bytes.size(), 0});
  put(m_bytes, std::uint32_t{0});
}

void WkbBuilder::begin(WkbType type) {
  assert(!complete());
  if (!m_open.empty()) {
    Level& parent = m_open.back();
    assert(!parent.is_ring && parent.type >= WkbType::multi_point);
    assert(parent.type == WkbType::collection || static_cast<std::uint32_t>(parent.type) == static_cast<std::uint32_t>(type) + 3);
    ++parent.count;
  }
  put_header(m_bytes, type);
  if (type == WkbType::point) {
    m_open.push_back({type, false, 0, 0});
  } else {
    open_counted(type, false);
  }
}

void WkbBuilder::begin_ring() {
  assert(!m_open.empty() && m_open.back().type == WkbType::polygon && !m_open.back().is_ring);
  ++m_open.back().count;
  open_counted(WkbType::polygon, true);
}

void WkbBuilder::vertex(LonLat p) {
  assert(!m_open.empty());
  Level& level = m_open.back();
  assert(level.type <= WkbType::polygon && level.is_ring == (level.type == WkbType::polygon));
  assert(level.type != WkbType::point || level.count == 0);
  ++level.count;
  ++m_vertices;
  put(m_bytes, p.lon);
  put(m_bytes, p.lat);
}

void WkbBuilder::close() {
  const Level& level = m_open.back();
  assert(level.type != WkbType::point || level.count == 1);
  if (level.count_at >= header_bytes) { std::memcpy(m_bytes.data() + level.count_at, &level.count, sizeof level.count); }
  m_open.pop_back();
}

void WkbBuilder::end() {
  assert(!m_open.empty() && !m_open.back().is_ring);
  close();
}

void WkbBuilder::end_ring() {
  assert(!m_open.empty() && m_open.back().is_ring);
  close();
}

void WkbBuilder::clear() {
  m_bytes.clear();
  m_open.clear();
  m_vertices = 0;
}

}  // namespace geo
