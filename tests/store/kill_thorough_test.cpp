// SPDX-License-Identifier: Apache-2.0
// kill -9 at random moments of a child that imports, corrects and reads: all of a batch or nothing of it, and whatever was
// acknowledged is there. 50 rounds; 500 with BAIRRO_FULL=1.
#include "store/sqlite/database.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/killed_child.hpp"
#include "tests/store/subjects.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <unistd.h>

namespace {

constexpr std::int64_t rows_per_batch = 2000;
constexpr geo::BatchId most_batches = 40;  // then a new store, so that rounds stay short

geo::BatchInfo batch_info(std::int64_t number) {
  geo::BatchInfo info;
  info.collection = "incidents";
  info.source = "test";
  info.file_sha256 = fmt::format("{:064}", number);
  return info;
}

/// Batch n brings 2,000 new rows; every third one corrects the rows of the batch before it instead.
std::int64_t keys_of(std::int64_t number) { return number % 3 == 0 ? number - 1 : number; }

void add_rows(geo::BatchWriter& writer, const geo::Collection& incidents, std::int64_t number) {
  const auto killed = static_cast<std::size_t>(incidents.index_of("killed"));
  const auto narrative = static_cast<std::size_t>(incidents.index_of("narrative"));
  for (std::int64_t i = 0; i < rows_per_batch; ++i) {
    geo::StagedRow staged;
    staged.line = i + 2;
    staged.source_key = fmt::format("{}-{}", keys_of(number), i);
    staged.row.geometry = geo::Geometry::point({40 + static_cast<double>(i % 97) / 100, -12 - static_cast<double>(i % 89) / 100});
    staged.row.values.resize(incidents.fields.size());
    staged.row.values[killed] = number;
    staged.row.values[narrative] = fmt::format("row {} of batch {}", i, number);
    writer.add(staged);
  }
}

geo::BatchOutcome plan(store::Store& store, std::int64_t number, const geo::BatchInfo& info, bool commits) {
  const geo::Catalog catalog = store.catalog();
  const auto writer = store.begin(info);
  add_rows(*writer, *catalog.collection("incidents"), number);
  const geo::BatchOutcome planned = writer->resolve();
  return commits ? writer->commit("{}") : planned;
}

/// In the child, until it is killed: imports one batch after the other, and tells each one after its commit.
[[noreturn]] void import_for_ever(const std::string& file, int out) {
  try {
    const auto store = store::open_sqlite(file);
    for (std::int64_t number = store->info().rev + 1;; ++number) {
      plan(*store, number, batch_info(number), true);
      if (::write(out, &number, sizeof number) != sizeof number) { ::_exit(3); }
      (void)store->view("incidents", geo::role_named("protection"))->count({});  // writes the cache now and then
    }
  } catch (const std::exception&) { ::_exit(4); }
}

/// How many rows each batch has the last word on.
std::map<std::int64_t, std::int64_t> rows_by_batch(const geo::View& view) {
  std::map<std::int64_t, std::int64_t> rows;
  const std::string column = "killed";
  view.scan({}, {&column, 1}, [&](const geo::BatchView& batch, std::span<const std::uint32_t> matches) {
    for (const std::uint32_t i : matches) { ++rows[batch.columns[0].integer(i)]; }
    return true;
  });
  return rows;
}

std::map<std::int64_t, std::int64_t> expected_rows(std::int64_t batches) {
  std::map<std::int64_t, std::int64_t> rows;
  for (std::int64_t number = 1; number <= batches; ++number) {
    rows.erase(keys_of(number));
    rows[number] = rows_per_batch;
  }
  return rows;
}

/// All or nothing, nothing acknowledged lost, keys that still find their rows. Gives the number of batches in the store.
std::int64_t check(const std::string& file, std::int64_t acknowledged) {
  // To write too: whoever was killed while the store was made left a journal that is rolled back first.
  EXPECT_EQ(store::Database(file, store::Database::Mode::read_write).text("PRAGMA quick_check"), "ok");
  const auto store = store::open_sqlite(file);
  const std::int64_t batches = store->info().rev;
  EXPECT_GE(batches, acknowledged);
  EXPECT_LE(batches, acknowledged + 1);
  EXPECT_EQ(store->batches().size(), static_cast<std::size_t>(batches));
  const auto view = store->view("incidents", geo::role_named("protection"));
  const auto expected = expected_rows(batches);
  EXPECT_EQ(rows_by_batch(*view), expected);
  EXPECT_EQ(view->count({}), expected.size() * static_cast<std::size_t>(rows_per_batch));
  if (batches > 0) {
    geo::BatchInfo again = batch_info(batches);
    EXPECT_TRUE(plan(*store, batches, again, false).already_imported);
    again.file_sha256 = "another file";
    EXPECT_EQ(plan(*store, batches, again, false).unchanged, rows_per_batch);
  }
  const geo::BatchOutcome next = plan(*store, batches + 1, batch_info(batches + 1), false);
  EXPECT_EQ(next.inserted + next.updated, rows_per_batch);
  return batches;
}

void expect_no_litter(const std::string& folder) {
  // A key in the making is overwritten by the next.
  const std::set<std::string> known{"test.db", "test.db-wal", "test.db-shm", "test.db.cache", "test.db.audit-key", "test.db.audit-key.new"};
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    EXPECT_EQ(known.count(entry.path().filename().string()), 1U) << entry.path() << " was left behind";
  }
}

TEST(Kill, LeavesAllOfABatchOrNothing) {
  const int rounds = std::getenv("BAIRRO_FULL") != nullptr ? 500 : 50;
  const std::uint64_t seed = std::random_device()();
  std::mt19937_64 random(seed);
  auto folder = std::make_unique<store_test::TemporaryFolder>();
  std::int64_t batches = 0;
  std::int64_t committed = 0;
  int unacknowledged = 0;
  for (int round = 0; round < rounds && !testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE(fmt::format("round {}, seed {}", round, seed));
    const std::string file = folder->path() + "/test.db";
    const std::chrono::microseconds life(std::uniform_int_distribution<int>(0, 400'000)(random));
    const std::int64_t before = batches;
    const std::int64_t acknowledged = store_test::killed_after(life, before, [&](int out) { import_for_ever(file, out); });
    batches = std::filesystem::exists(file) ? check(file, acknowledged) : 0;
    committed += batches - before;
    unacknowledged += batches > acknowledged ? 1 : 0;
    expect_no_litter(folder->path());
    if (batches > most_batches) {
      folder = std::make_unique<store_test::TemporaryFolder>();
      batches = 0;
    }
  }
  EXPECT_GT(committed, 0) << "no child lived long enough to commit anything";
  RecordProperty("committed", static_cast<int>(committed));
  RecordProperty("committed_but_not_acknowledged", unacknowledged);
}

}  // namespace
