// SPDX-License-Identifier: Apache-2.0
// Points by cells, against sums over all rows made another way.
#include "geo/base/time.hpp"
#include "geo/index/hexgrid.hpp"
#include "geo/index/quadkey.hpp"
#include "store/memory/memory_store.hpp"
#include "tests/support/random_filter.hpp"
#include "tests/tiles/decoder.hpp"
#include "tests/tiles/places.hpp"
#include "tiles/cells.hpp"
#include "tiles/tile_source.hpp"
#include "tiles/time_bins.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numbers>
#include <random>
#include <set>

using geo::LonLat;
using tiles::MatrixSet;
using tiles::PointsAs;
using tiles::TileId;
using tiles::TileOptions;
using tiles_tests::decode_one;
using tiles_tests::DecodedFeature;

namespace {

constexpr std::array every_way{PointsAs::counts, PointsAs::squares, PointsAs::hexagons, PointsAs::clusters, PointsAs::thin};

class Incidents {
 public:
  Incidents() : m_schema(*m_store.catalog().collection("incidents")) {}

  [[nodiscard]] const geo::Collection& schema() const { return m_schema; }
  [[nodiscard]] const std::vector<geo::Row>& rows() const { return m_rows; }
  std::shared_ptr<const geo::View> view() { return m_store.view("incidents", geo::role_named("protection")); }

  void add(int amount, std::mt19937_64& random) {
    std::vector<geo::Edit> edits;
    for (int i = 0; i < amount; ++i) {
      m_rows.push_back(row(random));
      edits.push_back({0, false, m_rows.back()});
    }
    geo::BatchInfo info;
    info.collection = "incidents";
    m_store.edit(info, edits);
  }

  static geo::Value& value(geo::Row& row, const geo::Collection& schema, std::string_view name) {
    return row.values[static_cast<std::size_t>(schema.index_of(name))];
  }

 private:
  geo::Row row(std::mt19937_64& random) {
    const auto below = [&](std::int64_t n) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n)); };
    std::normal_distribution<double> scatter(0, 0.02);
    const std::vector<LonLat> corners{{0, 0},   {180, 0},  {-180, 0}, {0, 90}, {90, 66.51326044311186}, {180, 85.0511287},
                                      {0, -90}, {180, -90}};
    geo::Row row;
    row.values.resize(m_schema.fields.size());
    switch (below(8)) {
      case 0: break;  // nobody knows where
      case 1: row.geometry = geo::Geometry::point(corners[static_cast<std::size_t>(below(8))]); break;
      case 2: row.geometry = geo::Geometry::point({40.5, -12.97}); break;
      default: row.geometry = geo::Geometry::point({40.5 + scatter(random), -12.97 + scatter(random)});
    }
    const std::vector<std::string> categories{"0401", "0501", "0502", "0201", "02011", "0504"};
    const auto set = [&](std::string_view name, geo::Value v) {
      if (below(10) > 0) { value(row, m_schema, name) = std::move(v); }
    };
    set("category", categories[static_cast<std::size_t>(below(6) * below(6) / 6)]);
    set("severity", below(6));
    set("uncertainty_m", static_cast<double>(below(2000)));
    set("utc_offset_min", (below(3) - 1) * 120);
    const geo::TimeMs time = 1'704'067'200'000 + below(400'000) * 60'000;  // near midnight of places, and across months
    set("occurred_from", time);
    value(row, m_schema, "occurred_to") = value(row, m_schema, "occurred_from");
    set("killed", below(4));
    value(row, m_schema, "confidentiality") = std::int64_t{0};
    return row;
  }

  store::MemoryStore m_store{"0123456789abcdef", [] { return geo::TimeMs{0}; }};
  geo::Collection m_schema;
  std::vector<geo::Row> m_rows;
};

std::int64_t whole(const DecodedFeature& feature, const std::string& name, std::int64_t otherwise) {
  const auto found = feature.tags.find(name);
  return found == feature.tags.end() ? otherwise : std::get<std::int64_t>(found->second);
}

