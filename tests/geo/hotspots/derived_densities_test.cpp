// SPDX-License-Identifier: Apache-2.0
// Adaptive densities, relative risk, densities in space and time: each against its definition.
#include "geo/base/error.hpp"
#include "geo/base/philox.hpp"
#include "geo/hotspots/adaptive_kde.hpp"
#include "geo/hotspots/relative_risk.hpp"
#include "geo/hotspots/space_time_kde.hpp"
#include "tests/geo/hotspots/slow_density.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>
#include <tuple>

namespace geo {
namespace {

double pick(std::mt19937_64& random, double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); }

PlaneGrid random_grid(std::mt19937_64& random) {
  return {{pick(random, 2e5, 8e5), pick(random, 7e6, 9e6)},
          std::pow(10, pick(random, 0, 3)),
          static_cast<std::uint32_t>(pick(random, 1, 14)),
          static_cast<std::uint32_t>(pick(random, 1, 12))};
}

TEST(AdaptiveKde, AgreesWithTheDefinitionOnRandomCases) {
  std::mt19937_64 random(61);
  for (int round = 0; round < 1000; ++round) {
    const Kernel kernel = all_kernels[round % 6];
    const PlaneGrid grid = random_grid(random);
    const double h = grid.cell_m * std::pow(10, pick(random, -0.2, 0.8));
    const double pilot_m = round % 3 == 0 ? 0 : h * pick(random, 0.5, 2);
    const double cap = round % 2 == 0 ? 5 : 1.2;
    const int kind = kernel == Kernel::uniform ? 0 : round / 6 % 3;
    const auto points = random_points(random, grid, h, kind, 1 + round % 25, round % 4 == 0);
    const AdaptiveKde got = adaptive_kde(points, {kernel, h, pilot_m, cap}, grid);
    double logs = 0;
    double weights = 0;
    std::vector<double> pilot;
    for (const WeightedPoint& p : points) {
      pilot.push_back(SlowDensity::at(points, kernel, pilot_m == 0 ? h : pilot_m, p.at.x, p.at.y) / 1e6);
      logs += p.weight * std::log(pilot.back()), weights += p.weight;
    }
    const double g = std::exp(logs / weights);
    ASSERT_NEAR(got.geometric_mean, g, 1e-9 * g) << round;
    std::vector<double> want(grid.size());
    double peak = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double own = h * std::min(cap, std::sqrt(g / pilot[i]));
      ASSERT_NEAR(got.bandwidth_m[i], own, 1e-9 * own) << round;
      const std::vector<WeightedPoint> one = {points[i]};
      peak = std::max(peak, SlowDensity::at(one, kernel, own, points[i].at.x, points[i].at.y));
      const SlowDensity part(one, kernel, own, grid);
      for (std::size_t c = 0; c < want.size(); ++c) { want[c] += part.per_km2[c]; }
    }
    ASSERT_EQ(density_faults(got.kde.per_km2, want, peak), "") << round << ' ' << code(kernel);
  }
}

TEST(AdaptiveKde, ThreadsAndOrderChangeNoBitAndNonsenseIsRefused) {
  std::mt19937_64 random(67);
  const PlaneGrid grid{{0, 0}, 100, 40, 30};
  std::vector<WeightedPoint> points = random_points(random, grid, 500, 0, 700, true);
  for (const Kernel kernel : all_kernels) {
    const AdaptiveOptions options{kernel, 500, 800, 3};
    const std::vector<double> first = adaptive_kde(points, options, grid).kde.per_km2;
    for (const std::size_t n : {1, 2, 3}) {
      std::shuffle(points.begin(), points.end(), random);
      ASSERT_EQ(adaptive_kde(points, options, grid, threads(n)).kde.per_km2, first) << code(kernel);
    }
  }
  EXPECT_THROW(adaptive_kde(points, {Kernel::quartic, 0, 0, 5}, grid), Error);
  EXPECT_THROW(adaptive_kde(points, {Kernel::quartic, 500, -1, 5}, grid), Error);
  EXPECT_THROW(adaptive_kde(points, {Kernel::quartic, 500, 0, 0}, grid), Error);
  EXPECT_EQ(adaptive_kde({}, {Kernel::quartic, 500, 0, 5}, grid).kde.per_km2, std::vector<double>(1200, 0));
}

