// SPDX-License-Identifier: Apache-2.0
// Which rows of the file a question is about, and where they are.
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "geo/crs/projection.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/plain/question.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <tuple>

namespace geo {
namespace {

/// Beyond that a plane tells no distances any more; the analyses of a store have the same limit.
constexpr double worst_scale_error = 0.1;
constexpr double notable_scale_error = 0.01;
constexpr double ms_per_day = 86'400'000;

std::string text_of(double number) {
  std::string text;
  append_number(text, number);
  return text;
}

constexpr std::string_view coordinates[] = {"x", "y"};

double middle_of(const std::vector<Metric>& places, double Metric::*axis) {
  std::vector<double> values;
  values.reserve(places.size());
  for (const Metric& place : places) { values.push_back(place.*axis); }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::string fold_crs(const std::string& crs) { return crs.empty() || crs == "OGC:CRS84" || crs == "EPSG:4326" ? "" : crs; }

}  // namespace

const PlainColumn& Question::column(std::string_view name) const {
  const auto found = m_input.table.columns.find(name);
  if (found == m_input.table.columns.end()) { refuse_missing(name); }
  return found->second;
}

const std::string& Question::column_name(std::string_view name) const { return column(name).name; }

std::string Question::reason_against(std::uint32_t row, std::span<const PlainColumn* const> columns, Where where) {
  if (m_input.table.unreadable[row]) { return "unreadable_row"; }
  for (const PlainColumn* one : columns) {
    if (one->states[row] == CellState::empty) { return "empty_" + one->name; }
    if (one->states[row] == CellState::no_number) { return "no_number_in_" + one->name; }
  }
  if (where == Where::nowhere || m_has_columns) { return ""; }
  switch (m_shapes[row].kind) {
    case PlainShape::Kind::none: return "no_geometry";
    case PlainShape::Kind::other: return "geometry_no_point_or_area";
    case PlainShape::Kind::point:
    case PlainShape::Kind::area: break;
  }
  return "";
}

std::vector<const PlainColumn*> Question::columns_asked(std::initializer_list<std::string_view> names, Where where) {
  std::vector<const PlainColumn*> columns;
  for (const std::string_view name : names) {
    given(name);
    columns.push_back(&column(name));
    note(name, columns.back()->name);
  }
  const bool has_x = given("x") != nullptr;
  const bool has_y = given("y") != nullptr;
  m_has_columns = has_x && has_y;
  if (has_x != has_y) { refuse_missing(has_x ? "y" : "x"); }
  if (!m_has_columns && where == Where::known && m_input.table.shapes.empty()) { refuse_missing("x"); }
  if (!m_has_columns) { return columns; }
  for (const std::string_view name : coordinates) {
    note(name, column(name).name);
    if (where == Where::known) { columns.push_back(&column(name)); }
  }
  return columns;
}

void Question::exclude(std::initializer_list<std::string_view> names, Where where) {
  const PlainTable& file = m_input.table;
  const auto columns = columns_asked(names, where);
  if (!m_has_columns) {
    for (const std::string& wkb : file.shapes) { m_shapes.push_back(shape_of(wkb)); }
  }
  for (std::uint32_t row = 0; row < file.size(); ++row) {
    const std::string reason = reason_against(row, columns, where);
    if (reason.empty()) {
      m_rows.push_back(row);
    } else {
      ++m_excluded[reason];
    }
  }
}

void Question::use(std::initializer_list<std::string_view> columns, Where where) {
  exclude(columns, where);
  if (m_rows.empty()) {
    std::string reasons;
    for (const auto& [reason, number] : m_excluded) { reasons += fmt::format(", {}: {}", reason, number); }
    throw Error(Problem::input, fmt::format("{} has no row that can be used ({} read{}).", table().file, table().size(), reasons),
                fmt::format("{} não tem nenhuma linha utilizável ({} lidas{}).", table().file, table().size(), reasons));
  }
  m_places.resize(m_rows.size());
  m_has_coordinates = m_has_columns || !m_shapes.empty();
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    if (m_has_columns) {
      const PlainColumn& x = column("x");
      const PlainColumn& y = column("y");
      m_has_coordinates &= x.states[m_rows[i]] == CellState::number && y.states[m_rows[i]] == CellState::number;
      m_places[i] = {x.numbers[m_rows[i]], y.numbers[m_rows[i]]};
    } else if (!m_shapes.empty()) {
      m_has_coordinates &= m_shapes[m_rows[i]].kind == PlainShape::Kind::point;
      m_places[i] = m_shapes[m_rows[i]].middle;
    }
  }
  sort_rows();
  place(where);
}

void Question::sort_rows() {
  const auto time = m_input.table.columns.find("time");
  const auto value = m_input.table.columns.find("value");
  const auto of = [&](auto found, std::uint32_t row) {
    return found == m_input.table.columns.end() || found->second.states[row] != CellState::number ? 0 : found->second.numbers[row];
  };
  std::vector<std::uint32_t> order(m_rows.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::uint32_t left = m_rows[a];
    const std::uint32_t right = m_rows[b];
    const auto key = [&](std::uint32_t at, std::uint32_t row) { return std::tuple(m_places[at].x, m_places[at].y, of(time, row)); };
    const auto first = key(a, left);
    const auto second = key(b, right);
    if (first != second) { return first < second; }
    const int named = m_input.table.ids[left].compare(m_input.table.ids[right]);
    return named != 0 ? named < 0 : of(value, left) < of(value, right);
  });
  std::vector<std::uint32_t> rows;
  std::vector<Metric> places;
  for (const std::uint32_t at : order) {
    rows.push_back(m_rows[at]);
    places.push_back(m_places[at]);
  }
  m_rows = std::move(rows);
  m_places = std::move(places);
}

