// SPDX-License-Identifier: Apache-2.0
#include "app/value_text.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "geo/base/time.hpp"

namespace app {

std::string value_text(const geo::Value& value, geo::FieldType type, std::string_view language) {
  const bool pt = language == "pt";
  std::string out;
  switch (value.index()) {
    case 0: return pt ? "vazio" : "empty";
    case 1: return std::get<bool>(value) ? (pt ? "sim" : "yes") : (pt ? "não" : "no");
    case 2:
      if (type == geo::FieldType::time) { return geo::format_time(std::get<std::int64_t>(value)); }
      if (type == geo::FieldType::date) { return geo::format_date(static_cast<geo::DayNumber>(std::get<std::int64_t>(value))); }
      return std::to_string(std::get<std::int64_t>(value));
    case 3: geo::append_number(out, std::get<double>(value)); return out;
    default: return geo::excerpt(std::get<std::string>(value));
  }
}

std::string geometry_text(const geo::Geometry& geometry, std::string_view language) {
  const bool pt = language == "pt";
  std::string out;
  switch (geometry.kind()) {
    case geo::GeometryKind::none: return pt ? "nenhuma" : "none";
    case geo::GeometryKind::point:
      geo::append_number(out, geometry.lonlat().lon);
      out += ' ';
      geo::append_number(out, geometry.lonlat().lat);
      return out;
    case geo::GeometryKind::line: return pt ? "linha" : "line";
    case geo::GeometryKind::polygon: return pt ? "polígono" : "polygon";
    default: return pt ? "geometria" : "geometry";
  }
}

void write_value(geo::JsonWriter& json, const geo::Value& value, geo::FieldType type) {
  switch (value.index()) {
    case 0: json.null(); return;
    case 1: json.value(std::get<bool>(value)); return;
    case 2:
      if (type == geo::FieldType::time || type == geo::FieldType::date) {
        json.value(value_text(value, type, "en"));
      } else {
        json.value(std::get<std::int64_t>(value));
      }
      return;
    case 3: json.value(std::get<double>(value)); return;
    default: break;
  }
  if (type == geo::FieldType::json) {
    json.raw(std::get<std::string>(value));
  } else {
    json.value(std::get<std::string>(value));
  }
}

}  // namespace app
