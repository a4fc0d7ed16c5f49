// SPDX-License-Identifier: Apache-2.0
#include "tiles/pmtiles_id.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <random>

using tiles::pmtiles_id;
using tiles::tile_of_pmtiles_id;
using tiles::TileId;

namespace {

TEST(PmtilesId, IsThatOfTheSpecification) {
  EXPECT_EQ(pmtiles_id(TileId(0, 0, 0)), 0U);
  // Zoom 1: down, right, up; zoom 2 begins behind it.
  EXPECT_EQ(pmtiles_id(TileId(1, 0, 0)), 1U);
  EXPECT_EQ(pmtiles_id(TileId(1, 1, 0)), 2U);
  EXPECT_EQ(pmtiles_id(TileId(1, 1, 1)), 3U);
  EXPECT_EQ(pmtiles_id(TileId(1, 0, 1)), 4U);
  EXPECT_EQ(pmtiles_id(TileId(2, 0, 0)), 5U);
  // A value that other implementations are tested with: zoom 12, column 3423, row 1763.
  EXPECT_EQ(pmtiles_id(TileId(12, 1763, 3423)), 19'078'479U);
}

TEST(PmtilesId, IsACurveThroughEachTileOnce) {
  std::optional<TileId> before;
  for (std::uint64_t id = 0; id < tiles::first_pmtiles_id(7); ++id) {
    const auto tile = tile_of_pmtiles_id(id);
    ASSERT_TRUE(tile.has_value());
    EXPECT_EQ(pmtiles_id(*tile), id);
    if (before && before->zoom() == tile->zoom()) {
      const int steps = std::abs(static_cast<int>(before->row()) - static_cast<int>(tile->row())) +
                        std::abs(static_cast<int>(before->column()) - static_cast<int>(tile->column()));
      EXPECT_EQ(steps, 1) << "a Hilbert curve goes from neighbour to neighbour";
    }
    before = tile;
  }
}

TEST(PmtilesId, OfTheFourBelowFollowEachOther) {
  std::mt19937_64 random(20261);
  for (int i = 0; i < 2000; ++i) {
    const int zoom = static_cast<int>(random() % tiles::max_zoom);
    const std::uint32_t mask = (std::uint32_t{1} << zoom) - 1;
    const TileId tile(zoom, static_cast<std::uint32_t>(random()) & mask, static_cast<std::uint32_t>(random()) & mask);
    EXPECT_EQ(tile_of_pmtiles_id(pmtiles_id(tile)), tile);
    const std::uint64_t first = tiles::first_pmtiles_id(zoom + 1) + 4 * (pmtiles_id(tile) - tiles::first_pmtiles_id(zoom));
    for (std::uint64_t k = 0; k < 4; ++k) {
      const auto below = tile_of_pmtiles_id(first + k);
      ASSERT_TRUE(below.has_value());
      EXPECT_EQ(TileId(zoom, below->row() / 2, below->column() / 2), tile);
    }
  }
}

TEST(PmtilesId, EndsWithTheDeepestZoom) {
  EXPECT_TRUE(tile_of_pmtiles_id(tiles::first_pmtiles_id(tiles::max_zoom + 1) - 1).has_value());
  EXPECT_FALSE(tile_of_pmtiles_id(tiles::first_pmtiles_id(tiles::max_zoom + 1)).has_value());
  EXPECT_FALSE(tile_of_pmtiles_id(UINT64_MAX).has_value());
}

}  // namespace
