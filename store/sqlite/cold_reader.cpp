// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/cold_reader.hpp"

#include "store/sqlite/row_table.hpp"

#include <fmt/format.h>

#include <optional>

namespace store {

/// A connection for one call; goes back to the others afterwards.
class SqliteColdReader::Loan {
 public:
  explicit Loan(const SqliteColdReader& reader) : m_reader(reader) {
    {
      const std::lock_guard lock(reader.m_mutex);
      if (!reader.m_idle.empty()) {
        m_database = std::move(reader.m_idle.back());
        reader.m_idle.pop_back();
      }
    }
    if (!m_database) {
      m_database = std::make_unique<Database>(reader.m_file, Database::Mode::read_only);
      // A connection forgets its pages whenever another one has written, which the audit trail does all the time. Mapped, they cost no
      // reading anew (SQLite maps at most 2 GB and reads what lies beyond), and unchecked, no look at each of their cells anew: the
      // connection that writes has them checked, and SQLite finds what is damaged also without, only later.
      m_database->execute("PRAGMA mmap_size=2147418112; PRAGMA cell_size_check=OFF");
    }
    // One transaction for all rows: taking and giving back SQLite's locks for each costs as much as reading it.
    m_database->execute("BEGIN");
  }
  ~Loan() {
    m_database->roll_back();
    const std::lock_guard lock(m_reader.m_mutex);
    m_reader.m_idle.push_back(std::move(m_database));
  }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  Database& operator*() { return *m_database; }

 private:
  const SqliteColdReader& m_reader;
  std::unique_ptr<Database> m_database;
};

void SqliteColdReader::read(const std::string& collection, std::span<const geo::Field> fields, std::span<const Version> rows,
                            const std::function<void(std::size_t, std::size_t, geo::Value)>& take) const {
  Loan database(*this);
  std::string names;
  for (const geo::Field& field : fields) { names += (names.empty() ? "" : ", ") + sql_name(field.name); }
  const auto select = [&](const std::string& table) {
    return (*database).prepare(fmt::format("SELECT {} FROM {} WHERE fid=? AND rev=?", names, table));
  };
  Statement now = select(row_table(collection));
  std::optional<Statement> old;
  const auto took = [&](Statement& statement, std::size_t i) {
    const bool here = statement.bind(1, rows[i].fid).bind(2, rows[i].rev).step();
    for (std::size_t k = 0; here && k < fields.size(); ++k) { take(i, k, read_value(statement, static_cast<int>(k), fields[k].type)); }
    statement.reset();
    return here;
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (took(now, i)) { continue; }
    // A version that a later commit has superseded is in the history, and never goes from there.
    if (!old) { old = select(old_table(collection)); }
    took(*old, i);
  }
}

}  // namespace store
