// SPDX-License-Identifier: Apache-2.0
#include "api/json/feature_writer.hpp"

#include "api/json/utc_offset.hpp"
#include "geo/base/json.hpp"
#include "geo/base/number.hpp"
#include "geo/base/time.hpp"
#include "geo/geometry/geojson.hpp"

#include <algorithm>
#include <cassert>
#include <string_view>

namespace api {
namespace {

/// Most texts need no escape; only the others take the careful way.
void append_text(std::string& out, std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; });
  if (!plain) {
    geo::append_json_string(out, text);
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

void append_value(std::string& out, const geo::ColumnView& column, geo::FieldType type, std::size_t row, int utc_offset_min) {
  switch (type) {
    case geo::FieldType::boolean: out += column.integer(row) != 0 ? "true" : "false"; break;
    case geo::FieldType::integer: geo::append_integer(out, column.integer(row)); break;
    case geo::FieldType::real: geo::append_number(out, column.real(row)); break;
    case geo::FieldType::text:
    case geo::FieldType::code: append_text(out, column.text(row)); break;
    case geo::FieldType::json: out += column.text(row); break;
    case geo::FieldType::date:
      out += '"';
      geo::append_date(out, static_cast<geo::DayNumber>(column.integer(row)));
      out += '"';
      break;
    case geo::FieldType::time:
      out += '"';
      geo::append_time(out, column.integer(row), utc_offset_min);
      out += '"';
      break;
  }
}

void append_geometry(std::string& out, const geo::GeometryColumn& geometry, std::size_t row) {
  if (geometry.ends != nullptr || geometry.is_none(row)) {
    geo::append_geojson(out, geometry.geometry(row));
    return;
  }
  out += R"({"type":"Point","coordinates":[)";
  geo::append_coordinate(out, geometry.lon[row]);
  out += ',';
  geo::append_coordinate(out, geometry.lat[row]);
  out += "]}";
}

}  // namespace

FeatureWriter::FeatureWriter(const geo::Collection& schema) : m_offset_column(utc_offset_column(schema)) {
  for (const geo::Field& field : schema.fields) {
    std::string key = m_properties.empty() ? "" : ",";
    geo::append_json_string(key, field.name);
    m_properties.push_back({key + ':', field.type});
  }
}

void FeatureWriter::append_members(std::string& out, const geo::BatchView& batch, std::size_t row) const {
  assert(batch.columns.size() == m_properties.size());
  const int utc_offset_min = utc_offset_of(batch, m_offset_column, row);
  out += R"("type":"Feature","id":)";
  geo::append_integer(out, batch.fid.integer(row));
  out += R"(,"geometry":)";
  append_geometry(out, batch.geometry, row);
  out += R"(,"properties":{)";
  for (std::size_t i = 0; i < m_properties.size(); ++i) {
    const geo::ColumnView& column = batch.columns[i];
    out += m_properties[i].key;
    if (column.is_null(row)) {
      out += "null";
    } else {
      append_value(out, column, m_properties[i].type, row, utc_offset_min);
    }
  }
  out += '}';
}

}  // namespace api
