// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/mosaic/lattice.hpp"
#include "tiles/ring_links.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace tiles {

/// Cuts polygons to the square from -buffer to tile_extent + buffer, edge by edge, in whole numbers. What lies outside is pulled onto
/// the square's sides, where it cancels out unless the polygon's inside is there. Where an edge enters or leaves, it gets a vertex: the
/// exact place rounded to the side's grid, half upwards, so it depends on the edge alone and not on the polygon it belongs to.
///
/// If edges met in their ends only and no vertex lay nearer than half a square to an edge of another (snap()), what comes out meets in its
/// ends only. Not thread-safe.
class BoxClip {
 public:
  explicit BoxClip(int buffer);

  /// Whether all of the box lies beyond one side: then only the ends of a path in it matter, see outside().
  [[nodiscard]] bool is_outside(geo::mosaic::FinePoint min, geo::mosaic::FinePoint max) const;
  [[nodiscard]] bool is_inside(geo::mosaic::FinePoint min, geo::mosaic::FinePoint max) const;

  /// An edge, however far from the square.
  void add(geo::mosaic::FinePoint from, geo::mosaic::FinePoint to);
  /// A path that stays beyond one side, or an edge that stays in the square.
  void add_whole(geo::mosaic::FinePoint from, geo::mosaic::FinePoint to) { put(clamped(from), clamped(to)); }

  /// The polygons whose edges were all added.
  std::vector<GridPolygon> polygons();

 private:
  struct Along {
    std::int32_t from, to;
  };

  [[nodiscard]] GridPoint clamped(geo::mosaic::FinePoint p) const;
  void put(GridPoint from, GridPoint to);
  struct Change {
    std::int32_t at;
    int by;  ///< 0: an edge ends here
  };
  void put_sides();
  void put_side(std::size_t side, std::vector<Change> changes);

  std::int32_t m_min, m_max;
  std::vector<OutlineEdge> m_edges;           ///< not along a side
  std::array<std::vector<Along>, 4> m_sides;  ///< left, right, top, bottom
};

}  // namespace tiles
