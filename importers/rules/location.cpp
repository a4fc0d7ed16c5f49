// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/location.hpp"

#include "geo/base/number.hpp"
#include "geo/geometry/geodesic.hpp"
#include "importers/parse/latlon.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace importers {
namespace {

constexpr double metres_per_degree = 111'320;
constexpr double tolerance_m = 2000;
constexpr double null_island_deg = 1000 / metres_per_degree;
constexpr double geopoint_difference_m = 10;

std::string pair_text(geo::LonLat p) {
  std::string out;
  geo::append_number(out, p.lat);
  out += ' ';
  geo::append_number(out, p.lon);
  return out;
}

bool in_range(double lon, double lat) { return std::abs(lon) <= 180 && std::abs(lat) <= 90; }
bool is_grid_metres(double v) { return std::abs(v) >= 1e5 && std::abs(v) <= 1e8; }
bool near_zero(geo::LonLat p) { return std::abs(p.lon) <= null_island_deg && std::abs(p.lat) <= null_island_deg; }

constexpr std::string_view no_number_rule = "G0";

/// G12: the position in columns and the one in a text should be one.
void compare(const LocationCells& cells, double x, double y, RowNotes& notes) {
  const auto text = parse_geopoint_cell(cells.geopoint);
  if (!text || !in_range(text->longitude, text->latitude) || !in_range(x, y)) { return; }
  const geo::LonLat a{x, y};
  const geo::LonLat b{text->longitude, text->latitude};
  if (a == b || geo::distance_m(a, b) <= geopoint_difference_m) { return; }
  notes.warn("G12", cells.geopoint_column, cells.geopoint);
}

}  // namespace

OperationArea::OperationArea(const std::optional<geo::Geometry>& area) {
  if (area) { m_area.emplace(*area); }
}

bool OperationArea::contains(geo::LonLat p) {
  if (!m_area || m_area->covers(p)) { return true; }
  const double lat_deg = tolerance_m / metres_per_degree;
  const double lon_deg = lat_deg / std::max(0.01, std::cos(p.lat * std::acos(-1.0) / 180));
  const geo::BBox& box = m_area->box();
  if (p.lat < box.south - lat_deg || p.lat > box.north + lat_deg || p.lon < box.west - lon_deg || p.lon > box.east + lon_deg) {
    return false;
  }
  for (int i = 0; i < 16; ++i) {
    const double angle = i * std::acos(-1.0) / 8;
    for (const double share : {0.5, 1.0}) {
      if (m_area->covers({p.lon + share * lon_deg * std::cos(angle), p.lat + share * lat_deg * std::sin(angle)})) { return true; }
    }
  }
  return false;
}

PointRules::PointRules(geo::Transform& transform, OperationArea& area, NumberStyle style, bool must_be_inside)
    : m_transform(transform), m_area(area), m_style(style), m_must_be_inside(must_be_inside) {}

PointFound PointRules::find(const LocationCells& cells, RowNotes& notes) {
  PointFound found;
  if (!cells.latitude.empty() || !cells.longitude.empty()) {
    if (const auto p = from_columns(cells, notes)) {
      found.point = judge(p->x, p->y, cells.latitude_column, {}, notes);
      if (found.point && !cells.geopoint.empty()) { compare(cells, p->x, p->y, notes); }
    }
    return found;
  }
  if (!cells.geopoint.empty()) {
    const auto p = parse_geopoint_cell(cells.geopoint);
    if (!p) {
      notes.quarantine(no_number_rule, cells.geopoint_column, cells.geopoint);
      return found;
    }
    found.accuracy_m = p->accuracy_m;
    found.point = judge(p->longitude, p->latitude, cells.geopoint_column, cells.geopoint, notes);
    return found;
  }
  if (cells.wkt.empty()) { return found; }
  if (const auto p = parse_wkt_point(cells.wkt)) {
    found.point = judge(p->lon, p->lat, cells.wkt_column, cells.wkt, notes);
  } else {
    notes.quarantine("geometry", cells.wkt_column, cells.wkt);
  }
  return found;
}

std::optional<PointRules::XY> PointRules::from_columns(const LocationCells& cells, RowNotes& notes) {
  const auto y = angle(cells.latitude, cells.latitude_column, true, notes);
  if (!y) { return std::nullopt; }
  const auto x = angle(cells.longitude, cells.latitude_column, false, notes);
  if (!x) { return std::nullopt; }
  return XY{*x, *y};
}

