// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/source_rows.hpp"

#include <algorithm>

namespace store {

void SourceRows::count(std::string_view source, std::int64_t by) {
  // Rows come in runs of one source.
  if (m_last >= m_changes.size() || m_changes[m_last].first != source) {
    const auto it = std::find_if(m_changes.begin(), m_changes.end(), [&](const auto& change) { return change.first == source; });
    m_last = static_cast<std::size_t>(it - m_changes.begin());
    if (it == m_changes.end()) { m_changes.emplace_back(source, 0); }
  }
  m_changes[m_last].second += by;
}

bool SourceRows::is_written() const {
  return std::all_of(m_changes.begin(), m_changes.end(), [](const auto& change) { return change.second == 0; });
}

void SourceRows::write(Database& database) {
  for (const auto& [source, by] : m_changes) {
    if (by == 0) { continue; }
    Statement s =
        database.prepare("INSERT INTO source_rows VALUES(?,?,?) ON CONFLICT(collection, source) DO UPDATE SET rows = rows + excluded.rows");
    s.bind(1, m_collection).bind(2, source).bind(3, by).run();
  }
  m_changes.clear();
  m_last = 0;
}

std::int64_t rows_of_source(Database& database, const std::string& collection, const std::string& source) {
  Statement s = database.prepare("SELECT rows FROM source_rows WHERE collection=? AND source=?");
  return s.bind(1, collection).bind(2, source).step() ? s.integer(0) : 0;
}

}  // namespace store
