// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/bandwidth.hpp"
#include "geo/hotspots/ripley.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace geo {
namespace {

/// The area that two discs of radius h share, t apart, times 2.
double lens(double t, double h) {
  const double y = std::min(t / (2 * h), 1.0);
  return 4 * M_PI * h * h * (std::acos(y) - y * std::sqrt(1 - y * y));
}

}  // namespace

CrossValidation berman_diggle(std::span<const Metric> points, const PlaneRectangle& window, const Workers& workers,
                              const Progress& progress) {
  check_rectangle(window);
  CrossValidation found;
  std::size_t inside = 0;
  for (const Metric p : points) { inside += window.covers(p) ? 1 : 0; }
  if (inside < 2) {
    found.reason = NoBandwidth::too_few;
    return found;
  }
  const double intensity = static_cast<double>(inside) / window.area();
  const double farthest = std::min(std::min(window.width(), window.height()) / 4, std::sqrt(1000 / (M_PI * intensity)));
  constexpr std::size_t steps = 512;
  std::vector<double> radii(steps);
  for (std::size_t i = 0; i < steps; ++i) { radii[i] = farthest * static_cast<double>(i) / (steps - 1); }
  const std::vector<double> k = ripley_k(points, window, radii, KCorrection::translation, workers);
  double lowest = HUGE_VAL;
  std::size_t best = 0;
  // The error at a radius asks for K up to twice as far.
  for (std::size_t i = 1; 2 * i < steps && !progress.cancelled(); ++i) {
    const double h = radii[i];
    double shared = k[0] * lens(0, h);
    for (std::size_t j = 1; j <= 2 * i && j < steps; ++j) { shared += (k[j] - k[j - 1]) * lens((radii[j] + radii[j - 1]) / 2, h); }
    const double disc = M_PI * h * h;
    const double error = (1 / intensity - 2 * k[i]) / disc + shared / (2 * M_PI) / (disc * disc);
    if (error < lowest) { lowest = error, best = i; }
  }
  if (progress.cancelled()) {
    found.reason = NoBandwidth::cancelled;
    return found;
  }
  found.score = lowest;
  if (best <= 1 || 2 * (best + 1) >= steps) {
    found.reason = NoBandwidth::no_minimum;
  } else {
    found.bandwidth_m = radii[best] / 2;  // the standard deviation of a uniform kernel along an axis
  }
  return found;
}

}  // namespace geo
