// SPDX-License-Identifier: Apache-2.0
// A taste of cycle_walk_thorough_test.cpp that the sanitizers can afford.
#include "tests/app/cycle_walk.hpp"

#include <gtest/gtest.h>

namespace {

TEST(CycleWalk, AgreesWithTheBook) {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    app_test::CycleTally tally;
    app_test::walk(seed, 15, tally);
    ASSERT_EQ(tally.fault, "");
  }
}

}  // namespace
