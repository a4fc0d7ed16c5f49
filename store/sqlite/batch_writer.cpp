// SPDX-License-Identifier: Apache-2.0
#include "geo/base/hash.hpp"
#include "geo/table/defaults.hpp"
#include "store/results.hpp"
#include "store/sqlite/spool.hpp"
#include "store/sqlite/writer.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <cassert>

namespace store {
namespace {

using geo::BatchOutcome;
using geo::Fid;
using geo::Hash128;
using geo::StagedRow;

/// What identifies a staged row, kept in memory for all rows of the batch: 40 bytes a row.
struct Identity {
  Hash128 key;               // of (source, source key), or the raw row when there is none
  std::uint64_t content;     // geo::content_hash of the row
  std::uint32_t row;         // position in the spool
  std::uint32_t occurrence;  // 1, 2, … among equal raw rows; 0: the row has a key of its own
};

enum class Action : std::uint8_t { insert, update, nothing, superseded };

Hash128 hash_key(std::string_view source, std::string_view key) {
  std::string text(source);
  text += '\0';
  text += key;
  return geo::hash128(text);
}

std::string content_key(const Hash128& raw, std::uint32_t occurrence) { return "c:" + raw.hex() + "#" + std::to_string(occurrence); }

// A first character that no source name begins with keeps the two kinds of key apart.
Hash128 hash_content_key(std::string_view key) { return hash_key("\x01", key); }

class SqliteBatchWriter final : public geo::BatchWriter {
 public:
  SqliteBatchWriter(Writer& writer, const geo::BatchInfo& info)
      : m_writer(writer), m_info(info), m_collection([&] {
          const auto lock = lock_writer(writer);
          geo::Collection collection = load_collection(writer.database, info.collection);
          refuse_result(collection);
          return collection;
        }()),
        m_system(m_collection), m_spool(writer.file.parent_path().empty() ? "." : writer.file.parent_path()) {}

  void add(const StagedRow& row) override;
  void reject(const geo::RejectedRow& row) override { m_rejected.push_back(row); }
  BatchOutcome resolve() override;
  BatchOutcome commit(const std::string& report_json) override;

 private:
  void number_occurrences();
  void decide();
  [[nodiscard]] bool removed_by_hand(geo::BatchId batch);
  Fid find(RowTable& table, const Identity& id, const Hash128& key, std::optional<StoredRow>& found);
  void write_rows();
  void write_row(RowTable& table, StagedRow& staged, const Identity& id, StoredRow& row);
  void write_keys();
  void write_quarantine();