std::optional<double> PointRules::angle(std::string_view cell, std::string_view column, bool latitude, RowNotes& notes) {
  if (m_style == NumberStyle::point) {
    if (const auto number = geo::parse_number(cell)) { return number; }
  }
  const auto fits = [&](const std::optional<ParsedAngle>& a) {
    return a && !(m_transform.is_identity() && std::abs(a->value) > 180) && a->axis != (latitude ? Axis::longitude : Axis::latitude);
  };
  const auto read = parse_latlon_cell(cell, m_style);
  const NumberStyle other_style = m_style == NumberStyle::point ? NumberStyle::comma : NumberStyle::point;
  if (!fits(read)) {
    const auto other = parse_latlon_cell(cell, other_style);
    if (fits(other)) {
      std::string text;
      geo::append_number(text, other->value);
      notes.fix(other->sexagesimal ? "G4" : "G5", column, cell, text);
      return other->value;
    }
  }
  // "40.4 E" is no latitude, whatever its number.
  if (!read || read->axis == (latitude ? Axis::longitude : Axis::latitude)) {
    notes.quarantine(no_number_rule, column, cell);
    return std::nullopt;
  }
  if (read->sexagesimal) {
    std::string text;
    geo::append_number(text, read->value);
    notes.fix("G4", column, cell, text);
  }
  return read->value;
}

std::optional<geo::LonLat> PointRules::judge(double x, double y, std::string_view column, std::string_view text, RowNotes& notes) {
  const std::string shown = text.empty() && !m_transform.is_identity() ? pair_text({x, y}) : std::string(text);
  if (m_transform.is_identity()) { return place_degrees({x, y}, column, shown, notes); }
  if (x == 0 && y == 0) {
    notes.quarantine("G3", column, shown);
    return std::nullopt;
  }
  const auto p = m_transform.to_lonlat(x, y);
  if (!p) {
    notes.quarantine("crs", column, shown);
    return std::nullopt;
  }
  if (near_zero(*p)) {
    notes.quarantine("G3", column, shown);
    return std::nullopt;
  }
  return place_inside(*p, column, shown, notes);
}

std::optional<geo::LonLat> PointRules::place_degrees(XY p, std::string_view column, std::string_view text, RowNotes& notes) {
  const geo::LonLat as_given{p.x, p.y};
  const auto shown = [&] { return text.empty() ? pair_text(as_given) : std::string(text); };
  if (in_range(p.x, p.y)) {
    if (!near_zero(as_given)) { return place_inside(as_given, column, text, notes); }
    notes.quarantine("G3", column, shown());
    return std::nullopt;
  }
  if (!std::isfinite(p.x) || !std::isfinite(p.y) || !(is_grid_metres(p.x) && is_grid_metres(p.y))) {
    if (in_range(p.y, p.x)) {
      if (m_area.is_set() && m_area.contains({p.y, p.x})) {
        notes.fix("G1", column, shown(), pair_text({p.y, p.x}));
        return geo::LonLat{p.y, p.x};
      }
      notes.quarantine("G0", column, shown(),
                       {"not a latitude; it would be a position with latitude and longitude exchanged",
                        "não é uma latitude; seria uma posição com latitude e longitude trocadas"});
      return std::nullopt;
    }
    notes.quarantine("G0", column, shown());
    return std::nullopt;
  }
  notes.quarantine("G6", column, shown());
  return std::nullopt;
}

std::optional<geo::LonLat> PointRules::place_inside(geo::LonLat p, std::string_view column, std::string_view text, RowNotes& notes) {
  if (!m_area.is_set() || m_area.contains(p)) { return p; }
  const std::string shown = text.empty() ? pair_text(p) : std::string(text);
  struct Guess {
    std::string_view rule;
    geo::LonLat p;
  };
  const Guess guesses[] = {{"G1", {p.lat, p.lon}}, {"G2", {p.lon, -p.lat}}, {"G2", {-p.lon, p.lat}}};
  for (const Guess& g : guesses) {
    // A sign is only ever lost: what is negative already was meant.
    const bool sign_was_there = g.rule == "G2" && ((g.p.lat != p.lat && p.lat < 0) || (g.p.lon != p.lon && p.lon < 0));
    if (sign_was_there || !m_transform.is_identity() || !in_range(g.p.lon, g.p.lat) || !m_area.contains(g.p)) { continue; }
    notes.fix(g.rule, column, shown, pair_text(g.p));
    return g.p;
  }
  if (!m_must_be_inside) { return p; }
  notes.quarantine("G9", column, shown);
  return std::nullopt;
}

std::optional<geo::LonLat> parse_wkt_point(std::string_view text) {
  constexpr std::string_view word = "POINT";
  if (text.size() < word.size()) { return std::nullopt; }
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (std::toupper(static_cast<unsigned char>(text[i])) != word[i]) { return std::nullopt; }
  }
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || text.back() != ')') { return std::nullopt; }
  for (const char c : text.substr(word.size(), open - word.size())) {
    if (std::string_view(" zZmM").find(c) == std::string_view::npos) { return std::nullopt; }
  }
  double numbers[2] = {0, 0};
  std::size_t at = open + 1;
  const std::size_t end = text.size() - 1;
  for (double& number : numbers) {
    at = std::min(text.find_first_not_of(' ', at), end);
    const std::size_t stop = std::min(text.find(' ', at), end);
    const auto read = geo::parse_number(text.substr(at, stop - at));
    if (!read) { return std::nullopt; }
    number = *read;
    at = stop;
  }
  return geo::LonLat{numbers[0], numbers[1]};
}

}  // namespace importers
