// SPDX-License-Identifier: Apache-2.0
#include "tests/app/cycle_walk.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace {

/// 240 walks in four tests, so that they can run side by side; BAIRRO_WALK_SEED goes one of them again.
class CycleWalkThorough : public testing::TestWithParam<std::uint64_t> {};

TEST_P(CycleWalkThorough, AgreesWithTheBook) {
  const char* again = std::getenv("BAIRRO_WALK_SEED");
  const std::uint64_t first = again != nullptr ? std::stoull(again) : GetParam();
  const std::uint64_t last = again != nullptr ? first : first + 59;
  app_test::CycleTally tally;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    app_test::walk(seed, 25, tally);
    ASSERT_EQ(tally.fault, "");
  }
  if (again != nullptr) { return; }
  EXPECT_GT(tally.imports, 400);
  EXPECT_GT(tally.known, 20);
  EXPECT_GT(tally.corrections, 40);
  EXPECT_GT(tally.withdrawn, 20);
  EXPECT_GT(tally.returned, 5);
  EXPECT_GT(tally.undone, 200);
  EXPECT_GT(tally.kept, 20);
}

INSTANTIATE_TEST_SUITE_P(Seeds, CycleWalkThorough, testing::Values(1000, 2000, 3000, 4000));

}  // namespace
