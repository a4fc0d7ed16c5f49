// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/moments.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <cmath>

namespace geo {

double sum_sorted(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  double sum = 0;
  for (const double v : values) { sum += v; }
  return sum;
}

Moments moments_of(std::span<const double> values) {
  Moments m;
  if (values.empty()) { return m; }
  std::vector<double> sorted(values.begin(), values.end());
  const auto n = static_cast<double>(sorted.size());
  m.mean = sum_sorted(sorted) / n;
  m.constant = sorted.front() == sorted.back();
  const double widest = std::max(sorted.back() - m.mean, m.mean - sorted.front());
  if (m.constant || !(widest > 0)) { return m; }
  double squares = 0;
  double cubes = 0;
  double fourths = 0;
  for (const double v : sorted) {
    const double d = (v - m.mean) / widest;
    squares += d * d;
    cubes += d * d * d;
    fourths += d * d * d * d;
  }
  const double deviation = std::sqrt(squares / n);
  m.deviation = deviation * widest;
  m.skewness = cubes / n / (deviation * deviation * deviation);
  m.kurtosis = n * fourths / (squares * squares);
  return m;
}

void check_values(std::span<const double> values) {
  for (const double v : values) {
    if (!(std::fabs(v) < 1e100)) {
      throw Error(Problem::input, "A value is not a number, or too large to be added to others.",
                  "Um valor não é um número, ou é grande demais para se somar a outros.");
    }
  }
}

double p_above_zero(double p) { return std::clamp(p, least_p, 1.0); }

double normal_p(double z) { return p_above_zero(std::erfc(std::fabs(z) / M_SQRT2)); }

}  // namespace geo
