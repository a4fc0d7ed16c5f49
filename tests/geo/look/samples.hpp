// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"

#include <cstddef>
#include <string>

namespace look_test {

inline std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) { ++n; }
  return n;
}

/// A result with the one field that its map is coloured by.
inline geo::Collection result(const std::string& method, geo::GeometryType geometry, const std::string& field, geo::FieldType type) {
  geo::Collection c;
  c.id = "r-1";
  c.geometry = geometry;
  c.result.emplace();
  c.result->method = method;
  geo::Field f;
  f.name = field;
  f.type = type;
  c.fields = {f};
  return c;
}
inline geo::Collection kde() { return result("kde", geo::GeometryType::polygon, "level", geo::FieldType::integer); }
inline geo::Collection gi_star() { return result("gi-star", geo::GeometryType::polygon, "class", geo::FieldType::integer); }
inline geo::Collection local_moran() { return result("local-moran", geo::GeometryType::polygon, "kind", geo::FieldType::text); }
inline geo::Collection emerging() { return result("emerging", geo::GeometryType::polygon, "kind", geo::FieldType::text); }
inline geo::Collection change() { return result("change", geo::GeometryType::polygon, "kind", geo::FieldType::text); }
inline geo::Collection gaps() { return result("coverage-gaps", geo::GeometryType::any, "kind", geo::FieldType::text); }

}  // namespace look_test
