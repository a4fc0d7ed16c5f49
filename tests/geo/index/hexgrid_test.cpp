// SPDX-License-Identifier: Apache-2.0
#include "geo/index/hexgrid.hpp"

#include "geo/base/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>
#include <utility>

namespace geo {
namespace {

double apart(Metric a, Metric b) { return std::hypot(a.x - b.x, a.y - b.y); }

TEST(HexGrid, MeasuresOfOneHexagon) {
  const HexGrid grid(1000);
  EXPECT_NEAR(grid.width_m(), 1732.0508075688772, 1e-9);
  EXPECT_NEAR(grid.area_km2(), 2.598076211353316, 1e-12);
  EXPECT_NEAR(HexGrid::with_width(500).width_m(), 500, 1e-9);
  const auto ring = grid.ring({2, -1});
  EXPECT_EQ(ring.front(), ring.back());
  double twice = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    EXPECT_NEAR(apart(ring[i], ring[i + 1]), 1000, 1e-9);
    EXPECT_NEAR(apart(ring[i], grid.centre({2, -1})), 1000, 1e-9);
    twice += ring[i].x * ring[i + 1].y - ring[i + 1].x * ring[i].y;
  }
  EXPECT_NEAR(twice / 2e6, grid.area_km2(), 1e-9);  // above 0: counter-clockwise
}

TEST(HexGrid, ThePointsHexagonHasTheNearestCentre) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 20'000; ++round) {
    const double side = std::pow(10, std::uniform_real_distribution<double>(0, 5)(random));
    const HexGrid grid(side);
    std::uniform_real_distribution<double> at(-50 * side, 50 * side);
    Metric p{at(random), at(random)};
    if (round % 5 == 0) {
      p = grid.ring({round % 13, round % 7})[static_cast<std::size_t>(round % 6)];
    }  // a corner: three are equally near
    const auto found = grid.at(p);
    ASSERT_TRUE(found);
    const double own = apart(p, grid.centre(*found));
    for (const Hex other : neighbours(*found)) { ASSERT_LE(own, apart(p, grid.centre(other)) + 1e-9 * side); }
    ASSERT_LE(own, side * (1 + 1e-9));
    ASSERT_EQ(grid.at(grid.centre(*found)), found);
    ASSERT_EQ(grid.at(p), found);
  }
}

TEST(HexGrid, NoHexagonOutOfReach) {
  const HexGrid grid(1);
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Metric p : {Metric{nan, 0}, {0, nan}, {2e7, 0}, {0, -2e7}, {std::numeric_limits<double>::infinity(), 0}}) {
    EXPECT_FALSE(grid.at(p)) << p.x << ' ' << p.y;
  }
  for (const double x : {-1.6e7, 1.6e7}) {
    for (const double y : {-1.6e7, 1.6e7}) {
      const auto hex = grid.at({x, y});
      ASSERT_TRUE(hex);
      EXPECT_EQ(hex_of_id(hex_id(*hex)), *hex);
    }
  }
  for (const double side : {0.0, -5.0, 0.5, 2e6, nan}) { EXPECT_THROW(HexGrid{side}, Error) << side; }
}

TEST(HexGrid, NeighboursShareTheirCornersDigitByDigit) {
  const HexGrid grid(333.3);
  const Hex hex{-7, 12};
  for (const Hex other : neighbours(hex)) {
    EXPECT_EQ(hex_steps(hex, other), 1);
    EXPECT_NEAR(grid.distance_m(hex, other), grid.width_m(), 1e-9);
    int shared = 0;
    const auto own = grid.ring(hex);
    const auto their = grid.ring(other);
    for (std::size_t i = 0; i < 6; ++i) { shared += static_cast<int>(std::count(their.begin(), their.end() - 1, own[i])); }
    EXPECT_EQ(shared, 2);
  }
  EXPECT_EQ(hex_steps({0, 0}, {3, -1}), 3);
  EXPECT_EQ(hex_steps({0, 0}, {-2, -3}), 5);
}

TEST(HexGrid, IdsRiseWithTheOrder) {
  std::mt19937_64 random(2);
  std::uniform_int_distribution<std::int32_t> at(-(1 << 25) + 1, (1 << 25) - 1);
  for (int round = 0; round < 2000; ++round) {
    const Hex a{at(random), at(random)};
    const Hex b{at(random), round % 3 == 0 ? a.r : at(random)};
    ASSERT_EQ(hex_of_id(hex_id(a)), a);
    ASSERT_LT(hex_id(a), std::uint64_t{1} << 53);
    ASSERT_EQ(a < b, hex_id(a) < hex_id(b));
  }
}

TEST(HexGrid, InABox) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 1000; ++round) {
    const HexGrid grid(std::uniform_real_distribution<double>(50, 500)(random));
    std::uniform_real_distribution<double> at(-2000, 2000);
    const Metric a{at(random), at(random)};
    const Metric b{at(random), at(random)};
    const Metric low{std::min(a.x, b.x), std::min(a.y, b.y)};
    const Metric high{std::max(a.x, b.x), std::max(a.y, b.y)};
    std::vector<Hex> want;
    for (std::int32_t r = -60; r <= 60; ++r) {
      for (std::int32_t q = -90; q <= 90; ++q) {
        const Metric c = grid.centre({q, r});
        if (c.x >= low.x && c.x <= high.x && c.y >= low.y && c.y <= high.y) { want.push_back({q, r}); }
      }
    }
    ASSERT_EQ(grid.in_box(low, high), want);
  }
  EXPECT_TRUE(HexGrid(10).in_box({5, 5}, {-5, -5}).empty());
  EXPECT_THROW(static_cast<void>(HexGrid(1).in_box({0, 0}, {1e6, 1e6})), Error);
  EXPECT_THROW(static_cast<void>(HexGrid(1).in_box({0, 0}, {1e9, 1})), Error);
}

TEST(HexGrid, StepsWithinADistance) {
  const HexGrid grid(100);
  const std::pair<double, std::size_t> cases[] = {
      {-1, 0}, {0, 0}, {0.999, 0}, {1, 6}, {1.7, 6}, {std::sqrt(3.0), 12}, {2, 18}, {std::sqrt(7.0), 30}};
  for (const auto& [widths, count] : cases) { EXPECT_EQ(grid.steps_within(widths * grid.width_m()).size(), count) << widths; }
  for (const double widths : {1.0, 2.5, 7.3, 20.1}) {
    std::size_t want = 0;
    for (std::int32_t r = -50; r <= 50; ++r) {
      for (std::int32_t q = -90; q <= 90; ++q) { want += grid.distance_m({0, 0}, {q, r}) <= widths * grid.width_m() + 1e-3 ? 1 : 0; }
    }
    const auto steps = grid.steps_within(widths * grid.width_m());
    EXPECT_EQ(steps.size() + 1, want);
    EXPECT_TRUE(std::is_sorted(steps.begin(), steps.end()));
  }
  EXPECT_THROW(static_cast<void>(grid.steps_within(1e9)), Error);
  EXPECT_THROW(static_cast<void>(grid.steps_within(std::numeric_limits<double>::quiet_NaN())), Error);
}

}  // namespace
}  // namespace geo
