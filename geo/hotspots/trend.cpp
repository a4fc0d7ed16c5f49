// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/trend.hpp"

#include "geo/hotspots/median_slope.hpp"
#include "geo/hotspots/moments.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace geo {
namespace {

std::int64_t rises_less_falls(std::span<const double> x) {
  constexpr std::size_t short_series = 256;
  if (x.size() > short_series) {
    SlopeCounts counts(x);
    return static_cast<std::int64_t>(counts.pairs() - counts.up_to({0})) - static_cast<std::int64_t>(counts.below({0}));
  }
  std::int64_t s = 0;
  for (std::size_t j = 1; j < x.size(); ++j) {
    for (std::size_t i = 0; i < j; ++i) { s += (x[j] > x[i] ? 1 : 0) - (x[j] < x[i] ? 1 : 0); }
  }
  return s;
}

/// What values that stand several times take off: from the variance, and from the number of pairs.
struct Ties {
  double variance = 0, pairs = 0;
};

Ties ties_of(std::span<const double> x) {
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  Ties ties;
  for (auto at = sorted.begin(); at != sorted.end();) {
    const auto end = std::upper_bound(at, sorted.end(), *at);
    const auto t = static_cast<double>(end - at);
    ties.variance += t * (t - 1) * (2 * t + 5);
    ties.pairs += t * (t - 1) / 2;
    at = end;
  }
  return ties;
}

double variance_of(double n, const Ties& ties) { return (n * (n - 1) * (2 * n + 5) - ties.variance) / 18; }

/// With a correction by one, since s goes in steps.
double z_of(std::int64_t s, double variance) {
  if (!(variance > 0) || s == 0) { return 0; }
  return static_cast<double>(s - (s > 0 ? 1 : -1)) / std::sqrt(variance);
}

}  // namespace

Trend mann_kendall(std::span<const double> values) {
  check_values(values);
  Trend trend;
  if (values.size() < 2) { return trend; }
  const auto n = static_cast<double>(values.size());
  const double pairs = n * (n - 1) / 2;
  const Ties ties = ties_of(values);
  trend.s = rises_less_falls(values);
  trend.variance = variance_of(n, ties);
  trend.z = z_of(trend.s, trend.variance);
  trend.p = normal_p(trend.z);
  trend.tau_a = static_cast<double>(trend.s) / pairs;
  if (pairs > ties.pairs) { trend.tau_b = static_cast<double>(trend.s) / std::sqrt(pairs * (pairs - ties.pairs)); }
  trend.slope = median_slope(values);
  return trend;
}

double mann_kendall_z(std::span<const double> values) {
  return z_of(rises_less_falls(values), variance_of(static_cast<double>(values.size()), ties_of(values)));
}

}  // namespace geo
