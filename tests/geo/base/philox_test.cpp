// SPDX-License-Identifier: Apache-2.0
#include "geo/base/philox.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace geo {
namespace {

/// Known answers that the authors publish with Random123 (kat_vectors, philox4x32, 10 rounds).
TEST(Philox, GivesTheKnownAnswers) {
  EXPECT_EQ(Philox(0)({0, 0, 0, 0}), (Philox::Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(Philox(0xffffffffffffffff)({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}),
            (Philox::Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(Philox(0x299f31d0a4093822)({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}),
            (Philox::Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(RandomStream, NumbersBelowALimit_AllEquallyOften) {
  for (const std::uint32_t limit : {1U, 2U, 7U, 100U}) {
    std::vector<int> seen(limit);
    RandomStream stream(Philox(5), limit, 0);
    const int each = 2000;
    for (std::uint32_t i = 0; i < each * limit; ++i) { ++seen.at(stream.below(limit)); }
    double chi_squared = 0;
    for (const int n : seen) { chi_squared += (n - each) * (n - each) / double(each); }
    EXPECT_LT(chi_squared, limit + 6 * std::sqrt(2.0 * limit)) << limit;
  }
}

TEST(RandomStream, ALimitNearTheWhole_PassesOverTheUnevenEnd) {
  RandomStream all(Philox(1), 2, 3);
  RandomStream some(Philox(1), 2, 3);
  constexpr std::uint32_t limit = 0xC0000000;  // a third of all numbers cannot be used
  for (int i = 0; i < 1000; ++i) {
    std::uint64_t product = std::uint64_t{all.next()} * limit;
    while (static_cast<std::uint32_t>(product) < 0x40000000U) { product = std::uint64_t{all.next()} * limit; }
    ASSERT_EQ(some.below(limit), product >> 32U);
  }
}

TEST(RandomStream, EachNameIsAStreamOfItsOwn) {
  const Philox philox(9);
  const auto first = [&](std::uint32_t a, std::uint32_t b) { return RandomStream(philox, a, b).next(); };
  EXPECT_EQ(first(1, 2), first(1, 2));
  EXPECT_NE(first(1, 2), first(2, 1));
  EXPECT_NE(first(1, 2), first(1, 3));
}

}  // namespace
}  // namespace geo
