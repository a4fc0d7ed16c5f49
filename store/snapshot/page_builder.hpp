// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/view.hpp"

#include <memory>
#include <vector>

namespace store {

/// Copies found rows into a geo::Page that owns all it points to.
class PageBuilder {
 public:
  PageBuilder(const std::vector<geo::Field>& fields, geo::GeometryType geometry, std::size_t rows);

  void add_row(geo::Fid fid, geo::Rev rev, const geo::GeometryColumn& geometry, std::size_t row);
  /// Cell k of page row i, from a column's cell or a value. Cells never set are null.
  void set(std::size_t k, std::size_t i, const geo::ColumnView& column, std::size_t row);
  void set(std::size_t k, std::size_t i, const geo::Value& value);
  geo::Page take(bool more);

 private:
  struct Cells {
    geo::FieldType type;
    std::vector<std::int64_t> integers;  // whole numbers, or positions in `ends`
    std::vector<double> reals;
    std::vector<std::uint64_t> present;
    std::vector<std::uint64_t> ends;
    std::string bytes;
  };
  struct Owner {
    std::vector<std::int64_t> fids, revs;
    std::vector<std::int32_t> lon, lat;
    std::vector<std::uint64_t> ends;
    std::string wkb;
    std::vector<geo::BBox> boxes;
    std::vector<Cells> cells;
    std::vector<geo::ColumnView> columns;
  };

  void set_text(Cells& cells, std::size_t i, std::string_view text);
  static geo::ColumnView whole(const std::vector<std::int64_t>& values, geo::FieldType type);

  std::shared_ptr<Owner> m_owner;
  bool m_points;
};

}  // namespace store
