// SPDX-License-Identifier: Apache-2.0
#include "geo/index/quadkey.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace geo {
namespace {

constexpr std::int64_t half_turn = 1'800'000'000;   // 180 degrees in lattice steps
constexpr std::int32_t northernmost = 850'511'287;  // 85.05112878 degrees, the last step inside the square
constexpr double radians_per_step = std::numbers::pi / 1.8e9;
constexpr std::uint32_t last = UINT32_MAX;

/// Bit i to bit 2i (Morton 1966; the shifts are those of "Bit Twiddling Hacks").
constexpr std::uint64_t spread(std::uint32_t bits) {
  std::uint64_t x = bits;
  x = (x | (x << 16U)) & 0x0000FFFF0000FFFFU;
  x = (x | (x << 8U)) & 0x00FF00FF00FF00FFU;
  x = (x | (x << 4U)) & 0x0F0F0F0F0F0F0F0FU;
  x = (x | (x << 2U)) & 0x3333333333333333U;
  return (x | (x << 1U)) & 0x5555555555555555U;
}

constexpr std::uint32_t gather(std::uint64_t x) {
  x &= 0x5555555555555555U;
  x = (x | (x >> 1U)) & 0x3333333333333333U;
  x = (x | (x >> 2U)) & 0x0F0F0F0F0F0F0F0FU;
  x = (x | (x >> 4U)) & 0x00FF00FF00FF00FFU;
  x = (x | (x >> 8U)) & 0x0000FFFF0000FFFFU;
  return static_cast<std::uint32_t>(x | (x >> 16U));
}

/// Exact.
std::uint32_t column_of(std::int32_t lon) {
  const auto from_west = static_cast<std::uint64_t>(lon + half_turn);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>((from_west << 32U) / (2 * half_turn), last));
}

/// y = 1/2 - artanh(sin lat) / 2 pi. The rounding errors are below 1e-4 rows, and one lattice step is more than one row:
/// so the result never runs against the order of latitudes.
std::uint32_t row_of(std::int32_t lat) {
  const double sine = std::sin(std::clamp(lat, -northernmost, northernmost) * radians_per_step);
  const double y = 0.5 - std::log((1 + sine) / (1 - sine)) / (4 * std::numbers::pi);
  return static_cast<std::uint32_t>(std::clamp(std::floor(y * 0x1p32), 0.0, static_cast<double>(last)));
}

}  // namespace

std::uint64_t quadkey(std::int32_t lon_lattice, std::int32_t lat_lattice) {
  return spread(column_of(lon_lattice)) | (spread(row_of(lat_lattice)) << 1U);
}

TileColumnRow tile_of_cell(std::uint64_t cell) { return {gather(cell), gather(cell >> 1U)}; }
std::uint64_t cell_of_tile(TileColumnRow tile) { return spread(tile.column) | (spread(tile.row) << 1U); }

}  // namespace geo
