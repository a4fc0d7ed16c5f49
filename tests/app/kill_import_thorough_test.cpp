// SPDX-License-Identifier: Apache-2.0
// kill -9 at random moments of `bairro import` as users start it: of text, and of a format that another process reads. All of a file
// is there or nothing of it, what the program had said was done is done, nothing is left lying beside the store, and the same
// command again puts in what is missing. 24 rounds; 200 with BAIRRO_FULL=1.
#include "store/jobs/jobs.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite_store.hpp"
#include "tests/app/program.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <thread>

namespace {

namespace fs = std::filesystem;

constexpr int most_files = 8;  // then a new store, so that rounds stay short

bool is_kml(int number) { return number % 3 == 0; }
int rows_of(int number) { return is_kml(number) ? 2'000 : 20'000; }

std::string csv_row(int number, int i) {
  return fmt::format("{}-{},2024-01-{:02},0401,-12.{:04},40.{:04}\n", number, i, i % 28 + 1, i % 9973, i % 7919);
}

std::string kml_row(int number, int i) {
  return fmt::format(
      "<Placemark><ExtendedData><Data name=\"_uuid\"><value>{}-{}</value></Data><Data name=\"data\"><value>2024-01-{:02}</value></Data>"
      "<Data name=\"categoria\"><value>0401</value></Data></ExtendedData><Point><coordinates>40.{:04},-12.{:04}</coordinates></Point>"
      "</Placemark>",
      number, i, i % 28 + 1, i % 7919, i % 9973);
}

std::string content(int number) {
  std::string text = is_kml(number) ? "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>x</name>"
                                    : "_uuid,data,categoria,latitude,longitude\n";
  for (int i = 0; i < rows_of(number); ++i) { text += is_kml(number) ? kml_row(number, i) : csv_row(number, i); }
  return text + (is_kml(number) ? "</Document></kml>" : "");
}

/// One store that is filled with file after file, each import of which is killed first.
class Victim {
 public:
  Victim() { fs::create_directory(m_folder / "store"); }

  /// A round. Whether the import had ended by itself before it was to be killed.
  bool round(std::chrono::microseconds life) {
    const int number = ++m_files;
    const std::string file = m_files_folder.file(fmt::format("week{}.{}", number, is_kml(number) ? "kml" : "csv"), content(number));
    app_test::Child child(m_files_folder, {"--store", store(), "import", "incidents", file});
    std::this_thread::sleep_for(life);
    child.signal(SIGKILL);
    const int ended = child.wait();
    EXPECT_TRUE(ended == 128 + SIGKILL || ended == 0) << "the import ended with " << ended;
    if (fs::exists(store())) { check(number, ended == 0 || child.out().find("new") != std::string::npos); }
    expect_no_litter();
    again(number, file);
    return ended == 0;
  }
  /// How long an import of the next file takes when nobody ends it: another on each machine.
  std::chrono::microseconds whole_run() {
    const int number = ++m_files;
    const std::string file = m_files_folder.file(fmt::format("week{}.{}", number, is_kml(number) ? "kml" : "csv"), content(number));
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(app_test::bairro({"--store", store(), "import", "incidents", file}).exit_code, 0);
    m_rows += static_cast<std::uint64_t>(rows_of(number));
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  }
  [[nodiscard]] bool is_full() const { return m_files >= most_files; }
  [[nodiscard]] int kept() const { return m_kept; }

 private:
  [[nodiscard]] std::string store() const { return (m_folder / "store" / "s.db").string(); }

  /// All of the file or nothing; all when the program had said so.
  void check(int number, bool acknowledged) {
    // To write too: whoever was killed while the store was made left a journal that is rolled back first.
    EXPECT_EQ(store::Database(store(), store::Database::Mode::read_write).text("PRAGMA quick_check"), "ok");
    const auto opened = store::open_sqlite(store());
    const std::uint64_t count = opened->view("incidents", geo::role_named("protection"))->count({});
    const std::size_t batches = opened->batches().size();
    const bool is_in = batches == static_cast<std::size_t>(number);
    EXPECT_EQ(batches, static_cast<std::size_t>(is_in ? number : number - 1));
    EXPECT_EQ(count, m_rows + static_cast<std::uint64_t>(is_in ? rows_of(number) : 0));
    EXPECT_TRUE(is_in || !acknowledged) << "what was said to be done is gone";
    m_kept += is_in && !acknowledged ? 1 : 0;
    for (const store::JobRecord& job : store::JobRegistry(store(), [] { return geo::TimeMs{1}; }).list()) {
      EXPECT_NE(job.state, store::JobState::running) << "nobody works on it any more";
    }
  }

  void expect_no_litter() const {
    static const std::set<std::string> known{"s.db",          "s.db-wal",      "s.db-shm",       "s.db.cache",        "s.db.jobs",
                                             "s.db.jobs-wal", "s.db.jobs-shm", "s.db.audit-key", "s.db.audit-key.new"};
    for (const auto& entry : fs::directory_iterator(m_folder / "store")) {
      EXPECT_EQ(known.count(entry.path().filename().string()), 1U) << entry.path() << " was left behind";
    }
  }

  void again(int number, const std::string& file) {
    const app_test::Outcome outcome = app_test::bairro({"--store", store(), "import", "incidents", file});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
    m_rows += static_cast<std::uint64_t>(rows_of(number));
    EXPECT_EQ(app_test::bairro({"--store", store(), "count", "incidents"}).out, std::to_string(m_rows) + "\n");
  }

  app_test::Folder m_folder;
  app_test::Folder m_files_folder;
  std::uint64_t m_rows = 0;
  int m_files = 0;
  int m_kept = 0;
};

TEST(KillImport, LeavesAllOfAFileOrNothing) {
  const int rounds = std::getenv("BAIRRO_FULL") != nullptr ? 200 : 24;
  const std::uint64_t seed = std::random_device()();
  std::mt19937_64 random(seed);
  auto victim = std::make_unique<Victim>();
  const std::int64_t longest_us = victim->whole_run().count();
  int killed = 0;
  int kept = 0;
  for (int round = 0; round < rounds && !testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE(fmt::format("round {}, seed {}", round, seed));
    const std::chrono::microseconds life(std::uniform_int_distribution<std::int64_t>(0, longest_us)(random));
    killed += victim->round(life) ? 0 : 1;
    if (!victim->is_full()) { continue; }
    kept += victim->kept();
    victim = std::make_unique<Victim>();
  }
  EXPECT_GT(killed, rounds / 4) << "or nothing was tried";
  RecordProperty("killed", killed);
  RecordProperty("kept_but_not_acknowledged", kept);
}

}  // namespace
