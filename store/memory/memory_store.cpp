// SPDX-License-Identifier: Apache-2.0
#include "store/memory/memory_store.hpp"

#include "geo/table/builtin.hpp"
#include "store/import_check.hpp"
#include "store/memory/batches.hpp"
#include "store/memory/memory_view.hpp"
#include "store/memory/rows.hpp"
#include "store/results.hpp"
#include "store/versions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <condition_variable>
#include <map>
#include <mutex>

namespace store {
namespace {

using memory::Batch;

[[noreturn]] void fail(geo::Problem problem, const std::string& en, const std::string& pt) { throw geo::Error(problem, en, pt); }

}  // namespace

/// Everything the store knows, and two locks: `mutex` for a moment's look, the writer's turn for as long as a batch lasts.
class MemoryStore::State {
 public:
  State(std::string store_id, Clock store_clock, std::chrono::milliseconds timeout)
      : id(std::move(store_id)), clock(std::move(store_clock)), busy_timeout(timeout) {}

  void take_turn() {
    std::unique_lock lock(mutex);
    if (!turn_over.wait_for(lock, busy_timeout, [&] { return !is_writing; })) {
      fail(geo::Problem::busy, "another writer holds the store: try again", "outro processo está a escrever: tente de novo");
    }
    is_writing = true;
  }
  void end_turn() {
    const std::lock_guard lock(mutex);
    is_writing = false;
    turn_over.notify_one();
  }

  memory::Rows& rows_of(const std::string& collection) {
    const auto it = tables.find(collection);
    if (it == tables.end()) { throw_no_collection(collection); }
    return it->second;
  }

  /// Of a result, in the catalog. Throws Error{not_found} for anything else.
  geo::Collection& result(const std::string& name) {
    (void)rows_of(name);
    const auto it = std::find_if(catalog.collections.begin(), catalog.collections.end(), [&](const auto& c) { return c.id == name; });
    if (!it->result) {
      fail(geo::Problem::not_found, fmt::format("'{}' is no result of an analysis", name),
           fmt::format("'{}' não é um resultado de uma análise", name));
    }
    return *it;
  }

  [[nodiscard]] memory::Commit next_commit() const { return {rev + 1, batches.next_id(), clock()}; }

  /// Makes the commit part of history; `outcome` gets its numbers.
  Batch& record(memory::Commit commit, const geo::BatchInfo& info, geo::BatchOutcome& outcome) {
    outcome.batch = commit.batch;
    outcome.rev = rev = commit.rev;
    Batch batch;
    batch.record.id = commit.batch;
    batch.record.rev = commit.rev;
    batch.record.info = info;
    batch.record.at = commit.at;
    batch.record.inserted = outcome.inserted;
    batch.record.updated = outcome.updated;
    batch.record.withdrawn = outcome.withdrawn;
    return batches.add(std::move(batch));
  }

  /// Takes the batch back as if it were the next commit: `rows` and `outcome` say how that would look.
  void try_undo(geo::BatchId undone, memory::Rows& changed, memory::Commit commit, geo::BatchOutcome& outcome) const {
    std::map<geo::BatchId, bool> alive = batches.alive();
    alive.at(undone) = false;
    memory::apply_undo(changed, undone, alive, commit, outcome);
  }

  /// Throws Error{not_found, conflict} for one that cannot be taken back.
  Batch& batch_to_undo(geo::BatchId batch_id) {
    Batch* batch = batches.find(batch_id);
    if (batch == nullptr) {
      fail(geo::Problem::not_found, fmt::format("there is no batch {}", batch_id), fmt::format("não existe o lote {}", batch_id));
    }
    if (!batch->record.alive || batch->record.info.kind == "undo") {
      fail(geo::Problem::conflict, fmt::format("batch {} was undone already, or is an undo itself", batch_id),
           fmt::format("o lote {} já foi anulado, ou é ele próprio uma anulação", batch_id));
    }
    return *batch;
  }

  void add_collection(geo::Collection collection) {
    catalog.collections.push_back(collection);
    tables[collection.id].collection = std::move(collection);
  }

  const std::string id;
  const Clock clock;
  const std::chrono::milliseconds busy_timeout;

