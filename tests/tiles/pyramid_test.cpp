// SPDX-License-Identifier: Apache-2.0
// The pyramid beside the slow way: every tile of every zoom, drawn by itself.
#include "tiles/pyramid.hpp"

#include "geo/base/error.hpp"
#include "geo/cql2/check.hpp"
#include "geo/cql2/parse.hpp"
#include "geo/geometry/wkb.hpp"
#include "store/memory/memory_store.hpp"
#include "tiles/filtered_view.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles_id.hpp"
#include "tiles/tile_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <thread>

using geo::Geometry;
using geo::LonLat;
using tiles::PyramidPlan;
using tiles::PyramidTile;
using tiles::TileId;

namespace {

using View = std::shared_ptr<const geo::View>;

geo::Collection collection(const std::string& id, geo::GeometryType geometry) {
  geo::Field size;
  size.name = "size";
  size.type = geo::FieldType::integer;
  size.hot = true;
  size.title = {"Size", "Tamanho"};
  geo::Collection c;
  c.id = id;
  c.title = c.description = {"Things", "Coisas"};
  c.geometry = geometry;
  c.default_confidentiality = 0;
  c.builtin = false;
  c.fields = {size};
  return c;
}

/// A line, or a ring that is closed, of some steps from a place.
Geometry shape(geo::WkbType type, std::mt19937_64& random, LonLat from, double reach, int corners) {
  geo::WkbBuilder wkb;
  wkb.begin(type);
  if (type == geo::WkbType::polygon) { wkb.begin_ring(); }
  LonLat first{};
  for (int i = 0; i < corners; ++i) {
    const double angle = 6.28318530717958648 * i / corners;
    const double length = reach * (0.3 + 0.7 * static_cast<double>(random() % 1000) / 1000);
    const LonLat p{std::clamp(from.lon + length * std::cos(angle), -180.0, 180.0),
                   std::clamp(from.lat + length * std::sin(angle), -85.0, 85.0)};
    if (i == 0) { first = p; }
    wkb.vertex(p);
  }
  if (type == geo::WkbType::polygon) {
    wkb.vertex(first);
    wkb.end_ring();
  }
  wkb.end();
  return Geometry::from_wkb(wkb.bytes());
}

class Pyramid : public testing::Test {
 protected:
  void add(const std::string& id, geo::GeometryType type, const std::vector<Geometry>& places) {
    memory.add_collection(collection(id, type));
    const geo::Catalog catalog = memory.catalog();
    std::vector<geo::Edit> edits;
    for (std::size_t i = 0; i < places.size(); ++i) {
      geo::Row row;
      row.geometry = places[i];
      row.values.resize(catalog.collection(id)->fields.size());
      row.values[static_cast<std::size_t>(catalog.collection(id)->index_of("size"))] = static_cast<std::int64_t>(i);
      edits.push_back({0, false, std::move(row)});
    }
    geo::BatchInfo info;
    info.collection = id;
    memory.edit(info, edits);
  }
  void add_some() {
    std::vector<Geometry> points;
    std::vector<Geometry> lines;
    std::vector<Geometry> polygons;
    std::uniform_real_distribution<double> lon(-180, 180);
    std::uniform_real_distribution<double> lat(-85, 85);
    std::normal_distribution<double> scatter(0, 0.4);
    const auto anywhere = [&] {
      return random() % 4 == 0 ? LonLat{lon(random), lat(random)} : LonLat{40.5 + scatter(random), -13 + scatter(random)};
    };
    for (int i = 0; i < 120; ++i) { points.push_back(random() % 9 == 0 ? Geometry() : Geometry::point(anywhere())); }
    // From far below a square of the world's tile to half of the world; none too small to be seen everywhere.
    for (const double reach : {0.0003, 0.002, 0.01, 0.1, 1.0, 30.0}) {
      for (int i = 0; i < 4; ++i) {
        lines.push_back(shape(geo::WkbType::line, random, anywhere(), reach, 2 + static_cast<int>(random() % 4)));
        polygons.push_back(shape(geo::WkbType::polygon, random, anywhere(), reach, 3 + static_cast<int>(random() % 6)));
      }
    }
    // Across the edges of tiles of many zooms, and too small for most of them.
    for (const LonLat corner : {LonLat{0, 0}, LonLat{45, 0}, LonLat{39.375, -13.2}}) {
      polygons.push_back(shape(geo::WkbType::polygon, random, corner, 0.003, 5));
      lines.push_back(shape(geo::WkbType::line, random, corner, 0.003, 3));
    }
    add("dots", geo::GeometryType::point, points);
    add("ways", geo::GeometryType::line, lines);
    add("areas", geo::GeometryType::polygon, polygons);
  }
  View view(const std::string& id) { return memory.view(id, geo::role_named("programme")); }
  std::vector<View> views() { return {view("dots"), view("ways"), view("areas")}; }

