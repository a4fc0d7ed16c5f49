// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite_store.hpp"

#include "geo/base/hex.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/table/builtin.hpp"
#include "store/audit/acting.hpp"
#include "store/audit/pen.hpp"
#include "store/results.hpp"
#include "store/snapshot/cache.hpp"
#include "store/snapshot/snapshot_view.hpp"
#include "store/sqlite/batch_table.hpp"
#include "store/sqlite/catalog_table.hpp"
#include "store/sqlite/cold_reader.hpp"
#include "store/sqlite/group_commit.hpp"
#include "store/sqlite/loader.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/quarantine.hpp"
#include "store/sqlite/results.hpp"
#include "store/sqlite/retention.hpp"
#include "store/sqlite/writer.hpp"

#include <fmt/format.h>
#include <pwd.h>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <unistd.h>
#include <vector>

namespace store {
namespace {

using geo::Error;
using geo::Problem;

constexpr std::size_t cache_from_rows = 10'000;  // a smaller collection is read faster than its cache is looked for

geo::TimeMs system_clock_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// BEGIN … ROLLBACK on a reader: everything read in between is of one moment.
class ReadTransaction {
 public:
  explicit ReadTransaction(Database& database) : m_database(database) { m_database.execute("BEGIN"); }
  ~ReadTransaction() { m_database.roll_back(); }
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

 private:
  Database& m_database;
};

/// The built-in collections, and those of the programme's own with the fields that every collection ends with by now.
geo::Catalog wanted_catalog(const geo::Catalog& present) {
  geo::Catalog wanted = geo::builtin_catalog();
  for (const geo::Collection& own : present.collections) {
    if (own.builtin || own.result) { continue; }
    wanted.collections.push_back(own);
    for (const geo::Field& field : geo::fields_of_every_collection()) {
      if (own.field(field.name) == nullptr) { wanted.collections.back().fields.push_back(field); }
    }
  }
  return wanted;
}

std::function<Actor()> actor_of(const OpenOptions& options) {
  return [usual = options.actor ? options.actor : system_user] { return acting() ? *acting() : usual(); };
}

class SqliteStoreFile final : public SqliteStore {
 public:
  SqliteStoreFile(const std::filesystem::path& file, const OpenOptions& options)
      : m_writer(file, options.clock ? options.clock : system_clock_ms, actor_of(options)),
        m_reader((prepare_file(), file), Database::Mode::read_only),
        m_group(m_writer),
        m_cold(std::make_shared<SqliteColdReader>(file)),
        m_cache(file),
        m_use_cache(options.use_cache),
        m_audit(file, m_writer.store_id, m_writer.clock, options.say) {
    m_writer.committed = [this, advances = options.advance_views] { advances ? refresh() : forget_views(); };
    load_catalog_now();
  }

