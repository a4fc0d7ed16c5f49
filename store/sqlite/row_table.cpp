// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/row_table.hpp"

#include "geo/geometry/area.hpp"
#include "geo/geometry/wkb.hpp"
#include "store/import_check.hpp"

#include <fmt/format.h>

#include <cassert>
#include <exception>

namespace store {
namespace {

using geo::Collection;
using geo::Field;
using geo::FieldType;
using geo::Value;

// Names of our own begin with '_', which no field may.
constexpr const char* own_columns =
    "fid INTEGER {}, rev INTEGER NOT NULL, _rev0 INTEGER NOT NULL, _rev1 INTEGER NOT NULL, _rev2 INTEGER NOT NULL, "
    "_batch INTEGER NOT NULL, _deleted INTEGER NOT NULL, _content INTEGER NOT NULL, _lon INTEGER, _lat INTEGER, _wkb BLOB, "
    "_marked INTEGER NOT NULL DEFAULT 0";
constexpr const char* own_names = "fid, rev, _rev0, _rev1, _rev2, _batch, _deleted, _content, _lon, _lat, _wkb, _marked";
constexpr int own_count = 12;

const char* sql_type(FieldType type) {
  switch (type) {
    case FieldType::boolean:
    case FieldType::integer:
    case FieldType::date:
    case FieldType::time: return "INTEGER";
    case FieldType::real: return "REAL";
    default: return "TEXT";
  }
}

std::string field_columns(const Collection& collection) {
  std::string sql;
  for (const Field& f : collection.fields) { sql += fmt::format(", {} {}", sql_name(f.name), sql_type(f.type)); }
  return sql;
}

std::string all_names(const Collection& collection) {
  std::string sql = own_names;
  for (const Field& f : collection.fields) { sql += ", " + sql_name(f.name); }
  return sql;
}

std::string marks(std::size_t count) {
  std::string sql = "?";
  for (std::size_t i = 1; i < count; ++i) { sql += ",?"; }
  return sql;
}

int system_field(const Collection& collection, std::string_view name) {
  const Field* field = collection.field(name);
  return field != nullptr && field->system ? collection.index_of(name) : -1;
}

void bind_value(Statement& s, int index, const Value& value) {
  switch (value.index()) {
    case 0: break;  // cleared bindings are NULL already
    case 1: s.bind(index, std::int64_t{std::get<bool>(value)}); break;
    case 2: s.bind(index, std::get<std::int64_t>(value)); break;
    case 3: s.bind(index, std::get<double>(value)); break;
    default: s.bind(index, std::string_view(std::get<std::string>(value)));
  }
}

}  // namespace

std::string row_table(const std::string& collection) { return sql_name("row_" + collection); }
std::string old_table(const std::string& collection) { return sql_name("old_" + collection); }
std::string key_table(const std::string& collection) { return sql_name("key_" + collection); }

void create_row_tables(Database& database, const Collection& collection) {
  const std::string fields = field_columns(collection);
  database.execute(
      fmt::format("CREATE TABLE {}({}{}) STRICT", row_table(collection.id), fmt::format(fmt::runtime(own_columns), "PRIMARY KEY"), fields));
  database.execute(fmt::format("CREATE INDEX {} ON {}(rev)", sql_name("rev_" + collection.id), row_table(collection.id)));
  database.execute(fmt::format("CREATE TABLE {}({}{}, PRIMARY KEY(fid, rev)) STRICT, WITHOUT ROWID", old_table(collection.id),
                               fmt::format(fmt::runtime(own_columns), "NOT NULL"), fields));
  database.execute(fmt::format("CREATE TABLE {}(hash INTEGER NOT NULL, fid INTEGER NOT NULL, PRIMARY KEY(hash, fid)) STRICT, WITHOUT ROWID",
                               key_table(collection.id)));
}

void drop_row_tables(Database& database, const std::string& collection) {
  for (const std::string& table : {row_table(collection), old_table(collection), key_table(collection)}) {
    database.execute("DROP TABLE " + table);
  }
}

void add_row_column(Database& database, const std::string& collection, const Field& field) {
  for (const std::string& table : {row_table(collection), old_table(collection)}) {
    database.execute(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", table, sql_name(field.name), sql_type(field.type)));
  }
}

RowTable::RowTable(Database& database, const Collection& collection)
    : m_database(database),
      m_collection(collection),
      m_source(system_field(collection, "source")),
      m_withdrawn_on(withdrawn_field(collection)),
      m_source_rows(collection.id) {
  const std::string row = row_table(collection.id);
  const std::string old = old_table(collection.id);
  const std::string key = key_table(collection.id);
  const std::string names = all_names(collection);
  const std::string values = marks(own_count + collection.fields.size());
  m_insert = database.prepare(fmt::format("INSERT INTO {}({}) VALUES({})", row, names, values));
  m_replace = database.prepare(fmt::format("REPLACE INTO {}({}) VALUES({})", row, names, values));
  m_keep_old = database.prepare(fmt::format("INSERT INTO {0}({1}) SELECT {1} FROM {2} WHERE fid=?", old, names, row));
  m_find = database.prepare(fmt::format("SELECT {} FROM {} WHERE fid=?", names, row));
  m_find_key = database.prepare(fmt::format("SELECT fid FROM {} WHERE hash=?", key));
  // Many rows in one statement cost less than one by one. A failure takes back the whole transaction, so that SQLite need not
  // be able to take back the statement (OR FAIL).
  std::string pairs = "(?,?)";
  m_insert_key = database.prepare(fmt::format("INSERT INTO {} VALUES{}", key, pairs));
  for (std::size_t i = 1; i < keys_at_once; ++i) { pairs += ",(?,?)"; }
  m_insert_keys = database.prepare(fmt::format("INSERT OR FAIL INTO {} VALUES{}", key, pairs));
}

RowTable::~RowTable() { assert(m_source_rows.is_written() || std::uncaught_exceptions() > 0); }

void RowTable::insert(const StoredRow& row) {
  count(row, 1);
  bind(m_insert, row);
  m_insert.run();
}

void RowTable::replace(const StoredRow& old, const StoredRow& row) {
  assert(old.fid == row.fid);
  count(old, -1);
  count(row, 1);
  m_keep_old.bind(1, row.fid).run();
  bind(m_replace, row);
  m_replace.run();
}

void RowTable::amend(const StoredRow& row) {
  bind(m_replace, row);
  m_replace.run();
}

void RowTable::finish() { m_source_rows.write(m_database); }

/// Rows made by hand have no source, and are not counted.
void RowTable::count(const StoredRow& row, std::int64_t by) {
  if (m_source < 0 || !stands(row)) { return; }
  if (const auto* source = std::get_if<std::string>(&row.row.values[static_cast<std::size_t>(m_source)])) {
    m_source_rows.count(*source, by);
  }
}

std::optional<StoredRow> RowTable::first_of(Statement& s, geo::Fid fid) {
  std::optional<StoredRow> found;
  if (s.bind(1, fid).step()) { found = read(s); }
  s.reset();
  return found;
}

std::optional<StoredRow> RowTable::find(geo::Fid fid) { return first_of(m_find, fid); }

Statement RowTable::newest_in_history(const char* column) {
  return m_database.prepare(
      fmt::format("SELECT {0} FROM {1} o WHERE fid=? AND ({2}=0 OR EXISTS(SELECT 1 FROM batch b WHERE b.id={2} AND b.alive)) "
                  "ORDER BY rev DESC LIMIT 1",
                  all_names(m_collection), old_table(m_collection.id), column));
}

std::optional<StoredRow> RowTable::newest_alive(geo::Fid fid) {
  if (!m_newest_alive) { m_newest_alive = newest_in_history("o._batch"); }
  return first_of(*m_newest_alive, fid);
}

std::optional<StoredRow> RowTable::newest_mark(geo::Fid fid) {
  if (!m_newest_mark) { m_newest_mark = newest_in_history("o._marked"); }
  return first_of(*m_newest_mark, fid);
}

std::vector<StoredRow> RowTable::versions(geo::Fid fid) {
  Statement s = m_database.prepare(fmt::format("SELECT {0} FROM {1} WHERE fid=? UNION ALL SELECT {0} FROM {2} WHERE fid=? ORDER BY rev",
                                               all_names(m_collection), old_table(m_collection.id), row_table(m_collection.id)));
  std::vector<StoredRow> found;
  for (s.bind(1, fid).bind(2, fid); s.step();) { found.push_back(read(s)); }
  return found;
}

void RowTable::insert_keys(std::span<const Key> keys) {
  while (!keys.empty()) {
    const std::size_t count = keys.size() >= keys_at_once ? keys_at_once : 1;
    Statement& s = count == 1 ? m_insert_key : m_insert_keys;
    for (std::size_t i = 0; i < count; ++i) {
      const int at = static_cast<int>(2 * i);
      s.bind(at + 1, static_cast<std::int64_t>(keys[i].hash)).bind(at + 2, keys[i].fid);
    }
    s.run();
    keys = keys.subspan(count);
  }
}

void RowTable::bind(Statement& s, const StoredRow& row) {
  s.bind(1, row.fid).bind(2, row.rev).bind(3, row.tier_rev[0]).bind(4, row.tier_rev[1]).bind(5, row.tier_rev[2]);
  s.bind(6, row.batch).bind(7, std::int64_t{row.deleted}).bind(8, static_cast<std::int64_t>(row.source_content)).bind(12, row.marked);
  if (!row.row.geometry.is_none()) {
    const Anchor anchor = anchor_of(row.row.geometry);
    s.bind(9, std::int64_t{anchor.lon}).bind(10, std::int64_t{anchor.lat});
    // In a collection of points the anchor is all there is to say.
    if (m_collection.geometry != geo::GeometryType::point) {
      m_wkb = geo::to_wkb(row.row.geometry);
      s.bind_blob(11, m_wkb);
    }
  }
  for (std::size_t i = 0; i < row.row.values.size(); ++i) { bind_value(s, own_count + 1 + static_cast<int>(i), row.row.values[i]); }
}

StoredRow RowTable::read(const Statement& s) const {
  StoredRow r;
  r.fid = s.integer(0);
  r.rev = s.integer(1);
  r.tier_rev = {s.integer(2), s.integer(3), s.integer(4)};
  r.batch = s.integer(5);
  r.deleted = s.integer(6) != 0;
  r.source_content = static_cast<std::uint64_t>(s.integer(7));
  r.marked = s.integer(11);
  if (!s.is_null(10)) {
    r.row.geometry = geo::Geometry::from_wkb(s.blob(10));
  } else if (!s.is_null(8)) {
    r.row.geometry = geo::Geometry::point(
        {geo::from_lattice(static_cast<std::int32_t>(s.integer(8))), geo::from_lattice(static_cast<std::int32_t>(s.integer(9)))});
  }
  for (std::size_t i = 0; i < m_collection.fields.size(); ++i) {
    r.row.values.push_back(read_value(s, own_count + static_cast<int>(i), m_collection.fields[i].type));
  }
  return r;
}

Value read_value(const Statement& s, int column, FieldType type) {
  if (s.is_null(column)) { return {}; }
  switch (type) {
    case FieldType::boolean: return s.integer(column) != 0;
    case FieldType::integer:
    case FieldType::date:
    case FieldType::time: return s.integer(column);
    case FieldType::real: return s.real(column);
    default: return std::string(s.text(column));
  }
}

Anchor anchor_of(const geo::Geometry& geometry) {
  const geo::LonLat p = geometry.kind() == geo::GeometryKind::point ? geometry.lonlat() : geo::point_on_surface(geometry);
  return {geo::to_lattice(p.lon), geo::to_lattice(p.lat)};
}

}  // namespace store
