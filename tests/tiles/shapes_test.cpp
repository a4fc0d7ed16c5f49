// SPDX-License-Identifier: Apache-2.0
#include "tiles/shapes.hpp"

#include "geo/geometry/wkb.hpp"
#include "tests/tiles/decoder.hpp"
#include "tests/tiles/mosaic.hpp"
#include "tests/tiles/places.hpp"
#include "tests/tiles/planar.hpp"
#include "tests/tiles/seamless.hpp"
#include "tiles/tile_shapes.hpp"
#include "tiles/tile_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <thread>

using geo::LonLat;
using tiles::GridPoint;
using tiles::GridPolygon;
using tiles::MatrixSet;
using tiles::Shapes;
using tiles::TileId;
using tiles::TileShapes;

namespace {

using tiles_tests::buffer;
using tiles_tests::draw;
using tiles_tests::Drawn;
using tiles_tests::Edge;
using tiles_tests::Mosaic;
using tiles_tests::tile_at;
using tiles_tests::tiles_of;
using tiles_tests::view_of;

class ShapesOf : public testing::TestWithParam<tiles::MatrixSet> {};
INSTANTIATE_TEST_SUITE_P(Sets, ShapesOf, tiles_tests::every_set(), tiles_tests::name_of_set);

TEST_P(ShapesOf, NeighboursShareTheirBordersAtEveryZoomAndInEveryTile) {
  std::mt19937_64 random(71);
  for (int round = 0; round < 12; ++round) { tiles_tests::expect_seamless_everywhere(random, round, 1 << (random() % 7), GetParam()); }
}

// Edges in the strip that two tiles have in common, away from where it is cut.
std::set<Edge> edges_in_strip(const std::vector<GridPolygon>& polygons, std::int32_t min_x, std::int32_t move_x) {
  std::set<Edge> found;
  for (const Edge& edge : tiles_tests::edges_of(polygons)) {
    const auto is_in = [&](GridPoint p) {
      return p.x > min_x && p.x < min_x + 2 * buffer && p.y > -buffer && p.y < tiles::tile_extent + buffer;
    };
    if (is_in(edge.first) && is_in(edge.second)) {
      found.emplace(GridPoint{edge.first.x + move_x, edge.first.y}, GridPoint{edge.second.x + move_x, edge.second.y});
    }
  }
  return found;
}

TEST_P(ShapesOf, TilesBesideOneAnotherShowTheSameWhereTheyOverlap) {
  std::mt19937_64 random(72);
  const geo::BBox box{38, -15, 39, -14};
  const Mosaic mosaic = tiles_tests::make_mosaic(random, box, 8, 512);
  const auto shapes = Shapes::of(*view_of(mosaic), GetParam());
  std::size_t compared = 0;
  for (int zoom = 6; zoom <= 14; ++zoom) {
    std::vector<TileId> some = tiles_of(random, box, zoom, GetParam());
    const std::vector<TileId> more = tiles_of(random, box, zoom, GetParam());
    some.insert(some.end(), more.begin(), more.end());
    for (const TileId west : some) {
      const TileId east(zoom, west.row(), west.column() + 1, GetParam());
      const Drawn a = draw(mosaic, TileShapes(shapes, west, buffer));
      const Drawn b = draw(mosaic, TileShapes(shapes, east, buffer));
      for (std::size_t i = 0; i < a.districts.size(); ++i) {
        const auto edges = edges_in_strip(a.districts[i], tiles::tile_extent - buffer, -tiles::tile_extent);
        compared += edges.size();
        EXPECT_EQ(edges, edges_in_strip(b.districts[i], -buffer, 0));
      }
    }
  }
  EXPECT_GT(compared, 500U);
}

TEST(Shapes, DoNotDependOnTheOrderOfRows) {
  std::mt19937_64 random(73);
  const geo::BBox box{38, -15, 39, -14};
  Mosaic mosaic = tiles_tests::make_mosaic(random, box, 4, 128);
  const auto shapes = Shapes::of(*view_of(mosaic));
  std::vector<std::size_t> order(mosaic.districts.size());
  for (std::size_t i = 0; i < order.size(); ++i) { order[i] = i; }
  std::shuffle(order.begin(), order.end(), random);
  Mosaic other = mosaic;
  for (std::size_t i = 0; i < order.size(); ++i) { other.districts[i] = mosaic.districts[order[i]]; }
  const auto others = Shapes::of(*view_of(other));
  for (int zoom = 0; zoom <= 18; zoom += 2) {
    for (const TileId tile : tiles_of(random, box, zoom)) {
      const Drawn a = draw(mosaic, TileShapes(shapes, tile, buffer));
      const Drawn b = draw(other, TileShapes(others, tile, buffer));
      for (std::size_t i = 0; i < order.size(); ++i) { EXPECT_EQ(a.districts[order[i]], b.districts[i]); }
    }
  }
}

// What is drawn stays near what is there, and what is left out is worth it.
TEST(Shapes, AreSimplerTheFartherAway) {
  std::mt19937_64 random(74);
  const geo::BBox box{30, -27, 41, -10};
  const Mosaic mosaic = tiles_tests::make_mosaic(random, box, 8, 256);
  const auto shapes = Shapes::of(*view_of(mosaic));
  std::size_t before = 0;
  for (int zoom = 0; zoom <= 14; ++zoom) {
    const std::size_t vertices = shapes->level(zoom)->vertices();
    EXPECT_GE(vertices, before) << zoom;
    before = vertices;
  }
  EXPECT_LT(20 * shapes->level(2)->vertices(), shapes->level(14)->vertices());
  EXPECT_EQ(shapes->level(24), shapes->level(18));
}

std::string wkb_of(const std::vector<std::vector<std::vector<LonLat>>>& polygons) {
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::multi_polygon);
  for (const auto& polygon : polygons) {
    wkb.begin(geo::WkbType::polygon);
    for (const auto& ring : polygon) {
      wkb.begin_ring();
      for (const LonLat p : ring) { wkb.vertex(p); }
      wkb.end_ring();
    }
    wkb.end();
  }
  wkb.end();
  return std::string(wkb.bytes());
}

