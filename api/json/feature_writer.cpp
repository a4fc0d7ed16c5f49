// SPDX-License-Identifier: Apache-2.0
#include "api/json/feature_writer.hpp"

#include "geo/base/json.hpp"
#include "geo/base/number.hpp"
#include "geo/base/time.hpp"
#include "geo/geometry/geojson.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/table/utc_offset.hpp"
#include "store/export/places.hpp"

#include <cassert>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace api {
namespace {

/// Whether every one of eight bytes stands for itself in JSON: none below 0x20, above 0x7e (0x7f and UTF-8 included), '"' or '\\'.
bool are_plain(std::uint64_t eight) {
  constexpr std::uint64_t each = 0x0101010101010101U;
  constexpr std::uint64_t top = 0x80 * each;
  const std::uint64_t control = eight - 0x20 * each;
  const std::uint64_t del_or_above = eight + each;
  const std::uint64_t quote = (eight ^ ('"' * each)) - each;
  const std::uint64_t backslash = (eight ^ ('\\' * each)) - each;
  // A borrow or a carry can only raise an alarm that is not needed, and only when another byte has raised one.
  return ((control | del_or_above | eight | quote | backslash) & top) == 0;
}

bool is_plain(std::string_view text) {
  std::uint64_t eight = 0;
  for (; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
    std::memcpy(&eight, text.data(), sizeof eight);
    if (!are_plain(eight)) { return false; }
  }
  if (text.empty()) { return true; }
  eight = 0x2020202020202020U;  // spaces are plain
  std::memcpy(&eight, text.data(), text.size());
  return are_plain(eight);
}

/// Most texts need no escape; only the others take the careful way.
void append_text(std::string& out, std::string_view text) {
  if (!is_plain(text)) {
    geo::append_json_string(out, text);
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

/// Always with a decimal point or an exponent: QGIS and its like take the type of a column from the first numbers they see, and
/// would round all that follow a 16 to whole ones.
void append_real(std::string& out, double value) {
  const std::size_t begin = out.size();
  geo::append_number(out, value);
  if (out.find_first_of(".e", begin) == std::string::npos) { out += ".0"; }
}

void append_value(std::string& out, const geo::ColumnView& column, geo::FieldType type, std::size_t row, int utc_offset_min) {
  switch (type) {
    case geo::FieldType::boolean: out += column.integer(row) != 0 ? "true" : "false"; break;
    case geo::FieldType::integer: geo::append_integer(out, column.integer(row)); break;
    case geo::FieldType::real: append_real(out, column.real(row)); break;
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

/// Two coordinates as their lattice steps.
void append_point(std::string& out, std::int32_t first, std::int32_t second) {
  out += R"({"type":"Point","coordinates":[)";
  geo::append_coordinate(out, first);
  out += ',';
  geo::append_coordinate(out, second);
  out += "]}";
}

void append_geometry(std::string& out, const geo::GeometryColumn& geometry, std::size_t row) {
  if (geometry.ends != nullptr || geometry.is_none(row)) {
    geo::append_geojson(out, geometry.geometry(row));
  } else {
    append_point(out, geometry.lon[row], geometry.lat[row]);
  }
}

/// In the axis order of a CRS that is not CRS84. A geometry left out would be taken for a row without one: better no page than one that
/// says so (docs/decisions/0050).
void append_geometry_in(std::string& out, const geo::Reprojection& crs, const geo::BatchView& batch, std::size_t row) {
  const geo::Geometry geometry = batch.geometry.geometry(row);
  if (geometry.is_none()) {
    out += "null";
  } else if (crs.is_exchanged() && geometry.kind() == geo::GeometryKind::point) {
    append_point(out, batch.geometry.lat[row], batch.geometry.lon[row]);
  } else if (crs.is_exchanged()) {
    geo::append_geojson(out, geo::swap_axes(geometry.wkb()));
  } else if (geometry.kind() == geo::GeometryKind::point) {
    const auto image = crs.from_lonlat(geometry.lonlat());
    if (!image) { store::refuse_place(crs, batch.fid.integer(row)); }
    out += R"({"type":"Point","coordinates":[)";
    geo::append_rounded(out, image->first, crs.axes().decimals);
    out += ',';
    geo::append_rounded(out, image->second, crs.axes().decimals);
    out += "]}";
  } else {
    const auto image = crs.from_crs84(geometry.wkb());
    if (!image) { store::refuse_place(crs, batch.fid.integer(row)); }
    geo::append_geojson(out, *image, crs.axes().decimals);
  }
}

}  // namespace

FeatureWriter::FeatureWriter(const geo::Collection& schema, Place place, const geo::Reprojection* crs,
                             const std::vector<std::string>& columns)
    : m_place(place),
      m_crs(crs == nullptr || crs->crs().is_crs84() ? nullptr : crs),
      m_offset_column(geo::utc_offset_column(schema, columns)) {
  for (const geo::Field& field : schema.fields) {
    std::string key = m_properties.empty() ? "" : ",";
    geo::append_json_string(key, field.name);
    key += ':';
    m_properties.push_back({key, key + "null", field.type});
  }
}

void FeatureWriter::append_members(std::string& out, const geo::BatchView& batch, std::size_t row) const {
  assert(batch.columns.size() >= m_properties.size());
  const int utc_offset_min = geo::utc_offset_of(batch, m_offset_column, row);
  out += R"("type":"Feature","id":)";
  geo::append_integer(out, batch.fid.integer(row));
  out += R"(,"geometry":)";
  if (m_place == Place::left_out) {
    out += "null";
  } else if (m_crs == nullptr) {
    append_geometry(out, batch.geometry, row);
  } else {
    append_geometry_in(out, *m_crs, batch, row);
  }
  out += R"(,"properties":{)";
  for (std::size_t i = 0; i < m_properties.size(); ++i) {
    const geo::ColumnView& column = batch.columns[i];
    if (column.is_null(row)) {
      out += m_properties[i].null;
      continue;
    }
    out += m_properties[i].key;
    append_value(out, column, m_properties[i].type, row, utc_offset_min);
  }
  out += '}';
}

}  // namespace api
