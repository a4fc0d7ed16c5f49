// SPDX-License-Identifier: Apache-2.0
#include "tiles/clip.hpp"

#include "geo/geometry/validity.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/index/quadkey.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

using geo::LonLat;
using tiles::GridLine;
using tiles::GridPoint;
using tiles::GridPolygon;
using tiles::TileGeometry;
using tiles::TileId;

namespace {

const TileId tile(12, 2196, 2509);
constexpr int buffer = 64;

using Plane = std::vector<tiles::PlanePoint>;

LonLat from_grid(tiles::PlanePoint p) {
  return tiles::from_unit_square({std::ldexp(p.x / 4096 + tile.column(), -tile.zoom()), std::ldexp(p.y / 4096 + tile.row(), -tile.zoom())});
}

// A ring given in grid squares, closed.
void add_ring(geo::WkbBuilder& wkb, const Plane& ring) {
  wkb.begin_ring();
  for (const auto p : ring) { wkb.vertex(from_grid(p)); }
  wkb.vertex(from_grid(ring.front()));
  wkb.end_ring();
}

TileGeometry cut_polygon(const std::vector<Plane>& rings) {
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::polygon);
  for (const Plane& ring : rings) { add_ring(wkb, ring); }
  wkb.end();
  return tiles::to_tile(wkb.bytes(), tile, buffer);
}

TileGeometry cut_line(const Plane& line) {
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::line);
  for (const auto p : line) { wkb.vertex(from_grid(p)); }
  wkb.end();
  return tiles::to_tile(wkb.bytes(), tile, buffer);
}

std::int64_t area2_of(const std::vector<GridPolygon>& polygons) {
  std::int64_t sum = 0;
  for (const GridPolygon& polygon : polygons) {
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      const std::int64_t area = std::abs(tiles::area2(polygon[i]));
      sum += i == 0 ? area : -area;
    }
  }
  return sum;
}

TEST(ToTile, Polygons) {
  struct Case {
    const char* what;
    std::vector<Plane> rings;
    std::size_t polygons;
    std::int64_t area2;
  };
  const Plane big{{-9000, -9000}, {9000, -9000}, {9000, 9000}, {-9000, 9000}};
  const std::vector<Case> cases{
      {"wholly inside", {{{10, 10}, {20, 10}, {20, 20}, {10, 20}}}, 1, 200},
      {"the other way round", {{{10, 10}, {10, 20}, {20, 20}, {20, 10}}}, 1, 200},
      {"outside", {{{-900, -900}, {-800, -900}, {-800, -800}, {-900, -800}}}, 0, 0},
      {"touches the buffered edge from outside", {{{-164, 0}, {-64, 0}, {-64, 100}, {-164, 100}}}, 0, 0},
      {"covers the tile", {big}, 1, 2LL * 4224 * 4224},
      {"covers the tile with a hole inside", {big, {{100, 100}, {200, 100}, {200, 200}, {100, 200}}}, 1, 2LL * (4224 * 4224 - 10000)},
      {"the tile lies in its hole", {{{-19000, -19000}, {19000, -19000}, {19000, 19000}, {-19000, 19000}}, big}, 0, 0},
      {"a corner reaches in", {{{-1000, -1000}, {36, -1000}, {36, 36}, {-1000, 36}}}, 1, 2LL * 100 * 100},
      // A comb whose back lies outside: cutting it makes two pieces, which Sutherland-Hodgman would join along the edge.
      {"a concave one falls into two",
       {{{100, 100}, {-500, 100}, {-500, 400}, {100, 400}, {100, 300}, {-400, 300}, {-400, 200}, {100, 200}}},
       2,
       2LL * 2 * 164 * 100},
      {"less than a square", {{{10, 10}, {10.9, 10}, {10.9, 10.9}, {10, 10.9}}}, 1, 2},
      {"nothing after rounding", {{{10.1, 10.1}, {10.3, 10.1}, {10.3, 10.3}, {10.1, 10.3}}}, 0, 0},
      {"a triangle of half a square", {{{10, 10}, {11, 10}, {11, 11}}}, 0, 0},
      {"a needle", {{{10, 10}, {2000, 10.2}, {10, 10.4}}}, 0, 0},
      {"a hole too small to be seen", {{{0, 0}, {100, 0}, {100, 100}, {0, 100}}, {{50.1, 50.1}, {50.2, 50.1}, {50.2, 50.2}}}, 1, 20000},
      {"crosses itself", {{{0, 0}, {100, 100}, {100, 0}, {0, 100}}}, 2, 10000},
  };
  for (const Case& c : cases) {
    const TileGeometry shown = cut_polygon(c.rings);
    EXPECT_EQ(shown.polygons.size(), c.polygons) << c.what;
    EXPECT_EQ(area2_of(shown.polygons), c.area2) << c.what;
    EXPECT_TRUE(shown.points.empty() && shown.lines.empty()) << c.what;
  }
}

