// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/wkt.hpp"

#include "geo/base/number.hpp"
#include "geo/geometry/wkb_reader.hpp"

#include <string_view>
#include <vector>

namespace geo {
namespace {

std::string_view word(WkbType type) {
  switch (type) {
    case WkbType::point: return "POINT";
    case WkbType::line: return "LINESTRING";
    case WkbType::polygon: return "POLYGON";
    case WkbType::multi_point: return "MULTIPOINT";
    case WkbType::multi_line: return "MULTILINESTRING";
    case WkbType::multi_polygon: return "MULTIPOLYGON";
    default: return "GEOMETRYCOLLECTION";
  }
}

/// Turns the parts of a WKB, as the walker meets them, into text. Members of a multi type have no word of their own.
class Writer {
 public:
  explicit Writer(std::string& out) : m_out(out) {}

  void begin(WkbType type, std::uint32_t count) {
    comma();
    if (m_open.empty() || m_open.back() == WkbType::collection) {
      m_out += word(type);
      m_out += ' ';
    }
    m_open.push_back(type);
    m_out += count == 0 ? "EMPTY" : "(";
    m_empty.push_back(count == 0);
    m_first = true;
  }

  void ring(std::uint32_t) {
    close_ring();
    comma();
    m_out += '(';
    m_in_ring = true;
    m_first = true;
  }

  void vertex(double x, double y) {
    comma();
    append_number(m_out, x);
    m_out += ' ';
    append_number(m_out, y);
  }

  void end() {
    close_ring();
    if (!m_empty.back()) { m_out += ')'; }
    m_empty.pop_back();
    m_open.pop_back();
    m_first = false;
  }

 private:
  void comma() {
    if (!m_first) { m_out += ", "; }
    m_first = false;
  }
  void close_ring() {
    if (m_in_ring) {
      m_out += ')';
      m_first = false;
    }
    m_in_ring = false;
  }

  std::string& m_out;
  std::vector<WkbType> m_open;
  std::vector<bool> m_empty;
  bool m_first = true;
  bool m_in_ring = false;
};

}  // namespace

void append_wkt(std::string& out, const Geometry& geometry) {
  if (geometry.is_none()) { return; }
  if (geometry.kind() == GeometryKind::point) {
    out += "POINT (";
    append_coordinate(out, to_lattice(geometry.lonlat().lon));
    out += ' ';
    append_coordinate(out, to_lattice(geometry.lonlat().lat));
    out += ')';
    return;
  }
  append_wkt(out, geometry.wkb());
}

void append_wkt(std::string& out, std::string_view wkb) {
  Writer writer(out);
  wkb::walk(wkb, writer);
}

}  // namespace geo
