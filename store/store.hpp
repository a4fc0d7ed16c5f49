// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"
#include "geo/table/role.hpp"
#include "geo/table/view.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace store {

/// One commit that put rows in, changed them, or took them out again.
struct BatchRecord {
  geo::BatchId id = 0;
  geo::Rev rev = 0;
  geo::BatchInfo info;
  geo::TimeMs at = 0;
  std::int64_t inserted = 0;
  std::int64_t updated = 0;
  std::int64_t withdrawn = 0;
  std::int64_t rejected = 0;
  bool alive = true;        ///< false once it was undone
  geo::Rev undone_rev = 0;  ///< the commit that undid it
  std::string report_json;  ///< Store::batch() only: it may be long
};

/// The commit that made a version of a row.
struct CommitNote {
  geo::BatchId batch = 0;
  std::string kind;  ///< import | edit | undo
  geo::TimeMs at = 0;
  bool undone = false;          ///< the batch was taken back since
  geo::BatchId content_of = 0;  ///< the batch that first said what the row says: another one after an undo
  std::string file_name = {};   ///< empty for roles of field clearance 0 and 1, like the next
  std::string operator_name = {};
};

/// One version of a row, as a role may know it.
struct RowVersion {
  geo::Rev rev = 0;
  bool deleted = false;                   ///< `row` is then what it said last
  geo::Row row;                           ///< against geo::visible_schema()
  std::optional<CommitNote> commit = {};  ///< none for roles of field clearance 0, and for results
};

/// A row that was refused and waits to be corrected.
struct QuarantinedRow {
  geo::QuarantineRef ref;
  geo::RejectedRow row;
};

/// What a store is, for `bairro info` and the landing page.
struct StoreInfo {
  std::string id;  ///< random, for the life of the store
  int format = 0;  ///< number of the newest migration
  geo::Rev rev = 0;
};

/// Keeps rows and their history; hands out views. Implementations: SqliteStore (a file) and MemoryStore (plain maps, for
/// tests, where it also is the model the other is held against). Safe to use from many threads.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  [[nodiscard]] virtual StoreInfo info() const = 0;
  [[nodiscard]] virtual geo::Catalog catalog() const = 0;
  /// Adds a field to a collection. Throws Error{usage, conflict, not_found}.
  virtual void add_field(const std::string& collection, const geo::Field& field) = 0;
  /// Adds a collection; the fields that every collection ends with are appended. Throws Error{usage, conflict}.
  virtual void add_collection(const geo::Collection& collection) = 0;

  /// Keeps a result of an analysis, collection and rows, in one commit; `collection.result` says how it came to be. Rows are
  /// numbered 1, 2, … in their order; the fields every collection ends with are not added. Only roles with the clearances of
  /// the result know of it. Throws Error{usage} for a wrong definition, Error{conflict} when there is such a collection.
  virtual void add_result(const geo::Collection& collection, const std::vector<geo::Row>& rows) = 0;
  /// How long it is kept; none: until it is removed. Throws Error{not_found} for anything that is no result.
  virtual void keep_result(const std::string& id, std::optional<geo::TimeMs> expires_at) = 0;
  /// It and all its rows are gone for good. Throws Error{not_found} for anything that is no result.
  virtual void remove_result(const std::string& id) = 0;

  /// A batch with the same file, options, source, collection and completeness that is still alive, if there is one, unless it has
  /// been overtaken: an earlier batch of the collection was undone after it (rows that it found unchanged may have gone with that
  /// one), or an import of the same source came after it and one of the two was complete (what has come and gone since counts).
  [[nodiscard]] virtual std::optional<geo::BatchId> find_import(const geo::BatchInfo& info) const = 0;
  [[nodiscard]] virtual std::unique_ptr<geo::BatchWriter> begin(const geo::BatchInfo& info) = 0;
  /// Corrections by hand, all or none. When several threads call at once they share one commit to disk.
  /// Throws Error{not_found} for a row that does not exist, Error{conflict} for one that has changed since Edit::expected.
  virtual geo::BatchOutcome edit(const geo::BatchInfo& info, const std::vector<geo::Edit>& edits) = 0;
  /// Takes a batch back, in a new commit. Each row whose content is the batch's gets the newest content from a batch still alive,
  /// or is removed; rows changed since by another batch stay as they are. What the batch said of withdrawals is taken back apart
  /// from that: the newest word of a batch still alive counts. Throws Error{not_found, conflict}.
  virtual geo::BatchOutcome undo(geo::BatchId batch) = 0;
  /// What undo() would do, and throw. Writes nothing.
  [[nodiscard]] virtual geo::BatchOutcome plan_undo(geo::BatchId batch) = 0;

  /// In order of id, without their reports.
  [[nodiscard]] virtual std::vector<BatchRecord> batches() const = 0;
  /// One with its report.
  [[nodiscard]] virtual std::optional<BatchRecord> batch(geo::BatchId id) const = 0;
  /// All rows that a batch refused, in file order: the one at i is QuarantineRef{batch, i}.
  [[nodiscard]] virtual std::vector<geo::RejectedRow> rejected(geo::BatchId batch) const = 0;
  /// The rows of a collection that still wait: refused by a batch that is alive, and settled by no later batch that is. A batch
  /// settles a row when it has one that corrects it or is known by the same key (without a key: says the same), whether that
  /// one went in or was refused in its turn. In order of batch and position. It quotes rows: for roles that may see all.
  [[nodiscard]] virtual std::vector<QuarantinedRow> quarantine(const std::string& collection) const = 0;
  /// How many those are, by collection; collections without any are left out.
  [[nodiscard]] virtual std::map<std::string, std::int64_t> quarantine_counts() const = 0;

  /// The versions of a row that the role may see and tell apart, oldest first; never empty. A row that the role cannot see now
  /// has none for it: Error{not_found}. One that was removed has its history for roles with every clearance only.
  [[nodiscard]] virtual std::vector<RowVersion> history(const std::string& collection, geo::Fid fid, const geo::Role& role) const = 0;
  /// The row that its source calls so, if the role may see that row and what sources call it; or, with every clearance, if it
  /// has been removed. Throws Error{not_found} for an unknown collection.
  [[nodiscard]] virtual std::optional<geo::Fid> find_row(const std::string& collection, const std::string& source,
                                                         const std::string& source_key, const geo::Role& role) const = 0;

  /// The collection as the role sees it now. Throws Error{not_found}. Cheap when nothing has changed.
  [[nodiscard]] virtual std::shared_ptr<const geo::View> view(const std::string& collection, const geo::Role& role) = 0;
};

/// A name for a row that is the same wherever its store goes: UUID version 8 from the store's id, the collection and the fid.
std::string row_uuid(std::string_view store_id, std::string_view collection, geo::Fid fid);

}  // namespace store
