// SPDX-License-Identifier: Apache-2.0
// The decoder for people against the strict one of the tests, which shares nothing with it.
#include "tiles/mvt_decoder.hpp"

#include "geo/base/error.hpp"
#include "tests/tiles/decoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace {

using tiles::FeatureKind;
using tiles::GridLine;
using tiles::GridPoint;
using tiles::GridRing;
using tiles::LayerWriter;
using tiles::Tag;
using tiles::TileLayer;
using tiles::TileValue;

/// A layer of random features of every kind, with values of every type.
std::string random_tile(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::int64_t n) { return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random); };
  const auto point = [&] { return GridPoint{static_cast<std::int32_t>(below(4300) - 100), static_cast<std::int32_t>(below(4300) - 100)}; };
  const auto line = [&] {
    GridLine vertices{point()};
    for (std::int64_t n = 1 + below(4); n > 0;) {
      const GridPoint next = point();
      if (next == vertices.back()) { continue; }
      vertices.push_back(next);
      --n;
    }
    return vertices;
  };
  const auto square = [&](std::int32_t x, std::int32_t y, std::int32_t side) {
    return GridRing{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}};
  };
  const std::vector<TileValue> values{true, std::int64_t{0}, std::int64_t{-7},    INT64_MAX,    INT64_MIN,
                                      0.5,  -1e300,          std::string("ação"), std::string()};
  LayerWriter layer("camada");
  for (std::int64_t n = 1 + below(30); n > 0; --n) {
    std::vector<Tag> tags;
    for (const char* key : {"a", "b", "count", "ç"}) {
      if (below(2) == 0) { tags.push_back({layer.key(key), layer.value(values[static_cast<std::size_t>(below(9))])}); }
    }
    const auto id = static_cast<std::uint64_t>(below(INT64_MAX));
    switch (below(3)) {
      case 0: layer.add_points(id, tags, std::vector<GridPoint>{point(), point()}); break;
      case 1: layer.add_lines(id, tags, std::vector<GridLine>{line(), line()}); break;
      default: {
        const GridPoint p = point();
        layer.add_polygons(
            id, tags, std::vector<tiles::GridPolygon>{{square(p.x, p.y, 40), square(p.x + 5, p.y + 5, 10)}, {square(p.x + 90, p.y, 3)}});
      }
    }
  }
  return layer.tile();
}

TEST(DecodeTile, SeesWhatTheStrictDecoderSees) {
  std::size_t features = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const std::string tile = random_tile(seed);
    const tiles_tests::DecodedLayer expected = tiles_tests::decode_one(tile);
    const std::vector<TileLayer> layers = tiles::decode_tile(tile);
    ASSERT_EQ(layers.size(), 1U);
    const TileLayer& layer = layers[0];
    EXPECT_EQ(layer.name, expected.name);
    EXPECT_EQ(layer.version, expected.version);
    EXPECT_EQ(layer.extent, expected.extent);
    EXPECT_EQ(layer.keys, expected.keys);
    EXPECT_EQ(layer.values, expected.values);
    ASSERT_EQ(layer.features.size(), expected.features.size());
    for (std::size_t i = 0; i < layer.features.size(); ++i) {
      const tiles::TileFeature& f = layer.features[i];
      const tiles_tests::DecodedFeature& e = expected.features[i];
      EXPECT_EQ(f.id, e.id);
      EXPECT_EQ(static_cast<int>(f.kind), e.type);
      std::map<std::string, TileValue> tags;
      for (const Tag& tag : f.tags) { tags[layer.keys[tag.key]] = layer.values[tag.value]; }
      EXPECT_EQ(tags, e.tags);
      const std::vector<GridLine> parts = e.type == 1 ? std::vector<GridLine>{e.points} : e.type == 2 ? e.lines : e.rings;
      EXPECT_EQ(f.parts, parts);
      ++features;
    }
  }
  EXPECT_GT(features, 3000U);
}

TEST(DecodeTile, ThereIsNothingInAnEmptyTile) { EXPECT_TRUE(tiles::decode_tile("").empty()); }

// Bytes cut off, changed, put in: an error or another tile, never a crash or a read outside (the sanitizers see that).
TEST(DecodeTile, StandsDamage) {
  std::mt19937_64 random(5);
  int refused = 0;
  const auto decode = [&](const std::string& bytes) {
    try {
      (void)tiles::decode_tile(bytes);
    } catch (const geo::Error& error) {
      EXPECT_EQ(error.problem(), geo::Problem::input);
      ++refused;
    }
  };
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::string tile = random_tile(seed);
    for (std::size_t size = 0; size < std::min<std::size_t>(tile.size(), 200); ++size) { decode(tile.substr(0, size)); }
    for (int i = 0; i < 400; ++i) {
      std::string damaged = tile;
      for (std::uint64_t n = 1 + random() % 4; n > 0; --n) { damaged[random() % damaged.size()] = static_cast<char>(random()); }
      decode(damaged);
    }
  }
  EXPECT_GT(refused, 2000);
}

TEST(DecodeTile, SaysWhatIsWrong) {
  LayerWriter layer("a");
  const Tag tag{layer.key("k"), layer.value(true)};
  layer.add_points(1, {&tag, 1}, std::vector<GridPoint>{{25, 17}});
  std::string tile = layer.tile();
  const std::size_t tags = tile.find(std::string("\x12\x02\x00\x00", 4));
  ASSERT_NE(tags, std::string::npos);
  tile[tags + 3] = '\x05';
  try {
    (void)tiles::decode_tile(tile);
    FAIL();
  } catch (const geo::Error& error) { EXPECT_NE(error.text().en.find("not in its table"), std::string::npos); }
}

}  // namespace
