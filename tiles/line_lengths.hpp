// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/view.hpp"
#include "tiles/matrix_set.hpp"

#include <compare>
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
  /// Of the view on the plane of a matrix set, made once for each and kept with it; some 30 ns a vertex, 48 bytes a line.
  static std::shared_ptr<const LineLengths> of(const geo::View& view, MatrixSet set);

  /// Where a line stands among all: longer ones come later, and equally long ones in an order that has nothing to do with where they are
  /// (an order by id would empty one side of a grid of streets).
  struct Rank {
    double length = 0;  ///< grid squares of depth 0
    std::uint64_t lot = 0;

    auto operator<=>(const Rank&) const = default;
  };

  /// What comes before it is left out of the tiles of a depth (see TileId::depth()), so that the fullest of them takes about `bytes`. The
  /// lowest rank there is where all lines fit. O(n log n) once for each depth and `bytes`.
  [[nodiscard]] Rank least(int depth, std::size_t bytes) const;
  /// Of a row; the lowest for one that is not of lines.
  [[nodiscard]] Rank of_row(geo::Fid fid) const;

 private:
  struct Line {
    geo::Fid fid = 0;
    Rank rank;
    std::uint64_t cell = 0;  ///< of its anchor, at `cell_depth`
    std::uint32_t vertices = 0;
    std::uint32_t text_bytes = 0;  ///< of what its features carry
  };
  static constexpr int cell_depth = 24;

  LineLengths(const geo::View& view, MatrixSet set);
  [[nodiscard]] Rank find_least(int depth, std::size_t bytes) const;

  std::vector<Line> m_lines;  ///< by fid
  mutable std::mutex m_mutex;
  mutable std::map<std::pair<int, std::size_t>, Rank> m_least;
};

}  // namespace tiles
