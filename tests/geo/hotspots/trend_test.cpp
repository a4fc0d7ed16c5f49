// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/trend.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace geo {
namespace {

/// Ties, all the same, only two values, tenths far from 0.
std::vector<double> series(std::mt19937& random, std::size_t most) {
  std::vector<double> x(random() % (most + 1));
  const unsigned kind = random() % 5;
  for (double& v : x) {
    const double number = double(random() % (kind == 0 ? 1 : kind == 1 ? 2 : 5));
    v = kind == 2 ? 1e6 + 0.1 * number : kind == 3 ? double(random()) : number;
  }
  return x;
}

double rises(const std::vector<double>& x) {
  double s = 0;
  for (std::size_t j = 0; j < x.size(); ++j) {
    for (std::size_t i = 0; i < j; ++i) { s += x[j] > x[i] ? 1 : x[j] < x[i] ? -1 : 0; }
  }
  return s;
}

/// The variance is that of S over all orders of the values.
TEST(MannKendallOracle, IsThePairsOneByOne) {
  std::mt19937 random(1);
  for (int round = 0; round < 3000; ++round) {
    std::vector<double> x = series(random, round % 3 == 0 ? 6 : 40);
    const Trend trend = mann_kendall(x);
    const double s = rises(x);
    ASSERT_EQ(double(trend.s), s) << round;
    ASSERT_EQ(mann_kendall_z(x), trend.z);
    if (x.size() < 2) {
      ASSERT_EQ(trend.p, 1);
      continue;
    }
    std::vector<double> slopes;
    double untied = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
      for (std::size_t i = 0; i < j; ++i) {
        slopes.push_back((x[j] - x[i]) / double(j - i));
        untied += x[i] != x[j] ? 1 : 0;
      }
    }
    std::sort(slopes.begin(), slopes.end());
    const auto pairs = double(slopes.size());
    const double median = (slopes[(slopes.size() - 1) / 2] + slopes[slopes.size() / 2]) / 2;
    ASSERT_EQ(trend.slope, median) << round;
    ASSERT_DOUBLE_EQ(trend.tau_a, s / pairs);
    ASSERT_EQ(trend.tau_b.has_value(), untied > 0);
    if (trend.tau_b) { ASSERT_NEAR(*trend.tau_b, s / std::sqrt(pairs * untied), 1e-14); }
    const double z = trend.variance > 0 && s != 0 ? (s - (s > 0 ? 1 : -1)) / std::sqrt(trend.variance) : 0;
    ASSERT_NEAR(trend.z, z, 1e-14);
    ASSERT_NEAR(trend.p, std::erfc(std::fabs(z) / std::sqrt(2.0)), 1e-14);
    if (x.size() > 6) { continue; }
    double squares = 0;
    double orders = 0;
    std::sort(x.begin(), x.end());  // orders of equal values are as many of each: going through the different ones is enough
    do {
      squares += rises(x) * rises(x);
      ++orders;
    } while (std::next_permutation(x.begin(), x.end()));
    ASSERT_NEAR(trend.variance, squares / orders, 1e-9) << round;
  }
}

}  // namespace
}  // namespace geo
