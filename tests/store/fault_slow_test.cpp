// SPDX-License-Identifier: Apache-2.0
#include "tests/store/fault_rounds.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>

namespace {

TEST(FaultsSlow, LeaveAllOfAnOperationOrNothing) {
  const char* again = std::getenv("BAIRRO_FAULT_SEED");  // runs the rounds of a seed once more
  const store_test::FaultRounds rounds = store_test::run_fault_rounds(300, again != nullptr ? std::stoull(again) : std::random_device()());
  EXPECT_EQ(rounds.fault, "");
  EXPECT_GT(rounds.failed, 60) << "or little was tried";
  RecordProperty("failed", rounds.failed);
  RecordProperty("failed_but_kept", rounds.kept_all_the_same);
  RecordProperty("failed_and_came_back", rounds.came_back);
  RecordProperty("survived", rounds.survived);
}

}  // namespace
