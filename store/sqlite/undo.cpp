// SPDX-License-Identifier: Apache-2.0
// Taking a batch back.
#include "store/sqlite/writer.hpp"

#include <fmt/format.h>

namespace store {
namespace {

using geo::Error;
using geo::Problem;

/// What is said of the undo itself. Throws for a batch that cannot be taken back.
geo::BatchInfo info_of_undo(Database& db, geo::BatchId id) {
  Statement find = db.prepare("SELECT collection, kind, alive, file_name FROM batch WHERE id=?");
  if (!find.bind(1, id).step()) {
    throw Error(Problem::not_found, fmt::format("there is no batch {}", id), fmt::format("não existe o lote {}", id));
  }
  if (find.text(1) == "retention") {
    throw Error(Problem::conflict, fmt::format("batch {} emptied what was too old to be kept; that is gone", id),
                fmt::format("o lote {} esvaziou o que já não devia ser guardado; isso perdeu-se", id));
  }
  if (find.text(1) == "undo" || find.integer(2) == 0) {
    throw Error(Problem::conflict, fmt::format("batch {} is an undo or was undone already", id),
                fmt::format("o lote {} é uma anulação ou já foi anulado", id));
  }
  geo::BatchInfo info;
  info.collection = find.text(0);
  info.kind = "undo";
  info.file_name = find.text(3);
  return info;
}

class Undo {
 public:
  Undo(Database& db, const geo::Collection& collection, geo::BatchId id, const OpenBatch& batch)
      : m_db(db), m_collection(collection), m_id(id), m_batch(batch), m_table(db, collection) {
    m_outcome.batch = batch.id;
    m_outcome.rev = batch.rev;
  }

  geo::BatchOutcome run() {
    for (const geo::Fid fid : rows()) { take_back(fid); }
    m_table.finish();
    m_outcome.kept = changed_since();
    return m_outcome;
  }

 private:
  std::vector<geo::Fid> rows() {
    std::vector<geo::Fid> fids;
    Statement s = m_db.prepare("SELECT fid FROM " + row_table(m_collection.id) + " WHERE _batch=?1 OR _marked=?1 ORDER BY fid");
    for (s.bind(1, m_id); s.step();) { fids.push_back(s.integer(0)); }
    return fids;
  }

  void take_back(geo::Fid fid) {
    const StoredRow old = *m_table.find(fid);
    StoredRow next = content_before(old);
    if (m_table.withdrawn_on() >= 0) { take_mark(old, next); }
    m_outcome.removed += next.deleted && !old.deleted ? 1 : 0;
    ++m_outcome.updated;
    succeed(m_collection, old, m_batch.rev, next);
    m_table.replace(old, next);
  }

  StoredRow content_before(const StoredRow& old) {
    if (old.batch != m_id) { return old; }
    if (std::optional<StoredRow> before = m_table.newest_alive(old.fid)) { return std::move(*before); }
    StoredRow gone = old;
    gone.deleted = true;
    gone.batch = m_batch.id;
    return gone;
  }

  /// Whether a row is withdrawn is not part of its content: the newest word of a batch still alive counts.
  void take_mark(const StoredRow& old, StoredRow& next) {
    const auto field = static_cast<std::size_t>(m_table.withdrawn_on());
    const bool stands = old.marked == 0 || is_alive(old.marked);
    const std::optional<StoredRow> earlier = stands ? std::nullopt : m_table.newest_mark(old.fid);
    const StoredRow& said = earlier ? *earlier : old;
    next.marked = said.marked;
    next.row.values[field] = said.row.values[field];
  }

  bool is_alive(geo::BatchId id) {
    Statement s = m_db.prepare("SELECT alive FROM batch WHERE id=?");
    return s.bind(1, id).step() && s.integer(0) != 0;
  }

  std::int64_t changed_since() {
    Statement s = m_db.prepare(fmt::format(
        "SELECT count(DISTINCT o.fid) FROM {} o CROSS JOIN {} r ON r.fid=o.fid WHERE (o._batch=?1 OR o._marked=?1) AND r.rev<>?2",
        old_table(m_collection.id), row_table(m_collection.id)));
    return s.bind(1, m_id).bind(2, m_batch.rev).step() ? s.integer(0) : 0;
  }

  Database& m_db;
  geo::Collection m_collection;
  geo::BatchId m_id;
  OpenBatch m_batch;
  RowTable m_table;
  geo::BatchOutcome m_outcome;
};

/// Inside a transaction of the caller's.
geo::BatchOutcome undo_now(Writer& writer, geo::BatchId id) {
  Database& db = writer.database;
  const geo::BatchInfo info = info_of_undo(db, id);
  const geo::Collection collection = load_collection(db, info.collection);
  const OpenBatch batch = open_batch(writer, info);
  db.prepare("UPDATE batch SET alive=0, undone_rev=? WHERE id=?").bind(1, batch.rev).bind(2, id).run();
  return Undo(db, collection, id, batch).run();
}

}  // namespace

geo::BatchOutcome undo_batch(Writer& writer, geo::BatchId id) {
  const auto lock = lock_writer(writer);
  Transaction transaction(writer.database);
  const std::string collection = info_of_undo(writer.database, id).collection;
  const geo::BatchOutcome outcome = undo_now(writer, id);
  finish_batch(writer, outcome, 0, "");
  AuditDetails details;
  details.number("batch", outcome.batch).number("undone", id).number("removed", outcome.removed).number("kept", outcome.kept);
  commit_on_record(writer, transaction, audit_entry(writer.actor(), "undo", collection, outcome.updated, details));
  return outcome;
}

geo::BatchOutcome plan_undo(Writer& writer, geo::BatchId id) {
  const auto lock = lock_writer(writer);
  const Transaction transaction(writer.database);
  geo::BatchOutcome outcome = undo_now(writer, id);
  outcome.batch = 0;
  outcome.rev = 0;
  return outcome;
}

}  // namespace store
