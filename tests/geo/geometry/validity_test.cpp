// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/validity.hpp"

#include "geo/geometry/area.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/geojson.hpp"
#include "geo/geometry/wkb.hpp"

#include <geos_c.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace geo {
namespace {

Ring reversed(const Ring& ring) { return {ring.rbegin(), ring.rend()}; }

const Ring square = {{40, -12}, {42, -12}, {42, -10}, {40, -10}, {40, -12}};
const Ring inner = {{40.5, -11.5}, {40.5, -11}, {41, -11}, {41, -11.5}, {40.5, -11.5}};  // clockwise

std::string to_text(const Geometry& geometry) {
  std::string out;
  append_geojson(out, geometry);
  return out;
}

/// Asks GEOS itself, by its other interface (WKB reader and GEOSisValid).
bool is_valid(const Geometry& geometry) {
  GEOSContextHandle_t context = GEOS_init_r();
  GEOSWKBReader* reader = GEOSWKBReader_create_r(context);
  GEOSGeometry* shape =
      GEOSWKBReader_read_r(context, reader, reinterpret_cast<const unsigned char*>(geometry.wkb().data()), geometry.wkb().size());
  const bool valid = shape != nullptr && GEOSisValid_r(context, shape) == 1;
  GEOSGeom_destroy_r(context, shape);
  GEOSWKBReader_destroy_r(context, reader);
  GEOS_finish_r(context);
  return valid;
}

/// In long doubles from the first vertex: exact enough for slivers.
long double planar_area(const Ring& ring) {
  const auto x = [&](std::size_t i) { return static_cast<long double>(ring[i].lon) - ring[0].lon; };
  const auto y = [&](std::size_t i) { return static_cast<long double>(ring[i].lat) - ring[0].lat; };
  long double sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) { sum += x(i - 1) * y(i) - x(i) * y(i - 1); }
  return sum / 2;
}

void expect_sound(const Repair& repair) {
  ASSERT_FALSE(repair.unusable);
  EXPECT_TRUE(is_valid(repair.geometry));
  for (const Polygon& polygon : polygons_of(repair.geometry)) {
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      EXPECT_EQ(planar_area(polygon[i]) > 0, i == 0) << static_cast<double>(planar_area(polygon[i]));
      EXPECT_EQ(polygon[i].front(), polygon[i].back());
      EXPECT_EQ(std::adjacent_find(polygon[i].begin(), polygon[i].end()), polygon[i].end());
    }
  }
  EXPECT_GE(repair.area_change_share, 0);
  EXPECT_LE(repair.area_change_share, 1);
}

TEST(RepairPolygon, LeavesAGoodOneAlone) {
  const Geometry good = from_polygons({{square, inner}});
  const Repair repair = repair_polygon(good);
  EXPECT_FALSE(repair.changed);
  EXPECT_EQ(repair.geometry, good);
  EXPECT_EQ(repair.reason, Text{});
  EXPECT_EQ(repair.area_change_share, 0);
}

TEST(RepairPolygon, KeepsMultiPolygonsMulti) {
  const Geometry multi = from_polygons({{square}}, true);
  EXPECT_EQ(repair_polygon(multi).geometry, multi);
}

struct RepairCase {
  const char* name;
  std::vector<Polygon> given;
  std::string reason;  ///< its beginning
  std::vector<Polygon> want;
};

