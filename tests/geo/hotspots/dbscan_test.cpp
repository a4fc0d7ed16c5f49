// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/dbscan.hpp"

#include "geo/base/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <numeric>
#include <random>
#include <tuple>

namespace geo {
namespace {

/// The definition: all pairs, then breadth-first from each core point.
Clusters textbook(const std::vector<Metric>& points, const std::vector<TimeMs>& times, double radius, std::int64_t span, std::size_t min) {
  const std::size_t n = points.size();
  const auto squared = [&](std::size_t a, std::size_t b) {
    const double x = points[a].x - points[b].x;
    const double y = points[a].y - points[b].y;
    return x * x + y * y;
  };
  const auto is_near = [&](std::size_t a, std::size_t b) {
    return squared(a, b) <= radius * radius && std::abs(times[a] - times[b]) <= span;
  };
  Clusters clusters;
  clusters.core.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t near = 0;
    for (std::size_t j = 0; j < n; ++j) { near += is_near(i, j) ? 1 : 0; }
    clusters.core[i] = near >= min ? 1 : 0;
  }
  std::vector<int> component(n, -1);
  for (std::size_t i = 0; i < n; ++i) {
    if (clusters.core[i] == 0 || component[i] >= 0) { continue; }
    component[i] = int(i);
    for (std::deque<std::size_t> open = {i}; !open.empty(); open.pop_front()) {
      for (std::size_t j = 0; j < n; ++j) {
        if (clusters.core[j] == 0 || component[j] >= 0 || !is_near(open.front(), j)) { continue; }
        component[j] = int(i);
        open.push_back(j);
      }
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (clusters.core[i] != 0) { continue; }
    std::tuple<double, std::int64_t, std::size_t> nearest(INFINITY, 0, 0);
    for (std::size_t j = 0; j < n; ++j) {
      if (clusters.core[j] != 0 && is_near(i, j)) { nearest = std::min(nearest, {squared(i, j), std::abs(times[i] - times[j]), j}); }
    }
    if (std::get<0>(nearest) <= radius * radius) { component[i] = component[std::get<2>(nearest)]; }
  }
  clusters.label.assign(n, Clusters::noise);
  std::vector<int> names;
  for (std::size_t i = 0; i < n; ++i) {
    if (component[i] < 0) { continue; }
    const auto at = std::find(names.begin(), names.end(), component[i]);
    clusters.label[i] = int(at - names.begin());
    if (at == names.end()) { names.push_back(component[i]); }
  }
  clusters.number = int(names.size());
  return clusters;
}

/// On whole numbers: many at one place, many exactly at the limit.
struct Events {
  std::vector<Metric> points;
  std::vector<TimeMs> times;

  explicit Events(std::mt19937& random) {
    const unsigned width = 1 + random() % 30;
    const std::size_t n = random() % 120;
    for (std::size_t i = 0; i < n; ++i) {
      points.push_back({612'000 + double(random() % width), 8'560'000 + double(random() % width) / (random() % 2 == 0 ? 1 : 3)});
      times.push_back(std::int64_t(random() % 20));
    }
  }
};

void expect_same(const Clusters& ours, const Clusters& theirs, int round) {
  ASSERT_EQ(ours.core, theirs.core) << round;
  ASSERT_EQ(ours.label, theirs.label) << round;
  ASSERT_EQ(ours.number, theirs.number) << round;
}

TEST(Dbscan, AgreesWithTheDefinition) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000 && !testing::Test::HasFatalFailure(); ++round) {
    Events events(random);
    std::fill(events.times.begin(), events.times.end(), 0);
    const double radius = round % 2 == 0 ? double(1 + random() % 6) : std::hypot(double(random() % 4), 1 + double(random() % 3));
    const std::size_t min = 1 + random() % 7;
    expect_same(dbscan(events.points, radius, min), textbook(events.points, events.times, radius, INT64_MAX, min), round);
  }
}

TEST(StDbscan, AgreesWithTheDefinition) {
  std::mt19937 random(2);
  for (int round = 0; round < 2000 && !testing::Test::HasFatalFailure(); ++round) {
    const Events events(random);
    const double radius = double(1 + random() % 6);
    const std::int64_t span = random() % 12;
    const std::size_t min = 1 + random() % 5;
    expect_same(st_dbscan(events.points, events.times, radius, span, min), textbook(events.points, events.times, radius, span, min), round);
  }
}

/// Which are core and which are noise, and who is with whom among the core, is the same in any order. Equally near cores alone are told
/// apart by the list, and numbers are given by the first.
TEST(StDbscan, AnotherOrder_SameClustersOfCorePoints) {
  std::mt19937 random(4);
  for (int round = 0; round < 1000; ++round) {
    Events events(random);
    if (round % 2 == 0) { std::fill(events.times.begin(), events.times.end(), 0); }
    std::vector<std::size_t> order(events.points.size());
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), random);
    std::vector<Metric> points;
    std::vector<TimeMs> times;
    for (const std::size_t i : order) { points.push_back(events.points[i]), times.push_back(events.times[i]); }
    const double radius = double(1 + random() % 5);
    const std::size_t min = 1 + random() % 6;
    const Clusters a = round % 2 == 0 ? dbscan(events.points, radius, min) : st_dbscan(events.points, events.times, radius, 5, min);
    const Clusters b = round % 2 == 0 ? dbscan(points, radius, min) : st_dbscan(points, times, radius, 5, min);
    ASSERT_EQ(a.number, b.number) << round;
    std::map<std::int32_t, std::int32_t> names;
    for (std::size_t k = 0; k < order.size(); ++k) {
      ASSERT_EQ(a.core[order[k]], b.core[k]) << round;
      ASSERT_EQ(a.label[order[k]] == Clusters::noise, b.label[k] == Clusters::noise) << round;
      if (b.core[k] != 0) { ASSERT_EQ(names.try_emplace(a.label[order[k]], b.label[k]).first->second, b.label[k]) << round; }
    }
  }
}