  [[nodiscard]] StoreInfo info() const override;
  [[nodiscard]] geo::Catalog catalog() const override {
    const std::lock_guard lock(m_mutex);
    return m_catalog;
  }
  void add_field(const std::string& collection, const geo::Field& field) override;
  void add_collection(const geo::Collection& collection) override;
  void add_result(const geo::Collection& collection, const std::vector<geo::Row>& rows) override {
    store::add_result(m_writer, collection, rows);
    announce_commit(m_writer);
  }
  void keep_result(const std::string& id, std::optional<geo::TimeMs> expires_at) override {
    store::keep_result(m_writer, id, expires_at);
    announce_commit(m_writer);
  }
  void remove_result(const std::string& id) override {
    store::remove_result(m_writer, id);
    announce_commit(m_writer);
  }
  [[nodiscard]] std::optional<geo::BatchId> find_import(const geo::BatchInfo& info) const override;
  [[nodiscard]] std::unique_ptr<geo::BatchWriter> begin(const geo::BatchInfo& info) override { return make_batch_writer(m_writer, info); }
  geo::BatchOutcome edit(const geo::BatchInfo& info, const std::vector<geo::Edit>& edits) override { return m_group.edit(info, edits); }
  geo::BatchOutcome undo(geo::BatchId batch) override;
  [[nodiscard]] geo::BatchOutcome plan_undo(geo::BatchId batch) override { return store::plan_undo(m_writer, batch); }
  [[nodiscard]] std::vector<BatchRecord> batches() const override {
    const std::lock_guard reader(m_reader_mutex);
    return load_batches(m_reader);
  }
  [[nodiscard]] std::optional<BatchRecord> batch(geo::BatchId id) const override {
    const std::lock_guard reader(m_reader_mutex);
    return load_batch(m_reader, id);
  }
  [[nodiscard]] std::vector<geo::RejectedRow> rejected(geo::BatchId batch) const override {
    const std::lock_guard reader(m_reader_mutex);
    return load_rejected(m_reader, batch);
  }
  [[nodiscard]] std::vector<QuarantinedRow> quarantine(const std::string& collection) const override;
  [[nodiscard]] std::map<std::string, std::int64_t> quarantine_counts() const override {
    const std::lock_guard reader(m_reader_mutex);
    return count_quarantine(m_reader);
  }
  [[nodiscard]] std::vector<RowVersion> history(const std::string& collection, geo::Fid fid, const geo::Role& role) const override;
  [[nodiscard]] std::optional<geo::Fid> find_row(const std::string& collection, const std::string& source, const std::string& source_key,
                                                 const geo::Role& role) const override;
  [[nodiscard]] std::shared_ptr<const geo::View> view(const std::string& collection, const geo::Role& role) override;
  void refresh() override;
  [[nodiscard]] std::uint64_t stamp() const override { return m_stamp.load(std::memory_order_acquire); }
  [[nodiscard]] std::optional<geo::Geometry> area_of_operation() const override;
  void set_area_of_operation(const std::optional<geo::Geometry>& area) override;
  [[nodiscard]] AuditLog& audit() override { return m_audit; }
  RetentionReport retain(const RetentionPolicy& policy, bool apply) override;
  [[nodiscard]] std::vector<HeldRow> held_rows() const override {
    const std::lock_guard reader(m_reader_mutex);
    return store::held_rows(m_reader);
  }
  void hold_row(const HeldRow& row, bool hold) override { store::hold_row(m_writer, row, hold); }
  [[nodiscard]] std::vector<CollectionStats> stats() override;

 private:
  static constexpr std::size_t most_views = 64;  // of one collection
  struct Loaded {
    std::shared_ptr<const Snapshot> snapshot;
    std::vector<std::pair<geo::Role, std::shared_ptr<const SnapshotView>>> views;
  };

  void prepare_file();
  void load_catalog_now();
  geo::Rev newest_rev();
  std::shared_ptr<const Snapshot> load(const geo::Collection& schema);
  std::shared_ptr<const Snapshot> load_cached(const geo::Collection& schema, geo::Rev rev);
  std::int64_t commit_token(geo::Rev rev);
  [[nodiscard]] std::shared_ptr<const Snapshot> snapshot_in_memory(const std::string& collection) const;
  std::shared_ptr<const Snapshot> snapshot_of(const std::string& collection);
  bool advance_all();
  void forget_views();

