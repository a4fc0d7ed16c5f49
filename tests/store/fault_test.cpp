// SPDX-License-Identifier: Apache-2.0
// Disks that fail and files that cannot be written. A taste of fault_slow_test.cpp that the sanitizers can afford.
#include "geo/base/error.hpp"
#include "store/jobs/jobs.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/fault_rounds.hpp"
#include "tests/store/fault_vfs.hpp"
#include "tests/store/operations.hpp"
#include "tests/store/subjects.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>

namespace {

namespace fs = std::filesystem;

TEST(Faults, LeaveAllOfAnOperationOrNothing) {
  const store_test::FaultRounds rounds = store_test::run_fault_rounds(30, 20'261'125);
  EXPECT_EQ(rounds.fault, "");
  EXPECT_EQ(rounds.faults, 30) << "or little was tried";
  EXPECT_GT(rounds.failed, 5);
}

TEST(Faults, TheDiskThatFailsDoes) {
  const store_test::TemporaryFolder folder;
  store_test::FaultVfs disk;
  const auto store = store::open_sqlite(folder.path() + "/s.db");
  EXPECT_GT(disk.calls(), 0);
  for (const auto kind : {store_test::FaultVfs::Kind::io_error, store_test::FaultVfs::Kind::disk_full}) {
    disk.fail(1, kind, true);
    EXPECT_THROW(store_test::perform(*store, 1), geo::Error);
    EXPECT_TRUE(disk.has_failed());
    disk.heal();
    EXPECT_EQ(store->info().rev, 0);
  }
  store_test::perform(*store, 1);
  EXPECT_EQ(store->info().rev, 1) << "and is used again when it is well";
}

/// While it lives no file of this process grows beyond the limit.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t bytes) {
    m_handler = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit small{bytes, m_before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallFiles() {
    ::setrlimit(RLIMIT_FSIZE, &m_before);
    std::signal(SIGXFSZ, m_handler);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;

 private:
  rlimit m_before{};
  void (*m_handler)(int);
};

std::optional<geo::Problem> fill(store::Store& store, int rows) {
  geo::BatchInfo info;
  info.collection = "incidents";
  info.source = "test";
  const geo::Collection incidents = *store.catalog().collection("incidents");
  geo::StagedRow row{1, "k", {}, {geo::Geometry::point({40, -12}), std::vector<geo::Value>(incidents.fields.size())}};
  row.row.values[static_cast<std::size_t>(incidents.index_of("narrative"))] = std::string(2000, 'x');
  try {
    const auto writer = store.begin(info);
    for (int i = 0; i < rows; ++i) {
      row.source_key = "k" + std::to_string(i);
      writer->add(row);
    }
    writer->resolve();
    writer->commit("{}");
  } catch (const geo::Error& e) {
    EXPECT_FALSE(e.text().en.empty());
    EXPECT_FALSE(e.text().pt.empty());
    return e.problem();
  }
  return std::nullopt;
}

TEST(Faults, ASpoolThatCannotGrowEndsTheImport) {
  const store_test::TemporaryFolder folder;
  const auto store = store::open_sqlite(folder.path() + "/s.db");
  {
    const SmallFiles limit(3'000'000);
    EXPECT_EQ(fill(*store, 4000), geo::Problem::failed);
  }
  EXPECT_EQ(store->info().rev, 0);
  EXPECT_EQ(fill(*store, 4000), std::nullopt);
  EXPECT_EQ(store->view("incidents", geo::role_named("protection"))->count({}), 4000U);
}

TEST(Faults, ACacheThatCannotBeWrittenIsDoneWithout) {
  const store_test::TemporaryFolder folder;
  const std::string file = folder.path() + "/s.db";
  std::ofstream(file + ".cache") << "a file where the folder should be";
  EXPECT_EQ(fill(*store::open_sqlite(file), 12'000), std::nullopt);
  const auto store = store::open_sqlite(file);
  EXPECT_EQ(store->view("incidents", geo::role_named("protection"))->count({}), 12'000U);
  EXPECT_TRUE(fs::is_regular_file(file + ".cache"));
}

TEST(Faults, AListOfJobsThatFailsDoesNotStopTheWork) {
  const store_test::TemporaryFolder folder;
  store_test::FaultVfs disk;
  store::JobRegistry jobs(folder.path() + "/s.db", [] { return geo::TimeMs{1}; });
  const auto job = jobs.start("import", "programme", "{}");
  disk.fail(1, store_test::FaultVfs::Kind::io_error, true);
  const geo::Progress progress = job->progress();
  progress.at(1, 2);
  EXPECT_FALSE(progress.cancelled());
  job->succeed("{}");
  disk.heal();
  EXPECT_EQ(store::JobRegistry(folder.path() + "/s.db", [] { return geo::TimeMs{1}; }).list().size(), 1U);
}

}  // namespace
