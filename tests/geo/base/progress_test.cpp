// SPDX-License-Identifier: Apache-2.0
#include "geo/base/progress.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace geo {
namespace {

TEST(Progress, IsSilentByDefault) {
  const Progress progress;
  progress.at(1, 2);
  EXPECT_FALSE(progress.cancelled());
}

TEST(Progress, TellsAndAsks) {
  std::vector<std::int64_t> seen;
  bool stop = false;
  const Progress progress([&](std::int64_t done, std::int64_t total) { seen.insert(seen.end(), {done, total}); }, [&] { return stop; });
  progress.at(5, 0);
  progress.at(10, 10);
  EXPECT_EQ(seen, (std::vector<std::int64_t>{5, 0, 10, 10}));
  EXPECT_FALSE(progress.cancelled());
  stop = true;
  EXPECT_TRUE(progress.cancelled());
}

}  // namespace
}  // namespace geo
