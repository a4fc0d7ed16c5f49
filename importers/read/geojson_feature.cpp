// SPDX-License-Identifier: Apache-2.0
#include "importers/read/geojson_feature.hpp"

#include "geo/base/error.hpp"
#include "importers/read/geojson_crs.hpp"
#include "importers/read/geojson_geometry.hpp"
#include "importers/read/json_extent.hpp"
#include "importers/read/refuse.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>

namespace importers {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t no_column = static_cast<std::size_t>(-1);

/// A problem of one record; `column` when it is in one cell.
struct Fault {
  std::string_view rule;
  geo::Text text;
  std::size_t column = no_column;
  std::string_view value = {};
};
using MaybeFault = std::optional<Fault>;

Fault json_fault(simdjson::error_code error, std::size_t column = no_column, std::string_view value = {}) {
  if (error == simdjson::UTF8_ERROR) {
    return {"E1", {"The feature has bytes that are not UTF-8 text.", "O elemento tem bytes que não são texto UTF-8."}, column, value};
  }
  const char* const why = simdjson::error_message(error);
  return {"json",
          {fmt::format("The feature is not well-formed JSON ({}).", why), fmt::format("O elemento não é JSON bem formado ({}).", why)},
          column,
          value};
}

Fault feature_fault(std::string en, std::string pt) { return {"feature", {std::move(en), std::move(pt)}}; }

struct KeyHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
};

/// The geometry types under their numbers in WKB, little endian: the first byte of four says it all.
geo::GeometryKind kind_of(unsigned wkb_type) {
  static constexpr std::array<geo::GeometryKind, 8> kinds{geo::GeometryKind::none,    geo::GeometryKind::point, geo::GeometryKind::line,
                                                          geo::GeometryKind::polygon, geo::GeometryKind::other, geo::GeometryKind::line,
                                                          geo::GeometryKind::polygon, geo::GeometryKind::other};
  return kinds.at(wkb_type);
}

std::string_view trimmed(std::string_view token) {
  const std::size_t last = token.find_last_not_of(" \t\r\n");
  return token.substr(0, last + 1);
}

}  // namespace

struct FeatureParser::State {
  State(std::string file_name, const ReadLimits& read_limits) : file(std::move(file_name)), limits(read_limits) {}

  void parse(std::string_view text, std::size_t readable, std::string_view file_crs, Record& record);
  MaybeFault read_feature(simdjson::padded_string_view text, std::string_view file_crs);
  MaybeFault read_member(std::string_view key, ondemand::value value, std::string_view file_crs);
  static MaybeFault read_type(ondemand::value value);
  MaybeFault read_geometry(ondemand::value value);
  MaybeFault read_properties(ondemand::value value);
  MaybeFault read_crs(ondemand::value value, std::string_view file_crs) const;
  MaybeFault read_cell(std::size_t column, ondemand::value value);
  MaybeFault set_cell(std::size_t column, std::string_view text);
  std::size_t column_of(std::string_view key);
  std::size_t id_column_index();
  std::string_view nested_text(ondemand::value value) const;

  std::string file;
  ReadLimits limits;
  ondemand::parser parser;
  ColumnNames names;
  std::vector<std::string> keys;  // as in the file, one per column
  std::unordered_map<std::string, std::size_t, KeyHash, std::equal_to<>> index;
  std::size_t id_column = no_column;
  std::size_t expected = 0;  // features usually repeat their keys in the same order

  // the feature being read
  std::string_view feature;
  std::vector<std::string_view> cells;
  std::vector<bool> seen;  // by column; properties that are null have no cell but may not come twice either
  unsigned members = 0;
  geo::WkbBuilder wkb;
  GeometryFacts geometry_facts;
  geo::Text problem;
};

