// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/results.hpp"

#include "store/results.hpp"
#include "store/sqlite/catalog_table.hpp"

#include <fmt/format.h>

namespace store {
namespace {

using geo::Collection;
using geo::Provenance;

void insert_provenance(Database& database, const std::string& id, const Provenance& p) {
  const std::string inputs = joined(p.inputs);
  Statement s = database.prepare("INSERT INTO result VALUES(?,?,?,?,?,?,?,?,?,?,?)");
  s.bind(1, id).bind(2, p.method).bind(3, p.parameters).bind(4, p.summary).bind(5, inputs).bind(6, p.role);
  s.bind(7, std::int64_t{p.row_clearance}).bind(8, std::int64_t{p.field_clearance}).bind(9, p.rev).bind(10, p.made_at);
  if (p.expires_at) { s.bind(11, *p.expires_at); }
  s.run();
}

void insert_rows(Database& database, const Collection& collection, const std::vector<geo::Row>& rows, geo::Rev rev) {
  RowTable table(database, collection);
  StoredRow stored;
  begin_life(rev, stored);
  for (const geo::Row& row : rows) {
    ++stored.fid;
    stored.row = row;
    table.insert(stored);
  }
  take_fids(database, collection.id, static_cast<std::int64_t>(rows.size()));
}

/// The result's schema. The caller holds the transaction.
Collection load_result(Database& database, const std::string& id) {
  Collection collection = load_collection(database, id);
  if (!collection.result) {
    throw geo::Error(geo::Problem::not_found, fmt::format("'{}' is no result of an analysis", id),
                     fmt::format("'{}' não é um resultado de uma análise", id));
  }
  return collection;
}

}  // namespace

void add_result(Writer& writer, const Collection& wanted, const std::vector<geo::Row>& rows) {
  const auto lock = lock_writer(writer);
  Database& db = writer.database;
  Transaction transaction(db);
  check_result(wanted, rows, load_catalog(db));
  const Collection collection = as_result(wanted);
  const geo::Rev rev = open_commit(writer, "result");
  insert_collection(db, collection, next_position(db));
  insert_provenance(db, collection.id, *collection.result);
  insert_rows(db, collection, rows, rev);
  AuditDetails details;
  details.word("what", "added").word("method", collection.result->method).number("rev", rev);
  commit_on_record(writer, transaction,
                   audit_entry(writer.actor(), "result", collection.id, static_cast<std::int64_t>(rows.size()), details));
}

void keep_result(Writer& writer, const std::string& id, std::optional<geo::TimeMs> expires_at) {
  const auto lock = lock_writer(writer);
  Transaction transaction(writer.database);
  load_result(writer.database, id);
  Statement s = writer.database.prepare("UPDATE result SET expires_at=? WHERE collection=?");
  if (expires_at) { s.bind(1, *expires_at); }
  s.bind(2, id).run();
  AuditDetails details;
  details.word("what", expires_at ? "kept-for-a-time" : "pinned");
  commit_on_record(writer, transaction, audit_entry(writer.actor(), "result", id, 0, details));
}

AuditEntry drop_result(Writer& writer, const std::string& id) {
  Database& db = writer.database;
  load_result(db, id);
  drop_row_tables(db, id);
  for (const char* sql :
       {"DELETE FROM result WHERE collection=?", "DELETE FROM field WHERE collection=?", "DELETE FROM collection WHERE id=?"}) {
    db.prepare(sql).bind(1, id).run();
  }
  open_commit(writer, "remove");
  AuditDetails details;
  details.word("what", "removed");
  return audit_entry(writer.actor(), "result", id, 0, details);
}

void remove_result(Writer& writer, const std::string& id) {
  const auto lock = lock_writer(writer);
  Transaction transaction(writer.database);
  commit_on_record(writer, transaction, drop_result(writer, id));
}

}  // namespace store
