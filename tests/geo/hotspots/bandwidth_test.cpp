// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/bandwidth.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/exp_sum.hpp"
#include "geo/hotspots/gaussian_neighbours.hpp"
#include "geo/hotspots/ripley.hpp"
#include "tests/geo/hotspots/reference/density_figures.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace geo {
namespace {

namespace figures = density_figures;

std::vector<Metric> invented() {
  std::vector<Metric> points;
  for (std::size_t i = 0; i < std::size(figures::x); ++i) { points.push_back({figures::x[i], figures::y[i]}); }
  return points;
}
PlaneRectangle window() { return {{figures::window[0], figures::window[1]}, {figures::window[2], figures::window[3]}}; }

TEST(Bandwidth, RulesAgreeWithR) {
  const std::vector<Metric> points = invented();
  const AxisBandwidths both = normal_reference(points);
  EXPECT_NEAR(*both.x, figures::scott[0], 1e-9 * *both.x);
  EXPECT_NEAR(*both.y, figures::scott[1], 1e-9 * *both.y);
  EXPECT_NEAR(*isotropic_normal_reference(points), figures::scott_iso[0], 1e-9 * figures::scott_iso[0]);
  const double* const axes[] = {figures::x, figures::y};
  for (std::size_t k = 0; k < 2; ++k) {
    const std::span<const double> values(axes[k], points.size());
    EXPECT_NEAR(*nrd0(values), figures::nrd0_x_y[k], 1e-9 * figures::nrd0_x_y[k]);
    EXPECT_NEAR(*nrd(values), figures::nrd_x_y[k], 1e-9 * figures::nrd_x_y[k]);
    EXPECT_NEAR(*sheather_jones(values).bandwidth, figures::sheather_jones_x_y[k], 0.002 * figures::sheather_jones_x_y[k]);  // of classes
  }
}

TEST(Bandwidth, CrossValidationAgreesWithROptimize) {
  const CrossValidation likelihood = likelihood_cross_validation(invented());
  EXPECT_NEAR(*likelihood.bandwidth_m, figures::likelihood_s_score[0], 1e-4 * figures::likelihood_s_score[0]);
  EXPECT_NEAR(likelihood.score, figures::likelihood_s_score[1], 1e-8 * -figures::likelihood_s_score[1]);
  const CrossValidation squares = least_squares_cross_validation(invented());
  EXPECT_NEAR(*squares.bandwidth_m, figures::squares_s_score[0], 1e-4 * figures::squares_s_score[0]);
  EXPECT_NEAR(squares.score, figures::squares_s_score[1], 1e-7 * -figures::squares_s_score[1]);
  const CrossValidation diggle = berman_diggle(invented(), window());
  EXPECT_NEAR(*diggle.bandwidth_m, figures::diggle[0], 0.02 * figures::diggle[0]);
}

TEST(Bandwidth, NeighbourSumsAgreeWithTheDefinition) {
  std::mt19937_64 random(37);
  const auto pick = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  for (int round = 0; round < 1000; ++round) {
    const int kind = round % 5;  // 0 anywhere, 1 a lattice with places twice, 2 along an axis, 3 two heaps far apart, 4 one far outlier
    const double scale = std::pow(10, pick(-1, 4));
    std::vector<Metric> points;
    const int n = 2 + static_cast<int>(std::pow(10, pick(0, 1.9)));
    for (int i = 0; i < n; ++i) {
      Metric p{5e5 + scale * pick(0, 10), 8e6 + scale * pick(0, 10)};
      if (kind == 1) { p = {5e5 + scale * std::round(pick(0, 6)), 8e6 + scale * std::round(pick(0, 6))}; }
      if (kind == 2) { p.y = 8e6; }
      if (kind == 3 && i % 2 == 0) { p.x += 1000 * scale; }
      if (kind == 4 && i == 0) { p.x += 1e5 * scale; }
      points.push_back(p);
    }
    const PointPlaces places(points);
    if (places.at.size() < 2) { continue; }
    GaussianNeighbours sums(places);
    for (int repeat = 0; repeat < 2; ++repeat) {
      const double s = scale * std::pow(10, pick(-1.5, 1.5));
      const std::vector<double> got = sums.log_sums(s, one_by_one);
      for (std::size_t i = 0; i < places.at.size(); ++i) {
        long double most = -std::numeric_limits<long double>::infinity();
        std::vector<long double> exponents;
        for (std::size_t j = 0; j < places.at.size(); ++j) {
          if (j == i) { continue; }
          const long double dx = places.at[j].x - places.at[i].x;
          const long double dy = places.at[j].y - places.at[i].y;
          exponents.push_back(-(dx * dx + dy * dy) / (2 * static_cast<long double>(s) * s) +
                              std::log(static_cast<long double>(places.count[j])));
          most = std::max(most, exponents.back());
        }
        long double sum = 0;
        for (const long double e : exponents) { sum += std::exp(e - most); }
        const auto want = static_cast<double>(most + std::log(sum));
        ASSERT_NEAR(got[i], want, 3e-6 + 1e-12 * std::fabs(want)) << round << " s " << s;
      }
    }
  }
}

TEST(Bandwidth, ExponentialsAreRightAndTheSameInAllRegisters) {
  std::mt19937_64 random(39);
  std::uniform_real_distribution<double> place(0, 40);
  for (std::size_t n = 0; n < 200; ++n) {
    std::vector<double> x(n), y(n), count(n);
    for (std::size_t i = 0; i < n; ++i) { x[i] = place(random), y[i] = place(random), count[i] = 1.0 + static_cast<double>(i % 3); }
    const ExpSum at{20, 20, 0.05 + 0.001 * static_cast<double>(n), 3};
    const double got = exp_sum(at, x.data(), y.data(), count.data(), n);
    ASSERT_EQ(got, exp_sum_plain(at, x.data(), y.data(), count.data(), n));
    double want = 0;
    for (std::size_t i = 0; i < n; ++i) {
      want += count[i] * std::exp(3 - ((x[i] - 20) * (x[i] - 20) + (y[i] - 20) * (y[i] - 20)) * at.per_two_s2);
    }
    ASSERT_NEAR(got, want, 6e-9 * want) << n;
  }
}

TEST(Bandwidth, WideNeighbourSumsComeInBoxes) {
  std::mt19937_64 random(41);
  std::normal_distribution<double> off(0, 2000);
  std::vector<Metric> points;
  for (int i = 0; i < 6000; ++i) { points.push_back({5e5 + off(random), 8e6 + off(random)}); }
  points.push_back({5.3e5, 8e6});  // far from all
  const PointPlaces places(points);
  GaussianNeighbours sums(places);
  for (const double s : {300.0, 900.0, 2500.0}) {
    const std::vector<double> got = sums.log_sums(s, one_by_one);
    for (std::size_t i = 0; i < places.at.size(); i += 97) {
      long double want = 0;
      for (std::size_t j = 0; j < places.at.size(); ++j) {
        const long double dx = places.at[j].x - places.at[i].x;
        const long double dy = places.at[j].y - places.at[i].y;
        if (j != i) { want += std::exp(-(dx * dx + dy * dy) / (2 * static_cast<long double>(s) * s)); }
      }
      ASSERT_NEAR(got[i], static_cast<double>(std::log(want)), 2e-6) << s << ' ' << i;
    }
  }
}

TEST(Bandwidth, ThreadsAndOrderChangeNoBit) {
  std::mt19937_64 random(43);
  std::normal_distribution<double> off(0, 700);
  std::vector<Metric> points;
  for (int i = 0; i < 3000; ++i) { points.push_back({std::round(off(random)), std::round(off(random))}); }
  const CrossValidation likelihood = likelihood_cross_validation(points);
  const CrossValidation squares = least_squares_cross_validation(points);
  const PlaneRectangle around{{-4000, -4000}, {4000, 4000}};
  const std::vector<double> radii = {0, 100, 500};
  const std::vector<double> k = ripley_k(points, around, radii, KCorrection::translation);
  ASSERT_TRUE(likelihood.bandwidth_m);
  for (const std::size_t n : {1, 2, 3}) {
    std::shuffle(points.begin(), points.end(), random);
    EXPECT_EQ(likelihood_cross_validation(points, threads(n)).bandwidth_m, likelihood.bandwidth_m);
    EXPECT_EQ(likelihood_cross_validation(points, threads(n)).score, likelihood.score);
    EXPECT_EQ(least_squares_cross_validation(points, threads(n)).bandwidth_m, squares.bandwidth_m);
    EXPECT_EQ(ripley_k(points, around, radii, KCorrection::translation, threads(n)), k);
  }
}

TEST(Bandwidth, DuplicatesAreHeldOutTogetherWhereAllAre) {
  std::vector<Metric> points = invented();
  const CrossValidation once = likelihood_cross_validation(points);
  EXPECT_EQ(once.duplicates, 0);
  EXPECT_FALSE(once.held_out_together);
  const std::size_t n = points.size();
  for (std::size_t i = 0; i < n; ++i) { points.push_back(points[i]); }
  const CrossValidation twice = likelihood_cross_validation(points);
  EXPECT_TRUE(twice.held_out_together);
  EXPECT_TRUE(twice.many_duplicates);
  EXPECT_EQ(twice.duplicates, n);
  EXPECT_NEAR(*twice.bandwidth_m, *once.bandwidth_m, 1e-9 * *once.bandwidth_m);  // the same density of the same places
  EXPECT_NEAR(twice.score, 2 * once.score, 1e-9 * -once.score);
  const CrossValidation squares = least_squares_cross_validation(points);
  EXPECT_FALSE(squares.bandwidth_m);
  EXPECT_EQ(squares.reason, NoBandwidth::no_minimum);
}

TEST(Bandwidth, NoneWithoutSpread) {
  EXPECT_EQ(likelihood_cross_validation({}).reason, NoBandwidth::too_few);
  const std::vector<Metric> one_place(5, Metric{3, 4});
  EXPECT_EQ(likelihood_cross_validation(one_place).reason, NoBandwidth::no_spread);
  EXPECT_EQ(least_squares_cross_validation(one_place).reason, NoBandwidth::no_spread);
  EXPECT_FALSE(normal_reference(one_place).x);
  EXPECT_FALSE(isotropic_normal_reference(one_place));
  const std::vector<double> same(9, 2.5);
  EXPECT_FALSE(nrd0(same));
  EXPECT_FALSE(nrd(same));
  EXPECT_EQ(sheather_jones(same).reason, NoBandwidth::no_spread);
  EXPECT_EQ(sheather_jones({}).reason, NoBandwidth::too_few);
  EXPECT_EQ(berman_diggle({}, window()).reason, NoBandwidth::too_few);
  const std::vector<Metric> bad = {{0, 0}, {std::nan(""), 1}};
  EXPECT_THROW(likelihood_cross_validation(bad), Error);
  EXPECT_THROW(normal_reference(bad), Error);
  EXPECT_EQ(code(NoBandwidth::no_spread), "no_spread");
  bool asked = false;
  const Progress stop({}, [&] { return asked = true; });
  EXPECT_EQ(likelihood_cross_validation(invented(), one_by_one, stop).reason, NoBandwidth::cancelled);
  EXPECT_TRUE(asked);
}

TEST(Ripley, AgreesWithSpatstat) {
  const std::vector<Metric> points = invented();
  const std::vector<double> none = ripley_k(points, window(), figures::radii, KCorrection::none);
  const std::vector<double> translation = ripley_k(points, window(), figures::radii, KCorrection::translation);
  for (std::size_t i = 0; i < none.size(); ++i) {
    EXPECT_NEAR(none[i], figures::k_none[i], 1e-9 * none[i]) << i;
    EXPECT_NEAR(translation[i], figures::k_translate[i], 1e-9 * translation[i]) << i;
  }
  const ClarkEvans nearest = clark_evans(points, window());
  EXPECT_NEAR(*nearest.ratio, figures::clark_evans_naive_donnelly[0], 1e-9);
  EXPECT_NEAR(*nearest.ratio_donnelly, figures::clark_evans_naive_donnelly[1], 1e-9);
  EXPECT_NEAR(*nearest.p, figures::clark_evans_p[0], 1e-4);
  EXPECT_LT(*nearest.z, 0);
}

TEST(Ripley, AgreesWithTheDefinition) {
  std::mt19937_64 random(47);
  std::uniform_int_distribution<int> whole(-2, 32);
  for (int round = 0; round < 1000; ++round) {
    const PlaneRectangle box{{0, 0}, {30, 20}};
    std::vector<Metric> points;
    for (int i = 0; i < round % 40; ++i) { points.push_back({whole(random) * 1.0, whole(random) * 1.0}); }
    std::vector<Metric> inside;
    for (const Metric p : points) {
      if (box.covers(p)) { inside.push_back(p); }
    }
    const std::vector<double> radii = {0, 1, 5, 7.5, 13};
    const std::vector<double> got = ripley_k(points, box, radii, KCorrection::translation);
    ASSERT_EQ(got.size(), inside.size() < 2 ? 0 : radii.size());
    for (std::size_t k = 0; k < got.size(); ++k) {
      double want = 0;
      for (std::size_t i = 0; i < inside.size(); ++i) {
        for (std::size_t j = 0; j < inside.size(); ++j) {
          const double dx = inside[i].x - inside[j].x;
          const double dy = inside[i].y - inside[j].y;
          if (i != j && dx * dx + dy * dy <= radii[k] * radii[k]) { want += 600 / ((30 - std::fabs(dx)) * (20 - std::fabs(dy))); }
        }
      }
      const auto n = static_cast<double>(inside.size());
      ASSERT_NEAR(got[k], want * 600 / (n * (n - 1)), 1e-9 * want * 600) << round;
    }
  }
  EXPECT_THROW(ripley_k({}, {{0, 0}, {0, 1}}, figures::radii, KCorrection::none), Error);
  EXPECT_THROW(ripley_k({}, {{0, 0}, {9, 9}}, std::vector<double>{1, 0.5}, KCorrection::none), Error);
  EXPECT_THROW(ripley_k({}, {{0, 0}, {9, 9}}, std::vector<double>{10}, KCorrection::none), Error);
  EXPECT_FALSE(clark_evans({}, {{0, 0}, {9, 9}}).ratio);
}

}  // namespace
}  // namespace geo
