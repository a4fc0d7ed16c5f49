// SPDX-License-Identifier: Apache-2.0
// Bandwidths that take long to find, against their definitions, pair by pair.
#include "geo/hotspots/bandwidth.hpp"

#include "tests/geo/hotspots/quantiles.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace geo {
namespace {

/// The derivative of a density of the line, by all pairs (Sheather & Jones 1991).
double fourth_by_pairs(const std::vector<double>& x, double h, int order) {
  double sum = 0;
  for (const double a : x) {
    for (const double b : x) {
      const double d = 0.9999 * (a - b) / h * (0.9999 * (a - b) / h);
      sum += std::exp(-d / 2) * (order == 4 ? d * d - 6 * d + 3 : d * d * d - 15 * d * d + 45 * d - 15);
    }
  }
  const auto n = double(x.size());
  return sum / (n * (n - 1) * std::pow(h, order + 1) * std::sqrt(2 * M_PI));
}

TEST(BandwidthOracle, SheatherAndJonesSolveTheirEquation) {
  std::mt19937 random(3);
  int solved = 0;
  for (int round = 0; round < 1000; ++round) {
    // On a lattice that the 1,000 classes keep as it is, but for their width: 0.9999 of a step.
    std::vector<double> x(2 + random() % 40);
    for (double& v : x) { v = double(random() % 991); }
    x[0] = 0, x[1] = 990;
    const LineBandwidth found = sheather_jones(x);
    if (!found.bandwidth) { continue; }
    const auto n = double(x.size());
    const double scale = std::min(deviation(x), (quantile(x, 0.75) - quantile(x, 0.25)) / 1.349);
    const double ratio =
        fourth_by_pairs(x, 1.24 * scale * std::pow(n, -1.0 / 7), 4) / -fourth_by_pairs(x, 1.23 * scale * std::pow(n, -1.0 / 9), 6);
    const double h = *found.bandwidth;
    const double right =
        std::pow(1 / (2 * std::sqrt(M_PI) * n) / fourth_by_pairs(x, 1.357 * std::pow(ratio, 1.0 / 7) * std::pow(h, 5.0 / 7), 4), 0.2);
    ASSERT_NEAR(h, right, 1e-6 * h) << round;
    ++solved;
  }
  EXPECT_GT(solved, 800);
}

/// Berman & Diggle's error of a disc, its K by pairs.
TEST(BandwidthOracle, DiggleHasTheLowestErrorOfAllRadii) {
  std::mt19937 random(4);
  const PlaneRectangle window{{0, 0}, {300, 200}};
  int found_some = 0;
  for (int round = 0; round < 1000; ++round) {
    std::vector<Metric> points(random() % 40);
    for (Metric& p : points) { p = {double(random() % 320) - 10, double(random() % 220) - 10}; }
    if (round % 2 == 0) {
      for (std::size_t i = 1; i < points.size(); ++i) {
        if (i % 3 != 0) { points[i] = {points[i - 1].x + double(random() % 15) - 7, points[i - 1].y + double(random() % 15) - 7}; }
      }
    }
    std::vector<Metric> inside;
    for (const Metric& p : points) {
      if (window.covers(p)) { inside.push_back(p); }
    }
    const CrossValidation found = berman_diggle(points, window);
    ASSERT_EQ(found.reason == NoBandwidth::too_few, inside.size() < 2) << round;
    if (inside.size() < 2) { continue; }
    const auto n = double(inside.size());
    const double intensity = n / 60'000;
    const double farthest = std::min(50.0, std::sqrt(1000 / (M_PI * intensity)));
    std::vector<double> k(512);
    for (std::size_t i = 0; i < inside.size(); ++i) {
      for (std::size_t j = 0; j < inside.size(); ++j) {
        if (i == j) { continue; }
        const double dx = std::fabs(inside[i].x - inside[j].x);
        const double dy = std::fabs(inside[i].y - inside[j].y);
        const double step = std::hypot(dx, dy) / farthest * 511;
        const auto from = static_cast<std::size_t>(std::max(0.0, std::ceil(step - 1e-9)));
        const double weight = 60'000 / ((300 - dx) * (200 - dy)) * 60'000 / (n * (n - 1));
        if (from < k.size()) { k[from] += weight; }
      }
    }
    std::partial_sum(k.begin(), k.end(), k.begin());
    double lowest = HUGE_VAL;
    std::size_t best = 0;
    for (std::size_t i = 1; 2 * i < 512; ++i) {
      const double h = farthest * double(i) / 511;
      const auto lens = [&](double t) {
        const double y = std::min(1.0, t / (2 * h));
        return 4 * M_PI * h * h * (std::acos(y) - y * std::sqrt(1 - y * y));
      };
      double shared = k[0] * lens(0);
      for (std::size_t j = 1; j <= 2 * i; ++j) { shared += (k[j] - k[j - 1]) * lens(farthest * (double(j) - 0.5) / 511); }
      const double disc = M_PI * h * h;
      const double error = (1 / intensity - 2 * k[i]) / disc + shared / (2 * M_PI * disc * disc);
      if (error < lowest * (1 - 1e-12 * (lowest > 0 ? 1 : -1))) { lowest = error, best = i; }
    }
    ASSERT_NEAR(found.score, lowest, 1e-9 * std::fabs(lowest)) << round;
    const bool at_end = best <= 1 || 2 * (best + 1) >= 512;
    ASSERT_EQ(found.bandwidth_m.has_value(), !at_end) << round;
    if (found.bandwidth_m) { ASSERT_NEAR(*found.bandwidth_m, farthest * double(best) / 511 / 2, 1e-9) << round; }
    found_some += at_end ? 0 : 1;
  }
  EXPECT_GT(found_some, 200);
}

}  // namespace
}  // namespace geo
