// SPDX-License-Identifier: Apache-2.0
#include "store/jobs/jobs.hpp"

#include "store/jobs/process.hpp"
#include "store/sqlite/database.hpp"
#include "tests/store/subjects.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

using store::JobRegistry;
using store::JobState;

class Jobs : public testing::Test {
 protected:
  [[nodiscard]] JobRegistry registry() const {
    return JobRegistry(file, [] { return geo::TimeMs{1000}; });
  }

  store_test::TemporaryFolder folder;
  std::filesystem::path file = std::filesystem::path(folder.path()) / "s.db";
};

TEST_F(Jobs, EndAsTheyWereEnded) {
  JobRegistry jobs = registry();
  jobs.start("import", "programme", R"({"file":"a.csv"})")->succeed(R"({"batch":1})");
  jobs.start("import", "programme", "{}")->fail({"the disk is full", "o disco está cheio"});
  jobs.start("import", "programme", "{}")->end_cancelled();
  jobs.start("import", "programme", "{}").reset();
  const auto list = registry().list();
  ASSERT_EQ(list.size(), 4U);
  EXPECT_EQ(list[3].state, JobState::succeeded);
  EXPECT_EQ(list[3].progress, 1);
  EXPECT_EQ(list[3].result_json, R"({"batch":1})");
  EXPECT_EQ(list[2].state, JobState::failed);
  EXPECT_EQ(list[2].message.en, "the disk is full");
  EXPECT_EQ(list[2].message.pt, "o disco está cheio");
  EXPECT_EQ(list[1].message.en + list[1].message.pt, "");
  EXPECT_EQ(list[1].state, JobState::cancelled);
  EXPECT_EQ(list[0].state, JobState::failed) << "a job that nobody ended";
}

TEST_F(Jobs, ProgressIsSeenByOthers) {
  JobRegistry jobs = registry();
  const auto job = jobs.start("import", "programme", "{}");
  job->progress().at(25, 100);
  const auto seen = registry().find(job->id());
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->state, JobState::running) << "its process is this one";
  EXPECT_DOUBLE_EQ(seen->progress, 0.25);
  EXPECT_FALSE(registry().find("nonsense"));
}

