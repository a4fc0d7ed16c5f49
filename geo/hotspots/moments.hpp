// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace geo {

/// In rising order, so that the sum depends on the values and not on where they stood. Sorts them.
double sum_sorted(std::vector<double>& values);

/// Of n values: the deviation is that of a whole population (divided by n).
struct Moments {
  double mean = 0;
  double deviation = 0;
  std::optional<double> skewness;  ///< none for values that are all the same
  std::optional<double> kurtosis;  ///< n Σ d⁴ / (Σ d²)²: 3 for a normal distribution
  bool constant = true;
};

/// Scaled by the widest deviation, so that no power leaves the range of a double. The same values in another order give the same bits.
/// O(n log n).
Moments moments_of(std::span<const double> values);

/// Throws Error{input} for a value that is not finite, or 10^100 and more.
void check_values(std::span<const double> values);

/// The least p that is told: one that is smaller still stands as this, for 0 would say that chance cannot do it.
inline constexpr double least_p = std::numeric_limits<double>::min();
/// A p as it is told: at least least_p, at most 1. \pre it is of something that can happen
double p_above_zero(double p);

/// Two-sided, by the normal distribution; never 0, see least_p.
double normal_p(double z);

}  // namespace geo
