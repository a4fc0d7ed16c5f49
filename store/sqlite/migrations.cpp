// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migrations.hpp"

#include "geo/base/error.hpp"
#include "store/hex.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

namespace store {
namespace {

// "BAIR": tells our files from other SQLite databases (PRAGMA application_id).
constexpr std::int64_t application_id = 0x42414952;

// Forward only; a released step is never edited. The tables of a collection are made by row_table.cpp, since their
// columns are the schema's.
constexpr std::array migrations{
    // 1: catalog, commits, batches, quarantine
    R"sql(
    CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE collection(
      id TEXT PRIMARY KEY, position INTEGER NOT NULL, title_en TEXT NOT NULL, title_pt TEXT NOT NULL, description_en TEXT NOT NULL,
      description_pt TEXT NOT NULL, geometry TEXT NOT NULL, time_from TEXT NOT NULL, time_to TEXT NOT NULL,
      default_confidentiality INTEGER NOT NULL, builtin INTEGER NOT NULL, next_fid INTEGER NOT NULL DEFAULT 1) STRICT, WITHOUT ROWID;
    CREATE TABLE field(
      collection TEXT NOT NULL REFERENCES collection(id), position INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
      title_en TEXT NOT NULL, title_pt TEXT NOT NULL, unit TEXT NOT NULL, code_list TEXT NOT NULL, confidentiality INTEGER NOT NULL,
      hot INTEGER NOT NULL, system INTEGER NOT NULL, min REAL, max REAL, synonyms TEXT NOT NULL,
      PRIMARY KEY(collection, position), UNIQUE(collection, name)) STRICT, WITHOUT ROWID;
    CREATE TABLE code_list(id TEXT PRIMARY KEY, position INTEGER NOT NULL, title_en TEXT NOT NULL, title_pt TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE code(
      list TEXT NOT NULL REFERENCES code_list(id), position INTEGER NOT NULL, code TEXT NOT NULL, title_en TEXT NOT NULL,
      title_pt TEXT NOT NULL, parent TEXT NOT NULL, severity INTEGER, sensitive INTEGER NOT NULL, draft INTEGER NOT NULL,
      PRIMARY KEY(list, position), UNIQUE(list, code)) STRICT, WITHOUT ROWID;
    CREATE TABLE batch(
      id INTEGER PRIMARY KEY AUTOINCREMENT, rev INTEGER NOT NULL, collection TEXT NOT NULL REFERENCES collection(id), kind TEXT NOT NULL,
      source TEXT NOT NULL, file_name TEXT NOT NULL, file_sha256 TEXT NOT NULL, options TEXT NOT NULL, operator TEXT NOT NULL,
      at INTEGER NOT NULL, inserted INTEGER NOT NULL, updated INTEGER NOT NULL, rejected INTEGER NOT NULL,
      alive INTEGER NOT NULL DEFAULT 1, undone_rev INTEGER, report TEXT NOT NULL) STRICT;
    CREATE INDEX batch_file ON batch(file_sha256) WHERE alive;
    CREATE TABLE commits(
      rev INTEGER PRIMARY KEY AUTOINCREMENT, token INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL) STRICT;
    CREATE TABLE quarantine(
      batch INTEGER NOT NULL REFERENCES batch(id), position INTEGER NOT NULL, line INTEGER NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
      rule TEXT NOT NULL, message_en TEXT NOT NULL, message_pt TEXT NOT NULL, raw TEXT NOT NULL,
      PRIMARY KEY(batch, position)) STRICT, WITHOUT ROWID;
    )sql",
    // 2: results of analyses
    R"sql(
    CREATE TABLE result(
      collection TEXT PRIMARY KEY REFERENCES collection(id), method TEXT NOT NULL, parameters TEXT NOT NULL, summary TEXT NOT NULL,
      inputs TEXT NOT NULL, role TEXT NOT NULL, row_clearance INTEGER NOT NULL, field_clearance INTEGER NOT NULL, rev INTEGER NOT NULL,
      made_at INTEGER NOT NULL, expires_at INTEGER) STRICT, WITHOUT ROWID;
    )sql",
};

[[noreturn]] void refuse(const std::filesystem::path& file, const char* en, const char* pt) {
  throw geo::Error(geo::Problem::input, fmt::format("'{}' {}", file.string(), en), fmt::format("'{}' {}", file.string(), pt));
}

std::string random_id() {
  if (sodium_init() < 0) {
    throw geo::Error(geo::Problem::failed, "this system gives no random numbers", "este sistema não fornece números aleatórios");
  }
  std::array<char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return to_hex({bytes.data(), bytes.size()});
}

void back_up(Database& database, const std::filesystem::path& file, std::int64_t format) {
  const std::filesystem::path copy = fmt::format("{}.before-{}", file.string(), format + 1);
  if (std::filesystem::exists(copy)) { return; }
  make_private_file(copy);
  Statement s = database.prepare("VACUUM INTO ?");
  const std::string name = copy.string();
  s.bind(1, name).run();
}

}  // namespace

int newest_format() { return static_cast<int>(migrations.size()); }

void migrate(Database& database, const std::filesystem::path& file) {
  std::int64_t format = database.integer("PRAGMA user_version");
  if (format > newest_format()) {
    refuse(file, "was written by a newer version of this program; use that one", "foi escrito por uma versão mais nova deste programa; use essa");
  }
  const bool is_empty = database.integer("SELECT count(*) FROM sqlite_schema") == 0;
  if (!is_empty && database.integer("PRAGMA application_id") != application_id) {
    refuse(file, "is a database of another program, not a store", "é uma base de dados de outro programa, não um repositório");
  }
  if (!is_empty && format < newest_format()) { back_up(database, file, format); }
  while (format < newest_format()) {
    Transaction transaction(database);
    // Another process may have done this step while we waited for the lock.
    format = database.integer("PRAGMA user_version");
    if (format >= newest_format()) { break; }
    database.execute(migrations.at(static_cast<std::size_t>(format)));
    if (format == 0) {
      Statement s = database.prepare("INSERT INTO meta(name, value) VALUES('store_id', ?)");
      const std::string id = random_id();
      s.bind(1, id).run();
      database.execute(fmt::format("PRAGMA application_id={}", application_id));
    }
    ++format;
    database.execute(fmt::format("PRAGMA user_version={}", format));
    transaction.commit();
  }
}

}  // namespace store
