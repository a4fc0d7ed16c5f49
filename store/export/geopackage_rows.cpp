// SPDX-License-Identifier: Apache-2.0
#include "store/export/geopackage_rows.hpp"

#include "geo/base/number.hpp"
#include "geo/base/time.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/geometry/wkb_reader.hpp"
#include "store/export/geopackage_tables.hpp"

#include <array>
#include <cassert>
#include <cstring>

namespace store {
namespace {

using geo::GeometryType;

// "GP", version 1, little endian; the CRS follows as four bytes.
constexpr std::string_view head_without_box{"GP\x00\x01", 4};
constexpr std::string_view head_with_box{"GP\x00\x03", 4};
constexpr std::int32_t wgs84 = 4326;
// WKB of a collection with one member.
constexpr std::string_view one_line{"\x01\x05\x00\x00\x00\x01\x00\x00\x00", 9};
constexpr std::string_view one_polygon{"\x01\x06\x00\x00\x00\x01\x00\x00\x00", 9};

std::string insert_statement(const geo::Collection& schema) {
  std::string names = "fid";
  std::string values = "?";
  if (schema.geometry != GeometryType::none) {
    names += ", geom";
    values += ",?";
  }
  for (const geo::Field& field : schema.fields) {
    names += ", " + sql_name(field.name);
    values += ",?";
  }
  return "INSERT INTO " + sql_name(schema.id) + "(" + names + ") VALUES(" + values + ")";
}

bool is_of(std::string_view wkb, geo::WkbType type) { return wkb[1] == static_cast<char>(type); }

template <class T>
void append_bytes(std::string& out, const T& value) {
  std::array<char, sizeof value> bytes{};
  std::memcpy(bytes.data(), &value, sizeof value);
  out.append(bytes.data(), bytes.size());
}

/// The box along x and y, whatever the CRS.
class Box {
 public:
  void begin(geo::WkbType, std::uint32_t) {}
  void ring(std::uint32_t) {}
  void end() {}
  void vertex(double x, double y) { m_box.extend(geo::LonLat{x, y}); }
  [[nodiscard]] const geo::BBox& box() const { return m_box; }

 private:
  geo::BBox m_box = geo::BBox::empty();
};

}  // namespace

void append_geopackage_geometry(std::string& out, const geo::Geometry& geometry, GeometryType layer) {
  if (geometry.is_none()) { return; }
  append_geopackage_geometry(out, geo::to_wkb(geometry), geometry.box(), wgs84, layer);
}

void append_geopackage_geometry(std::string& out, std::string_view wkb, const geo::BBox& box, std::int32_t srs_id, GeometryType layer) {
  const bool is_point = is_of(wkb, geo::WkbType::point);
  append_bytes(out += is_point ? head_without_box : head_with_box, srs_id);
  if (!is_point) { append_bytes(out, std::array<double, 4>{box.west, box.east, box.south, box.north}); }
  if (layer == GeometryType::line && is_of(wkb, geo::WkbType::line)) { out += one_line; }
  if (layer == GeometryType::polygon && is_of(wkb, geo::WkbType::polygon)) { out += one_polygon; }
  out += wkb;
}

GeoPackageRows::GeoPackageRows(Database& database, const geo::Collection& schema, Places places)
    : m_schema(schema),
      m_places(places),
      m_srs_id(static_cast<std::int32_t>(geo::parse_integer(places.epsg_code()).value_or(0))),
      m_insert(database.prepare(insert_statement(schema))),
      m_texts(schema.fields.size()) {}

void GeoPackageRows::insert(const geo::BatchView& batch, std::size_t row) {
  assert(batch.columns.size() >= m_schema.fields.size());
  int at = 1;
  m_insert.bind(at++, batch.fid.integer(row));
  if (m_schema.geometry != GeometryType::none) {
    bind_geometry(batch, row);
    ++at;
  }
  for (std::size_t i = 0; i < m_schema.fields.size(); ++i, ++at) {
    if (!batch.columns[i].is_null(row)) { bind_value(at, batch.columns[i], i, row); }
  }
  m_insert.run();
}

void GeoPackageRows::bind_geometry(const geo::BatchView& batch, std::size_t row) {
  if (batch.geometry.is_none(row)) { return; }
  m_geometry.clear();
  if (m_places.are_lonlat()) {
    const geo::Geometry place = batch.geometry.geometry(row);
    m_box.extend(place.box());
    append_geopackage_geometry(m_geometry, place, m_schema.geometry);
  } else {
    const std::string wkb = m_places.wkb(batch, row);
    Box box;
    geo::wkb::walk(wkb, box);
    m_box.extend(box.box());
    append_geopackage_geometry(m_geometry, wkb, box.box(), m_srs_id, m_schema.geometry);
  }
  m_insert.bind_blob(2, m_geometry);
}

void GeoPackageRows::bind_value(int at, const geo::ColumnView& column, std::size_t field, std::size_t row) {
  std::string& kept = m_texts[field];
  switch (m_schema.fields[field].type) {
    case geo::FieldType::boolean: m_insert.bind(at, std::int64_t{column.integer(row) != 0 ? 1 : 0}); return;
    case geo::FieldType::integer: m_insert.bind(at, column.integer(row)); return;
    case geo::FieldType::real: m_insert.bind(at, column.real(row)); return;
    case geo::FieldType::date: kept = geo::format_date(static_cast<geo::DayNumber>(column.integer(row))); break;
    case geo::FieldType::time: kept = geopackage_time(column.integer(row)); break;
    case geo::FieldType::text:
    case geo::FieldType::code:
    case geo::FieldType::json:
      if (column.text(row).find('\0') == std::string_view::npos) {
        m_insert.bind(at, column.text(row));
        return;
      }
      kept = column.text(row);
      std::erase(kept, '\0');
      break;
  }
  m_insert.bind(at, std::string_view(kept));
}

}  // namespace store