TEST_P(ShapesOf, AcrossTheAntimeridianThereIsNoOutline) {
  // Cut at 180 as RFC 7946 asks for; winding north and south borders.
  std::vector<LonLat> west{{180, -17}, {180, -19}};
  std::vector<LonLat> east{{-180, -19}, {-180, -17}};
  for (int i = 1; i < 40; ++i) {
    west.push_back({180 - i * 0.05, -19 + 0.02 * (i % 3)}), east.push_back({-180 + i * 0.05, -17 - 0.02 * (i % 3)});
  }
  for (int i = 39; i > 0; --i) {
    west.push_back({180 - i * 0.05, -17 - 0.03 * (i % 2)}), east.push_back({-180 + i * 0.05, -19 + 0.03 * (i % 2)});
  }
  west.push_back(west.front()), east.push_back(east.front());
  const std::string fiji = wkb_of({{west}, {east}});
  const auto shapes = Shapes::of(*tiles_tests::view_of_areas({fiji}), GetParam());
  for (int zoom = 0; zoom <= 12; ++zoom) {
    const TileId last = tile_at({179.9999, -18}, zoom, GetParam());
    const TileId first(zoom, last.row(), 0, GetParam());
    for (const TileId tile : {first, last}) {
      const auto drawn = TileShapes(shapes, tile, buffer).draw(1, fiji).polygons;
      EXPECT_EQ(tiles_tests::fault_of(drawn), "");
      ASSERT_FALSE(drawn.empty()) << zoom;
      std::int32_t beyond = 0;
      for (const auto& [a, b] : tiles_tests::edges_of(drawn)) {
        for (const std::int32_t seam : {0, tiles::tile_extent}) { EXPECT_FALSE(a.x == seam && b.x == seam) << zoom; }
        beyond = std::max(beyond, tile == last ? a.x - tiles::tile_extent : -a.x);
      }
      EXPECT_GT(beyond, 0) << "the buffer shows the other side";
    }
  }
}

