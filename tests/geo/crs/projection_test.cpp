// SPDX-License-Identifier: Apache-2.0
#include "geo/crs/projection.hpp"

#include "geo/base/error.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/wkb.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace geo {
namespace {

const BBox cabo_delgado{38, -14.1, 40.8, -10.4};

TEST(Projection, ThereAndBack) {
  std::mt19937_64 random(1);
  for (const LonLat centre : {LonLat{39.4, -12.5}, {0, 0}, {179.9, -17}, {-70, 85}, {10, 90}, {30, -90}}) {
    Projection projection(centre);
    const auto zero = projection.forward(centre);
    ASSERT_TRUE(zero);
    EXPECT_NEAR(std::hypot(zero->x, zero->y), 0, 1e-6);
    for (int round = 0; round < 1000; ++round) {
      const LonLat p{std::uniform_real_distribution<double>(-180, 180)(random),
                     std::asin(std::uniform_real_distribution<double>(-1, 1)(random)) * 180 / M_PI};
      if (distance_m(centre, p) > 15e6) { continue; }  // not near the antipode
      const auto plane = projection.forward(p);
      ASSERT_TRUE(plane);
      const auto back = projection.inverse(*plane);
      ASSERT_TRUE(back);
      ASSERT_LT(distance_m(p, *back), distance_m(centre, p) < 1e6 ? 0.002 : 0.01)
          << centre.lon << ' ' << centre.lat << " to " << p.lon << ' ' << p.lat;
    }
  }
}

TEST(Projection, EastIsXAndNorthIsY) {
  Projection projection({39.4, -12.5});
  const Metric east = projection.forward({39.5, -12.5}).value();
  const Metric north = projection.forward({39.4, -12.4}).value();
  EXPECT_NEAR(east.x, distance_m({39.4, -12.5}, {39.5, -12.5}), 0.01);
  EXPECT_NEAR(north.y, distance_m({39.4, -12.5}, {39.4, -12.4}), 0.01);
  EXPECT_NEAR(north.x, 0, 1e-6);
}

TEST(Projection, DistancesAreAsGoodAsItSays) {
  std::mt19937_64 random(2);
  Projection projection = Projection::centred_on(cabo_delgado);
  const double worst = projection.max_scale_error(cabo_delgado);
  EXPECT_GT(worst, 1e-4);
  EXPECT_LT(worst, 1e-3);
  std::uniform_real_distribution<double> lon(cabo_delgado.west, cabo_delgado.east);
  std::uniform_real_distribution<double> lat(cabo_delgado.south, cabo_delgado.north);
  double seen = 0;
  for (int round = 0; round < 2000; ++round) {
    const LonLat a{lon(random), lat(random)};
    const LonLat b{lon(random), lat(random)};
    const Metric p = projection.forward(a).value();
    const Metric q = projection.forward(b).value();
    const double off = std::fabs(std::hypot(p.x - q.x, p.y - q.y) / distance_m(a, b) - 1);
    ASSERT_LE(off, worst * (1 + 1e-3));  // ways leave the box by a little between its corners
    seen = std::fmax(seen, off);
  }
  EXPECT_GT(seen, worst / 4);
}

TEST(Projection, AreasAreTrue) {
  Projection projection = Projection::centred_on(cabo_delgado);
  const Ring ring = {{38, -14}, {38.01, -14}, {38.01, -13.99}, {38, -13.99}, {38, -14}};
  double twice = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const Metric a = projection.forward(ring[i]).value();
    const Metric b = projection.forward(ring[i + 1]).value();
    twice += a.x * b.y - b.x * a.y;
  }
  EXPECT_NEAR(twice / 2e6, area_km2(from_polygons({{ring}})), 1e-6);
}

TEST(Projection, CentresOnTheBox) {
  EXPECT_EQ(Projection::centred_on({10, -20, 20, 0}).centre(), (LonLat{15, -10}));
  EXPECT_EQ(Projection::centred_on({170, -20, -160, 0}).centre(), (LonLat{-175, -10}));  // over the antimeridian
  EXPECT_EQ(Projection::centred_on({5, 6, 5, 6}).centre(), (LonLat{5, 6}));
  Projection fiji = Projection::centred_on({177, -19, -178, -16});
  EXPECT_NEAR(fiji.forward({179.5, -17.5}).value().x, 0, 1e-6);
  EXPECT_LT(fiji.max_scale_error({177, -19, -178, -16}), 1e-3);
}

TEST(Projection, WhatHasNoImage) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  Projection projection({39.4, -12.5});
  for (const LonLat p : {LonLat{nan, 0}, {0, nan}, {181, 0}, {0, -91}}) { EXPECT_FALSE(projection.forward(p)); }
  for (const Metric p : {Metric{nan, 0}, {0, nan}, {1e8, 0}}) { EXPECT_FALSE(projection.inverse(p)); }
  for (const LonLat p : {LonLat{nan, 0}, {0, 91}}) { EXPECT_THROW(Projection{p}, Error); }
  EXPECT_THROW(Projection::centred_on(BBox::empty()), Error);
  EXPECT_THROW(Projection::centred_on({0, 0, nan, 5}), Error);
  EXPECT_THROW(projection.max_scale_error(BBox::empty()), Error);
}

TEST(Projection, Arrays) {
  Projection made({39.4, -12.5});
  Projection projection = std::move(made);
  const std::vector<LonLat> places = {{39, -12}, {200, 0}, {40, -11}};
  std::vector<Metric> plane(3);
  EXPECT_EQ(projection.forward(places, plane), 1);
  EXPECT_EQ(plane[0], projection.forward(places[0]).value());
  EXPECT_TRUE(std::isnan(plane[1].x) && std::isnan(plane[1].y));
  std::vector<LonLat> back(3);
  EXPECT_EQ(projection.inverse(plane, back), 1);
  EXPECT_NEAR(back[2].lon, 40, 1e-9);
  EXPECT_TRUE(std::isnan(back[1].lon) && std::isnan(back[1].lat));
}

}  // namespace
}  // namespace geo
