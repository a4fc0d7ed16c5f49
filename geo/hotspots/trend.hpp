// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace geo {

struct Trend {
  std::int64_t s = 0;           ///< pairs that rise less pairs that fall
  double variance = 0;          ///< of s where the order is chance, ties taken off
  double z = 0;                 ///< (s - sign s) / √variance; 0 where all values are the same
  double p = 1;                 ///< two-sided, by the normal distribution
  double tau_a = 0;             ///< s over the number of pairs
  std::optional<double> tau_b;  ///< s over the pairs that are not ties; none where all are
  double slope = 0;             ///< by step: the median of the slopes of all pairs (Sen 1968)
};

/// The test of Mann (1945) and Kendall (1975) on values one step apart: does it go up, or down? Checked against R's
/// cor.test(method = "kendall"). Fewer than two values have no trend (all as above). O(n log n), a
/// hundred times over for the slope. Throws Error{input} as check_values().
Trend mann_kendall(std::span<const double> values);

/// Its z alone, for many series. O(n log n). Precondition: finite values.
double mann_kendall_z(std::span<const double> values);

}  // namespace geo
