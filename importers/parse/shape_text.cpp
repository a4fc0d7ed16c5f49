// SPDX-License-Identifier: Apache-2.0
#include "importers/parse/shape_text.hpp"

#include "geo/base/number.hpp"
#include "geo/geometry/wkb.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

namespace importers {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t most_numbers = 4;

/// Two to four numbers between blanks; the first two.
std::optional<std::array<double, 2>> read_vertex(std::string_view text) {
  std::array<double, 2> first{};
  std::size_t count = 0;
  while (true) {
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) { break; }
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(blanks), text.size());
    const auto number = geo::parse_number(text.substr(0, end));
    if (!number || count == most_numbers) { return std::nullopt; }
    if (count < first.size()) { first[count] = *number; }
    ++count;
    text.remove_prefix(end);
  }
  return count < first.size() ? std::nullopt : std::optional(first);
}

/// Reads WKT of areas.
class WktArea {
 public:
  explicit WktArea(std::string_view text) : m_text(text) {}

  std::optional<std::string> read() {
    if (word("SRID=")) { m_text.remove_prefix(std::min(m_text.find(';') + 1, m_text.size())); }
    const bool multi = word("MULTIPOLYGON");
    if (!multi && !word("POLYGON")) { return std::nullopt; }
    for (const char* mark : {"ZM", "Z", "M"}) {
      if (word(mark)) { break; }
    }
    const bool good = multi ? polygons() : polygon();
    if (!good || m_text.find_first_not_of(blanks) != std::string_view::npos) { return std::nullopt; }
    return m_wkb.bytes();
  }

 private:
  bool word(std::string_view wanted) {
    const std::size_t begin = std::min(m_text.find_first_not_of(blanks), m_text.size());
    const std::string_view rest = m_text.substr(begin);
    if (rest.size() < wanted.size()) { return false; }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (std::toupper(static_cast<unsigned char>(rest[i])) != wanted[i]) { return false; }
    }
    m_text = rest.substr(wanted.size());
    return true;
  }

  /// "(part, part, …)"; each part by `read_part`.
  template <class ReadPart>
  bool list(ReadPart read_part) {
    if (!word("(")) { return false; }
    do {
      if (!read_part()) { return false; }
    } while (word(","));
    return word(")");
  }

  bool polygons() {
    m_wkb.begin(geo::WkbType::multi_polygon);
    const bool good = list([&] { return polygon(); });
    if (good) { m_wkb.end(); }
    return good;
  }
  bool polygon() {
    m_wkb.begin(geo::WkbType::polygon);
    const bool good = list([&] { return ring(); });
    if (good) { m_wkb.end(); }
    return good;
  }
  bool ring() {
    m_wkb.begin_ring();
    const bool good = list([&] { return vertex(); });
    if (good) { m_wkb.end_ring(); }
    return good;
  }
  bool vertex() {
    const std::size_t end = std::min(m_text.find_first_of(",)"), m_text.size());
    const auto xy = read_vertex(m_text.substr(0, end));
    if (!xy) { return false; }
    m_wkb.vertex({(*xy)[0], (*xy)[1]});
    m_text.remove_prefix(end);
    return true;
  }

  std::string_view m_text;
  geo::WkbBuilder m_wkb;
};

}  // namespace

std::optional<std::string> parse_geoshape_cell(std::string_view cell) {
  if (cell.find(';') == std::string_view::npos) { return std::nullopt; }  // a single point is no shape
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::polygon);
  wkb.begin_ring();
  while (cell.find_first_not_of(blanks) != std::string_view::npos) {
    const std::size_t end = std::min(cell.find(';'), cell.size());
    const auto lat_lon = read_vertex(cell.substr(0, end));
    if (!lat_lon) { return std::nullopt; }
    wkb.vertex({(*lat_lon)[1], (*lat_lon)[0]});
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  if (wkb.vertices() == 0) { return std::nullopt; }
  wkb.end_ring();
  wkb.end();
  return wkb.bytes();
}

std::optional<std::string> parse_wkt_area(std::string_view cell) { return WktArea(cell).read(); }

std::optional<std::string> parse_area_cell(std::string_view cell) {
  auto wkb = parse_geoshape_cell(cell);
  return wkb ? wkb : parse_wkt_area(cell);
}

}  // namespace importers
