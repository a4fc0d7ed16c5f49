// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/mosaic/lattice.hpp"

#include <cstdint>
#include <vector>

namespace geo::mosaic {

/// Chains of vertices one after the other; a ring repeats its first vertex at its end.
struct FineChains {
  std::vector<FinePoint> points;
  std::vector<std::uint32_t> ends;  ///< where chain i stops in `points`
};

/// The same by the number of each vertex's place.
struct Chains {
  std::vector<Point> places;  ///< once each, in the order of quadkeys
  std::vector<std::uint32_t> at;
  std::vector<std::uint32_t> ends;
};

/// Whether the segment passes the square of a place: a side of 2^shift around it, half-open to the right and upwards. A segment that
/// only touches the square's edge is judged as if all segments were moved to the right, and much less upwards, by next to nothing:
/// so is every vertex by rounding, and both agree. Exact.
bool meets_square(FinePoint a, FinePoint b, Point place, int shift);

/// Moves chains to a lattice 2^shift times as coarse, all of them together (iterated snap rounding: Hobby 1999; Halperin and Packer
/// 2002): each vertex goes to the place whose square it is in, and each segment passes through the places of vertices, whosever,
/// whose squares it meets. Chains that do not cross do not cross afterwards; they may meet, and run together. Segments that are the
/// same are moved the same way, whichever chain they are in; no place of a vertex then lies nearer to a segment than half a step, in
/// x and in y, unless it ends there. Pure. O(n log n), some 0.7 µs a vertex. Throws
/// Error{too_large} where chains run over each other so often that there would be more than eight times as many vertices.
Chains snap(const FineChains& chains, int shift);

}  // namespace geo::mosaic
