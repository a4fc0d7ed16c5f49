// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/cql2/block.hpp"
#include "geo/cql2/range_set.hpp"
#include "geo/table/column.hpp"

#include <cstdint>
#include <vector>

// Conditions on one column, read as it lies in memory: some nanoseconds a row or less. Private to this folder.
namespace geo::cql2 {

/// Which rows of the block have a value.
Mask known_in(const ColumnView& column, const Block& block);

/// Whole numbers, days or milliseconds in one of the ranges.
ConditionPtr integer_in(const ColumnView& column, RangeSet<std::int64_t> wanted);
ConditionPtr real_in(const ColumnView& column, RangeSet<double> wanted);
ConditionPtr is_true(const ColumnView& boolean_column);
ConditionPtr is_null(const ColumnView& column);
ConditionPtr has_no_place(const GeometryColumn& geometry);

/// What was found out about each distinct text of a column beforehand.
enum class Verdict : std::uint8_t { no, unknown, yes };
/// `verdicts[i]` is about string i of the column's dictionary; `of_null` about rows without a text.
ConditionPtr by_dictionary(const ColumnView& column, std::vector<Verdict> verdicts, Verdict of_null);

}  // namespace geo::cql2
