// SPDX-License-Identifier: Apache-2.0
#include "store/snapshot/stage.hpp"

#include <cassert>

namespace store {

void Stage::mark(bool present) {
  // Bits begin when the first null meets the first value; before that m_nulls says it all.
  const bool mixed = present ? m_nulls != 0 : m_nulls != m_size;
  if (m_present.empty() && mixed) { m_present.assign(m_size / 64 + 1, present ? 0 : ~std::uint64_t{0}); }
  if (!m_present.empty()) {
    m_present.resize(m_size / 64 + 1);
    const std::uint64_t bit = std::uint64_t{1} << (m_size & 63U);
    m_present.back() = present ? m_present.back() | bit : m_present.back() & ~bit;
  }
  m_nulls += present ? 0 : 1;
}

void Stage::push_null() {
  mark(false);
  if (!m_narrow.empty()) { m_narrow.push_back(0); }
  if (!m_wide.empty()) { m_wide.push_back(0); }
  if (!m_reals.empty()) { m_reals.push_back(0); }
  ++m_size;
}

void Stage::widen() {
  m_wide.reserve(m_size * 2);
  m_wide.assign(m_narrow.begin(), m_narrow.end());
  m_wide.resize(m_size);
  std::vector<std::int32_t>().swap(m_narrow);
}

void Stage::push_integer(std::int64_t value) {
  mark(true);
  if (!m_first_seen) {
    m_first_seen = true;
    m_first = value;
  }
  const auto difference = static_cast<std::int64_t>(static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(m_first));
  const bool fits = difference == static_cast<std::int32_t>(difference);
  if (m_wide.empty() && !fits) { widen(); }
  if (!m_wide.empty() || !fits) {
    m_wide.push_back(difference);
  } else if (!m_narrow.empty() || difference != 0) {
    m_narrow.resize(m_size);  // fills the cells before the first difference
    m_narrow.push_back(static_cast<std::int32_t>(difference));
  }
  ++m_size;
}

void Stage::push_real(double value) {
  mark(true);
  m_reals.resize(m_size);
  m_reals.push_back(value);
  ++m_size;
}

void Stage::push_text(std::string_view value) {
  // Neighbours often say the same: one comparison saves the hash.
  if (m_strings.empty() || m_strings[static_cast<std::size_t>(m_last_code)] != value) {
    const auto [at, is_new] = m_codes.try_emplace(std::string(value), static_cast<std::int64_t>(m_strings.size()));
    if (is_new) { m_strings.push_back(at->first); }
    m_last_code = at->second;
  }
  push_integer(m_last_code);
}

void Stage::push_from(const geo::ColumnView& column, std::size_t i) {
  if (column.is_null(i)) {
    push_null();
  } else if (m_type == geo::FieldType::real) {
    push_real(column.real(i));
  } else if (m_type == geo::FieldType::text || m_type == geo::FieldType::code || m_type == geo::FieldType::json) {
    push_text(column.text(i));
  } else {
    push_integer(column.integer(i));
  }
}

bool Stage::is_null(std::size_t i) const { return m_present.empty() ? m_nulls != 0 : ((m_present[i >> 6U] >> (i & 63U)) & 1U) == 0; }

std::int64_t Stage::integer(std::size_t i) const {
  std::int64_t difference = 0;
  if (!m_wide.empty()) {
    difference = m_wide[i];
  } else if (!m_narrow.empty()) {
    difference = m_narrow[i];
  }
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(m_first) + static_cast<std::uint64_t>(difference));
}

}  // namespace store
