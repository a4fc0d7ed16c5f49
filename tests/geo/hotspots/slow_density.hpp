// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/kernel.hpp"
#include "geo/hotspots/plane_grid.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace geo {

/// The definition of a kernel density, cell by cell in long doubles, and what it is at most at cells and points.
struct SlowDensity {
  std::vector<double> per_km2;
  double peak = 0;

  static long double height(Kernel kernel, long double u2) {
    const long double rest = 1 - u2;
    const long double pi = 3.14159265358979323846L;
    if (kernel == Kernel::gaussian) { return std::exp(-u2 / 2) / (2 * pi); }
    if (kernel == Kernel::uniform) { return u2 <= (1 + 1e-9L) * (1 + 1e-9L) ? 1 / pi : 0; }
    if (!(rest > 0)) { return 0; }
    if (kernel == Kernel::triangular) { return 3 / pi * (1 - std::sqrt(u2)); }
    if (kernel == Kernel::epanechnikov) { return 2 / pi * rest; }
    return kernel == Kernel::quartic ? 3 / pi * rest * rest : 4 / pi * rest * rest * rest;
  }
  static double at(const std::vector<WeightedPoint>& points, Kernel kernel, double h, long double x, long double y) {
    long double sum = 0;
    for (const WeightedPoint& p : points) {
      const long double dx = (x - p.at.x) / h;
      const long double dy = (y - p.at.y) / h;
      sum += p.weight * height(kernel, dx * dx + dy * dy);
    }
    return static_cast<double>(sum * 1e6L / (static_cast<long double>(h) * h));
  }
  SlowDensity(const std::vector<WeightedPoint>& points, Kernel kernel, double h, const PlaneGrid& grid) {
    for (std::uint32_t row = 0; row < grid.rows; ++row) {
      for (std::uint32_t column = 0; column < grid.columns; ++column) {
        per_km2.push_back(
            at(points, kernel, h, grid.south_west.x + (column + 0.5L) * grid.cell_m, grid.south_west.y + (row + 0.5L) * grid.cell_m));
        peak = std::max(peak, per_km2.back());
      }
    }
  }
};

/// Points of a random case on and around a grid, by kind: 0 anywhere, 1 on centres, corners and edges of cells, 2 all at one place, 3 along
/// a line just outside.
inline std::vector<WeightedPoint> random_points(std::mt19937_64& random, const PlaneGrid& grid, double h, int kind, int n, bool weighted) {
  const auto pick = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  std::vector<WeightedPoint> points;
  for (int i = 0; i < n; ++i) {
    double x = pick(-5, grid.columns + 5);
    double y = pick(-5, grid.rows + 5);
    if (kind == 1) { x = std::round(2 * x) / 2, y = std::round(2 * y) / 2; }
    if (kind == 2) { x = grid.columns / 3.0, y = grid.rows / 3.0; }
    if (kind == 3) { x = -h / grid.cell_m + 0.5 + pick(0, 0.1); }
    points.push_back(
        {{grid.south_west.x + x * grid.cell_m, grid.south_west.y + y * grid.cell_m}, weighted ? std::pow(10, pick(-3, 3)) : 1});
  }
  return points;
}

/// Empty, or the first cell that is negative or farther than 10^-9 of the peak from what it should be.
inline std::string density_faults(const std::vector<double>& got, const std::vector<double>& want, double peak) {
  if (got.size() != want.size()) { return "sizes differ"; }
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (!(got[i] >= 0) || !(std::fabs(got[i] - want[i]) <= 1e-9 * peak)) {
      return "cell " + std::to_string(i) + ": " + std::to_string(got[i]) + " for " + std::to_string(want[i]) + ", peak " +
             std::to_string(peak);
    }
  }
  return {};
}

}  // namespace geo
