// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/json_geometry.hpp"

#include "geo/geometry/wkb.hpp"

#include <array>
#include <string_view>

namespace geo::cql2 {
namespace {

namespace dom = simdjson::dom;

struct Named {
  std::string_view word;
  WkbType type;
};
constexpr std::array<Named, 7> names{{{"Point", WkbType::point},
                                      {"LineString", WkbType::line},
                                      {"Polygon", WkbType::polygon},
                                      {"MultiPoint", WkbType::multi_point},
                                      {"MultiLineString", WkbType::multi_line},
                                      {"MultiPolygon", WkbType::multi_polygon},
                                      {"GeometryCollection", WkbType::collection}}};

/// Each step says whether it went well; what was built is worthless when one did not.
class Reader {
 public:
  explicit Reader(Budget& budget) : m_budget(budget) {}

  bool geometry(const dom::object& json, bool inside_collection) {
    std::string_view word;
    if (json.at_key("type").get(word) != simdjson::SUCCESS) { return false; }
    for (const Named& named : names) {
      if (named.word != word) { continue; }
      if (named.type == WkbType::collection) { return !inside_collection && collection(json); }
      dom::element coordinates;
      if (json.at_key("coordinates").get(coordinates) != simdjson::SUCCESS) { return false; }
      return shape(named.type, coordinates);
    }
    return false;
  }
  [[nodiscard]] const std::string& bytes() const { return m_wkb.bytes(); }

 private:
  template <class Item>
  static bool each(const dom::element& json, Item item) {
    dom::array items;
    if (json.get(items) != simdjson::SUCCESS) { return false; }
    for (const dom::element e : items) {
      if (!item(e)) { return false; }
    }
    return true;
  }
  bool collection(const dom::object& json) {
    dom::element members;
    if (json.at_key("geometries").get(members) != simdjson::SUCCESS) { return false; }
    m_wkb.begin(WkbType::collection);
    const bool good = each(members, [&](const dom::element& e) {
      dom::object member;
      return e.get(member) == simdjson::SUCCESS && geometry(member, true);
    });
    if (good) { m_wkb.end(); }
    return good;
  }
  bool shape(WkbType type, const dom::element& coordinates) {
    m_wkb.begin(type);
    if (!inside(type, coordinates)) { return false; }
    m_wkb.end();
    return true;
  }
  bool inside(WkbType type, const dom::element& json) {
    const auto members = [&](WkbType member) { return each(json, [&](const dom::element& e) { return shape(member, e); }); };
    switch (type) {
      case WkbType::point: return vertex(json).has_value();
      case WkbType::line: return line(json);
      case WkbType::polygon: return each(json, [&](const dom::element& e) { return ring(e); });
      case WkbType::multi_point: return members(WkbType::point);
      case WkbType::multi_line: return members(WkbType::line);
      case WkbType::multi_polygon: return members(WkbType::polygon);
      case WkbType::collection: break;
    }
    return false;
  }
  bool line(const dom::element& json) {
    std::size_t count = 0;
    return each(json,
                [&](const dom::element& e) {
                  ++count;
                  return vertex(e).has_value();
                }) &&
           count >= 2;
  }
  bool ring(const dom::element& json) {
    m_wkb.begin_ring();
    std::optional<LonLat> first;
    std::optional<LonLat> last;
    std::size_t count = 0;
    const bool good = each(json, [&](const dom::element& e) {
      last = vertex(e);
      if (++count == 1) { first = last; }
      return last.has_value();
    });
    if (!good || count < 4 || !(*first == *last)) { return false; }
    m_wkb.end_ring();
    return true;
  }
  std::optional<LonLat> vertex(const dom::element& json) {
    m_budget.vertex();
    std::array<double, 2> xy{};
    std::size_t count = 0;
    const bool good = each(json, [&](const dom::element& e) {
      double value = 0;
      if (e.get(value) != simdjson::SUCCESS) { return false; }
      // Zero has one sign.
      if (count < xy.size()) { xy.at(count) = value + 0.0; }
      return ++count <= 4;
    });
    if (!good || count < xy.size()) { return std::nullopt; }
    const LonLat p{xy[0], xy[1]};
    m_wkb.vertex(p);
    return p;
  }

  Budget& m_budget;
  WkbBuilder m_wkb;
};

}  // namespace

std::optional<std::string> geometry_wkb(const dom::object& geometry, Budget& budget) {
  Reader reader(budget);
  if (!reader.geometry(geometry, false)) { return std::nullopt; }
  return reader.bytes();
}

}  // namespace geo::cql2
