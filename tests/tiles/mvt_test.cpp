// SPDX-License-Identifier: Apache-2.0
#include "tiles/mvt.hpp"

#include "tests/tiles/decoder.hpp"

#include <gtest/gtest.h>

using tiles::GridLine;
using tiles::GridPoint;
using tiles::GridPolygon;
using tiles::GridRing;
using tiles::LayerWriter;
using tiles::Tag;
using tiles::TileValue;
using tiles_tests::decode_one;

namespace {

TEST(LayerWriter, IsEmptyWithoutFeatures) {
  LayerWriter layer("a");
  layer.key("k");
  EXPECT_EQ(layer.tile(), "");
}

// The bytes of the example of section 4.3.5.1 of the specification: a point at 25,17.
TEST(LayerWriter, WritesThePointOfTheSpecification) {
  LayerWriter layer("a");
  layer.add_points(1, {}, std::vector<GridPoint>{{25, 17}});
  const std::string expected(
      "\x1a\x13"  // tile: layer
      "\x78\x02"  // version 2
      "\x0a\x01"
      "a"                     // name
      "\x12\x09"              // feature
      "\x08\x01"              // id 1
      "\x18\x01"              // POINT
      "\x22\x03\x09\x32\x22"  // geometry 9 50 34
      "\x28\x80\x20",
      21);  // extent 4096
  EXPECT_EQ(layer.tile(), expected);
}

TEST(LayerWriter, KeepsEveryTypeOfValueOnce) {
  LayerWriter layer("a");
  const std::vector<TileValue> values{true, false, std::int64_t{1},  std::int64_t{-1}, INT64_MAX,         INT64_MIN,
                                      1.0,  -0.25, std::string("1"), std::string(),    std::string("Não")};
  for (int twice = 0; twice < 2; ++twice) {
    std::vector<Tag> tags;
    for (std::size_t i = 0; i < values.size(); ++i) { tags.push_back({layer.key("k" + std::to_string(i)), layer.value(values[i])}); }
    layer.add_points(7, tags, std::vector<GridPoint>{{1, 2}});
  }
  const auto decoded = decode_one(layer.tile());
  EXPECT_EQ(decoded.keys.size(), values.size());
  EXPECT_EQ(decoded.values.size(), values.size());
  ASSERT_EQ(decoded.features.size(), 2U);
  for (const auto& feature : decoded.features) {
    for (std::size_t i = 0; i < values.size(); ++i) { EXPECT_EQ(feature.tags.at("k" + std::to_string(i)), values[i]) << i; }
  }
}

TEST(LayerWriter, GeometriesComeBack) {
  LayerWriter layer("shapes");
  const std::vector<GridPoint> points{{0, 0}, {-5, 4100}, {4096, 7}};
  const std::vector<GridLine> lines{{{2, 2}, {2, 10}, {10, 10}}, {{1, 1}, {-3, 5}}};
  layer.add_points(1, {}, points);
  layer.add_lines((std::uint64_t{1} << 53U) - 1, {}, lines);
  const auto decoded = decode_one(layer.tile());
  ASSERT_EQ(decoded.features.size(), 2U);
  EXPECT_EQ(decoded.features[0].points, points);
  EXPECT_EQ(decoded.features[1].lines, lines);
  EXPECT_EQ(decoded.features[1].id, (std::uint64_t{1} << 53U) - 1);
}

TEST(LayerWriter, TurnsRingsAsTheSpecificationWants) {
  const GridRing shell{{0, 0}, {10, 0}, {10, 10}, {0, 10}};  // clockwise on the screen
  const GridRing hole{{2, 2}, {2, 4}, {4, 4}, {4, 2}};
  const GridRing turned_shell(shell.rbegin(), shell.rend());
  const GridRing turned_hole(hole.rbegin(), hole.rend());
  EXPECT_EQ(tiles::area2(shell), 200);
  EXPECT_EQ(tiles::area2(hole), -8);
  for (const GridRing& s : {shell, turned_shell}) {
    for (const GridRing& h : {hole, turned_hole}) {
      LayerWriter layer("a");
      layer.add_polygons(1, {}, std::vector<GridPolygon>{{s, h}, {{{20, 20}, {20, 25}, {25, 20}}}});
      const auto feature = decode_one(layer.tile()).features.at(0);
      ASSERT_EQ(feature.rings.size(), 3U);
      EXPECT_EQ(tiles::area2(feature.rings[0]), 200);
      EXPECT_EQ(tiles::area2(feature.rings[1]), -8);
      EXPECT_EQ(tiles::area2(feature.rings[2]), 25);
    }
  }
}

TEST(LayerWriterDeathTest, RefusesWhatATileMayNotHold) {
  LayerWriter layer("a");
  EXPECT_DEATH(layer.add_points(1, {}, {}), "");
  EXPECT_DEATH(layer.add_lines(1, {}, std::vector<GridLine>{{{1, 1}}}), "");
  EXPECT_DEATH(layer.add_lines(1, {}, std::vector<GridLine>{{{1, 1}, {1, 1}}}), "");
  EXPECT_DEATH(layer.add_polygons(1, {}, std::vector<GridPolygon>{{{{0, 0}, {1, 1}, {2, 2}}}}), "");
}

}  // namespace
