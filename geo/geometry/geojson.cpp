// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/geojson.hpp"

#include "geo/base/number.hpp"
#include "geo/geometry/wkb_reader.hpp"

#include <string_view>
#include <vector>

namespace geo {
namespace {

std::string_view geojson_type(WkbType type) {
  switch (type) {
    case WkbType::point: return "Point";
    case WkbType::line: return "LineString";
    case WkbType::polygon: return "Polygon";
    case WkbType::multi_point: return "MultiPoint";
    case WkbType::multi_line: return "MultiLineString";
    case WkbType::multi_polygon: return "MultiPolygon";
    default: return "GeometryCollection";
  }
}

/// The shortest digits that read back as the same doubles.
struct Shortest {
  void operator()(std::string& out, double value) const {
    const std::size_t begin = out.size();
    append_number(out, value);
    // More digits than an integer of 64 bits has: readers of JSON take it for one that is too large, unless it has a fraction.
    constexpr std::size_t digits = 18;
    const bool is_long = out.size() - begin > digits && out.find_first_of(".e", begin) == std::string::npos;
    if (is_long) { out += ".0"; }
  }
};

struct Rounded {
  int decimals;
  void operator()(std::string& out, double value) const { append_rounded(out, value, decimals); }
};

/// Turns the parts of a WKB, as the walker meets them, into nested arrays. Members of a multi type have no object of their
/// own, only their coordinates.
template <class Number>
class Writer {
 public:
  Writer(std::string& out, Number number) : m_out(out), m_number(number) {}

  void begin(WkbType type, std::uint32_t) {
    comma();
    const bool bare = !m_open.empty() && m_open.back() != WkbType::collection;
    m_open.push_back(type);
    if (!bare) {
      m_out += R"({"type":")";
      m_out += geojson_type(type);
      m_out += type == WkbType::collection ? R"(","geometries":)" : R"(","coordinates":)";
    }
    if (type != WkbType::point) { m_out += '['; }
    m_first = true;
  }

  void ring(std::uint32_t count) {
    close_ring();
    comma();
    m_out += '[';
    m_in_ring = true;
    m_first = true;
    m_out.reserve(m_out.size() + count * std::size_t{24});
  }

  void vertex(double x, double y) {
    comma();
    m_out += '[';
    m_number(m_out, x);
    m_out += ',';
    m_number(m_out, y);
    m_out += ']';
  }

  void end() {
    close_ring();
    if (m_open.back() != WkbType::point) { m_out += ']'; }
    m_open.pop_back();
    if (m_open.empty() || m_open.back() == WkbType::collection) { m_out += '}'; }
    m_first = false;
  }

 private:
  void comma() {
    if (!m_first) { m_out += ','; }
    m_first = false;
  }
  void close_ring() {
    if (m_in_ring) { m_out += ']'; }
    m_in_ring = false;
    m_first = m_first && m_out.back() == '[';
  }

  std::string& m_out;
  Number m_number;
  std::vector<WkbType> m_open;
  bool m_first = true;
  bool m_in_ring = false;
};

}  // namespace

void append_geojson(std::string& out, const Geometry& geometry) {
  if (geometry.is_none()) {
    out += "null";
  } else if (geometry.kind() == GeometryKind::point) {
    out += R"({"type":"Point","coordinates":[)";
    append_coordinate(out, to_lattice(geometry.lonlat().lon));
    out += ',';
    append_coordinate(out, to_lattice(geometry.lonlat().lat));
    out += "]}";
  } else {
    append_geojson(out, geometry.wkb());
  }
}

void append_geojson(std::string& out, std::string_view wkb) {
  Writer writer(out, Shortest{});
  wkb::walk(wkb, writer);
}

void append_geojson(std::string& out, std::string_view wkb, int decimals) {
  Writer writer(out, Rounded{decimals});
  wkb::walk(wkb, writer);
}

}  // namespace geo
