// SPDX-License-Identifier: Apache-2.0
#include "geo/index/area_index.hpp"

#include "geo/geometry/area.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/validity.hpp"
#include "geo/geometry/wkb.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace geo {
namespace {

using Numbers = std::vector<std::uint32_t>;

Numbers find(const AreaIndex& index, LonLat p) {
  Numbers found{99};
  index.find(p, found);
  return found;
}

/// The slow truth: GEOS asked about every area.
class Geos {
 public:
  explicit Geos(const std::vector<Geometry>& areas) {
    for (const Geometry& area : areas) { m_areas.emplace_back(area); }
  }
  Numbers find(LonLat p) {
    Numbers found;
    for (std::size_t i = 0; i < m_areas.size(); ++i) {
      if (m_areas[i].covers(p)) { found.push_back(static_cast<std::uint32_t>(i)); }
    }
    return found;
  }

 private:
  std::vector<PreparedArea> m_areas;
};

Geometry rectangle(double west, double south, double east, double north) {
  return from_polygons({{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}});
}

/// A star with teeth around a place; neighbours overlap.
Geometry star(std::mt19937& random, double lon, double lat, std::size_t vertices, bool on_grid) {
  std::uniform_real_distribution<double> radius(0.4, 1.6);
  Ring ring;
  for (std::size_t i = 0; i < vertices; ++i) {
    const double angle = 2 * std::acos(-1.0) * static_cast<double>(i) / static_cast<double>(vertices);
    LonLat p{lon + radius(random) * std::cos(angle), lat + radius(random) * std::sin(angle)};
    if (on_grid) { p = {std::round(p.lon * 4) / 4, std::round(p.lat * 4) / 4}; }
    ring.push_back(p);
  }
  ring.push_back(ring.front());
  return repair_polygon(from_polygons({{ring}})).geometry;
}

TEST(AreaIndex, NothingInNothing) {
  EXPECT_EQ(AreaIndex().size(), 0U);
  EXPECT_EQ(find(AreaIndex(), {1, 1}), Numbers{});
  const AreaIndex points(std::vector<Geometry>{Geometry(), Geometry::point({1, 1})});
  EXPECT_EQ(points.size(), 2U);
  EXPECT_EQ(find(points, {1, 1}), Numbers{});
  EXPECT_FALSE(points.covers(1, {1, 1}));
  EXPECT_FALSE(points.is_within(0, {1, 1}, 1e6));
}

TEST(AreaIndex, BordersBelongToBothSides) {
  const AreaIndex index(std::vector<Geometry>{rectangle(38, -14, 39, -12), Geometry(), rectangle(39, -14, 40, -12)});
  EXPECT_EQ(find(index, {38.5, -13}), Numbers{0});
  EXPECT_EQ(find(index, {39.5, -13}), Numbers{2});
  EXPECT_EQ(find(index, {39, -13}), (Numbers{0, 2}));
  for (const LonLat corner : {LonLat{38, -14}, {38, -12}, {38.25, -14}, {38, -12.75}}) { EXPECT_EQ(find(index, corner), Numbers{0}); }
  for (const LonLat out : {LonLat{37.9999999, -13}, {40.0000001, -13}, {39, -11.9999999}, {39, -14.0000001}, {0, 0}}) {
    EXPECT_EQ(find(index, out), Numbers{});
  }
  EXPECT_EQ(find(index, {std::nan(""), -13}), Numbers{});
}

TEST(AreaIndex, HolesAndPartsAndOpenRings) {
  const Ring shell{{0, 0}, {10, 0}, {10, 10}, {0, 10}};  // open: counts as closed
  const Ring hole{{4, 4}, {4, 6}, {6, 6}, {6, 4}, {4, 4}};
  const Ring island{{20, 0}, {21, 0}, {21, 1}, {20, 0}};
  const AreaIndex index(std::vector<Geometry>{from_polygons({{shell, hole}, {island}})});
  EXPECT_EQ(find(index, {1, 1}), Numbers{0});
  EXPECT_EQ(find(index, {5, 5}), Numbers{});
  EXPECT_EQ(find(index, {4, 5}), Numbers{0});
  EXPECT_EQ(find(index, {0, 5}), Numbers{0});  // on the edge that was not written
  EXPECT_EQ(find(index, {20.9, 0.5}), Numbers{0});
  EXPECT_EQ(find(index, {15, 0.5}), Numbers{});
}

TEST(AreaIndex, AgreesWithGeosOnRandomAreas) {
  for (const bool on_grid : {false, true}) {
    std::mt19937 random(on_grid ? 3 : 4);
    std::uniform_real_distribution<double> place(0, 6);
    std::vector<Geometry> areas;
    for (const std::size_t vertices : {3, 4, 5, 8, 20, 60, 200, 700, 2000}) {
      for (int i = 0; i < 3; ++i) { areas.push_back(star(random, 36 + place(random), -14 + place(random), vertices, on_grid)); }
    }
    const AreaIndex index(areas);
    Geos geos(areas);
    std::uniform_real_distribution<double> lon(34, 44);
    std::uniform_real_distribution<double> lat(-16, -6);
    std::size_t covered = 0;
    for (int i = 0; i < 3000; ++i) {
      LonLat p{lon(random), lat(random)};
      if (on_grid && i % 2 == 0) { p = {std::round(p.lon * 8) / 8, std::round(p.lat * 8) / 8}; }  // many on edges and vertices
      const Numbers truth = geos.find(p);
      ASSERT_EQ(find(index, p), truth) << p.lon << ' ' << p.lat;
      covered += truth.size();
    }
    EXPECT_GT(covered, 1000U);
  }
}

TEST(AreaIndex, EveryVertexAndMiddleOfAnEdge) {
  std::mt19937 random(8);
  std::vector<Geometry> areas;
  for (int i = 0; i < 6; ++i) { areas.push_back(star(random, 38 + i * 0.7, -12, 300, i % 2 == 0)); }
  const AreaIndex index(areas);
  Geos geos(areas);
  for (std::size_t a = 0; a < areas.size(); ++a) {
    for (const Polygon& polygon : polygons_of(areas[a])) {
      for (const Ring& ring : polygon) {
        for (std::size_t i = 1; i < ring.size(); ++i) {
          EXPECT_TRUE(index.covers(a, ring[i]));
          const LonLat middle{(ring[i].lon + ring[i - 1].lon) / 2, (ring[i].lat + ring[i - 1].lat) / 2};
          EXPECT_EQ(find(index, middle), geos.find(middle));
        }
      }
    }
  }
}

/// Edges that run from end to end stand in few strips: the index must stay small, and right.
TEST(AreaIndex, LongThinTeeth) {
  Ring comb{{0, 0}};
  for (int i = 0; i < 20'000; ++i) { comb.push_back({i * 1e-3, i % 2 == 0 ? 10.0 : 0.1}); }
  comb.push_back({20, 0});
  comb.push_back({0, 0});
  const std::vector<Geometry> areas{from_polygons({{comb}})};
  const AreaIndex index(areas);
  std::mt19937 random(2);
  std::uniform_real_distribution<double> lon(-1, 21);
  std::uniform_real_distribution<double> lat(-1, 11);
  PreparedArea truth(areas[0]);
  for (int i = 0; i < 300; ++i) {
    const LonLat p{lon(random), lat(random)};
    ASSERT_EQ(index.covers(0, p), truth.covers(p)) << p.lon << ' ' << p.lat;
  }
}

TEST(AreaIndex, WithinIsTheDistanceToTheBorder) {
  const Geometry area = rectangle(38, -14, 39, -12);
  const AreaIndex index(std::vector<Geometry>{area});
  EXPECT_TRUE(index.is_within(0, {38.5, -13}, 0));
  std::mt19937 random(6);
  std::uniform_real_distribution<double> lon(37.9, 38.2);
  std::uniform_real_distribution<double> lat(-14.1, -11.9);
  for (int i = 0; i < 2000; ++i) {
    const LonLat p{lon(random), lat(random)};
    const LonLat nearest{std::clamp(p.lon, 38.0, 39.0), std::clamp(p.lat, -14.0, -12.0)};
    const double truth = distance_m(p, nearest);
    if (std::fabs(truth - 2000) < 10) { continue; }
    EXPECT_EQ(index.is_within(0, p, 2000), truth < 2000) << p.lon << ' ' << p.lat << ' ' << truth;
  }
}

}  // namespace
}  // namespace geo