  Writer m_writer;
  mutable std::mutex m_reader_mutex;  // taken before m_mutex
  mutable Database m_reader;
  std::int64_t m_seen_version = -1;
  GroupCommit m_group;
  std::shared_ptr<const SqliteColdReader> m_cold;
  SnapshotCache m_cache;
  bool m_use_cache;
  AuditLog m_audit;
  geo::Rev m_seen_rev = -1;    // with m_reader_mutex
  mutable std::mutex m_mutex;  // guards what follows; held for moments only
  geo::Catalog m_catalog;
  std::map<std::string, Loaded> m_loaded;
  std::atomic<std::uint64_t> m_stamp{1};
};

/// Runs after the writer's connection is open and before the reader's: a reader cannot open a file that has no tables yet.
void SqliteStoreFile::prepare_file() {
  Database& db = m_writer.database;
  migrate(db, m_writer.file);
  m_writer.store_id = db.text("SELECT value FROM meta WHERE name='store_id'");
  begin_audit_log(db, m_writer.file, m_writer.store_id, m_writer.actor(), m_writer.clock);
  // Almost always there is nothing to do, and then opening must not wait for an import that holds the writer's lock.
  if (!needs_merge(db, wanted_catalog(load_catalog(db)))) { return; }
  Transaction transaction(db);
  merge_catalog(db, wanted_catalog(load_catalog(db)));
  transaction.commit();
}

void SqliteStoreFile::load_catalog_now() {
  const std::lock_guard reader(m_reader_mutex);
  geo::Catalog catalog = load_catalog(m_reader);
  const std::lock_guard lock(m_mutex);
  m_catalog = std::move(catalog);
}

StoreInfo SqliteStoreFile::info() const {
  const std::lock_guard reader(m_reader_mutex);
  return {m_writer.store_id, static_cast<int>(m_reader.integer("PRAGMA user_version")), m_reader.integer("SELECT max(rev) FROM commits")};
}

void SqliteStoreFile::add_field(const std::string& collection, const geo::Field& field) {
  {
    const auto lock = lock_writer(m_writer);
    Database& db = m_writer.database;
    Transaction transaction(db);
    const geo::Collection present = load_collection(db, collection);
    refuse_result(present);
    geo::check_field(field, load_catalog(db));
    if (present.field(field.name) != nullptr) {
      throw Error(Problem::conflict, fmt::format("'{}' has a field '{}' already", collection, field.name),
                  fmt::format("'{}' já tem um campo '{}'", collection, field.name));
    }
    insert_field(db, collection, field, static_cast<int>(present.fields.size()));
    add_row_column(db, collection, field);
    AuditDetails details;
    details.word("what", "field").word("field", field.name).number("confidentiality", field.confidentiality);
    commit_on_record(m_writer, transaction, audit_entry(m_writer.actor(), "schema", collection, 0, details));
  }
  refresh();
}

void SqliteStoreFile::add_collection(const geo::Collection& wanted) {
  {
    const auto lock = lock_writer(m_writer);
    Database& db = m_writer.database;
    Transaction transaction(db);
    const geo::Catalog present = load_catalog(db);
    if (present.collection(wanted.id) != nullptr) {
      throw Error(Problem::conflict, fmt::format("there is a collection '{}' already", wanted.id),
                  fmt::format("já existe uma colecção '{}'", wanted.id));
    }
    geo::Collection collection = wanted;
    collection.builtin = false;
    collection.result.reset();
    for (geo::Field& field : geo::fields_of_every_collection()) {
      if (collection.field(field.name) == nullptr) { collection.fields.push_back(std::move(field)); }
    }
    geo::check_collection(collection, present);
    insert_collection(db, collection, next_position(db));
    AuditDetails details;
    details.word("what", "collection").number("confidentiality", collection.default_confidentiality);
    commit_on_record(m_writer, transaction, audit_entry(m_writer.actor(), "schema", collection.id, 0, details));
  }
  refresh();
}

std::optional<geo::BatchId> SqliteStoreFile::find_import(const geo::BatchInfo& info) const {
  const std::lock_guard reader(m_reader_mutex);
  const geo::BatchId id = store::find_import(m_reader, info);
  return id == 0 ? std::nullopt : std::optional(id);
}

geo::BatchOutcome SqliteStoreFile::undo(geo::BatchId batch) {
  const geo::BatchOutcome outcome = undo_batch(m_writer, batch);
  announce_commit(m_writer);
  return outcome;
}

std::vector<QuarantinedRow> SqliteStoreFile::quarantine(const std::string& collection) const {
  const std::lock_guard reader(m_reader_mutex);
  const ReadTransaction transaction(m_reader);
  (void)load_collection(m_reader, collection);
  return load_quarantine(m_reader, collection);
}

std::vector<RowVersion> SqliteStoreFile::history(const std::string& collection, geo::Fid fid, const geo::Role& role) const {
  const std::lock_guard reader(m_reader_mutex);
  const ReadTransaction transaction(m_reader);
  const geo::Collection schema = load_collection(m_reader, collection);
  check_may_know(schema, role);
  return load_history(m_reader, schema, fid, Reader(role, schema, load_catalog(m_reader).code_lists));
}

std::optional<geo::Fid> SqliteStoreFile::find_row(const std::string& collection, const std::string& source, const std::string& source_key,
                                                  const geo::Role& role) const {
  const std::lock_guard reader(m_reader_mutex);
  const ReadTransaction transaction(m_reader);
  const geo::Collection schema = load_collection(m_reader, collection);
  check_may_know(schema, role);
  return find_named_row(m_reader, schema, source, source_key, Reader(role, schema, load_catalog(m_reader).code_lists));
}

geo::Rev SqliteStoreFile::newest_rev() { return m_reader.integer("SELECT max(rev) FROM commits"); }

std::int64_t SqliteStoreFile::commit_token(geo::Rev rev) {
  Statement s = m_reader.prepare("SELECT token FROM commits WHERE rev=?");
  return s.bind(1, rev).step() ? s.integer(0) : 0;
}

/// A cached snapshot of this history, brought up to `rev`; nullptr when there is none.
std::shared_ptr<const Snapshot> SqliteStoreFile::load_cached(const geo::Collection& schema, geo::Rev rev) {
  for (const SnapshotCache::Entry& entry : m_cache.entries(schema.id)) {
    if (entry.rev > rev || entry.rev == 0 || commit_token(entry.rev) != entry.commit_token) { continue; }
    std::shared_ptr<const Snapshot> cached = m_cache.load(entry, schema);
    if (!cached) { continue; }
    const Changes changes = load_changes(m_reader, schema, entry.rev, rev);
    if (changes.fids.empty()) { return cached; }
    std::shared_ptr<const Snapshot> snapshot = advance(*cached, changes);
    if (changes.fids.size() * 10 > snapshot->live_rows()) { m_cache.save({schema.id, rev, commit_token(rev)}, *snapshot); }
    return snapshot;
  }
  return nullptr;
}

/// The caller holds the reader and a read transaction on it.
std::shared_ptr<const Snapshot> SqliteStoreFile::load(const geo::Collection& schema) {
  const geo::Rev rev = newest_rev();
  // Results come and go under one name; what is kept of one must never be taken for the next.
  const bool use_cache = m_use_cache && !schema.result;
  if (use_cache) {
    if (std::shared_ptr<const Snapshot> cached = load_cached(schema, rev)) { return cached; }
  }
  std::shared_ptr<const Snapshot> snapshot = load_snapshot(m_reader, schema, rev);
  if (use_cache && snapshot->live_rows() >= cache_from_rows) {
    const SnapshotCache::Key key{schema.id, rev, commit_token(rev)};
    // From the file the pages are shared with other processes, and can be given back under pressure.
    if (m_cache.save(key, *snapshot)) {
      if (std::shared_ptr<const Snapshot> mapped = load_cached(schema, rev)) { return mapped; }
    }
  }
  return snapshot;
}

/// nullptr while nobody has asked for the collection.
std::shared_ptr<const Snapshot> SqliteStoreFile::snapshot_in_memory(const std::string& collection) const {
  const std::lock_guard lock(m_mutex);
  const auto at = m_loaded.find(collection);
  return at == m_loaded.end() ? nullptr : at->second.snapshot;
}

std::shared_ptr<const Snapshot> SqliteStoreFile::snapshot_of(const std::string& collection) {
  if (auto loaded = snapshot_in_memory(collection)) { return loaded; }
  const std::lock_guard reader(m_reader_mutex);
  // Another thread may have loaded it while this one waited for the reader.
  if (auto loaded = snapshot_in_memory(collection)) { return loaded; }
  const ReadTransaction transaction(m_reader);
  const geo::Collection schema = load_collection(m_reader, collection);
  std::shared_ptr<const Snapshot> snapshot = load(schema);
  const std::lock_guard lock(m_mutex);
  m_loaded[collection].snapshot = snapshot;
  return snapshot;
}

std::shared_ptr<const geo::View> SqliteStoreFile::view(const std::string& collection, const geo::Role& role) {
  const std::shared_ptr<const Snapshot> snapshot = snapshot_of(collection);
  check_may_know(snapshot->schema, role);
  const auto made_before = [&]() -> std::shared_ptr<const geo::View> {
    for (const auto& [whose, view] : m_loaded[collection].views) {
      if (whose == role && view->snapshot() == snapshot) { return view; }
    }
    return nullptr;
  };
  std::vector<geo::CodeList> code_lists;
  {
    const std::lock_guard lock(m_mutex);
    if (auto view = made_before()) { return view; }
    code_lists = m_catalog.code_lists;
  }
  auto made = std::make_shared<const SnapshotView>(snapshot, role, code_lists, m_cold);
  const std::lock_guard lock(m_mutex);
  Loaded& loaded = m_loaded[collection];
  if (loaded.snapshot != snapshot) { return made; }
  // Somebody else may have made it meanwhile. There must be one: what is worked out from a view is kept with it.
  if (auto view = made_before()) { return view; }
  // A role bound to areas has a view of its own for every set of areas; those asked for last are kept.
  if (loaded.views.size() >= most_views) { loaded.views.erase(loaded.views.begin()); }
  loaded.views.emplace_back(role, made);
  return made;
}

void SqliteStoreFile::refresh() {
  const std::lock_guard reader(m_reader_mutex);
  const std::int64_t version = m_reader.data_version();
  if (version == m_seen_version) { return; }
  const bool is_news = advance_all();
  m_seen_version = version;
  if (is_news) { m_stamp.fetch_add(1, std::memory_order_release); }
}

void SqliteStoreFile::forget_views() {
  const std::lock_guard reader(m_reader_mutex);
  const std::int64_t version = m_reader.data_version();
  geo::Catalog catalog = load_catalog(m_reader);
  {
    const std::lock_guard lock(m_mutex);
    m_catalog = std::move(catalog);
    m_loaded.clear();
  }
  m_seen_version = version;
  m_stamp.fetch_add(1, std::memory_order_release);
}

/// The caller holds the reader. False when nothing that a view shows has changed: entries of the audit log come every second.
bool SqliteStoreFile::advance_all() {
  const ReadTransaction transaction(m_reader);
  const geo::Rev rev = newest_rev();
  geo::Catalog catalog = load_catalog(m_reader);
  {
    const std::lock_guard lock(m_mutex);
    if (rev == m_seen_rev && catalog == m_catalog) { return false; }
  }
  std::map<std::string, std::shared_ptr<const Snapshot>> old;
  {
    const std::lock_guard lock(m_mutex);
    for (const auto& [id, loaded] : m_loaded) {
      if (loaded.snapshot) { old[id] = loaded.snapshot; }
    }
  }
  for (auto& [id, snapshot] : old) {
    const geo::Collection* now = catalog.collection(id);
    if (now == nullptr || (now->result && *now != snapshot->schema)) {
      // Removed, or removed and made anew: loaded when somebody asks.
      const std::lock_guard lock(m_mutex);
      m_loaded.erase(id);
      continue;
    }
    const geo::Collection& schema = *now;
    const Changes changes = load_changes(m_reader, schema, snapshot->rev, rev);
    if (changes.fids.empty() && schema == snapshot->schema) { continue; }
    Snapshot base = *snapshot;
    base.schema = schema;
    std::shared_ptr<const Snapshot> next = advance(base, changes);
    const std::lock_guard lock(m_mutex);
    m_loaded[id] = {std::move(next), {}};
  }
  const std::lock_guard lock(m_mutex);
  m_catalog = std::move(catalog);
  m_seen_rev = rev;
  return true;
}

std::optional<geo::Geometry> SqliteStoreFile::area_of_operation() const {
  const std::lock_guard reader(m_reader_mutex);
  const std::string wkb = geo::from_hex(m_reader.text("SELECT value FROM meta WHERE name='area_of_operation'")).value_or("");
  return wkb.empty() ? std::nullopt : std::optional(geo::Geometry::from_wkb(wkb));
}

void SqliteStoreFile::set_area_of_operation(const std::optional<geo::Geometry>& area) {
  const auto lock = lock_writer(m_writer);
  Transaction transaction(m_writer.database);
  m_writer.database.execute("DELETE FROM meta WHERE name='area_of_operation'");
  if (area) {
    const std::string hex = geo::to_hex(geo::to_wkb(*area));
    m_writer.database.prepare("INSERT INTO meta(name, value) VALUES('area_of_operation', ?)").bind(1, hex).run();
  }
  AuditDetails details;
  details.word("what", area ? "area-set" : "area-cleared");
  commit_on_record(m_writer, transaction, audit_entry(m_writer.actor(), "schema", "area", 0, details));
}

RetentionReport SqliteStoreFile::retain(const RetentionPolicy& policy, bool apply) {
  RetentionReport report = store::retain(m_writer, policy, apply);
  std::error_code failed;
  // All of them, whatever was changed: a snapshot is saved with the rows it no longer shows, and an earlier run may have been killed.
  for (std::filesystem::path& file : m_cache.files()) {
    if (apply && !std::filesystem::remove(file, failed) && failed) {
      report.beyond_reach.push_back(std::move(file));
    } else {
      report.cache_files.push_back(std::move(file));
    }
  }
  const std::filesystem::path folder = m_writer.file.has_parent_path() ? m_writer.file.parent_path() : ".";
  const std::string backup = m_writer.file.filename().string() + ".before-";
  for (const auto& file : std::filesystem::directory_iterator(folder, failed)) {
    if (file.path().filename().string().starts_with(backup)) { report.beyond_reach.push_back(file.path()); }
  }
  if (apply) { announce_commit(m_writer); }
  return report;
}

std::vector<SqliteStore::CollectionStats> SqliteStoreFile::stats() {
  std::vector<CollectionStats> all;
  for (const geo::Collection& c : catalog().collections) {
    const std::shared_ptr<const Snapshot> snapshot = snapshot_of(c.id);
    const std::lock_guard reader(m_reader_mutex);
    const auto deleted = m_reader.integer(fmt::format("SELECT count(*) FROM {} WHERE _deleted", row_table(c.id)));
    const auto versions = m_reader.integer(fmt::format("SELECT count(*) FROM {}", old_table(c.id)));
    all.push_back({c.id, snapshot->live_rows(), static_cast<std::uint64_t>(deleted), static_cast<std::uint64_t>(versions),
                   snapshot->parts.size(), snapshot->bytes()});
  }
  return all;
}

}  // namespace

Actor system_user() {
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> names(1 << 14);
  const bool known = ::getpwuid_r(::geteuid(), &entry, names.data(), names.size(), &found) == 0 && found != nullptr;
  return {"cli:" + (known ? std::string(found->pw_name) : std::to_string(::geteuid())), "programme"};
}

std::unique_ptr<SqliteStore> open_sqlite(const std::filesystem::path& file, const OpenOptions& options) {
  std::error_code ignored;
  if (!options.create && !std::filesystem::exists(file, ignored)) {
    throw Error(Problem::not_found, fmt::format("there is no store '{}'; make one with: bairro import", file.string()),
                fmt::format("não existe o repositório '{}'; crie-o com: bairro import", file.string()));
  }
  make_private_file(file);
  return std::make_unique<SqliteStoreFile>(file, options);
}

}  // namespace store
