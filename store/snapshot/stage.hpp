// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace store {

/// A column while it is being collected, in order of arrival. Whole numbers take nothing while they are all the same, then
/// four bytes, and eight only when they must: a million rows with 30 mostly empty columns stay small.
class Stage {
 public:
  explicit Stage(geo::FieldType type) : m_type(type) {}

  void push_null();
  void push_integer(std::int64_t value);
  void push_real(double value);
  void push_text(std::string_view value);
  /// Copies cell `i` of a column of the same type.
  void push_from(const geo::ColumnView& column, std::size_t i);

  [[nodiscard]] geo::FieldType type() const { return m_type; }
  [[nodiscard]] std::size_t size() const { return m_size; }
  [[nodiscard]] bool has_nulls() const { return m_nulls != 0; }
  [[nodiscard]] bool all_null() const { return m_nulls == m_size; }
  [[nodiscard]] bool is_null(std::size_t i) const;
  [[nodiscard]] std::int64_t integer(std::size_t i) const;
  [[nodiscard]] double real(std::size_t i) const { return m_reals.empty() ? 0 : m_reals[i]; }
  [[nodiscard]] const std::vector<std::string_view>& strings() const { return m_strings; }

 private:
  void mark(bool present);
  void widen();

  geo::FieldType m_type;
  std::size_t m_size = 0;
  std::size_t m_nulls = 0;
  std::vector<std::uint64_t> m_present;  // empty while all cells so far are alike
  bool m_first_seen = false;
  std::int64_t m_first = 0;            // value of the first cell that has one; others are kept as differences to it
  std::vector<std::int32_t> m_narrow;  // empty while every value equals m_first
  std::vector<std::int64_t> m_wide;    // replaces m_narrow for good once a difference does not fit
  std::vector<double> m_reals;
  std::unordered_map<std::string, std::int64_t> m_codes;
  std::vector<std::string_view> m_strings;  // keys of m_codes by position: nodes do not move
  std::int64_t m_last_code = 0;
};

}  // namespace store
