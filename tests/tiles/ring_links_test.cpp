// SPDX-License-Identifier: Apache-2.0
#include "tiles/ring_links.hpp"

#include "tests/tiles/planar.hpp"
#include "tiles/box_clip.hpp"
#include "tiles/tile_id.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <tuple>

using geo::mosaic::FinePoint;
using tiles::GridPoint;
using tiles::GridPolygon;
using tiles::GridRing;
using tiles::OutlineEdge;

namespace {

// By counting crossings of a ray, in halves.
bool holds(const std::vector<GridPolygon>& polygons, double x, double y) {
  bool is_in = false;
  for (const auto& [a, b] : tiles_tests::edges_of(polygons)) {
    if ((a.y > y) != (b.y > y) && x < a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y)) { is_in = !is_in; }
  }
  return is_in;
}

void add_square(std::vector<OutlineEdge>& edges, int x, int y) {
  const std::array<GridPoint, 4> corners{{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}}};
  for (std::size_t i = 0; i < 4; ++i) { edges.push_back({corners[i], corners[(i + 1) % 4]}); }
}

// Squares put together at random: holes, islands in holes, corners that touch in every way.
TEST(LinkedPolygons, AreTheSquaresTheyAreMadeOf) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 400; ++round) {
    const int side = 1 + round % 9;
    std::vector<OutlineEdge> edges;
    std::vector<bool> is_there;
    for (int i = 0; i < side * side; ++i) {
      is_there.push_back(random() % 3 != 0);
      if (is_there.back()) { add_square(edges, i % side, i / side); }
    }
    std::shuffle(edges.begin(), edges.end(), random);
    const auto polygons = tiles::linked_polygons(edges);
    EXPECT_EQ(tiles_tests::fault_of(polygons), "");
    EXPECT_EQ(tiles_tests::area2_of(polygons), 2 * std::count(is_there.begin(), is_there.end(), true));
    for (int i = 0; i < side * side; ++i) {
      EXPECT_EQ(holds(polygons, i % side + 0.5, i / side + 0.5), is_there[static_cast<std::size_t>(i)]);
    }
    std::shuffle(edges.begin(), edges.end(), random);
    EXPECT_EQ(tiles::linked_polygons(edges), polygons) << "in any order";
  }
}

TEST(LinkedPolygons, WhatIsWalkedToAndFroIsGone) {
  EXPECT_TRUE(tiles::linked_polygons({{{0, 0}, {5, 5}}, {{5, 5}, {0, 0}}}).empty());
  EXPECT_TRUE(tiles::linked_polygons({}).empty());
}

TEST(BoxClip, CutsWhatSquaresSayItCuts) {
  // Squares of 500 by 500 grid squares, in and around the tile.
  constexpr int size = 500;
  constexpr int across = 14;
  std::mt19937_64 random(4);
  for (int round = 0; round < 60; ++round) {
    tiles::BoxClip clip(64);
    std::vector<OutlineEdge> edges;
    std::vector<bool> is_there;
    for (int i = 0; i < across * across; ++i) {
      is_there.push_back(random() % 3 != 0);
      if (is_there.back()) { add_square(edges, i % across, i / across); }
    }
    const auto place = [&](GridPoint p) { return FinePoint{std::int64_t{p.x} * size - 1300, std::int64_t{p.y} * size - 1300}; };
    for (const auto& [from, to] : edges) { clip.add(place(from), place(to)); }
    const auto polygons = clip.polygons();
    EXPECT_EQ(tiles_tests::fault_of(polygons), "");
    std::int64_t area2 = 0;
    for (int i = 0; i < across * across; ++i) {
      const FinePoint corner = place({i % across, i / across});
      const auto inside = [](std::int64_t from) {
        return std::max<std::int64_t>(0, std::min<std::int64_t>(from + size, 4160) - std::max<std::int64_t>(from, -64));
      };
      if (is_there[static_cast<std::size_t>(i)]) { area2 += 2 * inside(corner.x) * inside(corner.y); }
    }
    EXPECT_EQ(tiles_tests::area2_of(polygons), area2);
  }
}

TEST(BoxClip, CutsAtTheNearestPlaceWhicheverWayTheEdgeRuns) {
  // The sides cross x = -64 at y = 0.72 and 100.36; a half counts upwards.
  for (const auto& [low, high, expected] : {std::tuple{2, 101, std::pair{1, 100}}, std::tuple{1, 101, std::pair{0, 100}}}) {
    tiles::BoxClip clip(64);
    const std::array<FinePoint, 4> corners{{{-100, 0}, {0, low}, {0, high}, {-100, 100}}};
    for (std::size_t i = 0; i < 4; ++i) { clip.add(corners[i], corners[(i + 1) % 4]); }
    EXPECT_EQ(clip.polygons(), (std::vector<GridPolygon>{{{{-64, expected.first}, {0, low}, {0, high}, {-64, expected.second}}}}));
  }
}

// The book's way (Sutherland and Hodgman), in doubles: its area is right, whatever its outline.
double area_within(std::vector<tiles::PlanePoint> ring, double min, double max) {
  const auto cut = [&](auto inside, auto between) {
    std::vector<tiles::PlanePoint> kept;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const auto a = ring[i];
      const auto b = ring[(i + 1) % ring.size()];
      if (inside(a)) { kept.push_back(a); }
      if (inside(a) != inside(b)) { kept.push_back(between(a, b)); }
    }
    ring = kept;
  };
  const auto at_x = [](double x) {
    return [x](auto a, auto b) { return tiles::PlanePoint{x, a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x)}; };
  };
  const auto at_y = [](double y) {
    return [y](auto a, auto b) { return tiles::PlanePoint{a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y), y}; };
  };
  cut([&](auto p) { return p.x >= min; }, at_x(min)), cut([&](auto p) { return p.x <= max; }, at_x(max));
  cut([&](auto p) { return p.y >= min; }, at_y(min)), cut([&](auto p) { return p.y <= max; }, at_y(max));
  double sum = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    sum += ring[i].x * ring[(i + 1) % ring.size()].y - ring[i].y * ring[(i + 1) % ring.size()].x;
  }
  return sum / 2;
}

TEST(BoxClip, CutsStars) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::uniform_real_distribution<double> place(-3000, 7000);
    std::uniform_real_distribution<double> share(0.2, 1);
    const double x = place(random);
    const double y = place(random);
    const double radius = std::pow(10, 1 + 6 * share(random));
    const int corners = 3 + static_cast<int>(random() % 30);
    std::vector<tiles::PlanePoint> ring;
    for (int i = 0; i < corners; ++i) {
      const double r = radius * share(random);
      ring.push_back({std::round(x + r * std::cos(6.283185307 * i / corners)), std::round(y + r * std::sin(6.283185307 * i / corners))});
    }
    tiles::BoxClip clip(64);
    const auto fine = [](tiles::PlanePoint p) { return FinePoint{std::llround(p.x), std::llround(p.y)}; };
    for (std::size_t i = 0; i < ring.size(); ++i) { clip.add(fine(ring[i]), fine(ring[(i + 1) % ring.size()])); }
    const auto polygons = clip.polygons();
    EXPECT_EQ(tiles_tests::fault_of(polygons), "") << round;
    // Every vertex on the square's sides may be half a square off.
    EXPECT_NEAR(static_cast<double>(tiles_tests::area2_of(polygons)) / 2, std::max(0.0, area_within(ring, -64, 4160)),
                0.5 * 4224 * (corners + 1))
        << round;
  }
}

}  // namespace
