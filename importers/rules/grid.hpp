// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/lonlat.hpp"
#include "geo/crs/transform.hpp"
#include "importers/mapping/coordinates.hpp"
#include "importers/parse/number.hpp"
#include "importers/read/record.hpp"

#include <optional>
#include <vector>

namespace importers {

/// How far apart the cells of a grid are, in the units of the file.
struct GridStep {
  double x = 0;
  double y = 0;

  bool operator==(const GridStep&) const = default;
};

struct GridPoint {
  double x = 0;
  double y = 0;
};

/// The position of a record in the coordinates of its file; nothing when it has none, or not in plain numbers.
std::optional<GridPoint> position_of(const Record& record, const CoordinateColumns& columns, NumberStyle style);

/// The grid on which the middles of cells lie, when they do: on each axis whole steps apart (to a twentieth of one, for files
/// that round), and at least half of the cells have a neighbour one step away. Settlements whose positions were rounded lie on
/// a lattice too, but have no such neighbours. Needs 9 points and 3 different values on an axis; an axis with one value
/// takes the step of the other. O(n log n).
std::optional<GridStep> find_grid(const std::vector<GridPoint>& points);

/// Side of a square as large as the cell around (x, y), and how far its corners are away from its middle.
struct CellSize {
  double side_m = 0;
  double reach_m = 0;
};
/// Nothing when a border of the cell has no image on earth.
std::optional<CellSize> cell_size(geo::Transform& transform, GridStep step, GridPoint middle);

}  // namespace importers