TEST(RepairPolygon, KnownFaultsWithoutChangeOfArea) {
  const Ring doubled = {{40, -12}, {40, -12}, {42, -12}, {42, -10}, {42, -10}, {40, -10}, {40, -12}, {40, -12}};
  const Ring open = {{40, -12}, {42, -12}, {42, -10}, {40, -10}};
  const std::vector<RepairCase> cases = {
      {"clockwise shell", {{reversed(square)}}, "", {{square}}},
      {"counter-clockwise hole", {{square, reversed(inner)}}, "", {{square, inner}}},
      {"repeated vertices", {{doubled}}, "", {{square}}},
      {"not closed", {{open}}, "A ring was not closed", {{square}}},
      {"hole without surface", {{square, {{40.5, -11}, {41, -11}, {40.5, -11}}}}, "A ring had fewer than three", {{square}}},
      {"part without surface", {{square}, {{{1, 1}, {1, 1}}}}, "A ring had fewer than three", {{square}}},
  };
  for (const RepairCase& c : cases) {
    const Repair repair = repair_polygon(from_polygons(c.given));
    EXPECT_TRUE(repair.changed) << c.name;
    EXPECT_EQ(repair.reason.en.rfind(c.reason, 0), 0U) << c.name << ": " << repair.reason.en;
    EXPECT_EQ(repair.reason.en.empty(), c.reason.empty()) << c.name;
    EXPECT_EQ(repair.reason.pt.empty(), c.reason.empty()) << c.name;
    EXPECT_EQ(polygons_of(repair.geometry), c.want) << c.name;
    EXPECT_LT(repair.area_change_share, 1e-12) << c.name;
    expect_sound(repair);
  }
}

TEST(RepairPolygon, BowtieBecomesTwoTriangles) {
  const Repair repair = repair_polygon(from_polygons({{{{40, -12}, {42, -10}, {42, -12}, {40, -10}, {40, -12}}}}));
  expect_sound(repair);
  EXPECT_EQ(repair.reason.en.rfind("Self-intersection", 0), 0U) << repair.reason.en;
  EXPECT_EQ(repair.reason.pt.rfind("O contorno cruza-se", 0), 0U) << repair.reason.pt;
  EXPECT_EQ(polygons_of(repair.geometry).size(), 2U);
  EXPECT_GT(repair.area_change_share, 0.9);  // its loops cancelled out
}

TEST(DrawnChange, IsAgainstWhatMapsDraw) {
  const auto share = [](const Geometry& as_given) { return drawn_change_share(as_given, repair_polygon(as_given).geometry); };
  // Loops that cancel out in the sum are drawn all the same.
  EXPECT_LT(share(from_polygons({{{{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}}}})), 1e-9);
  EXPECT_LT(share(from_polygons({{{{0, 0}, {1, 0}, {1, 1}, {0.5, 1}, {0.5, 3}, {0.5, 1}, {0, 1}, {0, 0}}}})), 1e-9) << "a spike";
  const Geometry overlapping = from_polygons({{{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}}, {{{1, 0}, {3, 0}, {3, 2}, {1, 2}, {1, 0}}}});
  EXPECT_GT(repair_polygon(overlapping).area_change_share, 0.2);
  EXPECT_LT(share(overlapping), 1e-9) << "parts are drawn one over the other";
  // 91 squares, 16 of which are walked round twice: even-odd filling leaves those out.
  EXPECT_NEAR(share(from_polygons({{{{0, 0}, {10, 0}, {10, 10}, {3, 10}, {3, 3}, {7, 3}, {7, 7}, {0, 7}, {0, 0}}}})), 16.0 / 91, 0.002);
  EXPECT_EQ(share(from_polygons({{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}})), 0) << "nothing was wrong";
}

TEST(RepairPolygon, SpikeIsCutOffWithoutChangeOfArea) {
  const Repair repair = repair_polygon(from_polygons({{{{40, -12}, {42, -12}, {42, -10}, {45, -7}, {42, -10}, {40, -10}, {40, -12}}}}));
  expect_sound(repair);
  EXPECT_TRUE(repair.changed);
  EXPECT_LT(repair.area_change_share, 1e-9);
  EXPECT_NEAR(area_km2(repair.geometry), area_km2(from_polygons({{square}})), 1e-6);
}

TEST(RepairPolygon, HoleOutsideItsShell) {
  const Repair repair = repair_polygon(from_polygons({{square, {{50, 0}, {50, 1}, {51, 1}, {50, 0}}}}));
  expect_sound(repair);
  EXPECT_EQ(repair.reason.en.rfind("Hole lies outside shell", 0), 0U) << repair.reason.en;
}

