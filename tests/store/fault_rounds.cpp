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
#include <optional>
#include <random>
#include <vector>

namespace store_test {
namespace {

constexpr std::size_t operations_per_store = 40;  // then a new one, so that rounds stay short

/// One thing that was done, or tried.
struct Step {
  std::int64_t number = 0;
  geo::TimeMs at = 0;
};

/// What a store says in which these steps were done: the model's word.
std::string state_after(const std::string& store_id, const std::vector<Step>& steps) {
  geo::TimeMs now = 0;
  store::MemoryStore model(store_id, [&now] { return now; });
  for (const Step& step : steps) {
    now = step.at;
    perform(model, step.number);
  }
  return everything(model);
}

/// A store on the disk that fails, and what was done to it.
class Patient {
 public:
  Patient() {
    reopen();
    m_id = m_store->info().id;
    m_before = state_after(m_id, {});
  }

  /// One round. Empty when all is well.
  std::string round(std::mt19937_64& random, FaultRounds& counts) {
    m_now += 1000;
    const Step step{static_cast<std::int64_t>(m_done.size()) + 1, m_now};
    const bool opens_anew = random() % 4 == 0;
    const auto kind = random() % 2 == 0 ? FaultVfs::Kind::io_error : FaultVfs::Kind::disk_full;
    // An operation makes a dozen calls or a hundred; the first and the last ones are where most can go wrong.
    const std::int64_t nth = 1 + static_cast<std::int64_t>(random() % (random() % 3 == 0 ? 120 : 25));
    m_disk.fail(nth, kind, random() % 3 == 0);
    bool acknowledged = false;
    std::string wrong;
    if (!opens_anew) { m_ghost.reset(); }  // what is open already reads no log anew
    try {
      if (opens_anew) { reopen(); }
      perform(*m_store, step.number);
      acknowledged = true;
    } catch (const geo::Error& e) { wrong = judge_sentence(e); }
    m_disk.heal();
    if (!wrong.empty() && !m_ghost) { return wrong; }
    counts.faults += m_disk.has_failed_to_write() ? 1 : 0;
    counts.survived += acknowledged && m_disk.has_failed() ? 1 : 0;
    counts.failed += acknowledged ? 0 : 1;
    return check(step, acknowledged, counts);
  }

  [[nodiscard]] bool is_old() const { return m_done.size() >= operations_per_store; }

 private:
  static std::string judge_sentence(const geo::Error& e) {
    const bool is_trouble =
        e.problem() == geo::Problem::failed || e.problem() == geo::Problem::busy || e.problem() == geo::Problem::damaged;
    return is_trouble && !e.text().en.empty() && !e.text().pt.empty() ? "" : fmt::format("a failing disk was told as: {}", e.text().en);
  }

  [[nodiscard]] std::string file() const { return m_folder.path() + "/test.db"; }

  void reopen() {
    m_store.reset();
    m_store = store::open_sqlite(file(), {.use_cache = true, .clock = [this] { return m_now; }});
  }

  std::string check(const Step& step, bool acknowledged, FaultRounds& counts) {
    if (!m_store) { reopen(); }
    const std::string quick = store::Database(file(), store::Database::Mode::read_only).text("PRAGMA quick_check");
    if (quick != "ok") { return "quick_check says: " + quick; }
    const std::string fresh = everything(*store::open_sqlite(file(), {.clock = [this] { return m_now; }}));
    if (!accept(step, acknowledged, fresh, counts)) {
      return fmt::format("--- should be, or with the step {}:\n{}--- is:\n{}", step.number, m_before, fresh);
    }
    m_store->refresh();
    const std::string open = everything(*m_store);
    return open == fresh ? "" : fmt::format("--- the file says:\n{}--- the store that was open says:\n{}", fresh, open);
  }

  /// All of the step is there or nothing of it; all when it was acknowledged. A step of which only the sync failed may come to be
  /// there when the store is next opened, if the disk has failed in everything since: SQLite cannot take back what it cannot write.
  bool accept(const Step& step, bool acknowledged, const std::string& fresh, FaultRounds& counts) {
    std::vector<std::vector<Step>> additions;
    if (!acknowledged) { additions.emplace_back(); }
    additions.push_back({step});
    if (m_ghost && !acknowledged) { additions.push_back({*m_ghost}); }
    if (m_ghost) { additions.push_back({*m_ghost, step}); }
    for (std::size_t i = 0; i < additions.size(); ++i) {
      std::vector<Step> steps = m_done;
      steps.insert(steps.end(), additions[i].begin(), additions[i].end());
      if (additions[i].empty() ? fresh != m_before : fresh != state_after(m_id, steps)) { continue; }
      counts.kept_all_the_same += !acknowledged && !additions[i].empty() ? 1 : 0;
      counts.came_back += m_ghost && !additions[i].empty() && additions[i].front().at == m_ghost->at ? 1 : 0;
      m_ghost = additions[i].empty() ? std::optional(step) : std::nullopt;
      m_done = std::move(steps);
      m_before = fresh;
      return true;
    }
    return false;
  }

  TemporaryFolder m_folder;
  FaultVfs m_disk;
  geo::TimeMs m_now = 1'700'000'000'000;
  std::unique_ptr<store::SqliteStore> m_store;
  std::string m_id;
  std::vector<Step> m_done;
  std::optional<Step> m_ghost;  // the last step, when it failed
  std::string m_before;
};

}  // namespace

FaultRounds run_fault_rounds(int faults, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  FaultRounds counts;
  auto patient = std::make_unique<Patient>();
  const int most = faults * 10;  // a disk that never fails must not keep us for ever
  for (int i = 0; counts.faults < faults && i < most; ++i) {
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