TEST(Shapes, RingsStayWhileTheyAreSeen) {
  std::mt19937_64 random(75);
  // Islands from 0.01 to 100 squares wide at zoom 6, far from one another.
  std::vector<std::string> islands;
  const double square = 360.0 / (64 * 4096);
  std::uniform_real_distribution<double> share(0.5, 1);
  std::vector<double> widths;
  for (int i = 0; i < 120; ++i) {
    widths.push_back(std::pow(10, -2 + 4.0 * i / 120));
    std::vector<LonLat> ring;
    for (int k = 0; k < 60; ++k) {
      const double r = square * widths.back() / 2 * share(random);
      ring.push_back({10 + i * 0.3 + r * std::cos(k * 0.10471975), 1 + r * std::sin(k * 0.10471975)});
    }
    ring.push_back(ring.front());
    islands.push_back(wkb_of({{ring}}));
  }
  const auto view = tiles_tests::view_of_areas(islands);
  const auto shapes = Shapes::of(*view);
  std::set<std::uint64_t> seen;
  for (std::uint32_t column = 32; column < 44; ++column) {
    const TileId tile(6, 31, column);
    for (std::size_t i = 0; i < islands.size(); ++i) {
      const auto drawn = TileShapes(shapes, tile, 0).draw(static_cast<geo::Fid>(i + 1), islands[i]).polygons;
      if (drawn.empty()) { continue; }
      EXPECT_EQ(tiles_tests::fault_of(drawn), "");
      seen.insert(i);
    }
    for (const auto& feature : tiles_tests::decode_one(tiles::make_tile(*view, tile)).features) { seen.insert(1000 + feature.id); }
  }
  for (std::size_t i = 0; i < islands.size(); ++i) {
    if (widths[i] > 3) { EXPECT_TRUE(seen.contains(i)) << widths[i] << " squares wide"; }
    EXPECT_TRUE(seen.contains(1001 + i)) << "every area is seen";
  }
}

TEST(Shapes, LinesAreSimplifiedAndMeetWhereTheyMet) {
  geo::WkbBuilder winding;
  winding.begin(geo::WkbType::line);
  for (int i = 0; i <= 2000; ++i) { winding.vertex({30 + i * 0.001, -20 + 0.0002 * std::sin(i)}); }
  winding.end();
  geo::WkbBuilder side_road;
  side_road.begin(geo::WkbType::line);
  side_road.vertex({31.003, -20 + 0.0002 * std::sin(1003)});
  side_road.vertex({31.5, -19});
  side_road.end();
  const std::string road(winding.bytes());
  const std::string side(side_road.bytes());
  const auto shapes = Shapes::of(*tiles_tests::view_of_areas({road, side}));
  const TileId tile = tile_at({31, -20}, 6);
  const auto main_lines = TileShapes(shapes, tile, buffer).draw(1, road).lines;
  const auto side_lines = TileShapes(shapes, tile, buffer).draw(2, side).lines;
  ASSERT_EQ(main_lines.size(), 1U);
  ASSERT_EQ(side_lines.size(), 1U);
  EXPECT_LT(main_lines[0].size(), 20U);
  EXPECT_NE(std::find(main_lines[0].begin(), main_lines[0].end(), side_lines[0].front()), main_lines[0].end());
  const auto deep = TileShapes(shapes, tile_at({31, -20}, 14), buffer).draw(1, road).lines;
  ASSERT_EQ(deep.size(), 1U);
  EXPECT_GT(deep[0].size(), 20U) << "every vertex";
}

