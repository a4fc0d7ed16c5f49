// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/view.hpp"
#include "tiles/kept_levels.hpp"
#include "tiles/matrix_set.hpp"
#include "tiles/shape_level.hpp"
#include "tiles/shape_parts.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tiles {

/// Lines and polygons of a view as its tiles draw them: simplified by zoom, all of them together, so that neighbours that share a border
/// share it at every zoom and in every tile, whichever of them is drawn (docs/decisions/0059).
///
/// A vertex is left out of a zoom by what it matters to the border it is in (geo::mosaic::importance()); what is left is moved to the
/// grid of the zoom together (geo::mosaic::snap()). Both need the view and nothing else: not the tile, the filter, or the order of rows.
///
/// Made in some 2 to 5 µs a vertex, with some 150 bytes a vertex meanwhile; some 0.7 µs for each vertex that a zoom shows when that zoom is
/// first asked for. Keeps some 10 bytes a vertex, and as many for each that a zoom shows; of zooms, those asked for last, in
/// `level_budget` bytes for both planes of a view together, or one of them. Thread-safe.
class Shapes {
 public:
  /// Views with more vertices than this are drawn shape by shape, and not simplified: making these would take some 600 MB.
  static constexpr std::size_t most_vertices = 4'000'000;
  static constexpr std::size_t level_budget = std::size_t{64} << 20U;

  struct Part {
    std::uint32_t use_begin = 0, use_end = 0;
    bool is_ring = false;
    bool is_turned = false;  ///< its arcs run the other way than its outline should
  };
  struct Row {
    geo::Fid fid = 0;
    std::uint32_t part_begin = 0, part_end = 0;
    bool has_points = false;
  };

  /// Of the view on the plane of a matrix set, made once for each and kept with it. Null where it has more than most_vertices, or they
  /// run over each other too often.
  static std::shared_ptr<const Shapes> of(const geo::View& view, MatrixSet set = MatrixSet::web_mercator_quad);
  /// Whether all that tiles of the depth need of them is there, so that of() and level() would make nothing. Never waits.
  static bool are_made(const geo::View& view, int depth, MatrixSet set = MatrixSet::web_mercator_quad);

  explicit Shapes(const ShapeParts& parts, std::size_t budget = level_budget);
  /// Those of a view on the planes of different sets share what keeps their levels.
  Shapes(const ShapeParts& parts, std::shared_ptr<const KeptLevels> levels, MatrixSet set);

  /// Null when it has no lines and polygons.
  [[nodiscard]] const Row* row(geo::Fid fid) const;
  [[nodiscard]] std::span<const Part> parts(const Row& row) const {
    return std::span(m_parts).subspan(row.part_begin, row.part_end - row.part_begin);
  }
  [[nodiscard]] std::span<const geo::mosaic::ArcUse> arcs(const Part& part) const {
    return std::span(m_uses).subspan(part.use_begin, part.use_end - part.use_begin);
  }
  /// As the tiles of a depth show them, see TileId::depth(). Deeper than shape_depth: that one.
  [[nodiscard]] std::shared_ptr<const ShapeLevel> level(int depth) const;
  /// Whether level() would make nothing.
  [[nodiscard]] bool has_level(int depth) const;

 private:
  std::shared_ptr<const KeptLevels> m_levels;
  MatrixSet m_set;
  std::vector<Row> m_rows;  ///< by fid
  std::vector<Part> m_parts;
  std::vector<geo::mosaic::ArcUse> m_uses;
  std::unique_ptr<const ShapeArcs> m_arcs;
};

}  // namespace tiles
