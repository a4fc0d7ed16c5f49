// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/audit/key_file.hpp"
#include "store/audit/verify.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/subjects.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace store_test {

/// A store with an audit log, and ways to do harm to it.
class LogFixture : public testing::Test {
 protected:
  /// With the clock of this test and without a cache.
  [[nodiscard]] std::unique_ptr<store::SqliteStore> open(store::OpenOptions options = {}) const;
  /// A store that nobody has open.
  void make() const { (void)open(); }
  /// So many new incidents, of a source of their own.
  geo::BatchOutcome import(store::Store& store, int rows);
  static store::AuditEntry read_entry(const std::string& who, std::int64_t rows);

  [[nodiscard]] store::AuditReport verify(const std::vector<store::AuditKey>& keys = {},
                                          const std::vector<store::AuditHead>& heads = {}) const;
  /// Nothing is wrong with the log, as far as can be said without keys.
  void expect_whole() const;
  /// Changes the table as somebody with the file could, past the triggers.
  void tamper(const std::string& sql) const;
  /// A new key, as from `bairro audit key` and `rekey`.
  store::AuditKey renew(bool force) const;

  [[nodiscard]] std::filesystem::path key_path() const { return store::AuditKeyFile(file).path(); }
  [[nodiscard]] std::string read_key_file() const;
  void write_key_file(const std::string& text) const;
  [[nodiscard]] std::string store_id() const;

  TemporaryFolder folder;
  std::filesystem::path file = std::filesystem::path(folder.path()) / "s.db";
  geo::TimeMs now = 1'700'000'000'000;
  int m_batches = 0;
};

}  // namespace store_test
