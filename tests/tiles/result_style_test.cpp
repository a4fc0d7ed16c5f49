// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/change_analysis.hpp"
#include "geo/analysis/cluster_analysis.hpp"
#include "geo/analysis/coverage_gaps_analysis.hpp"
#include "geo/analysis/emerging_analysis.hpp"
#include "geo/analysis/gi_star_analysis.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/local_moran_analysis.hpp"
#include "geo/geometry/wkb.hpp"
#include "store/memory/memory_store.hpp"
#include "tests/tiles/decoder.hpp"
#include "tiles/documents.hpp"
#include "tiles/tile_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

namespace {

using geo::LonLat;

/// A style as text, taken apart as far as is asked here: our own writer puts members in one order.
struct Layer {
  std::string id, type, filter, paint;
};

std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const std::size_t begin = text.find(before);
  if (begin == std::string::npos) { return ""; }
  return text.substr(begin + before.size(), text.find(after, begin + before.size()) - begin - before.size());
}

std::vector<Layer> layers_of(const std::string& style) {
  std::vector<Layer> layers;
  for (std::size_t at = style.find("{\"id\":"); at != std::string::npos; at = style.find("{\"id\":", at + 1)) {
    const std::string text = style.substr(at, style.find("}}", at) + 2 - at);
    layers.push_back({between(text, "\"id\":\"", "\""), between(text, "\"type\":\"", "\""), between(text, "\"filter\":", ",\"paint\""),
                      between(text, "\"paint\":{", "}")});
  }
  return layers;
}

/// The three analyses of a small programme, kept in a store.
class ResultStyle : public testing::Test {
 protected:
  ResultStyle() {
    std::vector<geo::Edit> incidents;
    for (int i = 0; i < 120; ++i) { incidents.push_back({0, false, row("incidents", {40 + 0.01 * (i % 7), -12 + 0.01 * (i % 11)})}); }
    for (int i = 0; i < 60; ++i) { incidents.push_back({0, false, row("incidents", {40.02, -11.95})}); }
    add("incidents", incidents);
    const geo::Geometry a = geo::from_polygons({{{{40, -12}, {40.1, -12}, {40.1, -11.9}, {40, -11.9}, {40, -12}}}});
    const geo::Geometry b = geo::from_polygons({{{{40.05, -12}, {40.2, -12}, {40.2, -11.9}, {40.05, -11.9}, {40.05, -12}}}});
    add("catchments", {{0, false, row("catchments", a)}, {0, false, row("catchments", b)}});
    add("settlements", {{0, false, row("settlements", {40.3, -11.8})}});
  }

  geo::Row row(const std::string& collection, const geo::Geometry& geometry) {
    geo::Row r{geometry, {}};
    r.values.resize(store.catalog().collection(collection)->fields.size());
    return r;
  }
  geo::Row row(const std::string& collection, LonLat at) { return row(collection, geo::Geometry::point(at)); }
  void add(const std::string& collection, const std::vector<geo::Edit>& edits) {
    geo::BatchInfo info;
    info.collection = collection;
    store.edit(info, edits);
  }
  std::shared_ptr<const geo::View> view(const std::string& collection) { return store.view(collection, geo::role_named("protection")); }

  std::shared_ptr<const geo::View> keep(geo::Analysis analysis) {
    geo::seal(analysis, geo::role_named("protection"));
    store.add_result(analysis.collection, analysis.rows);
    return view(analysis.collection.id);
  }
  std::shared_ptr<const geo::View> kde() { return keep(geo::kde_analysis(*view("incidents"), {}, {{}, 3000.0, 600.0})); }
  std::shared_ptr<const geo::View> gi_star() { return keep(geo::gi_star_analysis(*view("incidents"), {}, {}, {{}, 1500.0, {}})); }
  std::shared_ptr<const geo::View> local_moran() {
    return keep(geo::local_moran_analysis(*view("incidents"), {}, {}, {{{}, 1500.0, {}}, {}}));
  }
  std::shared_ptr<const geo::View> emerging() {
    geo::Filter year;
    year.datetime = geo::parse_datetime_parameter("2023-01-01/2023-12-31");
    return keep(geo::emerging_analysis(*view("incidents"), {}, year, {{{}, 1500.0, {}}}));
  }
  std::shared_ptr<const geo::View> change() {
    geo::Filter year;
    year.datetime = geo::parse_datetime_parameter("2023-01-01/2023-12-31");
    geo::ChangeParameters asked;
    asked.hexagons.width_m = 1500.0;
    return keep(geo::change_analysis(*view("incidents"), {}, year, asked));
  }
  std::shared_ptr<const geo::View> clusters() { return keep(geo::cluster_analysis(*view("incidents"), {}, {{}, 1500.0})); }
  std::shared_ptr<const geo::View> coverage() {
    geo::StudyArea study;
    study.area = geo::from_polygons({{{{39.9, -12.1}, {40.4, -12.1}, {40.4, -11.7}, {39.9, -11.7}, {39.9, -12.1}}}});
    const auto catchments = view("catchments");
    const auto sites = view("sites");
    const auto settlements = view("settlements");
    return keep(geo::coverage_gaps_analysis({*catchments, *sites, nullptr, settlements.get()}, study, {}, {}));
  }
  static std::vector<Layer> style_of(const geo::View& view) {
    return layers_of(tiles::style(view, {"http://localhost/{z}/{y}/{x}", &geo::Text::en}));
  }