void FeatureParser::State::parse(std::string_view text, std::size_t readable, std::string_view file_crs, Record& record) {
  feature = text;
  cells.assign(names.size(), {});
  seen.assign(names.size(), false);
  members = 0;
  wkb.clear();
  geometry_facts = {};
  const MaybeFault fault = read_feature(simdjson::padded_string_view(text.data(), text.size(), readable), file_crs);
  record.rule = record.problem = record.problem_pt = record.problem_column = record.problem_value = {};
  if (fault) {
    problem = fault->text;
    record.rule = fault->rule;
    record.problem = problem.en;
    record.problem_pt = problem.pt;
    record.problem_value = fault->value.data() == nullptr ? feature : fault->value;
    if (fault->column != no_column) { record.problem_column = names.columns()[fault->column].name; }
    wkb.clear();
  }
  record.cells.assign(cells.begin(), cells.end());
  record.wkb = wkb.bytes();
  record.geometry_facts = geometry_facts;
  record.geometry_kind = geo::GeometryKind::none;
  if (!record.wkb.empty()) { record.geometry_kind = kind_of(static_cast<unsigned char>(record.wkb[1])); }
}

MaybeFault FeatureParser::State::read_feature(simdjson::padded_string_view text, std::string_view file_crs) {
  ondemand::document document;
  if (const auto error = parser.iterate(text).get(document)) { return json_fault(error); }
  ondemand::object object;
  if (const auto error = document.get_object().get(object)) {
    if (error != simdjson::INCORRECT_TYPE) { return json_fault(error); }
    return feature_fault("This is not a Feature but another JSON value.", "Isto não é um Feature, mas outro valor JSON.");
  }
  for (auto field : object) {
    std::string_view key;
    ondemand::value value;
    if (const auto error = field.unescaped_key().get(key)) { return json_fault(error); }
    if (const auto error = field.value().get(value)) { return json_fault(error); }
    if (MaybeFault fault = read_member(key, value, file_crs)) { return fault; }
  }
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) { return json_fault(simdjson::TRAILING_CONTENT); }
  if ((members & 1U) == 0) {
    return feature_fault("The object has no type; it must be a Feature.", "O objecto não tem tipo; deve ser um Feature.");
  }
  return std::nullopt;
}

MaybeFault FeatureParser::State::read_member(std::string_view key, ondemand::value value, std::string_view file_crs) {
  static constexpr std::array<std::string_view, 5> known{"type", "properties", "geometry", "id", "crs"};
  unsigned which = 0;
  while (which < known.size() && known[which] != key) { ++which; }
  if (which < known.size()) {
    if ((members >> which & 1U) != 0) {
      return feature_fault(fmt::format("The feature has the member {} twice.", key),
                           fmt::format("O elemento tem o membro {} duas vezes.", key));
    }
    members |= 1U << which;
  }
  switch (which) {
    case 0: return read_type(value);
    case 1: return read_properties(value);
    case 2: return read_geometry(value);
    case 3: return read_cell(id_column_index(), value);
    case 4: return read_crs(value, file_crs);
    default: break;
  }
  if (const auto error = check_json(value)) { return json_fault(error); }
  return std::nullopt;
}

MaybeFault FeatureParser::State::read_type(ondemand::value value) {
  std::string_view type;
  if (value.get_string().get(type) == simdjson::SUCCESS && type == "Feature") { return std::nullopt; }
  return feature_fault("The type of the object is not Feature.", "O tipo do objecto não é Feature.");
}

MaybeFault FeatureParser::State::read_geometry(ondemand::value value) {
  ondemand::object geometry;
  if (is_null(value)) { return std::nullopt; }
  if (value.get_object().get(geometry) != simdjson::SUCCESS) {
    return feature_fault("The geometry is neither an object nor null.", "A geometria não é um objecto nem null.");
  }
  if (const geo::Text* why = build_geojson_geometry(geometry, {wkb, geometry_facts})) { return Fault{"geometry", *why}; }
  return std::nullopt;
}

MaybeFault FeatureParser::State::read_properties(ondemand::value value) {
  ondemand::object properties;
  if (is_null(value)) { return std::nullopt; }
  if (value.get_object().get(properties) != simdjson::SUCCESS) {
    return feature_fault("The properties are neither an object nor null.", "As propriedades não são um objecto nem null.");
  }
  for (auto field : properties) {
    std::string_view key;
    ondemand::value cell;
    if (const auto error = field.unescaped_key().get(key)) { return json_fault(error); }
    if (const auto error = field.value().get(cell)) { return json_fault(error); }
    if (MaybeFault fault = read_cell(column_of(key), cell)) { return fault; }
  }
  return std::nullopt;
}

