// SPDX-License-Identifier: Apache-2.0
#include "geo/index/quadkey.hpp"

#include "geo/base/lonlat.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace {

using geo::TileColumnRow;

TileColumnRow tile(double lon, double lat, int zoom) {
  return geo::tile_of_cell(geo::cell_of(geo::quadkey(geo::to_lattice(lon), geo::to_lattice(lat)), zoom));
}

struct Case {
  double lon;
  double lat;
  int zoom;
  TileColumnRow expected;
};

// Tiles computed with the formula of OpenStreetMap's "slippy map tilenames": Berlin, Pemba, and the corners of the world.
TEST(Quadkey, GivesTheTilesOfSlippyMaps) {
  const Case cases[] = {
      {0, 0, 0, {0, 0}},
      {0, 0, 1, {1, 1}},
      {-0.0000001, 0.0000001, 1, {0, 0}},
      {13.37771496, 52.51628219, 18, {140813, 85975}},
      {40.5178, -12.9740, 12, {2509, 2196}},
      {40.5178, -12.9740, 0, {0, 0}},
      {-180, 85.0511287, 20, {0, 0}},
      {-180, 90, 20, {0, 0}},
      {180, -90, 4, {15, 15}},
      {179.9999999, -85.06, 3, {7, 7}},
  };
  for (const Case& c : cases) { EXPECT_EQ(tile(c.lon, c.lat, c.zoom), c.expected) << c.lon << ' ' << c.lat << " zoom " << c.zoom; }
}

TEST(Quadkey, AgreesWithTheTextbookFormulaAtEveryZoom) {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<std::int32_t> lons(-1'800'000'000, 1'800'000'000);
  std::uniform_int_distribution<std::int32_t> lats(-850'511'287, 850'511'287);
  constexpr long double pi = std::numbers::pi_v<long double>;
  for (int i = 0; i < 100'000; ++i) {
    const std::int32_t lon = lons(random);
    const std::int32_t lat = lats(random);
    const long double phi = static_cast<long double>(lat) / 1e7L * pi / 180;
    const long double x = (static_cast<long double>(lon) / 1e7L + 180) / 360;
    const long double y = (1 - std::asinh(std::tan(phi)) / pi) / 2;
    const std::uint64_t key = geo::quadkey(lon, lat);
    for (int zoom = 0; zoom <= 30; ++zoom) {
      const long double n = std::ldexp(1.0L, zoom);
      const TileColumnRow got = geo::tile_of_cell(geo::cell_of(key, zoom));
      // Within a ten-thousandth of a zoom-32 tile of an edge either side is right.
      const long double slack = 1e-4L * n / 0x1p32L;
      EXPECT_GE(x * n, got.column - slack);
      EXPECT_LE(std::min(x * n, n - 0.5L), got.column + 1 + slack);
      EXPECT_GE(y * n, got.row - slack);
      EXPECT_LE(y * n, got.row + 1 + slack);
    }
  }
}

TEST(Quadkey, RowsFollowTheOrderOfLatitudesStepByStep) {
  std::mt19937_64 random(8);
  std::uniform_int_distribution<std::int32_t> lats(-850'511'280, 850'511'280);
  for (int i = 0; i < 1000; ++i) {
    const std::int32_t start = lats(random);
    std::uint32_t north = geo::tile_of_cell(geo::quadkey(0, start)).row;
    for (std::int32_t lat = start - 1; lat > start - 7; --lat) {
      const std::uint32_t row = geo::tile_of_cell(geo::quadkey(0, lat)).row;
      EXPECT_GT(row, north) << lat;
      north = row;
    }
  }
}

TEST(Quadkey, CellsNestAndTilesComeBack) {
  std::mt19937_64 random(9);
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t key = random();
    EXPECT_EQ(geo::cell_of_tile(geo::tile_of_cell(key)), key);
    for (int zoom = 1; zoom <= 32; ++zoom) { EXPECT_EQ(geo::cell_of(key, zoom) >> 2U, geo::cell_of(key, zoom - 1)); }
  }
  EXPECT_EQ(geo::cell_of_tile({1, 0}), 1U);
  EXPECT_EQ(geo::cell_of_tile({0, 1}), 2U);
}

}  // namespace