  store::MemoryStore store{"test", [] { return geo::TimeMs{1}; }};
};

/// A filter that names what tiles do not carry would draw nothing, for ever.
TEST_F(ResultStyle, FiltersNameWhatTilesCarry) {
  for (const auto& result : {kde(), gi_star(), local_moran(), emerging(), change(), clusters(), coverage()}) {
    std::set<std::string> carried;
    for (const geo::Field* field : tiles::tile_fields(result->schema())) { carried.insert(field->name); }
    std::set<std::string> ids;
    for (const Layer& layer : style_of(*result)) {
      EXPECT_TRUE(ids.insert(layer.id).second) << layer.id;
      for (const char* operation : {"[\"get\",\"", "[\"has\",\""}) {
        const std::string name = between(layer.filter, operation, "\"");
        EXPECT_TRUE(name.empty() || carried.contains(name)) << layer.filter;
      }
      EXPECT_FALSE(layer.filter.empty());
      EXPECT_EQ(layer.paint.find('['), layer.paint.find("[3,2]")) << "QGIS reads constants only: " << layer.paint;
    }
    EXPECT_FALSE(ids.empty());
  }
}

TEST_F(ResultStyle, EachLevelOfDensityIsDarkerThanTheOneBelow) {
  const auto layers = style_of(*kde());
  ASSERT_EQ(layers.size(), 9U);
  double lightness = 1000;
  for (int level = 1; level <= 9; ++level) {
    const Layer& layer = layers[static_cast<std::size_t>(level - 1)];
    EXPECT_EQ(layer.filter, R"(["==",["get","level"],)" + std::to_string(level) + "]");
    EXPECT_EQ(layer.type, "fill");
    const long colour = std::strtol(between(layer.paint, "\"fill-color\":\"#", "\"").c_str(), nullptr, 16);
    const double now = 0.299 * static_cast<double>(colour >> 16) + 0.587 * static_cast<double>((colour >> 8) & 255) +
                       0.114 * static_cast<double>(colour & 255);
    EXPECT_LT(now, lightness) << level;
    lightness = now;
  }
}

TEST_F(ResultStyle, EachClassHasALayerAndWhatIsUnknownHasOne) {
  const auto layers = style_of(*gi_star());
  for (int c = -3; c <= 3; ++c) {
    const std::string filter = R"(["==",["get","class"],)" + std::to_string(c) + "]";
    EXPECT_EQ(std::count_if(layers.begin(), layers.end(), [&](const Layer& l) { return l.filter == filter && l.type == "fill"; }), 1) << c;
  }
  const char* others = R"(["match",["get","class"],[3,2,1,0,-1,-2,-3],false,true])";
  EXPECT_EQ(std::count_if(layers.begin(), layers.end(), [&](const Layer& l) { return l.filter == others && l.type == "fill"; }), 1);
  EXPECT_EQ(layers.back().type, "line") << "outlines lie on top";
}

TEST_F(ResultStyle, EachKindOfGapHasALayer) {
  std::set<std::string> drawn;
  for (const Layer& layer : style_of(*coverage())) { drawn.insert(layer.type + " " + between(layer.filter, "\"kind\"],\"", "\"")); }
  EXPECT_EQ(drawn, (std::set<std::string>{"fill gap", "fill sliver", "fill overlap", "line gap", "line sliver", "line overlap",
                                          "circle settlement"}));
}

/// What the style asks for is in the tile, with the values the rows have.
TEST_F(ResultStyle, TilesCarryTheValues) {
  const auto density = tiles_tests::decode_one(tiles::make_tile(*kde(), tiles::TileId(7, 68, 78)));
  ASSERT_FALSE(density.features.empty());
  for (const auto& feature : density.features) {
    EXPECT_TRUE(feature.tags.contains("level"));
    EXPECT_TRUE(feature.tags.contains("density_per_km2"));
  }
  const auto gaps = tiles_tests::decode_one(tiles::make_tile(*coverage(), tiles::TileId(7, 68, 78)));
  std::set<std::string> kinds;
  for (const auto& feature : gaps.features) { kinds.insert(std::get<std::string>(feature.tags.at("kind"))); }
  EXPECT_EQ(kinds, (std::set<std::string>{"gap", "overlap", "settlement"}));
}

TEST_F(ResultStyle, OtherCollectionsKeepTheirStyle) {
  const auto layers = style_of(*view("incidents"));
  EXPECT_EQ(layers.size(), 5U);
  for (const Layer& layer : layers) { EXPECT_EQ(layer.type, "circle"); }
}

}  // namespace
