// SPDX-License-Identifier: Apache-2.0
#include "importers/read/json_row.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "geo/geometry/wkb.hpp"
#include "importers/read/geojson_geometry.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <unordered_map>

namespace importers {
namespace {

namespace dom = simdjson::dom;

// No member of simdjson that throws is used: its results are taken with get().

std::string_view text_member(const dom::object& object, std::string_view key) {
  std::string_view text;
  return object.at_key(key).get(text) == simdjson::SUCCESS ? text : std::string_view();
}

std::string number_text(const dom::element& element) {
  double value = 0;
  std::string text;
  if (element.get(value) == simdjson::SUCCESS) { geo::append_number(text, value); }
  return text;
}

/// A pair of numbers, or of nulls where nothing was measured.
bool is_pair(const dom::array& array) {
  if (array.size() != 2) { return false; }
  for (const dom::element item : array) {
    if (!item.is_number() && !item.is_null()) { return false; }
  }
  return true;
}

}  // namespace

struct JsonRowParser::State {
  State(std::string file_name, const ReadLimits& read_limits) : file(std::move(file_name)), limits(read_limits) {}

  void take(const std::string& name, const dom::element& element);
  void take_object(const std::string& name, const dom::object& object);
  void take_point(const std::string& name, const dom::object& object);
  void take_geometry(const dom::object& object);
  void take_array(const std::string& name, const dom::array& array);
  void set(const std::string& name, std::string_view text);
  std::size_t column_of(const std::string& name);
  void fail(std::string_view rule, geo::Text text) {
    if (problem_rule.empty()) {
      problem_rule = rule;
      problem = std::move(text);
    }
  }

  std::string file;
  ReadLimits limits;
  dom::parser parser;
  ColumnNames names;
  std::unordered_map<std::string, std::size_t> index;

