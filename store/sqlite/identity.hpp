// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/hash.hpp"
#include "store/sqlite/row_table.hpp"

#include <optional>
#include <string>
#include <string_view>

// What makes a row of a file a row of the store: its key in its source or, without one, what it says and the how manieth of
// these it is.
namespace store {

/// Of (source, key).
geo::Hash128 hash_key(std::string_view source, std::string_view key);
/// What stands in `source_key` of a row without a key of its own; `occurrence` counts equal rows from 1.
std::string content_key(const geo::Hash128& raw, std::uint32_t occurrence);
/// Of such a key; sources do not matter to it.
geo::Hash128 hash_content_key(std::string_view key);

/// Finds rows by what they are known by. Uses the table's statements.
class KeyFinder {
 public:
  KeyFinder(Database& database, RowTable& table);

  /// `key`: as hash_key() or hash_content_key() made it.
  std::optional<StoredRow> find(const geo::Hash128& key, bool is_content_key);
  /// The lowest fid of a row that is called so by the source, whatever kind of key it is.
  std::optional<StoredRow> find_named(std::string_view source, std::string_view source_key);

 private:
  [[nodiscard]] std::string text(const StoredRow& row, int field) const;

  RowTable& m_table;
  int m_source, m_source_key;
  bool m_is_empty;  // the first import of all looks nothing up
};

}  // namespace store
