// SPDX-License-Identifier: Apache-2.0
// The Gaussian where it is summed in boxes, which takes many points at once: too long for every build.
#include "geo/hotspots/gaussian_rows.hpp"
#include "geo/hotspots/kde.hpp"
#include "tests/geo/hotspots/slow_density.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

TEST(KernelsThorough, GaussianInBoxesAgreesWithTheDefinition) {
  std::mt19937_64 random(24);
  const auto pick = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  int compared = 0;
  for (int round = 0; round < 1700; ++round) {
    const PlaneGrid grid{{pick(2e5, 8e5), pick(7e6, 9e6)}, std::pow(10, pick(0, 3)), 60, 50};
    const double h = grid.cell_m * pick(4, 30);
    // Anywhere, on the lattice of the cells, all at one place; and some far to the west.
    auto points = random_points(random, grid, h, round % 3, 6000, round % 2 == 0);
    const auto lone = random_points(random, {{grid.south_west.x - 9 * h, grid.south_west.y}, grid.cell_m, 4, 4}, h, 0, 20, false);
    points.insert(points.end(), lone.begin(), lone.end());
    if (!GaussianRows(PlacedPoints(points, grid, gaussian_reach * h / grid.cell_m), h / grid.cell_m, grid, one_by_one).in_boxes()) {
      continue;
    }
    const std::vector<double> got = kde(points, h, grid, Kernel::gaussian, threads(1 + std::size_t(round) % 3)).per_km2;
    const double peak = *std::max_element(got.begin(), got.end());
    ASSERT_GE(*std::min_element(got.begin(), got.end()), 0) << round;
    for (int i = 0; i < 8; ++i) {
      const auto column = static_cast<std::uint32_t>(pick(0, 60));
      const auto row = static_cast<std::uint32_t>(pick(0, 50));
      const Metric at = grid.centre(column, row);
      ASSERT_NEAR(got[row * 60 + column], SlowDensity::at(points, Kernel::gaussian, h, at.x, at.y), 1e-9 * peak)
          << round << ' ' << h / grid.cell_m;
    }
    ++compared;
  }
  EXPECT_GT(compared, 1000);
}

}  // namespace
}  // namespace geo
