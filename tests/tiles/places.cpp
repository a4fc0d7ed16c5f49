// SPDX-License-Identifier: Apache-2.0
#include "tests/tiles/places.hpp"

#include "geo/index/quadkey.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tiles_tests {
namespace {

/// steps / turn, as a number of parts of which there are `parts` to a turn.
std::uint64_t part_of(std::int64_t steps, std::uint64_t parts, std::uint64_t most) {
  __extension__ using Wide = unsigned __int128;
  const auto part = static_cast<std::uint64_t>(static_cast<Wide>(steps) * parts / 3'600'000'000U);
  return std::min(part, most - 1);
}

}  // namespace

std::uint64_t cell_of_point(tiles::MatrixSet set, geo::LonLat p, int depth) {
  if (set == tiles::MatrixSet::web_mercator_quad) {
    return geo::cell_of(geo::quadkey(geo::to_lattice(p.lon), geo::to_lattice(p.lat)), depth);
  }
  const std::uint64_t parts = std::uint64_t{1} << depth;
  const std::uint64_t column = part_of(1'800'000'000 + std::int64_t{geo::to_lattice(p.lon)}, parts, parts);
  const std::uint64_t row = part_of(900'000'000 - std::int64_t{geo::to_lattice(p.lat)}, parts, std::max<std::uint64_t>(parts / 2, 1));
  std::uint64_t cell = 0;
  for (int bit = 0; bit < depth; ++bit) {
    cell |= ((column >> bit) & 1U) << (2 * bit);
    cell |= ((row >> bit) & 1U) << (2 * bit + 1);
  }
  return cell;
}

tiles::TileId tile_of_point(tiles::MatrixSet set, geo::LonLat p, int zoom) {
  const geo::TileColumnRow at = geo::tile_of_cell(cell_of_point(set, p, tiles::depth_of(set, zoom)));
  return {zoom, at.row, at.column, set};
}

double side_on_ground_m(tiles::MatrixSet set, geo::LonLat p, double side_m) {
  const double parallel = std::cos(p.lat * std::numbers::pi / 180);  // how much shorter it is than the equator
  const double width_m = side_m * parallel;
  const double height_m = set == tiles::MatrixSet::web_mercator_quad ? width_m : side_m;
  return std::sqrt(width_m * height_m);
}

}  // namespace tiles_tests
