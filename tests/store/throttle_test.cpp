// SPDX-License-Identifier: Apache-2.0
#include "store/accounts/throttle.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using store::FailureCounts;
using store::Throttle;

class Waiting : public testing::Test {
 protected:
  geo::TimeMs now = 1'000'000;
  std::function<geo::TimeMs()> ticks = [this] { return now; };
};

TEST_F(Waiting, DoublesAfterTheFreeFailuresAndStopsGrowing) {
  FailureCounts counts({.free = 3, .first_s = 1, .longest_s = 10}, ticks);
  std::string waits;
  for (int i = 0; i < 9; ++i) {
    counts.failed("ana");
    waits += std::to_string(counts.seconds_to_wait("ana")) + " ";
    now += geo::TimeMs{1000} * counts.seconds_to_wait("ana");
    EXPECT_EQ(counts.seconds_to_wait("ana"), 0) << "the wait is over when it was said to be";
  }
  EXPECT_EQ(waits, "0 0 0 1 2 4 8 10 10 ");
  EXPECT_EQ(counts.seconds_to_wait("rui"), 0);
}

TEST_F(Waiting, IsSaidInWholeSecondsNeverTooShort) {
  FailureCounts counts({.free = 0, .first_s = 2}, ticks);
  counts.failed("ana");
  now += 1;
  EXPECT_EQ(counts.seconds_to_wait("ana"), 2);
  now += 1998;
  EXPECT_EQ(counts.seconds_to_wait("ana"), 1);
  now += 1;
  EXPECT_EQ(counts.seconds_to_wait("ana"), 0);
}

TEST_F(Waiting, ManyFailuresNeverOverflow) {
  FailureCounts counts({.free = 0, .first_s = 3600, .longest_s = 7200}, ticks);
  for (int i = 0; i < 1000; ++i) { counts.failed("ana"); }
  EXPECT_EQ(counts.seconds_to_wait("ana"), 7200);
}

TEST_F(Waiting, IsForgottenWithTimeAndByHand) {
  FailureCounts counts({.free = 1, .longest_s = 10, .forget_after_ms = 60'000}, ticks);
  for (int i = 0; i < 9; ++i) { counts.failed("ana"); }
  EXPECT_EQ(counts.seconds_to_wait("ana"), 10);
  counts.forget("ana");
  EXPECT_EQ(counts.seconds_to_wait("ana"), 0);
  for (int i = 0; i < 9; ++i) { counts.failed("ana"); }
  now += 60'000;
  counts.failed("ana");
  EXPECT_EQ(counts.seconds_to_wait("ana"), 0) << "the first after an hour is a first one";
}

TEST_F(Waiting, TakesBoundedMemoryAndAFloodDoesNotFreeTheTarget) {
  FailureCounts counts({.free = 1, .longest_s = 1000, .most = 50}, ticks);
  for (int i = 0; i < 5; ++i) { counts.failed("ana"); }
  for (int i = 0; i < 2000; ++i) {
    now += 1;
    counts.failed("made-up-" + std::to_string(i));
  }
  EXPECT_EQ(counts.size(), 50U);
  EXPECT_GT(counts.seconds_to_wait("ana"), 0);
  now += 3'600'000;
  counts.failed("after a quiet hour");
  EXPECT_EQ(counts.size(), 1U);
  counts.failed(std::string(100'000, 'x'));
  EXPECT_EQ(counts.seconds_to_wait(std::string(100'000, 'x')), 0);
  counts.failed(std::string(100'000, 'x') + "y");
  EXPECT_GT(counts.seconds_to_wait(std::string(64, 'x')), 0) << "only the beginning of a long key is kept";
}

TEST_F(Waiting, CountsNamesAndPlacesApart) {
  Throttle throttle(ticks, {.free = 2}, {.free = 4});
  for (int i = 0; i < 3; ++i) { throttle.failed("ana", "10.0.0." + std::to_string(i)); }
  EXPECT_EQ(throttle.seconds_to_wait("ana", "10.0.0.99"), 1) << "one account, from many places";
  EXPECT_EQ(throttle.seconds_to_wait("rui", "10.0.0.1"), 0);
  for (int i = 0; i < 5; ++i) { throttle.failed("u" + std::to_string(i), "10.1.1.1"); }
  EXPECT_EQ(throttle.seconds_to_wait("somebody", "10.1.1.1"), 1) << "many accounts, from one place";
  EXPECT_EQ(throttle.seconds_to_wait("somebody", "10.2.2.2"), 0);
}

TEST_F(Waiting, SuccessClearsTheNameButNotThePlace) {
  Throttle throttle(ticks, {.free = 1}, {.free = 3});
  for (int i = 0; i < 3; ++i) { throttle.failed("ana", "p"); }
  throttle.succeeded("ana", "p");
  EXPECT_EQ(throttle.seconds_to_wait("ana", "q"), 0);
  throttle.failed("rui", "p");
  EXPECT_EQ(throttle.seconds_to_wait("ana", "p"), 1);
}

TEST_F(Waiting, StrangersCannotLockTheOwnerOut) {
  Throttle throttle(ticks, {.free = 1}, {.free = 20});
  throttle.succeeded("ana", "home");
  throttle.succeeded("rui", "office");
  for (int i = 0; i < 10; ++i) { throttle.failed("ana", "p" + std::to_string(i)); }
  EXPECT_GT(throttle.seconds_to_wait("ana", "office"), 0);
  EXPECT_EQ(throttle.seconds_to_wait("ana", "home"), 0);
  for (int i = 0; i < 30; ++i) { throttle.failed("ana", "home"); }
  EXPECT_GT(throttle.seconds_to_wait("ana", "home"), 0) << "the place waits like any other";
  for (int i = 0; i < 600; ++i) { throttle.succeeded("u" + std::to_string(i), "office"); }
  now += 60'000;
  for (int i = 0; i < 3; ++i) { throttle.failed("ana", "elsewhere"); }
  EXPECT_GT(throttle.seconds_to_wait("ana", "home"), 0) << "only so many are remembered";
}

}  // namespace