/// Tiles of a zoom that hold a point, and those around them.
std::vector<TileId> tiles_with_points(const geo::View& view, int zoom, MatrixSet set, std::int64_t around = 1) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> wanted;
  const auto last_row = static_cast<std::int64_t>(tiles::rows_of(set, zoom)) - 1;
  const auto last_column = static_cast<std::int64_t>(tiles::columns_of(set, zoom)) - 1;
  view.scan({}, {}, [&](const geo::BatchView& batch, std::span<const std::uint32_t> found) {
    for (const std::uint32_t i : found) {
      if (batch.geometry.is_none(i)) { continue; }
      const LonLat p{geo::from_lattice(batch.geometry.lon[i]), geo::from_lattice(batch.geometry.lat[i])};
      const TileId at = tiles_tests::tile_of_point(set, p, zoom);
      for (std::int64_t row = at.row() - around; row <= at.row() + around; ++row) {
        for (std::int64_t column = at.column() - around; column <= at.column() + around; ++column) {
          wanted.emplace(std::clamp<std::int64_t>(row, 0, last_row), std::clamp<std::int64_t>(column, 0, last_column));
        }
      }
    }
    return true;
  });
  std::vector<TileId> all;
  for (const auto& [row, column] : wanted) { all.emplace_back(zoom, row, column, set); }
  return all;
}

using ByKey = std::map<std::uint64_t, DecodedFeature>;

/// All features of a zoom; one that stands in several tiles says the same in each of them.
ByKey features_at(const geo::View& view, int zoom, MatrixSet set, const TileOptions& options) {
  ByKey all;
  const bool is_hexagon = options.points_as == PointsAs::hexagons;
  for (const TileId tile : tiles_with_points(view, zoom, set, is_hexagon || zoom < 10 ? 1 : 0)) {
    for (const DecodedFeature& feature : decode_one(tiles::make_tile(view, tile, options)).features) {
      EXPECT_LT(feature.id, std::uint64_t{1} << 53U);
      // Squares and rows have ids of their own; they might be the same number.
      const bool is_cell = feature.tags.contains("count") && options.points_as != PointsAs::thin;
      const auto [found, is_new] = all.emplace((feature.id << 1U) | (is_cell ? 1U : 0U), feature);
      EXPECT_TRUE(is_new || is_hexagon) << "once each";
      if (!is_new) { EXPECT_EQ(found->second.tags, feature.tags); }
    }
  }
  return all;
}

class PointTilesOf : public testing::TestWithParam<MatrixSet> {};
INSTANTIATE_TEST_SUITE_P(Sets, PointTilesOf, tiles_tests::every_set(), tiles_tests::name_of_set);

TEST_P(PointTilesOf, CountsAddUpForEveryFilterAtEveryZoomWhateverIsAdded) {
  std::mt19937_64 random(11);
  Incidents incidents;
  incidents.add(150, random);
  test_support::RandomFilter filters(5, incidents.schema(), incidents.rows());
  for (int round = 0; round < 8; ++round) {
    if (round % 4 == 3) { incidents.add(60, random); }
    const auto view = incidents.view();
    TileOptions options;
    if (round % 3 != 0) { options.filter.where = std::make_shared<const geo::Expression>(filters.condition(2)); }
    if (round % 5 == 1) { options.filter.datetime = geo::TimeInterval{1'706'000'000'000, 1'716'000'000'000}; }
    if (round % 2 == 1) { options.time_bins = tiles::BinLength::month; }
    const std::uint64_t total = view->count(options.filter);
    const std::uint64_t nowhere = view->aggregate(options.filter, {0}).without_geometry;
    for (const PointsAs way : every_way) {
      options.points_as = way;
      for (const int zoom : {0, 9, 12 + round, 20, 24}) {
        options.point_budget = random() % 2 == 0 ? 0 : 25;
        std::uint64_t sum = 0;
        for (const auto& [key, feature] : features_at(*view, zoom, GetParam(), options)) {
          sum += static_cast<std::uint64_t>(whole(feature, "count", 1));
        }
        EXPECT_EQ(sum + nowhere, total) << tiles::to_string(way) << " zoom " << zoom << " round " << round;
      }
    }
  }
}

