// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migrations.hpp"

#include "geo/base/error.hpp"
#include "geo/base/hex.hpp"
#include "store/export/pending_file.hpp"
#include "store/sqlite/row_table.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <vector>

namespace store {
namespace {

// "BAIR": tells our files from other SQLite databases (PRAGMA application_id).
constexpr std::int64_t application_id = 0x42414952;

/// Step 3 in the tables of each collection: whose word on withdrawal counts, and how many rows each source has.
void prepare_for_withdrawal(Database& database) {
  std::vector<std::string> ids;
  Statement collections = database.prepare("SELECT id FROM collection");
  while (collections.step()) { ids.emplace_back(collections.text(0)); }
  for (const std::string& id : ids) {
    for (const std::string& table : {row_table(id), old_table(id)}) {
      database.execute(fmt::format("ALTER TABLE {} ADD COLUMN _marked INTEGER NOT NULL DEFAULT 0", table));
    }
    Statement has_source = database.prepare("SELECT 1 FROM field WHERE collection=? AND name='source' AND system");
    if (!has_source.bind(1, id).step()) { continue; }
    has_source.reset();
    Statement count = database.prepare(
        fmt::format("INSERT INTO source_rows SELECT ?, source, count(*) FROM {} WHERE NOT _deleted AND source IS NOT NULL GROUP BY source",
                    row_table(id)));
    count.bind(1, id).run();
  }
}

struct Migration {
  const char* sql;
  void (*then)(Database&) = nullptr;  ///< what the step does to the tables of each collection, which SQL cannot name
};

// Forward only; a released step is never edited. The tables of a collection are made by row_table.cpp, since their
// columns are the schema's.
constexpr std::array migrations{
    // 1: catalog, commits, batches, quarantine
    Migration{R"sql(
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
    )sql"},
    // 2: results of analyses
    Migration{R"sql(
    CREATE TABLE result(
      collection TEXT PRIMARY KEY REFERENCES collection(id), method TEXT NOT NULL, parameters TEXT NOT NULL, summary TEXT NOT NULL,
      inputs TEXT NOT NULL, role TEXT NOT NULL, row_clearance INTEGER NOT NULL, field_clearance INTEGER NOT NULL, rev INTEGER NOT NULL,
      made_at INTEGER NOT NULL, expires_at INTEGER) STRICT, WITHOUT ROWID;
    )sql"},
    // 3: rows that their source no longer has; rows in quarantine that a later batch settles
    Migration{R"sql(
    ALTER TABLE batch ADD COLUMN complete INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE batch ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE quarantine ADD COLUMN whole INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE quarantine ADD COLUMN source_key TEXT NOT NULL DEFAULT '';
    ALTER TABLE quarantine ADD COLUMN raw_high INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE quarantine ADD COLUMN raw_low INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE quarantine ADD COLUMN corrects_batch INTEGER;
    ALTER TABLE quarantine ADD COLUMN corrects_position INTEGER;
    -- What rows are known by, without the rows: an import looks at all of them.
    CREATE INDEX quarantine_key ON quarantine(source_key, raw_high, raw_low);
    CREATE TABLE settled(
      batch INTEGER NOT NULL, position INTEGER NOT NULL, by_batch INTEGER NOT NULL REFERENCES batch(id),
      PRIMARY KEY(batch, position, by_batch)) STRICT, WITHOUT ROWID;
    CREATE TABLE source_rows(
      collection TEXT NOT NULL REFERENCES collection(id), source TEXT NOT NULL, rows INTEGER NOT NULL,
      PRIMARY KEY(collection, source)) STRICT, WITHOUT ROWID;
    )sql",
              prepare_for_withdrawal},
    // 4: who may sign in. Passwords as Argon2id, the secrets of tokens and sessions as SHA-256
    Migration{R"sql(
    CREATE TABLE account(
      id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, areas TEXT NOT NULL, password TEXT NOT NULL,
      disabled INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL) STRICT;
    CREATE TABLE token(
      id INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL REFERENCES account(id), kind TEXT NOT NULL, label TEXT NOT NULL,
      sha256 BLOB NOT NULL UNIQUE, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked_at INTEGER) STRICT;
    CREATE INDEX token_account ON token(account, kind);
    )sql"},
    // 5: the audit log
    Migration{R"sql(
    CREATE TABLE audit(
      seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL,
      details TEXT NOT NULL, rows INTEGER NOT NULL, prev BLOB NOT NULL, mac BLOB NOT NULL) STRICT;
    -- How many rows who has read when, without the entries.
    CREATE INDEX audit_volume ON audit(who, action, at, rows);
    -- Against our own mistakes; whoever means harm is found by the MACs.
    CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
    CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
    )sql"},
    // 6: 1 was for classes that are never points as well as for those that are only restricted; now the former are 2
    Migration{R"sql(
    UPDATE code SET sensitive=2 WHERE list='iccs' AND (code GLOB '03*' OR code GLOB '0203*' OR code GLOB '0204*' OR code='X3');
    )sql"},
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
  return geo::to_hex({bytes.data(), bytes.size()});
}

void back_up(Database& database, const std::filesystem::path& file, std::int64_t format) {
  const std::filesystem::path copy = fmt::format("{}.before-{}", file.string(), format + 1);
  if (std::filesystem::exists(copy)) { return; }
  PendingFile backup(copy);
  Statement s = database.prepare("VACUUM INTO ?");
  const std::string name = backup.path().string();
  s.bind(1, name).run();
  backup.publish();
}

/// From `format` to the next.
void take_step(Database& database, std::int64_t format) {
  const Migration& step = migrations.at(static_cast<std::size_t>(format));
  database.execute(step.sql);
  if (step.then != nullptr) { step.then(database); }
  if (format > 0) { return; }
  Statement s = database.prepare("INSERT INTO meta(name, value) VALUES('store_id', ?)");
  const std::string id = random_id();
  s.bind(1, id).run();
  database.execute(fmt::format("PRAGMA application_id={}", application_id));
}

}  // namespace

int newest_format() { return static_cast<int>(migrations.size()); }

void migrate(Database& database, const std::filesystem::path& file) {
  std::int64_t format = database.integer("PRAGMA user_version");
  if (format > newest_format()) {
    refuse(file, "was written by a newer version of this program; use that one",
           "foi escrito por uma versão mais nova deste programa; use essa");
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
    // A new store is made whole or not at all: one that was begun would be backed up like a store with rows.
    const bool is_new = format == 0;
    do {
      take_step(database, format);
      ++format;
    } while (is_new && format < newest_format());
    database.execute(fmt::format("PRAGMA user_version={}", format));
    transaction.commit();
  }
}

}  // namespace store
