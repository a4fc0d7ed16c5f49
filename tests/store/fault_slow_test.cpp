// SPDX-License-Identifier: Apache-2.0
#include "tests/store/fault_rounds.hpp"

#include <gtest/gtest.h>

#include <random>

namespace {

TEST(FaultsSlow, LeaveAllOfAnOperationOrNothing) {
  const store_test::FaultRounds rounds = store_test::run_fault_rounds(300, std::random_device()());
  EXPECT_EQ(rounds.fault, "");
  EXPECT_GT(rounds.failed, 60) << "or little was tried";
  RecordProperty("failed", rounds.failed);
  RecordProperty("failed_but_kept", rounds.kept_all_the_same);
  RecordProperty("survived", rounds.survived);
}

}  // namespace