TEST(StDbscan, WithAllTimeThereIs_IsDbscan) {
  std::mt19937 random(3);
  for (int round = 0; round < 1000 && !testing::Test::HasFatalFailure(); ++round) {
    Events events(random);
    std::fill(events.times.begin(), events.times.end(), INT64_MIN);
    if (!events.times.empty()) { events.times.front() = INT64_MIN + 1; }
    expect_same(st_dbscan(events.points, events.times, 3, INT64_MAX, 4), dbscan(events.points, 3, 4), round);
  }
}

TEST(Dbscan, ABorderPointBelongsToTheNearestCore) {
  // Two groups of five; the point between them is nearer to the second.
  std::vector<Metric> points = {{0, 0}, {0, 1}, {1, 0}, {1, 1}, {.5, .5}, {10, 0}, {10, 1}, {11, 0}, {11, 1}, {10.5, .5}, {5.6, 0}};
  EXPECT_EQ(dbscan(points, 4.6, 5).label, (std::vector<std::int32_t>{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}));
  points.back() = {5.5, 0};  // equally far from both: the first in the list
  EXPECT_EQ(dbscan(points, 4.6, 5).label.back(), 0);
  std::rotate(points.begin(), points.begin() + 5, points.begin() + 10);
  EXPECT_EQ(dbscan(points, 4.6, 5).label.back(), 0);
}

TEST(Dbscan, ManyAtOnePlaceTakeNoLongerThanOthers) {
  std::vector<Metric> points(100'000, Metric{500'000, 0});
  points.resize(200'000, Metric{500'000 + 150, 0});  // two cells away, too far
  const Clusters clusters = dbscan(points, 100, 20);
  EXPECT_EQ(clusters.number, 2);
  EXPECT_EQ(std::count(clusters.label.begin(), clusters.label.end(), 1), 100'000);
}

TEST(Dbscan, RefusesWhatIsNone) {
  const std::vector<Metric> points = {{0, 0}, {1, 1}};
  EXPECT_THROW(dbscan(points, 0, 1), Error);
  EXPECT_THROW(dbscan(points, -1, 1), Error);
  EXPECT_THROW(dbscan(points, INFINITY, 1), Error);
  EXPECT_THROW(dbscan(points, std::nan(""), 1), Error);
  EXPECT_THROW(dbscan(points, 1, 0), Error);
  EXPECT_THROW(dbscan(std::vector<Metric>{{0, 0}, {1e12, 0}}, 0.001, 1), Error);
  EXPECT_THROW(dbscan(std::vector<Metric>{{0, std::nan("")}}, 1, 1), Error);
  EXPECT_THROW(st_dbscan(points, std::vector<TimeMs>{0, 0}, 1, -1, 1), Error);
  EXPECT_EQ(dbscan({}, 1, 1).number, 0);
  EXPECT_EQ(dbscan(points, 1, 1).number, 2) << "with a least number of 1 there is no noise";
}

}  // namespace
}  // namespace geo
