// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"
#include "geo/table/schema.hpp"

#include <cstddef>
#include <string>

namespace store {

/// Rows of one schema as CSV that spreadsheets open as it is meant: UTF-8 with a byte order mark, CRLF, cells made safe by
/// geo::append_csv_cell(). The columns are fid; latitude and longitude, in collections of points; the fields by their names, in
/// the schema's order; wkt, in collections of anything else that has places. Codes stay codes. Times carry the row's own UTC
/// offset if the schema shows it, as in GeoJSON. A null is an empty cell, and so is an empty text. Immutable, safe to share.
class CsvRows {
 public:
  /// Keeps no reference to `schema`.
  explicit CsvRows(const geo::Collection& schema);

  void append_header(std::string& out) const;
  /// Precondition: the columns of `batch` are those of the schema, all of them, in its order.
  void append_row(std::string& out, const geo::BatchView& batch, std::size_t row) const;

 private:
  geo::Collection m_schema;
  int m_offset_column;
};

}  // namespace store
