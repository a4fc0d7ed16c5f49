// SPDX-License-Identifier: Apache-2.0
#include "api/count_cache.hpp"

#include "geo/cql2/check.hpp"

namespace api {

bool CountCache::find(const geo::View& view, const geo::Filter& filter, std::uint64_t& count) {
  const std::lock_guard lock(m_mutex);
  for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
    if (entry->version == view.version() && entry->filter == filter && entry->collection == view.schema().id) {
      count = entry->count;
      m_entries.splice(m_entries.begin(), m_entries, entry);
      return true;
    }
  }
  return false;
}

std::uint64_t CountCache::count(const geo::View& view, const geo::Filter& filter) {
  std::uint64_t count = 0;
  if (find(view, filter, count)) { return count; }
  count = view.count(filter);
  constexpr std::size_t most_parts = 500;  // longer conditions are seldom asked twice, and would take much memory
  if (filter.where && geo::cql2::parts_by_row(*filter.where) > most_parts) { return count; }
  const std::lock_guard lock(m_mutex);
  m_entries.push_front({view.schema().id, view.version(), filter, count});
  if (m_entries.size() > m_capacity) { m_entries.pop_back(); }
  return count;
}

}  // namespace api
