// SPDX-License-Identifier: Apache-2.0
#include "tiles/matrix_set.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tiles {
namespace {

constexpr double pi = std::numbers::pi;
/// Where the square of Web Mercator ends: atan(sinh(pi)).
constexpr double max_latitude = 85.051'128'779'806'59;
constexpr std::array<std::string_view, every_matrix_set.size()> names{"WebMercatorQuad", "WorldCRS84Quad"};

/// Of degrees: from the north-western corner, in cells of a turn halved 32 times.
std::uint32_t cell_at(std::int64_t steps, std::uint64_t most) {
  constexpr std::uint64_t turn = 3'600'000'000;
  return static_cast<std::uint32_t>(std::min((static_cast<std::uint64_t>(steps) << 32U) / turn, most));
}

}  // namespace

std::string_view to_string(MatrixSet set) { return names[static_cast<std::size_t>(set)]; }

std::optional<MatrixSet> matrix_set(std::string_view name) {
  for (const MatrixSet set : every_matrix_set) {
    if (to_string(set) == name) { return set; }
  }
  return std::nullopt;
}

PlanePoint to_unit_square(geo::LonLat p, MatrixSet set) {
  if (set == MatrixSet::world_crs84_quad) { return {(p.lon + 180) / 360, (90 - p.lat) / 360}; }
  const double sine = std::sin(std::clamp(p.lat, -max_latitude, max_latitude) * pi / 180);
  return {(p.lon + 180) / 360, 0.5 - std::log((1 + sine) / (1 - sine)) / (4 * pi)};
}

geo::LonLat from_unit_square(PlanePoint p, MatrixSet set) {
  if (set == MatrixSet::world_crs84_quad) { return {p.x * 360 - 180, 90 - p.y * 360}; }
  return {p.x * 360 - 180, std::atan(std::sinh(pi * (1 - 2 * p.y))) * 180 / pi};
}

geo::TileColumnRow place_of(MatrixSet set, std::int32_t lon_lattice, std::int32_t lat_lattice) {
  if (set == MatrixSet::web_mercator_quad) { return geo::tile_of_cell(geo::quadkey(lon_lattice, lat_lattice)); }
  constexpr std::int64_t half_turn = 1'800'000'000;
  constexpr std::uint64_t last_row = (std::uint64_t{1} << (place_depth - 1)) - 1;
  return {cell_at(half_turn + lon_lattice, UINT32_MAX), cell_at(half_turn / 2 - lat_lattice, last_row)};
}

double ground_scale(MatrixSet set, std::int32_t lat_lattice) {
  constexpr double radians = pi / 180;
  const double shrink = std::cos(geo::from_lattice(lat_lattice) * radians);
  // A degree of latitude is as long everywhere, one of longitude is not; Web Mercator stretches both alike.
  return set == MatrixSet::web_mercator_quad ? shrink : std::sqrt(std::max(shrink, 0.0));
}

}  // namespace tiles
