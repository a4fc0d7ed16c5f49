// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"
#include "geo/table/schema.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace geo {

/// Position of the field that holds the UTC offset of a row's place, -1 when the schema does not show one.
inline int utc_offset_column(const Collection& schema) {
  const int column = schema.index_of("utc_offset_min");
  const bool whole = column >= 0 && schema.fields[static_cast<std::size_t>(column)].type == FieldType::integer;
  return whole ? column : -1;
}

/// The same in a batch with these columns (none: those of the schema), which may hold it behind those that are shown.
inline int utc_offset_column(const Collection& shown, const std::vector<std::string>& columns) {
  const auto found = std::find(columns.begin(), columns.end(), "utc_offset_min");
  if (shown.index_of("utc_offset_min") >= 0 || found == columns.end()) { return utc_offset_column(shown); }
  return static_cast<int>(found - columns.begin());
}

/// The row's own offset in minutes; 0 when it has none, or one of a day or more, which RFC 3339 cannot write.
inline int utc_offset_of(const BatchView& batch, int column, std::size_t row) {
  constexpr std::int64_t minutes_per_day = 1440;
  if (column < 0 || batch.columns[static_cast<std::size_t>(column)].is_null(row)) { return 0; }
  const std::int64_t minutes = batch.columns[static_cast<std::size_t>(column)].integer(row);
  return minutes > -minutes_per_day && minutes < minutes_per_day ? static_cast<int>(minutes) : 0;
}

}  // namespace geo
