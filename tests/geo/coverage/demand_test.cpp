// SPDX-License-Identifier: Apache-2.0
#include "geo/coverage/demand.hpp"

#include "geo/base/error.hpp"
#include "geo/coverage/membership.hpp"
#include "geo/geometry/area.hpp"
#include "geo/geometry/geodesic.hpp"
#include "tests/geo/coverage/squares.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace geo {
namespace {

using test_support::block;
using test_support::corner;

TEST(Membership, BordersBelongToBothSides) {
  const CatchmentSet set =
      prepare_catchments(std::vector<Catchment>{{1, block({0, 0, 2, 2})}, {2, block({2, 0, 4, 2})}, {3, block({0, 2, 4, 4})}});
  Membership membership(set.used);
  const auto count = [&](LonLat p) { return membership.of(p).size(); };
  EXPECT_EQ(count(corner(1, 1)), 1);
  EXPECT_EQ(count(corner(2, 1)), 2);
  EXPECT_EQ(count(corner(2, 2)), 3);
  EXPECT_EQ(count(corner(0, 0)), 1);
  EXPECT_EQ(count(corner(4, 4)), 1);
  EXPECT_EQ(count(corner(5, 1)), 0);
  EXPECT_EQ(Membership({}).of(corner(1, 1)).size(), 0);
}

TEST(Demand, FourWaysToBeServed) {
  // One catchment, one site 25 km east of its middle; people in and out of both.
  const CatchmentSet set = prepare_catchments(std::vector<Catchment>{{4, block({0, 0, 2, 2})}, {2, block({1, 0, 2, 2})}});
  const Place site{9, corner(3, 1)};
  const std::vector<Demand> people = {
      {corner(2, 1), 100},         // on the edge of both catchments, 11 km from the site
      {LonLat{39.02, -12.9}, 20},  // in 4, far
      {corner(3, 1), 3},           // at the site
      {corner(8, 8), 4000},        // nowhere
      {std::nullopt, 1},          {LonLat{200, 0}, 1}, {corner(1, 1), -1}, {corner(1, 1), std::numeric_limits<double>::quiet_NaN()},
      {corner(20, 20), 7},  // outside the study area
  };
  const double limit_m = distance_m(corner(2, 1), corner(3, 1));  // exactly the distance: still within
  const DemandCoverage got = demand_coverage(set, SiteIndex({&site, 1}), block({0, 0, 12, 12}), people, {limit_m});
  EXPECT_EQ(got.used, (Tally{4, 4123}));
  EXPECT_EQ(got.served, (Tally{1, 100}));
  EXPECT_EQ(got.catchment_only, (Tally{1, 20}));
  EXPECT_EQ(got.site_only, (Tally{1, 3}));
  EXPECT_EQ(got.neither, (Tally{1, 4000}));
  EXPECT_EQ(got.in_several, (Tally{1, 100}));
  EXPECT_EQ(got.beyond(), (Tally{2, 4020}));
  EXPECT_EQ(got.uncovered(), (Tally{2, 4003}));
  EXPECT_EQ(got.excluded[static_cast<std::size_t>(NotCounted::no_position)], 2);
  EXPECT_EQ(got.excluded[static_cast<std::size_t>(NotCounted::bad_weight)], 2);
  EXPECT_EQ(got.excluded[static_cast<std::size_t>(NotCounted::outside_study)], 1);
  EXPECT_EQ(got.rows[0].catchment, 2);  // the smaller id
  EXPECT_EQ(got.rows[0].catchments, 2);
  EXPECT_EQ(got.rows[0].site->id, 9);
  EXPECT_FALSE(got.rows[4].site);
  const DemandCoverage closer = demand_coverage(set, SiteIndex({&site, 1}), Geometry(), people, {std::nextafter(limit_m, 0)});
  EXPECT_EQ(closer.served, Tally{});
  EXPECT_EQ(closer.used, (Tally{5, 4130}));  // no study area: nobody is outside
}

TEST(Demand, WithoutASiteAllAreBeyond) {
  const std::vector<Demand> people = {{corner(1, 1), 5}};
  const DemandCoverage got = demand_coverage({}, SiteIndex({}), Geometry(), people);
  EXPECT_EQ(got.neither, (Tally{1, 5}));
  EXPECT_FALSE(got.rows[0].site);
  EXPECT_EQ(demand_coverage({}, SiteIndex({}), Geometry(), {}).used, Tally{});
}

TEST(Demand, AgreesWithAskingEveryCatchmentAndSite) {
  std::mt19937_64 random(31);
  std::uniform_int_distribution<int> step(0, 24);
  for (int round = 0; round < 1000; ++round) {
    std::vector<Catchment> catchments;
    for (const auto& b : test_support::random_blocks(random, round % 7)) {
      catchments.push_back({static_cast<std::int64_t>(random() % 900), block(b)});
    }
    const CatchmentSet set = prepare_catchments(catchments);
    std::vector<Place> sites;
    for (int i = round % 5; i > 0; --i) { sites.push_back({i, {39 + step(random) * 0.05, -13 + step(random) * 0.05}}); }
    std::vector<Demand> demand;
    for (int i = 0; i < 30; ++i) {  // on a lattice of half squares: many on borders
      demand.push_back({LonLat{39 + step(random) * 0.05, -13 + step(random) * 0.05}, 0.1 * static_cast<double>(random() % 1000)});
    }
    const Geometry study = round % 3 == 0 ? Geometry() : block(test_support::random_blocks(random, 1)[0]);
    const double service_m = static_cast<double>(random() % 60'000);
    const DemandCoverage got = demand_coverage(set, SiteIndex(sites), study, demand, {service_m});
    std::size_t rows[2][2] = {};
    double weight = 0;
    for (std::size_t i = 0; i < demand.size(); ++i) {
      if (!study.is_none() && !covers(study, *demand[i].at)) {
        ASSERT_EQ(got.rows[i].reason, NotCounted::outside_study);
        continue;
      }
      std::uint32_t count = 0;
      for (const Catchment& c : set.used) { count += covers(c.area, *demand[i].at) ? 1 : 0; }
      const bool within =
          std::any_of(sites.begin(), sites.end(), [&](const Place& s) { return distance_m(s.at, *demand[i].at) <= service_m; });
      ASSERT_EQ(got.rows[i].catchments, count);
      ASSERT_EQ(got.rows[i].within, within);
      ++rows[count > 0 ? 1 : 0][within ? 1 : 0];
      weight += demand[i].weight;
    }
    ASSERT_EQ(got.served.rows, rows[1][1]);
    ASSERT_EQ(got.catchment_only.rows, rows[1][0]);
    ASSERT_EQ(got.site_only.rows, rows[0][1]);
    ASSERT_EQ(got.neither.rows, rows[0][0]);
    ASSERT_NEAR(got.used.weight, weight, 1e-9 * (1 + weight));
    ASSERT_NEAR(got.served.weight + got.catchment_only.weight + got.site_only.weight + got.neither.weight, weight, 1e-9 * (1 + weight));
    std::shuffle(demand.begin(), demand.end(), random);
    const DemandCoverage again = demand_coverage(set, SiteIndex(sites), study, demand, {service_m});
    ASSERT_EQ(again.used, got.used);  // to the last bit
    ASSERT_EQ(again.served, got.served);
    ASSERT_EQ(again.neither, got.neither);
  }
}

TEST(Demand, RefusesStopsAndNamesItsReasons) {
  EXPECT_THROW(demand_coverage({}, SiteIndex({}), Geometry(), {}, {-1}), Error);
  EXPECT_THROW(demand_coverage({}, SiteIndex({}), Geometry::point({1, 1}), {}), Error);
  const std::vector<Demand> people(3);
  EXPECT_TRUE(demand_coverage({}, SiteIndex({}), Geometry(), people, {}, Progress({}, [] { return true; })).cancelled);
  EXPECT_EQ(code(NotCounted::none), "");
  EXPECT_EQ(code(NotCounted::no_position), "no_position");
  EXPECT_EQ(code(NotCounted::bad_weight), "bad_weight");
  EXPECT_EQ(code(NotCounted::outside_study), "outside_study");
}

}  // namespace
}  // namespace geo
