// SPDX-License-Identifier: Apache-2.0
#include "geo/coverage/site_index.hpp"

#include "geo/geometry/geodesic.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace geo {
namespace {

/// The slow truth: all of them.
std::optional<SiteIndex::Nearest> by_looking_at_all(const std::vector<Place>& places, LonLat p) {
  std::optional<SiteIndex::Nearest> best;
  for (const Place& place : places) {
    const double distance = distance_m(p, place.at);
    if (!best || distance < best->distance_m || (distance == best->distance_m && place.id < best->id)) { best = {place.id, distance}; }
  }
  return best;
}

TEST(SiteIndex, EmptyAndOne) {
  EXPECT_TRUE(SiteIndex({}).empty());
  EXPECT_FALSE(SiteIndex({}).nearest({39, -12}));
  EXPECT_EQ(SiteIndex({}).count_within({39, -12}, 1e9), 0);
  const Place one{7, {39, -12}};
  const SiteIndex index({&one, 1});
  EXPECT_EQ(index.nearest({39, -12})->distance_m, 0);
  EXPECT_EQ(index.nearest({-141, 12})->id, 7);  // the antipode
  EXPECT_EQ(index.count_within({39, -12}, 0), 1);
}

TEST(SiteIndex, AgreesWithLookingAtAll) {
  std::mt19937_64 random(1);
  const auto pick = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  for (int round = 0; round < 1500; ++round) {
    const int kind = round % 5;
    const auto somewhere = [&]() -> LonLat {
      if (kind == 0) { return {pick(-180, 180), std::asin(pick(-1, 1)) * 180 / M_PI}; }
      if (kind == 1) { return {pick(38, 41), pick(-14, -10)}; }
      if (kind == 2) { return {std::round(pick(0, 4)) * 0.1 + 39, std::round(pick(0, 4)) * 0.1}; }  // a lattice across the equator: ties
      if (kind == 3) { return {pick(0, 1) < 0.5 ? pick(179.9, 180) : pick(-180, -179.9), pick(-18, -17.8)}; }
      return {pick(-180, 180), (pick(0, 1) < 0.9 ? 1 : -1) * pick(89.5, 90)};
    };
    std::vector<Place> places;
    for (int i = round % 40; i > 0; --i) {
      places.push_back(
          {static_cast<std::int64_t>(random() % 1000), !places.empty() && random() % 5 == 0 ? places.front().at : somewhere()});
    }
    const SiteIndex index(places);
    for (int i = 0; i < 20; ++i) {
      const LonLat p = !places.empty() && i == 0 ? places.back().at : somewhere();
      const auto want = by_looking_at_all(places, p);
      ASSERT_EQ(index.nearest(p), want) << round << ' ' << p.lon << ' ' << p.lat;
      if (!want) { continue; }
      for (const double radius_m : {0.0, want->distance_m, std::nextafter(want->distance_m, 0), 30'000.0, 3e7}) {
        std::size_t count = 0;
        for (const Place& place : places) { count += distance_m(p, place.at) <= radius_m ? 1 : 0; }
        ASSERT_EQ(index.count_within(p, radius_m), count) << round << ' ' << radius_m;
      }
    }
  }
}

}  // namespace
}  // namespace geo
