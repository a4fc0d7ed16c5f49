// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"
#include "geo/table/schema.hpp"
#include "store/export/places.hpp"
#include "store/sqlite/database.hpp"

#include <string>
#include <vector>

namespace store {

/// Appends a geometry as a GeoPackage keeps it: header, box unless it is a point, WKB. Single lines and polygons become multi ones
/// in layers of lines and of polygons. Nothing for none.
void append_geopackage_geometry(std::string& out, const geo::Geometry& geometry, geo::GeometryType layer);
/// The same of ISO WKB whose coordinates are those of `srs_id`, with its box.
void append_geopackage_geometry(std::string& out, std::string_view wkb, const geo::BBox& box, std::int32_t srs_id, geo::GeometryType layer);

/// Puts rows of one schema into its layer's table.
class GeoPackageRows {
 public:
  /// The table is there, with the columns fid, geom (if it has places), and the fields.
  GeoPackageRows(Database& database, const geo::Collection& schema, Places places = Places());

  /// Precondition: the columns of `batch` begin with those of the schema, all of them, in its order.
  void insert(const geo::BatchView& batch, std::size_t row);
  /// Of all that was inserted, along x and y.
  [[nodiscard]] const geo::BBox& box() const { return m_box; }

 private:
  void bind_geometry(const geo::BatchView& batch, std::size_t row);
  void bind_value(int at, const geo::ColumnView& column, std::size_t field, std::size_t row);

  geo::Collection m_schema;
  Places m_places;
  std::int32_t m_srs_id;
  Statement m_insert;
  geo::BBox m_box = geo::BBox::empty();
  std::string m_geometry;
  std::vector<std::string> m_texts;  ///< one a field: SQLite reads them when the row is written
};

}  // namespace store