  std::mutex mutex;  ///< over all that follows
  std::condition_variable turn_over;
  bool is_writing = false;
  geo::Catalog catalog;
  std::map<std::string, memory::Rows> tables;
  memory::Batches batches;
  geo::Rev rev = 0;
};

namespace {

/// Holds the writer's turn.
template <class State>
class Turn {
 public:
  explicit Turn(State& state) : m_state(state) { m_state.take_turn(); }
  ~Turn() { m_state.end_turn(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  State& m_state;
};

}  // namespace

class MemoryStore::Writer final : public geo::BatchWriter {
 public:
  Writer(std::shared_ptr<State> state, geo::BatchInfo info) : m_state(std::move(state)), m_info(std::move(info)) {}

  void add(const geo::StagedRow& row) override { m_rows.push_back(row); }
  void reject(const geo::RejectedRow& row) override { m_rejected.push_back(row); }

  geo::BatchOutcome resolve() override {
    m_turn = std::make_unique<Turn<State>>(*m_state);
    const std::lock_guard lock(m_state->mutex);
    if (const BatchRecord* earlier = m_state->batches.earlier_import(m_info)) {
      m_plan.outcome.batch = earlier->id;
      m_plan.outcome.unchanged = static_cast<std::int64_t>(m_rows.size());
      m_plan.outcome.already_imported = true;
    } else {
      m_plan = memory::plan_import(m_state->rows_of(m_info.collection), m_info, m_rows, m_rejected);
      m_settled = m_state->batches.settled_by(m_info, m_rows, m_rejected);
      const std::vector<geo::QuarantineRef> gone_in = m_state->batches.settled_by(m_info, m_rows, {});
      for (const QuarantinedRow& row : m_state->batches.waiting(m_info.collection)) {
        const auto is_settled = std::count(m_settled.begin(), m_settled.end(), row.ref);
        m_plan.outcome.resolved += is_settled;
        m_plan.outcome.refused_again += is_settled - std::count(gone_in.begin(), gone_in.end(), row.ref);
      }
    }
    if (progress().cancelled()) { geo::throw_stopped(); }
    return m_plan.outcome;
  }

  geo::BatchOutcome commit(const std::string& report_json) override {
    assert(m_turn && "resolve() comes first");
    if (progress().cancelled()) { geo::throw_stopped(); }
    if (!m_plan.outcome.already_imported) { apply(report_json); }
    m_turn.reset();
    return m_plan.outcome;
  }

 private:
  void apply(const std::string& report_json) {
    const std::lock_guard lock(m_state->mutex);
    const memory::Commit commit = m_state->next_commit();
    memory::apply_import(m_state->rows_of(m_info.collection), m_state->id, m_info.source, m_plan, commit);
    Batch& batch = m_state->record(commit, m_info, m_plan.outcome);
    batch.record.rejected = static_cast<std::int64_t>(m_rejected.size());
    batch.record.report_json = report_json;
    batch.rejected = m_rejected;
    batch.settled = m_settled;
  }

