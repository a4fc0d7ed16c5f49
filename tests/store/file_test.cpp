// SPDX-License-Identifier: Apache-2.0
// What only a store in a file can get wrong: its cache, its format, two processes, many writers at once.
#include "geo/base/error.hpp"
#include "store/snapshot/segment_builder.hpp"
#include "store/snapshot/snapshot.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/spool.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/subjects.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

namespace {

namespace fs = std::filesystem;
using geo::Problem;

constexpr int many = 12'000;  // enough rows for a cache to be written

geo::StagedRow staged(const geo::Collection& c, int i, const std::string& category = "0401") {
  geo::StagedRow row;
  row.line = i + 2;
  row.source_key = "k" + std::to_string(i);
  row.raw = {1, static_cast<std::uint64_t>(i)};
  row.row.values.resize(c.fields.size());
  row.row.values[static_cast<std::size_t>(c.index_of("category"))] = category;
  row.row.geometry = geo::Geometry::point({39 + i * 1e-5, -12 - i * 1e-5});
  return row;
}

geo::BatchOutcome import(store::Store& store, int first, int count, const std::string& category = "0401") {
  geo::BatchInfo info;
  info.collection = "incidents";
  info.source = "test";
  info.file_sha256 = std::to_string(first) + "-" + std::to_string(count) + category;
  const geo::Catalog catalog = store.catalog();
  const auto writer = store.begin(info);
  for (int i = first; i < first + count; ++i) { writer->add(staged(*catalog.collection("incidents"), i, category)); }
  writer->resolve();
  return writer->commit("{}");
}

std::uint64_t count(store::Store& store) { return store.view("incidents", geo::role_named("protection"))->count({}); }
std::uint64_t version(store::Store& store) { return store.view("incidents", geo::role_named("protection"))->version(); }

template <class Act>
std::optional<Problem> problem_of(Act act) {
  try {
    act();
  } catch (const geo::Error& error) { return error.problem(); }
  return std::nullopt;
}

class StoreFile : public testing::Test {
 protected:
  [[nodiscard]] std::vector<fs::path> cache_files() const {
    std::vector<fs::path> files;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(file.string() + ".cache", none)) { files.push_back(entry.path()); }
    return files;
  }

  store_test::TemporaryFolder folder;
  fs::path file = fs::path(folder.path()) / "s.db";
};