MaybeFault FeatureParser::State::read_crs(ondemand::value value, std::string_view file_crs) const {
  const std::string_view text = nested_text(value);
  if (const auto error = check_json(value)) { return json_fault(error); }
  try {
    const std::string crs = read_geojson_crs(text, file);
    if (crs.empty() || crs == file_crs || (is_crs84(crs) && is_crs84(file_crs))) { return std::nullopt; }
  } catch (const geo::Error& error) { return Fault{"crs", error.text(), no_column, text}; }
  return Fault{"crs",
               {"The feature has another coordinate reference system than the file.",
                "O elemento tem um sistema de coordenadas diferente do ficheiro."},
               no_column,
               text};
}

std::string_view FeatureParser::State::nested_text(ondemand::value value) const {
  const char* const begin = value.raw_json_token().data();
  const std::string_view rest(begin, static_cast<std::size_t>(feature.data() + feature.size() - begin));
  return rest.substr(0, find_json_extent(rest, true, limits.depth).size);
}

MaybeFault FeatureParser::State::read_cell(std::size_t column, ondemand::value value) {
  ondemand::json_type type{};
  if (const auto error = value.type().get(type)) { return json_fault(error, column); }
  const bool nested = type == ondemand::json_type::object || type == ondemand::json_type::array;
  std::string_view text;
  simdjson::error_code error = simdjson::SUCCESS;
  if (type == ondemand::json_type::string) {
    error = value.get_string().get(text);
  } else {
    const std::string_view token = nested ? nested_text(value) : trimmed(value.raw_json_token());
    error = check_json(value);
    if (type != ondemand::json_type::null) { text = token; }
  }
  if (error != simdjson::SUCCESS) { return json_fault(error, column); }
  if (text.find('\0') != std::string_view::npos) {
    return Fault{"E1", {"The text has a NUL character.", "O texto tem um carácter NUL."}, column, text};
  }
  return set_cell(column, text);
}

MaybeFault FeatureParser::State::set_cell(std::size_t column, std::string_view text) {
  if (seen[column]) { return Fault{"json", {"The property is there twice.", "A propriedade aparece duas vezes."}, column, text}; }
  seen[column] = true;
  if (text.size() > limits.field_bytes) {
    return Fault{"limit",
                 {fmt::format("The value is longer than {} bytes, the limit.", limits.field_bytes),
                  fmt::format("O valor tem mais de {} bytes, o limite.", limits.field_bytes)},
                 column,
                 text};
  }
  cells[column] = text;
  return std::nullopt;
}

std::size_t FeatureParser::State::column_of(std::string_view key) {
  if (expected < keys.size() && expected != id_column && keys[expected] == key) { return expected++; }
  if (const auto found = index.find(key); found != index.end()) {
    expected = found->second + 1;
    return found->second;
  }
  if (index.size() == limits.columns) {
    refuse(fmt::format("{} has more than {} different properties, the limit.", file, limits.columns),
           fmt::format("{} tem mais de {} propriedades diferentes, o limite.", file, limits.columns));
  }
  const std::size_t column = names.size();
  names.add(key.substr(0, limits.field_bytes));
  keys.emplace_back(key);
  index.emplace(key, column);
  cells.emplace_back();
  seen.push_back(false);
  expected = column + 1;
  return column;
}

std::size_t FeatureParser::State::id_column_index() {
  if (id_column == no_column) {
    id_column = names.size();
    names.add("@id");
    keys.emplace_back();
    cells.emplace_back();
    seen.push_back(false);
  }
  return id_column;
}

FeatureParser::FeatureParser(std::string file, const ReadLimits& limits) : m_state(std::make_unique<State>(std::move(file), limits)) {}
FeatureParser::~FeatureParser() = default;

void FeatureParser::parse(std::string_view feature, std::size_t readable, std::string_view file_crs, Record& record) {
  m_state->parse(feature, readable, file_crs, record);
}

const std::vector<Column>& FeatureParser::columns() const { return m_state->names.columns(); }

}  // namespace importers
