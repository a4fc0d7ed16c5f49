// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/mosaic/snap.hpp"
#include "geo/table/view.hpp"
#include "tiles/shape_level.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tiles {

/// Vertices are read on a lattice 2^fine_shift times as fine.
inline constexpr int fine_shift = 6;

/// Lines and rings of a view's rows, on the plane of a matrix set.
struct ShapeParts {
  struct Row {
    geo::Fid fid = 0;
    std::uint32_t part_end = 0;  ///< where its parts stop
    bool has_points = false;
  };
  std::vector<Row> rows;           ///< in the view's order; those without lines and rings are left out
  geo::mosaic::FineChains chains;  ///< one a part
  std::vector<bool> is_ring;       ///< by part
  std::vector<bool> is_turned;     ///< by part: a shell with a negative area, or a hole with a positive one
};

/// Nothing where the view has more than `most_vertices`.
std::optional<ShapeParts> read_shapes(const geo::View& view, std::size_t most_vertices, MatrixSet set = MatrixSet::web_mercator_quad);

}  // namespace tiles
