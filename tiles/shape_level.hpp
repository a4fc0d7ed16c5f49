// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/mosaic/arcs.hpp"
#include "tiles/tile_id.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tiles {

/// Depth (TileId::depth()) of the lattice that shapes are kept on: squares of 3.7 cm at the equator.
inline constexpr int shape_depth = 18;
/// Side of the world on it.
inline constexpr std::int32_t shape_world = std::int32_t{1} << 30;

/// Arcs of all shapes of a view on that lattice, with the first depth that shows each vertex.
struct ShapeArcs {
  /// \pre `matters` is what geo::mosaic::importance() says, up to most_importance()
  ShapeArcs(const std::vector<geo::mosaic::Point>& places, const geo::mosaic::Arcs& arcs, const std::vector<std::int64_t>& matters);
  /// What matters more is shown at every depth.
  static std::int64_t most_importance();

  std::vector<geo::mosaic::Point> points;
  std::vector<std::uint8_t> shown_from;  ///< depth, by point
  std::vector<std::uint32_t> ends;       ///< where arc i stops
};

/// Arcs as one depth shows them, on the grid of its tiles; none crosses another. Immutable.
class ShapeLevel {
 public:
  /// \pre 0 <= depth <= shape_depth
  ShapeLevel(const ShapeArcs& arcs, int depth);

  /// Some vertices of an arc that follow one another, and a box around them. The last one is the first of the next run.
  struct Run {
    std::span<const geo::mosaic::Point> points;
    geo::mosaic::Point min, max;
  };
  [[nodiscard]] std::size_t runs(std::uint32_t arc) const { return m_run_ends[arc] - runs_begin(arc); }
  [[nodiscard]] Run run(std::uint32_t arc, std::size_t i) const;

  [[nodiscard]] int depth() const { return m_depth; }
  /// Ends of arcs once for each arc.
  [[nodiscard]] std::size_t vertices() const { return m_points.size(); }
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct MinMax {
    geo::mosaic::Point min, max;
  };

  [[nodiscard]] std::size_t runs_begin(std::uint32_t arc) const { return arc == 0 ? 0 : m_run_ends[arc - 1]; }
  void add_runs();
  void add_run(std::size_t begin, std::size_t end);

  int m_depth;
  std::vector<geo::mosaic::Point> m_points;
  std::vector<std::uint32_t> m_ends;      ///< by arc, in m_points
  std::vector<std::uint32_t> m_run_ends;  ///< by arc, in m_boxes
  std::vector<MinMax> m_boxes;            ///< by run
};

}  // namespace tiles
