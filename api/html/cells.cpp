// SPDX-License-Identifier: Apache-2.0
#include "api/html/cells.hpp"

#include "geo/base/number.hpp"
#include "geo/table/utc_offset.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace api {

CellText::CellText(const Call& call, const geo::Collection& schema, Wording wording, const geo::Reprojection* crs,
                   const std::vector<std::string>& columns)
    : m_call(call),
      m_schema(schema),
      m_lists(call.site.code_lists()),
      m_wording(wording),
      m_crs(crs),
      m_offset_column(geo::utc_offset_column(schema, columns)) {}

std::string CellText::place(std::int32_t lon, std::int32_t lat) const {
  std::string text;
  if (m_crs == nullptr) {
    geo::append_coordinate(text, lon);
    text += ", ";
    geo::append_coordinate(text, lat);
    return text;
  }
  const auto image = m_crs->from_lonlat({geo::from_lattice(lon), geo::from_lattice(lat)});
  if (!image) { return std::string(m_call.say("outside of this system", "fora deste sistema")); }
  // A person needs no millimetres.
  const int decimals = m_crs->axes().decimals > 3 ? 6 : 0;
  return fmt::format("{:.{}f}, {:.{}f}", image->first, decimals, image->second, decimals);
}

std::string CellText::code(const geo::Field& field, std::string_view code) const {
  const auto list = std::find_if(m_lists.begin(), m_lists.end(), [&](const geo::CodeList& l) { return l.id == field.code_list; });
  const geo::Code* known = list == m_lists.end() ? nullptr : list->find(code);
  return known == nullptr ? std::string(code) : m_call.say(known->title) + " (" + known->code + ")";
}

void CellText::append(Html& html, const geo::BatchView& batch, std::size_t column, std::size_t row) const {
  const geo::ColumnView& cells = batch.columns[column];
  if (cells.is_null(row)) { return; }
  const geo::Field& field = m_schema.fields[column];
  if (field.type == geo::FieldType::date) {
    append_day(html, m_call, static_cast<geo::DayNumber>(cells.integer(row)), m_wording);
  } else if (field.type == geo::FieldType::time) {
    append_instant(html, m_call, cells.integer(row), geo::utc_offset_of(batch, m_offset_column, row), m_wording);
  } else {
    html.text(value(cells, field, row));
  }
}

std::string CellText::value(const geo::ColumnView& cells, const geo::Field& field, std::size_t row) const {
  std::string text;
  switch (field.type) {
    case geo::FieldType::boolean: return std::string(cells.integer(row) != 0 ? m_call.say("yes", "sim") : m_call.say("no", "não"));
    case geo::FieldType::integer: geo::append_integer(text, cells.integer(row)); break;
    case geo::FieldType::real: geo::append_number(text, cells.real(row)); break;
    case geo::FieldType::code: return code(field, cells.text(row));
    case geo::FieldType::text:
    case geo::FieldType::json: text = cells.text(row); break;
    case geo::FieldType::date:
    case geo::FieldType::time: break;  // append() writes them
  }
  return text;
}

std::string CellText::geometry(const geo::BatchView& batch, std::size_t row) const {
  const geo::GeometryColumn& column = batch.geometry;
  if (column.is_none(row)) { return {}; }
  std::string text = place(column.lon[row], column.lat[row]);
  if (column.ends == nullptr) { return text; }
  switch (column.geometry(row).kind()) {
    case geo::GeometryKind::line: text += m_call.say(" (line)", " (linha)"); break;
    case geo::GeometryKind::polygon: text += m_call.say(" (area)", " (área)"); break;
    case geo::GeometryKind::other: text += m_call.say(" (several parts)", " (várias partes)"); break;
    case geo::GeometryKind::none:
    case geo::GeometryKind::point: break;
  }
  return text;
}

}  // namespace api
