// SPDX-License-Identifier: Apache-2.0
// kill -9 at random moments of a child that does everything a store can do: imports, complete ones, rows out of quarantine, edits,
// undos, results. What is there afterwards is what the model has after as many of them, and none that was acknowledged is
// missing. 60 rounds; 200 with BAIRRO_FULL=1.
#include "store/memory/memory_store.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/killed_child.hpp"
#include "tests/store/operations.hpp"
#include "tests/store/subjects.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <unistd.h>

namespace {

constexpr std::int64_t most_operations = 60;  // then a new store, so that rounds stay short

geo::TimeMs one_moment() { return 1'700'000'000'000; }

[[noreturn]] void work_for_ever(const std::string& file, int out) {
  try {
    const auto store = store::open_sqlite(file, {.clock = one_moment});
    for (std::int64_t number = store->info().rev + 1; number <= most_operations; ++number) {
      store_test::perform(*store, number);
      if (::write(out, &number, sizeof number) != sizeof number) { ::_exit(3); }
    }
  } catch (const std::exception&) { ::_exit(4); }
  for (;;) { ::pause(); }
}

/// A store and a model that is brought up to it.
class Pair {
 public:
  [[nodiscard]] std::string file() const { return m_folder.path() + "/test.db"; }
  [[nodiscard]] std::int64_t done() const { return m_done; }

  void check(std::int64_t acknowledged) {
    if (!std::filesystem::exists(file())) { return; }
    // To write too: whoever was killed while the store was made left a journal that is rolled back first.
    EXPECT_EQ(store::Database(file(), store::Database::Mode::read_write).text("PRAGMA quick_check"), "ok");
    const auto store = store::open_sqlite(file(), {.clock = one_moment});
    const std::int64_t rev = store->info().rev;
    EXPECT_GE(rev, acknowledged);
    EXPECT_LE(rev, acknowledged + 1);
    if (!m_model) { m_model = std::make_unique<store::MemoryStore>(store->info().id, one_moment); }
    while (m_done < rev) { store_test::perform(*m_model, ++m_done); }
    EXPECT_EQ(store_test::everything(*store), store_test::everything(*m_model));
  }

 private:
  store_test::TemporaryFolder m_folder;
  std::unique_ptr<store::MemoryStore> m_model;
  std::int64_t m_done = 0;
};

TEST(KillOperations, LeavesAllOfEachOrNothing) {
  const int rounds = std::getenv("BAIRRO_FULL") != nullptr ? 200 : 60;
  const std::uint64_t seed = std::random_device()();
  std::mt19937_64 random(seed);
  auto pair = std::make_unique<Pair>();
  std::int64_t done = 0;
  int unacknowledged = 0;
  for (int round = 0; round < rounds && !testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE(fmt::format("round {}, seed {}", round, seed));
    const std::int64_t before = pair->done();
    const std::chrono::microseconds life(std::uniform_int_distribution<int>(0, 150'000)(random));
    const std::int64_t acknowledged = store_test::killed_after(life, before, [&](int out) { work_for_ever(pair->file(), out); });
    pair->check(acknowledged);
    done += pair->done() - before;
    unacknowledged += pair->done() > acknowledged ? 1 : 0;
    if (pair->done() >= most_operations) { pair = std::make_unique<Pair>(); }
  }
  EXPECT_GT(done, rounds / 4) << "no child lived long enough to do anything";
  RecordProperty("operations", static_cast<int>(done));
  RecordProperty("done_but_not_acknowledged", unacknowledged);
}

}  // namespace
