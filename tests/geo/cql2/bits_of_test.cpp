// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/bits_of.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>

namespace {

TEST(BitsOf, EveryNumberOfRows_AndAnyAnswers_ABitEach) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    const std::size_t rows = static_cast<std::size_t>(round) % 65;
    std::array<std::uint32_t, 64> cells{};
    for (std::uint32_t& cell : cells) { cell = static_cast<std::uint32_t>(random() % 4); }
    const auto holds = [&](std::size_t i) { return cells[i] - 1U <= 1U; };
    const std::uint64_t bits = geo::cql2::bits_of(rows, holds);
    for (std::size_t i = 0; i < 64; ++i) { ASSERT_EQ((bits >> i) & 1U, i < rows && holds(i) ? 1U : 0U) << rows << " rows, row " << i; }
  }
}

TEST(BitsOf, WholeWords_OfOneAnswer) {
  EXPECT_EQ(geo::cql2::bits_of(64, [](std::size_t) { return true; }), ~std::uint64_t{0});
  EXPECT_EQ(geo::cql2::bits_of(64, [](std::size_t) { return false; }), 0U);
  EXPECT_EQ(geo::cql2::bits_of(0, [](std::size_t) { return true; }), 0U);
}

}  // namespace