TEST(ToTile, Lines) {
  struct Case {
    const char* what;
    Plane line;
    std::vector<GridLine> expected;
  };
  const std::vector<Case> cases{
      {"inside", {{1, 1}, {5, 9}, {7, 7}}, {{{1, 1}, {5, 9}, {7, 7}}}},
      {"outside", {{-100, 0}, {-100, 4096}}, {}},
      {"through", {{-200, 50}, {5000, 50}}, {{{-64, 50}, {4160, 50}}}},
      {"in, out and in again", {{10, 10}, {-200, 10}, {-200, 20}, {10, 20}}, {{{10, 10}, {-64, 10}}, {{-64, 20}, {10, 20}}}},
      {"past a corner", {{-100, 0}, {0, -200}}, {}},
      {"across a corner", {{-100, 0}, {0, -100}}, {{{-64, -36}, {-36, -64}}}},
      {"vertices on one another", {{1, 1}, {1.2, 1.1}, {1.3, 0.9}, {8, 8}, {8.1, 8}}, {{{1, 1}, {8, 8}}}},
      {"shorter than a square", {{1, 1}, {1.2, 1.1}}, {}},
      {"along the edge", {{-64, -500}, {-64, 0}}, {{{-64, -64}, {-64, 0}}}},
  };
  for (const Case& c : cases) {
    // Half a hundredth of a square inwards, so that rounding in degrees does not put the last one outside.
    Plane line = c.line;
    for (auto& p : line) { p.x += 0.001; }
    EXPECT_EQ(cut_line(line).lines, c.expected) << c.what;
  }
}

TEST(ToTile, PointsBelongToOneTile) {
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::multi_point);
  for (const tiles::PlanePoint p : {tiles::PlanePoint{5.5, 5.5}, {-1.5, 5.5}, {4095.5, 4095.5}, {4096.5, 5.5}}) {
    wkb.begin(geo::WkbType::point);
    wkb.vertex(from_grid(p));
    wkb.end();
  }
  wkb.end();
  EXPECT_EQ(tiles::to_tile(wkb.bytes(), tile, buffer).points, (std::vector<GridPoint>{{5, 5}, {4095, 4095}}));
}

TEST(ToTile, RefusesBytesThatAreNoGeometry) {
  EXPECT_THROW(tiles::to_tile("", tile, buffer), geo::Error);
  EXPECT_THROW(tiles::to_tile("garbage", tile, buffer), geo::Error);
}

TEST(GridSquare, IsInsideExactlyWhenThePointBelongsToTheTile) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 20'000; ++i) {
    const auto lon = static_cast<std::int32_t>(static_cast<std::int64_t>(random() % 3'600'000'001U) - 1'800'000'000);
    const auto lat = static_cast<std::int32_t>(static_cast<std::int64_t>(random() % 1'800'000'001U) - 900'000'000);
    const int zoom = static_cast<int>(random() % (tiles::max_zoom + 1));
    const geo::TileColumnRow at = geo::tile_of_cell(geo::cell_of(geo::quadkey(lon, lat), zoom));
    const TileId own(zoom, at.row, at.column);
    const GridPoint square = tiles::grid_square(lon, lat, own);
    EXPECT_TRUE(tiles::is_inside(square));
    if (std::abs(lat) < 850'000'000 && zoom <= 20) {
      const tiles::PlanePoint exact = own.to_grid({geo::from_lattice(lon), geo::from_lattice(lat)});
      EXPECT_NEAR(square.x + 0.5, exact.x, 0.501);
      EXPECT_NEAR(square.y + 0.5, exact.y, 0.501);
    }
    if (at.column > 0) { EXPECT_FALSE(tiles::is_inside(tiles::grid_square(lon, lat, TileId(zoom, at.row, at.column - 1)))); }
    if (at.row > 0) { EXPECT_FALSE(tiles::is_inside(tiles::grid_square(lon, lat, TileId(zoom, at.row - 1, at.column)))); }
  }
}

// Random shapes against the even-odd rule, square by square.

bool even_odd(const std::vector<Plane>& rings, double x, double y) {
  bool inside = false;
  for (const Plane& ring : rings) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const auto a = ring[i];
      const auto b = ring[(i + 1) % ring.size()];
      if ((a.y > y) != (b.y > y) && x < a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y)) { inside = !inside; }
    }
  }
  return inside;
}

