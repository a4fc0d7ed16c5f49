// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/kernel.hpp"

#include "geo/hotspots/cell_sums.hpp"
#include "geo/hotspots/gaussian_rows.hpp"
#include "geo/hotspots/kde.hpp"
#include "geo/hotspots/kde_sketch.hpp"
#include "geo/hotspots/row_sums.hpp"
#include "tests/geo/hotspots/reference/density_figures.hpp"
#include "tests/geo/hotspots/slow_density.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace geo {
namespace {

namespace figures = density_figures;

std::vector<WeightedPoint> invented() {
  std::vector<WeightedPoint> points;
  for (std::size_t i = 0; i < std::size(figures::x); ++i) { points.push_back({{figures::x[i], figures::y[i]}, 1}); }
  return points;
}

/// At one place, per m², from the middle of a grid of (2 half + 1)² cells.
double density_at(const std::vector<WeightedPoint>& points, Kernel kernel, double h, Metric place, std::uint32_t half, double cell) {
  const double to_corner = (half + 0.5) * cell;
  const PlaneGrid grid{{place.x - to_corner, place.y - to_corner}, cell, 2 * half + 1, 2 * half + 1};
  return kde(points, h, grid, kernel).per_km2[half * (2 * half + 1) + half] / 1e6;
}

TEST(Kernels, HoldOneAndAreAsWideAsTheySay) {
  for (const Kernel kernel : all_kernels) {
    constexpr int steps = 400'000;
    const double reach = kernel == Kernel::gaussian ? 9 : 1;
    double mass = 0;
    double second = 0;
    double square = 0;
    double line = 0;
    for (int i = 0; i < steps; ++i) {
      const double u = reach * (i + 0.5) / steps;
      const double ring = 2 * M_PI * u * reach / steps;
      const double k = kernel_value(kernel, u * u);
      mass += k * ring, second += k * u * u * ring, square += k * k * ring;
      line += 2 * line_kernel_value(kernel, u) * reach / steps;
      if (i == steps / 3) { EXPECT_NEAR(2 * M_PI * kernel_mass(kernel, reach * (i + 1) / steps), mass, 1e-8) << code(kernel); }
    }
    EXPECT_NEAR(mass, 1, 1e-8) << code(kernel);
    EXPECT_NEAR(line, 1, 1e-8) << code(kernel);
    EXPECT_NEAR(std::sqrt(second / 2), axis_deviation(kernel), 1e-8) << code(kernel);
    EXPECT_NEAR(square, roughness(kernel), 1e-8) << code(kernel);
    EXPECT_EQ(kernel_named(code(kernel)), kernel);
    EXPECT_EQ(kernel_value(kernel, 1) > 0, kernel == Kernel::uniform || kernel == Kernel::gaussian);  // exactly at the bandwidth
  }
  EXPECT_FALSE(kernel_named("cosine"));
}

TEST(Kernels, AgreeWithSpatstatAndMass) {
  const std::vector<WeightedPoint> points = invented();
  const double h = figures::bandwidth[0];
  const std::pair<Kernel, const double*> cases[] = {{Kernel::gaussian, figures::at_points_gaussian},
                                                    {Kernel::epanechnikov, figures::at_points_epanechnikov},
                                                    {Kernel::quartic, figures::at_points_quartic}};
  for (const auto& [kernel, want] : cases) {
    for (std::size_t i = 0; i < points.size(); i += 7) {
      // One cell by itself, and out of the middle of many, where compact kernels are swept.
      EXPECT_NEAR(density_at(points, kernel, h, points[i].at, 0, 100), want[i], 1e-9 * want[i]) << code(kernel) << i;
      EXPECT_NEAR(density_at(points, kernel, h, points[i].at, 60, 25), want[i], 1e-9 * want[i]) << code(kernel) << i;
    }
  }
  for (std::size_t i = 0; i < 12; ++i) {
    const Metric place{figures::window[0] + 375 + 750.0 * static_cast<double>(i % 4),
                       figures::window[1] + (1 + 2 * static_cast<double>(i / 4)) * 1000 / 3};
    EXPECT_NEAR(density_at(points, Kernel::gaussian, h, place, 0, 100) / 120, figures::kde2d[i], 1e-9 * figures::kde2d[i]) << i;
  }
}

TEST(Kernels, AgreeWithTheDefinitionOnRandomCases) {
  std::mt19937_64 random(17);
  const auto pick = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  int swept = 0;
  for (int round = 0; round < 2400; ++round) {
    const Kernel kernel = all_kernels[round % 6];
    const double cell = std::pow(10, pick(-1, 4));
    const double h = cell * std::pow(10, pick(-0.6, 1.7));
    const PlaneGrid grid{
        {pick(2e5, 8e5), pick(7e6, 9e6)}, cell, static_cast<std::uint32_t>(pick(1, 40)), static_cast<std::uint32_t>(pick(1, 18))};
    const int kind = round / 6 % 4;
    if (kind == 3 && kernel == Kernel::gaussian) { continue; }  // its peak lies outside
    const auto points = random_points(random, grid, h, kind, static_cast<int>(std::pow(10, pick(0, 1.8))) - 1, round % 4 != 0);
    // At the rim of the uniform kernel, rounding of coordinates of millions of metres decides: such cases have their tests below.
    if (kernel == Kernel::uniform && kind != 0) { continue; }
    SlowDensity want(points, kernel, h, grid);
    if (kernel == Kernel::gaussian) {
      for (const WeightedPoint& p : points) { want.peak = std::max(want.peak, SlowDensity::at(points, kernel, h, p.at.x, p.at.y)); }
    }
    const KdeResult got = kde(points, h, grid, kernel, round % 5 == 0 ? threads(2) : Workers(one_by_one));
    ASSERT_EQ(density_faults(got.per_km2, want.per_km2, want.peak), "") << round << ' ' << code(kernel) << " h/cell " << h / cell;
    swept += h >= 8 * cell ? 1 : 0;
  }
  EXPECT_GT(swept, 500);
}

/// As many outside as are still swept, and more: nearly all of what is seen are rims.
TEST(Kernels, ManyPointsOutsideLeaveTheFewInsideRight) {
  std::mt19937_64 random(18);
  const auto pick = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  for (int round = 0; round < 240; ++round) {
    const Kernel kernel = std::array{Kernel::epanechnikov, Kernel::quartic, Kernel::triweight}[static_cast<std::size_t>(round % 3)];
    const PlaneGrid grid{{pick(2e5, 8e5), pick(7e6, 9e6)}, 20, 60, 12};
    const double h = grid.cell_m * pick(8, 40);
    std::vector<WeightedPoint> points;
    const auto add = [&](double from, double to, double weight) {
      points.push_back({{grid.south_west.x + pick(from, to), grid.south_west.y + pick(0, grid.rows * grid.cell_m)}, weight});
    };
    for (int i = 0; i < 2; ++i) { add(0, grid.columns * grid.cell_m, 1); }
    // As much as is swept at most, or a little less or more: two thirds of the rounds below.
    const double most = 100 / (std::ceil(2 * grid.columns * grid.cell_m / h) * std::ceil(2 * grid.rows * grid.cell_m / h));
    const double each = most / 200 * pick(0, 1.5);
    for (int i = 0; i < 200; ++i) { add(-h, -0.9 * h, each); }
    const SlowDensity want(points, kernel, h, grid);
    const KdeResult got = kde(points, h, grid, kernel);
    double worst = 0;
    for (std::size_t i = 0; i < got.per_km2.size(); ++i) { worst = std::max(worst, std::fabs(got.per_km2[i] - double(want.per_km2[i]))); }
    ASSERT_LE(worst, 1e-10 * double(want.peak)) << round << ' ' << code(kernel);
  }
}

TEST(Kernels, UniformCountsWhatLiesExactlyAtItsBandwidth) {
  std::mt19937_64 random(19);
  std::uniform_int_distribution<int> whole(-25, 25);
  for (int round = 0; round < 1000; ++round) {
    const PlaneGrid grid{{500'000, 8'000'000}, 20, 31, 31};
    const int reach = 1 + round % 20;  // cells: many points of a lattice lie exactly so far away, such as 3, 4, 5
    std::vector<WeightedPoint> points;
    std::vector<std::pair<int, int>> at;
    for (int i = 0; i < 60; ++i) {
      at.emplace_back(15 + whole(random), 15 + whole(random));
      points.push_back({grid.centre(0, 0), 1});
      points.back().at.x += 20 * at.back().first, points.back().at.y += 20 * at.back().second;
    }
    const KdeResult got = kde(points, 20.0 * reach, grid, Kernel::uniform);
    const double one = 1e6 / (M_PI * 400 * reach * reach);
    for (int row = 0; row < 31; ++row) {
      for (int column = 0; column < 31; ++column) {
        int want = 0;
        for (const auto& [x, y] : at) { want += (x - column) * (x - column) + (y - row) * (y - row) <= reach * reach ? 1 : 0; }
        ASSERT_NEAR(got.per_km2[static_cast<std::size_t>(row * 31 + column)], want * one, 1e-9 * one) << round;
      }
    }
  }
}

TEST(Kernels, GaussianInBoxesAgreesWithTheDefinition) {
  std::mt19937_64 random(23);
  const auto pick = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  for (int round = 0; round < 12; ++round) {
    const PlaneGrid grid{{pick(2e5, 8e5), pick(7e6, 9e6)}, 50, 60, 50};
    const double h = 50 * pick(3, 30);
    auto points = random_points(random, grid, h, round % 3 == 2 ? 1 : 0, 6000, round % 2 == 0);
    const auto lone = random_points(random, {{grid.south_west.x - 9 * h, grid.south_west.y}, 50, 4, 4}, h, 0, 20, false);
    points.insert(points.end(), lone.begin(), lone.end());
    ASSERT_TRUE(GaussianRows(PlacedPoints(points, grid, gaussian_reach * h / 50), h / 50, grid, one_by_one).in_boxes());
    const std::vector<double> got = kde(points, h, grid, Kernel::gaussian).per_km2;
    double peak = 0;
    for (const double v : got) { peak = std::max(peak, v); }
    for (int i = 0; i < 60; ++i) {
      const auto column = static_cast<std::uint32_t>(pick(0, 60));
      const auto row = static_cast<std::uint32_t>(pick(0, 50));
      const double want =
          SlowDensity::at(points, Kernel::gaussian, h, grid.south_west.x + (column + 0.5L) * 50, grid.south_west.y + (row + 0.5L) * 50);
      ASSERT_NEAR(got[row * 60 + column], want, 1e-10 * peak) << round;
    }
  }
}

TEST(Kernels, GaussianFarFromEveryPointIsNotNegative) {
  std::vector<WeightedPoint> points;
  for (int i = 0; i < 50'000; ++i) { points.push_back({{0.031 * i, 0.011 * i}, 1e6 + i}); }
  const PlaneGrid grid{{-20'000, -20'000}, 100, 300, 300};
  ASSERT_TRUE(GaussianRows(PlacedPoints(points, grid, 1e9), 5, grid, one_by_one).in_boxes());
  for (const double v : kde(points, 500, grid, Kernel::gaussian).per_km2) { ASSERT_GE(v, 0); }
}

TEST(Kernels, ThreadsOrderAndRegistersChangeNoBit) {
  std::mt19937_64 random(29);
  std::normal_distribution<double> off(0, 800);
  std::vector<WeightedPoint> points;
  for (int i = 0; i < 4000; ++i) { points.push_back({{1000 + off(random), 1000 + off(random)}, 0.1 * (i % 7)}); }
  for (std::size_t i = 0; i < 300; ++i) { points.push_back({points[i].at, 0.3}); }
  const PlaneGrid grid{{-500, -500}, 25, 120, 110};
  for (const Kernel kernel : all_kernels) {
    for (const double h : {40.0, 700.0}) {
      const std::vector<double> first = kde(points, h, grid, kernel).per_km2;
      for (const std::size_t n : {1, 2, 3}) {
        std::shuffle(points.begin(), points.end(), random);
        ASSERT_EQ(kde(points, h, grid, kernel, threads(n)).per_km2, first) << code(kernel) << n;
        ASSERT_EQ(Kde(points, h, grid, kernel, threads(n)).all_rows(threads(n)), first) << code(kernel) << n;
      }
    }
  }
  if (add_to_rows_avx2(0) == nullptr) { GTEST_SKIP() << "this machine has no AVX2"; }
  const PlacedPoints placed(points, grid, 40, PlacedPoints::Which::in_grid);
  for (int k = 0; k < 4; ++k) {
    for (const double reach : {9.0, 28.3, 90.0}) {
      const SweepFrame frame(grid.columns, reach, 1);
      std::vector<double> plain(4 * frame.row_numbers(8));
      std::vector<double> fast = plain;
      for (std::uint32_t lanes = 1; lanes <= 4; ++lanes) {
        add_to_rows_plain(k)(frame, placed.all(), 40, lanes, plain.data());
        add_to_rows_avx2(k)(frame, placed.all(), 40, lanes, fast.data());
        ASSERT_EQ(plain, fast) << k << ' ' << reach << ' ' << lanes;
      }
    }
  }
  for (const Kernel kernel : all_kernels) {
    if (kernel == Kernel::gaussian) { continue; }
    std::vector<double> plain(50);
    std::vector<double> fast = plain;
    for (std::int64_t last = 3; last < 50; ++last) {
      const PointInRow p{25.3, 0.7, 0.93, 0.07, 1 / 27.1};
      add_to_cells_plain(kernel)(p, 3, last, plain.data());
      add_to_cells_avx2(kernel)(p, 3, last, fast.data());
      ASSERT_EQ(plain, fast) << code(kernel);
    }
  }
}

TEST(KdeSketch, ComesNearAndSumsUp) {
  std::mt19937_64 random(31);
  std::normal_distribution<double> off(0, 900);
  std::vector<WeightedPoint> points;
  for (int i = 0; i < 20'000; ++i) { points.push_back({{5000 + off(random), 4000 + off(random)}, 1.0 + i % 3}); }
  points.push_back({{-1e9, 0}, 5});
  const PlaneGrid fine{{0, 0}, 25, 400, 320};
  const PlaneGrid coarse = coarser(fine, 2000);
  EXPECT_LE(coarse.size(), 2000);
  EXPECT_GE(coarse.columns * coarse.cell_m, 400 * 25);
  EXPECT_EQ(coarser(fine, 1'000'000), fine);
  const KdeResult sketch = kde_sketch(points, 1000, coarse, Kernel::epanechnikov);
  const KdeResult exact = kde(points, 1000, coarse, Kernel::epanechnikov);
  EXPECT_EQ(sketch.out_of_reach, 1);
  double peak = 0;
  for (const double v : exact.per_km2) { peak = std::max(peak, v); }
  for (std::size_t i = 0; i < coarse.size(); ++i) { ASSERT_NEAR(sketch.per_km2[i], exact.per_km2[i], 0.03 * peak); }
  for (const std::size_t n : {1, 2, 3}) {
    std::shuffle(points.begin(), points.end(), random);
    EXPECT_EQ(kde_sketch(points, 1000, coarse, Kernel::epanechnikov, threads(n)).per_km2, sketch.per_km2);
  }
}

}  // namespace
}  // namespace geo
