// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/intersects.hpp"

#include "geo/geometry/wkb.hpp"

#include <gtest/gtest.h>

#include <random>

namespace {

using geo::BBox;
using geo::Geometry;
using geo::LonLat;
using geo::WkbType;

// POLYGON ((0 0, 4 0, 0 4, 0 0)): the box's corner (4 4) is not in it.
Geometry triangle() { return geo::from_polygons({{{{0, 0}, {4, 0}, {0, 4}, {0, 0}}}}); }

// POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (1 1, 9 1, 9 9, 1 9, 1 1))
Geometry ring() { return geo::from_polygons({{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{1, 1}, {9, 1}, {9, 9}, {1, 9}, {1, 1}}}}); }

Geometry line(std::initializer_list<LonLat> vertices) {
  geo::WkbBuilder wkb;
  wkb.begin(WkbType::line);
  for (const LonLat p : vertices) { wkb.vertex(p); }
  wkb.end();
  return Geometry::from_wkb(wkb.bytes());
}

// GEOMETRYCOLLECTION (POINT (50 50), LINESTRING (0 0, 4 4))
Geometry collection() {
  geo::WkbBuilder wkb;
  wkb.begin(WkbType::collection);
  wkb.begin(WkbType::point);
  wkb.vertex({50, 50});
  wkb.end();
  wkb.begin(WkbType::line);
  wkb.vertex({0, 0});
  wkb.vertex({4, 4});
  wkb.end();
  wkb.end();
  return Geometry::from_wkb(wkb.bytes());
}

struct Case {
  const char* what;
  Geometry geometry;
  BBox box;
  bool expected;
};

TEST(IntersectsBox, KnowsShapesFromTheirBoxes) {
  const Case cases[] = {
      {"around", triangle(), {-1, -1, 5, 5}, true},
      {"corner of its box only", triangle(), {3, 3, 5, 5}, false},
      {"touches the long side", triangle(), {2, 2, 5, 5}, true},
      {"apart", triangle(), {5, 5, 6, 6}, false},
      {"inside the triangle", triangle(), {0.5, 0.5, 0.6, 0.6}, true},
      {"a point inside", triangle(), {1, 1, 1, 1}, true},
      {"a point on the edge", triangle(), {2, 2, 2, 2}, true},
      {"a point in its box only", triangle(), {3, 3, 3, 3}, false},
      {"a flat box through", triangle(), {-1, 1, 9, 1}, true},
      {"a flat box in its box only", triangle(), {2, 3, 9, 3}, false},
      {"a narrow box through", triangle(), {1, -5, 1, 9}, true},
      {"in the hole", ring(), {2, 2, 8, 8}, false},
      {"from hole to rim", ring(), {2, 2, 9, 8}, true},
      {"line through", line({{-10, -10}, {10, 10}}), {-1, -1, 1, 1}, true},
      {"line past", line({{-10, -10}, {10, 10}}), {1, -2, 3, 0.5}, false},
      {"line along the edge", line({{0, 0}, {10, 0}}), {2, 0, 3, 5}, true},
      {"collection's point", collection(), {49, 49, 51, 51}, true},
      {"collection's line", collection(), {1, 1, 2, 2}, true},
      {"between the collection's parts", collection(), {10, 10, 40, 40}, false},
      {"collection and a point", collection(), {3, 3, 3, 3}, true},
      {"point on the corner", Geometry::point({1, 1}), {1, 1, 2, 2}, true},
      {"point outside", Geometry::point({0.9999999, 1}), {1, 1, 2, 2}, false},
      {"none", Geometry(), {-180, -90, 180, 90}, false},
      {"an empty box", triangle(), BBox::empty(), false},
      {"an upside-down box", triangle(), {0, 4, 4, 0}, false},
  };
  for (const Case& c : cases) { EXPECT_EQ(geo::intersects_box(c.geometry, c.box), c.expected) << c.what; }
}

TEST(IntersectsBox, GoesOverTheAntimeridian) {
  const Geometry east = geo::from_polygons({{{{178, 0}, {180, 0}, {180, 2}, {178, 0}}}});
  const Geometry west = geo::from_polygons({{{{-180, 0}, {-178, 0}, {-180, 2}, {-180, 0}}}});
  const BBox over{179, -1, -179, 3};
  EXPECT_TRUE(geo::intersects_box(east, over));
  EXPECT_TRUE(geo::intersects_box(west, over));
  EXPECT_TRUE(geo::intersects_box(Geometry::point({180, 0}), over));
  EXPECT_TRUE(geo::intersects_box(Geometry::point({-180, 0}), over));
  EXPECT_FALSE(geo::intersects_box(Geometry::point({178.9, 0}), over));
  EXPECT_FALSE(geo::intersects_box(triangle(), over));
  EXPECT_FALSE(geo::intersects_box(west, {179, -1, -179, -0.5}));
}

bool in_triangle(LonLat p) { return p.lon >= 0 && p.lat >= 0 && p.lon + p.lat <= 4; }

// A box meets the triangle iff its point nearest to the origin's corner, moved into the quadrant, is in it.
TEST(IntersectsBox, AgreesWithArithmeticOnATriangle) {
  std::mt19937_64 random(11);
  std::uniform_int_distribution<int> eighths(-16, 48);
  const Geometry shape = triangle();
  for (int i = 0; i < 20'000; ++i) {
    const double xs[] = {eighths(random) / 8.0, eighths(random) / 8.0};
    const double ys[] = {eighths(random) / 8.0, eighths(random) / 8.0};
    const BBox box{std::min(xs[0], xs[1]), std::min(ys[0], ys[1]), std::max(xs[0], xs[1]), std::max(ys[0], ys[1])};
    const LonLat nearest{std::max(box.west, 0.0), std::max(box.south, 0.0)};
    const bool expected = box.east >= 0 && box.north >= 0 && in_triangle(nearest);
    EXPECT_EQ(geo::intersects_box(shape, box), expected) << box.west << ' ' << box.south << ' ' << box.east << ' ' << box.north;
  }
}

}  // namespace
