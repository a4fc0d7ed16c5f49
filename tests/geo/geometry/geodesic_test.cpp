// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/geodesic.hpp"

#include "geo/geometry/wkb.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace geo {
namespace {

Ring box_ring(double west, double south, double east, double north) {
  return {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
}

/// A strip so thin that its parallels are as good as geodesics: the ellipsoidal zone in closed form (Snyder 1987, 3-12).
double strip_km2(double south, double north, double width) {
  const double a = 6378.137;
  const double f = 1 / 298.257223563;
  const double e = std::sqrt(f * (2 - f));
  const auto q = [&](double lat) {
    const double s = std::sin(lat * M_PI / 180);
    return (1 - e * e) * (s / (1 - e * e * s * s) - std::log((1 - e * s) / (1 + e * s)) / (2 * e));
  };
  return a * a * (q(north) - q(south)) / 2 * width * M_PI / 180;
}

TEST(Distance, KnownFigures) {
  EXPECT_EQ(distance_m({40, -12}, {40, -12}), 0);
  EXPECT_NEAR(distance_m({0, 0}, {1, 0}), 111319.490793, 1e-5);                  // a degree of the equator: 2πa/360
  EXPECT_NEAR(distance_m({0, 0}, {0, 90}), 10001965.729, 1e-2);                  // the quarter meridian
  EXPECT_NEAR(distance_m({-73.8, 40.6}, {2.55, 49.0166666667}), 5853226.3, 50);  // JFK to CDG, in Karney's manual
  EXPECT_NEAR(distance_m({179.9, 0}, {-179.9, 0}), 0.2 * 111319.490793, 1e-5);   // across the antimeridian
  EXPECT_DOUBLE_EQ(distance_m({38, -13}, {40.5, -11}), distance_m({40.5, -11}, {38, -13}));
}

TEST(Area, AgreesWithTheClosedFormForThinStrips) {
  for (const double south : {-80.0, -27.0, -12.0, 0.0, 35.0, 60.0}) {
    std::vector<Polygon> slices;
    const double width = 0.001;
    const Geometry strip = from_polygons({{box_ring(40, south, 40 + width, south + 1)}});
    EXPECT_NEAR(area_km2(strip) / strip_km2(south, south + 1, width), 1, 1e-8) << south;
  }
}

TEST(Area, HolesAreTakenOffAndDirectionDoesNotMatter) {
  const Ring shell = box_ring(40, -12, 41, -11);
  Ring hole = box_ring(40.25, -11.75, 40.75, -11.25);
  const double whole = area_km2(from_polygons({{shell}}));
  const double missing = area_km2(from_polygons({{hole}}));
  EXPECT_NEAR(whole, 12'100, 100);
  EXPECT_DOUBLE_EQ(area_km2(from_polygons({{shell, hole}})), whole - missing);
  EXPECT_DOUBLE_EQ(area_km2(from_polygons({{shell, Ring(hole.rbegin(), hole.rend())}})), whole - missing);
  EXPECT_DOUBLE_EQ(area_km2(from_polygons({{Ring(shell.rbegin(), shell.rend())}})), whole);
  EXPECT_DOUBLE_EQ(area_km2(from_polygons({{shell}, {box_ring(42, -12, 43, -11)}})), 2 * whole);
}

TEST(Area, OfWhatIsNoPolygonIsZero) {
  EXPECT_EQ(area_km2(Geometry()), 0);
  EXPECT_EQ(area_km2(Geometry::point({40, -12})), 0);
}

}  // namespace
}  // namespace geo
