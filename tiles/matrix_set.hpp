// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/index/quadkey.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tiles {

/// The grids of OGC 17-083r4, annex D, that tiles are cut by. Both are quadtrees over a square whose side is once around the earth; row 0
/// lies in the north, column 0 in the west.
enum class MatrixSet : std::uint8_t {
  web_mercator_quad,  ///< EPSG:3857, which fills the square
  /// Degrees, longitude first. From pole to pole they fill half of the square, the northern one; zoom 0 is the two quarters of it.
  world_crs84_quad,
};
inline constexpr std::array every_matrix_set{MatrixSet::web_mercator_quad, MatrixSet::world_crs84_quad};

/// Its identifier: WebMercatorQuad, WorldCRS84Quad.
std::string_view to_string(MatrixSet set);
std::optional<MatrixSet> matrix_set(std::string_view name);

/// Metres around the earth at the equator: the side of the square.
inline constexpr double world_m = 40'075'016.685578488;

/// How often the square is halved to get to the tiles of a zoom.
constexpr int depth_of(MatrixSet set, int zoom) { return zoom + (set == MatrixSet::world_crs84_quad ? 1 : 0); }
/// Tiles of a zoom from west to east, and from north to south.
constexpr std::uint64_t columns_of(MatrixSet set, int zoom) { return std::uint64_t{1} << depth_of(set, zoom); }
constexpr std::uint64_t rows_of([[maybe_unused]] MatrixSet set, int zoom) { return std::uint64_t{1} << zoom; }

/// A place in plane coordinates, or a vector; which ones, the function says.
struct PlanePoint {
  double x = 0, y = 0;
};

/// On the square, whose side is 1: x to the east from longitude -180, y to the south from the northern end of the set: latitude 85.0511
/// in Web Mercator, where what lies beyond counts as that, and the pole in degrees.
PlanePoint to_unit_square(geo::LonLat p, MatrixSet set = MatrixSet::web_mercator_quad);
geo::LonLat from_unit_square(PlanePoint p, MatrixSet set = MatrixSet::web_mercator_quad);
/// y where the set ends in the south.
constexpr double southern_end(MatrixSet set) { return set == MatrixSet::world_crs84_quad ? 0.5 : 1; }

/// The cell that a point of the lattice lies in when the square is halved 32 times. The outermost ones hold what lies on the edge of the
/// world or beyond. Exact; takes steps within ±180 and ±90 degrees. Some 20 ns, in degrees 2.
geo::TileColumnRow place_of(MatrixSet set, std::int32_t lon_lattice, std::int32_t lat_lattice);
inline constexpr int place_depth = 32;

/// The side, in metres on the ground, of a square as large as one square metre of the plane there.
double ground_scale(MatrixSet set, std::int32_t lat_lattice);

}  // namespace tiles
