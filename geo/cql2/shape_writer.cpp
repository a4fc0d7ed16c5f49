// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/shape_writer.hpp"

#include "geo/base/number.hpp"
#include "geo/geometry/wkb_reader.hpp"

#include <vector>

namespace geo::cql2 {
namespace {

struct Form {
  bool json;
  [[nodiscard]] char open() const { return json ? '[' : '('; }
  [[nodiscard]] char close() const { return json ? ']' : ')'; }
};

std::string_view name_of(WkbType type, bool json) {
  switch (type) {
    case WkbType::point: return json ? "Point" : "POINT";
    case WkbType::line: return json ? "LineString" : "LINESTRING";
    case WkbType::polygon: return json ? "Polygon" : "POLYGON";
    case WkbType::multi_point: return json ? "MultiPoint" : "MULTIPOINT";
    case WkbType::multi_line: return json ? "MultiLineString" : "MULTILINESTRING";
    case WkbType::multi_polygon: return json ? "MultiPolygon" : "MULTIPOLYGON";
    case WkbType::collection: break;
  }
  return json ? "GeometryCollection" : "GEOMETRYCOLLECTION";
}

/// What the walk over WKB tells, written down.
class Sink {
 public:
  Sink(std::string& out, Form form) : m_out(out), m_form(form) {}

  void begin(WkbType type, std::size_t /*count*/) {
    separate();
    const bool named = m_open.empty() || m_open.back().type == WkbType::collection;
    if (named && m_form.json) {
      m_out += R"({"type":")";
      m_out += name_of(type, true);
      m_out += type == WkbType::collection ? R"(","geometries":)" : R"(","coordinates":)";
    } else if (named) {
      m_out += name_of(type, false);
    }
    // A JSON position brings its own brackets.
    const bool brackets = !(m_form.json && type == WkbType::point);
    if (brackets) { m_out += m_form.open(); }
    m_open.push_back({type, named, brackets});
    m_first = true;
  }
  void ring(std::size_t count) {
    separate();
    m_out += m_form.open();
    m_first = true;
    m_ring_left = count;
  }
  void vertex(double x, double y) {
    separate();
    if (m_form.json) { m_out += '['; }
    number(x);
    m_out += m_form.json ? ',' : ' ';
    number(y);
    if (m_form.json) { m_out += ']'; }
    if (m_ring_left > 0 && --m_ring_left == 0) {
      m_out += m_form.close();
      m_first = false;
    }
  }
  void end() {
    const Open open = m_open.back();
    m_open.pop_back();
    if (open.brackets) { m_out += m_form.close(); }
    if (open.named && m_form.json) { m_out += '}'; }
    m_first = false;
  }

 private:
  struct Open {
    WkbType type;
    bool named;
    bool brackets;
  };
  void number(double value) {
    const std::size_t begin = m_out.size();
    append_number(m_out, value);
    // More digits than an integer of 64 bits has: readers of JSON take it for one that is too large, unless it has a fraction.
    constexpr std::size_t digits = 18;
    const bool is_long = m_out.size() - begin > digits && m_out.find_first_of(".e", begin) == std::string::npos;
    if (m_form.json && is_long) { m_out += ".0"; }
  }
  void separate() {
    if (!m_first) { m_out += ','; }
    m_first = false;
  }

  std::string& m_out;
  Form m_form;
  std::vector<Open> m_open;
  std::size_t m_ring_left = 0;
  bool m_first = true;
};

void append(std::string& out, std::string_view wkb, Form form) {
  Sink sink(out, form);
  wkb::Walker<Sink>(wkb, sink).walk();
}

}  // namespace

void append_shape_text(std::string& out, std::string_view wkb) { append(out, wkb, {false}); }
void append_shape_json(std::string& out, std::string_view wkb) { append(out, wkb, {true}); }

}  // namespace geo::cql2
