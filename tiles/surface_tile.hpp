// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/density_surface.hpp"
#include "tiles/tile_id.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tiles {

/// Raise it with any change to how surfaces are drawn.
inline constexpr int surface_edition = 1;
/// Pixels along the side of a picture, as WebMercatorQuad has them.
inline constexpr std::uint32_t surface_tile_px = 256;

/// Whether pixels of this zoom are so large that each shows the mean of the cells in it: from two cells on, measured on the ground where
/// the grid is farthest from the equator. So every pixel of the grid has the middle of a cell in it.
bool shows_means(const geo::DensitySurface& surface, int zoom);

/// The densities of one tile, per km², rows from the north: at the middle of each pixel (DensitySurface::value_at), or the mean of the
/// cells whose middle lies in the pixel, those without a row as 0. NaN: nobody looked there. Empty when that is all of the tile.
///
/// Some 20 ms for a whole tile of places; means some 5 ms, and more for the first.
std::vector<double> surface_values(const geo::DensitySurface& surface, TileId tile);

/// The same as a PNG in the colours of surface_classes(), clear where nobody looked; empty when that is all of it. Pure, thread-safe.
std::string surface_tile(const geo::DensitySurface& surface, TileId tile);

/// A picture on which nothing is, for programs that take an empty answer for a fault.
std::string clear_tile();

}  // namespace tiles
