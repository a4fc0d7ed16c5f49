// SPDX-License-Identifier: Apache-2.0
#include "geo/crs/box_image.hpp"

#include "geo/geometry/geometry.hpp"
#include "geo/geometry/intersects.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace geo {
namespace {

Reprojection to_epsg(int code) { return Reprojection(CrsName{"EPSG", std::to_string(code)}); }

// The plain meaning of a box: the image of a place lies in it. `slack` in units of the axes, outwards.
bool in_box(const Reprojection& crs, const AxisBox& box, LonLat p, double slack = 0) {
  const auto image = crs.from_lonlat(p);
  if (!image) { return false; }
  const auto within = [&](int axis, double value, double low, double high) {
    if (axis == crs.axes().around && low > high) { return value >= low - slack || value <= high + slack; }
    return value >= low - slack && value <= high + slack;
  };
  return within(0, image->first, box.low.first, box.high.first) && within(1, image->second, box.low.second, box.high.second);
}

bool in_outline(const BoxImage& image, LonLat p) { return intersects_box(Geometry::from_wkb(image.outline), {p.lon, p.lat, p.lon, p.lat}); }

LonLat on_lattice(LonLat p) { return {from_lattice(to_lattice(p.lon)), from_lattice(to_lattice(p.lat))}; }

struct Where {
  int epsg;
  BBox box;  // places to draw from
};

// No place in the box is lost by the hull or by the outline, and the outline has none that is more than 2 cm off.
void compare(const Reprojection& crs, const AxisBox& box, const BBox& where, int places, std::mt19937_64& random) {
  const BoxImage image = image_of(crs, box);
  std::uniform_real_distribution<double> lon(where.west, where.east), lat(where.south, where.north);
  const double slack = 20 * crs.axes().millimetre;
  for (int i = 0; i < places; ++i) {
    const LonLat p = on_lattice({lon(random), lat(random)});
    const auto said = [&] { return "EPSG:" + crs.crs().code + " " + std::to_string(p.lon) + " " + std::to_string(p.lat); };
    if (in_box(crs, box, p)) {
      EXPECT_TRUE(image.hull.contains(p)) << said();
      if (!image.outline.empty()) { EXPECT_TRUE(in_outline(image, p)) << said(); }
    } else if (!in_box(crs, box, p, slack)) {
      if (image.hull_is_all) { EXPECT_FALSE(image.hull.contains(p)) << said(); }
      if (!image.outline.empty()) { EXPECT_FALSE(in_outline(image, p)) << said(); }
    }
  }
}

AxisBox box_round(AxisPair centre, double half_first, double half_second) {
  return {{centre.first - half_first, centre.second - half_second}, {centre.first + half_first, centre.second + half_second}};
}

// The listed ones over the country and beyond; others where they are at home; across the antimeridian; round the poles.
const std::vector<Where> wheres{
    {4326, {30, -27, 41, -10}},   {3857, {30, -27, 41, -10}},   {32736, {30, -27, 41, -10}},  {32737, {30, -27, 41, -10}},
    {3036, {30, -27, 41, -10}},   {3037, {30, -27, 41, -10}},   {2053, {27, -28, 31, -22}},   {31467, {7, 47, 12, 55}},
    {3035, {-10, 35, 40, 70}},    {2193, {166, -47, 179, -34}}, {3832, {140, -40, 179, 40}},  {3031, {-180, -88, 180, -60}},
    {32661, {-180, 60, 180, 88}}, {4807, {-4, 42, 8, 51}},      {3857, {-180, -85, 180, 85}}, {27700, {-6, 50, 2, 58}}};

TEST(BoxImage, RandomBoxesAgainstEachPlace) {
  std::mt19937_64 random(5);
  for (const Where& where : wheres) {
    const Reprojection crs = to_epsg(where.epsg);
    std::uniform_real_distribution<double> lon(where.box.west, where.box.east), lat(where.box.south, where.box.north), power(-3, 0);
    for (int i = 0; i < 12; ++i) {
      const auto centre = crs.from_lonlat({lon(random), lat(random)});
      ASSERT_TRUE(centre);
      // from 2 km to 2,000 km wide
      const double half_mm = 1e9 * std::pow(10, power(random));
      const double half = half_mm * crs.axes().millimetre;
      compare(crs, box_round(*centre, half, half / 2), where.box, 300, random);
    }
  }
}

// A box of no size at the coordinates as they were written finds what they belong to.
TEST(BoxImage, WrittenCoordinatesFindTheirPlace) {
  std::mt19937_64 random(6);
  for (const Where& where : wheres) {
    const Reprojection crs = to_epsg(where.epsg);
    std::uniform_real_distribution<double> lon(where.box.west, where.box.east), lat(where.box.south, where.box.north);
    const double digit = std::pow(10, crs.axes().decimals);
    for (int i = 0; i < 50; ++i) {
      const LonLat p = on_lattice({lon(random), lat(random)});
      const AxisPair exact = *crs.from_lonlat(p);
      const AxisPair written{std::round(exact.first * digit) / digit, std::round(exact.second * digit) / digit};
      const BoxImage image = image_of(crs, {written, written});
      EXPECT_TRUE(image.hull.contains(p)) << where.epsg << ' ' << p.lon << ' ' << p.lat;
      EXPECT_LT(image.hull.north - image.hull.south, 1e-6) << where.epsg;
      if (!image.outline.empty()) { EXPECT_TRUE(in_outline(image, p)) << where.epsg << ' ' << p.lon << ' ' << p.lat; }
    }
  }
}

TEST(BoxImage, TheSidesOfTheHullAreNoWiderThanNeeded) {
  const Reprojection crs = to_epsg(32737);
  const BoxImage image = image_of(crs, {{600000, 8500000}, {700000, 8600000}});
  // Longitude and latitude of the corners by cs2cs -f %.7f EPSG:32737 OGC:CRS84; the northern side bulges by 50 m at most.
  double west = 180, east = -180, south = 90;
  for (const AxisPair corner : {AxisPair{600000, 8500000}, {700000, 8500000}, {600000, 8600000}, {700000, 8600000}}) {
    const LonLat p = *crs.to_lonlat(corner);
    west = std::min(west, p.lon);
    east = std::max(east, p.lon);
    south = std::min(south, p.lat);
  }
  EXPECT_NEAR(image.hull.west, west, 1e-6);
  EXPECT_NEAR(image.hull.east, east, 1e-6);
  EXPECT_NEAR(image.hull.south, south, 1e-6);
  EXPECT_FALSE(image.hull_is_all);
  EXPECT_FALSE(image.outline.empty());
}

TEST(BoxImage, BoxesOfDegreesAndOfWebMercatorAreTheirHull) {
  EXPECT_EQ(image_of(to_epsg(4326), {{-13, 40}, {-12, 41}}).hull, (BBox{40, -13, 41, -12}));
  EXPECT_EQ(image_of(to_epsg(4326), {{-20, 177}, {-10, -177}}).hull, (BBox{177, -20, -177, -10}));
  EXPECT_EQ(image_of(Reprojection(CrsName{"OGC", "CRS84"}), {{40, -13}, {41, -12}}).hull, (BBox{40, -13, 41, -12}));
  for (const int code : {4326, 3857, 3395, 4087, 4258}) {
    const Reprojection crs = to_epsg(code);
    const AxisPair a = *crs.from_lonlat({40, -13}), b = *crs.from_lonlat({41, -12});
    const BoxImage image = image_of(crs, {a, b});
    EXPECT_TRUE(image.hull_is_all) << code;
    EXPECT_TRUE(image.outline.empty()) << code;
    EXPECT_NEAR(image.hull.west, 40, 1e-7) << code;
    EXPECT_NEAR(image.hull.north, -12, 1e-7) << code;
  }
}

TEST(BoxImage, AcrossTheAntimeridian) {
  std::mt19937_64 random(7);
  const Reprojection pacific = to_epsg(3832);
  const AxisPair fiji = *pacific.from_lonlat({179, -17});
  const BoxImage image = image_of(pacific, box_round(fiji, 500'000, 500'000));
  EXPECT_GT(image.hull.west, image.hull.east);
  EXPECT_TRUE(image.hull.contains({-179.5, -17}));
  EXPECT_FALSE(image.hull.contains({0, -17}));

  const Reprojection zone = to_epsg(32760);
  const AxisPair east = *zone.from_lonlat({179.5, -17});
  const AxisBox box = box_round(east, 200'000, 200'000);
  for (const BBox& where : {BBox{176, -20, 180, -14}, BBox{-180, -20, -176, -14}}) { compare(zone, box, where, 500, random); }
  const BoxImage both = image_of(zone, box);
  EXPECT_TRUE(in_outline(both, {179.5, -17}));
  EXPECT_TRUE(in_outline(both, {-179.5, -17}));

  // Degrees: low longitude east of the high one.
  const Reprojection nad = to_epsg(4258);
  const AxisBox crossing{{-20, 177}, {-10, -177}};
  for (const BBox& where : {BBox{170, -25, 180, -5}, BBox{-180, -25, -170, -5}, BBox{-20, -25, 20, -5}}) {
    compare(nad, crossing, where, 300, random);
  }
}

TEST(BoxImage, APoleInside) {
  std::mt19937_64 random(8);
  for (const int code : {3031, 3995, 32661, 5041, 32761}) {
    const Reprojection crs = to_epsg(code);
    const double pole = code == 3031 || code == 32761 ? -90 : 90;
    const AxisPair centre = *crs.from_lonlat({0, pole});
    const BBox where = pole < 0 ? BBox{-180, -90, 180, -70} : BBox{-180, 70, 180, 90};
    AxisBox box = box_round(centre, 900'000, 700'000);
    box.low.first += 300'000;
    compare(crs, box, where, 2000, random);
    const BoxImage image = image_of(crs, box);
    EXPECT_EQ(image.hull.west, -180) << code;
    EXPECT_EQ(pole < 0 ? image.hull.south : image.hull.north, pole) << code;
    EXPECT_FALSE(image.outline.empty()) << code;
    // With the pole at a corner there is no outline, but nothing is lost either.
    compare(crs, {centre, {centre.first + 1e6, centre.second + 1e6}}, where, 2000, random);
  }
}

TEST(BoxImage, BoxesThatReachBeyondTheEarth) {
  std::mt19937_64 random(9);
  constexpr double most = std::numeric_limits<double>::max();
  const BBox world{-180, -90, 180, 90};
  const std::vector<AxisBox> boxes{
      {{-most, -most}, {most, most}}, {{-4e7, -4e7}, {4e7, 4e7}},
      {{3e6, -2e6}, {4.1e7, -1e6}},   {{-1e12, 0}, {1e12, 1e6}},
      {{0, -1e9}, {1e6, 1e9}},        {{-20037508.342789244, -20037508.342789244}, {20037508.342789244, 20037508.342789244}}};
  for (const int code : {3857, 3395, 32737, 3036, 3035, 5514, 2053, 3031, 4087}) {
    const Reprojection crs = to_epsg(code);
    for (const AxisBox& box : boxes) { compare(crs, box, world, 400, random); }
  }
  // Those of Web Mercator are what they should be, no coarse squares.
  const Reprojection web = to_epsg(3857);
  EXPECT_EQ(image_of(web, boxes[0]).hull, world);
  EXPECT_TRUE(image_of(web, boxes[0]).hull_is_all);
  const BoxImage half = image_of(web, boxes[2]);
  EXPECT_TRUE(half.hull_is_all);
  EXPECT_NEAR(half.hull.west, 26.9494585, 1e-6);
  EXPECT_TRUE(half.hull.contains({180, -10}));
  EXPECT_TRUE(image_of(web, {{1e9, 0}, {2e9, 1}}).hull.is_empty());
  EXPECT_TRUE(image_of(web, {{1e9, 0}, {2e9, 1}}).outline.empty());
}

TEST(BoxImage, DegreesBeyondThePoles) {
  std::mt19937_64 random(10);
  for (const int code : {4258, 4267, 4148, 4807}) {
    const Reprojection crs = to_epsg(code);
    const double half = crs.axes().round / 2;
    for (const AxisBox& box : std::vector<AxisBox>{
             {{-half / 2, -half}, {half / 2, half}}, {{-half, 0}, {0, half / 2}}, {{0, half * 0.9}, {half, -half * 0.9}}}) {
      compare(crs, box, {-180, -90, 180, 90}, 400, random);
    }
  }
}

}  // namespace
}  // namespace geo
