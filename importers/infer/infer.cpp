// SPDX-License-Identifier: Apache-2.0
#include "importers/infer/infer.hpp"

#include "geo/base/error.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "geo/base/time.hpp"
#include "importers/mapping/mapping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <vector>

namespace importers {
namespace {

using geo::FieldType;

/// Narrowest first: the first type that every cell of a column has is the column's.
constexpr std::array candidates{FieldType::boolean, FieldType::integer, FieldType::real, FieldType::date, FieldType::time};

/// Digits that are a name, not a quantity: with a leading zero, or more of them than a number keeps.
bool is_code_like(std::string_view cell) {
  const bool digits = std::all_of(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && ((cell.size() > 1 && cell.front() == '0') || cell.size() > 15);
}

bool is_of(FieldType type, std::string_view cell) {
  switch (type) {
    case FieldType::boolean: return cell == "true" || cell == "false";
    case FieldType::integer: return !is_code_like(cell) && geo::parse_integer(cell).has_value();
    case FieldType::real: return !is_code_like(cell) && geo::parse_number(cell).has_value();
    default: {
      const std::optional<geo::ParsedTime> time = geo::parse_iso_time(cell);
      return time && time->has_time == (type == FieldType::time);
    }
  }
}

/// What the cells of one column have been so far.
struct Census {
  std::array<bool, candidates.size()> possible{true, true, true, true, true};
  bool any = false;

  void add(std::string_view cell) {
    if (cell.empty()) { return; }
    any = true;
    for (std::size_t i = 0; i < candidates.size(); ++i) { possible[i] = possible[i] && is_of(candidates[i], cell); }
  }
  [[nodiscard]] FieldType type() const {
    for (std::size_t i = 0; any && i < candidates.size(); ++i) {
      if (possible[i]) { return candidates[i]; }
    }
    return FieldType::text;
  }
};

std::optional<geo::GeometryType> type_of(geo::GeometryKind kind) {
  switch (kind) {
    case geo::GeometryKind::none: return std::nullopt;
    case geo::GeometryKind::point: return geo::GeometryType::point;
    case geo::GeometryKind::line: return geo::GeometryType::line;
    case geo::GeometryKind::polygon: return geo::GeometryType::polygon;
    default: return geo::GeometryType::any;
  }
}

/// Places have names, too: an administrator who makes a layer of wells means the well's. People's names stand under longer words.
bool is_plain_name(const std::string& column) {
  const std::string folded = geo::fold_name(column);
  return folded == "name" || folded == "nome";
}

/// A name no other field has.
std::string free_name(const std::string& column, std::size_t position, std::set<std::string>& taken) {
  std::string base = geo::fold_name(column).substr(0, 50);
  if (!geo::is_valid_name(base)) { base = "column_" + (base.empty() ? std::to_string(position + 1) : base); }
  if (geo::is_reserved_name(base)) { base += "_value"; }
  std::string name = base;
  for (int n = 2; !taken.insert(name).second; ++n) { name = fmt::format("{}_{}", base, n); }
  return name;
}

}  // namespace

geo::Collection infer_collection(Reader& reader, const std::string& id) {
  std::vector<Census> census;
  std::optional<geo::GeometryType> geometry;
  Record record;
  while (reader.next(record)) {
    if (!record.usable()) { continue; }
    census.resize(record.cells.size());
    for (std::size_t i = 0; i < record.cells.size(); ++i) { census[i].add(record.cells[i]); }
    if (const auto type = type_of(record.geometry_kind)) { geometry = geometry.value_or(*type) == *type ? *type : geo::GeometryType::any; }
  }
  census.resize(reader.columns().size());

  geo::Collection collection;
  collection.id = id;
  collection.title = {id, id};
  collection.builtin = false;
  // An empty schema leaves coordinates, keys and identifiers to be recognised.
  Mapping mapping(collection, {});
  mapping.extend(reader.columns());
  collection.geometry = geometry.value_or(mapping.has_coordinates() ? geo::GeometryType::point : geo::GeometryType::none);
  std::set<std::string> taken{"uuid", "source", "source_key", "extra", "confidentiality", "admin1_pcode", "admin2_pcode", "admin3_pcode"};
  for (std::size_t i = 0; i < census.size(); ++i) {
    const Use use = mapping[i].use;
    if (use != Use::extra && use != Use::key && !is_plain_name(mapping.name(i))) { continue; }
    geo::Field field;
    field.name = free_name(mapping.name(i), i, taken);
    field.type = census[i].type();
    field.title = {mapping.name(i), mapping.name(i)};
    field.synonyms = {geo::fold_name(mapping.name(i))};
    collection.fields.push_back(std::move(field));
  }
  if (collection.fields.empty() && collection.geometry == geo::GeometryType::none) {
    throw geo::Error(geo::Problem::input, "the file has no column that could become a field", "o ficheiro não tem colunas que possam ser campos");
  }
  return collection;
}

}  // namespace importers
