// SPDX-License-Identifier: Apache-2.0
#include "importers/quarantine/geometry_cell.hpp"

#include "geo/base/error.hpp"
#include "geo/base/hex.hpp"
#include "geo/base/number.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/geometry/wkt.hpp"
#include "importers/parse/shape_text.hpp"

#include <algorithm>

namespace importers {
namespace {

std::optional<std::string> as_iso_wkb(const std::optional<std::string>& bytes) {
  if (!bytes) { return std::nullopt; }
  try {
    return geo::map_wkb(*bytes, [](geo::LonLat p) { return p; });
  } catch (const geo::Error&) { return std::nullopt; }
}

/// "POINT (40.5 -12.9)", in either case; a third number, a height, is dropped.
std::optional<std::string> parse_point(std::string_view cell) {
  constexpr std::string_view word = "POINT";
  if (cell.size() < word.size()) { return std::nullopt; }
  const bool named =
      std::equal(word.begin(), word.end(), cell.begin(), [](char a, char b) { return a == (b >= 'a' && b <= 'z' ? b - 32 : b); });
  const std::size_t open = cell.find('(');
  const std::size_t close = cell.find(')');
  if (!named || open == std::string_view::npos || close != cell.size() - 1) { return std::nullopt; }
  std::string_view rest = cell.substr(open + 1, close - open - 1);
  std::vector<double> numbers;
  while (!rest.empty()) {
    const std::size_t begin = std::min(rest.find_first_not_of(' '), rest.size());
    const std::size_t end = std::min(rest.find(' ', begin), rest.size());
    const auto number = geo::parse_number(rest.substr(begin, end - begin));
    if (begin < end && !number) { return std::nullopt; }
    if (number) { numbers.push_back(*number); }
    rest.remove_prefix(end);
  }
  if (numbers.size() < 2 || numbers.size() > 3) { return std::nullopt; }
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::point);
  wkb.vertex({numbers[0], numbers[1]});
  wkb.end();
  return wkb.bytes();
}

}  // namespace

std::string shape_cell(std::string_view hex) {
  const auto bytes = as_iso_wkb(geo::from_hex(hex));
  if (!bytes) { return std::string(hex); }
  try {
    std::string text;
    geo::append_wkt(text, geo::Geometry::from_wkb(*bytes));
    if (read_shape_cell(text) == bytes) { return text; }
  } catch (const geo::Error&) {}  // a shape that is none: it goes out and comes back as its bytes
  return std::string(hex);
}

std::optional<std::string> read_shape_cell(std::string_view cell) {
  if (auto point = parse_point(cell)) { return as_iso_wkb(point); }
  if (auto area = parse_area_cell(cell)) { return as_iso_wkb(area); }
  return as_iso_wkb(geo::from_hex(cell));
}

}  // namespace importers
