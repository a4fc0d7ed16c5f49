// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tiles/tile_id.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace tiles_tests {

// Where points lie in a matrix set, by the book: whole numbers, one bit after the other. In Web Mercator by quadkeys, which have tests of
// their own.
std::uint64_t cell_of_point(tiles::MatrixSet set, geo::LonLat p, int depth);
tiles::TileId tile_of_point(tiles::MatrixSet set, geo::LonLat p, int zoom);
// The root of the area on the ground of a square of the plane.
double side_on_ground_m(tiles::MatrixSet set, geo::LonLat p, double side_m);

// For INSTANTIATE_TEST_SUITE_P.
inline auto every_set() { return testing::ValuesIn(tiles::every_matrix_set); }
inline std::string name_of_set(const testing::TestParamInfo<tiles::MatrixSet>& info) { return std::string(to_string(info.param)); }

}  // namespace tiles_tests