TEST_F(Jobs, CancelReachesTheWorker) {
  JobRegistry jobs = registry();
  const auto job = jobs.start("import", "programme", "{}");
  const geo::Progress progress = job->progress();
  EXPECT_FALSE(progress.cancelled());
  EXPECT_TRUE(registry().cancel(job->id()));
  bool cancelled = false;
  for (int i = 0; i < 500 && !cancelled; ++i) {
    cancelled = progress.cancelled();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_TRUE(cancelled);
  job->end_cancelled();
  EXPECT_FALSE(registry().cancel(job->id())) << "it has ended";
}

TEST_F(Jobs, WaitForTheirTurnAndAreWhoseTheyAre) {
  JobRegistry jobs = registry();
  const auto job = jobs.accept({"analyse", "programme", "{}", "ana", "kde"});
  const auto waiting = registry().find(job->id());
  ASSERT_TRUE(waiting);
  EXPECT_EQ(waiting->state, JobState::waiting);
  EXPECT_EQ(waiting->account, "ana");
  EXPECT_EQ(waiting->method, "kde");
  EXPECT_EQ(waiting->created_at, 1000);
  EXPECT_FALSE(jobs.remove(job->id())) << "it has not ended";
  EXPECT_TRUE(job->begin());
  EXPECT_FALSE(job->begin()) << "once";
  EXPECT_EQ(registry().find(job->id())->state, JobState::running);
  EXPECT_FALSE(jobs.remove(job->id()));
  job->fail({"too many", "demasiados"}, geo::Problem::too_large);
  EXPECT_EQ(registry().find(job->id())->problem, geo::Problem::too_large);
  EXPECT_TRUE(jobs.remove(job->id()));
  EXPECT_FALSE(jobs.find(job->id()));
}

TEST_F(Jobs, AskedToStopTheyNeitherBeginNorSucceed) {
  JobRegistry jobs = registry();
  const auto waiting = jobs.accept({"analyse", "programme", "{}", "ana", "kde"});
  EXPECT_TRUE(jobs.cancel(waiting->id()));
  EXPECT_FALSE(waiting->begin());
  waiting->end_cancelled();
  const auto running = jobs.accept({"analyse", "programme", "{}", "ana", "kde"});
  EXPECT_TRUE(running->begin());
  EXPECT_TRUE(jobs.cancel(running->id()));
  running->succeed_unless_cancelled(R"({"result":"r-x"})");
  EXPECT_EQ(jobs.find(running->id())->state, JobState::cancelled);
  EXPECT_EQ(jobs.find(running->id())->result_json, "");
  const auto good = jobs.accept({"analyse", "programme", "{}", "ana", "kde"});
  EXPECT_TRUE(good->begin());
  good->succeed_unless_cancelled("{}");
  EXPECT_EQ(jobs.find(good->id())->state, JobState::succeeded);
  EXPECT_EQ(jobs.find(good->id())->progress, 1);
  EXPECT_FALSE(jobs.cancel(good->id()));
}

TEST_F(Jobs, OldOnesThatWereAskedForOverHttpAreForgotten) {
  JobRegistry jobs = registry();
  jobs.accept({"analyse", "programme", "{}", "ana", "kde"})->end_interrupted();
  const auto waits = jobs.accept({"analyse", "programme", "{}", "ana", "kde"});
  jobs.start("import", "programme", "{}")->succeed("{}");
  jobs.forget_ended_before(1000);
  EXPECT_EQ(jobs.list().size(), 3U);
  jobs.forget_ended_before(1001);
  ASSERT_EQ(jobs.list().size(), 2U);
  EXPECT_EQ(jobs.list()[0].kind, "import") << "those of the command line stay";
  EXPECT_EQ(jobs.list()[1].id, waits->id());
}

TEST_F(Jobs, AListOfAnOlderProgramIsTakenOver) {
  {
    store::make_private_file(file.string() + ".jobs");
    store::Database old(file.string() + ".jobs", store::Database::Mode::read_write);
    old.execute(
        "CREATE TABLE job(id TEXT PRIMARY KEY, kind TEXT NOT NULL, role TEXT NOT NULL, parameters TEXT NOT NULL, state TEXT NOT NULL, "
        "progress "
        "REAL NOT NULL, result TEXT NOT NULL, message TEXT NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER, process TEXT NOT "
        "NULL, "
        "cancel INTEGER NOT NULL) STRICT;"
        "INSERT INTO job VALUES('a1','import','programme','{}','succeeded',1,'{}','',5,6,'x 1 2',0)");
  }
  EXPECT_EQ(registry().list().size(), 1U);
  JobRegistry jobs = registry();
  const auto job = jobs.accept({"analyse", "programme", "{}", "ana", "kde"});
  ASSERT_EQ(jobs.list().size(), 2U);
  EXPECT_EQ(jobs.find("a1")->account, "");
  EXPECT_EQ(jobs.find("a1")->started_at, 5);
}

TEST_F(Jobs, ThoseOfADeadProcessAreInterrupted) {
  const pid_t child = ::fork();
  if (child == 0) {
    JobRegistry jobs = registry();
    const auto job = jobs.start("import", "programme", "{}");
    ::_exit(0);  // as if killed: nothing is said
  }
  ::waitpid(child, nullptr, 0);
  const auto list = registry().list();
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].state, JobState::interrupted);
}

TEST(Process, KnowsItselfAndNotAnother) {
  EXPECT_TRUE(store::is_running(store::this_process()));
  EXPECT_FALSE(store::is_running(""));
  EXPECT_FALSE(store::is_running("another-boot 1 1"));
  std::string reused = store::this_process();
  reused.back() = reused.back() == '1' ? '2' : '1';  // the same number, started at another time
  EXPECT_FALSE(store::is_running(reused));
}

}  // namespace
