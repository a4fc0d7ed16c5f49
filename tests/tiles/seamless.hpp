// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/tiles/mosaic.hpp"
#include "tiles/tile_shapes.hpp"

#include <memory>
#include <random>
#include <string>
#include <vector>

namespace tiles_tests {

inline constexpr int buffer = 64;

tiles::TileId tile_at(geo::LonLat p, int zoom, tiles::MatrixSet set = tiles::MatrixSet::web_mercator_quad);
// Some tiles of a zoom that the box meets: all of them if they are few.
std::vector<tiles::TileId> tiles_of(std::mt19937_64& random, const geo::BBox& box, int zoom,
                                    tiles::MatrixSet set = tiles::MatrixSet::web_mercator_quad);

// The districts and, as the last row, their outline.
std::shared_ptr<const geo::View> view_of(const Mosaic& mosaic);

struct Drawn {
  std::vector<std::vector<tiles::GridPolygon>> districts;
  std::vector<tiles::GridPolygon> outline;
};
// The rows of view_of(), each drawn by itself.
Drawn draw(const Mosaic& mosaic, const tiles::TileShapes& shapes);

// No cracks and no overlaps: the outlines of all districts, taken together, are that of the country, edge by edge; none crosses
// another or itself.
void expect_seamless(const Drawn& drawn, const std::string& where);
// An invented country, at every zoom; `round` says how large it is.
void expect_seamless_everywhere(std::mt19937_64& random, int round, int winding, tiles::MatrixSet set);

}  // namespace tiles_tests