void Question::place(Where where) {
  const bool is_geojson = !table().shapes.empty() && !m_has_columns;
  const std::string* metric = given("metric");
  if (metric != nullptr) { word("metric", {"planar", "geodesic"}); }
  if (where == Where::nowhere) { return; }
  if (metric == nullptr && !is_geojson) { refuse_missing("metric"); }
  const bool geodesic = metric == nullptr || *metric == "geodesic";
  if (geodesic && is_geojson && !fold_crs(table().crs).empty()) {
    throw Error(Problem::usage,
                fmt::format("{} has coordinates in {}, no longitude and latitude; say --metric planar.", table().file, table().crs),
                fmt::format("{} tem coordenadas em {}, não longitude e latitude; indique --metric planar.", table().file, table().crs));
  }
  if (metric == nullptr) { note("metric", "geodesic"); }
  if (geodesic) {
    project();
  } else if (!m_shapes.empty()) {
    for (const std::uint32_t row : m_rows) { m_areas.push_back(std::move(m_shapes[row].rings)); }
  }
}

void Question::refuse_far_place(LonLat centre, double error) const {
  std::size_t farthest = 0;
  double most_m = -1;
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    const double away_m = distance_m(LonLat{m_places[i].x, m_places[i].y}, centre);
    if (away_m > most_m) {
      most_m = away_m;
      farthest = i;
    }
  }
  const std::string at = text_of(m_places[farthest].x) + " " + text_of(m_places[farthest].y);
  const double km = most_m / 1000;
  throw Error(
      Problem::input,
      fmt::format("{}, row {}: {} lies {:.0f} km from the middle of the places, so that lengths on one plane map would be off by {:.0f} %. "
                  "Correct it or leave it out.",
                  table().file, m_rows[farthest] + 1, at, km, error * 100),
      fmt::format("{}, linha {}: {} está a {:.0f} km do meio dos lugares, pelo que num só mapa plano os comprimentos teriam um erro de "
                  "{:.0f} %. Corrija-a ou retire-a.",
                  table().file, m_rows[farthest] + 1, at, km, error * 100));
}