/// Around some of the grid: a rectangle, a polygon with a corner that points inwards, or one with a hole.
PlaneWindow random_window(std::mt19937_64& random, const PlaneGrid& grid, int kind) {
  const double width = grid.cell_m * grid.columns;
  const double height = grid.cell_m * grid.rows;
  const double x0 = grid.south_west.x - pick(random, -0.3, 0.5) * width;
  const double y0 = grid.south_west.y - pick(random, -0.3, 0.5) * height;
  const double x1 = x0 + pick(random, 0.6, 2) * width;
  const double y1 = y0 + pick(random, 0.6, 2) * height;
  if (kind == 0) { return PlaneWindow(PlaneRectangle{{x0, y0}, {x1, y1}}); }
  const Metric middle{(x0 + x1) / 2, (y0 + y1) / 2};
  if (kind == 1) { return PlaneWindow({{{x0, y0}, {x1, y0}, {x1, y1}, middle, {x0, y1}}}); }
  const double hole_x = (x1 - x0) / 5;
  const double hole_y = (y1 - y0) / 5;
  return PlaneWindow({{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}},
                      {{middle.x - hole_x, middle.y}, {middle.x, middle.y - hole_y}, {middle.x + hole_x, middle.y}}});
}

/// The share of a kernel inside: of a Gaussian in a rectangle by its distribution function, else as edge_correction_test.cpp checks it.
double share_inside(const PlaneWindow& window, Kernel kernel, double h, Metric at) {
  if (!window.rectangle() || kernel != Kernel::gaussian) { return WindowMass(window, kernel, h).at(at); }
  const auto below = [&](double limit) { return std::erf(limit / h / M_SQRT2) / 2; };
  const PlaneRectangle& r = *window.rectangle();
  return (below(r.north_east.x - at.x) - below(r.south_west.x - at.x)) * (below(r.north_east.y - at.y) - below(r.south_west.y - at.y));
}

