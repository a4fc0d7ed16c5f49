// SPDX-License-Identifier: Apache-2.0
#include "geo/table/defaults.hpp"
#include "store/import_check.hpp"
#include "store/sqlite/identity.hpp"
#include "store/sqlite/import_plan.hpp"
#include "store/sqlite/quarantine.hpp"
#include "store/sqlite/spool.hpp"
#include "store/sqlite/writer.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <cassert>

namespace store {
namespace {

using geo::BatchOutcome;
using geo::StagedRow;

class SqliteBatchWriter final : public geo::BatchWriter {
 public:
  SqliteBatchWriter(Writer& writer, const geo::BatchInfo& info)
      : m_writer(writer),
        m_actor(writer.actor()),
        m_info(info),
        m_collection([&] {
          const auto lock = lock_writer(writer);
          geo::Collection collection = load_collection(writer.database, info.collection);
          check_import(info, collection);
          check_record(writer);
          return collection;
        }()),
        m_system(m_collection),
        m_defaults(m_collection),
        m_hash(m_collection),
        m_spool(writer.file.parent_path().empty() ? "." : writer.file.parent_path()) {}

  void add(const StagedRow& row) override;
  void reject(const geo::RejectedRow& row) override { m_rejected.push_back(row); }
  BatchOutcome resolve() override;
  BatchOutcome commit(const std::string& report_json) override;

 private:
  void find_superseded_lines();
  void write_rows();
  void write_row(RowTable& table, StagedRow& staged, const Identity& id, StoredRow& row);
  void write_withdrawn(RowTable& table);
  void mark(RowTable& table, geo::Fid fid, const geo::Value& withdrawn_on);
  void write_keys();
  void write_batch(const std::string& report_json);
  [[nodiscard]] AuditEntry entry() const;