double distance(tiles::PlanePoint a, tiles::PlanePoint b, double x, double y) {
  const double length2 = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
  const double share = length2 > 0 ? std::clamp(((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / length2, 0.0, 1.0) : 0;
  return std::hypot(a.x + share * (b.x - a.x) - x, a.y + share * (b.y - a.y) - y);
}

double distance(const std::vector<Plane>& rings, double x, double y) {
  double nearest = 1e9;
  for (const Plane& ring : rings) {
    for (std::size_t i = 0; i < ring.size(); ++i) { nearest = std::min(nearest, distance(ring[i], ring[(i + 1) % ring.size()], x, y)); }
  }
  return nearest;
}

// A star with rays of very different length, and a hole of the same kind in its middle: concave, and never crossing itself.
std::vector<Plane> random_star(std::mt19937_64& random) {
  std::uniform_real_distribution<double> unit(0, 1);
  const double x = 4096 * unit(random);
  const double y = 4096 * unit(random);
  const double size = std::pow(10, 1 + 3 * unit(random));
  std::vector<Plane> rings;
  for (const auto& [inner, outer] : {std::pair{0.3, 1.0}, std::pair{0.05, 0.25}}) {
    const int rays = 5 + static_cast<int>(random() % 60);
    Plane ring;
    for (int i = 0; i < rays; ++i) {
      const double angle = 2 * std::numbers::pi * i / rays;
      const double radius = size * (inner + (outer - inner) * unit(random));
      ring.push_back({x + radius * std::cos(angle), y + radius * std::sin(angle)});
    }
    // The first ring's least radius is its chord's distance from the middle too, so the hole stays inside.
    rings.push_back(std::move(ring));
  }
  return rings;
}

std::vector<Plane> planes_of(const std::vector<GridPolygon>& polygons) {
  std::vector<Plane> rings;
  for (const GridPolygon& polygon : polygons) {
    for (const tiles::GridRing& ring : polygon) {
      Plane plane;
      for (const GridPoint p : ring) { plane.push_back({static_cast<double>(p.x), static_cast<double>(p.y)}); }
      rings.push_back(std::move(plane));
    }
  }
  return rings;
}

// GEOS is asked in 64ths, which doubles hold exactly, to stay within the range of degrees.
void expect_valid(const std::vector<GridPolygon>& polygons) {
  std::vector<geo::Polygon> scaled;
  for (const GridPolygon& polygon : polygons) {
    geo::Polygon rings;
    for (const tiles::GridRing& ring : polygon) {
      geo::Ring closed;
      for (const GridPoint p : ring) { closed.push_back({p.x / 64.0, p.y / 64.0}); }
      closed.push_back(closed.front());
      rings.push_back(std::move(closed));
    }
    scaled.push_back(std::move(rings));
  }
  if (scaled.empty()) { return; }
  const geo::Repair repair = geo::repair_polygon(geo::from_polygons(scaled));
  EXPECT_EQ(repair.reason.en, "");
}

TEST(ToTile, RandomStarsAgreeWithTheEvenOddRuleAndAreValid) {
  std::mt19937_64 random(20);
  int looked_at = 0;
  int shown_shapes = 0;
  for (int round = 0; round < 400; ++round) {
    const std::vector<Plane> star = random_star(random);
    const TileGeometry shown = cut_polygon(star);
    const std::vector<Plane> drawn = planes_of(shown.polygons);
    shown_shapes += drawn.empty() ? 0 : 1;
    expect_valid(shown.polygons);
    for (const Plane& ring : drawn) {
      for (const auto p : ring) { EXPECT_TRUE(p.x >= -64 && p.y >= -64 && p.x <= 4160 && p.y <= 4160); }
    }
    for (int i = 0; i < 300; ++i) {
      const double x = static_cast<double>(random() % 4224) - 63.5;
      const double y = static_cast<double>(random() % 4224) - 63.5;
      if (distance(star, x, y) < 2.5) { continue; }  // rounding, and dropping of near vertices, move an edge by less
      ++looked_at;
      EXPECT_EQ(even_odd(drawn, x, y), even_odd(star, x, y)) << "round " << round << " at " << x << ',' << y;
    }
  }
  EXPECT_GT(looked_at, 80'000);
  EXPECT_GT(shown_shapes, 300);
}

}  // namespace
