// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/frame.hpp"
#include "geo/index/hexgrid.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace geo {

/// The hexagon as a polygon; corners shared with a neighbour have the same digits.
Geometry hexagon(Frame& frame, const HexGrid& grid, Hex hex);

/// Hexagons that share ground with the area, in the order of Hex. Throws Error{too_large} beyond `limit`. Precondition: a valid area.
std::vector<Hex> hexes_of(Frame& frame, const HexGrid& grid, const Geometry& area, std::size_t limit);

/// Hexagons at most `steps` steps from one of `hexes`, in the order of Hex. Throws as hexes_of().
std::vector<Hex> hexes_around(std::span<const Hex> hexes, int steps, std::size_t limit);

}  // namespace geo
