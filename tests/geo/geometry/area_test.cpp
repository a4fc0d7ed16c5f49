// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/area.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/validity.hpp"
#include "geo/geometry/wkb.hpp"

#include <gtest/gtest.h>

#include <random>
#include <utility>
#include <vector>

namespace geo {
namespace {

const Ring square = {{40, -12}, {42, -12}, {42, -10}, {40, -10}, {40, -12}};
const Ring inner = {{40.5, -11.5}, {40.5, -11}, {41, -11}, {41, -11.5}, {40.5, -11.5}};

/// The slow truth: crossings of a ray, for points that lie on no edge.
bool inside(const std::vector<Polygon>& polygons, LonLat p) {
  bool odd = false;
  for (const Polygon& polygon : polygons) {
    for (const Ring& ring : polygon) {
      for (std::size_t i = 1; i < ring.size(); ++i) {
        const LonLat a = ring[i - 1];
        const LonLat b = ring[i];
        if ((a.lat > p.lat) != (b.lat > p.lat) && p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon) { odd = !odd; }
      }
    }
  }
  return odd;
}

TEST(Covers, EdgesAndCornersBelongToIt) {
  const Geometry area = from_polygons({{square, inner}});
  for (const LonLat p : {LonLat{40, -12}, {41, -12}, {42, -11}, {40.5, -11.25}, {41, -11}, {40.1, -11.9}}) {
    EXPECT_TRUE(covers(area, p)) << p.lon << ' ' << p.lat;
  }
  for (const LonLat p : {LonLat{39.999999, -12}, {40.75, -11.25}, {41, -9.999999}, {0, 0}}) {
    EXPECT_FALSE(covers(area, p)) << p.lon << ' ' << p.lat;
  }
}

TEST(Covers, OnlyPolygonsCoverAnything) {
  EXPECT_FALSE(covers(Geometry(), {0, 0}));
  EXPECT_FALSE(covers(Geometry::point({1, 1}), {1, 1}));
  EXPECT_FALSE(PreparedArea(Geometry()).covers({0, 0}));
}

TEST(PreparedArea, IntersectsWhatSharesAPoint) {
  PreparedArea area(from_polygons({{square, inner}}));
  const auto box = [](double west, double south, double east, double north) {
    return from_polygons({{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}});
  };
  for (const Geometry& g :
       {box(41, -11.9, 43, -11.8), box(42, -10, 43, -9), box(30, -20, 50, 0), box(40.9, -11.2, 40.95, -10.9), Geometry::point({40, -12})}) {
    EXPECT_TRUE(area.intersects(g));
  }
  for (const Geometry& g : {box(42.001, -10, 43, -9), box(40.6, -11.4, 40.9, -11.1), Geometry::point({40.75, -11.25}), Geometry()}) {
    EXPECT_FALSE(area.intersects(g)) << "beside it, or in its hole";
  }
  EXPECT_FALSE(PreparedArea(Geometry()).intersects(box(0, 0, 1, 1)));
}

TEST(Covers, OpenRingsAreRefused) {
  const Geometry open = from_polygons({{{{40, -12}, {42, -12}, {42, -10}, {40, -10}}}});
  EXPECT_THROW(covers(open, {41, -11}), Error);
  EXPECT_THROW(PreparedArea{open}, Error);
  EXPECT_THROW(point_on_surface(open), Error);
}

TEST(Covers, AgreesWithRayCastingOnRandomAreas) {
  std::mt19937 random(17);
  std::uniform_real_distribution<double> at(0, 10);
  int hits = 0;
  for (int i = 0; i < 60; ++i) {
    Ring scrawl;
    for (int n = 0; n < 8; ++n) { scrawl.push_back({at(random), at(random)}); }
    const Repair repair = repair_polygon(from_polygons({{scrawl}}));
    ASSERT_FALSE(repair.unusable);
    const std::vector<Polygon> polygons = polygons_of(repair.geometry);
    PreparedArea area(repair.geometry);
    for (int n = 0; n < 500; ++n) {
      const LonLat p{at(random), at(random)};
      const bool want = inside(polygons, p);
      ASSERT_EQ(area.covers(p), want);
      hits += want ? 1 : 0;
      if (n % 50 == 0) { ASSERT_EQ(covers(repair.geometry, p), want); }
    }
    ASSERT_TRUE(area.covers(point_on_surface(repair.geometry)));
  }
  EXPECT_GT(hits, 3000);
}

TEST(PreparedArea, Moves) {
  PreparedArea a(from_polygons({{square}}));
  PreparedArea b(std::move(a));
  EXPECT_TRUE(b.covers({41, -11}));
  PreparedArea c(Geometry{});
  c = std::move(b);
  EXPECT_TRUE(c.covers({41, -11}));
  EXPECT_EQ(c.box(), (BBox{40, -12, 42, -10}));
}

TEST(PointOnSurface, OfEveryKind) {
  EXPECT_EQ(point_on_surface(Geometry::point({40.5, -12})), (LonLat{40.5, -12}));
  EXPECT_THROW(point_on_surface(Geometry()), Error);
  WkbBuilder line;
  line.begin(WkbType::line);
  for (const LonLat p : {LonLat{1, 2}, {3, 4}, {9, 9}}) { line.vertex(p); }
  line.end();
  EXPECT_EQ(point_on_surface(Geometry::from_wkb(line.bytes())), (LonLat{3, 4}));
  const Ring letter_u = {{0, 0}, {9, 0}, {9, 9}, {8, 9}, {8, 1}, {1, 1}, {1, 9}, {0, 9}, {0, 0}};
  const Geometry area = from_polygons({{letter_u}});
  EXPECT_TRUE(covers(area, point_on_surface(area)));
}

}  // namespace
}  // namespace geo