/// What a cell must say, from its rows.
struct Expected {
  std::int64_t count = 0, severity_sum = 0, severity_max = -1, severity_known = 0;
  double weighted = 0;
  std::map<std::string, std::int64_t> categories, months;
  std::string first, last;

  void add(geo::Row row, const geo::Collection& schema, double cell_m) {
    const auto get = [&](std::string_view name) -> geo::Value& { return Incidents::value(row, schema, name); };
    ++count;
    if (const auto* severity = std::get_if<std::int64_t>(&get("severity"))) {
      severity_sum += *severity;
      severity_max = std::max(severity_max, *severity);
      ++severity_known;
    }
    if (const auto* category = std::get_if<std::string>(&get("category"))) { ++categories[*category]; }
    if (const auto* time = std::get_if<std::int64_t>(&get("occurred_from"))) {
      const auto* offset = std::get_if<std::int64_t>(&get("utc_offset_min"));
      const std::string day = geo::format_time(*time, offset == nullptr ? 0 : static_cast<int>(*offset)).substr(0, 10);
      ++months[day.substr(0, 7)];
      first = first.empty() ? day : std::min(first, day);
      last = std::max(last, day);
    }
    const auto* radius = std::get_if<double>(&get("uncertainty_m"));
    const double circle = radius == nullptr ? 0 : std::numbers::pi * *radius * *radius;
    weighted += circle <= cell_m * cell_m ? 1 : cell_m * cell_m / circle;
  }

  void compare(const DecodedFeature& feature) const {
    EXPECT_EQ(whole(feature, "count", 0), count);
    EXPECT_EQ(whole(feature, "severity_known", 0), severity_known);
    if (severity_known > 0) {
      EXPECT_EQ(whole(feature, "severity_sum", -1), severity_sum);
      EXPECT_EQ(whole(feature, "severity_max", -1), severity_max);
    }
    EXPECT_NEAR(std::get<double>(feature.tags.at("weighted_count")), weighted, 0.006);
    for (const auto& [month, rows] : months) { EXPECT_EQ(whole(feature, month, 0), rows) << month; }
    const auto bins = std::count_if(feature.tags.begin(), feature.tags.end(), [](const auto& tag) { return tag.first.starts_with("20"); });
    EXPECT_EQ(static_cast<std::size_t>(bins), months.size());
    if (!first.empty()) {
      EXPECT_EQ(std::get<std::string>(feature.tags.at("occurred_from_first")), first);
      EXPECT_EQ(std::get<std::string>(feature.tags.at("occurred_from_last")), last);
    }
    compare_categories(feature);
  }

  void compare_categories(const DecodedFeature& feature) const {
    std::vector<std::pair<std::int64_t, std::string>> order;
    for (const auto& [category, rows] : categories) { order.emplace_back(-rows, category); }
    std::sort(order.begin(), order.end());
    std::int64_t rest = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i >= 3) {
        rest -= order[i].first;
        continue;
      }
      const std::string name = "category_" + std::to_string(i + 1);
      EXPECT_EQ(std::get<std::string>(feature.tags.at(name)), order[i].second);
      EXPECT_EQ(whole(feature, name + "_count", 0), -order[i].first);
    }
    EXPECT_EQ(whole(feature, "category_rest_count", 0), rest);
    EXPECT_FALSE(feature.tags.contains("category_4"));
  }
};

double world_m() { return 2 * std::numbers::pi * 6'378'137; }

