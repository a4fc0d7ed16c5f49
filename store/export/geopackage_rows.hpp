// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"
#include "geo/table/schema.hpp"
#include "store/sqlite/database.hpp"

#include <string>
#include <vector>

namespace store {

/// Appends a geometry as a GeoPackage keeps it: header, box unless it is a point, WKB. Single lines and polygons become multi ones
/// in layers of lines and of polygons. Nothing for none.
void append_geopackage_geometry(std::string& out, const geo::Geometry& geometry, geo::GeometryType layer);

/// Puts rows of one schema into its layer's table.
class GeoPackageRows {
 public:
  /// The table is there, with the columns fid, geom (if it has places), and the fields.
  GeoPackageRows(Database& database, const geo::Collection& schema);

  /// Precondition: the columns of `batch` are those of the schema, all of them, in its order.
  void insert(const geo::BatchView& batch, std::size_t row);
  /// Of all that was inserted.
  [[nodiscard]] const geo::BBox& box() const { return m_box; }

 private:
  void bind_geometry(const geo::GeometryColumn& geometry, std::size_t row);
  void bind_value(int at, const geo::ColumnView& column, std::size_t field, std::size_t row);

  geo::Collection m_schema;
  Statement m_insert;
  geo::BBox m_box = geo::BBox::empty();
  std::string m_geometry;
  std::vector<std::string> m_texts;  ///< one a field: SQLite reads them when the row is written
};

}  // namespace store
