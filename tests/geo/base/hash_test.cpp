// SPDX-License-Identifier: Apache-2.0
#include "geo/base/hash.hpp"

#include <gtest/gtest.h>

#include <set>

namespace geo {
namespace {

// Written down from xxhash itself (`xxhsum -H2`, `xxhsum -H3`): the store keeps these numbers, so they may never change.
TEST(Hash, IsXxh3) {
  EXPECT_EQ(hash128("").hex(), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(hash64(""), 0x2d06800538d394c2U);
  EXPECT_EQ(hash128("").high, 0x99aa06d3014798d8U);
  EXPECT_EQ(hash128("").low, 0x6001c324468d497fU);
}

TEST(Hash, HexKeepsLeadingZeros) { EXPECT_EQ((Hash128{1, 0xab}).hex(), "000000000000000100000000000000ab"); }

TEST(Hash, DiffersForDifferentBytes) {
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) { seen.insert(hash128(std::to_string(i)).hex()); }
  EXPECT_EQ(seen.size(), 10'000U);
}

TEST(Hash, OrdersByHighThenLow) {
  EXPECT_LT((Hash128{1, 9}), (Hash128{2, 0}));
  EXPECT_LT((Hash128{1, 1}), (Hash128{1, 2}));
}

TEST(Hash, Mix64IsSplitmix) {
  EXPECT_EQ(mix64(0), 0xe220a8397b1dcdafU);  // first output of splitmix64 seeded with 0
  EXPECT_NE(mix64(1), mix64(2));
}

}  // namespace
}  // namespace geo
