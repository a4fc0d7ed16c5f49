// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace store {

class Statement;

/// A failure of SQLite, as a sentence about the store. For other files there are SQLite's own words.
class DatabaseError : public geo::Error {
 public:
  DatabaseError(geo::Problem problem, std::string en, std::string pt, std::string words)
      : geo::Error(problem, std::move(en), std::move(pt)), m_words(std::move(words)) {}
  [[nodiscard]] const std::string& words() const { return m_words; }

 private:
  std::string m_words;
};

/// One SQLite connection. Every failure is a DatabaseError: busy, damaged, or failed.
/// One thread at a time.
class Database {
 public:
  enum class Mode {
    read_only,
    read_write,  ///< a store: WAL, synchronous=FULL, no writing to what belongs to SQLite
    scratch,     ///< a file in the making, worthless until it is whole: no journal, no fsync
  };

  /// Opens an existing file; see make_private_file() for a new one. Sets what SECURITY asks of every connection:
  /// foreign keys, no trusted schema, 5 s of patience with another writer.
  Database(const std::filesystem::path& file, Mode mode);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  void execute(const std::string& sql);
  /// First column of the first row; 0 when there is no row.
  std::int64_t integer(const std::string& sql);
  std::string text(const std::string& sql);
  [[nodiscard]] Statement prepare(const std::string& sql);
  /// A number that grows whenever another connection has committed. About 2 µs.
  std::int64_t data_version();
  [[nodiscard]] bool in_transaction() const;
  /// Ends a transaction that is still open, without a word: after some failures SQLite has ended it by itself.
  void roll_back() noexcept;
  /// After a commit that failed. When only its sync has, all of it lies in the write-ahead log, and whoever opens the store after a
  /// crash would take it for done. A commit that changes nothing, in its place, puts an end to it, if the disk lets it.
  void bury_failed_commit() noexcept;

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<sqlite3, Close> m_handle;
};

/// A prepared statement; rebinds and reuses. Strings bound must live until the next reset().
class Statement {
 public:
  Statement() = default;

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view value);
  Statement& bind_blob(int index, std::string_view value);
  Statement& bind_null(int index);
  /// True while there is a row.
  bool step();
  /// Runs to the end and makes it ready for the next use.
  void run();
  void reset();

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  /// Valid until the next step() or reset().
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string_view blob(int column) const;

 private:
  friend class Database;
  struct Finalise {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : m_statement(statement) {}
  void check(int code) const;

  std::unique_ptr<sqlite3_stmt, Finalise> m_statement;
};

/// BEGIN IMMEDIATE … COMMIT. Rolls back when it goes out of scope before commit().
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& m_database;
  bool m_open = true;
};

/// Creates an empty file with mode 0600 if there is none; takes away what group and others may do with an existing one.
/// Throws Error{failed}.
void make_private_file(const std::filesystem::path& file);

/// "name" with quotes, for SQL text. Precondition: geo::is_valid_name(name) or one of the store's own names.
std::string sql_name(std::string_view name);

}  // namespace store
