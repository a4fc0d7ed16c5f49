// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/row.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/source_rows.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace store {

/// One version of a row as the file holds it.
struct StoredRow {
  geo::Fid fid = 0;
  geo::Rev rev = 0;
  /// tier_rev[t]: the newest commit that changed anything a role with field clearance t may see. rev itself is tier 3.
  std::array<geo::Rev, 3> tier_rev{};
  geo::BatchId batch = 0;
  bool deleted = false;
  /// content_hash() of the row as its source last gave it; an edit by hand leaves it, so that sending the same source row
  /// again does not undo the edit.
  std::uint64_t source_content = 0;
  geo::BatchId marked = 0;  ///< the batch whose word `withdrawn_on` is; 0: nobody has withdrawn the row yet
  geo::Row row;
};

/// Tables of one collection: `row_<id>` (newest version of each row, also of deleted ones), `old_<id>` (superseded versions)
/// and `key_<id>` (64-bit key hash -> fid; a hit is verified against the row).
void create_row_tables(Database& database, const geo::Collection& collection);
void drop_row_tables(Database& database, const std::string& collection);
void add_row_column(Database& database, const std::string& collection, const geo::Field& field);

/// Prepared statements over the tables of one collection. One thread, one connection, one schema. Whoever writes calls
/// finish() at the end.
class RowTable {
 public:
  RowTable(Database& database, const geo::Collection& collection);
  ~RowTable();
  RowTable(const RowTable&) = delete;
  RowTable& operator=(const RowTable&) = delete;

  /// A row that was not there before.
  void insert(const StoredRow& row);
  /// Moves the version that is there, `old`, to the history and puts `row` in its place.
  void replace(const StoredRow& old, const StoredRow& row);
  /// Puts `row` in the place of the version that is there without keeping that one. Precondition: it is of this commit, and as many
  /// rows stand as before.
  void amend(const StoredRow& row);
  /// Writes what has changed in the number of rows of each source.
  void finish();
  std::optional<StoredRow> find(geo::Fid fid);
  /// The newest superseded version whose batch is alive.
  std::optional<StoredRow> newest_alive(geo::Fid fid);
  /// The newest superseded version in which withdrawal is the word of a batch still alive, or of none.
  std::optional<StoredRow> newest_mark(geo::Fid fid);
  /// All versions of a row, oldest first.
  std::vector<StoredRow> versions(geo::Fid fid);

  /// Whether the row is one its source has, as far as anybody knows: neither removed nor withdrawn.
  [[nodiscard]] bool stands(const StoredRow& row) const { return !row.deleted && !is_withdrawn(row); }
  [[nodiscard]] bool is_withdrawn(const StoredRow& row) const {
    return m_withdrawn_on >= 0 && !geo::is_null(row.row.values[static_cast<std::size_t>(m_withdrawn_on)]);
  }
  /// Position of the field withdrawn_on; -1 for a collection whose rows cannot be withdrawn.
  [[nodiscard]] int withdrawn_on() const { return m_withdrawn_on; }

  /// Calls `take(fid)` for every row stored under the key hash.
  template <class Take>
  void with_key(std::uint64_t hash, Take take) {
    for (m_find_key.bind(1, static_cast<std::int64_t>(hash)); m_find_key.step();) { take(m_find_key.integer(0)); }
    m_find_key.reset();
  }
  struct Key {
    std::uint64_t hash;
    geo::Fid fid;
  };
  static constexpr std::size_t keys_at_once = 64;
  /// Quickest with as many as that; best in order of hash as SQLite sees it, signed: the b-tree then grows at few places at a time.
  void insert_keys(std::span<const Key> keys);

  [[nodiscard]] const geo::Collection& collection() const { return m_collection; }

 private:
  void bind(Statement& s, const StoredRow& row);
  StoredRow read(const Statement& s) const;
  std::optional<StoredRow> first_of(Statement& s, geo::Fid fid);
  Statement newest_in_history(const char* column);
  void count(const StoredRow& row, std::int64_t by);

  Database& m_database;
  geo::Collection m_collection;
  int m_source;  // the store's own fields; -1 where the collection lacks them
  int m_withdrawn_on;
  SourceRows m_source_rows;
  std::string m_wkb;  // bound bytes must outlive their statement's run
  Statement m_insert, m_replace, m_keep_old, m_find, m_find_key, m_insert_key, m_insert_keys;
  std::optional<Statement> m_newest_alive, m_newest_mark;  // for undoing only
};

/// "row_incidents" and so on, quoted.
std::string row_table(const std::string& collection);
std::string old_table(const std::string& collection);
std::string key_table(const std::string& collection);

/// Reads a cell of the given type; null where SQLite has NULL.
geo::Value read_value(const Statement& s, int column, geo::FieldType type);

/// Where the row is counted and sorted: the point itself or a point on the surface, in lattice steps.
struct Anchor {
  std::int32_t lon;
  std::int32_t lat;
};
Anchor anchor_of(const geo::Geometry& geometry);

}  // namespace store
