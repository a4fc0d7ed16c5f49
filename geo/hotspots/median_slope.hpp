// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

// Slopes (x_j - x_i)/(j - i) of all pairs i < j of a series, without making them: a hundred thousand values have five thousand million.

namespace geo {

/// A slope, or one between two numbers: high + low. \pre low is 0, or half of the distance from high to the number before it, below 0
struct Slope {
  double high = 0, low = 0;
};

/// How many pairs have a slope up to one, or below one: those are out of order once the slope is taken off the series, so that a merge sort
/// counts them. Exact, whatever the rounding of differences and quotients. Not thread-safe: it has room of its own to sort in.
class SlopeCounts {
 public:
  /// \pre finite values, fewer than 2^32, that stay
  explicit SlopeCounts(std::span<const double> values) : m_values(values), m_order(values.size()), m_room(values.size()) {}

  [[nodiscard]] std::uint64_t pairs() const { return std::uint64_t{m_values.size()} * (m_values.size() - 1) / 2; }
  /// O(n log n)
  std::uint64_t up_to(Slope slope);
  std::uint64_t below(Slope slope);

 private:
  template <class Falls>
  std::uint64_t count(Falls falls);

  std::span<const double> m_values;
  std::vector<std::uint32_t> m_order, m_room;
};

/// The median of all slopes (Theil 1950; Sen 1968), each the number that is nearest to it; of an even number of them the mean of the middle
/// two. O(n log n) some hundred times over, and O(n) memory; short series by all their pairs. \pre at least two values, below 10^100
double median_slope(std::span<const double> values);

// The two ways there are; both have the same bits.
double median_slope_of_pairs(std::span<const double> values);
double median_slope_by_counts(std::span<const double> values);

}  // namespace geo
