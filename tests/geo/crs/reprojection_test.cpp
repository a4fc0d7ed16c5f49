// SPDX-License-Identifier: Apache-2.0
#include "geo/crs/reprojection.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/geometry/wkb.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace geo {
namespace {

Reprojection to_epsg(int code) { return Reprojection(CrsName{"EPSG", std::to_string(code)}); }

struct Known {
  int epsg;
  LonLat place;
  AxisPair want;
  int decimals;
};

// Python's pyproj 3.4.1 over PROJ 9.1.1, for each line:
//   Transformer.from_crs("OGC:CRS84", "EPSG:…", always_xy=False, allow_ballpark=False).transform(lon, lat)
const std::vector<Known> known{
    {4326, {40.5174, -12.9732}, {-12.9732, 40.5174}, 7},          {3857, {40.5174, -12.9732}, {4510376.3363, -1456670.6000}, 3},
    {32736, {34.1, -15.4}, {618041.7844, 8297130.5161}, 3},       {32737, {40.5174, -12.9732}, {664583.9789, 8565338.6389}, 3},
    {3036, {34.1, -15.4}, {618041.7844, 8297130.5161}, 3},        {3037, {40.5174, -12.9732}, {664583.9789, 8565338.6389}, 3},
    {2736, {34.1, -15.4}, {618088.6608, 8297346.5994}, 3},         // the older grid of Mozambique, another datum
    {2737, {40.5, -12.9}, {662804.1645, 8573668.1643}, 3},         //
    {2046, {14.5, -22.9}, {51299.4083, 2533550.3489}, 3},          // westing, southing
    {2053, {28.2, -25.7}, {80298.1479, 2843841.9764}, 3},          // the same of another zone
    {31467, {9.1, 50.2}, {5562658.3844, 3507214.7965}, 3},         // northing first
    {2193, {174.7, -36.8}, {5925965.9138, 1751660.9006}, 3},       // northing first
    {3035, {9.1, 50.2}, {3010148.7713, 4256738.0248}, 3},          // northing first
    {2326, {114.17, 22.3}, {817895.7547, 835559.6421}, 3},         // northing first
    {5513, {14.42, 50.08}, {1043823.1814, 743011.7235}, 3},        // southing, westing
    {32661, {20.0, 80.0}, {954168.0293, 2380651.7074}, 3},         // northing first, both of them southwards
    {3031, {166.7, -77.8}, {306055.5144, -1294705.9368}, 3},       // about the pole
    {27700, {-1.5, 52.4}, {434116.3770, 278115.9235}, 3},          // by a datum shift of some metres
    {3435, {-87.6288, 41.8827}, {1176104.5584, 1900630.4975}, 3},  // US survey feet
    {4807, {2.35, 48.85}, {54.277854707, 0.014993101}, 7},         // grads from Paris
    {4267, {-100.1, 40.2}, {40.200005883, -100.099580028}, 7},     // degrees on another datum
};

TEST(Reprojection, AgreesWithPyproj) {
  for (const Known& k : known) {
    const Reprojection crs = to_epsg(k.epsg);
    const auto image = crs.from_lonlat(k.place);
    ASSERT_TRUE(image) << k.epsg;
    const double tolerance = 100 * crs.axes().millimetre / 1000;  // 0.1 mm
    EXPECT_NEAR(image->first, k.want.first, tolerance) << k.epsg;
    EXPECT_NEAR(image->second, k.want.second, tolerance) << k.epsg;
    EXPECT_EQ(crs.axes().decimals, k.decimals) << k.epsg;
    const auto back = crs.to_lonlat(*image);
    ASSERT_TRUE(back) << k.epsg;
    EXPECT_LT(distance_m(*back, k.place), 0.02) << k.epsg;
  }
}

// Web Mercator is two lines of arithmetic (EPSG guidance note 7-2, method 1024).
TEST(Reprojection, WebMercatorByItsFormula) {
  constexpr double radius_m = 6378137, pi = 3.14159265358979323846;
  const Reprojection crs = to_epsg(3857);
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> lon(-180, 180), lat(-85, 85);
  for (int i = 0; i < 1000; ++i) {
    const LonLat p{lon(random), lat(random)};
    const auto image = crs.from_lonlat(p);
    ASSERT_TRUE(image);
    EXPECT_NEAR(image->first, radius_m * p.lon * pi / 180, 1e-6);
    EXPECT_NEAR(image->second, radius_m * std::log(std::tan(pi / 4 + p.lat * pi / 360)), 1e-6);
  }
}

TEST(Reprojection, WhatTheAxesAre) {
  EXPECT_EQ(to_epsg(4326).axes().around, 1);
  EXPECT_EQ(Reprojection(CrsName{"OGC", "CRS84"}).axes().around, 0);
  EXPECT_EQ(to_epsg(32737).axes().around, -1);
  EXPECT_EQ(to_epsg(32737).axes().names[0], "Easting");
  EXPECT_EQ(to_epsg(2046).axes().names[1], "Southing");
  EXPECT_NEAR(to_epsg(4807).axes().round, 400, 1e-9);
  EXPECT_EQ(to_epsg(2314).axes().decimals, 3);
  EXPECT_EQ(to_epsg(24571).axes().decimals, 5);  // chains of 20 m
  EXPECT_TRUE(to_epsg(4326).is_exact() && to_epsg(4326).is_exchanged());
  EXPECT_FALSE(to_epsg(3857).is_exact());
}

struct Home {
  int epsg;
  BBox box;
  double tolerance_m = 0.01;
};
// The country, for those of the country; world-wide and others where they are at home. EPSG:2736 has several datum shifts, metres
// apart: along the line between two of them, two places have the same image.
const std::vector<Home> homes{
    {4326, {-180, -90, 180, 90}},  {3857, {-180, -85, 180, 85}}, {32736, {30, -27, 41, -10}},    {32737, {30, -27, 41, -10}},
    {3036, {30, -27, 41, -10}},    {3037, {30, -27, 41, -10}},   {2736, {30, -27, 41, -10}, 50}, {2053, {28, -28, 30, -22}},
    {31467, {7.5, 47, 10.5, 55}},  {2193, {166, -47, 178, -34}}, {3035, {-10, 35, 40, 70}},      {4807, {-4, 42, 8, 51}},
    {3031, {-180, -90, 180, -60}}, {32661, {-180, 60, 180, 90}}, {3832, {100, -60, 180, 60}},    {3303, {-138.8, -10.6, -138.5, -10.4}, 20},
};

TEST(Reprojection, RandomPlacesComeBack) {
  std::mt19937_64 random(2);
  for (const Home& home : homes) {
    const Reprojection crs = to_epsg(home.epsg);
    std::uniform_real_distribution<double> lon(home.box.west, home.box.east), lat(home.box.south, home.box.north);
    for (int i = 0; i < 500; ++i) {
      const LonLat p{lon(random), lat(random)};
      const auto image = crs.from_lonlat(p);
      ASSERT_TRUE(image) << home.epsg << ' ' << p.lon << ' ' << p.lat;
      const auto back = crs.to_lonlat(*image);
      ASSERT_TRUE(back) << home.epsg << ' ' << p.lon << ' ' << p.lat;
      EXPECT_LT(distance_m(*back, p), home.tolerance_m) << home.epsg << ' ' << p.lon << ' ' << p.lat;
      if (home.tolerance_m > 0.01) { continue; }
      const auto again = crs.from_lonlat(*back);
      ASSERT_TRUE(again) << home.epsg;
      EXPECT_NEAR(again->first, image->first, 2 * crs.axes().millimetre) << home.epsg << ' ' << p.lon << ' ' << p.lat;
      EXPECT_NEAR(again->second, image->second, 2 * crs.axes().millimetre) << home.epsg << ' ' << p.lon << ' ' << p.lat;
    }
  }
}

TEST(Reprojection, CodesThatNothingComesOfAreRefused) {
  const std::vector<std::pair<int, const char*>> cases{
      {999999, "is not known"},     {9001, "not one for"},  // a unit
      {7030, "is not known"},                               // an ellipsoid
      {5773, "not one for"},                                // heights
      {4978, "not one for"},                                // metres from the centre of the earth
      {5800, "is not known"},                               // a local grid
      {4979, "has heights"},                                // WGS 84 in three dimensions
      {9707, "has heights"},                                // WGS 84 with heights above the sea
      {9895, "has heights"},                                // projected, with heights
      {2099, "cannot be reached"},                          // Qatar 1948: only a ballpark
      {22207, "cannot be reached"},                         // NAD83(CSRS)v2: its grid is not installed
      {22300, "cannot be reached"},                         // Tunisia Mining Grid: PROJ has not got the method
      {32600, "cannot be reached"},                         // zones of UTM in one
  };
  for (const auto& [code, words] : cases) {
    try {
      to_epsg(code);
      ADD_FAILURE() << "accepted " << code;
    } catch (const Error& error) {
      EXPECT_EQ(error.problem(), Problem::usage) << code;
      EXPECT_NE(error.text().en.find(words), std::string::npos) << error.text().en;
      EXPECT_NE(error.text().pt.find("EPSG:" + std::to_string(code)), std::string::npos) << error.text().pt;
    }
  }
}

TEST(Reprojection, WhatHasNoImageIsNothing) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double inf = std::numeric_limits<double>::infinity();
  for (const int code : {4326, 3857, 32737, 3035, 5514, 4267}) {
    const Reprojection crs = to_epsg(code);
    for (const LonLat p : {LonLat{nan, 0}, LonLat{0, inf}, LonLat{180.1, 0}, LonLat{0, -90.1}}) {
      EXPECT_FALSE(crs.from_lonlat(p)) << code;
    }
    for (const AxisPair p : {AxisPair{nan, 0}, AxisPair{0, -inf}, AxisPair{1e300, 1e300}}) { EXPECT_FALSE(crs.to_lonlat(p)) << code; }
  }
  EXPECT_FALSE(to_epsg(3857).to_lonlat({2.1e7, 0}));     // beyond the 180th meridian it would begin anew
  EXPECT_FALSE(to_epsg(32737).from_lonlat({129, 0}));    // a quarter of the earth away
  EXPECT_FALSE(to_epsg(5514).from_lonlat({-100, -40}));  // finite, but nonsense
  const Reprojection crs = to_epsg(32737);
  EXPECT_FALSE(crs.from_lonlat({129, 0}));
  EXPECT_TRUE(crs.from_lonlat({40, -12})) << "a failure must not stick";
}

