// SPDX-License-Identifier: Apache-2.0
// Corrections by hand.
#include "geo/table/defaults.hpp"
#include "store/results.hpp"
#include "store/sqlite/writer.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace store {
namespace {

using geo::BatchOutcome;
using geo::Error;
using geo::Problem;

void check_values(const geo::Collection& collection, const geo::Row& row) {
  bool ok = row.values.size() == collection.fields.size() && geo::fits(row.geometry, collection.geometry);
  for (std::size_t i = 0; ok && i < row.values.size(); ++i) { ok = geo::fits(row.values[i], collection.fields[i].type); }
  if (!ok) {
    throw Error(Problem::usage, fmt::format("the row does not fit the fields of '{}'", collection.id),
                fmt::format("a linha não corresponde aos campos de '{}'", collection.id));
  }
}

/// Rows made by the commit on its way, `rev`, do not exist yet.
StoredRow existing(RowTable& table, geo::Fid fid, geo::Rev rev) {
  std::optional<StoredRow> old = table.find(fid);
  if (!old || old->deleted || old->rev == rev) {
    throw Error(Problem::not_found, fmt::format("there is no feature {}", fid), fmt::format("não existe o elemento {}", fid));
  }
  return std::move(*old);
}

[[noreturn]] void throw_changed(geo::Fid fid) {
  throw Error(Problem::conflict, fmt::format("feature {} has changed since it was read", fid),
              fmt::format("o elemento {} mudou desde que foi lido", fid));
}

class Editor {
 public:
  Editor(Writer& writer, const geo::Collection& collection, const OpenBatch& batch)
      : m_writer(writer), m_collection(collection), m_system(collection), m_table(writer.database, collection), m_batch(batch) {}

  void apply(const geo::Edit& edit) {
    if (edit.fid == 0 && !edit.remove) {
      create(edit.row);
    } else {
      change(edit);
    }
  }
  void finish() { m_table.finish(); }
  [[nodiscard]] const std::vector<geo::Fid>& created() const { return m_created; }
  [[nodiscard]] std::int64_t changed() const { return m_changed; }

 private:
  void create(const geo::Row& given) {
    check_values(m_collection, given);
    StoredRow row;
    row.fid = take_fids(m_writer.database, m_collection.id, 1);
    row.batch = m_batch.id;
    row.row = geo::with_defaults(m_collection, given);
    value(row, m_system.source) = std::monostate();
    value(row, m_system.source_key) = std::monostate();
    if (m_system.withdrawn_on >= 0) { value(row, m_system.withdrawn_on) = std::monostate(); }
    value(row, m_system.uuid) = row_uuid(m_writer.store_id, m_collection.id, row.fid);
    begin_life(m_batch.rev, row);
    m_table.insert(row);
    m_created.push_back(row.fid);
  }

  void change(const geo::Edit& edit) {
    const StoredRow old = existing(m_table, edit.fid, m_batch.rev);
    if (edit.expected && *edit.expected != old.rev) { throw_changed(edit.fid); }
    StoredRow next = old;
    next.batch = m_batch.id;
    next.deleted = edit.remove;
    if (!edit.remove) {
      check_values(m_collection, edit.row);
      next.row = geo::with_defaults(m_collection, edit.row);
      for (std::size_t i = 0; i < m_collection.fields.size(); ++i) {
        if (m_collection.fields[i].system) { next.row.values[i] = old.row.values[i]; }
      }
    }
    succeed(m_collection, old, m_batch.rev, next);
    m_table.replace(old, next);
    ++m_changed;
  }

  static geo::Value& value(StoredRow& row, int field) { return row.row.values[static_cast<std::size_t>(field)]; }

  Writer& m_writer;
  geo::Collection m_collection;
  SystemFields m_system;
  RowTable m_table;
  OpenBatch m_batch;
  std::vector<geo::Fid> m_created;
  std::int64_t m_changed = 0;
};

/// Two edits of one row in one call would be two versions with one rev.
void check_once_each(const std::vector<geo::Edit>& edits) {
  std::vector<geo::Fid> fids;
  for (const geo::Edit& edit : edits) {
    if (edit.fid != 0) { fids.push_back(edit.fid); }
  }
  std::sort(fids.begin(), fids.end());
  if (std::adjacent_find(fids.begin(), fids.end()) != fids.end()) {
    throw Error(Problem::usage, "a feature stands twice in one set of edits",
                "um elemento aparece duas vezes no mesmo conjunto de edições");
  }
}

}  // namespace

BatchOutcome apply_edits(Writer& writer, const geo::BatchInfo& info, const std::vector<geo::Edit>& edits) {
  check_once_each(edits);
  const geo::Collection collection = load_collection(writer.database, info.collection);
  refuse_result(collection);
  geo::BatchInfo batch_info = info;
  batch_info.kind = "edit";
  const OpenBatch batch = open_batch(writer, batch_info);
  Editor editor(writer, collection, batch);
  for (const geo::Edit& edit : edits) { editor.apply(edit); }
  editor.finish();
  BatchOutcome outcome;
  outcome.batch = batch.id;
  outcome.rev = batch.rev;
  outcome.created = editor.created();
  outcome.inserted = static_cast<std::int64_t>(outcome.created.size());
  outcome.updated = editor.changed();
  finish_batch(writer, outcome, 0, "");
  return outcome;
}

}  // namespace store
