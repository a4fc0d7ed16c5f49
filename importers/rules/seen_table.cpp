// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/seen_table.hpp"

#include "geo/base/hash.hpp"

#include <algorithm>
#include <utility>

namespace importers {
namespace {

constexpr std::size_t first_slots = 1024;

}  // namespace

/// Where the value is, or where it would go.
std::size_t SeenTable::slot_of(std::uint64_t value) const {
  const std::size_t mask = m_slots.size() - 1;
  std::size_t at = static_cast<std::size_t>(geo::mix64(value)) & mask;
  while (m_slots[at].line != 0 && m_slots[at].value != value) { at = (at + 1) & mask; }
  return at;
}

void SeenTable::grow() {
  std::vector<Entry> old(std::max(first_slots, m_slots.size() * 2));
  std::swap(old, m_slots);
  for (const Entry& entry : old) {
    if (entry.line != 0) { m_slots[slot_of(entry.value)] = entry; }
  }
}

SeenTable::Entry* SeenTable::add(std::uint64_t value, std::int64_t line, bool& is_new) {
  if (m_slots.empty()) { grow(); }
  std::size_t at = slot_of(value);
  is_new = m_slots[at].line == 0;
  if (!is_new) { return &m_slots[at]; }
  if (m_size >= m_most) {
    m_full = true;
    return nullptr;
  }
  if ((m_size + 1) * 4 > m_slots.size() * 3) {
    grow();
    at = slot_of(value);
  }
  ++m_size;
  m_slots[at] = {value, 0, static_cast<std::uint32_t>(std::clamp<std::int64_t>(line, 1, UINT32_MAX))};
  return &m_slots[at];
}

}  // namespace importers