TEST(AdaptiveKde, CorrectedForEdgesAgreesWithTheDefinitionOnRandomCases) {
  std::mt19937_64 random(62);
  std::size_t outside_cells = 0;
  std::size_t outside_points = 0;
  for (int round = 0; round < 1500; ++round) {
    const Kernel kernel = all_kernels[round % 6];
    const EdgeCorrection correction = round % 5 < 2   ? EdgeCorrection::uniform
                                      : round % 5 < 4 ? EdgeCorrection::jones_diggle
                                                      : EdgeCorrection::none;
    const PlaneGrid grid = random_grid(random);
    const double h = grid.cell_m * std::pow(10, pick(random, -0.2, 0.8));
    const double pilot_m = round % 3 == 0 ? 0 : h * pick(random, 0.5, 2);
    const double cap = round % 2 == 0 ? 5 : 1.2;
    const PlaneWindow window = random_window(random, grid, round / 6 % 3);
    const auto points = random_points(random, grid, h, kernel == Kernel::uniform ? 0 : round / 6 % 3, 1 + round % 25, round % 4 == 0);
    const CorrectedAdaptiveKde got = corrected_adaptive_kde(points, {kernel, h, pilot_m, cap}, grid, window, correction);
    const double of_pilot = pilot_m == 0 ? h : pilot_m;
    std::vector<WeightedPoint> inside;
    for (const WeightedPoint& p : points) {
      if (window.covers(p.at)) { inside.push_back(p); }
    }
    ASSERT_EQ(got.outside_window, points.size() - inside.size());
    outside_points += got.outside_window;
    std::vector<WeightedPoint> weighed = inside;
    for (WeightedPoint& p : weighed) {
      if (correction == EdgeCorrection::jones_diggle) { p.weight /= share_inside(window, kernel, of_pilot, p.at); }
    }
    double logs = 0;
    double weights = 0;
    std::vector<double> pilot;
    for (const WeightedPoint& p : inside) {
      pilot.push_back(SlowDensity::at(weighed, kernel, of_pilot, p.at.x, p.at.y) / 1e6);
      if (correction == EdgeCorrection::uniform) { pilot.back() /= share_inside(window, kernel, of_pilot, p.at); }
      logs += p.weight * std::log(pilot.back()), weights += p.weight;
    }
    const double g = std::exp(logs / weights);
    std::vector<double> want(grid.size());
    double peak = 0;
    for (std::size_t i = 0, k = 0; i < points.size(); ++i) {
      if (!window.covers(points[i].at)) {
        ASSERT_EQ(got.adaptive.bandwidth_m[i], 0);
        continue;
      }
      const double own = h * std::min(cap, std::sqrt(g / pilot[k++]));
      ASSERT_NEAR(got.adaptive.bandwidth_m[i], own, 1e-9 * own) << round;
      const std::vector<WeightedPoint> one = {points[i]};
      const double own_share = share_inside(window, kernel, own, points[i].at);
      peak = std::max(peak, SlowDensity::at(one, kernel, own, points[i].at.x, points[i].at.y) / own_share);
      const SlowDensity part(one, kernel, own, grid);
      for (std::size_t c = 0; c < want.size(); ++c) {
        const Metric centre = grid.centre(std::uint32_t(c % grid.columns), std::uint32_t(c / grid.columns));
        if (!window.covers(centre) || part.per_km2[c] == 0) { continue; }
        want[c] += correction == EdgeCorrection::none           ? part.per_km2[c]
                   : correction == EdgeCorrection::jones_diggle ? part.per_km2[c] / own_share
                                                                : part.per_km2[c] / share_inside(window, kernel, own, centre);
      }
    }
    std::vector<double> values = got.adaptive.kde.per_km2;
    for (std::size_t c = 0; c < values.size(); ++c) {
      const bool is_in = window.covers(grid.centre(std::uint32_t(c % grid.columns), std::uint32_t(c / grid.columns)));
      ASSERT_EQ(std::isnan(values[c]), !is_in) << round;
      if (!is_in) { ++outside_cells, values[c] = 0; }
      peak = std::max(peak, want[c]);
    }
    ASSERT_EQ(density_faults(values, want, peak), "") << round << ' ' << code(kernel) << ' ' << code(correction);
  }
  EXPECT_GT(outside_cells, 1000U);
  EXPECT_GT(outside_points, 100U);
}

/// A cap below all factors makes bandwidths the same.
TEST(AdaptiveKde, OfOneBandwidthIsTheCorrectedOne) {
  std::mt19937_64 random(63);
  const PlaneGrid grid{{0, 0}, 100, 30, 20};
  const auto points = random_points(random, grid, 300, 0, 200, true);
  const PlaneWindow window = random_window(random, grid, 1);
  for (const EdgeCorrection correction : {EdgeCorrection::none, EdgeCorrection::uniform, EdgeCorrection::jones_diggle}) {
    const auto own = corrected_adaptive_kde(points, {Kernel::quartic, 3e6, 400, 1e-4}, grid, window, correction);
    const auto fixed = corrected_kde(points, 300, grid, Kernel::quartic, window, correction);
    const double peak = 1e-9 * 200 / (0.3 * 0.3);
    for (std::size_t c = 0; c < grid.size(); ++c) {
      ASSERT_EQ(std::isnan(own.adaptive.kde.per_km2[c]), std::isnan(fixed.kde.per_km2[c]));
      if (!std::isnan(fixed.kde.per_km2[c])) { ASSERT_NEAR(own.adaptive.kde.per_km2[c], fixed.kde.per_km2[c], peak) << code(correction); }
    }
  }
}

