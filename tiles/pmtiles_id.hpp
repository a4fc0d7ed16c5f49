// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tiles/tile_id.hpp"

#include <cstdint>
#include <optional>

namespace tiles {

/// Position of the first tile of a zoom in the order of PMTiles: all zooms from 0 on, one after the other.
constexpr std::uint64_t first_pmtiles_id(int zoom) { return ((std::uint64_t{1} << (2 * zoom)) - 1) / 3; }

/// Position of a tile in that order: within its zoom along a Hilbert curve. The four tiles below one have positions side by side, in the
/// order of those above: tile n of a zoom has 4n to 4n+3 of the next below it.
std::uint64_t pmtiles_id(TileId tile);
/// The tile at a position; nothing beyond max_zoom.
std::optional<TileId> tile_of_pmtiles_id(std::uint64_t id);

}  // namespace tiles