TEST(Reprojection, NothingThatComesOutIsNonsense) {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> lon(-180, 180), lat(-90, 90);
  for (const Home& home : homes) {
    const Reprojection crs = to_epsg(home.epsg);
    for (int i = 0; i < 500; ++i) {
      const LonLat p{lon(random), lat(random)};
      const auto image = crs.from_lonlat(p);
      if (!image) { continue; }
      ASSERT_TRUE(std::isfinite(image->first) && std::isfinite(image->second)) << home.epsg;
    }
  }
}

std::string line(const std::vector<LonLat>& vertices) {
  WkbBuilder wkb;
  wkb.begin(WkbType::line);
  for (const LonLat& p : vertices) { wkb.vertex(p); }
  wkb.end();
  return wkb.bytes();
}

TEST(Reprojection, GeometriesVertexByVertex) {
  const Reprojection crs = to_epsg(31467);
  const AxisPair a = *crs.from_lonlat({9, 50}), b = *crs.from_lonlat({10, 51});
  EXPECT_EQ(crs.from_crs84(line({{9, 50}, {10, 51}})), line({{a.first, a.second}, {b.first, b.second}}));
  const BBox box = Geometry::from_wkb(crs.to_crs84(line({{a.first, a.second}, {b.first, b.second}}))).box();
  EXPECT_NEAR(box.west, 9, 1e-7);
  EXPECT_NEAR(box.south, 50, 1e-7);
  EXPECT_NEAR(box.east, 10, 1e-7);
  EXPECT_NEAR(box.north, 51, 1e-7);

  EXPECT_EQ(to_epsg(4326).to_crs84(line({{-12, 40}, {-13, 41}})), line({{40, -12}, {41, -13}}));
  EXPECT_EQ(Reprojection(CrsName{"OGC", "CRS84"}).to_crs84(line({{40, -12}, {41, -13}})), line({{40, -12}, {41, -13}}));
  EXPECT_EQ(to_epsg(32737).from_crs84(line({{40, 0}, {129, 0}})), std::nullopt);
  EXPECT_THROW((void)crs.to_crs84("rubbish"), Error);
  EXPECT_THROW((void)crs.from_crs84("rubbish"), Error);
}

