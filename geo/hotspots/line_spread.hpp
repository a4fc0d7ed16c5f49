// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace geo {

/// How far values lie from one another; 0 for fewer than two, or all the same. Throws Error{input} for one that is not finite.
struct LineSpread {
  std::vector<double> sorted;
  double deviation = 0;  ///< divided by n - 1
  double quartiles = 0;  ///< between the first and the third, of type 7 (R's default)

  explicit LineSpread(std::span<const double> values);

 private:
  [[nodiscard]] double quantile(double share) const;
};

}  // namespace geo
