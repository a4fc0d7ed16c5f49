// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/density_surface.hpp"
#include "geo/base/error.hpp"
#include "geo/base/progress.hpp"
#include "geo/base/workers.hpp"
#include "geo/table/query.hpp"
#include "geo/table/view.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace geo {

/// The density of the rows of a view for a map to draw at once: that of kde_analysis() with nothing but defaults, and nothing kept beside
/// the view. First there may be a sketch of it, from a part of the rows in coarse cells.
struct DensityPicture {
  DensitySurface surface;
  bool is_sketch = false;
  double bandwidth_m = 0;
  std::uint64_t matched = 0;    ///< rows that were asked for
  std::uint64_t looked_at = 0;  ///< of those; fewer in a sketch
  std::uint64_t used = 0;       ///< of those looked at
  std::vector<Text> caveats;
};

/// Whether there are such pictures: of points of what happens at a time, not of what stands from one day to another. Said without a look
/// at the rows.
bool has_density_picture(const Collection& collection);

/// `looks_at_part`: the role is bound to areas, so that nothing can be said of where there is no row.
/// The same cells, to the last bit, as kde_analysis() of the same rows has. Throws as that one, and Error{failed} when `progress` asks to
/// stop: it is whole or there is none.
DensityPicture density_picture(const View& view, const Filter& filter, bool looks_at_part, const Progress& progress = {},
                               const Workers& workers = one_by_one);

/// Some sketch_most_rows rows, evenly through the view's own order, each for as many as it stands for, in cells of at most half a
/// bandwidth of the same plane (kde_sketch()). The same view gives the same bits. Throws as density_picture().
DensityPicture density_sketch(const View& view, const Filter& filter, bool looks_at_part);

inline constexpr std::size_t sketch_most_rows = 65'536;
inline constexpr std::size_t sketch_most_cells = 10'000;

}  // namespace geo
