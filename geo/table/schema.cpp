// SPDX-License-Identifier: Apache-2.0
#include "geo/table/schema.hpp"

#include "geo/table/row_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace geo {
namespace {

constexpr std::array<std::pair<FieldType, std::string_view>, 8> field_types{{
    {FieldType::boolean, "boolean"},
    {FieldType::integer, "integer"},
    {FieldType::real, "real"},
    {FieldType::text, "text"},
    {FieldType::code, "code"},
    {FieldType::date, "date"},
    {FieldType::time, "time"},
    {FieldType::json, "json"},
}};

constexpr std::array<std::pair<GeometryType, std::string_view>, 5> geometry_types{{
    {GeometryType::none, "none"},
    {GeometryType::point, "point"},
    {GeometryType::line, "line"},
    {GeometryType::polygon, "polygon"},
    {GeometryType::any, "any"},
}};

// Names with a meaning of their own in a store's tables, an OGC API query or a client (QGIS treats a property `id` specially).
constexpr std::array<std::string_view, 32> reserved_names{
    "batch",  "bbox", "bbox_crs", "crs", "datetime", "deleted",   "f",        "fid", "filter", "filter_crs", "geom",  "geometry",
    "id",     "ids",  "items",    "lat", "limit",    "lon",       "offset",   "q",   "rev",    "properties", "rowid", "skip_geometry",
    "sortby", "type", "token",    "key", "latitude", "longitude", "geopoint", "wkt"};

template <class Pairs, class Key>
std::string_view name_of(const Pairs& pairs, Key key) {
  return std::find_if(pairs.begin(), pairs.end(), [&](const auto& p) { return p.first == key; })->second;
}

template <class T, class Items>
const T* find_by_id(const Items& items, std::string_view id) {
  const auto it = std::find_if(items.begin(), items.end(), [&](const T& item) { return item.id == id; });
  return it == items.end() ? nullptr : &*it;
}

[[noreturn]] void refuse_name(std::string_view name) {
  throw Error(Problem::usage,
              fmt::format("the name '{}' cannot be used: take small letters a-z, digits and '_', a letter first, at most 63, "
                          "and none of the reserved words such as id, type or geometry",
                          name),
              fmt::format("o nome '{}' não pode ser usado: use letras minúsculas a-z, algarismos e '_', uma letra no início, no "
                          "máximo 63, e nenhuma palavra reservada como id, type ou geometry",
                          name));
}

}  // namespace

std::string_view to_string(FieldType type) { return name_of(field_types, type); }
std::string_view to_string(GeometryType type) { return name_of(geometry_types, type); }

std::optional<FieldType> field_type(std::string_view name) {
  for (const auto& [type, text] : field_types) {
    if (text == name) { return type; }
  }
  return std::nullopt;
}

std::optional<GeometryType> geometry_type(std::string_view name) {
  for (const auto& [type, text] : geometry_types) {
    if (text == name) { return type; }
  }
  return std::nullopt;
}

int Collection::index_of(std::string_view name) const {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == name) { return static_cast<int>(i); }
  }
  return -1;
}

const Field* Collection::field(std::string_view name) const {
  const int i = index_of(name);
  return i < 0 ? nullptr : &fields[static_cast<std::size_t>(i)];
}

const Code* CodeList::find(std::string_view code) const {
  const auto it = std::find_if(codes.begin(), codes.end(), [&](const Code& c) { return c.code == code; });
  return it == codes.end() ? nullptr : &*it;
}

Care CodeList::care(const Code& code) const {
  Care most = code.care;
  // No deeper than the list is long: a list that somebody bent into a ring ends too.
  const Code* at = &code;
  for (std::size_t i = 0; i < codes.size() && !at->parent.empty(); ++i) {
    at = find(at->parent);
    if (at == nullptr) { break; }
    most = std::max(most, at->care);
  }
  return most;
}

const Collection* Catalog::collection(std::string_view id) const { return find_by_id<Collection>(collections, id); }
const CodeList* Catalog::code_list(std::string_view id) const { return find_by_id<CodeList>(code_lists, id); }

bool is_valid_name(std::string_view name) {
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  return !name.empty() && name.size() <= 63 && is_small(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return is_small(c) || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_result_id(std::string_view id) {
  return id.size() >= 3 && id.size() <= 63 && id.substr(0, 2) == "r-" &&
         std::all_of(id.begin() + 2, id.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_reserved_name(std::string_view name) {
  return std::find(reserved_names.begin(), reserved_names.end(), name) != reserved_names.end();
}

void check_field(const Field& field, const Catalog& catalog) {
  if (!is_valid_name(field.name) || is_reserved_name(field.name)) { refuse_name(field.name); }
  if (field.type == FieldType::code && catalog.code_list(field.code_list) == nullptr) {
    throw Error(Problem::usage, fmt::format("field '{}' names the code list '{}', which does not exist", field.name, field.code_list),
                fmt::format("o campo '{}' indica a lista de códigos '{}', que não existe", field.name, field.code_list));
  }
  // Views look at such a field to know who may see the row (RowRule), so it must be where they can.
  if (!field.hot && !hidden_codes(field, catalog.code_lists, 0).empty()) {
    throw Error(Problem::usage, fmt::format("field '{}' has codes of protected classes and must be kept in memory", field.name),
                fmt::format("o campo '{}' tem códigos de classes protegidas e tem de estar em memória", field.name));
  }
  if (field.confidentiality < 0 || field.confidentiality > most_confidential) {
    throw Error(Problem::usage, fmt::format("confidentiality of field '{}' must be 0, 1, 2 or 3", field.name),
                fmt::format("a confidencialidade do campo '{}' tem de ser 0, 1, 2 ou 3", field.name));
  }
}

void check_collection(const Collection& collection, const Catalog& catalog) {
  const bool good = collection.result ? is_result_id(collection.id) : is_valid_name(collection.id) && !is_reserved_name(collection.id);
  if (!good) { refuse_name(collection.id); }
  for (std::size_t i = 0; i < collection.fields.size(); ++i) {
    const Field& field = collection.fields[i];
    check_field(field, catalog);
    if (collection.index_of(field.name) != static_cast<int>(i)) {
      throw Error(Problem::usage, fmt::format("field '{}' stands twice in '{}'", field.name, collection.id),
                  fmt::format("o campo '{}' está repetido em '{}'", field.name, collection.id));
    }
  }
}

}  // namespace geo
