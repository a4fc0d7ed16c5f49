// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>

namespace geo::mosaic {

/// A place in whole numbers of a plane; |x|, |y| <= 2^30, so that products of differences fit into 64 bits.
struct Point {
  std::int32_t x = 0, y = 0;

  auto operator<=>(const Point&) const = default;
};

/// The same on a finer lattice, |x|, |y| <= 2^37.
struct FinePoint {
  std::int64_t x = 0, y = 0;

  auto operator<=>(const FinePoint&) const = default;
};

/// 128 bits: products of differences of fine places.
__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): 'using' takes no __extension__

/// Twice the area of the triangle; positive when it turns from the x axis to the y axis.
constexpr std::int64_t area2(Point a, Point b, Point c) {
  return (std::int64_t{b.x} - a.x) * (std::int64_t{c.y} - a.y) - (std::int64_t{b.y} - a.y) * (std::int64_t{c.x} - a.x);
}

}  // namespace geo::mosaic
