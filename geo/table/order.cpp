// SPDX-License-Identifier: Apache-2.0
#include "geo/table/order.hpp"

#include <variant>

namespace geo {
namespace {

std::string_view cut(std::string_view text) { return text.substr(0, sorted_text_bytes); }

template <class T>
int order(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

}  // namespace

SortCell sort_cell(const ColumnView& column, std::size_t row) {
  if (column.is_null(row)) { return {}; }
  switch (column.type) {
    case FieldType::real: return {false, 0, column.real(row)};
    case FieldType::text:
    case FieldType::code:
    case FieldType::json: return {false, 0, 0, cut(column.text(row))};
    default: return {false, column.integer(row)};
  }
}

SortCell sort_cell(const Value& value) {
  if (const auto* yes = std::get_if<bool>(&value)) { return {false, *yes ? 1 : 0}; }
  if (const auto* whole = std::get_if<std::int64_t>(&value)) { return {false, *whole}; }
  if (const auto* real = std::get_if<double>(&value)) { return {false, 0, *real}; }
  if (const auto* text = std::get_if<std::string>(&value)) { return {false, 0, 0, cut(*text)}; }
  return {};
}

int compare(const SortCell& a, const SortCell& b, bool descending) {
  if (a.is_null || b.is_null) { return order(a.is_null, b.is_null); }
  int found = order(a.whole, b.whole);
  if (found == 0) { found = order(a.real, b.real); }
  if (found == 0) { found = order(a.text, b.text); }
  return descending ? -found : found;
}

Value sort_value(const ColumnView& column, std::size_t row) {
  if (column.is_null(row)) { return {}; }
  Value value = column.value(row);
  if (auto* text = std::get_if<std::string>(&value)) { text->resize(cut(*text).size()); }
  return value;
}

}  // namespace geo
