// SPDX-License-Identifier: Apache-2.0
#include "geo/coverage/overlay.hpp"

#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/validity.hpp"
#include "geo/geometry/wkb.hpp"
#include "tests/geo/coverage/squares.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace geo {
namespace {

using test_support::block;
using test_support::Block;

/// Edges cut into `pieces`, straight in longitude and latitude, so that geodesics between the cuts follow them.
Geometry densified(const Ring& ring, int pieces) {
  Ring dense;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    for (int k = 0; k < pieces; ++k) {
      const double share = static_cast<double>(k) / pieces;
      dense.push_back({ring[i].lon + (ring[i + 1].lon - ring[i].lon) * share, ring[i].lat + (ring[i + 1].lat - ring[i].lat) * share});
    }
  }
  dense.push_back(ring.back());
  return from_polygons({{dense}});
}

TEST(GroundArea, IsWhatGeodesicsGiveForFinelyCutEdges) {
  const Ring rings[] = {
      {{39, -13}, {40, -13}, {40, -12}, {39, -12}, {39, -13}},
      {{39, -13}, {40.7, -12.2}, {39.1, -11}, {39, -13}},
      {{-60, -40}, {20, 10}, {-50, 60}, {-60, -40}},
      {{0, 80}, {40, 88}, {-40, 89}, {0, 80}},
  };
  for (const Ring& ring : rings) {
    const double want = area_km2(densified(ring, 4000));
    EXPECT_NEAR(ground_area_km2(from_polygons({{ring}})), want, 2e-7 * want + 1e-12) << ring[0].lon << ' ' << ring[0].lat;
  }
}

TEST(GroundArea, OfAHandsBreadth) {
  const Ring ring = {{39.000001, -13}, {39.000002, -13}, {39.000002, -12.999999}, {39.000001, -13}};
  const double width_m = distance_m(ring[0], ring[1]);
  const double height_m = distance_m(ring[1], ring[2]);
  EXPECT_NEAR(ground_area_km2(from_polygons({{ring}})), width_m * height_m / 2e6, 1e-6 * width_m * height_m / 2e6);
}

TEST(GroundArea, OfTheWholeEarthAndOfNothing) {
  const Ring all = {{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}};
  EXPECT_NEAR(ground_area_km2(from_polygons({{all}})), 510'065'621.724, 0.001);  // WGS 84: 4π × authalic radius²
  EXPECT_EQ(ground_area_km2(Geometry()), 0);
  EXPECT_EQ(ground_area_km2(Geometry::point({1, 2})), 0);
}

TEST(GroundArea, AVertexOnAnEdgeChangesNothing) {
  const Ring plain = {{38, -14}, {41, -13}, {40, -10}, {38, -14}};
  const double whole = ground_area_km2(from_polygons({{plain}}));
  EXPECT_NEAR(ground_area_km2(densified(plain, 7)), whole, 1e-12 * whole);
  const double parts = ground_area_km2(from_polygons({{{{38, -14}, {39.5, -13.5}, {40, -10}, {38, -14}}}})) +
                       ground_area_km2(from_polygons({{{{39.5, -13.5}, {41, -13}, {40, -10}, {39.5, -13.5}}}}));
  EXPECT_NEAR(parts, whole, 1e-12 * whole);
}

TEST(Overlay, KeepsSurfacesOnly) {
  const Geometry a = block({0, 0, 2, 2});
  EXPECT_TRUE(intersection(a, block({2, 0, 4, 2})).is_none());  // an edge in common
  EXPECT_TRUE(intersection(a, block({2, 2, 4, 4})).is_none());  // a corner
  EXPECT_TRUE(intersection(a, block({5, 5, 6, 6})).is_none());
  EXPECT_TRUE(intersection(a, Geometry()).is_none());
  EXPECT_TRUE(difference(a, a).is_none());
  EXPECT_TRUE(union_of({}).is_none());
  EXPECT_EQ(ground_area_km2(difference(a, Geometry::point({39, -12}))), ground_area_km2(a));
  EXPECT_TRUE(difference(Geometry(), a).is_none());
}

/// Squares of a small chessboard: what an overlay must give can be counted square by square.
TEST(Overlay, AgreesWithCountingSquares) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 1000; ++round) {
    const std::vector<Block> blocks = test_support::random_blocks(random, 1 + round % 6);
    const std::vector<Block> others = test_support::random_blocks(random, 1 + round % 3);
    std::vector<Geometry> shapes;
    for (const Block& b : blocks) { shapes.push_back(block(b)); }
    std::vector<Geometry> other_shapes;
    for (const Block& b : others) { other_shapes.push_back(block(b)); }
    const Geometry left = union_of(shapes);
    const Geometry right = union_of(other_shapes);
    const auto in = [](const std::vector<Block>& list, int x, int y) { return test_support::count_in(list, x, y) > 0; };
    const double want_union = test_support::squares_km2([&](int x, int y) { return in(blocks, x, y); });
    const double want_both = test_support::squares_km2([&](int x, int y) { return in(blocks, x, y) && in(others, x, y); });
    const double want_left = test_support::squares_km2([&](int x, int y) { return in(blocks, x, y) && !in(others, x, y); });
    ASSERT_NEAR(ground_area_km2(left), want_union, 1e-9 * want_union);
    ASSERT_NEAR(ground_area_km2(intersection(left, right)), want_both, 1e-9 * want_union);
    const Geometry rest = difference(left, right);
    ASSERT_NEAR(ground_area_km2(rest), want_left, 1e-9 * want_union);
    double parts = 0;
    for (const Geometry& part : parts_of(rest)) { parts += ground_area_km2(part); }
    ASSERT_NEAR(parts, want_left, 1e-9 * want_union);
    if (!rest.is_none()) {
      const Repair repair = repair_polygon(rest);
      ASSERT_TRUE(repair.reason.en.empty()) << repair.reason.en;
      ASSERT_EQ(repair_polygon(left).geometry, left);  // shells counter-clockwise, nothing to tidy
    }
  }
}

TEST(IsNarrower, WhenNoDiscOfTheWidthFits) {
  const double metre = 1 / 111'000.0;  // in degrees, roughly
  const auto strip = [&](double east_m, double north_m) {
    const double x = 39 + east_m * metre;
    const double y = -12 + north_m * metre;
    return from_polygons({{{{39, -12}, {x, -12}, {x, y}, {39, y}, {39, -12}}}});
  };
  EXPECT_TRUE(is_narrower_than(strip(50'000, 20), 50));
  EXPECT_TRUE(is_narrower_than(strip(20, 50'000), 50));
  EXPECT_FALSE(is_narrower_than(strip(50'000, 80), 50));
  EXPECT_FALSE(is_narrower_than(strip(80, 80), 50));
  EXPECT_TRUE(is_narrower_than(Geometry(), 50));
  EXPECT_FALSE(is_narrower_than(strip(50'000, 20), 0));
}

}  // namespace
}  // namespace geo
