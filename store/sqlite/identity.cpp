// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/identity.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

namespace store {

using geo::Hash128;

Hash128 hash_key(std::string_view source, std::string_view key) {
  std::string text(source);
  text += '\0';
  text += key;
  return geo::hash128(text);
}

std::string content_key(const Hash128& raw, std::uint32_t occurrence) { return "c:" + raw.hex() + "#" + std::to_string(occurrence); }

// A first character that no source name begins with keeps the two kinds of key apart.
Hash128 hash_content_key(std::string_view key) { return hash_key("\x01", key); }

KeyFinder::KeyFinder(Database& database, RowTable& table)
    : m_table(table),
      m_source(table.collection().index_of("source")),
      m_source_key(table.collection().index_of("source_key")),
      m_is_empty(database.integer("SELECT EXISTS(SELECT 1 FROM " + key_table(table.collection().id) + ")") == 0) {}

std::string KeyFinder::text(const StoredRow& row, int field) const {
  const auto* value = field < 0 ? nullptr : std::get_if<std::string>(&row.row.values[static_cast<std::size_t>(field)]);
  return value == nullptr ? std::string() : *value;
}

std::optional<StoredRow> KeyFinder::find(const Hash128& key, bool is_content_key) {
  if (m_is_empty) { return std::nullopt; }
  std::vector<geo::Fid> candidates;
  m_table.with_key(key.high, [&](geo::Fid fid) { candidates.push_back(fid); });
  for (const geo::Fid fid : candidates) {
    std::optional<StoredRow> found = m_table.find(fid);
    assert(found);
    const std::string stored_key = text(*found, m_source_key);
    const Hash128 stored = is_content_key ? hash_content_key(stored_key) : hash_key(text(*found, m_source), stored_key);
    if (stored == key) { return found; }
  }
  return std::nullopt;
}

std::optional<StoredRow> KeyFinder::find_named(std::string_view source, std::string_view source_key) {
  std::vector<geo::Fid> candidates;
  for (const Hash128& key : {hash_key(source, source_key), hash_content_key(source_key)}) {
    m_table.with_key(key.high, [&](geo::Fid fid) { candidates.push_back(fid); });
  }
  std::sort(candidates.begin(), candidates.end());
  for (const geo::Fid fid : candidates) {
    std::optional<StoredRow> found = m_table.find(fid);
    if (found && text(*found, m_source) == source && text(*found, m_source_key) == source_key) { return found; }
  }
  return std::nullopt;
}

}  // namespace store
