// SPDX-License-Identifier: Apache-2.0
#pragma once

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

/// Two-sided, by the normal distribution.
double normal_p(double z);

}  // namespace geo