TEST(Shapes, AreTheSameForManyThreadsAndHoweverFewZoomsAreKept) {
  std::mt19937_64 random(77);
  const Mosaic mosaic = tiles_tests::make_mosaic(random, {38, -15, 39, -14}, 4, 64);
  const auto view = view_of(mosaic);
  const Shapes forgetful(*tiles::read_shapes(*view, Shapes::most_vertices), 1);
  const Shapes keeping(*tiles::read_shapes(*view, Shapes::most_vertices));
  std::vector<std::string> made(4 * 19);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t zoom = 0; zoom <= 18; ++zoom) {
        made[19 * t + zoom] = tiles::make_tile(*view, tile_at({38.4, -14.6}, static_cast<int>(zoom)));
        EXPECT_GE(forgetful.level(static_cast<int>((zoom * (t + 1)) % 19))->vertices(), 4U);
      }
    });
  }
  for (std::thread& thread : threads) { thread.join(); }
  for (std::size_t i = 19; i < made.size(); ++i) { EXPECT_EQ(made[i], made[i % 19]); }
  const auto held = forgetful.level(3);
  EXPECT_EQ(keeping.level(3), keeping.level(3));
  EXPECT_EQ(forgetful.level(9)->vertices(), keeping.level(9)->vertices());
  EXPECT_NE(forgetful.level(3), held) << "made anew";
  EXPECT_EQ(forgetful.level(3)->vertices(), held->vertices());
  EXPECT_FALSE(tiles::read_shapes(*view, 10).has_value()) << "too many";
}

// Who asks for both grids takes no more memory than who asks for one.
TEST(Shapes, OnBothPlanesKeepTheirLevelsInOneBudget) {
  std::mt19937_64 random(78);
  const auto view = view_of(tiles_tests::make_mosaic(random, {38, -15, 39, -14}, 4, 64));
  const auto parts = [&](MatrixSet set) { return *tiles::read_shapes(*view, Shapes::most_vertices, set); };
  for (const std::size_t budget : {std::size_t{1}, Shapes::level_budget}) {
    const auto levels = std::make_shared<const tiles::KeptLevels>(budget);
    const Shapes metres(parts(MatrixSet::web_mercator_quad), levels, MatrixSet::web_mercator_quad);
    const Shapes degrees(parts(MatrixSet::world_crs84_quad), levels, MatrixSet::world_crs84_quad);
    const std::weak_ptr<const tiles::ShapeLevel> first = metres.level(9);
    EXPECT_FALSE(first.expired());
    EXPECT_NE(degrees.level(9), metres.level(9)) << "each plane has its own";
    EXPECT_EQ(first.expired(), budget == 1);
  }
  const auto kept = view->memo().get<tiles::KeptLevels>([] { return std::make_shared<const tiles::KeptLevels>(1); });
  const std::weak_ptr<const tiles::ShapeLevel> of_view = Shapes::of(*view, MatrixSet::web_mercator_quad)->level(9);
  EXPECT_NE(Shapes::of(*view, MatrixSet::world_crs84_quad)->level(9), nullptr);
  EXPECT_TRUE(of_view.expired()) << "those of a view do so";
}

// Nothing of the kind should be in a store, but a tile of it must still be a tile.
TEST(Shapes, OfRingsThatCrossThemselvesAreTilesToo) {
  std::mt19937_64 random(76);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> areas;
    for (int i = 0; i < 3; ++i) {
      std::vector<LonLat> ring;
      const auto corners = 3 + random() % 12;
      const double unit = std::pow(10, -static_cast<double>(random() % 4));
      for (std::size_t k = 0; k < corners; ++k) {
        ring.push_back({30 + unit * static_cast<double>(random() % 7), -20 + unit * static_cast<double>(random() % 7)});
      }
      ring.push_back(ring.front());
      areas.push_back(wkb_of({{ring}}));
    }
    const auto view = tiles_tests::view_of_areas(areas);
    for (const int zoom : {0, 5, 9, 14}) { tiles_tests::decode_one(tiles::make_tile(*view, tile_at({30.001, -19.999}, zoom))); }
  }
}

}  // namespace
