// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/look/cell_look.hpp"
#include "geo/table/view.hpp"

#include <cstdint>
#include <vector>

namespace tiles {

/// Where classes of cells with these numbers of rows begin: at 1, and behind the numbers that 40, 70, 90 and 98 of 100 cells do not
/// exceed, to one digit; where two of them fall together, or no cell has so many, there are fewer classes. So few cells are dark,
/// whatever the data; and some rows more or less change nothing. `counts` is put in another order. O(n).
std::vector<std::uint64_t> class_begins(std::vector<std::uint64_t>& counts);

/// Of all rows of the view, zoom by zoom; zooms that have the same classes together. A filter has no say: a colour means the same
/// number for every condition and period, and a style says nothing of rows that someone asks for. Kept with the view; the first time
/// O(n log n). Hexagons have the classes of squares of their width, whose area is 15 % larger.
geo::CellLook cell_look(const geo::View& view, geo::CellShape shape);

}  // namespace tiles