TEST_P(PointTilesOf, SquaresSayWhatTheirRowsSay) {
  std::mt19937_64 random(12);
  Incidents incidents;
  incidents.add(600, random);
  const auto view = incidents.view();
  TileOptions options;
  options.points_as = PointsAs::squares;
  options.point_budget = 0;
  options.time_bins = tiles::BinLength::month;
  options.weighted = true;
  for (const auto& [zoom, px, step] : {std::tuple{4, 16, 5}, {9, 64, 3}, {13, 16, 5}, {16, 2, 8}}) {
    options.cell_px = px;
    std::map<std::uint64_t, Expected> expected;
    for (const geo::Row& row : incidents.rows()) {
      if (row.geometry.is_none()) { continue; }
      const LonLat p = row.geometry.lonlat();
      const int depth = tiles::depth_of(GetParam(), zoom) + step;
      const double cell_m = tiles_tests::side_on_ground_m(GetParam(), p, std::ldexp(world_m(), -depth));
      expected[tiles_tests::cell_of_point(GetParam(), p, depth)].add(row, incidents.schema(), cell_m);
    }
    const ByKey found = features_at(*view, zoom, GetParam(), options);
    ASSERT_EQ(found.size(), expected.size()) << "zoom " << zoom;
    for (const auto& [cell, what] : expected) {
      const auto feature = found.find((cell << 1U) | 1U);
      ASSERT_NE(feature, found.end());
      what.compare(feature->second);
      EXPECT_EQ(feature->second.rings.size(), 1U);
    }
  }
}

