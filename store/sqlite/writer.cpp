// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/writer.hpp"

#include "store/audit/pen.hpp"
#include "store/import_check.hpp"
#include "store/results.hpp"
#include "store/sqlite/catalog_table.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <chrono>

namespace store {

using geo::Error;
using geo::Problem;

std::unique_lock<std::timed_mutex> lock_writer(Writer& writer) {
  std::unique_lock lock(writer.mutex, std::chrono::seconds(5));
  if (!lock.owns_lock()) {
    throw Error(Problem::busy, "another import or edit is being written; try again in a few seconds",
                "outra importação ou edição está a ser escrita; tente de novo dentro de segundos");
  }
  return lock;
}

void announce_commit(Writer& writer) noexcept {
  try {
    writer.committed();
  } catch (...) {  // what was committed must not be reported as failed
  }
}

void commit_on_record(Writer& writer, Transaction& transaction, std::span<const AuditEntry> entries) {
  AuditPen pen(writer.database, writer.file, writer.store_id);
  for (const AuditEntry& entry : entries) { pen.append(entry, writer.clock()); }
  transaction.commit();
  pen.committed();
}

void commit_on_record(Writer& writer, Transaction& transaction, const AuditEntry& entry) {
  commit_on_record(writer, transaction, {&entry, 1});
}

void check_record(Writer& writer) {
  std::error_code ignored;
  if (std::filesystem::exists(AuditKeyFile(writer.file).path(), ignored)) { return; }
  const Transaction transaction(writer.database);
  const AuditPen throws_what_is_wrong(writer.database, writer.file, writer.store_id);
}

geo::Collection load_collection(Database& database, const std::string& id) {
  const geo::Catalog catalog = load_catalog(database);
  const geo::Collection* found = catalog.collection(id);
  if (found == nullptr) { throw_no_collection(id); }
  return *found;
}

geo::Rev open_commit(Writer& writer, const std::string& kind) {
  std::int64_t token = 0;
  randombytes_buf(&token, sizeof token);
  Statement commit = writer.database.prepare("INSERT INTO commits(token, at, kind) VALUES(?,?,?) RETURNING rev");
  commit.bind(1, token).bind(2, writer.clock()).bind(3, kind).step();
  const geo::Rev rev = commit.integer(0);
  commit.reset();
  return rev;
}

OpenBatch open_batch(Writer& writer, const geo::BatchInfo& info) {
  Database& db = writer.database;
  const geo::TimeMs now = writer.clock();
  const geo::Rev rev = open_commit(writer, info.kind);
  Statement s = db.prepare(
      "INSERT INTO batch(rev, collection, kind, source, file_name, file_sha256, options, operator, at, inserted, updated, rejected, "
      "report, complete) "
      "VALUES(?,?,?,?,?,?,?,?,?,0,0,0,'',?) RETURNING id");
  s.bind(1, rev).bind(2, info.collection).bind(3, info.kind).bind(4, info.source).bind(5, info.file_name).bind(6, info.file_sha256);
  s.bind(7, info.options).bind(8, info.operator_name).bind(9, now).bind(10, std::int64_t{info.complete}).step();
  const geo::BatchId id = s.integer(0);
  s.reset();
  return {id, rev, now};
}

void finish_batch(Writer& writer, const geo::BatchOutcome& outcome, std::int64_t rejected, const std::string& report_json) {
  Statement s = writer.database.prepare("UPDATE batch SET inserted=?, updated=?, withdrawn=?, rejected=?, report=? WHERE id=?");
  s.bind(1, outcome.inserted).bind(2, outcome.updated).bind(3, outcome.withdrawn).bind(4, rejected).bind(5, report_json);
  s.bind(6, outcome.batch).run();
}

geo::BatchId find_import(Database& database, const geo::BatchInfo& info) {
  if (info.file_sha256.empty()) { return 0; }
  Statement s = database.prepare(
      "SELECT id FROM batch b WHERE file_sha256=? AND alive AND kind='import' AND collection=? AND options=? AND source=? AND complete=? "
      "AND NOT EXISTS(SELECT 1 FROM batch d WHERE d.collection=b.collection AND d.rev<b.rev AND d.undone_rev>b.rev) "
      "AND NOT EXISTS(SELECT 1 FROM batch n WHERE n.id>b.id AND n.collection=b.collection AND n.source=b.source AND n.kind='import' "
      "AND n.alive AND (n.complete OR b.complete)) ORDER BY id DESC LIMIT 1");
  s.bind(1, info.file_sha256).bind(2, info.collection).bind(3, info.options).bind(4, info.source).bind(5, std::int64_t{info.complete});
  return s.step() ? s.integer(0) : 0;
}

void begin_life(geo::Rev rev, StoredRow& row) {
  row.rev = rev;
  row.tier_rev = {rev, rev, rev};
}

void succeed(const geo::Collection& collection, const StoredRow& old, geo::Rev rev, StoredRow& next) {
  begin_life(rev, next);
  if (old.deleted != next.deleted || old.row.geometry != next.row.geometry) { return; }
  geo::Confidentiality lowest = geo::most_confidential;
  for (std::size_t i = 0; i < collection.fields.size(); ++i) {
    if (old.row.values[i] != next.row.values[i]) { lowest = std::min(lowest, collection.fields[i].confidentiality); }
  }
  for (geo::Confidentiality tier = 0; tier < lowest; ++tier) {
    const auto t = static_cast<std::size_t>(tier);
    next.tier_rev[t] = old.tier_rev[t];
  }
}

SystemFields::SystemFields(const geo::Collection& collection)
    : source(collection.index_of("source")),
      source_key(collection.index_of("source_key")),
      uuid(collection.index_of("uuid")),
      withdrawn_on(withdrawn_field(collection)) {}

geo::Fid take_fids(Database& database, const std::string& collection, std::int64_t count) {
  Statement s = database.prepare("UPDATE collection SET next_fid = next_fid + ? WHERE id=? RETURNING next_fid");
  s.bind(1, count).bind(2, collection).step();
  const geo::Fid first = s.integer(0) - count;
  s.reset();
  return first;
}

}  // namespace store
