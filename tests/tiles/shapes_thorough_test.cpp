// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/wkb.hpp"
#include "tests/tiles/decoder.hpp"
#include "tests/tiles/planar.hpp"
#include "tests/tiles/seamless.hpp"
#include "tiles/tile_source.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <numbers>

using tiles_tests::buffer;

namespace {

TEST(Shapes, AreSeamlessInManyCountries) {
  std::mt19937_64 random(171);
  const int rounds = std::getenv("BAIRRO_FULL") != nullptr ? 400 : 40;
  for (int round = 0; round < rounds; ++round) {
    const tiles::MatrixSet set = tiles::every_matrix_set[static_cast<std::size_t>(round / 4 % 2)];
    tiles_tests::expect_seamless_everywhere(random, round, 1 << (random() % 10), set);
  }
}

// A coast of a million vertices: what a tile costs is bounded by what can be seen in it.
TEST(Shapes, OfAMillionVerticesAreSmallTiles) {
  constexpr int vertices = 1'000'000;
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::polygon);
  wkb.begin_ring();
  for (int i = 0; i <= vertices; ++i) {
    const double angle = 2 * std::numbers::pi * (i % vertices) / vertices;
    const double radius = 3 + 0.5 * std::sin(40 * angle) + 0.02 * std::sin(3000 * angle) + 0.0001 * std::sin(70'000 * angle);
    wkb.vertex({40 + radius * std::cos(angle), -12 + radius * std::sin(angle)});
  }
  wkb.end_ring();
  wkb.end();
  const std::string shape(wkb.bytes());
  const auto view = tiles_tests::view_of_areas({shape});
  const auto shapes = tiles::Shapes::of(*view);
  ASSERT_NE(shapes, nullptr);
  for (int zoom = 0; zoom <= 20; ++zoom) {
    for (const geo::LonLat p : {geo::LonLat{43, -12}, geo::LonLat{40, -9}, geo::LonLat{40, -12}}) {
      const tiles::TileId tile = tiles_tests::tile_at(p, zoom);
      const auto drawn = tiles::TileShapes(shapes, tile, buffer).draw(1, shape).polygons;
      EXPECT_EQ(tiles_tests::fault_of(drawn), "") << zoom;
      EXPECT_LT(tiles_tests::edges_of(drawn).size(), 20'000U) << zoom;
    }
  }
  EXPECT_LT(shapes->level(4)->vertices(), 20'000U);
  EXPECT_GT(shapes->level(18)->vertices(), 900'000U);
}

}  // namespace