  std::mt19937_64 random{20271};
  store::MemoryStore memory{"0123456789abcdef", [] { return geo::TimeMs{0}; }};
};

using Tiles = std::map<std::uint64_t, std::string>;

std::string drawn(const std::vector<View>& views, TileId id) {
  std::string tile;
  for (const View& view : views) { tile += tiles::make_tile(*view, id); }
  return tile;
}

void add_drawn(Tiles& all, const std::vector<View>& views, TileId id) {
  if (std::string tile = drawn(views, id); !tile.empty()) { all[tiles::pmtiles_id(id)] = std::move(tile); }
}

/// Every tile of the world to zoom 4, below it every one of a corner of it.
Tiles drawn_one_by_one(const PyramidPlan& plan) {
  constexpr int whole_world = 4;
  Tiles all;
  for (int zoom = plan.min_zoom; zoom <= plan.max_zoom; ++zoom) {
    const std::uint32_t side = std::uint32_t{1} << zoom;
    geo::BBox box{38.5, -15, 42.5, -11};
    if (zoom <= whole_world) { box = {-180, -85, 180, 85}; }
    const tiles::PlanePoint north_west = tiles::to_unit_square({box.west, box.north});
    const tiles::PlanePoint south_east = tiles::to_unit_square({box.east, box.south});
    const auto last = [&](double share) { return std::min(static_cast<std::uint32_t>(share * side), side - 1); };
    for (std::uint32_t row = last(north_west.y); row <= last(south_east.y); ++row) {
      for (std::uint32_t column = last(north_west.x); column <= last(south_east.x); ++column) {
        add_drawn(all, plan.views, TileId(zoom, row, column));
      }
    }
  }
  return all;
}

struct Built {
  Tiles tiles;
  std::vector<PyramidTile> places;  ///< all that was handed on
};

Built build(const PyramidPlan& plan, const std::vector<tiles::PyramidPlace>& finished = {}, const geo::Workers& workers = geo::one_by_one) {
  Built built;
  tiles::build_pyramid(plan, finished, workers, {}, [&](const PyramidTile& tile) {
    if (!built.places.empty()) { EXPECT_LT(built.places.back().id, tile.id) << "in order"; }
    if (!tile.bytes.empty()) { built.tiles[tile.id] = tiles::gunzip(tile.bytes, 10'000'000); }
    built.places.push_back(tile);
  });
  return built;
}

TEST_F(Pyramid, HoldsEveryTileThatShowsSomething) {
  add_some();
  for (const std::vector<View>& some : {std::vector<View>{view("dots")}, {view("ways")}, {view("areas")}, views()}) {
    const PyramidPlan plan{some, 0, 7};
    const Tiles expected = drawn_one_by_one(plan);
    const Tiles got = build(plan).tiles;
    ASSERT_GT(expected.size(), 30U);
    for (const auto& [id, tile] : expected) {
      const TileId at = *tiles::tile_of_pmtiles_id(id);
      const auto found = got.find(id);
      ASSERT_NE(found, got.end()) << some.front()->schema().id << ' ' << at.zoom() << '/' << at.row() << '/' << at.column();
      EXPECT_EQ(found->second, tile);
    }
    for (const auto& [id, tile] : got) { EXPECT_EQ(tile, drawn(some, *tiles::tile_of_pmtiles_id(id))) << "nothing else is in it"; }
  }
}

TEST_F(Pyramid, ATinyAreaAcrossACornerIsInAllFourTiles) {
  // Its anchor lies in one tile; in the others it is too small to be seen until zoom 12 or so, and they are empty down to there.
  std::vector<Geometry> areas;
  areas.push_back(shape(geo::WkbType::polygon, random, {0, 0}, 0.002, 8));
  add("areas", geo::GeometryType::polygon, areas);
  const PyramidPlan plan{{view("areas")}, 0, 14};
  const Tiles got = build(plan).tiles;
  const std::uint32_t middle = 1U << 13U;
  for (const std::uint32_t row : {middle - 1, middle}) {
    for (const std::uint32_t column : {middle - 1, middle}) {
      const TileId id(14, row, column);
      ASSERT_FALSE(drawn(plan.views, id).empty());
      EXPECT_EQ(got.count(tiles::pmtiles_id(id)), 1U) << row << ' ' << column;
    }
  }
  EXPECT_LT(got.size(), 80U) << "and nothing was drawn where it is not";
}

TEST_F(Pyramid, BeginsAtTheZoomAskedFor) {
  add_some();
  const Tiles whole = build({views(), 0, 7}).tiles;
  const Tiles part = build({views(), 3, 7}).tiles;
  for (const auto& [id, tile] : whole) { EXPECT_EQ(part.count(id), id < tiles::first_pmtiles_id(3) ? 0U : 1U); }
  for (const auto& [id, tile] : part) { EXPECT_EQ(whole.at(id), tile); }
}

TEST_F(Pyramid, GoesOnWhereItWasInterrupted) {
  add_some();
  const PyramidPlan plan{views(), 0, 6};
  const Built whole = build(plan);
  std::vector<tiles::PyramidPlace> finished;
  for (std::size_t i = 0; i < whole.places.size(); ++i) {
    const Built rest = build(plan, finished);
    ASSERT_EQ(rest.places.size(), whole.places.size() - i);
    ASSERT_EQ(rest.places.front().id, whole.places[i].id);
    ASSERT_EQ(rest.places.back().bytes, whole.places.back().bytes);
    const std::size_t step = std::min<std::size_t>(whole.places.size() / 25 + 1, whole.places.size() - i);
    for (std::size_t k = i; k < i + step; ++k) { finished.push_back({whole.places[k].id, whole.places[k].below}); }
    i += step - 1;
  }
  EXPECT_TRUE(build(plan, finished).places.empty()) << "there was nothing left to do";
}

TEST_F(Pyramid, DoesNotDependOnTheWorkers) {
  add_some();
  const PyramidPlan plan{views(), 0, 8};
  const geo::Workers many = [](std::size_t count, const std::function<void(std::size_t)>& task) {
    std::vector<std::thread> threads;
    for (std::size_t first = 0; first < 3; ++first) {
      threads.emplace_back([=, &task] {
        for (std::size_t i = first; i < count; i += 3) { task(i); }
      });
    }
    for (std::thread& thread : threads) { thread.join(); }
  };
  EXPECT_EQ(build(plan).tiles, build(plan, {}, many).tiles);
}

TEST_F(Pyramid, StopsWhenItIsAsked) {
  add_some();
  int asked = 0;
  const geo::Progress progress({}, [&] { return ++asked > 3; });
  const PyramidPlan plan{views(), 0, 10};
  EXPECT_THROW(tiles::build_pyramid(plan, {}, geo::one_by_one, progress, [](const PyramidTile&) {}), geo::Error);
}

TEST_F(Pyramid, EndsWhereEachPointIsShown) {
  std::vector<Geometry> few(10, Geometry::point({40, -12}));
  add("few", geo::GeometryType::point, few);
  EXPECT_EQ(tiles::deepest_zoom_of(*view("few")), 12);
  // 2000 within a tile of zoom 13, 4000 within one of zoom 12: a hundred metres apart, on the two sides of an edge of zoom 13.
  const geo::BBox box = TileId(12, 2190, 2503).bounds_crs84();
  const double middle = (box.west + box.east) / 2;
  std::vector<Geometry> many;
  for (const double lon : {middle - 0.001, middle + 0.001}) {
    for (int i = 0; i < 2000; ++i) { many.push_back(Geometry::point({lon, (box.south + box.north) / 2 + 0.001})); }
  }
  add("many", geo::GeometryType::point, many);
  EXPECT_EQ(tiles::deepest_zoom_of(*view("many")), 13);
  std::vector<Geometry> too_many(2001, Geometry::point({40, -12}));
  add("toomany", geo::GeometryType::point, too_many);
  EXPECT_EQ(tiles::deepest_zoom_of(*view("toomany")), 14);
  add("areas", geo::GeometryType::polygon, {});
  EXPECT_EQ(tiles::deepest_zoom_of(*view("areas")), 12);
}

geo::Filter where(const std::string& text, const geo::View& view) {
  geo::Expression e = geo::cql2::parse_text(text);
  geo::cql2::check(e, view.schema());
  geo::Filter filter;
  filter.where = std::make_shared<const geo::Expression>(std::move(e));
  return filter;
}

TEST_F(Pyramid, AFilteredViewIsItsRows) {
  add_some();
  const View whole = view("dots");
  const geo::Filter filter = where("size >= 30 AND size < 90", *whole);
  const View part = tiles::filtered(whole, filter);
  EXPECT_EQ(tiles::filtered(whole, {}), whole);
  EXPECT_EQ(part->count({}), 60U);
  geo::Query query;
  query.limit = 1000;
  query.columns = {"size"};
  const geo::Page page = part->find(query);
  ASSERT_EQ(page.batch.rows, 60U);
  for (std::size_t i = 0; i < page.batch.rows; ++i) {
    EXPECT_GE(page.batch.columns[0].integer(i), 30);
    EXPECT_LT(page.batch.columns[0].integer(i), 90);
  }
  std::uint64_t scanned = 0;
  part->scan({}, {}, [&](const geo::BatchView&, std::span<const std::uint32_t> rows) { return scanned += rows.size(), true; });
  EXPECT_EQ(scanned, 60U);
  const geo::Aggregate cells = part->aggregate({}, {5});
  std::uint64_t counted = cells.without_geometry;
  for (const geo::CellCount& cell : cells.cells) { counted += cell.count; }
  EXPECT_EQ(counted, 60U);
  EXPECT_EQ(part->count(where("size < 40", *whole)), 10U) << "both conditions hold";
  geo::Filter box;
  box.bbox = geo::BBox{40, -14, 41, -12};
  geo::Filter both = filter;
  both.bbox = box.bbox;
  EXPECT_EQ(part->count(box), whole->count(both));
}

TEST_F(Pyramid, OfAFilteredViewShowsWhatMatchesAndNoMore) {
  add_some();
  for (const char* id : {"dots", "ways", "areas"}) {
    const View whole = view(id);
    const PyramidPlan plan{{tiles::filtered(whole, where("size IN (1, 5, 7, 20, 22)", *whole))}, 0, 8};
    const Tiles expected = drawn_one_by_one(plan);
    const Tiles got = build(plan).tiles;
    for (const auto& [at, tile] : expected) { EXPECT_EQ(got.at(at), tile); }
    EXPECT_LT(got.size(), build({{whole}, 0, 8}).tiles.size());
  }
}

}  // namespace
