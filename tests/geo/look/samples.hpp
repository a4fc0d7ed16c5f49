// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/method.hpp"
#include "geo/look/look.hpp"
#include "geo/table/schema.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

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

/// A result of a method with every field that a look may go by; of the kind of geometry that its classes are drawn as.
inline geo::Collection result_of(const geo::AnalysisMethod& method) {
  geo::Collection c = result(std::string(method.id), geo::GeometryType::any, "level", geo::FieldType::integer);
  c.fields.push_back(result("", geo::GeometryType::any, "class", geo::FieldType::integer).fields.front());
  c.fields.push_back(result("", geo::GeometryType::any, "kind", geo::FieldType::text).fields.front());
  const geo::Look look = geo::look_of(c);
  for (const geo::LookClass& each : look.classes) {
    const auto drawn_as = each.geometry;
    const bool is_first = &each == &look.classes.front();
    c.geometry = is_first || c.geometry == drawn_as ? drawn_as : geo::GeometryType::any;
    if (c.geometry == geo::GeometryType::any) { break; }
  }
  return c;
}
/// Of every method whose results are maps: a new one is among them without being named.
inline std::vector<geo::Collection> maps() {
  std::vector<geo::Collection> found;
  for (const geo::AnalysisMethod& method : geo::analysis_methods()) {
    geo::Collection c = result_of(method);
    if (!geo::look_of(c).field.empty()) { found.push_back(std::move(c)); }
  }
  return found;
}

}  // namespace look_test
