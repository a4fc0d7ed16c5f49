// SPDX-License-Identifier: Apache-2.0
#include "geo/table/row.hpp"

#include "geo/base/hash.hpp"

#include <cassert>
#include <cmath>
#include <cstring>

namespace geo {
namespace {

std::uint64_t hash_value(const Value& value) {
  switch (value.index()) {
    case 1: return mix64(std::get<bool>(value) ? 1 : 2);
    case 2: return mix64(static_cast<std::uint64_t>(std::get<std::int64_t>(value)));
    case 3: {
      std::uint64_t bits = 0;
      const double d = std::get<double>(value);
      std::memcpy(&bits, &d, sizeof bits);
      return mix64(bits);
    }
    default: return hash64(std::get<std::string>(value));
  }
}

std::uint64_t hash_geometry(const Geometry& g) {
  if (g.is_none()) { return 0; }
  if (g.kind() != GeometryKind::point) { return hash64(g.wkb()); }
  const auto lon = static_cast<std::uint32_t>(to_lattice(g.lonlat().lon));
  const auto lat = static_cast<std::uint32_t>(to_lattice(g.lonlat().lat));
  return mix64((std::uint64_t{lon} << 32U) | lat);
}

}  // namespace

// 0000-01-01 and 9999-12-31: what lies beyond, format_date() cannot write.
constexpr std::int64_t first_day = -719'528;
constexpr std::int64_t last_day = 2'932'896;

bool fits(const Value& value, FieldType type) {
  switch (value.index()) {
    case 0: return true;
    case 1: return type == FieldType::boolean;
    case 2: {
      const std::int64_t number = std::get<std::int64_t>(value);
      if (type == FieldType::date) { return number >= first_day && number <= last_day; }
      return type == FieldType::integer || type == FieldType::time;
    }
    case 3: return type == FieldType::real && std::isfinite(std::get<double>(value));
    default: return type == FieldType::text || type == FieldType::code || type == FieldType::json;
  }
}

bool fits(const Geometry& geometry, GeometryType type) {
  switch (geometry.kind()) {
    case GeometryKind::none: return true;
    case GeometryKind::point: return type == GeometryType::point || type == GeometryType::any;
    case GeometryKind::line: return type == GeometryType::line || type == GeometryType::any;
    case GeometryKind::polygon: return type == GeometryType::polygon || type == GeometryType::any;
    default: return type == GeometryType::any;
  }
}

std::uint64_t content_hash(const Collection& collection, const Row& row) { return ContentHasher(collection)(row); }

ContentHasher::ContentHasher(const Collection& collection) {
  for (const Field& field : collection.fields) { m_names.push_back(field.system ? std::nullopt : std::optional(hash64(field.name))); }
}

std::uint64_t ContentHasher::operator()(const Row& row) const {
  assert(row.values.size() == m_names.size());
  // A sum does not depend on the order of the fields, and a null adds nothing.
  std::uint64_t sum = hash_geometry(row.geometry);
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    if (m_names[i] && !is_null(row.values[i])) { sum += mix64(hash_value(row.values[i]) ^ *m_names[i]); }
  }
  return sum;
}

}  // namespace geo