TEST(RepairPolygon, OverlappingPartsAreJoined) {
  const Ring shifted = {{41, -12}, {43, -12}, {43, -10}, {41, -10}, {41, -12}};
  const Repair repair = repair_polygon(from_polygons({{square}, {shifted}}));
  expect_sound(repair);
  EXPECT_NEAR(repair.area_change_share, 0.25, 0.01);
}

TEST(RepairPolygon, TakesThePolygonsOutOfACollection) {
  WkbBuilder wkb;
  wkb.begin(WkbType::collection);
  wkb.begin(WkbType::point);
  wkb.vertex({1, 2});
  wkb.end();
  wkb.begin(WkbType::polygon);
  wkb.begin_ring();
  for (const LonLat& p : square) { wkb.vertex(p); }
  wkb.end_ring();
  wkb.end();
  wkb.end();
  const Repair repair = repair_polygon(Geometry::from_wkb(wkb.bytes()));
  EXPECT_EQ(repair.geometry, from_polygons({{square}}));
  EXPECT_TRUE(repair.changed);
}

TEST(RepairPolygon, WhatIsNoAreaIsUnusable) {
  WkbBuilder line;
  line.begin(WkbType::line);
  line.vertex({1, 2});
  line.vertex({3, 4});
  line.end();
  const std::vector<std::pair<Geometry, std::string>> cases = {
      {Geometry(), "There is no polygon"},
      {Geometry::point({40, -12}), "There is no polygon"},
      {Geometry::from_wkb(line.bytes()), "There is no polygon"},
      {from_polygons({{{{1, 1}, {2, 2}, {1, 1}}}}), "Fewer than three"},
      {from_polygons({{{{1, 1}, {2, 2}, {1, 1}, {2, 2}, {1, 1}}}}), "Fewer than three"},
      {from_polygons({{{{1, 1}}}}), "Fewer than three"},
      {from_polygons({{{{1, 1}, {2, 2}, {3, 3}, {1, 1}}}}), "It has no surface"},
  };
  for (const auto& [geometry, reason] : cases) {
    const Repair repair = repair_polygon(geometry);
    EXPECT_TRUE(repair.unusable && repair.changed) << reason;
    EXPECT_TRUE(repair.geometry.is_none()) << reason;
    EXPECT_EQ(repair.reason.en.rfind(reason, 0), 0U) << repair.reason.en;
    EXPECT_EQ(repair.area_change_share, 1);
  }
}

TEST(RepairPolygon, CountsVerticesFirst) {
  const Geometry geometry = from_polygons({{square, inner}});
  EXPECT_FALSE(repair_polygon(geometry, 10).unusable);
  try {
    repair_polygon(geometry, 9);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.problem(), Problem::too_large);
    EXPECT_NE(error.text().pt.find('9'), std::string::npos);
  }
}

TEST(RepairPolygon, RandomScrawlsBecomeValidAndStaySo) {
  std::mt19937 random(42);
  std::uniform_real_distribution<double> lon(39, 41);
  std::uniform_int_distribution<int> grid(0, 6);
  int usable = 0;
  for (int i = 0; i < 3000; ++i) {
    std::vector<Polygon> polygons(1 + random() % 2);
    for (Polygon& polygon : polygons) {
      polygon.resize(1 + random() % 3);
      for (Ring& ring : polygon) {
        // On a coarse grid vertices and edges meet exactly: the hard cases.
        for (std::size_t n = 1 + random() % 9; n > 0; --n) {
          ring.push_back(i % 2 == 0 ? LonLat{lon(random), lon(random)} : LonLat{40.0 + grid(random), -12.0 + grid(random)});
        }
      }
    }
    const Repair repair = repair_polygon(from_polygons(polygons));
    if (repair.unusable) { continue; }
    ++usable;
    expect_sound(repair);
    const Repair again = repair_polygon(repair.geometry);
    ASSERT_FALSE(again.changed) << to_text(repair.geometry) << to_text(again.geometry) << again.reason.en;
    ASSERT_TRUE(again.reason.en.empty()) << again.reason.en;
  }
  EXPECT_GT(usable, 2000);
}

}  // namespace
}  // namespace geo