  // the row being read
  std::vector<std::string> cells;
  std::vector<bool> present;
  geo::WkbBuilder wkb;
  GeometryFacts facts;
  geo::GeometryKind kind = geo::GeometryKind::none;
  std::string_view problem_rule;
  geo::Text problem;
  std::size_t problem_column = 0;
  bool has_problem_column = false;
};

std::size_t JsonRowParser::State::column_of(const std::string& name) {
  if (const auto found = index.find(name); found != index.end()) { return found->second; }
  if (index.size() == limits.columns) {
    refuse(fmt::format("{} has more than {} different columns, the limit.", file, limits.columns),
           fmt::format("{} tem mais de {} colunas diferentes, o limite.", file, limits.columns));
  }
  const std::size_t column = names.size();
  names.add(std::string_view(name).substr(0, limits.field_bytes));
  index.emplace(name, column);
  cells.emplace_back();
  present.push_back(false);
  return column;
}

void JsonRowParser::State::set(const std::string& name, std::string_view text) {
  const std::size_t column = column_of(name);
  const bool nul = text.find('\0') != std::string_view::npos;
  if (problem_rule.empty() && (nul || present[column] || text.size() > limits.field_bytes)) {
    problem_column = column;
    has_problem_column = true;
  }
  if (nul) { return fail("E1", {"The text has a NUL character.", "O texto tem um carácter NUL."}); }
  if (present[column]) { return fail("json", {"The value is there twice.", "O valor aparece duas vezes."}); }
  if (text.size() > limits.field_bytes) {
    return fail("limit", {fmt::format("The value is longer than {} bytes, the limit.", limits.field_bytes),
                          fmt::format("O valor tem mais de {} bytes, o limite.", limits.field_bytes)});
  }
  cells[column] = text;
  present[column] = true;
}

void JsonRowParser::State::take(const std::string& name, const dom::element& element) {
  std::string_view text;
  dom::object object;
  dom::array array;
  if (element.is_null()) {
    column_of(name);  // the column is there, also where the first rows leave it empty
  } else if (element.get(text) == simdjson::SUCCESS) {
    set(name, text);
  } else if (element.get(object) == simdjson::SUCCESS) {
    take_object(name, object);
  } else if (element.get(array) == simdjson::SUCCESS) {
    take_array(name, array);
  } else {
    set(name, simdjson::minify(element));
  }
}

void JsonRowParser::State::take_object(const std::string& name, const dom::object& object) {
  const std::string_view type = text_member(object, "type");
  dom::array coordinates;
  if (!type.empty() && object.at_key("coordinates").get(coordinates) == simdjson::SUCCESS) {
    return type == "Point" ? take_point(name, object) : take_geometry(object);
  }
  for (const auto [key, value] : object) { take(name.empty() ? std::string(key) : name + "/" + std::string(key), value); }
}

/// ODK: {"type":"Point","coordinates":[lon,lat,alt],"properties":{"accuracy":5}}.
void JsonRowParser::State::take_point(const std::string& name, const dom::object& object) {
  dom::array coordinates;
  if (object.at_key("coordinates").get(coordinates) != simdjson::SUCCESS) { return; }
  static constexpr std::array<const char*, 3> parts{"-Longitude", "-Latitude", "-Altitude"};
  std::size_t i = 0;
  for (const dom::element number : coordinates) {
    if (i == parts.size()) { break; }
    if (!number.is_null()) { set(name + parts.at(i), number_text(number)); }
    ++i;
  }
  dom::element accuracy;
  if (object["properties"]["accuracy"].get(accuracy) == simdjson::SUCCESS && !accuracy.is_null()) {
    set(name + "-Accuracy", number_text(accuracy));
  }
}

/// Any other shape goes the way of GeoJSON, whose parser knows all that can be wrong with one.
void JsonRowParser::State::take_geometry(const dom::object& object) {
  if (!wkb.bytes().empty()) { return fail("geometry", {"The row has two geometries.", "A linha tem duas geometrias."}); }
  simdjson::ondemand::parser shapes;
  const simdjson::padded_string text(simdjson::minify(object));
  simdjson::ondemand::document document;
  simdjson::ondemand::object shape;
  if (shapes.iterate(text).get(document) != simdjson::SUCCESS || document.get_object().get(shape) != simdjson::SUCCESS) { return; }
  if (const geo::Text* why = build_geojson_geometry(shape, {wkb, facts})) {
    wkb.clear();
    return fail("geometry", *why);
  }
  static constexpr std::array<geo::GeometryKind, 8> kinds{geo::GeometryKind::none,    geo::GeometryKind::point, geo::GeometryKind::line,
                                                          geo::GeometryKind::polygon, geo::GeometryKind::other, geo::GeometryKind::line,
                                                          geo::GeometryKind::polygon, geo::GeometryKind::other};
  kind = kinds.at(static_cast<unsigned char>(wkb.bytes()[1]));
}

void JsonRowParser::State::take_array(const std::string& name, const dom::array& array) {
  if (!name.ends_with("geolocation") || !is_pair(array)) { return set(name, simdjson::minify(array)); }
  bool first = true;
  for (const dom::element number : array) {
    const std::string part = name + (first ? "_latitude" : "_longitude");
    if (number.is_null()) {
      column_of(part);
    } else {
      set(part, number_text(number));
    }
    first = false;
  }
}

JsonRowParser::JsonRowParser(std::string file, const ReadLimits& limits) : m_state(std::make_unique<State>(std::move(file), limits)) {}
JsonRowParser::~JsonRowParser() = default;

const std::vector<Column>& JsonRowParser::columns() const { return m_state->names.columns(); }

void JsonRowParser::parse(std::string_view row, Record& record) {
  State& s = *m_state;
  s.cells.assign(s.names.size(), {});
  s.present.assign(s.names.size(), false);
  s.wkb.clear();
  s.facts = {};
  s.kind = geo::GeometryKind::none;
  s.problem_rule = {};
  s.has_problem_column = false;
  dom::element element;
  dom::object object;
  if (const auto error = s.parser.parse(row.data(), row.size(), true).get(element); error != simdjson::SUCCESS) {
    const char* const why = simdjson::error_message(error);
    s.fail(error == simdjson::UTF8_ERROR ? "E1" : "json",
           {fmt::format("The row is not well-formed JSON ({}).", why), fmt::format("A linha não é JSON bem formado ({}).", why)});
  } else if (element.get(object) != simdjson::SUCCESS) {
    s.fail("json", {"The row is not an object but another JSON value.", "A linha não é um objecto, mas outro valor JSON."});
  } else {
    s.take_object("", object);
  }
  record.rule = s.problem_rule;
  record.problem = record.problem_pt = record.problem_column = record.problem_value = {};
  if (!record.usable()) {
    record.problem = s.problem.en;
    record.problem_pt = s.problem.pt;
    if (s.has_problem_column) { record.problem_column = s.names.columns()[s.problem_column].name; }
    record.problem_value = row;
    s.wkb.clear();
    s.kind = geo::GeometryKind::none;
  }
  record.cells.clear();
  for (std::size_t c = 0; c < s.cells.size(); ++c) {
    record.cells.push_back(s.present[c] ? std::string_view(s.cells[c]) : std::string_view());
  }
  record.wkb = s.wkb.bytes();
  record.geometry_facts = s.facts;
  record.geometry_kind = s.kind;
}

}  // namespace importers
