// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/mosaic/arcs.hpp"

#include <cstdint>
#include <vector>

namespace geo::mosaic {

/// Of a vertex that is never left out.
inline constexpr std::int64_t always_kept = INT64_MAX;

/// How much each place matters to its arc: twice the effective area of Visvalingam and Whyatt (1993), in squares of the lattice. Places
/// are left out from the least on, and what is left at any moment shows the same arrangement of arcs as all of them: a place stays
/// while the triangle that would go with it holds another place that is left (or has one on its edge), while its arc would come
/// to lie on another one, and while a ring would have fewer than three places. Ends of arcs stay. Places that matter more than `most_area2`
/// are not told apart from those that always stay. `at` must be snapped (see snap()), so that arcs meet in places only; where chains cross
/// without a place, each is still itself, but stays as it is near the crossing.
///
/// It depends on the arcs alone. Pure. O(n log n) where few are in one another's way, some 2 µs a vertex.
std::vector<std::int64_t> importance(const std::vector<Point>& places, const Arcs& arcs, std::int64_t most_area2);

}  // namespace geo::mosaic
