// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/legend.hpp"
#include "geo/look/look.hpp"
#include "geo/look/parts.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace geo {

/// What tiles show in the place of points. Named as the parameter `points` of tiles has them.
enum class CellShape : std::uint8_t { squares, hexagons, clusters };
inline constexpr std::array<CellShape, 3> cell_shapes{CellShape::squares, CellShape::hexagons, CellShape::clusters};
std::string_view to_string(CellShape shape);
std::optional<CellShape> cell_shape(std::string_view name);
/// What such a style is called.
const Text& title_of(CellShape shape);

/// Classes of cells by the number of their rows, for some zooms: a cell that is twice as wide holds four times as many.
struct CellClasses {
  int from_zoom = 0;
  int to_zoom = 0;                    ///< not at this one and nearer; 0: however near
  std::vector<std::uint64_t> begins;  ///< the least number of each class, rising from 1; most_cell_classes at most
};
inline constexpr std::size_t most_cell_classes = 5;

/// How a collection of points is drawn by its cells: areas in a ramp from light to dark, or circles that grow with the number.
struct CellLook {
  CellShape shape = CellShape::squares;
  std::vector<CellClasses> zooms;  ///< without gaps, from 0 on
};

/// The ramp: five of viridis (van der Walt and Smith, 2015) without its lightest end, which paper swallows. Its lightness falls by equal
/// steps, so that it can be read without colours, and by people who do not see all of them.
std::string_view cell_colour(std::size_t number, std::size_t classes);

/// What tiles are drawn with, as for other looks.
std::vector<Part> parts_of(const Collection& schema, const CellLook& look);
Legend legend_of(const Collection& schema, const CellLook& look);

}  // namespace geo
