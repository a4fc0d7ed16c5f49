// SPDX-License-Identifier: Apache-2.0
#include "importers/read/geojson_geometry.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace importers {
namespace {

namespace ondemand = simdjson::ondemand;
using geo::WkbType;
using Fault = const geo::Text*;

const geo::Text no_json{"The geometry is not well-formed JSON.", "A geometria não é JSON bem formado."};
const geo::Text no_type{"The geometry has no type, or an unknown one.", "A geometria não tem tipo, ou o tipo é desconhecido."};
const geo::Text no_coordinates{"The geometry has no coordinates.", "A geometria não tem coordenadas."};
const geo::Text two_coordinates{"The geometry has its coordinates twice.", "A geometria tem as coordenadas duas vezes."};
const geo::Text empty_list{"The geometry has an empty list of coordinates.", "A geometria tem uma lista de coordenadas vazia."};
const geo::Text no_list{"The coordinates are not nested as the type of the geometry wants.",
                        "As coordenadas não estão aninhadas como o tipo da geometria exige."};
const geo::Text bad_number{"A coordinate is not a finite number.", "Uma coordenada não é um número finito."};
const geo::Text short_position{"A position has fewer than two numbers.", "Uma posição tem menos de dois números."};
const geo::Text too_nested{"Geometry collections are nested deeper than 7.", "As colecções de geometrias têm mais de 7 níveis."};

constexpr int max_nesting = 7;  // of collections; geo::Geometry::from_wkb takes 8 levels

std::optional<WkbType> type_named(ondemand::raw_json_string name) {
  static constexpr std::array<std::string_view, 7> names{"Point",           "LineString",   "Polygon",           "MultiPoint",
                                                         "MultiLineString", "MultiPolygon", "GeometryCollection"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (name == names[i]) { return static_cast<WkbType>(i + 1); }
  }
  return std::nullopt;
}

/// Calls `each` for every element of the array `value`, of which there must be one.
template <class Each>
Fault for_each(ondemand::value value, Each each) {
  ondemand::array array;
  if (value.get_array().get(array) != simdjson::SUCCESS) { return &no_list; }
  bool empty = true;
  for (auto item : array) {
    ondemand::value element;
    if (item.get(element) != simdjson::SUCCESS) { return &no_json; }
    if (const Fault fault = each(element)) { return fault; }
    empty = false;
  }
  return empty ? &empty_list : nullptr;
}

Fault read_number(ondemand::value value, double& number) {
  const auto error = value.get_double().get(number);
  if (error == simdjson::SUCCESS) { return nullptr; }
  ondemand::json_type type{};
  const bool nested =
      error == simdjson::INCORRECT_TYPE && value.type().get(type) == simdjson::SUCCESS && type == ondemand::json_type::array;
  return nested ? &no_list : &bad_number;
}

/// A position as it stands: its first two numbers, how many there are, and how many nulls in their place.
struct Position {
  double xy[2] = {0, 0};
  std::size_t numbers = 0;
  std::size_t nulls = 0;
};

Fault read_position(ondemand::value value, Position& position) {
  return for_each(value, [&](ondemand::value element) -> Fault {
    double number = 0;
    const Fault bad = read_number(element, number);
    if (bad != nullptr && is_null(element)) {
      ++position.nulls;
      return nullptr;
    }
    if (position.numbers < 2) { position.xy[position.numbers] = number; }
    ++position.numbers;
    return bad;
  });
}

Fault add_position(GeometryBuild build, ondemand::value value) {
  Position position;
  if (const Fault fault = read_position(value, position)) { return fault; }
  if (position.nulls > 0) { return &bad_number; }
  if (position.numbers < 2) { return &short_position; }
  build.wkb.vertex({position.xy[0], position.xy[1]});
  return nullptr;
}

Fault add_positions(GeometryBuild build, ondemand::value line) {
  return for_each(line, [&](ondemand::value position) { return add_position(build, position); });
}

/// Only the last vertex of a ring may be empty: `[]`, or nothing but nulls.
Fault add_ring(GeometryBuild build, ondemand::value ring) {
  build.wkb.begin_ring();
  bool ended = false;
  const Fault fault = for_each(ring, [&](ondemand::value value) -> Fault {
    Position position;
    const Fault bad = read_position(value, position);
    if (ended) { return &bad_number; }
    ended = bad == &empty_list || (bad == nullptr && position.numbers == 0);
    if (ended) { return nullptr; }
    if (bad != nullptr) { return bad; }
    if (position.nulls > 0) { return &bad_number; }
    if (position.numbers < 2) { return &short_position; }
    build.facts.had_heights = build.facts.had_heights || position.numbers > 2;
    build.wkb.vertex({position.xy[0], position.xy[1]});
    return nullptr;
  });
  if (fault != nullptr) { return fault; }
  build.facts.empty_vertices += ended ? 1 : 0;
  build.wkb.end_ring();
  return nullptr;
}

Fault add_coordinates(GeometryBuild build, WkbType type, ondemand::value value) {
  const auto parts_of = [&](WkbType part_type) {
    return for_each(value, [&](ondemand::value part) -> Fault {
      build.wkb.begin(part_type);
      if (const Fault fault = add_coordinates(build, part_type, part)) { return fault; }
      build.wkb.end();
      return nullptr;
    });
  };
  switch (type) {
    case WkbType::point: return add_position(build, value);
    case WkbType::line: return add_positions(build, value);
    case WkbType::polygon: return for_each(value, [&](ondemand::value ring) { return add_ring(build, ring); });
    case WkbType::multi_point: return parts_of(WkbType::point);
    case WkbType::multi_line: return parts_of(WkbType::line);
    case WkbType::multi_polygon: return parts_of(WkbType::polygon);
    case WkbType::collection: break;
  }
  return &no_type;
}

Fault add_members(GeometryBuild build, ondemand::value members, int nesting) {
  return for_each(members, [&](ondemand::value member) -> Fault {
    ondemand::object object;
    if (member.get_object().get(object) != simdjson::SUCCESS) { return &no_list; }
    return build_geojson_geometry(object, build, nesting + 1);
  });
}

simdjson::error_code check_array(ondemand::value value) {
  ondemand::array array;
  if (const auto error = value.get_array().get(array)) { return error; }
  for (auto item : array) {
    ondemand::value element;
    if (const auto error = item.get(element)) { return error; }
    if (const auto error = check_json(element)) { return error; }
  }
  return simdjson::SUCCESS;
}

simdjson::error_code check_object(ondemand::value value) {
  ondemand::object object;
  if (const auto error = value.get_object().get(object)) { return error; }
  for (auto field : object) {
    ondemand::value element;
    if (const auto error = field.unescaped_key().error()) { return error; }
    if (const auto error = field.value().get(element)) { return error; }
    if (const auto error = check_json(element)) { return error; }
  }
  return simdjson::SUCCESS;
}

/// The members of a geometry object of a known type.
Fault add_object(GeometryBuild build, WkbType type, ondemand::object& geometry, int nesting) {
  const bool collection = type == WkbType::collection;
  const std::string_view wanted = collection ? "geometries" : "coordinates";
  bool found = false;
  for (auto field : geometry) {
    std::string_view key;
    ondemand::value value;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS || field.value().get(value) != simdjson::SUCCESS) { return &no_json; }
    if (key != wanted) {
      if (check_json(value) != simdjson::SUCCESS) { return &no_json; }
      continue;
    }
    if (found) { return &two_coordinates; }
    found = true;
    if (const Fault fault = collection ? add_members(build, value, nesting) : add_coordinates(build, type, value)) { return fault; }
  }
  return found ? nullptr : &no_coordinates;
}

}  // namespace

