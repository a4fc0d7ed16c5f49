// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/cql2/block.hpp"
#include "geo/table/column.hpp"
#include "geo/table/expression.hpp"
#include "geo/table/schema.hpp"

#include <cstddef>
#include <functional>
#include <memory>

namespace geo::cql2 {

/// Where the rows are that a filter is asked about. What it points to must outlive the Evaluation.
struct Rows {
  const Collection& collection;
  GeometryColumn geometry;
  std::function<ColumnView(const Field&)> column;  ///< called once for each field that the filter names
};

/// A filter made ready for one run of columns (a segment): whole blocks of rows at a time, what asks about one text column only once
/// for each distinct text, numbers and times compared as they lie in memory, the cheap parts of an "and" first. Making one costs some
/// microseconds and a look at the dictionaries; a block of 1024 rows about 1 µs for each part of the filter that compares a column with a
/// constant. Belongs to one thread at a time.
///
/// The logic is three-valued: what is said of a missing value is unknown, and only rows for which the whole is true are found.
/// Instants are compared as precisely as they are known: a moment lies in a day, and is then neither before nor after it.
class Evaluation {
 public:
  /// `filter` must have gone through check() with the same collection. Throws Error{usage} for a geometry that is not valid,
  /// Error{too_large} for a list that would have to be looked at again for every row.
  Evaluation(const Expression& filter, const Rows& rows);

  /// Those rows of the block, among the ones asked about, for which the filter is true.
  [[nodiscard]] Mask matching(const Block& block, const Mask& asked);
  /// True, false, or neither; for tests.
  [[nodiscard]] Truths truths(const Block& block, const Mask& asked);

 private:
  ConditionPtr m_condition;
  Scratch m_scratch;
};

}  // namespace geo::cql2
