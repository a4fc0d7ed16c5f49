// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/row_sums.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace geo {

SweepFrame::SweepFrame(std::uint32_t columns_of_grid, double reach_in_cells, double rim_of_kernel)
    : columns(static_cast<double>(columns_of_grid)),
      reach(reach_in_cells),
      per_reach(1 / reach_in_cells),
      rim(rim_of_kernel),
      shift(1 + static_cast<int>(std::bit_width(static_cast<std::uint64_t>(std::ceil(reach_in_cells))))),
      half_block(0.5 * static_cast<double>(std::int64_t{1} << shift)) {}

Stretch stretch_of(const SweepFrame& frame, const PlacedPoints::Point& point, double row) {
  const double dy = (row - point.y) * frame.per_reach;
  const double rest = frame.rim - dy * dy;
  if (!(rest > 0)) { return {0, -1, 0}; }
  const double half = frame.reach * std::sqrt(rest);
  const double from = std::max(point.x - half, 0.0);
  const double to = std::min(point.x + half, frame.columns - 1);
  if (to < 0) { return {0, -1, 0}; }
  // Casts, not ceil() and floor(): those are calls on machines without SSE 4.1, and this is the innermost loop.
  const auto below = static_cast<std::int64_t>(from);
  return {below + (static_cast<double>(below) < from ? 1 : 0), static_cast<std::int64_t>(to), rest};
}

namespace {

template <int k>
void add_point(const SweepFrame& frame, const PlacedPoints::Point& point, double row, std::uint32_t lanes, double* changes) {
  constexpr std::size_t width = PowerPolynomial<k>::width;
  const std::size_t row_numbers = frame.row_numbers(width);
  for (std::uint32_t lane = 0; lane < lanes; ++lane) {
    const Stretch s = stretch_of(frame, point, row + lane);
    if (s.first > s.last) { continue; }
    double* const changes_of_row = changes + lane * row_numbers;
    for (std::int64_t block = s.first >> frame.shift; block <= s.last >> frame.shift; ++block) {
      const std::int64_t begin = block << frame.shift;
      const std::int64_t end = begin + (std::int64_t{1} << frame.shift);
      const double x = (point.x - (static_cast<double>(begin) + frame.half_block)) * frame.per_reach;
      double change[width] = {};
      PowerPolynomial<k>::make(point.weight, x, s.rest - x * x, 1.0, change);
      double* const in = changes_of_row + static_cast<std::size_t>(std::max(s.first, begin)) * width;
      for (std::size_t i = 0; i < width; ++i) { in[i] += change[i]; }
      if (s.last + 1 >= end) { continue; }
      double* const out = changes_of_row + static_cast<std::size_t>(s.last + 1) * width;
      for (std::size_t i = 0; i < width; ++i) { out[i] -= change[i]; }
    }
  }
}

template <int k>
void add(const SweepFrame& frame, std::span<const PlacedPoints::Point> points, double row, std::uint32_t lanes, double* changes) {
  for (const PlacedPoints::Point& p : points) { add_point<k>(frame, p, row, lanes, changes); }
}

}  // namespace

AddToRows add_to_rows_plain(int k) {
  constexpr AddToRows ways[] = {&add<0>, &add<1>, &add<2>, &add<3>};
  return ways[k];
}

}  // namespace geo