  std::shared_ptr<State> m_state;
  geo::BatchInfo m_info;
  std::vector<geo::StagedRow> m_rows;
  std::vector<geo::RejectedRow> m_rejected;
  memory::Plan m_plan;
  std::vector<geo::QuarantineRef> m_settled;
  std::unique_ptr<Turn<State>> m_turn;
};

MemoryStore::MemoryStore(std::string id, Clock clock, std::chrono::milliseconds busy_timeout)
    : m_state(std::make_shared<State>(std::move(id), std::move(clock), busy_timeout)) {
  const geo::Catalog& builtin = geo::builtin_catalog();
  m_state->catalog.code_lists = builtin.code_lists;
  for (const geo::Collection& collection : builtin.collections) { m_state->add_collection(collection); }
}

MemoryStore::~MemoryStore() = default;

StoreInfo MemoryStore::info() const {
  const std::lock_guard lock(m_state->mutex);
  return {m_state->id, 0, m_state->rev};
}

geo::Catalog MemoryStore::catalog() const {
  const std::lock_guard lock(m_state->mutex);
  return m_state->catalog;
}

void MemoryStore::add_field(const std::string& collection, const geo::Field& field) {
  const Turn<State> turn(*m_state);
  const std::lock_guard lock(m_state->mutex);
  memory::Rows& rows = m_state->rows_of(collection);
  refuse_result(rows.collection);
  geo::check_field(field, m_state->catalog);
  if (rows.collection.index_of(field.name) >= 0) {
    fail(geo::Problem::conflict, fmt::format("'{}' has a field '{}' already", collection, field.name),
         fmt::format("'{}' já tem um campo '{}'", collection, field.name));
  }
  rows.collection.fields.push_back(field);
  for (geo::Collection& c : m_state->catalog.collections) {
    if (c.id == collection) { c = rows.collection; }
  }
}

void MemoryStore::add_collection(const geo::Collection& collection) {
  const Turn<State> turn(*m_state);
  const std::lock_guard lock(m_state->mutex);
  geo::Collection whole = collection;
  whole.builtin = false;
  whole.result.reset();
  for (const geo::Field& field : geo::fields_of_every_collection()) {
    if (whole.field(field.name) == nullptr) { whole.fields.push_back(field); }
  }
  geo::check_collection(whole, m_state->catalog);
  if (m_state->catalog.collection(whole.id) != nullptr) {
    fail(geo::Problem::conflict, fmt::format("there is a collection '{}' already", whole.id),
         fmt::format("já existe uma colecção '{}'", whole.id));
  }
  m_state->add_collection(std::move(whole));
}

void MemoryStore::add_result(const geo::Collection& collection, const std::vector<geo::Row>& rows) {
  const Turn<State> turn(*m_state);
  const std::lock_guard lock(m_state->mutex);
  check_result(collection, rows, m_state->catalog);
  m_state->add_collection(as_result(collection));
  memory::Version version;
  version.rev = ++m_state->rev;
  version.seen_rev.fill(version.rev);
  memory::Rows& kept = m_state->rows_of(collection.id);
  for (const geo::Row& row : rows) {
    version.row = row;
    kept.history[kept.next_fid()] = {version};
  }
}

void MemoryStore::keep_result(const std::string& id, std::optional<geo::TimeMs> expires_at) {
  const Turn<State> turn(*m_state);
  const std::lock_guard lock(m_state->mutex);
  geo::Collection& kept = m_state->result(id);
  kept.result->expires_at = expires_at;
  m_state->rows_of(id).collection = kept;
}

void MemoryStore::remove_result(const std::string& id) {
  const Turn<State> turn(*m_state);
  const std::lock_guard lock(m_state->mutex);
  (void)m_state->result(id);
  m_state->tables.erase(id);
  auto& all = m_state->catalog.collections;
  all.erase(std::remove_if(all.begin(), all.end(), [&](const auto& c) { return c.id == id; }), all.end());
  ++m_state->rev;
}

std::optional<geo::BatchId> MemoryStore::find_import(const geo::BatchInfo& info) const {
  const std::lock_guard lock(m_state->mutex);
  const BatchRecord* earlier = m_state->batches.earlier_import(info);
  return earlier == nullptr ? std::nullopt : std::optional(earlier->id);
}

std::unique_ptr<geo::BatchWriter> MemoryStore::begin(const geo::BatchInfo& info) {
  const std::lock_guard lock(m_state->mutex);
  check_import(info, m_state->rows_of(info.collection).collection);
  return std::make_unique<Writer>(m_state, info);
}

geo::BatchOutcome MemoryStore::edit(const geo::BatchInfo& info, const std::vector<geo::Edit>& edits) {
  const Turn<State> turn(*m_state);
  const std::lock_guard lock(m_state->mutex);
  memory::Rows& rows = m_state->rows_of(info.collection);
  refuse_result(rows.collection);
  memory::Rows changed = rows;
  const memory::Commit commit = m_state->next_commit();
  geo::BatchOutcome outcome;
  memory::apply_edits(changed, m_state->id, edits, commit, outcome);
  rows = std::move(changed);
  geo::BatchInfo edit_info = info;
  edit_info.kind = "edit";
  m_state->record(commit, edit_info, outcome);
  return outcome;
}

geo::BatchOutcome MemoryStore::undo(geo::BatchId batch) {
  const Turn<State> turn(*m_state);
  const std::lock_guard lock(m_state->mutex);
  BatchRecord& undone = m_state->batch_to_undo(batch).record;
  geo::BatchInfo info;
  info.collection = undone.info.collection;
  info.kind = "undo";
  info.file_name = undone.info.file_name;
  const memory::Commit commit = m_state->next_commit();
  geo::BatchOutcome outcome;
  m_state->try_undo(batch, m_state->rows_of(info.collection), commit, outcome);
  undone.alive = false;
  undone.undone_rev = commit.rev;
  m_state->record(commit, info, outcome);
  return outcome;
}

geo::BatchOutcome MemoryStore::plan_undo(geo::BatchId batch) {
  const std::lock_guard lock(m_state->mutex);
  memory::Rows changed = m_state->rows_of(m_state->batch_to_undo(batch).record.info.collection);
  geo::BatchOutcome outcome;
  m_state->try_undo(batch, changed, m_state->next_commit(), outcome);
  return outcome;
}

std::vector<BatchRecord> MemoryStore::batches() const {
  const std::lock_guard lock(m_state->mutex);
  std::vector<BatchRecord> records;
  for (const Batch& batch : m_state->batches.all()) {
    records.push_back(batch.record);
    records.back().report_json.clear();
  }
  return records;
}

std::optional<BatchRecord> MemoryStore::batch(geo::BatchId id) const {
  const std::lock_guard lock(m_state->mutex);
  const Batch* found = m_state->batches.find(id);
  return found == nullptr ? std::nullopt : std::optional(found->record);
}

std::vector<geo::RejectedRow> MemoryStore::rejected(geo::BatchId batch) const {
  const std::lock_guard lock(m_state->mutex);
  const Batch* found = m_state->batches.find(batch);
  return found == nullptr ? std::vector<geo::RejectedRow>() : found->rejected;
}

std::vector<QuarantinedRow> MemoryStore::quarantine(const std::string& collection) const {
  const std::lock_guard lock(m_state->mutex);
  (void)m_state->rows_of(collection);
  return m_state->batches.waiting(collection);
}

std::map<std::string, std::int64_t> MemoryStore::quarantine_counts() const {
  const std::lock_guard lock(m_state->mutex);
  std::map<std::string, std::int64_t> counts;
  for (const geo::Collection& c : m_state->catalog.collections) {
    const std::size_t waiting = m_state->batches.waiting(c.id).size();
    if (waiting != 0) { counts[c.id] = static_cast<std::int64_t>(waiting); }
  }
  return counts;
}

std::vector<RowVersion> MemoryStore::history(const std::string& collection, geo::Fid fid, const geo::Role& role) const {
  const std::lock_guard lock(m_state->mutex);
  const memory::Rows& rows = m_state->rows_of(collection);
  check_may_know(rows.collection, role);
  std::vector<KeptVersion> kept;
  if (const auto it = rows.history.find(fid); it != rows.history.end()) {
    for (const memory::Version& v : it->second) {
      kept.push_back({v.rev, v.seen_rev, v.batch, v.deleted, v.row});
      kept.back().row.values.resize(rows.collection.fields.size());
    }
  }
  const auto batch_of = [&](geo::Rev rev) -> std::optional<BatchRecord> {
    for (const Batch& b : m_state->batches.all()) {
      if (b.record.rev == rev) { return b.record; }
    }
    return std::nullopt;
  };
  std::vector<RowVersion> versions =
      versions_for(rows.collection, kept, Reader(role, rows.collection, m_state->catalog.code_lists), batch_of);
  if (versions.empty()) { throw_no_row(collection, fid); }
  return versions;
}

std::optional<geo::Fid> MemoryStore::find_row(const std::string& collection, const std::string& source, const std::string& source_key,
                                              const geo::Role& role) const {
  const std::lock_guard lock(m_state->mutex);
  const memory::Rows& rows = m_state->rows_of(collection);
  check_may_know(rows.collection, role);
  const Reader reader(role, rows.collection, m_state->catalog.code_lists);
  if (!may_see_keys(rows.collection, reader)) { return std::nullopt; }
  for (const auto& [fid, history] : rows.history) {
    const bool is_it = rows.value(fid, "source") == geo::Value(source) && rows.value(fid, "source_key") == geo::Value(source_key);
    if (is_it && may_know_row(history.back().row, history.back().deleted, reader)) { return fid; }
  }
  return std::nullopt;
}

std::shared_ptr<const geo::View> MemoryStore::view(const std::string& collection, const geo::Role& role) {
  const std::lock_guard lock(m_state->mutex);
  const memory::Rows& rows = m_state->rows_of(collection);
  check_may_know(rows.collection, role);
  const Reader reader(role, rows.collection, m_state->catalog.code_lists);
  std::vector<geo::Feature> seen;
  for (const auto& [fid, history] : rows.history) {
    const memory::Version& version = history.back();
    if (version.deleted || !reader.rule.admits(version.row)) { continue; }
    geo::Feature feature{fid, version.seen_rev[static_cast<std::size_t>(reader.grant.fields)], {version.row.geometry, {}}};
    for (std::size_t i = 0; i < rows.collection.fields.size(); ++i) {
      if (rows.collection.fields[i].confidentiality > reader.grant.fields) { continue; }
      feature.row.values.push_back(i < version.row.values.size() ? version.row.values[i] : geo::Value{});
    }
    seen.push_back(std::move(feature));
  }
  return memory::make_memory_view(geo::visible_schema(rows.collection, role), std::move(seen));
}

}  // namespace store
