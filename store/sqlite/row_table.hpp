// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/row.hpp"
#include "store/sqlite/database.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

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
  geo::Row row;
};

/// Tables of one collection: `row_<id>` (newest version of each row, also of deleted ones), `old_<id>` (superseded versions)
/// and `key_<id>` (64-bit key hash -> fid; a hit is verified against the row).
void create_row_tables(Database& database, const geo::Collection& collection);
void drop_row_tables(Database& database, const std::string& collection);
void add_row_column(Database& database, const std::string& collection, const geo::Field& field);

/// Prepared statements over the tables of one collection. One thread, one connection, one schema.
class RowTable {
 public:
  RowTable(Database& database, const geo::Collection& collection);

  /// A row that was not there before.
  void insert(const StoredRow& row);
  /// Moves the version that is there to the history and puts `row` in its place.
  void replace(const StoredRow& row);
  std::optional<StoredRow> find(geo::Fid fid);
  /// The newest superseded version whose batch is alive.
  std::optional<StoredRow> newest_alive(geo::Fid fid);

  /// Calls `take(fid)` for every row stored under the key hash.
  template <class Take>
  void with_key(std::uint64_t hash, Take take) {
    for (m_find_key.bind(1, static_cast<std::int64_t>(hash)); m_find_key.step();) { take(m_find_key.integer(0)); }
    m_find_key.reset();
  }
  void insert_key(std::uint64_t hash, geo::Fid fid);

  [[nodiscard]] const geo::Collection& collection() const { return m_collection; }

 private:
  void bind(Statement& s, const StoredRow& row);
  StoredRow read(const Statement& s) const;

  geo::Collection m_collection;
  std::string m_wkb;  // bound bytes must outlive their statement's run
  Statement m_insert, m_replace, m_keep_old, m_find, m_newest_alive, m_find_key, m_insert_key;
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
