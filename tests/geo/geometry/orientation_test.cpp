// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/orientation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace geo {
namespace {

TEST(Orientation, LeftRightAndOn) {
  EXPECT_EQ(orientation({0, 0}, {1, 0}, {0.5, 1e-300}), 1);
  EXPECT_EQ(orientation({0, 0}, {1, 0}, {0.5, -1e-300}), -1);
  EXPECT_EQ(orientation({0, 0}, {1, 0}, {7, 0}), 0);
  EXPECT_EQ(orientation({1, 1}, {1, 1}, {3, 4}), 0);
}

/// Shewchuk's classic: points one step of a double apart around (0.5, 0.5), against the line y = x. Rounded arithmetic is
/// wrong in most of them; the truth is the sign of y - x, since the line is exactly that.
TEST(Orientation, ExactNextToALine) {
  const LonLat a{12, 12};
  const LonLat b{24, 24};
  double x = 0.5;
  for (int i = 0; i < 256; ++i, x = std::nextafter(x, 1)) {
    double y = 0.5;
    for (int j = 0; j < 256; ++j, y = std::nextafter(y, 1)) {
      const int truth = y > x ? 1 : y < x ? -1 : 0;
      ASSERT_EQ(orientation(a, b, {x, y}), truth) << i << ' ' << j;
      ASSERT_EQ(orientation(b, a, {x, y}), -truth) << i << ' ' << j;
    }
  }
}

/// Small whole numbers on a fine lattice: products stay exact in 64-bit integers.
TEST(Orientation, AgreesWithWholeNumbers) {
  std::mt19937_64 random(5);
  std::uniform_int_distribution<std::int64_t> far(-1'000'000'000, 1'000'000'000);
  std::uniform_int_distribution<std::int64_t> near(-2, 2);
  const auto at = [](std::int64_t v) { return static_cast<double>(v) / 1073741824.0; };  // 2^30: exact
  for (int i = 0; i < 100'000; ++i) {
    const std::int64_t ax = far(random);
    const std::int64_t ay = far(random);
    const std::int64_t bx = far(random);
    const std::int64_t by = far(random);
    const std::int64_t t = 3;  // a point near the line: a + 3 (b - a) / 8 or so, moved by a step or two
    const std::int64_t px = ax + (bx - ax) / 8 * t + near(random);
    const std::int64_t py = ay + (by - ay) / 8 * t + near(random);
    const std::int64_t det = (bx - ax) * (py - ay) - (by - ay) * (px - ax);
    EXPECT_EQ(orientation({at(ax), at(ay)}, {at(bx), at(by)}, {at(px), at(py)}), det > 0 ? 1 : det < 0 ? -1 : 0);
  }
}

}  // namespace
}  // namespace geo
