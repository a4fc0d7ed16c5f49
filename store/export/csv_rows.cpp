// SPDX-License-Identifier: Apache-2.0
#include "store/export/csv_rows.hpp"

#include "geo/base/csv.hpp"
#include "geo/base/number.hpp"
#include "geo/base/time.hpp"
#include "geo/geometry/wkt.hpp"
#include "geo/table/utc_offset.hpp"

#include <cassert>

namespace store {
namespace {

constexpr const char* byte_order_mark = "\xEF\xBB\xBF";

void append_value(std::string& out, const geo::ColumnView& column, geo::FieldType type, std::size_t row, int utc_offset_min) {
  switch (type) {
    case geo::FieldType::boolean: out += column.integer(row) != 0 ? "true" : "false"; break;
    case geo::FieldType::integer: geo::append_integer(out, column.integer(row)); break;
    case geo::FieldType::real: geo::append_number(out, column.real(row)); break;
    case geo::FieldType::text:
    case geo::FieldType::code:
    case geo::FieldType::json: geo::append_csv_cell(out, column.text(row)); break;
    case geo::FieldType::date: geo::append_date(out, static_cast<geo::DayNumber>(column.integer(row))); break;
    case geo::FieldType::time: geo::append_time(out, column.integer(row), utc_offset_min); break;
  }
}

void append_position(std::string& out, const geo::GeometryColumn& geometry, std::size_t row) {
  out += ',';
  if (!geometry.is_none(row)) { geo::append_coordinate(out, geometry.lat[row]); }
  out += ',';
  if (!geometry.is_none(row)) { geo::append_coordinate(out, geometry.lon[row]); }
}

}  // namespace

CsvRows::CsvRows(const geo::Collection& schema) : m_schema(schema), m_offset_column(geo::utc_offset_column(schema)) {}

void CsvRows::append_header(std::string& out) const {
  out += byte_order_mark;
  out += "fid";
  if (m_schema.geometry == geo::GeometryType::point) { out += ",latitude,longitude"; }
  for (const geo::Field& field : m_schema.fields) { (out += ',') += field.name; }
  if (m_schema.geometry != geo::GeometryType::point && m_schema.geometry != geo::GeometryType::none) { out += ",wkt"; }
  out += "\r\n";
}

void CsvRows::append_row(std::string& out, const geo::BatchView& batch, std::size_t row) const {
  assert(batch.columns.size() == m_schema.fields.size());
  const int utc_offset_min = geo::utc_offset_of(batch, m_offset_column, row);
  geo::append_integer(out, batch.fid.integer(row));
  if (m_schema.geometry == geo::GeometryType::point) { append_position(out, batch.geometry, row); }
  for (std::size_t i = 0; i < m_schema.fields.size(); ++i) {
    out += ',';
    const geo::ColumnView& column = batch.columns[i];
    if (!column.is_null(row)) { append_value(out, column, m_schema.fields[i].type, row, utc_offset_min); }
  }
  if (m_schema.geometry != geo::GeometryType::point && m_schema.geometry != geo::GeometryType::none) {
    out += ',';
    std::string text;
    geo::append_wkt(text, batch.geometry.geometry(row));
    geo::append_csv_cell(out, text);
  }
  out += "\r\n";
}

}  // namespace store