  Writer& m_writer;
  Actor m_actor;
  geo::BatchInfo m_info;
  geo::Collection m_collection;
  SystemFields m_system;
  geo::Defaults m_defaults;
  geo::ContentHasher m_hash;
  Spool m_spool;
  StagedRow m_row;  // the last one that was added; its memory is used again
  std::vector<Identity> m_identities;
  std::vector<geo::RejectedRow> m_rejected;
  std::vector<geo::QuarantineRef> m_corrected;
  ImportPlan m_plan;
  geo::TimeMs m_at = 0;
  std::unique_lock<std::timed_mutex> m_lock;
  std::unique_ptr<Transaction> m_transaction;  // declared after the lock: rolled back before it is released
};

void SqliteBatchWriter::add(const StagedRow& given) {
  assert(given.row.values.size() == m_collection.fields.size());
  // What is stored is trusted by everyone who reads it.
  for (std::size_t i = 0; i < m_collection.fields.size(); ++i) { assert(geo::fits(given.row.values[i], m_collection.fields[i].type)); }
  StagedRow& row = m_row;
  row = given;
  m_defaults.fill(row.row);
  Identity id{};
  id.occurrence = row.source_key.empty() ? 1 : 0;
  id.key = id.occurrence != 0 ? row.raw : hash_key(m_info.source, row.source_key);
  id.content = m_hash(row.row);
  id.row = static_cast<std::uint32_t>(m_identities.size());
  m_identities.push_back(id);
  if (row.corrects) { m_corrected.push_back(*row.corrects); }
  m_spool.write(row);
}

/// The lines of superseded rows stand in the spool only; most files have none.
void SqliteBatchWriter::find_superseded_lines() {
  if (std::find(m_plan.actions.begin(), m_plan.actions.end(), Action::superseded) == m_plan.actions.end()) { return; }
  StagedRow staged;
  for (const Action action : m_plan.actions) {
    m_spool.read(staged);
    if (action == Action::superseded) { m_plan.outcome.superseded_lines.push_back(staged.line); }
  }
  m_spool.rewind();
}

BatchOutcome SqliteBatchWriter::resolve() {
  assert(!m_lock.owns_lock());
  m_lock = lock_writer(m_writer);
  m_transaction = std::make_unique<Transaction>(m_writer.database);
  if (load_collection(m_writer.database, m_collection.id) != m_collection) {
    throw geo::Error(geo::Problem::busy, "the fields of the collection were changed meanwhile; import the file again",
                     "os campos da colecção foram alterados entretanto; importe o ficheiro de novo");
  }
  if (const geo::BatchId batch = find_import(m_writer.database, m_info); batch != 0) {
    m_plan.outcome.batch = batch;
    m_plan.outcome.already_imported = true;
    m_plan.outcome.unchanged = static_cast<std::int64_t>(m_identities.size());
    return m_plan.outcome;
  }
  m_spool.rewind();
  m_plan = plan_import(m_writer.database, {m_info, m_collection, m_rejected, m_corrected}, m_identities, progress());
  std::sort(m_identities.begin(), m_identities.end(), [](const Identity& a, const Identity& b) { return a.row < b.row; });
  find_superseded_lines();
  return m_plan.outcome;
}

void SqliteBatchWriter::write_row(RowTable& table, StagedRow& staged, const Identity& id, StoredRow& row) {
  const auto set = [&](int field, std::string value) { staged.row.values[static_cast<std::size_t>(field)] = std::move(value); };
  row.fid = m_plan.fids[id.row];
  row.batch = m_plan.outcome.batch;
  row.deleted = false;
  row.source_content = id.content;
  row.marked = 0;
  if (m_system.withdrawn_on >= 0) { staged.row.values[static_cast<std::size_t>(m_system.withdrawn_on)] = std::monostate(); }
  if (m_plan.actions[id.row] == Action::insert) {
    set(m_system.source, m_info.source);
    set(m_system.source_key, id.occurrence != 0 ? content_key(staged.raw, id.occurrence) : staged.source_key);
    set(m_system.uuid, row_uuid(m_writer.store_id, m_collection.id, row.fid));
    row.row = std::move(staged.row);
    begin_life(m_plan.outcome.rev, row);
    table.insert(row);
    return;
  }
  const std::optional<StoredRow> old = table.find(row.fid);
  assert(old);
  for (const int field : {m_system.source, m_system.source_key, m_system.uuid}) {
    const auto i = static_cast<std::size_t>(field);
    staged.row.values[i] = old->row.values[i];
  }
  row.row = std::move(staged.row);
  row.marked = table.is_withdrawn(*old) ? m_plan.outcome.batch : old->marked;
  succeed(m_collection, *old, m_plan.outcome.rev, row);
  table.replace(*old, row);
}

/// Changes nothing of the row but whether it is withdrawn: its content stays that of the batch it came with.
void SqliteBatchWriter::mark(RowTable& table, geo::Fid fid, const geo::Value& withdrawn_on) {
  const std::optional<StoredRow> old = table.find(fid);
  assert(old);
  StoredRow next = *old;
  next.marked = m_plan.outcome.batch;
  next.row.values[static_cast<std::size_t>(table.withdrawn_on())] = withdrawn_on;
  succeed(m_collection, *old, m_plan.outcome.rev, next);
  table.replace(*old, next);
}

void SqliteBatchWriter::write_rows() {
  RowTable table(m_writer.database, m_collection);
  geo::Fid next = take_fids(m_writer.database, m_collection.id, m_plan.outcome.inserted);
  StagedRow staged;
  StoredRow row;
  for (std::size_t i = 0; i < m_identities.size(); ++i) {
    stop_if_asked(progress(), i);
    if (i % rows_per_report == 0 && i > 0) { progress().at(static_cast<std::int64_t>(i), static_cast<std::int64_t>(m_identities.size())); }
    const Identity& id = m_identities[i];
    m_spool.read(staged);
    const Action action = m_plan.actions[id.row];
    if (action == Action::give_back) { mark(table, m_plan.fids[id.row], {}); }
    if (action == Action::insert) { m_plan.fids[id.row] = next++; }
    if (action != Action::insert && action != Action::update) { continue; }
    write_row(table, staged, id, row);
    std::swap(staged.row, row.row);  // gives the memory of its strings back for the next read
  }
  write_withdrawn(table);
  table.finish();
}

void SqliteBatchWriter::write_withdrawn(RowTable& table) {
  const std::int64_t today = geo::utc_day(m_at);
  for (std::size_t i = 0; i < m_plan.withdrawn.size(); ++i) {
    stop_if_asked(progress(), i);
    mark(table, m_plan.withdrawn[i], today);
  }
}

void SqliteBatchWriter::write_keys() {
  RowTable table(m_writer.database, m_collection);
  std::sort(m_plan.new_keys.begin(), m_plan.new_keys.end(),
            [](const auto& a, const auto& b) { return static_cast<std::int64_t>(a.first) < static_cast<std::int64_t>(b.first); });
  std::vector<RowTable::Key> keys;
  for (const auto& [hash, row] : m_plan.new_keys) {
    keys.push_back({hash, m_plan.fids[row]});
    if (keys.size() < RowTable::keys_at_once) { continue; }
    table.insert_keys(keys);
    keys.clear();
  }
  table.insert_keys(keys);
}

void SqliteBatchWriter::write_batch(const std::string& report_json) {
  const OpenBatch batch = open_batch(m_writer, m_info);
  m_plan.outcome.batch = batch.id;
  m_plan.outcome.rev = batch.rev;
  m_at = batch.at;
  write_rows();
  write_keys();
  insert_rejected(m_writer.database, batch.id, m_rejected);
  insert_settled(m_writer.database, m_plan.settled, batch.id);
  finish_batch(m_writer, m_plan.outcome, static_cast<std::int64_t>(m_rejected.size()), report_json);
  stop_if_asked(progress(), 0);
}

AuditEntry SqliteBatchWriter::entry() const {
  const BatchOutcome& o = m_plan.outcome;
  AuditDetails details;
  details.number("batch", o.batch).number("new", o.inserted).number("updated", o.updated).number("withdrawn", o.withdrawn);
  details.number("quarantined", static_cast<std::int64_t>(m_rejected.size()));
  return audit_entry(m_actor, "import", m_collection.id, o.inserted + o.updated + o.withdrawn, details);
}

BatchOutcome SqliteBatchWriter::commit(const std::string& report_json) {
  assert(m_transaction);
  if (!m_plan.outcome.already_imported) {
    write_batch(report_json);
    commit_on_record(m_writer, *m_transaction, entry());
  }
  m_transaction.reset();
  m_lock.unlock();
  if (!m_plan.outcome.already_imported) { announce_commit(m_writer); }
  return m_plan.outcome;
}

}  // namespace

std::unique_ptr<geo::BatchWriter> make_batch_writer(Writer& writer, const geo::BatchInfo& info) {
  return std::make_unique<SqliteBatchWriter>(writer, info);
}

}  // namespace store
