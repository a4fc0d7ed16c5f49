// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/network_kde.hpp"

#include "geo/base/error.hpp"
#include "tests/geo/hotspots/reference/network_figures.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>

namespace geo {
namespace {

using Lines = std::vector<std::vector<Metric>>;

/// Of a place on a piece.
Metric place(const RoadNetwork& roads, std::uint32_t piece, double along_m) {
  const RoadPiece& p = roads.pieces()[piece];
  const Metric a = roads.nodes()[p.from];
  const Metric b = roads.nodes()[p.to];
  return {a.x + (b.x - a.x) * along_m / p.length_m, a.y + (b.y - a.y) * along_m / p.length_m};
}

double kernel(double distance_m, double bandwidth_m) {
  const double u = distance_m / bandwidth_m;
  return u >= 1 ? 0 : 15.0 / 16 * (1 - u * u) * (1 - u * u) / bandwidth_m;
}

/// An event on a node stands for one a hair along each piece that meets there, in equal parts.
struct Share {
  OnRoad at;
  double weight = 1;
};
std::vector<Share> shares_of(const RoadNetwork& roads, const OnRoad& event) {
  constexpr double hair_m = 1e-10;
  const RoadPiece& own = roads.pieces()[event.piece];
  if (event.along_m > 1e-7 && event.along_m < own.length_m - 1e-7) { return {{event}}; }
  const std::uint32_t node = event.along_m <= 1e-7 ? own.from : own.to;
  std::vector<Share> shares;
  for (const std::uint32_t piece : roads.pieces_at(node)) {
    const RoadPiece& p = roads.pieces()[piece];
    const double along_m = p.from == node ? hair_m : p.length_m - hair_m;
    shares.push_back({{piece, along_m, 0}, 1 / static_cast<double>(roads.pieces_at(node).size())});
  }
  return shares;
}

/// By the book: walks every way that does not turn back, one after the other.
double density_at(const RoadNetwork& roads, const std::vector<Share>& events, std::uint32_t piece, double along_m, double bandwidth_m) {
  double sum = 0;
  const std::function<void(std::uint32_t, std::uint32_t, double, double)> walk = [&](std::uint32_t node, std::uint32_t from, double gone_m,
                                                                                     double share) {
    if (gone_m >= bandwidth_m) { return; }
    const auto meeting = roads.pieces_at(node);
    for (const std::uint32_t next : meeting) {
      if (next == from) { continue; }
      const double part = share / static_cast<double>(meeting.size() - 1);
      const RoadPiece& p = roads.pieces()[next];
      const bool forwards = p.from == node;
      if (next == piece) { sum += part * kernel(gone_m + (forwards ? along_m : p.length_m - along_m), bandwidth_m); }
      walk(forwards ? p.to : p.from, next, gone_m + p.length_m, part);
    }
  };
  for (const auto& [event, weight] : events) {
    const RoadPiece& own = roads.pieces()[event.piece];
    if (event.piece == piece) { sum += weight * kernel(std::fabs(event.along_m - along_m), bandwidth_m); }
    walk(own.from, event.piece, event.along_m, weight);
    walk(own.to, event.piece, own.length_m - event.along_m, weight);
  }
  return sum;
}

Lines random_roads(std::mt19937_64& random) {
  const auto corner = [&] { return Metric{static_cast<double>(random() % 5) * 100, static_cast<double>(random() % 5) * 100}; };
  Lines lines(3 + random() % 12);
  for (auto& line : lines) {
    for (std::size_t i = 0, n = 2 + random() % 3; i < n; ++i) { line.push_back(corner()); }
  }
  return lines;
}

std::vector<WeightedPoint> random_events(std::mt19937_64& random, std::size_t number) {
  std::uniform_real_distribution<double> at(-20, 420);
  std::vector<WeightedPoint> events;
  for (std::size_t i = 0; i < number; ++i) {
    if (i > 0 && random() % 4 == 0) {
      events.push_back(events[random() % i]);  // the same place again
    } else if (random() % 4 == 0) {
      events.push_back({{static_cast<double>(random() % 5) * 100, static_cast<double>(random() % 5) * 100}});  // a corner
    } else {
      events.push_back({{at(random), at(random)}});
    }
  }
  return events;
}

TEST(NetworkKde, SpatstatFindsTheSame) {
  const Lines lines{{{0, 0}, {100, 0}, {200, 0}}, {{100, 0}, {100, 100}, {200, 100}, {200, 0}}, {{100, 0}, {100, -80}}};
  const RoadNetwork roads(lines);
  std::vector<WeightedPoint> events;
  for (const auto& [x, y] : network_figures::events) { events.push_back({{x, y}}); }
  const auto holds = [&](double bandwidth_m, std::span<const double> per_m) {
    const NetworkKde found = network_kde(roads, events, {bandwidth_m, 10, 0});
    ASSERT_EQ(found.used, events.size());
    for (std::size_t i = 0; i < events.size(); ++i) {  // each lies in the middle of a lixel
      std::size_t seen = 0;
      for (std::size_t k = 0; k < found.lixels.size(); ++k) {
        const Lixel& lixel = found.lixels[k];
        const Metric middle = place(roads, lixel.piece, (lixel.from_m + lixel.to_m) / 2);
        if (std::hypot(middle.x - events[i].at.x, middle.y - events[i].at.y) > 1e-6) { continue; }
        ++seen;
        EXPECT_NEAR(found.per_km[k], 1000 * per_m[i], 1e-9 * 1000 * per_m[i]) << bandwidth_m << ' ' << i;
      }
      EXPECT_EQ(seen, 1U) << i;
    }
  };
  holds(60, network_figures::per_m_60);
  holds(150, network_figures::per_m_150);
  holds(400, network_figures::per_m_400);
}

/// Seen from the other events, which lie in the middle of lixels.
TEST(NetworkKde, AnEventOnAJunctionIsAHairAlongEachRoadInSpatstat) {
  const RoadNetwork roads(Lines{{{0, 0}, {100, 0}, {200, 0}}, {{100, 0}, {100, 100}, {200, 100}, {200, 0}}, {{100, 0}, {100, -80}}});
  std::vector<WeightedPoint> events{{{100, 0}}};
  for (const auto& [x, y] : network_figures::events) { events.push_back({{x, y}}); }
  const auto holds = [&](double bandwidth_m, std::span<const double> per_m) {
    const NetworkKde found = network_kde(roads, events, {bandwidth_m, 10, 0});
    for (std::size_t k = 0; k < found.lixels.size(); ++k) {
      const Metric middle = place(roads, found.lixels[k].piece, (found.lixels[k].from_m + found.lixels[k].to_m) / 2);
      for (std::size_t i = 1; i < events.size(); ++i) {
        if (std::hypot(middle.x - events[i].at.x, middle.y - events[i].at.y) > 1e-6) { continue; }
        EXPECT_NEAR(found.per_km[k], 1000 * per_m[i - 1], 1e-6 * 1000 * per_m[i - 1]) << bandwidth_m << ' ' << i;
      }
    }
  };
  holds(60, network_figures::with_junction_per_m_60);
  holds(150, network_figures::with_junction_per_m_150);
  holds(400, network_figures::with_junction_per_m_400);
}

/// Roads that are alike get as much, whichever comes first.
TEST(NetworkKde, OnAJunctionNoRoadIsFavoured) {
  const RoadNetwork roads(Lines{{{0, 0}, {100, 0}}, {{0, 0}, {0, 100}}, {{0, 0}, {-100, 0}}, {{0, 0}, {0, -100}}, {{0, 0}, {60, 80}}});
  const NetworkKde found = network_kde(roads, std::vector<WeightedPoint>{{{0, 0}, 3}}, {80, 100, 1});
  ASSERT_EQ(found.per_km.size(), 5U);
  for (const double per_km : found.per_km) { EXPECT_NEAR(per_km, 1000 * 3 * 2 / 5.0 * kernel(50, 80), 1e-9); }
}

TEST(NetworkKde, EveryWayByTheBookGivesTheSame) {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 1000; ++trial) {
    const RoadNetwork roads(random_roads(random));
    if (roads.pieces().empty()) { continue; }
    const auto events = random_events(random, 1 + random() % 6);
    std::vector<Share> on;
    for (const WeightedPoint& event : events) {
      for (const Share& share : shares_of(roads, *roads.nearest(event.at))) { on.push_back(share); }
    }
    const double bandwidth_m = 30 + static_cast<double>(random() % 300);
    const NetworkKde found = network_kde(roads, events, {bandwidth_m, 45, 1e6});
    for (std::size_t k = 0; k < found.lixels.size(); ++k) {
      const Lixel& lixel = found.lixels[k];
      const double expected = 1000 * density_at(roads, on, lixel.piece, (lixel.from_m + lixel.to_m) / 2, bandwidth_m);
      ASSERT_NEAR(found.per_km[k], expected, 1e-9 * (1 + expected)) << trial;
    }
  }
}

/// On a ring nothing is lost: the density adds up to the weights.
TEST(NetworkKde, AnEventCountsAsOne) {
  Lines lines(1);
  for (int i = 0; i <= 40; ++i) { lines[0].push_back({1000 * std::cos(i % 40 * 0.157), 1000 * std::sin(i % 40 * 0.157)}); }
  const RoadNetwork roads(lines);
  const std::vector<WeightedPoint> events{{{1000, 10}, 2}, {{-900, 100}, 0.5}};
  const NetworkKde found = network_kde(roads, events, {700, 2, 1000});
  double sum = 0;
  for (std::size_t k = 0; k < found.lixels.size(); ++k) { sum += found.per_km[k] * (found.lixels[k].to_m - found.lixels[k].from_m) / 1000; }
  EXPECT_NEAR(sum, 2.5, 1e-5);
}

TEST(NetworkKde, NeitherOrderNorThreadsChangeABit) {
  std::mt19937_64 random(5);
  Lines lines;
  for (int i = 0; i < 12; ++i) {
    std::vector<Metric> along, across;
    for (int k = 0; k < 12; ++k) {
      along.push_back({100.0 * k, 97.0 * i});
      across.push_back({100.0 * i, 97.0 * k});
    }
    lines.push_back(along);
    lines.push_back(across);
  }
  auto events = random_events(random, 400);
  for (auto& event : events) { event.weight = 0.1 * static_cast<double>(1 + random() % 9); }
  const NetworkKde once = network_kde(RoadNetwork(lines), events, {350, 20, 1000});
  std::shuffle(events.begin(), events.end(), random);
  std::shuffle(lines.begin(), lines.end(), random);
  for (auto& line : lines) { std::reverse(line.begin(), line.end()); }
  for (const std::size_t number : {1U, 2U, 3U}) {
    EXPECT_EQ(network_kde(RoadNetwork(lines), events, {350, 20, 1000}, threads(number)).per_km, once.per_km);
  }
}

TEST(NetworkKde, WhatLiesFarFromRoadsIsNotCounted) {
  const RoadNetwork roads(Lines{{{0, 0}, {100, 0}}});
  const std::vector<WeightedPoint> events{{{50, 30}}, {{50, 31}}, {{500, 0}}};
  const NetworkKde found = network_kde(roads, events, {50, 10, 30});
  EXPECT_EQ(found.used, 1U);
  EXPECT_EQ(found.off_road, 2U);
}

TEST(NetworkKde, CrossingIsNotMeeting) {
  const RoadNetwork bridge(Lines{{{0, 0}, {100, 0}}, {{50, -50}, {50, 50}}});
  const std::vector<WeightedPoint> events{{{40, 0}}};
  const NetworkKde found = network_kde(bridge, events, {80, 100, 1});
  ASSERT_EQ(found.lixels.size(), 2U);
  EXPECT_GT(found.per_km[0], 0);
  EXPECT_EQ(found.per_km[1], 0) << "there is no way down";
}

TEST(NetworkKde, WhatMeansNothingIsRefused) {
  const RoadNetwork roads(Lines{{{0, 0}, {100, 0}}});
  const std::vector<WeightedPoint> none;
  for (const NetworkKdeOptions& wrong : {NetworkKdeOptions{0, 10, 1}, NetworkKdeOptions{10, -1, 1}, NetworkKdeOptions{10, 10, -1},
                                         NetworkKdeOptions{std::numeric_limits<double>::quiet_NaN(), 10, 1}}) {
    EXPECT_THROW(network_kde(roads, none, wrong), Error);
  }
  EXPECT_THROW(network_kde(roads, none, {10, 1e-9, 1}), Error) << "too many";
  const std::vector<WeightedPoint> negative{{{0, 0}, -1}};
  EXPECT_THROW(network_kde(roads, negative, {10, 10, 1}), Error);
  EXPECT_THROW(RoadNetwork(Lines{{{0, 0}, {std::numeric_limits<double>::infinity(), 0}}}), Error);
  EXPECT_EQ(network_kde(RoadNetwork(Lines{}), none, {10, 10, 1}).lixels.size(), 0U);
}

}  // namespace
}  // namespace geo
