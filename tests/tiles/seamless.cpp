// SPDX-License-Identifier: Apache-2.0
#include "tests/tiles/seamless.hpp"

#include "tests/tiles/planar.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tiles_tests {
namespace {

using geo::LonLat;
using tiles::GridPolygon;
using tiles::MatrixSet;
using tiles::TileId;
using tiles::TileShapes;

std::string name_of(TileId tile, int round) {
  return std::string(to_string(tile.set())) + " round " + std::to_string(round) + " tile " + std::to_string(tile.zoom()) + "/" +
         std::to_string(tile.row()) + "/" + std::to_string(tile.column());
}

}  // namespace

TileId tile_at(LonLat p, int zoom, MatrixSet set) {
  const tiles::PlanePoint unit = tiles::to_unit_square(p, set);
  const int depth = tiles::depth_of(set, zoom);
  return {zoom, static_cast<std::uint32_t>(std::ldexp(unit.y, depth)), static_cast<std::uint32_t>(std::ldexp(unit.x, depth)), set};
}

std::vector<TileId> tiles_of(std::mt19937_64& random, const geo::BBox& box, int zoom, MatrixSet set) {
  const TileId first = tile_at({box.west, box.north}, zoom, set);
  const TileId last = tile_at({box.east, box.south}, zoom, set);
  std::vector<TileId> found;
  if ((last.row() - first.row() + 1) * (last.column() - first.column() + 1) <= 12) {
    for (std::uint32_t r = first.row(); r <= last.row(); ++r) {
      for (std::uint32_t c = first.column(); c <= last.column(); ++c) { found.emplace_back(zoom, r, c, set); }
    }
    return found;
  }
  std::uniform_real_distribution<double> lon(box.west, box.east);
  std::uniform_real_distribution<double> lat(box.south, box.north);
  for (int i = 0; i < 6; ++i) { found.push_back(tile_at({lon(random), lat(random)}, zoom, set)); }
  return found;
}

Drawn draw(const Mosaic& mosaic, const TileShapes& shapes) {
  Drawn drawn;
  geo::Fid fid = 0;
  for (const std::string& wkb : mosaic.districts) { drawn.districts.push_back(shapes.draw(++fid, wkb).polygons); }
  drawn.outline = shapes.draw(++fid, mosaic.outline).polygons;
  return drawn;
}

std::shared_ptr<const geo::View> view_of(const Mosaic& mosaic) {
  std::vector<std::string> rows = mosaic.districts;
  rows.push_back(mosaic.outline);
  return view_of_areas(rows);
}

void expect_seamless(const Drawn& drawn, const std::string& where) {
  Surplus surplus;
  std::int64_t area2 = 0;
  for (const auto& district : drawn.districts) {
    surplus.add(district, 1);
    area2 += area2_of(district);
    EXPECT_EQ(fault_of(district), "") << where;
  }
  surplus.add(drawn.outline, -1);
  // Edges along the edge of the buffer are cut at different places; lengths along it must agree.
  EXPECT_TRUE(surplus.is_nothing(-buffer, tiles::tile_extent + buffer)) << where;
  EXPECT_EQ(area2, area2_of(drawn.outline)) << where;
  EXPECT_EQ(fault_of(drawn.outline), "") << where;
  std::vector<GridPolygon> all;
  for (const auto& district : drawn.districts) { all.insert(all.end(), district.begin(), district.end()); }
  EXPECT_EQ(crossing_of(all), "") << where;
}

void expect_seamless_everywhere(std::mt19937_64& random, int round, int winding, MatrixSet set) {
  const double size = std::pow(10, -static_cast<double>(round % 4));
  const geo::BBox box{38.2, -14.3, 38.2 + 8 * size, -14.3 + 8 * size};
  const Mosaic mosaic = make_mosaic(random, box, 1 << (round % 3 + 1), winding);
  const auto shapes = tiles::Shapes::of(*view_of(mosaic), set);
  for (int zoom = 0; zoom <= 20; ++zoom) {
    for (const TileId tile : tiles_of(random, box, zoom, set)) {
      expect_seamless(draw(mosaic, TileShapes(shapes, tile, buffer)), name_of(tile, round));
    }
  }
}

}  // namespace tiles_tests
