// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace geo {

/// Morton code of the Web Mercator tile coordinates at zoom 32: column in the even bits, row (0 in the north) in the odd
/// ones. Points outside ±85.05112878 degrees of latitude fall into the outermost row, longitude 180 into the last column.
/// Takes steps of the lattice of geo/base/lonlat.hpp, within ±180 and ±90 degrees. Thread-safe; about 20 ns.
///
/// The order of keys is the order of cells at every zoom, so that sorted rows of one cell stand side by side.
std::uint64_t quadkey(std::int32_t lon_lattice, std::int32_t lat_lattice);

/// The cell at `zoom` (0..32) that holds the key: its quadkey of 2 * zoom bits.
constexpr std::uint64_t cell_of(std::uint64_t key, int zoom) { return zoom == 0 ? 0 : key >> (64 - 2 * zoom); }

/// Column and row of a tile, 0 in the west and in the north.
struct TileColumnRow {
  std::uint32_t column = 0;
  std::uint32_t row = 0;

  bool operator==(const TileColumnRow&) const = default;
};
/// A cell's position at its own zoom.
TileColumnRow tile_of_cell(std::uint64_t cell);
std::uint64_t cell_of_tile(TileColumnRow tile);

}  // namespace geo
