// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/location.hpp"

#include "geo/base/number.hpp"
#include "geo/geometry/geodesic.hpp"
#include "importers/parse/latlon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

namespace importers {
namespace {

constexpr double metres_per_degree = 111'320;
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

/// G12: the position in columns and the one in a text should be one. Then the accuracy in the text is that of both.
std::optional<double> compare(const LocationCells& cells, double x, double y, RowNotes& notes) {
  const auto text = parse_geopoint_cell(cells.geopoint);
  if (!text || !in_range(text->longitude, text->latitude) || !in_range(x, y)) { return std::nullopt; }
  const geo::LonLat a{x, y};
  const geo::LonLat b{text->longitude, text->latitude};
  if (a == b || geo::distance_m(a, b) <= geopoint_difference_m) { return text->accuracy_m; }
  notes.warn("G12", cells.geopoint_column, cells.geopoint);
  return std::nullopt;
}

Judged at(geo::LonLat p) {
  Judged judged;
  judged.point = p;
  return judged;
}

Judged zero(std::string_view column, std::string text) {
  Judged judged;
  judged.is_zero = true;
  judged.column = column;
  judged.text = std::move(text);
  return judged;
}

}  // namespace

PointRules::PointRules(geo::Transform& transform, Whereabouts& where, NumberStyle style, bool must_be_inside, bool knows_precision)
    : m_transform(transform), m_where(where), m_style(style), m_must_be_inside(must_be_inside), m_knows_precision(knows_precision) {}

PointFound PointRules::find(const LocationCells& cells, RowNotes& notes) {
  PointFound found;
  if (!cells.latitude.empty() || !cells.longitude.empty()) {
    if (const auto p = from_columns(cells, notes)) {
      found.judged = judge(p->x, p->y, cells.latitude_column, {}, notes);
      if (found.judged.point && !cells.geopoint.empty()) { found.accuracy_m = compare(cells, p->x, p->y, notes); }
    }
    return found;
  }
  if (!cells.geopoint.empty()) { return from_text(cells, notes); }
  if (cells.wkt.empty()) { return found; }
  if (const auto p = parse_wkt_point(cells.wkt)) {
    found.judged = judge(p->lon, p->lat, cells.wkt_column, cells.wkt, notes);
  } else {
    notes.quarantine("geometry", cells.wkt_column, cells.wkt);
  }
  return found;
}

PointFound PointRules::from_text(const LocationCells& cells, RowNotes& notes) {
  PointFound found;
  const auto p = parse_geopoint_cell(cells.geopoint);
  if (!p) {
    notes.quarantine(no_number_rule, cells.geopoint_column, cells.geopoint);
    return found;
  }
  found.accuracy_m = p->accuracy_m;
  found.judged = judge(p->longitude, p->latitude, cells.geopoint_column, cells.geopoint, notes);
  if (found.judged.point && !cells.latitude_column.empty()) {
    notes.fix("G12", cells.geopoint_column, cells.geopoint, pair_text(*found.judged.point),
              {"the columns of the position were empty; it was taken from the text",
               "as colunas da posição estavam vazias; foi tomada do texto"});
  }
  return found;
}

std::optional<PointRules::XY> PointRules::from_columns(const LocationCells& cells, RowNotes& notes) {
  if (cells.longitude.empty()) {
    notes.quarantine(no_number_rule, cells.longitude_column, {}, {"the longitude is missing", "falta a longitude"});
    return std::nullopt;
  }
  if (cells.latitude.empty()) {
    notes.quarantine(no_number_rule, cells.latitude_column, {}, {"the latitude is missing", "falta a latitude"});
    return std::nullopt;
  }
  const auto y = angle(cells.latitude, cells.latitude_column, true, notes);
  if (!y) { return std::nullopt; }
  const auto x = angle(cells.longitude, cells.longitude_column, false, notes);
  if (!x || !has_longitude(cells, {*x, *y}, notes)) { return std::nullopt; }
  return XY{*x, *y};
}

/// False: beside a good latitude it is none, whichever way round they are; then it is not the latitude that is wrong.
bool PointRules::has_longitude(const LocationCells& cells, XY p, RowNotes& notes) const {
  if (!m_transform.is_identity() || std::abs(p.x) <= 180 || std::abs(p.y) > 90) { return true; }
  notes.quarantine(no_number_rule, cells.longitude_column, cells.longitude,
                   {"not a longitude: it lies beyond 180 degrees", "não é uma longitude: passa dos 180 graus"});
  return false;
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

Judged PointRules::judge(double x, double y, std::string_view column, std::string_view text, RowNotes& notes) {
  const std::string shown = text.empty() && !m_transform.is_identity() ? pair_text({x, y}) : std::string(text);
  if (m_transform.is_identity()) { return place_degrees({x, y}, column, shown, notes); }
  if (x == 0 && y == 0) { return zero(column, shown); }
  const auto p = m_transform.to_lonlat(x, y);
  if (!p) {
    notes.quarantine("crs", column, shown);
    return {};
  }
  return near_zero(*p) ? zero(column, shown) : place_inside(*p, column, shown, notes);
}

Judged PointRules::place_degrees(XY p, std::string_view column, std::string_view text, RowNotes& notes) {
  const geo::LonLat as_given{p.x, p.y};
  if (in_range(p.x, p.y) && !near_zero(as_given)) { return place_inside(as_given, column, text, notes); }
  const std::string shown = text.empty() ? pair_text(as_given) : std::string(text);
  if (in_range(p.x, p.y)) { return zero(column, shown); }
  if (is_grid_metres(p.x) && is_grid_metres(p.y)) { return place_metres(p, column, shown, notes); }
  if (!in_range(p.y, p.x)) {
    notes.quarantine("G0", column, shown);
    return {};
  }
  const OperationArea& area = m_where.area();
  if (area.is_set() && area.contains({p.y, p.x})) {
    notes.fix("G1", column, shown, pair_text({p.y, p.x}));
    return at({p.y, p.x});
  }
  notes.quarantine("G0", column, shown,
                   {"not a latitude; it would be a position with latitude and longitude exchanged",
                    "não é uma latitude; seria uma posição com latitude e longitude trocadas"});
  return {};
}

Judged PointRules::place_metres(XY p, std::string_view column, std::string_view text, RowNotes& notes) {
  const GridMetres::Found found = m_metres.find(p.x, p.y, m_where);
  if (found.point) {
    notes.fix(found.rule, column, text, pair_text(*found.point),
              {fmt::format("metres read as {}", found.crs), fmt::format("metros lidos como {}", found.crs)});
    Judged judged = at(*found.point);
    judged.spread_m = found.spread_m;
    judged.is_written = false;
    return judged;
  }
  geo::Text why;
  if (!found.candidates.empty()) {
    why = {fmt::format("metres of a map grid where degrees are expected; it could be {}", found.candidates),
           fmt::format("metros de uma quadrícula onde se esperam graus; pode ser {}", found.candidates)};
  }
  notes.quarantine(found.rule, column, text, std::move(why));
  return {};
}

/// A point that stands for an area is where no one was; it is kept when its area may be meant, which is that of operation or
/// one around it.
const StandIn* PointRules::stand_in(geo::LonLat p) const {
  if (!m_knows_precision) { return nullptr; }
  const StandIn* found = m_where.reference().stand_ins().find(p);
  const bool may_be_meant = found != nullptr && (m_where.area().contains(p) || m_where.area().is_part_of(found->box));
  return may_be_meant ? found : nullptr;
}

Judged PointRules::place_inside(geo::LonLat p, std::string_view column, std::string_view text, RowNotes& notes) {
  Judged judged = at(p);
  judged.stand_in = stand_in(p);
  const OperationArea& area = m_where.area();
  if (judged.stand_in != nullptr || !area.is_set() || area.contains(p)) { return judged; }
  const std::string shown = text.empty() ? pair_text(p) : std::string(text);
  struct Guess {
    std::string_view rule;
    geo::LonLat p;
  };
  const Guess guesses[] = {{"G1", {p.lat, p.lon}}, {"G2", {p.lon, -p.lat}}, {"G2", {-p.lon, p.lat}}};
  for (const Guess& g : guesses) {
    // A sign is only ever lost: what is negative already was meant.
    const bool sign_was_there = g.rule == "G2" && ((g.p.lat != p.lat && p.lat < 0) || (g.p.lon != p.lon && p.lon < 0));
    if (sign_was_there || !m_transform.is_identity() || !in_range(g.p.lon, g.p.lat) || !area.contains(g.p)) { continue; }
    notes.fix(g.rule, column, shown, pair_text(g.p));
    return at(g.p);
  }
  if (!m_must_be_inside) { return judged; }
  notes.quarantine("G9", column, shown);
  return {};
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