/// Each point's kernel over its own share holds one point, whatever its bandwidth.
TEST(AdaptiveKde, JonesAndDiggleKeepTheNumberOfPoints) {
  std::mt19937_64 random(64);
  const PlaneGrid grid{{0, 0}, 10, 200, 100};
  const PlaneWindow window(PlaneRectangle{{0, 0}, {2000, 1000}});
  std::vector<WeightedPoint> points;
  for (int i = 0; i < 60; ++i) { points.push_back({{pick(random, 0, 2000), pick(random, 0, 300)}, 1}); }
  const auto found = corrected_adaptive_kde(points, {Kernel::quartic, 200, 0, 5}, grid, window, EdgeCorrection::jones_diggle);
  double sum = 0;
  for (const double per_km2 : found.adaptive.kde.per_km2) { sum += per_km2 * 1e-4; }
  EXPECT_NEAR(sum, 60, 0.06);
}

TEST(AdaptiveKde, CorrectedThreadsAndOrderChangeNoBit) {
  std::mt19937_64 random(68);
  const PlaneGrid grid{{0, 0}, 100, 40, 30};
  std::vector<WeightedPoint> points = random_points(random, grid, 500, 0, 300, true);
  const PlaneWindow window = random_window(random, grid, 2);
  const auto bits = [](const std::vector<double>& values) {
    std::vector<std::uint64_t> all;
    for (const double value : values) { all.push_back(std::isnan(value) ? 1 : std::bit_cast<std::uint64_t>(value)); }
    return all;
  };
  for (const EdgeCorrection correction : {EdgeCorrection::uniform, EdgeCorrection::jones_diggle}) {
    const AdaptiveOptions options{Kernel::epanechnikov, 500, 800, 3};
    const auto first = corrected_adaptive_kde(points, options, grid, window, correction).adaptive.kde.per_km2;
    for (const std::size_t n : {1, 2, 3}) {
      std::shuffle(points.begin(), points.end(), random);
      ASSERT_EQ(bits(corrected_adaptive_kde(points, options, grid, window, correction, threads(n)).adaptive.kde.per_km2), bits(first));
    }
  }
  EXPECT_THROW(corrected_adaptive_kde(points, {Kernel::quartic, 0, 0, 5}, grid, window, EdgeCorrection::uniform), Error);
  // A jagged coast of 100,000 edges and bandwidths of half the window.
  PlaneWindow::Ring coast;
  for (int i = 0; i < 100'000; ++i) { coast.push_back({i * 0.04, i % 2 == 0 ? 0.0 : -10.0}); }
  coast.push_back({4000, 3000});
  coast.push_back({0, 3000});
  const PlaneWindow rough({coast});
  EXPECT_THROW(corrected_adaptive_kde(points, {Kernel::quartic, 1500, 0, 5}, grid, rough, EdgeCorrection::uniform), Error);
}

TEST(RelativeRisk, AgreesWithTheDefinitionOnRandomCases) {
  std::mt19937_64 random(71);
  std::size_t without = 0;
  std::size_t compared = 0;
  for (int round = 0; round < 1500; ++round) {
    const Kernel kernel = all_kernels[round % 6];
    if (kernel == Kernel::uniform && round / 6 % 3 != 0) { continue; }
    const PlaneGrid grid = random_grid(random);
    const double h = grid.cell_m * std::pow(10, pick(random, 0, 0.9));
    const auto cases = random_points(random, grid, h, round / 6 % 3, 1 + round % 20, round % 4 == 0);
    const auto controls = random_points(random, grid, h, round / 6 % 3, 1 + round % 30, round % 4 == 0);
    RelativeRiskOptions options;
    options.kernel = kernel, options.bandwidth_m = h, options.floor_share = 0.01;
    options.tolerance = Tolerance::asymptotic;
    const RelativeRisk got = relative_risk(cases, controls, options, grid);
    const SlowDensity f(cases, kernel, h, grid);
    const SlowDensity g(controls, kernel, h, grid);
    if (g.peak == 0 || (kernel == Kernel::gaussian && g.peak < 1e-3 * 1e6 / (h * h))) { continue; }  // no control near the grid
    double w1 = 0, w2 = 0, s1 = 0, s2 = 0;
    for (const WeightedPoint& p : cases) { w1 += p.weight, s1 += p.weight * p.weight; }
    for (const WeightedPoint& p : controls) { w2 += p.weight, s2 += p.weight * p.weight; }
    const double least = 0.01 * g.peak / w2;
    for (std::size_t i = 0; i < grid.size(); ++i) {
      const double share = g.per_km2[i] / w2;
      if (std::fabs(share / least - 1) < 1e-6) { continue; }
      ASSERT_EQ(std::isnan(got.log_ratio[i]), share < least) << round;
      if (share < least) { continue; }
      const double rho = std::log(std::max(f.per_km2[i] / w1, least)) - std::log(share);
      ASSERT_NEAR(got.log_ratio[i], rho, 1e-6) << round;
      const double pooled = (f.per_km2[i] + g.per_km2[i]) / (w1 + w2);
      const double deviation = std::sqrt(roughness(kernel) * 1e6 / (h * h) * (s1 / (w1 * w1) + s2 / (w2 * w2)) / pooled);
      ASSERT_NEAR(got.p_high[i], std::erfc(rho / deviation / std::sqrt(2)) / 2, 1e-6) << round;
      ASSERT_NEAR(got.p_high[i] + got.p_low[i], 1, 1e-12);
    }
    without += got.without;
    ++compared;
  }
  EXPECT_GT(compared, 1000);
  EXPECT_GT(without, 100);
}

/// Labels shared out one drawing after the other, all densities by their definition.
TEST(RelativeRisk, PermutationsAreTheDrawingsOfTheirStreams) {
  std::mt19937_64 random(72);
  std::size_t compared = 0;
  for (int round = 0; round < 1200; ++round) {
    const Kernel kernel = round % 2 == 0 ? Kernel::quartic : Kernel::gaussian;
    const PlaneGrid grid{{pick(random, 2e5, 8e5), pick(random, 7e6, 9e6)}, 100, 1 + std::uint32_t(round % 4), 3};
    RelativeRiskOptions options;
    options.kernel = kernel, options.bandwidth_m = pick(random, 150, 400), options.floor_share = 0.05;
    options.tolerance = Tolerance::permutation, options.permutations = 9, options.seed = random();
    const int kind = round / 2 % 3;
    const auto cases = random_points(random, grid, 200, kind, 1 + round % 6, round % 4 == 0);
    const auto controls = random_points(random, grid, 200, kind, 1 + round % 9, round % 4 == 0);
    const RelativeRisk got = relative_risk(cases, controls, options, grid, threads(1 + std::size_t(round) % 3));
    std::vector<WeightedPoint> all = cases;
    all.insert(all.end(), controls.begin(), controls.end());
    std::sort(all.begin(), all.end(), [](const WeightedPoint& a, const WeightedPoint& b) {
      return std::tuple(a.at.x, a.at.y, a.weight) < std::tuple(b.at.x, b.at.y, b.weight);
    });
    std::vector<int> high(grid.size()), low(grid.size());
    std::vector<bool> is_close(grid.size());
    for (std::uint32_t m = 0; m < options.permutations; ++m) {
      RandomStream stream(Philox(options.seed), m, 0x5249534b);
      std::vector<WeightedPoint> order = all;
      for (std::size_t i = 0; i < cases.size(); ++i) {
        std::swap(order[i], order[i + stream.below(static_cast<std::uint32_t>(order.size() - i))]);
      }
      const std::vector<WeightedPoint> drawn(order.begin(), order.begin() + std::ptrdiff_t(cases.size()));
      const std::vector<WeightedPoint> others(order.begin() + std::ptrdiff_t(cases.size()), order.end());
      const auto shares = [&](const std::vector<WeightedPoint>& points) {
        double sum = 0;
        for (const WeightedPoint& p : points) { sum += p.weight; }
        std::vector<double> values = SlowDensity(points, kernel, options.bandwidth_m, grid).per_km2;
        for (double& v : values) { v = std::log(std::max(v / sum, got.floor_per_km2)); }
        return values;
      };
      const auto f = shares(drawn);
      const auto g = shares(others);
      for (std::size_t i = 0; i < grid.size(); ++i) {
        const double off = f[i] - g[i] - got.log_ratio[i];
        // What rounding of coordinates of millions of metres may decide; the same drawing again is equal.
        is_close[i] = is_close[i] || (std::fabs(off) > 1e-12 && std::fabs(off) < 1e-6);
        high[i] += off >= -1e-9 ? 1 : 0, low[i] += off <= 1e-9 ? 1 : 0;
      }
    }
    for (std::size_t i = 0; i < grid.size(); ++i) {
      if (std::isnan(got.log_ratio[i])) {
        ASSERT_TRUE(std::isnan(got.p_high[i]) && std::isnan(got.p_low[i]));
        continue;
      }
      if (is_close[i]) { continue; }
      ASSERT_EQ(got.p_high[i], (high[i] + 1) / 10.0) << round << ' ' << i;
      ASSERT_EQ(got.p_low[i], (low[i] + 1) / 10.0) << round << ' ' << i;
      ++compared;
    }
  }
  EXPECT_GT(compared, 3000);
}

TEST(RelativeRisk, PermutationsFindWhatIsPlantedAndNothingElse) {
  std::mt19937_64 random(73);
  const PlaneGrid grid{{0, 0}, 100, 20, 20};
  const auto somewhere = [&] { return Metric{pick(random, 0, 2000), pick(random, 0, 2000)}; };
  std::vector<WeightedPoint> controls;
  std::vector<WeightedPoint> cases;
  for (int i = 0; i < 400; ++i) { controls.push_back({somewhere(), 1}); }
  for (int i = 0; i < 100; ++i) { cases.push_back({somewhere(), 1}); }
  RelativeRiskOptions options;
  options.bandwidth_m = 400;
  options.tolerance = Tolerance::permutation;
  options.permutations = 199;
  const auto share_below = [&](const RelativeRisk& risk, double p) {
    double below = 0;
    for (const double v : risk.p_high) { below += v <= p ? 1 : 0; }
    return below / static_cast<double>(grid.size());
  };
  EXPECT_LT(share_below(relative_risk(cases, controls, options, grid), 0.05), 0.25);
  for (int i = 0; i < 40; ++i) { cases.push_back({{1500 + pick(random, -200, 200), 500 + pick(random, -200, 200)}, 1}); }
  const RelativeRisk planted = relative_risk(cases, controls, options, grid);
  EXPECT_EQ(planted.p_high[5 * 20 + 15], 1.0 / 200);
  EXPECT_EQ(planted.p_low[5 * 20 + 15], 1);
  options.tolerance = Tolerance::asymptotic;
  EXPECT_LT(relative_risk(cases, controls, options, grid).p_high[5 * 20 + 15], 0.001);
  options.tolerance = Tolerance::permutation;
  for (const std::size_t n : {1, 2, 3}) {
    std::shuffle(cases.begin(), cases.end(), random);
    std::shuffle(controls.begin(), controls.end(), random);
    const RelativeRisk again = relative_risk(cases, controls, options, grid, threads(n));
    EXPECT_EQ(again.p_high, planted.p_high) << n;
    EXPECT_EQ(again.log_ratio, planted.log_ratio) << n;
  }
  options.seed = 2;
  EXPECT_NE(relative_risk(cases, controls, options, grid).p_high, planted.p_high);
}

TEST(RelativeRisk, RefusesWhatHasNoMeaning) {
  const std::vector<WeightedPoint> one = {{{1, 1}, 1}};
  const std::vector<WeightedPoint> none = {{{1, 1}, 0}};
  const PlaneGrid grid{{0, 0}, 1, 3, 3};
  RelativeRiskOptions options;
  options.bandwidth_m = 1;
  EXPECT_THROW(relative_risk({}, one, options, grid), Error);
  EXPECT_THROW(relative_risk(one, {}, options, grid), Error);
  EXPECT_THROW(relative_risk(none, one, options, grid), Error);
  options.floor_share = 0;
  EXPECT_THROW(relative_risk(one, one, options, grid), Error);
  options.floor_share = 0.1, options.tolerance = Tolerance::permutation, options.permutations = 0;
  EXPECT_THROW(relative_risk(one, one, options, grid), Error);
}

TEST(SpaceTimeKde, AgreesWithTheDefinitionOnRandomCases) {
  std::mt19937_64 random(79);
  for (int round = 0; round < 1000; ++round) {
    SpaceTimeOptions options;
    options.kernel = all_kernels[round % 6];
    options.time_kernel = all_kernels[round / 6 % 6];
    options.past_only = round % 2 == 0;
    const PlaneGrid grid = random_grid(random);
    options.bandwidth_m = grid.cell_m * std::pow(10, pick(random, -0.2, 0.8));
    options.bandwidth_days = std::pow(10, pick(random, 0, 2));
    const auto places = random_points(random, grid, options.bandwidth_m, options.kernel == Kernel::uniform ? 0 : round / 36 % 3,
                                      1 + round % 20, round % 3 == 0);
    std::vector<TimedPoint> points;
    for (const WeightedPoint& p : places) { points.push_back({p.at, std::floor(pick(random, 0, 60)), p.weight}); }
    const std::vector<double> days = {0, 30, points[0].day, points[0].day + options.bandwidth_days};
    const SpaceTimeKde got = space_time_kde(points, options, grid, days);
    ASSERT_EQ(got.per_km2_day.size(), days.size());
    for (std::size_t t = 0; t < days.size(); ++t) {
      std::vector<WeightedPoint> now;
      for (const TimedPoint& p : points) {
        if (options.past_only && p.day > days[t]) { continue; }
        const double u = (days[t] - p.day) / options.bandwidth_days;
        if (options.time_kernel == Kernel::gaussian && std::fabs(u) > gaussian_reach) { continue; }
        const bool at_rim = options.time_kernel == Kernel::uniform && std::fabs(std::fabs(u) - 1) < 1e-9;
        const double height = at_rim ? 0.5 : line_kernel_value(options.time_kernel, u);
        now.push_back({p.at, p.weight * height / options.bandwidth_days * (options.past_only ? 2 : 1)});
      }
      SlowDensity want(now, options.kernel, options.bandwidth_m, grid);
      for (const WeightedPoint& p : now) {
        want.peak = std::max(want.peak, SlowDensity::at(now, options.kernel, options.bandwidth_m, p.at.x, p.at.y));
      }
      ASSERT_EQ(density_faults(got.per_km2_day[t], want.per_km2, want.peak + 1e-300), "") << round << ' ' << t;
    }
  }
}

TEST(SpaceTimeKde, ThreadsAndOrderChangeNoBitAndNonsenseIsRefused) {
  std::mt19937_64 random(83);
  const PlaneGrid grid{{0, 0}, 100, 40, 30};
  std::vector<TimedPoint> points;
  for (const WeightedPoint& p : random_points(random, grid, 500, 1, 500, true)) { points.push_back({p.at, pick(random, 0, 90), p.weight}); }
  SpaceTimeOptions options;
  options.bandwidth_m = 900, options.bandwidth_days = 14;
  const std::vector<double> days = {10, 50};
  const auto first = space_time_kde(points, options, grid, days).per_km2_day;
  for (const std::size_t n : {1, 2, 3}) {
    std::shuffle(points.begin(), points.end(), random);
    EXPECT_EQ(space_time_kde(points, options, grid, days, threads(n)).per_km2_day, first);
  }
  options.bandwidth_days = 0;
  EXPECT_THROW(space_time_kde(points, options, grid, days), Error);
  options.bandwidth_days = 14;
  EXPECT_THROW(space_time_kde(points, options, grid, std::vector<double>{std::nan("")}), Error);
  points[0].day = std::nan("");
  EXPECT_THROW(space_time_kde(points, options, grid, days), Error);
}

}  // namespace
}  // namespace geo
