// SPDX-License-Identifier: Apache-2.0
#include "tests/store/subjects.hpp"

#include "store/memory/memory_store.hpp"
#include "store/sqlite_store.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace store_test {
namespace {

class MemorySubject final : public Subject {
 public:
  explicit MemorySubject(Clock clock) : m_store("another-store", std::move(clock)) {}

  store::Store& writer() override { return m_store; }
  store::Store& reader() override { return m_store; }

 private:
  store::MemoryStore m_store;
};

class SqliteSubject final : public Subject {
 public:
  SqliteSubject(bool use_cache, bool advance_views, Clock clock) {
    m_options.use_cache = use_cache;
    m_options.advance_views = advance_views;
    m_options.clock = std::move(clock);
    open();
  }

  store::Store& writer() override { return *m_writer; }
  store::Store& reader() override {
    m_reader->refresh();
    return *m_reader;
  }
  void reopen() override {
    m_writer.reset();
    m_reader.reset();
    open();
  }

 private:
  void open() {
    m_writer = store::open_sqlite(m_folder.path() + "/test.db", m_options);
    m_reader = store::open_sqlite(m_folder.path() + "/test.db", m_options);
  }

  TemporaryFolder m_folder;
  store::OpenOptions m_options;
  std::unique_ptr<store::SqliteStore> m_writer;
  std::unique_ptr<store::SqliteStore> m_reader;
};

}  // namespace

TemporaryFolder::TemporaryFolder() {
  const bool has_memory = std::filesystem::is_directory("/dev/shm");
  m_path = (has_memory ? "/dev/shm" : std::filesystem::temp_directory_path().string()) + "/bairro-test-XXXXXX";
  if (::mkdtemp(m_path.data()) == nullptr) { throw std::system_error(errno, std::generic_category(), m_path); }
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // a destructor has nobody to tell
  std::filesystem::remove_all(m_path, ignored);
}

NamedFactory memory_subject() {
  return {"memory", [](Clock clock) { return std::make_unique<MemorySubject>(std::move(clock)); }};
}

NamedFactory sqlite_subject(bool use_cache, bool advance_views) {
  const std::string name = std::string("sqlite") + (use_cache ? "" : "_without_cache") + (advance_views ? "" : "_loading_anew");
  return {name,
          [use_cache, advance_views](Clock clock) { return std::make_unique<SqliteSubject>(use_cache, advance_views, std::move(clock)); }};
}

std::vector<NamedFactory> all_subjects() { return {memory_subject(), sqlite_subject(true), sqlite_subject(false)}; }

}  // namespace store_test
