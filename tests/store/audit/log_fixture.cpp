// SPDX-License-Identifier: Apache-2.0
#include "tests/store/audit/log_fixture.hpp"

#include "store/audit/pen.hpp"

#include <fstream>
#include <iterator>

namespace store_test {

std::unique_ptr<store::SqliteStore> LogFixture::open(store::OpenOptions options) const {
  options.use_cache = false;
  options.clock = [this] { return now; };
  return store::open_sqlite(file, options);
}

geo::BatchOutcome LogFixture::import(store::Store& store, int rows) {
  geo::BatchInfo info;
  info.collection = "incidents";
  info.source = "source" + std::to_string(++m_batches);
  const geo::Collection collection = *store.catalog().collection("incidents");
  const auto writer = store.begin(info);
  for (int i = 0; i < rows; ++i) {
    geo::StagedRow row{i, "k" + std::to_string(i), {}, {geo::Geometry::point({40, -12}), {}}};
    row.row.values.resize(collection.fields.size());
    writer->add(row);
  }
  writer->resolve();
  return writer->commit("{}");
}

store::AuditEntry LogFixture::read_entry(const std::string& who, std::int64_t rows) {
  return store::audit_entry({who, "analyst"}, "read", "/collections/{collectionId}/items", rows);
}

std::string LogFixture::store_id() const {
  store::Database database(file, store::Database::Mode::read_only);
  return database.text("SELECT value FROM meta WHERE name='store_id'");
}

store::AuditReport LogFixture::verify(const std::vector<store::AuditKey>& keys, const std::vector<store::AuditHead>& heads) const {
  return store::verify_audit(file, store_id(), keys, heads);
}

void LogFixture::expect_whole() const {
  const store::AuditReport report = verify();
  EXPECT_EQ(report.faults, 0) << report.first_faults.at(0).en;
  EXPECT_EQ(report.head.seq, report.entries);
  EXPECT_EQ(store::read_audit_keys(read_key_file()).at(0).seq, report.head.seq + 1) << "the key file has followed";
}

void LogFixture::tamper(const std::string& sql) const {
  store::Database database(file, store::Database::Mode::read_write);
  database.execute("DROP TRIGGER IF EXISTS audit_stays; DROP TRIGGER IF EXISTS audit_is_kept");
  database.execute(sql);
}

store::AuditKey LogFixture::renew(bool force) const {
  store::Database database(file, store::Database::Mode::read_write);
  return store::renew_audit_key(database, file, store_id(), {"test", ""}, now, force);
}

std::string LogFixture::read_key_file() const {
  std::ifstream in(key_path());
  return {std::istreambuf_iterator<char>(in), {}};
}

void LogFixture::write_key_file(const std::string& text) const { std::ofstream(key_path()) << text; }

}  // namespace store_test
