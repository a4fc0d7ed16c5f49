// SPDX-License-Identifier: Apache-2.0
#include "geo/crs/box_image.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/geometry/intersects.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>

namespace geo {
namespace {

std::optional<Reprojection> made(int code) {
  try {
    return Reprojection(CrsName{"EPSG", std::to_string(code)});
  } catch (const Error&) { return std::nullopt; }
}

bool is_in(const AxisBox& box, AxisPair p) {
  return p.first >= box.low.first && p.first <= box.high.first && p.second >= box.low.second && p.second <= box.high.second;
}

// At a pole a datum shift turns longitudes round: where it lies is nobody's to say.
constexpr double north_most = 89.9;

LonLat somewhere(std::mt19937_64& random, LonLat about, double spread_deg) {
  std::normal_distribution<double> off(0, spread_deg);
  const double lat = std::clamp(about.lat + off(random), -north_most, north_most);
  return {std::remainder(about.lon + off(random) / std::max(0.05, std::cos(lat * 0.01745)), 360), lat};
}

// Every kind of projection there is, boxes of 1 km to 20,000 km anywhere on earth: nothing whose image lies in the box is outside of
// the hull or of the outline. Where several datum shifts compete, the two ways differ by metres, so the box is then held a little smaller.
TEST(BoxImage, NothingIsLostInAnySystem) {
  std::mt19937_64 random(12);
  std::uniform_real_distribution<double> lon(-180, 180), lat(-north_most, north_most), power(3, 7.3);
  int systems = 0, places = 0;
  const int step = std::getenv("BAIRRO_FULL") != nullptr ? 7 : 43;
  for (int code = 2000; code < 32'767; code += step) {
    const auto crs = made(code);
    if (!crs || crs->is_exact()) { continue; }
    ++systems;
    for (int i = 0; i < 6; ++i) {
      const LonLat centre{lon(random), lat(random)};
      const auto image_of_centre = crs->from_lonlat(centre);
      if (!image_of_centre) { continue; }
      const double half_m = std::pow(10, power(random));
      const double half = half_m * 1000 * crs->axes().millimetre, shifts = 200e3 * crs->axes().millimetre;
      const AxisPair c = *image_of_centre;
      const AxisBox inner{{c.first - half, c.second - half}, {c.first + half, c.second + half}};
      const AxisBox box{{inner.low.first - shifts, inner.low.second - shifts}, {inner.high.first + shifts, inner.high.second + shifts}};
      const BoxImage image = image_of(*crs, box);
      const Geometry outline = image.outline.empty() ? Geometry() : Geometry::from_wkb(image.outline);
      for (int k = 0; k < 60; ++k) {
        const LonLat p = k % 4 == 0 ? LonLat{lon(random), lat(random)} : somewhere(random, centre, half_m / 100e3);
        const auto there = crs->from_lonlat(p);
        if (!there || !is_in(inner, *there)) { continue; }
        ++places;
        ASSERT_TRUE(image.hull.contains(p)) << code << ' ' << p.lon << ' ' << p.lat << " half " << half << " at " << centre.lon << ' '
                                            << centre.lat;
        if (!outline.is_none()) {
          ASSERT_TRUE(intersects_box(outline, {p.lon, p.lat, p.lon, p.lat}))
              << code << ' ' << p.lon << ' ' << p.lat << " half " << half << " at " << centre.lon << ' ' << centre.lat;
        }
      }
    }
  }
  EXPECT_GT(systems, 80);
  EXPECT_GT(places, 4'000);
}

}  // namespace
}  // namespace geo
