// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/view.hpp"
#include "tiles/matrix_set.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace tiles {

/// How long the lines of a view are, and from which length on they fit the tiles of a zoom. One length for all tiles of a zoom: if each
/// had its own, ways would end where tiles do. Thread-safe.
class LineLengths {
 public:
  /// Of the view on the plane of a matrix set, made once for each and kept with it; some 30 ns a vertex, 32 bytes a row.
  static std::shared_ptr<const LineLengths> of(const geo::View& view, MatrixSet set);

  /// What is shorter is left out of the tiles of a depth (see TileId::depth()), so that the fullest of them takes about `bytes`; in grid
  /// squares of depth 0. 0 where all lines fit. O(n log n) once for each depth and `bytes`.
  [[nodiscard]] double least_length(int depth, std::size_t bytes) const;
  /// Of a row; 0 for one that is not of lines.
  [[nodiscard]] double of_row(geo::Fid fid) const;

 private:
  struct Line {
    geo::Fid fid = 0;
    double length = 0;       ///< grid squares of depth 0
    std::uint64_t cell = 0;  ///< of its anchor, at `cell_depth`
    std::uint32_t vertices = 0;
  };
  static constexpr int cell_depth = 24;

  LineLengths(const geo::View& view, MatrixSet set);
  [[nodiscard]] double find_least(int depth, std::size_t bytes) const;

  std::vector<Line> m_lines;  ///< by fid
  mutable std::mutex m_mutex;
  mutable std::map<std::pair<int, std::size_t>, double> m_least;
};

}  // namespace tiles
