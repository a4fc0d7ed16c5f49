// SPDX-License-Identifier: Apache-2.0
// More lines than a tile holds: the longest are drawn, and what is left out is counted.
#include "geo/cql2/check.hpp"
#include "geo/cql2/parse.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/index/quadkey.hpp"
#include "store/memory/memory_store.hpp"
#include "tests/tiles/decoder.hpp"
#include "tiles/tile_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace {

constexpr int number = 3000;

geo::Geometry line(double lon, double lat, double length) {
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::line);
  wkb.vertex({lon, lat});
  wkb.vertex({lon + length, lat});
  wkb.end();
  return geo::Geometry::from_wkb(wkb.bytes());
}

/// Roads around Pemba: row i is i + 1 steps long; the 50 shortest are bridges.
std::shared_ptr<const geo::View> roads(store::MemoryStore& store, double spread = 1) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> at(0, 1);
  std::vector<geo::Edit> edits;
  const geo::Catalog catalog = store.catalog();
  const std::vector<geo::Field>& fields = catalog.collection("roads")->fields;
  const auto bridge =
      std::find_if(fields.begin(), fields.end(), [](const geo::Field& field) { return field.name == "bridge"; }) - fields.begin();
  for (int i = 0; i < number; ++i) {
    geo::Row row{line(39 + spread * at(random), -13 + spread * at(random), 1e-4 * (i + 1)), {}};
    row.values.resize(fields.size());
    row.values[static_cast<std::size_t>(bridge)] = i < 50;
    edits.push_back({0, false, std::move(row)});
  }
  geo::BatchInfo info;
  info.collection = "roads";
  store.edit(info, edits);
  return store.view("roads", geo::role_named("programme"));
}

struct Seen {
  std::set<std::uint64_t> ids;
  std::int64_t left_out = 0;
  std::size_t largest_tile = 0;
};

Seen look(const geo::View& view, int zoom, std::size_t bytes) {
  tiles::TileOptions options;
  options.byte_budget = bytes;
  Seen seen;
  const geo::TileColumnRow somewhere = geo::tile_of_cell(view.aggregate({}, {zoom}).cells.front().cell);
  for (std::uint32_t row = somewhere.row < 8 ? 0 : somewhere.row - 8; row < somewhere.row + 8; ++row) {
    for (std::uint32_t column = somewhere.column < 8 ? 0 : somewhere.column - 8; column < somewhere.column + 8; ++column) {
      if (std::max(row, column) >> static_cast<unsigned>(zoom) != 0) { continue; }
      const std::string tile = tiles::make_tile(view, tiles::TileId(zoom, row, column), options);
      seen.largest_tile = std::max(seen.largest_tile, tile.size());
      for (const auto& layer : tiles_tests::decode(tile)) {
        for (const auto& feature : layer.features) {
          if (layer.name == "roads") {
            seen.ids.insert(feature.id);
          } else {
            EXPECT_EQ(layer.name, "roads-left-out");
            seen.left_out += std::get<std::int64_t>(feature.tags.at("count"));
          }
        }
      }
    }
  }
  return seen;
}

std::shared_ptr<store::MemoryStore> new_store() {
  return std::make_shared<store::MemoryStore>("0123456789abcdef", [] { return geo::TimeMs{0}; });
}

TEST(LineBudget, WhatFitsIsAllThere) {
  const auto store = new_store();
  const auto view = roads(*store);
  for (const int zoom : {0, 6, 8}) {
    const Seen all = look(*view, zoom, 10'000'000);
    EXPECT_EQ(all.ids.size(), number) << zoom;
    EXPECT_EQ(all.left_out, 0) << zoom;
  }
}

TEST(LineBudget, OneTileShowsTheLongestAndCountsTheOthers) {
  const auto store = new_store();
  const auto view = roads(*store);
  for (const std::size_t bytes : {20'000U, 35'000U, 50'000U}) {
    const Seen some = look(*view, 4, bytes);  // all are in one tile
    ASSERT_GT(some.left_out, 0) << bytes;
    ASSERT_FALSE(some.ids.empty()) << bytes;
    EXPECT_EQ(some.ids.size() + static_cast<std::size_t>(some.left_out), number) << bytes;
    // Ids rise with the length. On the coarse grid lines that fall onto each other get vertices where others end: a few go after all.
    EXPECT_GE(*some.ids.begin(), number + 1 - some.ids.size() - some.ids.size() / 8);
    EXPECT_GT(some.largest_tile, bytes / 4) << "and as many as there is room for";
    EXPECT_LT(some.largest_tile, bytes * 3 / 2 + 200) << "the estimate is near";
  }
}

/// If each tile chose for itself, ways would end where tiles do.
TEST(LineBudget, AllTilesOfAZoomChooseAlike) {
  const auto store = new_store();
  const auto view = roads(*store, 4);
  for (const int zoom : {7, 8}) {
    const Seen some = look(*view, zoom, 4'000);
    EXPECT_GT(some.left_out, 0);
    EXPECT_EQ(some.ids.size() + static_cast<std::size_t>(some.left_out), number);
    EXPECT_EQ(*some.ids.begin(), number + 1 - some.ids.size());
  }
}

/// How many lines meet a condition is not known beforehand: those that fit are shown, however short.
TEST(LineBudget, WhatMeetsAConditionIsShownWhereItFits) {
  const auto store = new_store();
  const auto view = roads(*store);
  tiles::TileOptions options;
  options.byte_budget = 20'000;
  geo::Expression condition = geo::cql2::parse_text("bridge = true");
  geo::cql2::check(condition, view->schema());
  options.filter.where = std::make_shared<const geo::Expression>(std::move(condition));
  const auto layers = tiles_tests::decode(tiles::make_tile(*view, {4, 8, 9}, options));
  ASSERT_EQ(layers.size(), 1U);
  EXPECT_EQ(layers.front().features.size(), 50U);
  options.byte_budget = 400;
  const auto fewer = tiles_tests::decode(tiles::make_tile(*view, {4, 8, 9}, options));
  ASSERT_EQ(fewer.size(), 2U);
  EXPECT_LT(fewer.front().features.size(), 50U);
  EXPECT_EQ(std::get<std::int64_t>(fewer.back().features.front().tags.at("count")), 50 - static_cast<int>(fewer.front().features.size()));
}

TEST(LineBudget, AreasAreAllShown) {
  const auto store = new_store();
  std::vector<geo::Edit> edits;
  const std::size_t fields = store->catalog().collection("catchments")->fields.size();
  for (int i = 0; i < 500; ++i) {
    const double west = 39 + (i % 25) * 0.01;
    const double south = -13 + (i / 25) * 0.01;
    geo::Row row{geo::from_polygons({{{{west, south}, {west + 0.01, south}, {west + 0.01, south + 0.01}, {west, south}}}}), {}};
    row.values.resize(fields);
    edits.push_back({0, false, std::move(row)});
  }
  geo::BatchInfo info;
  info.collection = "catchments";
  store->edit(info, edits);
  tiles::TileOptions options;
  options.byte_budget = 100;
  std::set<std::uint64_t> ids;
  const auto layers = tiles_tests::decode(tiles::make_tile(*store->view("catchments", geo::role_named("programme")), {0, 0, 0}, options));
  ASSERT_EQ(layers.size(), 1U);
  for (const auto& feature : layers.front().features) { ids.insert(feature.id); }
  EXPECT_EQ(ids.size(), 500U);
}

}  // namespace
