// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"
#include "geo/table/batch.hpp"
#include "store/audit/entry.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/row_table.hpp"

#include <functional>
#include <mutex>
#include <span>

namespace store {

/// The one connection of this process that writes, and what every kind of write needs.
struct Writer {
  std::filesystem::path file;
  std::string store_id;
  Database database;
  std::function<geo::TimeMs()> clock;  ///< wall clock, for records only
  std::function<Actor()> actor;        ///< who writes: asked on the thread that asks for the write
  std::function<void()> committed;     ///< called after every commit, lock released
  std::timed_mutex mutex;              ///< held while a transaction is open
  Writer(std::filesystem::path store_file, std::function<geo::TimeMs()> wall_clock, std::function<Actor()> who)
      : file(std::move(store_file)), database(file, Database::Mode::read_write), clock(std::move(wall_clock)), actor(std::move(who)) {}
};

/// Holds the writer's mutex. Throws Error{busy} after 5 s.
std::unique_lock<std::timed_mutex> lock_writer(Writer& writer);

/// Tells whoever watches that something was committed. Never throws: the commit stands, and the next look will see it.
void announce_commit(Writer& writer) noexcept;

/// Puts the entries into the audit log and commits, both or neither. Throws what AuditPen and Transaction throw.
void commit_on_record(Writer& writer, Transaction& transaction, std::span<const AuditEntry> entries);
void commit_on_record(Writer& writer, Transaction& transaction, const AuditEntry& entry);
/// Throws what commit_on_record() would when the key of the log is missing: before work that would be in vain.
void check_record(Writer& writer);

/// The collection's schema as the file has it now. Throws Error{not_found}.
geo::Collection load_collection(Database& database, const std::string& id);

/// Inside an open transaction: the number of this commit.
geo::Rev open_commit(Writer& writer, const std::string& kind);

/// Starts a batch inside an open transaction: a new rev and a batch record that finish_batch() completes.
struct OpenBatch {
  geo::BatchId id = 0;
  geo::Rev rev = 0;
  geo::TimeMs at = 0;
};
OpenBatch open_batch(Writer& writer, const geo::BatchInfo& info);
void finish_batch(Writer& writer, const geo::BatchOutcome& outcome, std::int64_t rejected, const std::string& report_json);

/// See Store::find_import(); 0 when there is none.
geo::BatchId find_import(Database& database, const geo::BatchInfo& info);

/// Gives `next` the fid's place in time after `old`: rev, and for each tier whether anything changed that it may see.
void succeed(const geo::Collection& collection, const StoredRow& old, geo::Rev rev, StoredRow& next);
/// The same for a row's first version.
void begin_life(geo::Rev rev, StoredRow& row);

/// Positions of the fields that the store fills; -1 where a collection lacks one.
struct SystemFields {
  int source, source_key, uuid, withdrawn_on;
  explicit SystemFields(const geo::Collection& collection);
};

/// Takes fids for `count` new rows; the first of them is returned.
geo::Fid take_fids(Database& database, const std::string& collection, std::int64_t count);

std::unique_ptr<geo::BatchWriter> make_batch_writer(Writer& writer, const geo::BatchInfo& info);
geo::BatchOutcome undo_batch(Writer& writer, geo::BatchId batch);
/// The same, and rolled back.
geo::BatchOutcome plan_undo(Writer& writer, geo::BatchId batch);
/// Applies edits inside a transaction that the caller holds and puts on record; throws without having left anything when one is wrong.
geo::BatchOutcome apply_edits(Writer& writer, const geo::BatchInfo& info, const std::vector<geo::Edit>& edits);

}  // namespace store
