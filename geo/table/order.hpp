// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"
#include "geo/table/row.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// Rows in order of a field; rows without a value come last in either direction.
struct SortKey {
  std::string field;  ///< hot
  bool descending = false;

  bool operator==(const SortKey&) const = default;
};

/// Texts are ordered by so many bytes, so that a place in the order can be named in a link.
inline constexpr std::size_t sorted_text_bytes = 200;

/// One cell as sorting sees it: numbers, days and moments by value, no before yes, texts by their code points.
struct SortCell {
  bool is_null = true;
  std::int64_t whole = 0;
  double real = 0;
  std::string_view text = {};
};
SortCell sort_cell(const ColumnView& column, std::size_t row);
/// Refers to `value`.
SortCell sort_cell(const Value& value);
/// Less than, equal to or more than 0. Both of one type.
int compare(const SortCell& a, const SortCell& b, bool descending);

/// What names a row's place in an order: its cells of the keys' fields, texts cut to sorted_text_bytes.
Value sort_value(const ColumnView& column, std::size_t row);

}  // namespace geo
