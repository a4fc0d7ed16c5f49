// SPDX-License-Identifier: Apache-2.0
// Rules and scores of bandwidths against their definitions, pair by pair, and no better bandwidth between the steps that were tried.
#include "geo/hotspots/bandwidth.hpp"
#include "geo/hotspots/ripley.hpp"
#include "geo/index/point_index.hpp"
#include "tests/geo/hotspots/quantiles.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace geo {
namespace {

/// Anywhere, a lattice with places twice, all twice, along an axis, all at one place, two heaps far apart.
std::vector<Metric> some_points(std::mt19937& random, std::size_t most) {
  std::vector<Metric> points(random() % (most + 1));
  const unsigned kind = random() % 6;
  const auto anywhere = [&] { return double(random() % 100'000) / 100; };
  for (std::size_t i = 0; i < points.size(); ++i) {
    Metric p{5e5 + anywhere(), 8e6 + anywhere()};
    if (kind == 1) { p = {5e5 + double(random() % 5), 8e6 + double(random() % 5)}; }
    if (kind == 2 && i % 2 == 1) { p = points[i - 1]; }
    if (kind == 3) { p.y = 8e6; }
    if (kind == 4) { p = {5e5, 8e6}; }
    if (kind == 5 && i % 2 == 1) { p.x += 20'000; }
    points[i] = p;
  }
  return points;
}

double squared(const Metric& a, const Metric& b) { return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y); }

std::size_t places_of(std::vector<Metric> points) {
  std::sort(points.begin(), points.end(), [](const Metric& a, const Metric& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
  return std::size_t(std::unique(points.begin(), points.end()) - points.begin());
}

bool is_one_value(const std::vector<double>& x) {
  return x.empty() || *std::min_element(x.begin(), x.end()) == *std::max_element(x.begin(), x.end());
}

void expect_rule(const std::optional<double>& got, bool is_there, double want, int round) {
  ASSERT_EQ(got.has_value(), is_there) << round;
  if (is_there) { ASSERT_NEAR(*got, want, 1e-9 * want) << round; }
}

TEST(BandwidthOracle, RulesAreTheirFormulas) {
  std::mt19937 random(1);
  for (int round = 0; round < 1500; ++round) {
    std::vector<Metric> points = some_points(random, 25);
    std::vector<double> x, y;
    for (const Metric& p : points) { x.push_back(p.x), y.push_back(p.y); }
    const auto n = double(points.size());
    const double sixth = std::pow(n, -1.0 / 6);
    const AxisBandwidths both = normal_reference(points);
    expect_rule(both.x, !is_one_value(x), deviation(x) * sixth, round);
    expect_rule(both.y, !is_one_value(y), deviation(y) * sixth, round);
    expect_rule(isotropic_normal_reference(points), !is_one_value(x) && !is_one_value(y), std::sqrt(deviation(x) * deviation(y)) * sixth,
                round);
    const double quartiles = x.empty() ? 0 : quantile(x, 0.75) - quantile(x, 0.25);
    const double least = quartiles > 0 ? std::min(deviation(x), quartiles / 1.34) : deviation(x);
    expect_rule(nrd0(x), !is_one_value(x), 0.9 * least * std::pow(n, -0.2), round);
    expect_rule(nrd(x), !is_one_value(x) && quartiles > 0, 1.06 * least * std::pow(n, -0.2), round);
    std::shuffle(points.begin(), points.end(), random);
    ASSERT_EQ(normal_reference(points).x, both.x);
    if (round % 25 != 0) { continue; }
    std::shuffle(x.begin(), x.end(), random);
    ASSERT_EQ(sheather_jones(x).bandwidth, sheather_jones(std::vector<double>(x.rbegin(), x.rend())).bandwidth);
  }
}

double normal(double d2, double s) { return std::exp(-d2 / (2 * s * s)) / (2 * M_PI * s * s); }

/// The density at each point made of all others, or where each place has several of all that are elsewhere.
double log_likelihood(const std::vector<Metric>& points, double s, bool together) {
  double sum = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    double others = 0;
    double density = 0;
    for (std::size_t j = 0; j < points.size(); ++j) {
      if (j == i || (together && points[i] == points[j])) { continue; }
      ++others;
      density += normal(squared(points[i], points[j]), s);
    }
    sum += std::log(density / others);
  }
  return sum;
}

/// ∫f² - 2/n Σ f_{-i}(p_i).
double squared_error(const std::vector<Metric>& points, double s) {
  const auto n = double(points.size());
  double square = 0;
  double own = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < points.size(); ++j) {
      square += normal(squared(points[i], points[j]), s * M_SQRT2) / (n * n);
      if (i != j) { own += normal(squared(points[i], points[j]), s) / (n * (n - 1)); }
    }
  }
  return square - 2 * own;
}

TEST(BandwidthOracle, CrossValidationsHaveTheScoreTheySay_AndNoneNearIsBetter) {
  std::mt19937 random(2);
  int likelihoods = 0;
  int squares = 0;
  for (int round = 0; round < 1000; ++round) {
    const std::vector<Metric> points = some_points(random, 16);
    const std::size_t places = places_of(points);
    const Workers workers = threads(1 + std::size_t(round) % 3);
    const CrossValidation likelihood = round % 20 == 0 ? likelihood_cross_validation(points, workers) : likelihood_cross_validation(points);
    const CrossValidation square = least_squares_cross_validation(points);
    for (const CrossValidation* each : {&likelihood, &square}) {
      ASSERT_EQ(each->reason == NoBandwidth::too_few, points.size() < 2) << round;
      ASSERT_EQ(each->reason == NoBandwidth::no_spread, points.size() >= 2 && places < 2) << round;
      ASSERT_EQ(each->bandwidth_m.has_value(), each->reason == NoBandwidth::none);
      if (points.size() >= 2) { ASSERT_EQ(each->duplicates, points.size() - places); }
    }
    std::map<std::pair<double, double>, int> number;
    for (const Metric& p : points) { ++number[{p.x, p.y}]; }
    const bool together = std::all_of(number.begin(), number.end(), [](const auto& place) { return place.second > 1; });
    if (likelihood.bandwidth_m) {
      ++likelihoods;
      const double s = *likelihood.bandwidth_m;
      ASSERT_EQ(likelihood.held_out_together, together);
      const double score = log_likelihood(points, s, together);
      ASSERT_NEAR(likelihood.score, score, 1e-5 * (1 + std::fabs(score))) << round;
      for (const double by : {0.97, 0.99, 1.01, 1.03}) {
        ASSERT_LE(log_likelihood(points, by * s, together), score + 1e-4) << round << ' ' << by;
      }
    }
    if (square.bandwidth_m) {
      ++squares;
      const double s = *square.bandwidth_m;
      const double score = squared_error(points, s);
      const double scale = normal(0, s);
      ASSERT_NEAR(square.score, score, 1e-5 * scale) << round;
      for (const double by : {0.97, 0.99, 1.01, 1.03}) {
        ASSERT_GE(squared_error(points, by * s), score - 1e-4 * scale) << round << ' ' << by;
      }
    }
  }
  EXPECT_GT(likelihoods, 500);
  EXPECT_GT(squares, 100);
}

TEST(RipleyOracle, WithoutCorrection_AndNearestNeighbours) {
  std::mt19937 random(5);
  const PlaneRectangle box{{0, 0}, {30, 20}};
  for (int round = 0; round < 1000; ++round) {
    std::vector<Metric> points(std::size_t(round) % 40);
    const int width = round % 7 == 0 ? 1 : 34;
    for (Metric& p : points) { p = {double(random() % unsigned(width)) - 2, double(random() % unsigned(std::min(width, 24))) - 2}; }
    if (round % 11 == 0) { std::fill(points.begin(), points.end(), Metric{3, 4}); }
    std::vector<Metric> inside;
    for (const Metric p : points) {
      if (p.x >= 0 && p.x <= 30 && p.y >= 0 && p.y <= 20) { inside.push_back(p); }
    }
    const std::vector<double> radii = {0, 1, 5, 7.5, 13};
    const auto got = ripley_k(points, box, radii, KCorrection::none, threads(1 + std::size_t(round) % 3));
    ASSERT_EQ(got.size(), inside.size() < 2 ? 0U : radii.size()) << round;
    const auto n = double(inside.size());
    for (std::size_t k = 0; k < got.size(); ++k) {
      double pairs = 0;
      for (std::size_t i = 0; i < inside.size(); ++i) {
        for (std::size_t j = 0; j < inside.size(); ++j) { pairs += i != j && squared(inside[i], inside[j]) <= radii[k] * radii[k] ? 1 : 0; }
      }
      ASSERT_NEAR(got[k], pairs * 600 / (n * (n - 1)), 1e-9 * (1 + pairs)) << round;
    }
    const ClarkEvans nearest = clark_evans(points, box);
    std::sort(inside.begin(), inside.end(), [](const Metric& a, const Metric& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
    inside.erase(std::unique(inside.begin(), inside.end()), inside.end());
    ASSERT_EQ(nearest.places, inside.size());
    ASSERT_EQ(nearest.ratio.has_value(), inside.size() > 1);
    if (!nearest.ratio) { continue; }
    double sum = 0;
    for (const Metric& a : inside) {
      double least = HUGE_VAL;
      for (const Metric& b : inside) { least = a == b ? least : std::min(least, std::sqrt(squared(a, b))); }
      sum += least;
    }
    const auto m = double(inside.size());
    const double mean = sum / m;
    const double expected = 0.5 * std::sqrt(600 / m);
    ASSERT_NEAR(*nearest.ratio, mean / expected, 1e-12) << round;
    ASSERT_NEAR(*nearest.ratio_donnelly, mean / (expected + (0.0514 + 0.0412 / std::sqrt(m)) * 100 / m), 1e-12);
    ASSERT_NEAR(*nearest.z, (mean - expected) / (0.26136 * std::sqrt(600.0) / m), 1e-4 * (1 + std::fabs(*nearest.z)));
  }
}

}  // namespace
}  // namespace geo
