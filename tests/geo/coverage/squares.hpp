// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/coverage/overlay.hpp"
#include "geo/geometry/geometry.hpp"
#include "geo/geometry/wkb.hpp"

#include <random>
#include <vector>

// A chessboard of 12 x 12 squares of a tenth of a degree: areas made of whole squares can be counted.
namespace geo::test_support {

inline constexpr int board = 12;

/// Squares from (west, south) up to, not including, (east, north).
struct Block {
  int west;
  int south;
  int east;
  int north;
};

inline LonLat corner(int x, int y) { return {39 + x * 0.1, -13 + y * 0.1}; }

inline Geometry block(const Block& b) {
  return from_polygons(
      {{{corner(b.west, b.south), corner(b.east, b.south), corner(b.east, b.north), corner(b.west, b.north), corner(b.west, b.south)}}});
}

inline std::vector<Block> random_blocks(std::mt19937_64& random, int count) {
  std::vector<Block> blocks;
  const auto below = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  for (int i = 0; i < count; ++i) {
    const int west = below(board);
    const int south = below(board);
    blocks.push_back({west, south, west + 1 + below(board - west), south + 1 + below(board - south)});
    if (below(8) == 0) { blocks.back() = blocks.front(); }  // the same area twice
  }
  return blocks;
}

inline int count_in(const std::vector<Block>& blocks, int x, int y) {
  int count = 0;
  for (const Block& b : blocks) { count += x >= b.west && x < b.east && y >= b.south && y < b.north ? 1 : 0; }
  return count;
}

template <class Wanted>
double squares_km2(Wanted&& wanted) {
  double sum = 0;
  for (int x = 0; x < board; ++x) {
    for (int y = 0; y < board; ++y) { sum += wanted(x, y) ? ground_area_km2(block({x, y, x + 1, y + 1})) : 0; }
  }
  return sum;
}

}  // namespace geo::test_support
