// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/kde.hpp"

#include "geo/base/error.hpp"
#include "tests/geo/hotspots/reference.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace geo {
namespace {

/// The slow truth: the definition, cell by cell, in long doubles.
std::vector<double> by_definition(const std::vector<WeightedPoint>& points, double h, const PlaneGrid& grid) {
  std::vector<double> values;
  for (std::uint32_t row = 0; row < grid.rows; ++row) {
    for (std::uint32_t column = 0; column < grid.columns; ++column) {
      const long double x = grid.south_west.x + (column + 0.5L) * grid.cell_m;
      const long double y = grid.south_west.y + (row + 0.5L) * grid.cell_m;
      long double sum = 0;
      for (const WeightedPoint& p : points) {
        const long double dx = (x - p.at.x) / h;
        const long double dy = (y - p.at.y) / h;
        const long double rest = 1 - dx * dx - dy * dy;
        if (rest > 0) { sum += p.weight * rest * rest; }
      }
      values.push_back(static_cast<double>(sum * 3e6L / (3.14159265358979323846L * h * h)));
    }
  }
  return values;
}

std::string faults(const std::vector<double>& got, const std::vector<double>& want) {
  if (got.size() != want.size()) { return "sizes differ"; }
  double peak = 0;
  for (const double v : want) { peak = std::max(peak, v); }
  for (std::size_t i = 0; i < got.size(); ++i) {
    const bool good = got[i] >= 0 && std::fabs(got[i] - want[i]) <= 1e-9 * peak;
    if (!good) { return "cell " + std::to_string(i) + ": " + std::to_string(got[i]) + " for " + std::to_string(want[i]); }
  }
  return {};
}

TEST(Kde, OnePointByHand) {
  // At the point 3 / (π h²), at half the bandwidth (1 - 1/4)² of that, at the bandwidth nothing. h = 1 km, cells of 500 m.
  const std::vector<WeightedPoint> points = {{{750, 250}, 1}};
  const KdeResult result = kde(points, 1000, {{0, 0}, 500, 5, 1});
  const double top = 3 / M_PI;
  const double want[] = {top * 0.5625, top, top * 0.5625, 0, 0};
  for (std::size_t i = 0; i < 5; ++i) { EXPECT_NEAR(result.per_km2[i], want[i], 1e-15) << i; }
  EXPECT_EQ(result.used, 1);
  EXPECT_EQ(result.out_of_reach, 0);
}

TEST(Kde, AgreesWithSpatstatOnChicago) {
  std::vector<WeightedPoint> points;
  for (const reference::At& p : reference::chicago) { points.push_back({{p.x, p.y}}); }
  for (const reference::Intensity& want : reference::chicago_quartic) {
    // A grid with its middle cell on the place: all points inside, so that the sweep is what answers.
    const PlaneGrid grid{{want.x - 1505, want.y - 1505}, 10, 301, 301};
    const KdeResult result = kde(points, 150, grid);
    EXPECT_NEAR(result.per_km2[150 * 301 + 150] / 1e6, want.value, 1e-9 * want.value + 1e-18) << want.x << ' ' << want.y;
  }
}

TEST(Kde, AgreesWithTheDefinitionOnRandomCases) {
  std::mt19937_64 random(7);
  const auto pick = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  int swept = 0;
  for (int round = 0; round < 1200; ++round) {
    const double cell = std::pow(10, pick(-1, 4));
    const double h = cell * std::pow(10, pick(-0.6, 1.9));
    const PlaneGrid grid{
        {pick(-1e6, 1e6), pick(-1e6, 1e6)}, cell, static_cast<std::uint32_t>(pick(1, 40)), static_cast<std::uint32_t>(pick(1, 20))};
    std::vector<WeightedPoint> points;
    const int n = static_cast<int>(std::pow(10, pick(0, 2))) - 1;
    const int kind = round % 4;  // 0 anywhere, 1 on centres, corners and edges of cells, 2 all at one place, 3 round the rim of the grid
    for (int i = 0; i < n; ++i) {
      double x = pick(-5, grid.columns + 5);
      double y = pick(-5, grid.rows + 5);
      if (kind == 1) { x = std::round(2 * x) / 2, y = std::round(2 * y) / 2; }
      if (kind == 2) { x = grid.columns / 3.0, y = grid.rows / 3.0; }
      if (kind == 3) { x = -h / cell + 0.5 + pick(0, 0.1); }
      const double weight = round % 3 == 0 ? 1 : std::pow(10, pick(-3, 6));
      points.push_back({{grid.south_west.x + x * cell, grid.south_west.y + y * cell}, round % 7 == 0 ? std::floor(weight) : weight});
    }
    const KdeResult result = kde(points, h, grid);
    ASSERT_EQ(faults(result.per_km2, by_definition(points, h, grid)), "") << round << " h/cell " << h / cell << " n " << n;
    ASSERT_EQ(result.used + result.out_of_reach, points.size());
    ASSERT_EQ(result.bandwidth_below_half_cell, h < cell / 2);
    swept += h >= 8 * cell ? 1 : 0;
  }
  EXPECT_GT(swept, 200);
}

TEST(Kde, OrderAndBandsChangeNoBit) {
  std::mt19937_64 random(11);
  std::normal_distribution<double> off(0, 800);
  std::vector<WeightedPoint> points;
  for (int i = 0; i < 3000; ++i) { points.push_back({{1000 + off(random), 1000 + off(random)}, 0.1 * (i % 7)}); }
  for (int i = 0; i < 300; ++i) { points.push_back({points[static_cast<std::size_t>(i)].at, 0.3}); }  // the same places again
  const PlaneGrid grid{{-500, -500}, 25, 120, 110};
  for (const double h : {60.0, 700.0}) {
    const std::vector<double> first = kde(points, h, grid).per_km2;
    for (int round = 0; round < 5; ++round) {
      std::shuffle(points.begin(), points.end(), random);
      ASSERT_EQ(kde(points, h, grid).per_km2, first);
    }
    const Kde prepared(points, h, grid);
    std::vector<double> banded(grid.size());
    for (std::uint32_t row = 110; row > 0; row -= 10) {  // from the north, ten rows each
      prepared.rows(row - 10, row, std::span(banded).subspan(std::size_t{row - 10} * 120, 1200));
    }
    ASSERT_EQ(banded, first);
  }
}

TEST(Kde, NothingFarFromEveryPoint) {
  std::vector<WeightedPoint> points;
  for (int i = 0; i < 500; ++i) { points.push_back({{0.37 * i, 0.11 * i}, 1e6 + i}); }
  const PlaneGrid grid{{-1000, -1000}, 10, 300, 200};
  const KdeResult result = kde(points, 300, grid);
  const std::vector<double> want = by_definition(points, 300, grid);
  std::size_t empty = 0;
  for (std::size_t i = 0; i < want.size(); ++i) {
    if (want[i] == 0) { EXPECT_EQ(result.per_km2[i], 0) << i; }
    empty += want[i] == 0 ? 1 : 0;
  }
  EXPECT_GT(empty, 20'000);
}

TEST(Kde, EdgeCases) {
  const PlaneGrid grid{{0, 0}, 10, 4, 3};
  const KdeResult none = kde({}, 100, grid);
  EXPECT_EQ(none.per_km2, std::vector<double>(12, 0));
  const std::vector<WeightedPoint> far = {{{1e6, 0}}, {{-1e15, 1e15}}, {{20, 15}, 0}};
  EXPECT_EQ(kde(far, 100, grid).per_km2, std::vector<double>(12, 0));
  EXPECT_EQ(kde(far, 100, grid).out_of_reach, 2);
  EXPECT_TRUE(kde(far, 100, {{0, 0}, 10, 0, 5}).per_km2.empty());
  EXPECT_TRUE(kde(far, 4, grid).bandwidth_below_half_cell);
  EXPECT_FALSE(kde(far, 5, grid).bandwidth_below_half_cell);
}

TEST(Kde, RefusesWhatHasNoMeaning) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double inf = std::numeric_limits<double>::infinity();
  const PlaneGrid grid{{0, 0}, 10, 4, 3};
  for (const double bandwidth : {0.0, -1.0, nan, inf}) { EXPECT_THROW(kde({}, bandwidth, grid), Error) << bandwidth; }
  for (const double cell : {0.0, -1.0, nan, inf}) { EXPECT_THROW(kde({}, 1, {{0, 0}, cell, 4, 3}), Error) << cell; }
  EXPECT_THROW(kde({}, 1, {{nan, 0}, 1, 4, 3}), Error);
  EXPECT_THROW(kde({}, 1, {{0, 0}, 1, 100'000, 100'000}), Error);
  EXPECT_THROW(kde({}, 1e9, grid), Error);
  for (const WeightedPoint& p : {WeightedPoint{{nan, 0}, 1}, {{0, inf}, 1}, {{0, 0}, -1}, {{0, 0}, nan}, {{0, 0}, 1e300}}) {
    EXPECT_THROW(kde({&p, 1}, 100, grid), Error) << p.at.x << ' ' << p.at.y << ' ' << p.weight;
  }
}

TEST(Kde, TellsAndStops) {
  std::vector<std::int64_t> seen;
  bool stop = false;
  const Progress progress([&](std::int64_t done, std::int64_t) { seen.push_back(done); }, [&] { return stop; });
  const std::vector<WeightedPoint> points = {{{50, 50}}};
  EXPECT_FALSE(kde(points, 100, {{0, 0}, 10, 10, 70}, progress).cancelled);
  EXPECT_EQ(seen, (std::vector<std::int64_t>{32, 64, 70}));
  stop = true;
  EXPECT_TRUE(kde(points, 100, {{0, 0}, 10, 10, 70}, progress).cancelled);
}

}  // namespace
}  // namespace geo
