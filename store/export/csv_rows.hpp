// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"
#include "geo/table/schema.hpp"
#include "store/export/places.hpp"

#include <cstddef>
#include <string>

namespace store {

/// Rows of one schema as CSV that spreadsheets open as it is meant: UTF-8 with a byte order mark, CRLF, cells made safe by
/// geo::append_csv_cell(). The columns are fid; latitude and longitude, in collections of points; the fields by their names, in
/// the schema's order; wkt, in collections of anything else that has places. In another CRS than longitude and latitude points have
/// x and y. Codes stay codes. Times carry the row's own UTC offset if the schema shows it, as in GeoJSON. A null is an empty cell,
/// and so is an empty text. Immutable; to be shared as its places are.
class CsvRows {
 public:
  /// Keeps no reference to `schema`.
  explicit CsvRows(const geo::Collection& schema, Places places = Places(), const std::vector<std::string>& columns = {});

  void append_header(std::string& out) const;
  /// Precondition: the columns of `batch` begin with those of the schema, all of them, in its order.
  void append_row(std::string& out, const geo::BatchView& batch, std::size_t row) const;

 private:
  void append_position(std::string& out, const geo::BatchView& batch, std::size_t row) const;

  geo::Collection m_schema;
  Places m_places;
  int m_offset_column;
};

}  // namespace store
