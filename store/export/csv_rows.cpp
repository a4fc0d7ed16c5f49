// SPDX-License-Identifier: Apache-2.0
#include "store/export/csv_rows.hpp"

#include "geo/base/csv.hpp"
#include "geo/base/number.hpp"
#include "geo/base/time.hpp"
#include "geo/geometry/wkt.hpp"
#include "geo/table/utc_offset.hpp"

#include <cassert>
#include <cstring>

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

/// The coordinates of a WKB point.
geo::AxisPair pair_of(const std::string& wkb) {
  constexpr std::size_t header_bytes = 5;
  geo::AxisPair pair;
  assert(wkb.size() == header_bytes + 2 * sizeof(double));
  std::memcpy(&pair.first, wkb.data() + header_bytes, sizeof(double));
  std::memcpy(&pair.second, wkb.data() + header_bytes + sizeof(double), sizeof(double));
  return pair;
}

}  // namespace

CsvRows::CsvRows(const geo::Collection& schema, Places places, const std::vector<std::string>& columns)
    : m_schema(schema), m_places(places), m_offset_column(geo::utc_offset_column(schema, columns)) {}

void CsvRows::append_header(std::string& out) const {
  out += byte_order_mark;
  out += "fid";
  if (m_schema.geometry == geo::GeometryType::point) { out += m_places.are_lonlat() ? ",latitude,longitude" : ",x,y"; }
  for (const geo::Field& field : m_schema.fields) { (out += ',') += field.name; }
  if (m_schema.geometry != geo::GeometryType::point && m_schema.geometry != geo::GeometryType::none) { out += ",wkt"; }
  out += "\r\n";
}

void CsvRows::append_position(std::string& out, const geo::BatchView& batch, std::size_t row) const {
  if (batch.geometry.is_none(row)) {
    out += ",,";
    return;
  }
  out += ',';
  if (m_places.are_lonlat()) {
    geo::append_coordinate(out, batch.geometry.lat[row]);
    out += ',';
    geo::append_coordinate(out, batch.geometry.lon[row]);
    return;
  }
  const geo::AxisPair place = pair_of(m_places.wkb(batch, row));
  geo::append_number(out, place.first);
  out += ',';
  geo::append_number(out, place.second);
}

void CsvRows::append_row(std::string& out, const geo::BatchView& batch, std::size_t row) const {
  assert(batch.columns.size() >= m_schema.fields.size());
  const int utc_offset_min = geo::utc_offset_of(batch, m_offset_column, row);
  geo::append_integer(out, batch.fid.integer(row));
  if (m_schema.geometry == geo::GeometryType::point) { append_position(out, batch, row); }
  for (std::size_t i = 0; i < m_schema.fields.size(); ++i) {
    out += ',';
    const geo::ColumnView& column = batch.columns[i];
    if (!column.is_null(row)) { append_value(out, column, m_schema.fields[i].type, row, utc_offset_min); }
  }
  if (m_schema.geometry != geo::GeometryType::point && m_schema.geometry != geo::GeometryType::none) {
    out += ',';
    std::string text;
    if (m_places.are_lonlat()) {
      geo::append_wkt(text, batch.geometry.geometry(row));
    } else if (const std::string wkb = m_places.wkb(batch, row); !wkb.empty()) {
      geo::append_wkt(text, wkb);
    }
    geo::append_csv_cell(out, text);
  }
  out += "\r\n";
}

}  // namespace store
