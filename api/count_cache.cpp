// SPDX-License-Identifier: Apache-2.0
#include "api/count_cache.hpp"

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
  const std::lock_guard lock(m_mutex);
  m_entries.push_front({view.schema().id, view.version(), filter, count});
  if (m_entries.size() > m_capacity) { m_entries.pop_back(); }
  return count;
}

}  // namespace api
