// SPDX-License-Identifier: Apache-2.0
#include "tiles/pmtiles_id.hpp"

#include <cassert>
#include <utility>

namespace tiles {
namespace {

/// A quarter of the curve as it lies in the square: mirrored, or turned.
void turn(std::uint32_t side, std::uint32_t& x, std::uint32_t& y, bool right, bool below) {
  if (below) { return; }
  if (right) {
    x = side - 1 - x;
    y = side - 1 - y;
  }
  std::swap(x, y);
}

}  // namespace

std::uint64_t pmtiles_id(TileId tile) {
  assert(tile.set() == MatrixSet::web_mercator_quad);
  std::uint32_t x = tile.column();
  std::uint32_t y = tile.row();
  std::uint64_t along = 0;
  for (int bit = tile.zoom() - 1; bit >= 0; --bit) {
    const std::uint32_t side = std::uint32_t{1} << bit;
    const bool right = (x & side) != 0;
    const bool below = (y & side) != 0;
    const unsigned quarter = (right ? 3U : 0U) ^ (below ? 1U : 0U);
    along += std::uint64_t{quarter} << (2 * bit);
    x &= side - 1;
    y &= side - 1;
    turn(side, x, y, right, below);
  }
  return first_pmtiles_id(tile.zoom()) + along;
}

std::optional<TileId> tile_of_pmtiles_id(std::uint64_t id) {
  int zoom = 0;
  while (zoom <= max_zoom && id >= first_pmtiles_id(zoom + 1)) { ++zoom; }
  if (zoom > max_zoom) { return std::nullopt; }
  const std::uint64_t along = id - first_pmtiles_id(zoom);
  std::uint32_t x = 0;
  std::uint32_t y = 0;
  for (int bit = 0; bit < zoom; ++bit) {
    const auto quarter = static_cast<unsigned>(along >> (2 * bit)) & 3U;
    const std::uint32_t side = std::uint32_t{1} << bit;
    const bool right = quarter >= 2;
    const bool below = quarter == 1 || quarter == 2;
    turn(side, x, y, right, below);
    x += right ? side : 0;
    y += below ? side : 0;
  }
  return TileId(zoom, y, x);
}

}  // namespace tiles
