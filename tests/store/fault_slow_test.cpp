// SPDX-License-Identifier: Apache-2.0
#include "tests/store/fault_rounds.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>

namespace {

/// 300 failed writes and syncs.
TEST(FaultsSlow, LeaveAllOfAnOperationOrNothing) {
  const char* again = std::getenv("BAIRRO_FAULT_SEED");  // runs the rounds of a seed once more
  const store_test::FaultRounds rounds = store_test::run_fault_rounds(300, again != nullptr ? std::stoull(again) : std::random_device()());
  EXPECT_EQ(rounds.fault, "");
  EXPECT_EQ(rounds.faults, 300) << "or little was tried";
  EXPECT_GT(rounds.failed, 100);
  RecordProperty("faults", rounds.faults);
  RecordProperty("failed", rounds.failed);
  RecordProperty("failed_but_kept", rounds.kept_all_the_same);
  RecordProperty("failed_and_came_back", rounds.came_back);
  RecordProperty("survived", rounds.survived);
}

}  // namespace
