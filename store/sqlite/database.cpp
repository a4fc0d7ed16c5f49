// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cassert>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace store {
namespace {

using geo::Problem;

constexpr int patience_ms = 5000;

[[noreturn]] void fail(int code, sqlite3* handle) {
  const std::string words = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw DatabaseError(Problem::busy, "another program is writing to the store; try again in a few seconds",
                          "outro programa está a escrever no repositório; tente de novo dentro de segundos", words);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw DatabaseError(Problem::damaged, fmt::format("the store is damaged or is not a store ({}); restore it from a backup", words),
                          fmt::format("o repositório está danificado ou não é um repositório ({}); reponha-o de uma cópia", words), words);
    case SQLITE_FULL:
      throw DatabaseError(Problem::failed, "the disk is full; nothing was written, make room and try again",
                          "o disco está cheio; nada foi escrito, liberte espaço e tente de novo", words);
    default:
      throw DatabaseError(Problem::failed, fmt::format("the store could not be read or written: {}", words),
                          fmt::format("não foi possível ler ou escrever o repositório: {}", words), words);
  }
}

[[noreturn]] void fail_file(const std::filesystem::path& file, int error) {
  throw DatabaseError(Problem::failed, fmt::format("cannot open the store '{}': {}", file.string(), std::strerror(error)),
                      fmt::format("não é possível abrir o repositório '{}': {}", file.string(), std::strerror(error)),
                      std::strerror(error));
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
void Statement::Finalise::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Database::Database(const std::filesystem::path& file, Mode mode) {
  sqlite3* handle = nullptr;
  const int flags = (mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  m_handle.reset(handle);
  if (code != SQLITE_OK) { fail_file(file, code == SQLITE_CANTOPEN ? sqlite3_system_errno(handle) : EIO); }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, patience_ms);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, mode == Mode::scratch ? 0 : 1, nullptr);
  execute("PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;");
  if (mode == Mode::read_write) {
    execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA secure_delete=ON;");
  }
  if (mode == Mode::scratch) { execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16384;"); }
}

Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

void Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) { fail(code, m_handle.get()); }
}

std::int64_t Database::integer(const std::string& sql) {
  Statement s = prepare(sql);
  return s.step() ? s.integer(0) : 0;
}

std::string Database::text(const std::string& sql) {
  Statement s = prepare(sql);
  return s.step() ? std::string(s.text(0)) : std::string();
}

Statement Database::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v3(m_handle.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) { fail(code, m_handle.get()); }
  return Statement(statement);
}

std::int64_t Database::data_version() { return integer("PRAGMA data_version"); }

bool Database::in_transaction() const { return sqlite3_get_autocommit(m_handle.get()) == 0; }

void Statement::check(int code) const {
  if (code != SQLITE_OK) { fail(code, sqlite3_db_handle(m_statement.get())); }
}

Statement& Statement::bind(int index, std::int64_t value) {
  check(sqlite3_bind_int64(m_statement.get(), index, value));
  return *this;
}
Statement& Statement::bind(int index, double value) {
  check(sqlite3_bind_double(m_statement.get(), index, value));
  return *this;
}
Statement& Statement::bind(int index, std::string_view value) {
  // A null pointer would bind NULL; an empty text is a value.
  check(
      sqlite3_bind_text64(m_statement.get(), index, value.data() == nullptr ? "" : value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}
Statement& Statement::bind_blob(int index, std::string_view value) {
  check(sqlite3_bind_blob64(m_statement.get(), index, value.data() == nullptr ? "" : value.data(), value.size(), SQLITE_STATIC));
  return *this;
}
Statement& Statement::bind_null(int index) {
  check(sqlite3_bind_null(m_statement.get(), index));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(m_statement.get());
  if (code == SQLITE_ROW) { return true; }
  if (code != SQLITE_DONE) {
    sqlite3* handle = sqlite3_db_handle(m_statement.get());
    sqlite3_reset(m_statement.get());
    fail(code, handle);
  }
  return false;
}

void Statement::run() {
  while (step()) {}
  reset();
}

void Statement::reset() {
  sqlite3_reset(m_statement.get());
  sqlite3_clear_bindings(m_statement.get());
}

bool Statement::is_null(int column) const { return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL; }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(m_statement.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(m_statement.get(), column); }

std::string_view Statement::text(int column) const {
  const void* bytes = sqlite3_column_text(m_statement.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column));
  return bytes == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(bytes), size);
}

std::string_view Statement::blob(int column) const {
  const void* bytes = sqlite3_column_blob(m_statement.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column));
  return bytes == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(bytes), size);
}

void Database::roll_back() noexcept {
  if (in_transaction()) { sqlite3_exec(m_handle.get(), "ROLLBACK", nullptr, nullptr, nullptr); }
}

void Database::bury_failed_commit() noexcept {
  roll_back();
  try {
    const std::int64_t format = integer("PRAGMA user_version");
    const Transaction transaction(*this);
    execute("PRAGMA user_version=" + std::to_string(format));
    execute("COMMIT");
  } catch (...) {  // whoever waits for the commit is being told that it failed; there is nothing to add
    roll_back();
  }
}

Transaction::Transaction(Database& database) : m_database(database) { m_database.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (m_open) { m_database.roll_back(); }
}

void Transaction::commit() {
  try {
    m_database.execute("COMMIT");
  } catch (...) {
    m_open = false;
    m_database.bury_failed_commit();
    throw;
  }
  m_open = false;
}

void make_private_file(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd >= 0) {
    ::close(fd);
    return;
  }
  if (errno != EEXIST) { fail_file(file, errno); }
  // An existing file is not opened: closing it again would drop the locks that this process holds on it (POSIX).
  struct stat info {};
  const bool ok =
      ::stat(file.c_str(), &info) == 0 && ((info.st_mode & (S_IRWXG | S_IRWXO)) == 0 || ::chmod(file.c_str(), S_IRUSR | S_IWUSR) == 0);
  if (!ok) { fail_file(file, errno); }
}

std::string sql_name(std::string_view name) {
  assert(name.find('"') == std::string_view::npos);
  return '"' + std::string(name) + '"';
}

}  // namespace store