void Question::project() {
  BBox box = BBox::empty();
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    const LonLat at{m_places[i].x, m_places[i].y};
    if (!(std::fabs(at.lon) <= 180) || !(std::fabs(at.lat) <= 90)) {
      throw Error(Problem::input,
                  fmt::format("{}, row {}: {} {} is no longitude and latitude. Coordinates of a plane need --metric planar.", table().file,
                              m_rows[i] + 1, text_of(at.lon), text_of(at.lat)),
                  fmt::format("{}, linha {}: {} {} não é longitude e latitude. Coordenadas de um plano precisam de --metric planar.",
                              table().file, m_rows[i] + 1, text_of(at.lon), text_of(at.lat)));
    }
    box.extend(at);
  }
  // A stray place moves no other: the plane is truest where most of them are.
  Projection plane(LonLat{middle_of(m_places, &Metric::x), middle_of(m_places, &Metric::y)});
  const double error = plane.max_scale_error(box);
  if (error > worst_scale_error) { refuse_far_place(plane.centre(), error); }
  if (error > notable_scale_error) {
    warn({fmt::format("Some places lie far from most: lengths there are off by up to {:.1f} %.", error * 100),
          fmt::format("Alguns lugares estão longe da maioria: aí os comprimentos têm um erro até {:.1f} %.", error * 100)});
  }
  note("projection", fmt::format("+proj=laea +lon_0={} +lat_0={} +ellps=WGS84", text_of(plane.centre().lon), text_of(plane.centre().lat)));
  note("max_scale_error", cell(error));
  m_centre = plane.centre();
  const auto to_plane = this->to_plane();
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    if (m_shapes.empty()) {
      m_places[i] = to_plane(m_places[i]);
      continue;
    }
    PlainShape shape = shape_of(table().shapes[m_rows[i]], to_plane);
    m_places[i] = shape.middle;
    m_areas.push_back(std::move(shape.rings));
  }
}

std::function<Metric(Metric)> Question::to_plane() const {
  if (!m_centre) {
    return [](Metric at) { return at; };
  }
  return [this, plane = std::make_shared<Projection>(*m_centre)](Metric at) {
    const auto in_plane = plane->forward(LonLat{at.x, at.y});
    if (!in_plane) {
      throw Error(Problem::input, table().file + ": a vertex is no longitude and latitude. Coordinates of a plane need --metric planar.",
                  table().file + ": um vértice não é longitude e latitude. Coordenadas de um plano precisam de --metric planar.");
    }
    return *in_plane;
  };
}

std::vector<double> Question::values(std::string_view name) const {
  std::vector<double> numbers;
  for (const std::uint32_t row : m_rows) { numbers.push_back(column(name).numbers[row]); }
  return numbers;
}

std::vector<double> Question::counts(std::string_view name) const {
  std::vector<double> numbers = values(name);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] >= 0) { continue; }
    throw Error(
        Problem::input,
        fmt::format("{}, row {}, column {}: {} is below 0.", table().file, m_rows[i] + 1, column(name).name, text_of(numbers[i])),
        fmt::format("{}, linha {}, coluna {}: {} está abaixo de 0.", table().file, m_rows[i] + 1, column(name).name, text_of(numbers[i])));
  }
  return numbers;
}

std::vector<WallClock> Question::clocks() const {
  std::vector<WallClock> clocks;
  const PlainColumn& times = column("time");
  for (const std::uint32_t row : m_rows) {
    if (!times.clocks.empty()) { clocks.push_back(times.clocks[row]); }
  }
  return clocks;
}

std::vector<TimeMs> Question::times() const {
  constexpr double longest_days = 1e9;
  std::vector<TimeMs> times;
  for (const double days : values("time")) {
    if (!(std::fabs(days) <= longest_days)) {
      throw Error(Problem::input, fmt::format("{}, column {}: {} days is no time.", table().file, column("time").name, text_of(days)),
                  fmt::format("{}, coluna {}: {} dias não é um tempo.", table().file, column("time").name, text_of(days)));
    }
    times.push_back(std::llround(days * ms_per_day));
  }
  return times;
}

ResultTable Question::named_rows() const {
  std::vector<std::uint32_t> all(m_rows.size());
  std::iota(all.begin(), all.end(), 0U);
  return named_rows(all);
}

ResultTable Question::named_rows(std::span<const std::uint32_t> which) const {
  ResultTable rows;
  rows.add("id", which.size(), [&](std::size_t i) { return PlainCell(id(which[i])); });
  if (!m_has_coordinates) { return rows; }
  const auto coordinate = [&](std::size_t i, bool is_x) {
    const std::uint32_t row = m_rows[which[i]];
    if (m_has_columns) { return cell(column(is_x ? "x" : "y").numbers[row]); }
    const Metric at = m_shapes[row].middle;
    return cell(is_x ? at.x : at.y);
  };
  rows.add("x", which.size(), [&](std::size_t i) { return coordinate(i, true); });
  rows.add("y", which.size(), [&](std::size_t i) { return coordinate(i, false); });
  return rows;
}

}  // namespace geo
