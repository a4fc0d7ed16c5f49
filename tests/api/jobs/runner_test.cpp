// SPDX-License-Identifier: Apache-2.0
#include "api/jobs/runner.hpp"

#include "tests/support/folder.hpp"
#include "tests/support/gate.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace {

using api::JobRunner;
using std::chrono::steady_clock;
using store::JobState;
using Refusal = api::JobRunner::Refusal;

constexpr auto long_enough = std::chrono::minutes(5);  // nothing here takes as long; a hanging test would

class Runner : public testing::Test {
 protected:
  std::unique_ptr<JobRunner> runner_of(api::JobLimits limits) {
    return std::make_unique<JobRunner>(registry, limits, [this](std::string_view id, std::string_view what) {
      said_of = id;
      said = what;
    });
  }
  [[nodiscard]] static store::JobRequest asked_by(const std::string& account) { return {"analyse", "programme", "{}", account, "kde"}; }
  /// Work that stands at the gate, and then sees whether it was asked to stop.
  JobRunner::Work held() {
    return [this](const geo::Progress& progress) -> std::string {
      ++begun;
      gate.pass();
      if (progress.cancelled()) { throw geo::Error(geo::Problem::failed, "stopped", "parado"); }
      return "{}";
    };
  }
  [[nodiscard]] JobState state(const std::string& id) const { return registry.find(id)->state; }
  static bool ended(JobRunner& runner, const std::string& id) { return runner.wait(id, steady_clock::now() + long_enough, {}); }

  test_support::Folder folder;
  store::JobRegistry registry{folder / "s.db", [] { return geo::TimeMs{1000}; }};
  test_support::Gate gate;
  std::atomic<int> begun{0};
  std::string said_of, said;
};

TEST_F(Runner, RunsAsManyAtOnceAsItMayAndKeepsTheOthersWaiting) {
  gate.close();
  const auto runner = runner_of({2, 10, 10});
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) { ids.push_back(runner->accept(asked_by("ana"), held()).id); }
  gate.wait_for_held(2);
  EXPECT_EQ(begun, 2);
  EXPECT_EQ(state(ids[0]), JobState::running);
  EXPECT_EQ(state(ids[1]), JobState::running);
  for (int i = 2; i < 5; ++i) { EXPECT_EQ(state(ids[static_cast<std::size_t>(i)]), JobState::waiting); }
  EXPECT_FALSE(runner->wait(ids[0], steady_clock::now(), {})) << "it has not ended";
  EXPECT_FALSE(runner->wait(ids[4], steady_clock::now() + long_enough, [] { return true; })) << "given up";
  gate.open();
  for (const std::string& id : ids) {
    EXPECT_TRUE(ended(*runner, id));
    EXPECT_EQ(state(id), JobState::succeeded);
  }
  EXPECT_EQ(begun, 5);
}

TEST_F(Runner, RefusesWhatIsTooMuchForAnAccountOrForAll) {
  gate.close();
  const auto runner = runner_of({1, 2, 2});
  const std::string first = runner->accept(asked_by("ana"), held()).id;
  gate.wait_for_held(1);
  const std::string second = runner->accept(asked_by("ana"), held()).id;
  EXPECT_EQ(runner->accept(asked_by("ana"), held()).refusal, Refusal::of_account);
  EXPECT_EQ(runner->accept(asked_by("rui"), held()).refusal, Refusal::none);
  EXPECT_EQ(runner->accept(asked_by("eva"), held()).refusal, Refusal::full) << "one runs, two wait";
  EXPECT_EQ(registry.list().size(), 3U) << "what is refused is not listed";
  // A place is free again at once when a waiting job is dismissed.
  EXPECT_TRUE(runner->dismiss(second));
  EXPECT_EQ(state(second), JobState::cancelled);
  EXPECT_EQ(runner->accept(asked_by("ana"), held()).refusal, Refusal::none);
  gate.open();
  EXPECT_TRUE(ended(*runner, first));
  EXPECT_EQ(begun >= 1, true);
}

TEST_F(Runner, ADismissedJobNeverSucceeds) {
  gate.close();
  const auto runner = runner_of({1, 2, 2});
  const std::string looks = runner->accept(asked_by("ana"), held()).id;
  gate.wait_for_held(1);
  EXPECT_TRUE(runner->dismiss(looks));
  EXPECT_TRUE(registry.find(looks)->asked_to_stop);
  gate.open();
  EXPECT_TRUE(ended(*runner, looks));
  EXPECT_EQ(state(looks), JobState::cancelled);
  EXPECT_FALSE(runner->dismiss(looks)) << "it has ended";
  // Work that never looks up ends as dismissed all the same.
  gate.close();
  const std::string blind = runner
                                ->accept(asked_by("ana"),
                                         [this](const geo::Progress&) -> std::string {
                                           gate.pass();
                                           return "{}";
                                         })
                                .id;
  gate.wait_for_held(1);
  EXPECT_TRUE(runner->dismiss(blind));
  gate.open();
  EXPECT_TRUE(ended(*runner, blind));
  EXPECT_EQ(state(blind), JobState::cancelled);
  EXPECT_EQ(registry.find(blind)->result_json, "");
}

TEST_F(Runner, FailuresSayWhatIsForTheOneWhoAskedAndLogTheRest) {
  const auto runner = runner_of({1, 9, 9});
  const auto failing = [&](geo::Problem problem) {
    const std::string id = runner
                               ->accept(asked_by("ana"),
                                        [problem](const geo::Progress&) -> std::string {
                                          throw geo::Error(problem, "/srv/secret is full", "/srv/secret está cheio");
                                        })
                               .id;
    EXPECT_TRUE(ended(*runner, id));
    return *registry.find(id);
  };
  const store::JobRecord too_large = failing(geo::Problem::too_large);
  EXPECT_EQ(too_large.state, JobState::failed);
  EXPECT_EQ(too_large.problem, geo::Problem::too_large);
  EXPECT_EQ(too_large.message.en, "/srv/secret is full");
  EXPECT_EQ(said, "");
  const store::JobRecord inside = failing(geo::Problem::failed);
  EXPECT_EQ(inside.problem, geo::Problem::failed);
  EXPECT_EQ(inside.message.en.find("secret"), std::string::npos);
  EXPECT_EQ(said, "/srv/secret is full");
  EXPECT_EQ(said_of, inside.id);
  const std::string bug = runner->accept(asked_by("ana"), [](const geo::Progress&) -> std::string { throw std::bad_alloc(); }).id;
  EXPECT_TRUE(ended(*runner, bug));
  EXPECT_EQ(state(bug), JobState::failed);
}

TEST_F(Runner, AtTheEndWhatHasNotEndedIsInterrupted) {
  gate.close();
  auto runner = runner_of({1, 9, 9});
  const std::string runs = runner
                               ->accept(asked_by("ana"),
                                        [this](const geo::Progress& progress) -> std::string {
                                          gate.pass();
                                          while (!progress.cancelled()) { std::this_thread::yield(); }
                                          throw geo::Error(geo::Problem::failed, "stopped", "parado");
                                        })
                               .id;
  gate.wait_for_held(1);
  const std::string waits = runner->accept(asked_by("ana"), held()).id;
  gate.open();
  runner->stop();
  EXPECT_EQ(state(runs), JobState::interrupted);
  EXPECT_EQ(state(waits), JobState::interrupted);
  EXPECT_EQ(runner->accept(asked_by("ana"), held()).refusal, Refusal::full);
  runner.reset();
  EXPECT_EQ(begun, 0);
}

}  // namespace