TEST_P(PointTilesOf, HexagonsSayWhatTheirRowsSayInEveryTileTheyTouch) {
  std::mt19937_64 random(13);
  Incidents incidents;
  incidents.add(500, random);
  const auto view = incidents.view();
  TileOptions options;
  options.points_as = PointsAs::hexagons;
  options.time_bins = tiles::BinLength::month;
  options.weighted = true;
  for (const int zoom : {3, 9, 12, 15}) {
    const geo::HexGrid grid = geo::HexGrid::with_width(std::ldexp(world_m(), -tiles::depth_of(GetParam(), zoom)) / 32);
    std::map<std::uint64_t, Expected> expected;
    for (const geo::Row& row : incidents.rows()) {
      if (row.geometry.is_none()) { continue; }
      const LonLat p = row.geometry.lonlat();
      // Places on an edge of two hexagons belong to that of the middle of their square of a centimetre.
      const std::uint64_t square = tiles_tests::cell_of_point(GetParam(), p, 32);
      const geo::TileColumnRow at = geo::tile_of_cell(square);
      const double north = GetParam() == MatrixSet::web_mercator_quad ? 0.5 : 0.25;  // from the equator
      const geo::Metric middle{((at.column + 0.5) / 4'294'967'296.0 - 0.5) * world_m(),
                               (north - (at.row + 0.5) / 4'294'967'296.0) * world_m()};
      expected[geo::hex_id(grid.at(middle).value())].add(row, incidents.schema(),
                                                         tiles_tests::side_on_ground_m(GetParam(), p, grid.width_m()));
    }
    const ByKey found = features_at(*view, zoom, GetParam(), options);
    ASSERT_EQ(found.size(), expected.size()) << "zoom " << zoom;
    for (const auto& [hex, what] : expected) {
      const auto feature = found.find((hex << 1U) | 1U);
      ASSERT_NE(feature, found.end());
      what.compare(feature->second);
    }
  }
}

TEST_P(PointTilesOf, AHexagonOnABorderHasTheSameCornersInBothTiles) {
  Incidents incidents;
  std::mt19937_64 random(14);
  incidents.add(400, random);
  const auto view = incidents.view();
  TileOptions options;
  options.points_as = PointsAs::hexagons;
  const int zoom = 13;
  std::map<std::uint64_t, std::vector<std::pair<std::int64_t, std::int64_t>>> outlines;
  int shared = 0;
  for (const TileId tile : tiles_with_points(*view, zoom, GetParam())) {
    for (const DecodedFeature& feature : decode_one(tiles::make_tile(*view, tile, options)).features) {
      std::vector<std::pair<std::int64_t, std::int64_t>> corners;
      for (const tiles::GridPoint p : feature.rings.at(0)) {
        corners.emplace_back(std::int64_t{tile.column()} * 4096 + p.x, std::int64_t{tile.row()} * 4096 + p.y);
      }
      ASSERT_EQ(corners.size(), 6U);
      const auto [found, is_new] = outlines.emplace(feature.id, corners);
      if (!is_new) { ++shared; }
      for (std::size_t i = 0; i < corners.size(); ++i) {  // each tile rounds for itself
        EXPECT_LE(std::abs(found->second[i].first - corners[i].first), 1);
        EXPECT_LE(std::abs(found->second[i].second - corners[i].second), 1);
      }
    }
  }
  EXPECT_GT(shared, 0);
}

TEST_P(PointTilesOf, ThinKeepsTheMostSevereOfEachSquareAndStaysWithinItsBudget) {
  std::mt19937_64 random(15);
  Incidents incidents;
  incidents.add(800, random);
  const auto view = incidents.view();
  const int zoom = 10;
  TileOptions options;
  options.points_as = PointsAs::thin;
  options.point_budget = 40;
  for (const TileId tile : tiles_with_points(*view, zoom, GetParam())) {
    const auto features = decode_one(tiles::make_tile(*view, tile, options)).features;
    EXPECT_LE(features.size(), 40U);
    int step = 8;  // the finest that fits, as the tile must have chosen it
    std::map<std::uint64_t, std::vector<std::size_t>> squares;
    for (; step >= 0; --step) {
      squares.clear();
      for (std::size_t i = 0; i < incidents.rows().size(); ++i) {
        const geo::Geometry& g = incidents.rows()[i].geometry;
        if (g.is_none()) { continue; }
        const int depth = tile.depth() + step;
        const std::uint64_t cell = tiles_tests::cell_of_point(GetParam(), g.lonlat(), depth);
        if (cell >> (2 * step) == tiles_tests::cell_of_point(GetParam(), g.lonlat(), tile.depth()) && cell >> (2 * step) == tile.cell()) {
          squares[cell].push_back(i);
        }
      }
      std::size_t points = 0;
      for (const auto& [square, rows] : squares) { points += rows.size(); }
      if (points <= 40) { squares.clear(); }  // all are shown
      if (squares.size() <= 40) { break; }
    }
    if (squares.empty()) { continue; }
    ASSERT_EQ(features.size(), squares.size());
    for (const auto& [square, rows] : squares) {
      const auto severity = [&](std::size_t i) {
        geo::Row row = incidents.rows()[i];
        const auto* s = std::get_if<std::int64_t>(&Incidents::value(row, incidents.schema(), "severity"));
        return s == nullptr ? -1 : *s;
      };
      std::size_t best = rows.front();
      for (const std::size_t i : rows) { best = severity(i) > severity(best) ? i : best; }
      const auto kept = std::find_if(features.begin(), features.end(), [&](const DecodedFeature& f) { return f.id == best + 1; });
      ASSERT_NE(kept, features.end()) << "fids count from 1";
      EXPECT_EQ(whole(*kept, "count", 1), static_cast<std::int64_t>(rows.size()));
      if (severity(best) >= 0) { EXPECT_EQ(whole(*kept, "severity", -1), severity(best)); }
    }
  }
}

TEST_P(PointTilesOf, ClustersLieAmongTheirPoints) {
  std::mt19937_64 random(16);
  Incidents incidents;
  incidents.add(300, random);
  const auto view = incidents.view();
  TileOptions options;
  options.points_as = PointsAs::clusters;
  options.point_budget = 0;
  int alone = 0;
  for (const auto& [key, feature] : features_at(*view, 11, GetParam(), options)) {
    ASSERT_EQ(feature.points.size(), 1U);
    if ((key & 1U) == 0) {
      ++alone;
      EXPECT_FALSE(feature.tags.contains("representative"));
      EXPECT_LE(feature.id, incidents.rows().size());
      continue;
    }
    // The square of the id, 16 to a tile, holds the point.
    ASSERT_NE(feature.id & tiles::cluster_id_flag, 0U);
    const std::uint64_t cell = feature.id ^ tiles::cluster_id_flag;
    const geo::TileColumnRow square = geo::tile_of_cell(cell);
    EXPECT_EQ(feature.points[0].x / 256, static_cast<std::int32_t>(square.column % 16));
    EXPECT_EQ(feature.points[0].y / 256, static_cast<std::int32_t>(square.row % 16));
    const auto representative = static_cast<std::size_t>(whole(feature, "representative", 0));
    ASSERT_TRUE(representative >= 1 && representative <= incidents.rows().size());
    const LonLat p = incidents.rows()[representative - 1].geometry.lonlat();
    EXPECT_EQ(tiles_tests::cell_of_point(GetParam(), p, tiles::depth_of(GetParam(), 15)), cell);
  }
  EXPECT_GT(alone, 0);
}

TEST(PointTiles, PropertiesAreThoseAskedFor) {
  std::mt19937_64 random(17);
  Incidents incidents;
  incidents.add(50, random);
  const auto view = incidents.view();
  TileOptions options;
  options.properties = {"killed", "occurred_from"};
  const TileId tile(0, 0, 0);
  std::set<std::string> names;
  for (const auto& feature : decode_one(tiles::make_tile(*view, tile, options)).features) {
    for (const auto& [name, value] : feature.tags) { names.insert(name); }
  }
  EXPECT_EQ(names, (std::set<std::string>{"killed", "occurred_from"}));
  options.point_budget = 0;
  names.clear();
  for (const auto& feature : decode_one(tiles::make_tile(*view, tile, options)).features) {
    for (const auto& [name, value] : feature.tags) { names.insert(name); }
  }
  EXPECT_EQ(names,
            (std::set<std::string>{"count", "killed_sum", "killed_max", "killed_known", "occurred_from_first", "occurred_from_last"}));
  options.properties = {"narrative"};
  EXPECT_THROW(tiles::make_tile(*view, tile, options), geo::Error) << "kept on disk";
  options.properties = {"no_such_thing"};
  EXPECT_THROW(tiles::make_tile(*view, tile, options), geo::Error);
}

TEST_P(PointTilesOf, PointsThatWouldWeighTooMuchAreCounted) {
  std::mt19937_64 random(18);
  Incidents incidents;
  incidents.add(500, random);
  const auto view = incidents.view();
  TileOptions options;
  const TileId tile = tiles_tests::tile_of_point(GetParam(), {40.5, -12.97}, 0);
  const auto in_tile = std::count_if(incidents.rows().begin(), incidents.rows().end(), [&](const geo::Row& row) {
    return !row.geometry.is_none() && tiles_tests::tile_of_point(GetParam(), row.geometry.lonlat(), 0) == tile;
  });
  const std::string whole_tile = tiles::make_tile(*view, tile, options);
  EXPECT_FALSE(decode_one(whole_tile).features.front().tags.contains("count"));
  options.byte_budget = whole_tile.size() - 1;
  for (const PointsAs way : {PointsAs::counts, PointsAs::squares, PointsAs::clusters, PointsAs::thin}) {
    options.points_as = way;
    const std::string lighter = tiles::make_tile(*view, tile, options);
    EXPECT_LT(lighter.size(), whole_tile.size()) << tiles::to_string(way);
    std::int64_t sum = 0;
    for (const auto& feature : decode_one(lighter).features) { sum += whole(feature, "count", 1); }
    EXPECT_EQ(sum, in_tile);
  }
}

TEST_P(PointTilesOf, HexagonsOfEverySizeAtEveryZoomHoldEveryPoint) {
  std::mt19937_64 random(22);
  Incidents incidents;
  incidents.add(60, random);
  const auto view = incidents.view();
  const std::uint64_t placed = view->count({}) - view->aggregate({}, {0}).without_geometry;
  TileOptions options;
  options.points_as = PointsAs::hexagons;
  for (const int px : {2, 8, 128}) {
    options.cell_px = px;
    for (const int zoom : {0, 1, 2, 6, 16, 17, 18, 22}) {
      std::uint64_t sum = 0;
      for (const auto& [key, feature] : features_at(*view, zoom, GetParam(), options)) {
        sum += static_cast<std::uint64_t>(whole(feature, "count", 1));
      }
      EXPECT_EQ(sum, placed) << px << " at zoom " << zoom;
    }
  }
}

TEST(PointTiles, ManyValuesInOneCellAreCountedRight) {
  store::MemoryStore store{"0123456789abcdef", [] { return geo::TimeMs{0}; }};
  const geo::Collection schema = *store.catalog().collection("incidents");
  std::vector<geo::Edit> edits;
  std::map<std::string, std::int64_t> expected;
  std::mt19937_64 random(23);
  for (int i = 0; i < 3000; ++i) {
    geo::Row row;
    row.values.resize(schema.fields.size());
    row.geometry = geo::Geometry::point({40.5, -12.97});
    const std::string name = "Bairro " + std::to_string(random() % 200 * (random() % 2));
    ++expected[name];
    Incidents::value(row, schema, "place_name") = name;
    Incidents::value(row, schema, "confidentiality") = std::int64_t{0};
    edits.push_back({0, false, std::move(row)});
  }
  geo::BatchInfo info;
  info.collection = "incidents";
  store.edit(info, edits);
  TileOptions options;
  options.point_budget = 0;
  options.properties = {"place_name"};
  const auto features =
      decode_one(tiles::make_tile(*store.view("incidents", geo::role_named("protection")), TileId(0, 0, 0), options)).features;
  ASSERT_EQ(features.size(), 1U);
  std::vector<std::pair<std::int64_t, std::string>> order;
  for (const auto& [name, rows] : expected) { order.emplace_back(-rows, name); }
  std::sort(order.begin(), order.end());
  std::int64_t rest = 3000;
  for (int i = 0; i < 3; ++i) {
    const std::string name = "place_name_" + std::to_string(i + 1);
    EXPECT_EQ(std::get<std::string>(features[0].tags.at(name)), order[static_cast<std::size_t>(i)].second);
    EXPECT_EQ(whole(features[0], name + "_count", 0), -order[static_cast<std::size_t>(i)].first);
    rest += order[static_cast<std::size_t>(i)].first;
  }
  EXPECT_EQ(whole(features[0], "place_name_rest_count", 0), rest);
}

TEST(PointTiles, PointsSayInWhichBinTheyBegin) {
  std::mt19937_64 random(19);
  Incidents incidents;
  incidents.add(60, random);
  const auto view = incidents.view();
  TileOptions options;
  options.time_bins = tiles::BinLength::month;
  for (const auto& feature : decode_one(tiles::make_tile(*view, TileId(0, 0, 0), options)).features) {
    geo::Row row = incidents.rows()[static_cast<std::size_t>(feature.id - 1)];
    const auto* time = std::get_if<std::int64_t>(&Incidents::value(row, incidents.schema(), "occurred_from"));
    const auto* offset = std::get_if<std::int64_t>(&Incidents::value(row, incidents.schema(), "utc_offset_min"));
    if (time == nullptr) { continue; }
    const std::string month = geo::format_time(*time, offset == nullptr ? 0 : static_cast<int>(*offset)).substr(0, 7);
    EXPECT_EQ(whole(feature, month, 0), 1);
  }
}

TEST_P(PointTilesOf, SquaresAreCellsOfTheirSet) {
  std::mt19937_64 random(20);
  for (const auto& [zoom, widest_step] : {std::pair{0, 0}, {0, 8}, {1, 3}, {5, 6}, {14, 5}, {20, 6}, {24, 2}}) {
    const int step = std::min(widest_step, tiles::deepest_square_depth - tiles::depth_of(GetParam(), zoom));
    const std::uint64_t rows = tiles::rows_of(GetParam(), zoom);
    const std::uint64_t columns = tiles::columns_of(GetParam(), zoom);
    const auto some = [&](int i, std::uint64_t all) { return static_cast<std::uint32_t>(i == 0 ? 0 : i == 1 ? all - 1 : random() % all); };
    for (int i = 0; i < 40; ++i) {
      const std::uint32_t row = some(i, rows);
      const TileId tile(zoom, row, some(i, columns), GetParam());
      tiles::Squares squares(tile, step);
      const geo::BBox box = tile.search_box(64);
      std::uniform_real_distribution<double> lon(box.west, box.east);
      std::uniform_real_distribution<double> lat(box.south, box.north);
      for (int p = 0; p < 300; ++p) {
        std::int32_t x = geo::to_lattice(lon(random));
        std::int32_t y = geo::to_lattice(lat(random));
        if (p % 10 == 0) { x = p % 20 == 0 ? 1'800'000'000 : -1'800'000'000; }
        if (p % 15 == 0) { y = p % 30 == 0 ? 900'000'000 : -900'000'000; }
        const int depth = tile.depth() + step;
        const std::uint64_t cell = tiles_tests::cell_of_point(GetParam(), {geo::from_lattice(x), geo::from_lattice(y)}, depth);
        const auto square = squares.at(x, y);
        ASSERT_EQ(square.has_value(), tile.holds(cell, depth)) << zoom << " " << x << " " << y;
        if (square) { EXPECT_EQ(squares.id(*square), cell); }
      }
    }
  }
}

TEST(TimeBins, AreNamedByTheirFirstDay) {
  using tiles::BinLength;
  const geo::DayNumber thursday = geo::day_number({2024, 2, 29}).value();
  EXPECT_EQ(tiles::bin_name(tiles::bin_of(thursday, BinLength::year), BinLength::year), "2024");
  EXPECT_EQ(tiles::bin_name(tiles::bin_of(thursday, BinLength::month), BinLength::month), "2024-02");
  EXPECT_EQ(tiles::bin_name(tiles::bin_of(thursday, BinLength::week), BinLength::week), "2024-02-26");
  EXPECT_EQ(tiles::bin_name(tiles::bin_of(thursday, BinLength::day), BinLength::day), "2024-02-29");
  const geo::DayNumber early = geo::day_number({1969, 12, 28}).value();  // a Sunday before day 0
  EXPECT_EQ(tiles::bin_name(tiles::bin_of(early, BinLength::week), BinLength::week), "1969-12-22");
  EXPECT_EQ(tiles::bin_of(early + 1, BinLength::week), tiles::bin_of(early, BinLength::week) + 1);
  for (geo::DayNumber day = early; day < thursday; day += 13) {  // bins that follow each other have numbers that do
    for (const BinLength length : {BinLength::year, BinLength::month, BinLength::week, BinLength::day}) {
      const auto step = tiles::bin_of(day + 1, length) - tiles::bin_of(day, length);
      EXPECT_TRUE(step == 0 || step == 1);
    }
  }
}

TEST(TimeBins, DaysAreThoseOfTheClockOfThePlace) {
  EXPECT_EQ(tiles::local_day(0, 0), 0);
  EXPECT_EQ(tiles::local_day(-1, 0), -1);
  EXPECT_EQ(tiles::local_day(0, -1), -1);
  EXPECT_EQ(tiles::local_day(22 * 3'600'000LL, 120), 1);
  EXPECT_EQ(geo::format_date(tiles::local_day(INT64_MAX, 120)), "9999-12-31");
  EXPECT_EQ(geo::format_date(tiles::local_day(INT64_MIN, -120)), "0000-01-01");
  const geo::DayNumber first = geo::day_number({0, 1, 1}).value();
  EXPECT_EQ(tiles::bin_name(tiles::bin_of(first, tiles::BinLength::week), tiles::BinLength::week), "0000-01-01");
}

}  // namespace
