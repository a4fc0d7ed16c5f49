// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/told.hpp"

#include "geo/analysis/hex_groups.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace geo {
namespace {

/// What an attacker has who knows the number of all and takes off what is told.
TEST(Told, WhatIsTakenOffTheTotalTellsOfNoFew) {
  std::mt19937_64 random(301);
  std::size_t given_up = 0;
  std::size_t few = 0;
  for (int round = 0; round < 5000; ++round) {
    std::vector<std::uint64_t> counts(random() % 12);
    for (std::uint64_t& count : counts) { count = random() % 3 == 0 ? 0 : random() % (round % 2 == 0 ? 13 : 60); }
    const std::vector<bool> told = told_places(counts);
    ASSERT_EQ(told.size(), counts.size());
    std::uint64_t rest = 0;
    std::size_t withheld = 0;
    std::size_t left_out = 0;
    std::uint64_t most_withheld = 0;
    std::uint64_t least_shown = UINT64_MAX;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (told[i]) {
        ASSERT_GE(counts[i], 10U);
        least_shown = std::min(least_shown, counts[i]);
        continue;
      }
      rest += counts[i];
      withheld += counts[i] > 0 ? 1 : 0;
      left_out += 1;
      most_withheld = std::max(most_withheld, counts[i]);
      given_up += counts[i] >= 10 ? 1 : 0;
      few += counts[i] > 0 && counts[i] < 10 ? 1 : 0;
    }
    const bool all = left_out == counts.size();
    ASSERT_TRUE(rest == 0 || all || (rest >= 10 && withheld >= 2)) << round;
    ASSERT_LE(most_withheld, std::max<std::uint64_t>(least_shown, 9)) << "the smallest is given up";
    const auto enough = std::count_if(counts.begin(), counts.end(), [](std::uint64_t c) { return c >= 10; });
    const auto shown = std::count(told.begin(), told.end(), true);
    ASSERT_LE(enough - shown, 1) << "no more is given up than one place, which has ten itself";
  }
  EXPECT_GT(given_up, 300U);
  EXPECT_GT(few, 3000U);
  EXPECT_EQ(told_places(std::vector<std::uint64_t>{0, 0, 12}), (std::vector<bool>{false, false, true})) << "nothing tells nothing";
  EXPECT_EQ(told_places(std::vector<std::uint64_t>{3, 12, 40}), (std::vector<bool>{false, false, true}));
  EXPECT_EQ(told_places(std::vector<std::uint64_t>{0, 0, 9, 12, 40}), (std::vector<bool>{false, false, false, false, true}));
}

TEST(Told, AFigureIsExactWhereAllThatItIsMadeOfIs) {
  const NeighbourLists neighbours(std::vector<std::vector<std::uint32_t>>{{1}, {0, 2}, {1, 3}, {2}});
  // The second has none: an exact figure of the first would say that it has none and not nine.
  EXPECT_EQ(told_around(neighbours, {true, false, true, true}), (std::vector<bool>{false, true, false, true}));
}

TEST(Told, StepsAreNoBetterThanTheFigure) {
  std::mt19937_64 random(302);
  std::uniform_real_distribution<double> share(0, 1);
  for (int i = 0; i < 2000; ++i) {
    const double p = std::pow(share(random), 6);
    ASSERT_GE(told_p(p), p);
    ASSERT_EQ(told_p(p) <= 0.05, p <= 0.05) << "what is called significant stays so";
    const double z = 60 * (share(random) - 0.5);
    ASSERT_LE(std::fabs(told_z(z)), std::fabs(z));
    ASSERT_GE(told_z(z) * z, 0);
    ASSERT_EQ(told_z(-z), -told_z(z));
    const std::uint64_t sum = random() % 1000;
    ASSERT_EQ(told_sum(sum) % 5, 0U);
    ASSERT_LE(std::fabs(static_cast<double>(told_sum(sum)) - static_cast<double>(sum)), 2);
  }
  EXPECT_EQ(told_p(0.05), 0.05);
  EXPECT_EQ(told_p(0), 0.001);
  EXPECT_EQ(told_p(1), 1);
  EXPECT_EQ(told_z(2.99), 2);
  EXPECT_EQ(told_z(-0.5), 0);
  EXPECT_EQ(told_z(47), 30);
  EXPECT_EQ(in_digits(1234.5, 2), 1200);
  EXPECT_EQ(in_digits(0.012345, 3), 0.0123);
  EXPECT_EQ(in_digits(0.0, 3), 0);
  EXPECT_EQ(in_digits(2.2e-308, 3), 2.2e-308) << "the p that is no 0";
  EXPECT_TRUE(std::isinf(in_digits(HUGE_VAL, 3)));
}

TEST(Told, PlacesAreSaidAsFinelyAsTheyAreWide) {
  for (const double width_m : {250.0, 400.0, 1000.0, 1500.0, 5000.0, 7500.0, 20'000.0}) {
    const double step_m = 111'320 / std::pow(10.0, place_decimals(width_m));
    EXPECT_LE(step_m, width_m);
    if (width_m < 11'000) { EXPECT_GT(step_m, width_m / 10 * 0.999); }
    const LonLat told = told_place({40.4924132, -13.0014456}, width_m);
    EXPECT_LE(std::fabs(told.lat + 13.0014456) * 111'320, width_m / 2 * 1.001);
  }
  EXPECT_EQ(place_decimals(250), 3);
  EXPECT_EQ(place_decimals(5000), 2);
}

/// Less the places whose number is told a group's number would tell the rest.
TEST(Told, GroupsWithFewInThemAreRoundedDown) {
  // Three groups: 18 and 9; 11; 4 and 7.
  const NeighbourLists neighbours(std::vector<std::vector<std::uint32_t>>{{1}, {0}, {}, {4}, {3}});
  const std::vector<std::uint64_t> incidents{18, 9, 11, 4, 7};
  HexGroups groups = hex_groups(neighbours, incidents, {true, true, true, true, true}, std::vector<double>{1, 1, 1, 1, 1});
  ASSERT_EQ(groups.drawn.size(), 3U);
  tell_groups(groups, {true, false, true, false, false});
  EXPECT_EQ(groups.drawn[0].incidents, 15U) << "of the 18 that are told alone: 25 of 27 would leave 7 to 11 for the other";
  EXPECT_TRUE(groups.drawn[0].is_at_least);
  EXPECT_EQ(groups.drawn[1].incidents, 11U);
  EXPECT_FALSE(groups.drawn[1].is_at_least);
  EXPECT_EQ(groups.drawn[2].incidents, 10U);
  EXPECT_TRUE(groups.drawn[2].is_at_least) << "what any group has";
}

}  // namespace
}  // namespace geo
