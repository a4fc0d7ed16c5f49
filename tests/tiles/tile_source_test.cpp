// SPDX-License-Identifier: Apache-2.0
#include "tiles/tile_source.hpp"

#include "geo/geometry/wkb.hpp"
#include "geo/index/quadkey.hpp"
#include "store/memory/memory_store.hpp"
#include "store/sqlite_store.hpp"
#include "tests/tiles/decoder.hpp"
#include "tests/tiles/places.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <set>

using geo::Geometry;
using geo::LonLat;
using tiles::MatrixSet;
using tiles::TileId;
using tiles::TileOptions;
using tiles_tests::decode_one;
using tiles_tests::DecodedFeature;

namespace {

geo::Field field(std::string name, geo::FieldType type, bool hot = true) {
  geo::Field f;
  f.name = std::move(name);
  f.type = type;
  f.hot = hot;
  f.title = {f.name, f.name};
  return f;
}

geo::Collection collection(geo::GeometryType geometry) {
  using enum geo::FieldType;
  geo::Collection c;
  c.id = "things";
  c.title = c.description = {"Things", "Coisas"};
  c.geometry = geometry;
  c.default_confidentiality = 0;
  c.builtin = false;
  c.time_from = c.time_to = "at";
  c.fields = {field("name", text), field("remark", text), field("people", integer), field("weight", real),       field("open", boolean),
              field("day", date),  field("at", time),     field("more", json),      field("story", text, false), field("count", integer)};
  return c;
}

// A store of things in no place of the catalog.
class Things {
 public:
  explicit Things(geo::GeometryType geometry) { memory.add_collection(collection(geometry)); }

  geo::Row row(Geometry geometry) {
    geo::Row r;
    r.geometry = std::move(geometry);
    r.values.resize(memory.catalog().collection("things")->fields.size());
    return r;
  }
  void add(std::vector<geo::Row> rows) {
    std::vector<geo::Edit> edits;
    for (geo::Row& r : rows) { edits.push_back({0, false, std::move(r)}); }
    geo::BatchInfo info;
    info.collection = "things";
    memory.edit(info, edits);
  }
  std::shared_ptr<const geo::View> view(const char* role = "programme") { return memory.view("things", geo::role_named(role)); }