bool is_null(ondemand::value value) {
  bool null = false;
  return value.is_null().get(null) == simdjson::SUCCESS && null;
}

simdjson::error_code check_json(ondemand::value value) {
  ondemand::json_type type{};
  if (const auto error = value.type().get(type)) { return error; }
  switch (type) {
    case ondemand::json_type::array: return check_array(value);
    case ondemand::json_type::object: return check_object(value);
    case ondemand::json_type::number: return value.get_double().error();
    case ondemand::json_type::string: return value.get_string().error();
    case ondemand::json_type::boolean: return value.get_bool().error();
    case ondemand::json_type::null: return is_null(value) ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
  }
  return simdjson::TAPE_ERROR;
}

const geo::Text* build_geojson_geometry(ondemand::object geometry, GeometryBuild build, int nesting) {
  if (nesting > max_nesting) { return &too_nested; }
  // Raw: a string must be unescaped at most once, the parser's buffer has room for no more.
  ondemand::raw_json_string name;
  if (geometry.find_field_unordered("type").get_raw_json_string().get(name) != simdjson::SUCCESS) { return &no_type; }
  const std::optional<WkbType> type = type_named(name);
  if (!type) { return &no_type; }
  if (geometry.reset().error() != simdjson::SUCCESS) { return &no_json; }
  build.wkb.begin(*type);
  if (const Fault fault = add_object(build, *type, geometry, nesting)) { return fault; }
  build.wkb.end();
  return nullptr;
}

}  // namespace importers