TEST(Reprojection, APositionThatIsNoneIsNamed) {
  const std::vector<std::pair<int, LonLat>> cases{{32737, {1e12, 5.5}}, {4326, {91, 5.5}}, {3857, {4e7, 5.5}}};
  for (const auto& [code, wrong] : cases) {
    try {
      (void)to_epsg(code).to_crs84(line({{1, 1}, wrong}));
      ADD_FAILURE() << "accepted " << code;
    } catch (const Error& error) {
      EXPECT_EQ(error.problem(), Problem::usage);
      EXPECT_NE(error.text().en.find("5.5"), std::string::npos) << error.text().en;
      EXPECT_NE(error.text().en.find("EPSG:" + std::to_string(code)), std::string::npos) << error.text().en;
      EXPECT_NE(error.text().pt.find("5.5"), std::string::npos) << error.text().pt;
    }
  }
  EXPECT_THROW((void)Reprojection(CrsName{"OGC", "CRS84"}).to_crs84(line({{-12, 40}, {-12, 91}})), Error);
}

TEST(Reprojection, AnEmptyPointStaysEmpty) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  WkbBuilder point;
  point.begin(WkbType::point);
  point.vertex({nan, nan});
  point.end();
  for (const int code : {4326, 32737}) {
    EXPECT_EQ(Geometry::from_wkb(to_epsg(code).to_crs84(point.bytes())), Geometry());
    EXPECT_TRUE(to_epsg(code).from_crs84(point.bytes()));
  }
}

TEST(Reprojection, Moves) {
  Reprojection a = to_epsg(32737);
  Reprojection b(std::move(a));
  Reprojection c = to_epsg(4326);
  c = std::move(b);
  EXPECT_TRUE(c.from_lonlat({40, -13}));
  EXPECT_EQ(c.crs().code, "32737");
}

}  // namespace
}  // namespace geo