TEST_F(StoreFile, CacheIsPrivateAndUsed) {
  std::uint64_t expected = 0;
  {
    const auto store = store::open_sqlite(file);
    import(*store, 0, many);
    expected = version(*store);
  }
  ASSERT_EQ(cache_files().size(), 1U);
  EXPECT_EQ(fs::status(file.string() + ".cache").permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(cache_files().front()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(version(*store::open_sqlite(file)), expected);
  EXPECT_EQ(version(*store::open_sqlite(file, {.use_cache = false})), expected);
}

TEST_F(StoreFile, ChangesSinceTheCacheAreLaidOver) {
  {
    const auto store = store::open_sqlite(file);
    import(*store, 0, many);
    EXPECT_EQ(count(*store), static_cast<std::uint64_t>(many));
  }
  import(*store::open_sqlite(file), many - 10, 30, "0502");  // 10 change, 20 are new; nobody reads
  const auto cached = store::open_sqlite(file);
  EXPECT_EQ(count(*cached), static_cast<std::uint64_t>(many) + 20);
  EXPECT_EQ(version(*cached), version(*store::open_sqlite(file, {.use_cache = false})));
}

TEST_F(StoreFile, DamagedCacheIsPassedOver) {
  std::uint64_t expected = 0;
  {
    const auto store = store::open_sqlite(file);
    import(*store, 0, many);
    expected = version(*store);
  }
  const auto size = fs::file_size(cache_files().front());
  for (const std::uintmax_t cut : {std::uintmax_t{0}, std::uintmax_t{10}, std::uintmax_t{4096}, size / 2, size - 1}) {
    fs::resize_file(cache_files().front(), cut);
    EXPECT_EQ(version(*store::open_sqlite(file)), expected) << "cut to " << cut;
    ASSERT_EQ(fs::file_size(cache_files().front()), size) << "it is made anew";
  }
  for (const std::streamoff at : {0, 8, 16, 24, 4096, 4104, 4112, 4200, 4400}) {
    std::fstream out(cache_files().front(), std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(at);
    out.write("\xff\xff\xff\xff", 4);
    out.close();
    EXPECT_EQ(version(*store::open_sqlite(file)), expected) << "overwritten at " << at;
  }
}

TEST_F(StoreFile, CacheOfAnotherHistoryIsNotUsed) {
  {
    const auto store = store::open_sqlite(file);
    import(*store, 0, many);
  }
  const fs::path copy = fs::path(folder.path()) / "copy.db";
  fs::copy_file(file, copy);
  fs::copy_file(file.string() + ".audit-key", copy.string() + ".audit-key");
  const auto original = store::open_sqlite(file);
  import(*original, many, many, "0502");
  count(*original);
  // The copy goes its own way to the same number of commits, and then finds the other's cache beside it.
  import(*store::open_sqlite(copy, {.use_cache = false}), 5 * many, many, "0201");
  fs::copy(file.string() + ".cache", copy.string() + ".cache");
  EXPECT_EQ(version(*store::open_sqlite(copy)), version(*store::open_sqlite(copy, {.use_cache = false})));
}

TEST_F(StoreFile, AnotherObjectSeesCommitsAfterRefresh) {
  const auto writer = store::open_sqlite(file);
  const auto reader = store::open_sqlite(file);
  EXPECT_EQ(count(*reader), 0U);
  const std::uint64_t stamp = reader->stamp();
  import(*writer, 0, 100);
  reader->refresh();
  EXPECT_EQ(count(*reader), 100U);
  EXPECT_NE(reader->stamp(), stamp);
  const std::uint64_t after = reader->stamp();
  reader->refresh();
  EXPECT_EQ(reader->stamp(), after) << "nothing has changed";
}

TEST_F(StoreFile, ManySmallCommitsStayFewSegments) {
  const auto store = store::open_sqlite(file);
  count(*store);
  for (int i = 0; i < 60; ++i) { import(*store, i * 5, 10, i % 2 == 0 ? "0401" : "0502"); }
  EXPECT_EQ(count(*store), 305U);
  EXPECT_LE(store->stats().front().parts, 8U);
  EXPECT_EQ(version(*store), version(*store::open_sqlite(file)));
}

TEST_F(StoreFile, AFieldAddedWhileAnImportIsPreparedIsNotLost) {
  const auto store = store::open_sqlite(file);
  import(*store, 0, 10);
  geo::BatchInfo info;
  info.collection = "incidents";
  info.source = "test";
  const auto writer = store->begin(info);
  writer->add(staged(*store->catalog().collection("incidents"), 3, "0502"));
  geo::Field field;
  field.name = "weather";
  field.title = {"Weather", "Tempo"};
  store::open_sqlite(file)->add_field("incidents", field);
  EXPECT_EQ(problem_of([&] { writer->resolve(); }), Problem::busy) << "the rows were made for other columns";
}

TEST_F(StoreFile, OpensWhileAnotherWrites) {
  const auto store = store::open_sqlite(file);
  import(*store, 0, 10);
  store::Database other(file, store::Database::Mode::read_write);
  const store::Transaction lock(other);
  EXPECT_EQ(count(*store::open_sqlite(file)), 10U);
}

TEST_F(StoreFile, OpeningItTwiceKeepsTheLocksOfTheFirst) {
  const auto first = store::open_sqlite(file);
  import(*first, 0, 5);
  { const auto second = store::open_sqlite(file); }
  import(*first, 5, 5);
  EXPECT_EQ(count(*store::open_sqlite(file)), 10U);
}

TEST_F(StoreFile, ManyLargePartsMadeSmallAtOnceAreMergedWithinTheLimit) {
  // Parts of twice the small size, each then emptied to just below it: together more rows than a segment holds.
  constexpr int part = 70'000;
  constexpr int parts = 17;
  geo::Collection schema = *store::open_sqlite(file)->catalog().collection("settlements");
  store::Snapshot snapshot;
  snapshot.schema = schema;
  store::Changes changes;
  for (int p = 0; p < parts; ++p) {
    store::SegmentBuilder builder(schema);
    for (int i = 0; i < part; ++i) {
      builder.add(p * part + i + 1, {1, 1, 1, 1}, i, p, {});
      for (std::size_t k = 0; k < builder.hot().size(); ++k) { builder.column(k).push_null(); }
    }
    snapshot.parts.push_back({builder.build(), nullptr});
    for (int i = 0; i < 6'000; ++i) { changes.fids.push_back(p * part + i + 1); }
  }
  const auto next = store::advance(snapshot, changes);
  EXPECT_EQ(next->live_rows(), static_cast<std::size_t>(parts) * (part - 6'000));
  EXPECT_LE(next->parts.size(), 3U);
}

TEST_F(StoreFile, EditsOfManyThreadsShareCommitsAndLoseNothing) {
  const auto store = store::open_sqlite(file);
  const geo::Collection c = *store->catalog().collection("incidents");
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      geo::BatchInfo info;
      info.collection = "incidents";
      for (int i = 0; i < 25; ++i) {
        const geo::BatchOutcome outcome = store->edit(info, {{0, false, staged(c, t * 100 + i).row}});
        EXPECT_EQ(outcome.inserted, 1);
        // An edit that fails must not take its neighbours in the same commit with it.
        EXPECT_EQ(problem_of([&] { store->edit(info, {{999'999, true, {}}}); }), Problem::not_found);
      }
    });
  }
  for (std::thread& thread : threads) { thread.join(); }
  EXPECT_EQ(count(*store), 200U);
  std::set<geo::Rev> revs;
  for (const store::BatchRecord& batch : store->batches()) { revs.insert(batch.rev); }
  EXPECT_EQ(revs.size(), 200U) << "each edit has a rev of its own, a failed one has none";
}

TEST_F(StoreFile, OtherFilesAreRefusedAndLeftAlone) {
  const auto make = [&](const std::string& sql) {
    std::error_code none;
    for (const char* suffix : {"", "-wal", "-shm"}) { fs::remove(file.string() + suffix, none); }
    store::make_private_file(file);
    store::Database(file, store::Database::Mode::read_write).execute(sql);
  };
  make("CREATE TABLE other(x)");
  EXPECT_EQ(problem_of([&] { store::open_sqlite(file); }), Problem::input);
  EXPECT_EQ(store::Database(file, store::Database::Mode::read_only).integer("SELECT count(*) FROM sqlite_schema"), 1);
  { store::open_sqlite(fs::path(folder.path()) / "new.db"); }
  store::Database newer(fs::path(folder.path()) / "new.db", store::Database::Mode::read_write);
  newer.execute("PRAGMA user_version=999");
  EXPECT_EQ(problem_of([&] { store::open_sqlite(fs::path(folder.path()) / "new.db"); }), Problem::input);
  EXPECT_EQ(problem_of([&] { store::open_sqlite(fs::path(folder.path()) / "none.db", {.create = false}); }), Problem::not_found);
  std::ofstream(file, std::ios::binary | std::ios::trunc) << std::string(10'000, 'x');
  EXPECT_EQ(problem_of([&] { store::open_sqlite(file); }), Problem::damaged);
}

TEST_F(StoreFile, OthersMayNotReadIt) {
  std::ofstream(file).close();
  fs::permissions(file, fs::perms::owner_all | fs::perms::group_read | fs::perms::others_read);
  store::open_sqlite(file);
  EXPECT_EQ(fs::status(file).permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
}

TEST(Spool, GivesRowsBackAsTheyWere) {
  const store_test::TemporaryFolder folder;
  store::Spool spool(folder.path());
  const auto row = [](int i) {
    geo::StagedRow r;
    r.line = i;
    r.source_key = i % 3 == 0 ? "" : "key " + std::to_string(i);
    r.raw = {static_cast<std::uint64_t>(i), ~static_cast<std::uint64_t>(i)};
    r.row.values = {{}, i % 2 == 0, std::int64_t{-i}, i / 7.0, std::string(static_cast<std::size_t>(i % 5000), 'x'), std::string()};
    if (i % 4 != 0) { r.row.geometry = geo::Geometry::point({i * 1e-3, -i * 1e-3}); }
    return r;
  };
  constexpr int rows = 3000;  // several buffers
  for (int i = 0; i < rows; ++i) { spool.write(row(i)); }
  for (int round = 0; round < 2; ++round) {
    spool.rewind();
    geo::StagedRow got;
    for (int i = 0; i < rows; ++i) {
      spool.read(got);
      const geo::StagedRow expected = row(i);
      EXPECT_TRUE(got.line == expected.line && got.source_key == expected.source_key && got.raw == expected.raw && got.row == expected.row)
          << i;
    }
  }
}

}  // namespace
