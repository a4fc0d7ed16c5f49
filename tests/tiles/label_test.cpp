// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/wkb.hpp"
#include "geo/index/quadkey.hpp"
#include "store/memory/memory_store.hpp"
#include "tests/tiles/decoder.hpp"
#include "tiles/documents.hpp"
#include "tiles/tile_source.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace {

/// Catchments that lie in many tiles, some without a name.
class Areas {
 public:
  Areas() {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> at(0, 1);
    std::vector<geo::Edit> edits;
    const geo::Catalog catalog = store.catalog();
    const geo::Collection& schema = *catalog.collection("catchments");
    std::size_t name = 0;
    while (schema.fields[name].name != "name") { ++name; }
    for (int i = 0; i < 40; ++i) {
      const double west = 38 + 3 * at(random);
      const double south = -14 + 3 * at(random);
      const double side = i % 4 == 0 ? 0.001 : 0.5 * at(random) + 0.01;
      geo::Row row{
          geo::from_polygons({{{{west, south}, {west + side, south}, {west + side, south + side}, {west, south + side}, {west, south}}}}),
          {}};
      row.values.resize(schema.fields.size());
      if (i % 5 != 0) {
        row.values[name] = geo::Value("Area " + std::to_string(i));
        ++named;
      }
      edits.push_back({0, false, std::move(row)});
    }
    geo::BatchInfo info;
    info.collection = "catchments";
    store.edit(info, edits);
  }
  std::shared_ptr<const geo::View> view() { return store.view("catchments", geo::role_named("programme")); }

  store::MemoryStore store{"0123456789abcdef", [] { return geo::TimeMs{0}; }};
  std::size_t named = 0;
};

TEST(Labels, EachNameStandsInOneTileOfAZoom) {
  Areas areas;
  const auto view = areas.view();
  tiles::TileOptions labelled;
  labelled.labelled = true;
  for (const int zoom : {0, 5, 8, 10}) {
    std::map<std::uint64_t, std::string> seen;
    const geo::TileColumnRow first = geo::tile_of_cell(view->aggregate({}, {zoom}).cells.front().cell);
    const std::uint32_t side = std::uint32_t{1} << zoom;
    // All tiles around, also those that an area only reaches into.
    for (std::uint32_t row = 0; row < side; ++row) {
      for (std::uint32_t column = 0; column < side; ++column) {
        if (zoom > 4 && (row + 20 < first.row || row > first.row + 20 || column + 20 < first.column || column > first.column + 20)) {
          continue;
        }
        const tiles::TileId tile(zoom, row, column);
        const std::string plain = tiles::make_tile(*view, tile);
        const std::string bytes = tiles::make_tile(*view, tile, labelled);
        ASSERT_TRUE(bytes.starts_with(plain)) << "the areas are drawn as ever";
        for (const auto& layer : tiles_tests::decode(bytes)) {
          if (layer.name == "catchments") { continue; }
          EXPECT_EQ(layer.name, "catchments-labels");
          for (const auto& feature : layer.features) {
            EXPECT_EQ(feature.points.size(), 1U);
            EXPECT_TRUE(seen.emplace(feature.id, std::get<std::string>(feature.tags.at("name"))).second) << "in one tile alone";
          }
        }
      }
    }
    EXPECT_EQ(seen.size(), areas.named) << "zoom " << zoom;
  }
}

TEST(Labels, StylesHaveThemWhereThereAreLetters) {
  Areas areas;
  const auto view = areas.view();
  const std::string plain = tiles::style(*view, {"http://x/{z}/{y}/{x}"});
  EXPECT_EQ(plain.find("\"symbol\""), std::string::npos);
  const std::string words = tiles::style(*view, {"http://x/{z}/{y}/{x}", &geo::Text::pt, "http://x/{fontstack}/{range}.pbf", "font"});
  EXPECT_NE(words.find("\"http://x/{z}/{y}/{x}?labels=true\""), std::string::npos);
  EXPECT_NE(words.find(R"("source-layer":"catchments-labels")"), std::string::npos);
  EXPECT_NE(words.find(R"("text-font":["font"])"), std::string::npos);
  const std::string roads = tiles::style(*areas.store.view("roads", geo::role_named("programme")),
                                         {"http://x/{z}/{y}/{x}", &geo::Text::pt, "http://x/{fontstack}/{range}.pbf", "f"});
  EXPECT_NE(roads.find(R"("symbol-placement":"line")"), std::string::npos);
  EXPECT_EQ(roads.find("labels=true"), std::string::npos) << "words follow the lines";
}

TEST(Labels, CountsAreWrittenInTheLanguage) {
  Areas areas;
  const auto incidents = areas.store.view("incidents", geo::role_named("programme"));
  const auto style = [&](std::string geo::Text::*language) {
    return tiles::style(*incidents, {"http://x/{z}/{y}/{x}", language, "http://x/{fontstack}/{range}.pbf", "f"});
  };
  EXPECT_NE(style(&geo::Text::en).find(R"(,"k"])"), std::string::npos);
  EXPECT_NE(style(&geo::Text::pt).find(",\"\u00a0mil\"]"), std::string::npos);
}

}  // namespace
