// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/batch_table.hpp"

#include "store/sqlite/identity.hpp"
#include "store/versions.hpp"

#include <string>

namespace store {
namespace {

const std::string columns =  // NOLINT(cert-err58-cpp): a literal
    "id, rev, collection, kind, source, file_name, file_sha256, options, operator, at, inserted, updated, withdrawn, rejected, alive, "
    "undone_rev, complete";
constexpr int report_column = 17;

BatchRecord read(const Statement& s) {
  const auto text = [&](int column) { return std::string(s.text(column)); };
  BatchRecord r;
  r.id = s.integer(0);
  r.rev = s.integer(1);
  r.info = {text(2), text(3), text(4), text(5), text(6), text(7), text(8)};
  r.at = s.integer(9);
  r.inserted = s.integer(10);
  r.updated = s.integer(11);
  r.withdrawn = s.integer(12);
  r.rejected = s.integer(13);
  r.alive = s.integer(14) != 0;
  r.undone_rev = s.integer(15);
  r.info.complete = s.integer(16) != 0;
  return r;
}

}  // namespace

std::vector<BatchRecord> load_batches(Database& database) {
  Statement s = database.prepare("SELECT " + columns + " FROM batch ORDER BY id");
  std::vector<BatchRecord> records;
  while (s.step()) { records.push_back(read(s)); }
  return records;
}

std::optional<BatchRecord> load_batch(Database& database, geo::BatchId id) {
  Statement s = database.prepare("SELECT " + columns + ", report FROM batch WHERE id=?");
  if (!s.bind(1, id).step()) { return std::nullopt; }
  BatchRecord record = read(s);
  record.report_json = s.text(report_column);
  return record;
}

std::optional<BatchRecord> batch_of_commit(Database& database, geo::Rev rev) {
  // Every batch is a commit, so its id is never above its rev; both grow together. No index is needed to walk down to it.
  Statement s = database.prepare("SELECT " + columns + " FROM batch WHERE id<=?1 AND rev<=?1 ORDER BY id DESC LIMIT 1");
  if (!s.bind(1, rev).step()) { return std::nullopt; }
  BatchRecord record = read(s);
  return record.rev == rev ? std::optional(std::move(record)) : std::nullopt;
}

std::vector<RowVersion> load_history(Database& database, const geo::Collection& collection, geo::Fid fid, const Reader& reader) {
  RowTable table(database, collection);
  std::vector<KeptVersion> kept;
  for (StoredRow& v : table.versions(fid)) {
    kept.push_back({v.rev, {v.tier_rev[0], v.tier_rev[1], v.tier_rev[2], v.rev}, v.batch, v.deleted, std::move(v.row)});
  }
  std::vector<RowVersion> versions = versions_for(collection, kept, reader, [&](geo::Rev rev) { return batch_of_commit(database, rev); });
  if (versions.empty()) { throw_no_row(collection.id, fid); }
  return versions;
}

std::optional<geo::Fid> find_named_row(Database& database, const geo::Collection& collection, const std::string& source,
                                       const std::string& source_key, const Reader& reader) {
  if (!may_see_keys(collection, reader)) { return std::nullopt; }
  RowTable table(database, collection);
  const std::optional<StoredRow> found = KeyFinder(database, table).find_named(source, source_key);
  const bool is_known = found && may_know_row(found->row, found->deleted, reader);
  return is_known ? std::optional(found->fid) : std::nullopt;
}

}  // namespace store
