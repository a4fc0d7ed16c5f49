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
