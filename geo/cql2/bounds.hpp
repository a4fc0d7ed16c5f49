// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/base/time.hpp"
#include "geo/table/expression.hpp"
#include "geo/table/schema.hpp"

#include <optional>
#include <vector>

namespace geo::cql2 {

/// What every row that meets a filter must be like, as far as an index can use it.
struct Bounds {
  std::vector<BBox> boxes;            ///< each must meet the row's box; rows without a place do not meet the filter then
  TimeMs latest_begin = INT64_MAX;    ///< Collection::time_from is not after it …
  TimeMs earliest_begin = INT64_MIN;  ///< … and not before
  TimeMs earliest_end = INT64_MIN;    ///< Collection::time_to is not before it

  [[nodiscard]] bool has_times() const { return latest_begin != INT64_MAX || earliest_begin != INT64_MIN || earliest_end != INT64_MIN; }
};

/// Of the parts of a checked filter that are joined by "and": comparisons of the collection's times with instants, and spatial
/// functions of the place and a geometry, apart from S_DISJOINT. What it does not understand bounds nothing.
Bounds bounds_of(const Expression& filter, const Collection& collection);

}  // namespace geo::cql2
