// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tiles/box_clip.hpp"
#include "tiles/clip.hpp"
#include "tiles/shapes.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace tiles {

/// What one tile shows of shapes. Where the tile lies at longitude 180, its buffer shows what lies beyond, and a shape that was cut there
/// has no outline along it. Thread-safe.
class TileShapes {
 public:
  /// \pre the shapes are on the plane of the tile's matrix set
  TileShapes(std::shared_ptr<const Shapes> shapes, TileId tile, int buffer);

  /// Lines and polygons of a row, and its points as to_tile() has them; `wkb` is its geometry. O(what the zoom shows of the row / 32 + n
  /// log n) for n vertices in the tile.
  [[nodiscard]] TileGeometry draw(geo::Fid fid, std::string_view wkb) const;

 private:
  void add_ring(const Shapes::Part& part, std::int64_t turn, BoxClip& clip) const;
  void add_line(const Shapes::Part& part, std::int64_t turn, std::vector<GridLine>& lines) const;
  [[nodiscard]] geo::mosaic::FinePoint local(geo::mosaic::Point p, std::int64_t turn) const;

  std::shared_ptr<const Shapes> m_shapes;
  std::shared_ptr<const ShapeLevel> m_level;
  TileId m_tile;
  int m_buffer;
  std::vector<std::int64_t> m_turns;  ///< of the world, to the east, in grid squares
};

}  // namespace tiles
