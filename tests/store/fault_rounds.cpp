// SPDX-License-Identifier: Apache-2.0
#include "tests/store/fault_rounds.hpp"

#include "geo/base/error.hpp"
#include "store/memory/memory_store.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/fault_vfs.hpp"
#include "tests/store/operations.hpp"
#include "tests/store/subjects.hpp"

#include <fmt/format.h>

#include <memory>
#include <random>

namespace store_test {
namespace {

constexpr std::int64_t operations_per_store = 40;  // then a new one, so that rounds stay short

/// A store on the disk that fails, and the model of what it should hold.
class Patient {
 public:
  Patient() {
    reopen();
    m_model = std::make_unique<store::MemoryStore>(m_store->info().id, [this] { return m_now; });
    m_before = everything(*m_model);
  }

  /// One round. Empty when all is well.
  std::string round(std::mt19937_64& random, FaultRounds& counts) {
    m_now += 1000;
    const std::int64_t number = m_done + 1;
    const bool opens_anew = random() % 4 == 0;
    const auto kind = random() % 2 == 0 ? FaultVfs::Kind::io_error : FaultVfs::Kind::disk_full;
    // An operation makes a dozen calls or a hundred; the first and the last ones are where most can go wrong.
    const std::int64_t nth = 1 + static_cast<std::int64_t>(random() % (random() % 3 == 0 ? 120 : 25));
    m_disk.fail(nth, kind, random() % 3 == 0);
    bool acknowledged = false;
    std::string wrong;
    try {
      if (opens_anew) { reopen(); }
      perform(*m_store, number);
      acknowledged = true;
    } catch (const geo::Error& e) { wrong = judge_sentence(e); }
    m_disk.heal();
    if (!wrong.empty()) { return wrong; }
    counts.survived += acknowledged && m_disk.has_failed() ? 1 : 0;
    counts.failed += acknowledged ? 0 : 1;
    return check(number, acknowledged, counts);
  }

  [[nodiscard]] bool is_old() const { return m_done >= operations_per_store; }

 private:
  static std::string judge_sentence(const geo::Error& e) {
    const bool is_trouble = e.problem() == geo::Problem::failed || e.problem() == geo::Problem::busy || e.problem() == geo::Problem::damaged;
    return is_trouble && !e.text().en.empty() && !e.text().pt.empty() ? "" : fmt::format("a failing disk was told as: {}", e.text().en);
  }

  [[nodiscard]] std::string file() const { return m_folder.path() + "/test.db"; }

  void reopen() {
    m_store.reset();
    m_store = store::open_sqlite(file(), {.use_cache = true, .clock = [this] { return m_now; }});
  }

  std::string check(std::int64_t number, bool acknowledged, FaultRounds& counts) {
    if (!m_store) { reopen(); }
    const std::string quick = store::Database(file(), store::Database::Mode::read_only).text("PRAGMA quick_check");
    if (quick != "ok") { return "quick_check says: " + quick; }
    const std::string fresh = everything(*store::open_sqlite(file(), {.clock = [this] { return m_now; }}));
    if (acknowledged || fresh != m_before) {
      perform(*m_model, number);
      m_done = number;
      m_before = everything(*m_model);
      counts.kept_all_the_same += acknowledged ? 0 : 1;
    }
    if (fresh != m_before) { return fmt::format("--- should be:\n{}--- is:\n{}", m_before, fresh); }
    m_store->refresh();
    const std::string open = everything(*m_store);
    return open == fresh ? "" : fmt::format("--- the file says:\n{}--- the store that was open says:\n{}", fresh, open);
  }

  TemporaryFolder m_folder;
  FaultVfs m_disk;
  geo::TimeMs m_now = 1'700'000'000'000;
  std::unique_ptr<store::SqliteStore> m_store;
  std::unique_ptr<store::MemoryStore> m_model;
  std::int64_t m_done = 0;
  std::string m_before;
};

}  // namespace

FaultRounds run_fault_rounds(int rounds, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  FaultRounds counts;
  auto patient = std::make_unique<Patient>();
  for (int i = 0; i < rounds; ++i) {
    const std::string wrong = patient->round(random, counts);
    if (!wrong.empty()) {
      counts.fault = fmt::format("round {} of seed {}: {}", i, seed, wrong);
      return counts;
    }
    if (patient->is_old()) {
      patient.reset();  // one disk at a time
      patient = std::make_unique<Patient>();
    }
  }
  return counts;
}

}  // namespace store_test
