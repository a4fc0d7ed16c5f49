// SPDX-License-Identifier: Apache-2.0
#include "tiles/cell_classes.hpp"

#include "geo/index/quadkey.hpp"
#include "store/memory/memory_store.hpp"
#include "tests/tiles/decoder.hpp"
#include "tiles/documents.hpp"
#include "tiles/tile_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

using geo::CellShape;

namespace {

constexpr std::array<std::size_t, 4> shares{40, 70, 90, 98};

/// The definition, word by word.
std::vector<std::uint64_t> slow_begins(std::vector<std::uint64_t> counts) {
  std::vector<std::uint64_t> begins{1};
  if (counts.empty()) { return begins; }
  std::sort(counts.begin(), counts.end());
  for (const std::size_t share : shares) {
    std::string digits = std::to_string(counts[(counts.size() - 1) * share / 100] + 1);
    std::uint64_t begin = std::stoull(digits);
    if (digits.size() > 1) {
      const std::uint64_t unit = std::stoull("1" + std::string(digits.size() - 1, '0'));
      begin = digits[0] - '0' + (digits[1] >= '5' ? 1U : 0U);
      begin *= unit;
    }
    if (begin <= counts.back() && begin != begins.back()) { begins.push_back(begin); }
  }
  return begins;
}

TEST(ClassBegins, AreThoseOfTheDefinition) {
  std::mt19937_64 random(11);
  std::lognormal_distribution<double> heavy(1.5, 1.8);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::uint64_t> counts(random() % 400);
    const bool few = round % 3 == 0;
    for (std::uint64_t& count : counts) { count = few ? 1 + random() % 4 : 1 + static_cast<std::uint64_t>(heavy(random)); }
    std::vector<std::uint64_t> taken = counts;
    const auto begins = tiles::class_begins(taken);
    ASSERT_EQ(begins, slow_begins(counts));
    EXPECT_EQ(begins.front(), 1U);
    EXPECT_LE(begins.size(), geo::most_cell_classes);
    EXPECT_TRUE(std::is_sorted(begins.begin(), begins.end(), std::less_equal<>()));
  }
}

TEST(ClassBegins, FollowTheDataByOneDigit) {
  const auto begins = [](std::vector<std::uint64_t> counts) { return tiles::class_begins(counts); };
  using Numbers = std::vector<std::uint64_t>;
  EXPECT_EQ(begins({}), (Numbers{1}));
  EXPECT_EQ(begins({1, 1, 1}), (Numbers{1})) << "no class for what there is not";
  EXPECT_EQ(begins({7}), (Numbers{1}));
  Numbers hundred(100);
  for (std::size_t i = 0; i < 100; ++i) { hundred[i] = (i + 1) * 10; }
  EXPECT_EQ(begins(hundred), (Numbers{1, 400, 700, 900, 1000}));
  hundred.back() += 3;
  EXPECT_EQ(begins(hundred), (Numbers{1, 400, 700, 900, 1000})) << "some rows more are no other style";
}

class Points {
 public:
  explicit Points(int amount, std::uint64_t seed = 5) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> near(0, 0.02);
    std::uniform_real_distribution<double> far(-1.5, 1.5);
    std::vector<geo::Edit> edits;
    for (int i = 0; i < amount; ++i) {
      const bool is_near = random() % 3 != 0;
      edits.push_back(
          {0, false, row(geo::LonLat{39.5 + (is_near ? near(random) : far(random)), -12.5 + (is_near ? near(random) : far(random))})});
    }
    edits.push_back({0, false, row(std::nullopt)});  // nobody could place it
    add(edits);
  }
  geo::Row row(std::optional<geo::LonLat> at) {
    geo::Row r{at ? geo::Geometry::point(*at) : geo::Geometry(), {}};
    r.values.resize(store.catalog().collection("incidents")->fields.size());
    return r;
  }
  void add(const std::vector<geo::Edit>& edits) {
    geo::BatchInfo info;
    info.collection = "incidents";
    store.edit(info, edits);
  }
  std::shared_ptr<const geo::View> view(const char* role = "programme") { return store.view("incidents", geo::role_named(role)); }

  store::MemoryStore store{"0123456789abcdef", [] { return geo::TimeMs{0}; }};
};

const geo::CellClasses& at_zoom(const geo::CellLook& look, int zoom) {
  const auto found = std::find_if(look.zooms.begin(), look.zooms.end(), [&](const geo::CellClasses& each) {
    return each.from_zoom <= zoom && (each.to_zoom == 0 || zoom < each.to_zoom);
  });
  EXPECT_NE(found, look.zooms.end()) << zoom;
  return *found;
}

