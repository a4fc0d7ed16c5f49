// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/hull.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace geo {
namespace {

double turn(const Metric& a, const Metric& b, const Metric& c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

/// A place is a corner when no two places have it between them, and no three around it or on whose edge it lies. On whole numbers, exact.
bool is_corner(const Metric& p, const std::vector<Metric>& points) {
  for (const Metric& a : points) {
    for (const Metric& b : points) {
      if (a == p || b == p) { continue; }
      if (turn(a, b, p) == 0 && (a.x - p.x) * (b.x - p.x) + (a.y - p.y) * (b.y - p.y) < 0) { return false; }
      for (const Metric& c : points) {
        if (turn(a, b, c) > 0 && turn(a, b, p) >= 0 && turn(b, c, p) >= 0 && turn(c, a, p) >= 0 && c != p) { return false; }
      }
    }
  }
  return true;
}

TEST(ConvexHull, HasTheCornersOfTheDefinition) {
  std::mt19937 random(1);
  for (int round = 0; round < 1500; ++round) {
    const unsigned width = 1 + random() % 7;
    const unsigned height = 1 + random() % 7;
    std::vector<Metric> points(random() % 14);
    for (Metric& p : points) { p = {612'000 + double(random() % width), 8'560'000 + double(random() % height)}; }
    const std::vector<Metric> hull = convex_hull(points);
    std::set<std::pair<double, double>> corners;
    for (const Metric& p : points) {
      if (is_corner(p, points)) { corners.emplace(p.x, p.y); }
    }
    ASSERT_EQ(hull.size(), corners.size()) << round;
    for (std::size_t k = 0; k < hull.size(); ++k) {
      ASSERT_TRUE(corners.contains({hull[k].x, hull[k].y})) << round;
      if (hull.size() > 2) { ASSERT_GT(turn(hull[k], hull[(k + 1) % hull.size()], hull[(k + 2) % hull.size()]), 0) << round; }
    }
    if (!hull.empty()) { ASSERT_EQ(std::pair(hull[0].x, hull[0].y), *corners.begin()) << "the most western one comes first"; }
    std::shuffle(points.begin(), points.end(), random);
    ASSERT_EQ(convex_hull(points), hull);
  }
}

TEST(ConvexHull, OfClusters) {
  const std::vector<Metric> points = {{0, 0}, {9, 9}, {4, 0}, {4, 3}, {0, 3}, {2, 2}, {7, 7}, {8, 8}};
  const std::vector<std::int32_t> labels = {0, -1, 0, 0, 0, 0, 1, 1};
  const auto hulls = cluster_hulls(points, labels, 3);
  ASSERT_EQ(hulls.size(), 3U);
  EXPECT_EQ(hulls[0], (std::vector<Metric>{{0, 0}, {4, 0}, {4, 3}, {0, 3}}));
  EXPECT_EQ(hull_area_m2(hulls[0]), 12);
  EXPECT_EQ(hulls[1], (std::vector<Metric>{{7, 7}, {8, 8}}));
  EXPECT_EQ(hull_area_m2(hulls[1]), 0);
  EXPECT_TRUE(hulls[2].empty());
}

}  // namespace
}  // namespace geo
