// SPDX-License-Identifier: Apache-2.0
#include "tiles/tile_id.hpp"

#include "geo/index/quadkey.hpp"
#include "tests/tiles/places.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

using tiles::MatrixSet;
using tiles::TileId;

namespace {

TEST(TileId, ParsesWhatLiesInTheMatrix) {
  struct Case {
    const char *zoom, *row, *column;
    bool is_tile;
  };
  const std::vector<Case> cases{
      {"0", "0", "0", true},           {"1", "1", "1", true},      {"24", "16777215", "16777215", true},
      {"12", "2196", "2509", true},    {"0", "0", "1", false},     {"1", "2", "0", false},
      {"1", "0", "2", false},          {"25", "0", "0", false},    {"24", "16777216", "0", false},
      {"-1", "0", "0", false},         {"1", "-1", "0", false},    {"01", "0", "0", false},
      {"1", "00", "0", false},         {"1", "+1", "0", false},    {"1", "1.0", "0", false},
      {"1", "1e0", "0", false},        {"", "0", "0", false},      {"1", "", "0", false},
      {"1", "0", " 0", false},         {"1", "0", "0x0", false},   {"99999999999999999999", "0", "0", false},
      {"1", "4294967296", "0", false}, {"1", "0", "0.pbf", false},
  };
  for (const Case& c : cases) {
    const auto tile = TileId::parse(c.zoom, c.row, c.column);
    EXPECT_EQ(tile.has_value(), c.is_tile) << c.zoom << '/' << c.row << '/' << c.column;
    if (tile) {
      EXPECT_EQ(std::to_string(tile->zoom()), c.zoom);
      EXPECT_EQ(std::to_string(tile->row()), c.row);
      EXPECT_EQ(std::to_string(tile->column()), c.column);
    }
  }
}

TEST(TileId, OfDegreesHasTwiceAsManyColumnsAsRows) {
  constexpr MatrixSet quad = MatrixSet::world_crs84_quad;
  struct Case {
    const char *zoom, *row, *column;
    bool is_tile;
  };
  const std::vector<Case> cases{
      {"0", "0", "0", true},   {"0", "0", "1", true},          {"0", "0", "2", false},         {"0", "1", "0", false},
      {"1", "1", "3", true},   {"1", "2", "0", false},         {"1", "0", "4", false},         {"24", "16777215", "33554431", true},
      {"25", "0", "0", false}, {"24", "16777216", "0", false}, {"24", "0", "33554432", false}, {"1", "01", "0", false},
  };
  for (const Case& c : cases) {
    const auto tile = TileId::parse(c.zoom, c.row, c.column, quad);
    EXPECT_EQ(tile.has_value(), c.is_tile) << c.zoom << '/' << c.row << '/' << c.column;
    if (tile) { EXPECT_EQ(tile->set(), quad); }
  }
  EXPECT_NE(TileId(1, 1, 1), TileId(1, 1, 1, quad)) << "another place";
}

TEST(TileId, BoundsOfDegreesAreShareOfDegrees) {
  constexpr MatrixSet quad = MatrixSet::world_crs84_quad;
  EXPECT_EQ(TileId(0, 0, 0, quad).bounds_crs84(), (geo::BBox{-180, -90, 0, 90}));
  EXPECT_EQ(TileId(0, 0, 1, quad).bounds_crs84(64), (geo::BBox{-2.8125, -90, 180, 90}));
  EXPECT_EQ(TileId(1, 1, 2, quad).bounds_crs84(), (geo::BBox{0, -90, 90, 0}));
  EXPECT_EQ(TileId(4, 9, 19, quad).bounds_crs84(), (geo::BBox{33.75, -22.5, 45, -11.25}));
  const auto metres = TileId(1, 0, 0, quad).bounds_plane_m();  // as long as at the equator
  EXPECT_NEAR(metres.west, -20'037'508.342789244, 1e-6);
  EXPECT_NEAR(metres.north, 10'018'754.171394622, 1e-6);
  EXPECT_NEAR(metres.south, 0, 1e-6);
  EXPECT_NEAR(metres.east, -10'018'754.171394622, 1e-6);
}

TEST(TileId, BoundsInMetres) {
  constexpr double edge = 20'037'508.342'789'244;
  const auto world = TileId(0, 0, 0).bounds_plane_m();
  EXPECT_NEAR(world.west, -edge, 1e-6);
  EXPECT_NEAR(world.south, -edge, 1e-6);
  EXPECT_NEAR(world.east, edge, 1e-6);
  EXPECT_NEAR(world.north, edge, 1e-6);
  // Figures of the OGC's standard: 12/2196/2509 is one 4096th of the world to a side.
  const auto tile = TileId(12, 2196, 2509).bounds_plane_m();
  EXPECT_NEAR(tile.east - tile.west, 9783.939620502, 1e-6);
  EXPECT_NEAR(tile.west, -edge + 2509 * 9783.939620502, 1e-3);
  EXPECT_NEAR(tile.north, edge - 2196 * 9783.939620502, 1e-3);
  const auto wide = TileId(12, 2196, 2509).bounds_plane_m(64);
  EXPECT_NEAR(tile.west - wide.west, 9783.939620502 / 64, 1e-6);
  EXPECT_NEAR(wide.north - tile.north, 9783.939620502 / 64, 1e-6);
}

TEST(TileId, BoundsInDegrees) {
  const geo::BBox world = TileId(0, 0, 0).bounds_crs84(64);
  EXPECT_NEAR(world.west, -180, 1e-9);
  EXPECT_NEAR(world.east, 180, 1e-9);
  EXPECT_NEAR(world.south, -85.0511287798066, 1e-9);
  EXPECT_NEAR(world.north, 85.0511287798066, 1e-9);
  const geo::BBox south_east = TileId(1, 1, 1).bounds_crs84();
  EXPECT_NEAR(south_east.west, 0, 1e-9);
  EXPECT_NEAR(south_east.north, 0, 1e-9);
  // Pemba lies in it.
  EXPECT_TRUE(TileId(12, 2196, 2509).bounds_crs84().contains({40.5178, -12.9740}));
}

class TileIdOf : public testing::TestWithParam<MatrixSet> {};
INSTANTIATE_TEST_SUITE_P(Sets, TileIdOf, tiles_tests::every_set(), tiles_tests::name_of_set);

TEST_P(TileIdOf, EveryPointLiesInTheSearchBoxOfItsTile) {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<std::int32_t> lon(-1'800'000'000, 1'800'000'000);
  std::uniform_int_distribution<std::int32_t> lat(-900'000'000, 900'000'000);
  for (int i = 0; i < 20'000; ++i) {
    const std::int32_t x = i == 0 ? 1'800'000'000 : i == 1 ? -1'800'000'000 : lon(random);
    const std::int32_t y = i == 0 ? 900'000'000 : i == 1 ? -900'000'000 : lat(random);
    const geo::LonLat p{geo::from_lattice(x), geo::from_lattice(y)};
    const TileId tile = tiles_tests::tile_of_point(GetParam(), p, static_cast<int>(random() % (tiles::max_zoom + 1)));
    EXPECT_EQ(tile.cell(), tiles_tests::cell_of_point(GetParam(), p, tile.depth()));
    for (int depth = tile.depth(); depth <= 30; ++depth) {
      EXPECT_TRUE(tile.holds(tiles_tests::cell_of_point(GetParam(), p, depth), depth));
    }
    EXPECT_TRUE(tile.search_box().contains(p)) << x << ' ' << y << " z" << tile.zoom();
    const geo::TileColumnRow place = tiles::place_of(GetParam(), x, y);
    EXPECT_EQ(geo::cell_of_tile(place), tiles_tests::cell_of_point(GetParam(), p, tiles::place_depth));
    const tiles::PlanePoint on_grid = tile.to_grid(p);
    EXPECT_TRUE(on_grid.x > -0.01 && on_grid.y > -0.01 && on_grid.x < 4096.01 && on_grid.y < 4096.01)
        << x << ' ' << y << " z" << tile.zoom();
  }
}

TEST_P(TileIdOf, GridAndDegreesAreInverse) {
  const TileId tile(9, 274, 313, GetParam());
  const geo::BBox box = tile.bounds_crs84();
  const auto north_west = tile.to_grid({box.west, box.north});
  const auto south_east = tile.to_grid({box.east, box.south});
  EXPECT_NEAR(north_west.x, 0, 1e-6);
  EXPECT_NEAR(north_west.y, 0, 1e-6);
  EXPECT_NEAR(south_east.x, 4096, 1e-6);
  EXPECT_NEAR(south_east.y, 4096, 1e-6);
}

}  // namespace