/// Beside the cells of the tiles themselves, zoom by zoom.
TEST(CellLook, HasTheClassesOfTheCellsThatTilesShow) {
  Points points(600);
  const auto view = points.view();
  for (const auto& [shape, as] :
       {std::pair(CellShape::squares, tiles::PointsAs::squares), {CellShape::clusters, tiles::PointsAs::clusters}}) {
    const geo::CellLook look = tiles::cell_look(*view, shape);
    for (const int zoom : {0, 3, 6, 9, 12}) {
      std::vector<std::uint64_t> counts;
      for (const geo::CellCount& cell : view->aggregate({}, {zoom}).cells) {
        const geo::TileColumnRow at = geo::tile_of_cell(cell.cell);
        tiles::TileOptions options;
        options.points_as = as;
        options.point_budget = 0;
        for (const auto& feature :
             tiles_tests::decode_one(tiles::make_tile(*view, tiles::TileId(zoom, at.row, at.column), options)).features) {
          const auto count = feature.tags.find("count");
          counts.push_back(count == feature.tags.end() ? 1 : static_cast<std::uint64_t>(std::get<std::int64_t>(count->second)));
        }
      }
      EXPECT_EQ(at_zoom(look, zoom).begins, slow_begins(counts)) << to_string(shape) << " at zoom " << zoom;
    }
  }
}

TEST(CellLook, ZoomsFollowEachOtherAndDiffer) {
  for (const int amount : {0, 1, 40, 2000}) {
    Points points(amount);
    for (const CellShape shape : geo::cell_shapes) {
      const geo::CellLook look = tiles::cell_look(*points.view(), shape);
      ASSERT_FALSE(look.zooms.empty());
      EXPECT_EQ(look.zooms.front().from_zoom, 0);
      EXPECT_EQ(look.zooms.back().to_zoom, 0) << "however near";
      for (std::size_t i = 1; i < look.zooms.size(); ++i) {
        EXPECT_EQ(look.zooms[i - 1].to_zoom, look.zooms[i].from_zoom);
        EXPECT_NE(look.zooms[i - 1].begins, look.zooms[i].begins);
      }
    }
  }
}

/// Nothing is drawn twice at any zoom, and nothing that there is stays undrawn.
TEST(CellLook, EveryCellIsDrawnOnceAtEveryZoom) {
  Points points(2000);
  const auto view = points.view();
  const geo::Collection& schema = view->schema();
  for (const CellShape shape : geo::cell_shapes) {
    const geo::CellLook look = tiles::cell_look(*points.view(), shape);
    const auto parts = geo::parts_of(schema, look);
    const geo::Legend legend = geo::legend_of(schema, look);
    for (int zoom = 0; zoom <= 20; ++zoom) {
      for (const std::uint64_t count : {1U, 2U, 9U, 10U, 57U, 400U, 1000U, 123'456U}) {
        const auto draws = [&](const geo::Part& part) {
          const auto n = static_cast<int>(count);
          return part.kind != geo::Part::Kind::line && part.test.counted == std::optional(true) && n >= part.test.count_from &&
                 (part.test.count_below == 0 || n < part.test.count_below) && zoom >= part.from_zoom &&
                 (part.to_zoom == 0 || zoom < part.to_zoom);
        };
        EXPECT_EQ(std::count_if(parts.begin(), parts.end(), draws), 1) << to_string(shape) << ' ' << zoom << ' ' << count;
        const auto explains = [&](const geo::LegendEntry& entry) {
          return entry.from > 0 && count >= entry.from && (entry.to == 0 || count <= entry.to) && draws(entry.part);
        };
        const auto explained = shape == CellShape::clusters && count == 1 ? 0 : 1;  // a group has two
        EXPECT_EQ(std::count_if(legend.entries.begin(), legend.entries.end(), explains), explained)
            << to_string(shape) << ' ' << zoom << ' ' << count;
      }
    }
  }
}

std::string style_of(const geo::View& view, CellShape shape) {
  return tiles::style(view, tiles::cell_look(view, shape), "cells",
                      {"http://x/{z}/{y}/{x}", &geo::Text::en, "http://x/{fontstack}/{range}.pbf", "f"});
}

TEST(CellLook, AStyleAsksForItsCellsAndIsTheSameAgain) {
  Points points(2000);
  const auto view = points.view();
  for (const CellShape shape : geo::cell_shapes) {
    const std::string style = style_of(*view, shape);
    EXPECT_NE(style.find("/{z}/{y}/{x}?points=" + std::string(to_string(shape))), std::string::npos);
    EXPECT_EQ(style, style_of(*view, shape));
  }
  const std::string before = style_of(*view, CellShape::squares);
  points.add({{0, false, points.row(geo::LonLat{39.5, -12.5})}});
  EXPECT_EQ(style_of(*points.view(), CellShape::squares), before) << "one row more is no other style, and so no other entity tag";
}

/// A role that sees fewer rows has the classes of those.
TEST(CellLook, FollowsWhatTheRoleSees) {
  Points points(2000);
  const geo::Catalog catalog = points.store.catalog();
  const geo::Collection& schema = *catalog.collection("incidents");
  std::size_t level = 0;
  while (schema.fields[level].name != "confidentiality") { ++level; }
  std::vector<geo::Edit> secret;
  for (int i = 0; i < 3000; ++i) {
    geo::Row row = points.row(geo::LonLat{38 + 0.001 * (i % 40), -11});
    row.values[level] = geo::Value(std::int64_t{3});
    secret.push_back({0, false, std::move(row)});
  }
  const std::string before = style_of(*points.view("programme"), CellShape::squares);
  const std::string before_all = style_of(*points.view("protection"), CellShape::squares);
  points.add(secret);
  EXPECT_EQ(style_of(*points.view("programme"), CellShape::squares), before) << "what it may not see changes nothing";
  EXPECT_NE(style_of(*points.view("protection"), CellShape::squares), before_all);
}

}  // namespace