  Writer& m_writer;
  geo::BatchInfo m_info;
  geo::Collection m_collection;
  SystemFields m_system;
  Spool m_spool;
  std::vector<Identity> m_identities;
  std::vector<Action> m_actions;  // by row
  std::vector<Fid> m_fids;        // by row; for inserts filled by commit()
  std::vector<std::pair<std::uint64_t, std::uint32_t>> m_new_keys;
  std::vector<geo::RejectedRow> m_rejected;
  BatchOutcome m_outcome;
  std::unique_lock<std::timed_mutex> m_lock;
  std::unique_ptr<Transaction> m_transaction;  // declared after the lock: rolled back before it is released
};

void SqliteBatchWriter::add(const StagedRow& given) {
  assert(given.row.values.size() == m_collection.fields.size());
  // What is stored is trusted by everyone who reads it.
  for (std::size_t i = 0; i < m_collection.fields.size(); ++i) { assert(geo::fits(given.row.values[i], m_collection.fields[i].type)); }
  StagedRow row = given;
  row.row = geo::with_defaults(m_collection, std::move(row.row));
  Identity id{};
  id.occurrence = row.source_key.empty() ? 1 : 0;
  id.key = id.occurrence != 0 ? row.raw : hash_key(m_info.source, row.source_key);
  id.content = geo::content_hash(m_collection, row.row);
  id.row = static_cast<std::uint32_t>(m_identities.size());
  m_identities.push_back(id);
  m_spool.write(row);
}

/// Equal raw rows of one file are told apart by counting them in file order; equal keys supersede one another.
void SqliteBatchWriter::number_occurrences() {
  std::sort(m_identities.begin(), m_identities.end(), [](const Identity& a, const Identity& b) {
    return std::tuple(a.occurrence, a.key, a.row) < std::tuple(b.occurrence, b.key, b.row);
  });
  for (std::size_t i = 1; i < m_identities.size(); ++i) {
    Identity& previous = m_identities[i - 1];
    Identity& id = m_identities[i];
    if (id.key != previous.key || (id.occurrence == 0) != (previous.occurrence == 0)) { continue; }
    if (id.occurrence == 0) {
      m_actions[previous.row] = Action::superseded;
    } else {
      id.occurrence = previous.occurrence + 1;
    }
  }
}

Fid SqliteBatchWriter::find(RowTable& table, const Identity& id, const Hash128& key, std::optional<StoredRow>& found) {
  Fid match = 0;
  std::vector<Fid> candidates;
  table.with_key(key.high, [&](Fid fid) { candidates.push_back(fid); });
  for (const Fid fid : candidates) {
    found = table.find(fid);
    assert(found);
    const auto text = [&](int field) {
      const auto* value = std::get_if<std::string>(&found->row.values[static_cast<std::size_t>(field)]);
      return value == nullptr ? std::string() : *value;
    };
    const std::string stored_key = text(m_system.source_key);
    const Hash128 stored = id.occurrence != 0 ? hash_content_key(stored_key) : hash_key(text(m_system.source), stored_key);
    if (stored == key) { match = fid; }
    if (match != 0) { break; }
  }
  return match;
}

/// What someone has taken out stays out until the source says something new; what went with an undo comes back.
bool SqliteBatchWriter::removed_by_hand(geo::BatchId batch) {
  Statement s = m_writer.database.prepare("SELECT kind='edit' FROM batch WHERE id=?");
  return s.bind(1, batch).step() && s.integer(0) != 0;
}

/// Looks every row up; in order of key, so that neighbours share pages.
void SqliteBatchWriter::decide() {
  RowTable table(m_writer.database, m_collection);
  const bool is_empty = m_writer.database.integer("SELECT EXISTS(SELECT 1 FROM " + key_table(m_collection.id) + ")") == 0;
  for (const Identity& id : m_identities) {
    Action& action = m_actions[id.row];
    if (action == Action::superseded) { continue; }
    const Hash128 key = id.occurrence != 0 ? hash_content_key(content_key(id.key, id.occurrence)) : id.key;
    std::optional<StoredRow> found;
    const Fid fid = is_empty ? 0 : find(table, id, key, found);
    m_fids[id.row] = fid;
    if (fid == 0) {
      action = Action::insert;
      m_new_keys.emplace_back(key.high, id.row);
      ++m_outcome.inserted;
    } else if (found->source_content == id.content && (!found->deleted || removed_by_hand(found->batch))) {
      action = Action::nothing;
      ++m_outcome.unchanged;
    } else {
      action = Action::update;
      ++m_outcome.updated;
    }
  }
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
    m_outcome.batch = batch;
    m_outcome.already_imported = true;
    m_outcome.unchanged = static_cast<std::int64_t>(m_identities.size());
    return m_outcome;
  }
  m_spool.rewind();
  m_actions.assign(m_identities.size(), Action::insert);
  m_fids.assign(m_identities.size(), 0);
  number_occurrences();
  decide();
  std::sort(m_identities.begin(), m_identities.end(), [](const Identity& a, const Identity& b) { return a.row < b.row; });
  // The lines of superseded rows stand in the spool only; most files have none.
  if (std::find(m_actions.begin(), m_actions.end(), Action::superseded) != m_actions.end()) {
    StagedRow staged;
    for (const Action action : m_actions) {
      m_spool.read(staged);
      if (action == Action::superseded) { m_outcome.superseded_lines.push_back(staged.line); }
    }
    m_spool.rewind();
  }
  return m_outcome;
}

void SqliteBatchWriter::write_row(RowTable& table, StagedRow& staged, const Identity& id, StoredRow& row) {
  const auto set = [&](int field, std::string value) { staged.row.values[static_cast<std::size_t>(field)] = std::move(value); };
  row.fid = m_fids[id.row];
  row.batch = m_outcome.batch;
  row.deleted = false;
  row.source_content = id.content;
  if (m_actions[id.row] == Action::insert) {
    set(m_system.source, m_info.source);
    set(m_system.source_key, id.occurrence != 0 ? content_key(staged.raw, id.occurrence) : staged.source_key);
    set(m_system.uuid, row_uuid(m_writer.store_id, m_collection.id, row.fid));
    row.row = std::move(staged.row);
    begin_life(m_outcome.rev, row);
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
  succeed(m_collection, *old, m_outcome.rev, row);
  table.replace(row);
}

void SqliteBatchWriter::write_rows() {
  RowTable table(m_writer.database, m_collection);
  Fid next = take_fids(m_writer.database, m_collection.id, m_outcome.inserted);
  StagedRow staged;
  StoredRow row;
  for (const Identity& id : m_identities) {
    m_spool.read(staged);
    const Action action = m_actions[id.row];
    if (action == Action::insert) { m_fids[id.row] = next++; }
    if (action != Action::insert && action != Action::update) { continue; }
    write_row(table, staged, id, row);
    std::swap(staged.row, row.row);  // gives the memory of its strings back for the next read
  }
}

void SqliteBatchWriter::write_keys() {
  RowTable table(m_writer.database, m_collection);
  // In order of hash the b-tree grows at few places at a time.
  std::sort(m_new_keys.begin(), m_new_keys.end(), [](const auto& a, const auto& b) {
    return static_cast<std::int64_t>(a.first) < static_cast<std::int64_t>(b.first);
  });
  for (const auto& [hash, row] : m_new_keys) { table.insert_key(hash, m_fids[row]); }
}

void SqliteBatchWriter::write_quarantine() {
  Statement s = m_writer.database.prepare("INSERT INTO quarantine VALUES(?,?,?,?,?,?,?,?,?)");
  std::int64_t position = 0;
  for (const geo::RejectedRow& r : m_rejected) {
    s.bind(1, m_outcome.batch).bind(2, position++).bind(3, r.line).bind(4, r.column).bind(5, r.value).bind(6, r.rule);
    s.bind(7, r.message.en).bind(8, r.message.pt).bind(9, r.raw_json).run();
  }
}

BatchOutcome SqliteBatchWriter::commit(const std::string& report_json) {
  assert(m_transaction);
  if (!m_outcome.already_imported) {
    const OpenBatch batch = open_batch(m_writer, m_info);
    m_outcome.batch = batch.id;
    m_outcome.rev = batch.rev;
    write_rows();
    write_keys();
    write_quarantine();
    finish_batch(m_writer, m_outcome, static_cast<std::int64_t>(m_rejected.size()), report_json);
    m_transaction->commit();
  }
  m_transaction.reset();
  m_lock.unlock();
  if (!m_outcome.already_imported) { announce_commit(m_writer); }
  return m_outcome;
}

}  // namespace

std::unique_ptr<geo::BatchWriter> make_batch_writer(Writer& writer, const geo::BatchInfo& info) {
  return std::make_unique<SqliteBatchWriter>(writer, info);
}

}  // namespace store