  store::MemoryStore memory{"0123456789abcdef", [] { return geo::TimeMs{0}; }};
};

void set(geo::Row& row, std::size_t i, geo::Value value) { row.values[i] = std::move(value); }

std::int64_t count_of(const DecodedFeature& feature) {
  const auto it = feature.tags.find("count");
  return it == feature.tags.end() ? 1 : std::get<std::int64_t>(it->second);
}

// Clusters, places that many rows share, edges and corners of tiles, the ends of the world, and rows nobody could place.
std::vector<geo::Row> random_points(Things& things, std::mt19937_64& random, int amount) {
  std::normal_distribution<double> scatter(0, 0.01);
  std::uniform_real_distribution<double> lon(-180, 180);
  std::uniform_real_distribution<double> lat(-90, 90);
  const std::vector<LonLat> corners{{0, 0}, {180, 0}, {-180, 0}, {0, 90}, {0, -90}, {90, 66.51326044311186}, {-90, 0}, {180, 85.0511287}};
  std::vector<geo::Row> rows;
  for (int i = 0; i < amount; ++i) {
    switch (random() % 6) {
      case 0: rows.push_back(things.row(Geometry::point({lon(random), lat(random)}))); break;
      case 1: rows.push_back(things.row(Geometry::point(corners[random() % corners.size()]))); break;
      case 2: rows.push_back(things.row({})); break;
      case 3: rows.push_back(things.row(Geometry::point({40.5, -12.97}))); break;
      default: rows.push_back(things.row(Geometry::point({40.5 + scatter(random), -12.97 + scatter(random)})));
    }
  }
  return rows;
}

// Every tile of a shallow zoom; of a deep one those that hold a row's place, and their neighbours.
std::vector<TileId> tiles_to_look_at(const geo::View& view, int zoom, MatrixSet set = MatrixSet::web_mercator_quad) {
  std::vector<TileId> all;
  const auto rows = static_cast<std::uint32_t>(tiles::rows_of(set, zoom));
  const auto columns = static_cast<std::uint32_t>(tiles::columns_of(set, zoom));
  if (zoom <= 3) {
    for (std::uint32_t r = 0; r < rows; ++r) {
      for (std::uint32_t c = 0; c < columns; ++c) { all.emplace_back(zoom, r, c, set); }
    }
    return all;
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> wanted;
  view.scan({}, {}, [&](const geo::BatchView& batch, std::span<const std::uint32_t> found) {
    for (const std::uint32_t i : found) {
      if (batch.geometry.is_none(i)) { continue; }
      const TileId at =
          tiles_tests::tile_of_point(set, {geo::from_lattice(batch.geometry.lon[i]), geo::from_lattice(batch.geometry.lat[i])}, zoom);
      wanted.emplace(at.row(), at.column());
      wanted.emplace(std::min(at.row() + 1, rows - 1), at.column());
      wanted.emplace(at.row(), at.column() > 0 ? at.column() - 1 : 0);
    }
    return true;
  });
  for (const auto& [r, c] : wanted) { all.emplace_back(zoom, r, c, set); }
  return all;
}

class MakeTileOf : public testing::TestWithParam<MatrixSet> {};
INSTANTIATE_TEST_SUITE_P(Sets, MakeTileOf, tiles_tests::every_set(), tiles_tests::name_of_set);

TEST_P(MakeTileOf, CountsAddUpAtEveryZoom) {
  std::mt19937_64 random(3);
  Things things(geo::GeometryType::point);
  things.add(random_points(things, random, 800));
  const auto view = things.view();
  const std::uint64_t total = view->count({});
  const std::uint64_t nowhere = view->aggregate({}, {0}).without_geometry;
  ASSERT_GT(nowhere, 0U);
  for (const int zoom : {0, 1, 2, 3, 6, 10, 14, 18, 20, 21, 24}) {
    for (const std::uint64_t budget : {std::uint64_t{0}, std::uint64_t{30}, std::uint64_t{100'000}}) {
      TileOptions options;
      options.point_budget = budget;
      std::uint64_t sum = 0;
      std::set<std::uint64_t> squares;
      std::set<std::uint64_t> fids;
      for (const TileId tile : tiles_to_look_at(*view, zoom, GetParam())) {
        for (const DecodedFeature& feature : decode_one(tiles::make_tile(*view, tile, options)).features) {
          sum += static_cast<std::uint64_t>(count_of(feature));
          EXPECT_TRUE((feature.tags.contains("count") ? squares : fids).insert(feature.id).second) << "once each";
          EXPECT_LT(feature.id, std::uint64_t{1} << 53U);
          ASSERT_EQ(feature.points.size(), 1U);
          const auto p = feature.points[0];
          EXPECT_TRUE(p.x >= 0 && p.y >= 0 && p.x < 4096 && p.y < 4096);
        }
      }
      EXPECT_EQ(sum + nowhere, total) << "zoom " << zoom << " budget " << budget;
      if (budget == 0) { EXPECT_TRUE(fids.empty()); }
      if (budget == 100'000) { EXPECT_TRUE(squares.empty()); }
    }
  }
}

TEST_P(MakeTileOf, CountsAddUpUnderATimeFilter) {
  Things things(geo::GeometryType::point);
  std::mt19937_64 random(5);
  std::vector<geo::Row> rows = random_points(things, random, 400);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % 7 != 0) { set(rows[i], 6, std::int64_t{1000} * static_cast<std::int64_t>(i)); }
  }
  things.add(std::move(rows));
  const auto view = things.view();
  TileOptions options;
  options.filter.datetime = geo::TimeInterval{50'000, 200'000};
  options.point_budget = 10;
  const geo::Filter filter{std::nullopt, options.filter.datetime};
  for (const int zoom : {0, 2}) {
    std::uint64_t sum = view->aggregate(filter, {0}).without_geometry;
    for (const TileId tile : tiles_to_look_at(*view, zoom, GetParam())) {
      for (const auto& feature : decode_one(tiles::make_tile(*view, tile, options)).features) {
        sum += static_cast<std::uint64_t>(count_of(feature));
      }
    }
    EXPECT_EQ(sum, view->count(filter));
    EXPECT_LT(sum, view->count({}));
  }
}

TEST(MakeTile, SquaresStandInTheirCentreUnderTheirQuadkey) {
  Things things(geo::GeometryType::point);
  std::vector<geo::Row> rows;
  for (int i = 0; i < 5; ++i) { rows.push_back(things.row(Geometry::point({40.5, -12.97}))); }
  things.add(std::move(rows));
  TileOptions options;
  options.point_budget = 4;
  const auto layer = decode_one(tiles::make_tile(*things.view(), TileId(0, 0, 0), options));
  ASSERT_EQ(layer.features.size(), 1U);
  EXPECT_EQ(count_of(layer.features[0]), 5);
  // x = (40.5 + 180) / 360 * 64 = 39.2; y = 64 * 0.5363 = 34.3
  EXPECT_EQ(layer.features[0].points[0], (tiles::GridPoint{39 * 64 + 32, 34 * 64 + 32}));
  EXPECT_EQ(layer.features[0].id, geo::cell_of_tile({39, 34}));
}

TEST(MakeTile, CarriesHotFieldsThatAreWorthIt) {
  Things things(geo::GeometryType::point);
  geo::Row full = things.row(Geometry::point({40.5, -12.97}));
  set(full, 0, std::string("Mercado"));
  set(full, 1, std::string("long remark"));
  set(full, 2, std::int64_t{-3});
  set(full, 3, 2.5);
  set(full, 4, true);
  set(full, 5, std::int64_t{19'723});  // 2024-01-01
  set(full, 6, std::int64_t{0});
  set(full, 7, std::string("{}"));
  set(full, 8, std::string("cold"));
  set(full, 9, std::int64_t{77});
  things.add({full, things.row(Geometry::point({40.5, -12.97}))});
  const auto layer = decode_one(tiles::make_tile(*things.view(), TileId(0, 0, 0)));
  EXPECT_EQ(layer.name, "things");
  ASSERT_EQ(layer.features.size(), 2U);
  const std::map<std::string, tiles::TileValue> expected{
      {"name", std::string("Mercado")}, {"people", std::int64_t{-3}}, {"weight", 2.5}, {"open", true}, {"day", std::string("2024-01-01")}};
  EXPECT_EQ(layer.features[0].tags, expected);
  EXPECT_TRUE(layer.features[1].tags.empty());
  EXPECT_EQ(layer.features[0].id, 1U);
  EXPECT_EQ(layer.features[1].id, 2U);
}

Geometry square(double lon, double lat, double side) {
  return geo::from_polygons({{{{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}, {lon, lat}}}});
}

TEST_P(MakeTileOf, EveryAreaIsSeenAtEveryZoom) {
  Things things(geo::GeometryType::polygon);
  std::mt19937_64 random(9);
  std::uniform_real_distribution<double> lon(-179, 170);
  std::uniform_real_distribution<double> lat(-89, 80);
  std::uniform_real_distribution<double> size(-6, 0.9);
  std::vector<geo::Row> rows;
  for (int i = 0; i < 150; ++i) { rows.push_back(things.row(square(lon(random), lat(random), std::pow(10, size(random))))); }
  rows.push_back(things.row(square(-10, 86, 2)));  // beyond the square of Web Mercator
  things.add(std::move(rows));
  for (const int zoom : {0, 1, 3, 9}) {
    std::set<std::uint64_t> seen;
    for (const TileId tile : tiles_to_look_at(*things.view(), zoom, GetParam())) {
      const auto layer = decode_one(tiles::make_tile(*things.view(), tile));
      for (const DecodedFeature& feature : layer.features) {
        EXPECT_EQ(feature.type, 3);
        EXPECT_GT(feature.area2(), 0);
        seen.insert(feature.id);
      }
    }
    EXPECT_EQ(seen.size(), 151U) << "zoom " << zoom;
  }
}

// Figures worked out by hand: the tile reaches from 33.75 to 45 degrees and from -11.25 to -22.5.
TEST(MakeTile, OfDegreesShowsPlacesWhereTheirDegreesSay) {
  const TileId tile(4, 9, 19, MatrixSet::world_crs84_quad);
  Things areas(geo::GeometryType::polygon);
  areas.add({areas.row(square(36, -18, 4))});
  const auto drawn = decode_one(tiles::make_tile(*areas.view(), tile));
  ASSERT_EQ(drawn.features.size(), 1U);
  std::set<std::pair<std::int32_t, std::int32_t>> corners;
  for (const tiles::GridPoint p : drawn.features[0].rings.at(0)) { corners.emplace(p.x, p.y); }
  EXPECT_EQ(corners, (std::set<std::pair<std::int32_t, std::int32_t>>{{819, 1001}, {2276, 1001}, {2276, 2458}, {819, 2458}}));
  Things points(geo::GeometryType::point);
  points.add(
      {points.row(Geometry::point({40, -14})), points.row(Geometry::point({33.75, -11.25})), points.row(Geometry::point({45, -12}))});
  const auto shown = decode_one(tiles::make_tile(*points.view(), tile));
  ASSERT_EQ(shown.features.size(), 2U) << "45 degrees belong to the next one";
  EXPECT_EQ(shown.features[0].points.at(0), (tiles::GridPoint{2275, 1001}));
  EXPECT_EQ(shown.features[1].points.at(0), (tiles::GridPoint{0, 0}));
}

TEST(MakeTile, MixedCollectionsShowEachKind) {
  Things things(geo::GeometryType::any);
  geo::WkbBuilder line;
  line.begin(geo::WkbType::line);
  line.vertex({10, 10});
  line.vertex({20, 20});
  line.end();
  things.add(
      {things.row(square(10, 10, 5)), things.row(Geometry::from_wkb(line.bytes())), things.row(Geometry::point({5, 5})), things.row({})});
  const auto layer = decode_one(tiles::make_tile(*things.view(), TileId(0, 0, 0)));
  ASSERT_EQ(layer.features.size(), 3U);
  EXPECT_EQ(layer.features[0].type, 3);
  EXPECT_EQ(layer.features[1].type, 2);
  EXPECT_EQ(layer.features[2].type, 1);
}

TEST(MakeTile, IsEmptyWhereNothingIs) {
  for (const auto geometry : {geo::GeometryType::point, geo::GeometryType::polygon, geo::GeometryType::none}) {
    Things things(geometry);
    things.add({things.row({})});
    EXPECT_EQ(tiles::make_tile(*things.view(), TileId(0, 0, 0)), "");
  }
  Things things(geo::GeometryType::point);
  things.add({things.row(Geometry::point({40.5, -12.97}))});
  EXPECT_EQ(tiles::make_tile(*things.view(), TileId(1, 0, 0)), "");
  EXPECT_NE(tiles::make_tile(*things.view(), TileId(1, 1, 1)), "");
}

// Two stores that keep rows in different orders, the second in several segments: the same bytes.
TEST_P(MakeTileOf, DependsOnTheRowsAndNotOnHowTheyAreKept) {
  std::string folder = (std::filesystem::temp_directory_path() / "bairro-tiles-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  {
    Things things(geo::GeometryType::point);
    const auto sqlite = store::open_sqlite(folder + "/s.bairro", {});
    sqlite->add_collection(collection(geo::GeometryType::point));
    std::mt19937_64 random(17);
    geo::BatchInfo info;
    info.collection = "things";
    for (int batch = 0; batch < 3; ++batch) {
      std::vector<geo::Edit> edits;
      for (geo::Row& row : random_points(things, random, 150)) {
        set(row, 0, "place " + std::to_string(5 * batch + static_cast<int>(random() % 9)));  // each segment has words of its own
        set(row, 2, static_cast<std::int64_t>(random() % 5));
        edits.push_back({0, false, std::move(row)});
      }
      if (batch > 0) { edits.push_back({batch * 10, true, {}}); }
      things.memory.edit(info, edits);
      sqlite->edit(info, edits);
    }
    const auto expected = things.view();
    const auto actual = sqlite->view("things", geo::role_named("protection"));
    ASSERT_EQ(actual->count({}), 448U);
    TileOptions options;
    options.point_budget = 60;
    std::size_t bytes = 0;
    for (const int zoom : {0, 2, 7, 12}) {
      for (const TileId tile : tiles_to_look_at(*expected, zoom, GetParam())) {
        const std::string made = tiles::make_tile(*actual, tile, options);
        EXPECT_EQ(made, tiles::make_tile(*expected, tile, options)) << zoom << '/' << tile.row() << '/' << tile.column();
        bytes += made.size();
      }
    }
    EXPECT_GT(bytes, 1000U);
  }
  std::filesystem::remove_all(folder);
}

// Rows in two batches, each with dictionaries of its own.
class TwoBatches final : public geo::View {
 public:
  TwoBatches(std::shared_ptr<const geo::View> first, std::shared_ptr<const geo::View> second)
      : m_first(std::move(first)), m_second(std::move(second)) {}

  [[nodiscard]] const geo::Collection& schema() const override { return m_first->schema(); }
  [[nodiscard]] std::uint64_t version() const override { return 0; }
  [[nodiscard]] geo::BBox extent() const override { return m_first->extent(); }
  [[nodiscard]] std::optional<geo::TimeInterval> time_extent() const override { return std::nullopt; }
  [[nodiscard]] geo::Page find(const geo::Query& query) const override { return m_first->find(query); }
  [[nodiscard]] std::uint64_t count(const geo::Filter& filter) const override { return m_first->count(filter) + m_second->count(filter); }
  [[nodiscard]] geo::Aggregate aggregate(const geo::Filter& filter, geo::Grid grid) const override {
    return m_first->aggregate(filter, grid);
  }
  void scan(const geo::Filter& filter, std::span<const std::string> columns, const geo::BatchVisitor& visit) const override {
    m_first->scan(filter, columns, visit);
    m_second->scan(filter, columns, visit);
  }

 private:
  std::shared_ptr<const geo::View> m_first, m_second;
};

TEST(MakeTile, ReadsEachBatchByItsOwnDictionary) {
  Things first(geo::GeometryType::point);
  Things second(geo::GeometryType::point);
  geo::Row here = first.row(Geometry::point({40.5, -12.97}));
  set(here, 0, std::string("here"));
  geo::Row there = first.row(Geometry::point({40.6, -12.97}));
  set(there, 0, std::string("there"));
  first.add({here});
  second.add({there});
  const auto layer = decode_one(tiles::make_tile(TwoBatches(first.view(), second.view()), TileId(0, 0, 0)));
  ASSERT_EQ(layer.features.size(), 2U);
  EXPECT_EQ(layer.features[0].tags.at("name"), tiles::TileValue(std::string("here")));
  EXPECT_EQ(layer.features[1].tags.at("name"), tiles::TileValue(std::string("there")));
}

TEST(MakeTile, HoldsNothingTheRoleMayNotSee) {
  Things things(geo::GeometryType::point);
  geo::Row hidden = things.row(Geometry::point({40.5, -12.97}));
  const auto secrecy = static_cast<std::size_t>(things.memory.catalog().collection("things")->index_of("confidentiality"));
  set(hidden, secrecy, std::int64_t{2});
  things.add({hidden});
  EXPECT_EQ(tiles::make_tile(*things.view("visitor"), TileId(0, 0, 0)), "");
  EXPECT_NE(tiles::make_tile(*things.view("programme"), TileId(0, 0, 0)), "");
}

}  // namespace
