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

/// Streets of a grid, transects, tracks cut to equal lengths: none is longer than the others, and some are shown all over all the same.
TEST(LineBudget, EquallyLongLinesGiveWayByLot) {
  const auto store = new_store();
  std::vector<geo::Edit> edits;
  const std::size_t fields = store->catalog().collection("roads")->fields.size();
  for (int i = 0; i < number; ++i) {
    geo::Row row{line(39 + (i % 60) * 0.01, -13 + (i / 60) * 0.01, 0.008), {}};
    row.values.resize(fields);
    edits.push_back({0, false, std::move(row)});
  }
  geo::BatchInfo info;
  info.collection = "roads";
  store->edit(info, edits);
  const Seen some = look(*store->view("roads", geo::role_named("programme")), 4, 20'000);
  EXPECT_GT(some.ids.size(), 400U);
  EXPECT_EQ(some.ids.size() + static_cast<std::size_t>(some.left_out), number);
  const auto first_half = static_cast<std::size_t>(std::distance(some.ids.begin(), some.ids.lower_bound(number / 2)));
  EXPECT_GT(first_half, some.ids.size() / 3) << "neither side is empty";
  EXPECT_LT(first_half, some.ids.size() * 2 / 3);
}

/// Long names are what a tile is full of, and nobody knows beforehand how many share one.
TEST(LineBudget, TextsCountToo) {
  const auto store = new_store();
  const geo::Catalog catalog = store->catalog();
  const std::vector<geo::Field>& fields = catalog.collection("roads")->fields;
  const auto name =
      std::find_if(fields.begin(), fields.end(), [](const geo::Field& field) { return field.name == "name"; }) - fields.begin();
  std::vector<geo::Edit> edits;
  for (int i = 0; i < number; ++i) {
    geo::Row row{line(39 + (i % 60) * 0.01, -13 + (i / 60) * 0.01, 0.008), {}};
    row.values.resize(fields.size());
    row.values[static_cast<std::size_t>(name)] = geo::Value(std::string(200, 'a') + std::to_string(i));
    edits.push_back({0, false, std::move(row)});
  }
  geo::BatchInfo info;
  info.collection = "roads";
  store->edit(info, edits);
  const auto view = store->view("roads", geo::role_named("programme"));
  const Seen some = look(*view, 4, 100'000);
  EXPECT_LT(some.largest_tile, 150'200U);
  EXPECT_GT(some.ids.size(), 200U);
  tiles::TileOptions options;
  options.byte_budget = 100'000;
  geo::Expression condition = geo::cql2::parse_text("name LIKE 'a%'");
  geo::cql2::check(condition, view->schema());
  options.filter.where = std::make_shared<const geo::Expression>(std::move(condition));
  const std::string tile = tiles::make_tile(*view, {4, 8, 9}, options);
  EXPECT_LT(tile.size(), 100'200U);
  EXPECT_GT(tiles_tests::decode(tile).front().features.size(), 200U);
}

/// Areas beside lines in a collection of any shapes do not push them out.
TEST(LineBudget, AreasDoNotPushLinesOut) {
  const auto store = new_store();
  geo::Collection mixed;
  mixed.id = "mixed";
  mixed.title = {"Mixed", "Mistura"};
  mixed.geometry = geo::GeometryType::any;
  store->add_collection(mixed);
  const std::vector<geo::Value> nothing(store->catalog().collection("mixed")->fields.size());
  std::vector<geo::Edit> edits;
  for (int i = 0; i < 2000; ++i) {
    const double west = 39 + (i % 50) * 0.01;
    const double south = -13 + (i / 50) * 0.01;
    edits.push_back(
        {0, false,
         geo::Row{geo::from_polygons({{{{west, south}, {west + 0.01, south}, {west + 0.01, south + 0.01}, {west, south}}}}), nothing}});
  }
  for (int i = 0; i < 20; ++i) { edits.push_back({0, false, geo::Row{line(39, -13 + 0.02 * i, 0.5), nothing}}); }
  geo::BatchInfo info;
  info.collection = "mixed";
  store->edit(info, edits);
  tiles::TileOptions options;
  options.byte_budget = 5000;
  const auto layers = tiles_tests::decode(tiles::make_tile(*store->view("mixed", geo::role_named("programme")), {4, 8, 9}, options));
  ASSERT_EQ(layers.size(), 1U);
  EXPECT_EQ(std::count_if(layers.front().features.begin(), layers.front().features.end(), [](const auto& f) { return !f.lines.empty(); }),
            20);
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
