// SPDX-License-Identifier: Apache-2.0
#include "importers/quarantine/geometry_cell.hpp"

#include "geo/geometry/wkb.hpp"
#include "importers/parse/shape_text.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace {

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

std::string point_wkb(double lon, double lat) {
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::point);
  wkb.vertex({lon, lat});
  wkb.end();
  return wkb.bytes();
}

TEST(ShapeCell, IsInWordsThatLeadBackToTheSameShape) {
  EXPECT_EQ(importers::shape_cell(hex(point_wkb(40.51, -12.97))), "POINT (40.51 -12.97)");
  const std::string area = "POLYGON ((40 -13, 40.5 -13, 40.5 -12.5, 40 -13), (40.2 -12.9, 40.3 -12.9, 40.3 -12.8, 40.2 -12.9))";
  const auto wkb = importers::parse_wkt_area(area);
  ASSERT_TRUE(wkb);
  const std::string shown = importers::shape_cell(hex(*wkb));
  EXPECT_EQ(shown.substr(0, 9), "POLYGON (");
  EXPECT_EQ(importers::read_shape_cell(shown), importers::read_shape_cell(area));
}

TEST(ShapeCell, WhateverGoesOutComesBack) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> any(-180, 180);
  for (int i = 0; i < 1000; ++i) {
    const std::string wkb = point_wkb(any(random), any(random));
    EXPECT_EQ(importers::read_shape_cell(importers::shape_cell(hex(wkb))), wkb);
    // An open ring, or one that crosses itself, is a shape that has to be corrected, too.
    std::string ring = "POLYGON ((";
    const int vertices = 1 + i % 7;
    for (int v = 0; v < vertices; ++v) { ring += (v == 0 ? "" : ", ") + std::to_string(any(random)) + " " + std::to_string(any(random)); }
    const auto area = importers::read_shape_cell(ring + "))");
    ASSERT_TRUE(area);
    EXPECT_EQ(importers::read_shape_cell(importers::shape_cell(hex(*area))), area);
  }
}

TEST(ShapeCell, WhatIsNoShapeIsNone) {
  for (const char* cell : {"", "POINT", "POINT (", "POINT ()", "POINT (1)", "POINT (a b)", "POINT (1 2 3 4)", "POINT (1 2) x", "abc", "0g",
                           "01", "LINESTRING (1 2, 3 4)", "POLYGON ((1 2, 3)", "(40.5 -12.9)"}) {
    EXPECT_FALSE(importers::read_shape_cell(cell)) << cell;
  }
  EXPECT_EQ(importers::shape_cell("no shape"), "no shape");
  EXPECT_EQ(importers::read_shape_cell("point (40.5 -12.9 7)"), point_wkb(40.5, -12.9));
}

}  // namespace
