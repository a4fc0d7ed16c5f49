// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace geo {

/// Type 7 of R.
inline double quantile(std::vector<double> x, double share) {
  std::sort(x.begin(), x.end());
  const double at = share * double(x.size() - 1);
  const auto low = std::size_t(at);
  return low + 1 < x.size() ? x[low] + (at - double(low)) * (x[low + 1] - x[low]) : x[low];
}
inline double deviation(const std::vector<double>& x) {
  if (x.size() < 2) { return 0; }
  long double mean = 0;
  for (const double v : x) { mean += v / static_cast<long double>(x.size()); }
  long double sum = 0;
  for (const double v : x) { sum += (v - mean) * (v - mean); }
  return static_cast<double>(std::sqrt(sum / static_cast<long double>(x.size() - 1)));
}

}  // namespace geo
