// SPDX-License-Identifier: Apache-2.0
#include "importers/parse/shape_text.hpp"

#include "geo/geometry/wkb.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace {

using geo::Polygon;
using geo::Ring;
using importers::parse_area_cell;
using importers::parse_geoshape_cell;
using importers::parse_wkt_area;

std::vector<Polygon> polygons(const std::optional<std::string>& wkb) {
  return wkb ? geo::polygons_of(geo::Geometry::from_wkb(*wkb)) : std::vector<Polygon>();
}

TEST(Geoshape, EverySpellingOfOdk) {
  const std::vector<Polygon> triangle = {{{{40, -12}, {40.5, -12}, {40.5, -12.5}, {40, -12}}}};
  for (const char* text : {"-12 40 0 0;-12 40.5 0 0;-12.5 40.5 0 0;-12 40 0 0;", "-12 40 0 0; -12 40.5 0 0; -12.5 40.5 0 0; -12 40 0 0",
                           "-12 40;-12 40.5;-12.5 40.5;-12 40", "-12 40 3.5;-12 40.5 4;-12.5 40.5 5 9.1; -12 40 ; ",
                           "  -12   40 ;-12 40.5\t;-12.5 40.5;-12 40;\n"}) {
    EXPECT_EQ(polygons(parse_geoshape_cell(text)), triangle) << text;
    EXPECT_EQ(polygons(parse_area_cell(text)), triangle) << text;
  }
}

TEST(Geoshape, OpenRingsAndTooFewVerticesAreLeftToTheRules) {
  EXPECT_EQ(polygons(parse_geoshape_cell("-12 40;-12 41;-13 41")), (std::vector<Polygon>{{{{40, -12}, {41, -12}, {41, -13}}}}));
  EXPECT_EQ(polygons(parse_geoshape_cell("-12 40;")), (std::vector<Polygon>{{{{40, -12}}}}));
}

TEST(Geoshape, NotOne) {
  for (const char* text : {"", ";", ";;", "-12 40", "-12 40 0 0", "-12;40", "-12 40 0 0 0;-12 41", "a b;c d", "-12 40;;-12 41",
                           "-12,5 40;-12 41", "-12 40;-12 nan", "Pemba; Ibo; Palma"}) {
    EXPECT_EQ(parse_geoshape_cell(text), std::nullopt) << text;
  }
}

TEST(WktArea, Polygons) {
  const std::vector<Polygon> triangle = {{{{40, -12}, {40.5, -12}, {40.5, -12.5}, {40, -12}}}};
  for (const char* text :
       {"POLYGON ((40 -12, 40.5 -12, 40.5 -12.5, 40 -12))", "polygon((40 -12,40.5 -12,40.5 -12.5,40 -12))",
        "SRID=4326;POLYGON Z ((40 -12 1, 40.5 -12 1, 40.5 -12.5 1, 40 -12 1))",
        "POLYGONZM((40 -12 1 2,40.5 -12 1 2,40.5 -12.5 1 2,40 -12 1 2)) ", "MULTIPOLYGON (((40 -12, 40.5 -12, 40.5 -12.5, 40 -12)))"}) {
    EXPECT_EQ(polygons(parse_wkt_area(text)), triangle) << text;
  }
  const auto two = polygons(parse_area_cell("MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0), (7 6, 8 7, 8 6, 7 6)), ((20 0, 21 0, 21 1, 20 0)))"));
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0].size(), 2U);
}

TEST(WktArea, NotOne) {
  for (const char* text : {"", "POLYGON", "POLYGON EMPTY", "POLYGON ()", "POLYGON ((40 -12, 40.5 -12)", "POLYGON ((40 -12, x -12, 1 1))",
                           "POINT (40 -12)", "POLYGON ((1 2, 3 4, 5 6)) and more", "POLYGON ((1, 2, 3))", "POLYGONAL ((1 2, 3 4, 5 6))",
                           "SRID=1", "MULTIPOLYGON ((1 2, 3 4))"}) {
    EXPECT_EQ(parse_wkt_area(text), std::nullopt) << text;
  }
}

/// Whatever a stranger writes: an answer that is well-formed WKB, or none.
TEST(ShapeText, AnyText) {
  const char* pieces[] = {"POLYGON", "MULTI", "(", ")", ",", ";", " ", "-12", "40.5", "1e400", "Z", "0 0", "SRID=", "é"};
  std::mt19937 random(3);
  std::uniform_int_distribution<std::size_t> pick(0, std::size(pieces) - 1);
  for (int round = 0; round < 50'000; ++round) {
    std::string text;
    for (int i = 0; i < 14; ++i) { text += pieces[pick(random)]; }
    if (const auto wkb = parse_area_cell(text)) { EXPECT_FALSE(wkb->empty()); }
  }
}

}  // namespace
