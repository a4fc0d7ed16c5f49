// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/base/time.hpp"
#include "geo/table/expression.hpp"
#include "geo/table/order.hpp"
#include "geo/table/row.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace geo {

/// Which rows. Rows without a location match every bbox, rows without a time every interval (OGC API Features Part 1, 7.15).
struct Filter {
  std::optional<BBox> bbox;
  std::optional<TimeInterval> datetime;
  /// And only those for which this is true. Must have gone through cql2::check() with the schema of the view that is asked;
  /// geometries in CRS84.
  std::shared_ptr<const Expression> where = nullptr;

  bool operator==(const Filter& other) const {
    const bool same_where = where == other.where || (where && other.where && *where == *other.where);
    return bbox == other.bbox && datetime == other.datetime && same_where;
  }
  [[nodiscard]] bool is_everything() const { return !bbox && !datetime && !where; }
};

/// Which rows, which columns, and which page of them.
struct Query {
  Filter filter;
  std::optional<Fid> fid;            ///< just this one
  std::vector<SortKey> sort;         ///< pages are in this order, then in that of fid
  std::vector<Value> after_keys;     ///< with `sort`: one value for each key, and the page begins after them and `after`
  Fid after = 0;                     ///< rows with a larger fid; with `sort` it counts only together with after_keys
  std::uint64_t offset = 0;          ///< rows to pass over
  std::uint32_t limit = 10;          ///< rows at most
  std::vector<std::string> columns;  ///< names of the view's schema; empty: all of them
};

/// Square cells of the Web Mercator quadtree: 2^zoom by 2^zoom over the world. Cells of one zoom nest in those above.
struct Grid {
  int zoom = 0;  ///< 0..30
};

struct CellCount {
  std::uint64_t cell = 0;  ///< quadkey: Morton code of column (even bits) and row (odd bits) at Grid::zoom
  std::uint64_t count = 0;

  bool operator==(const CellCount&) const = default;
};

struct Aggregate {
  std::vector<CellCount> cells;        ///< in order of cell, none with 0
  std::uint64_t without_geometry = 0;  ///< matched rows that no cell holds; sum of counts + this = count()

  bool operator==(const Aggregate&) const = default;
};

}  // namespace geo
