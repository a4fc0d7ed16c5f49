// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "geo/hotspots/forecast_check.hpp"
#include "geo/hotspots/forecast_scores.hpp"
#include "geo/index/point_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace geo {
namespace {

/// Incidents in the first `number` places of an order, on average over all orders that the forecast allows: those that it says nothing
/// about are tried all.
double mean_hits(const std::vector<double>& expected, const std::vector<double>& came, std::size_t number) {
  std::vector<std::size_t> order(expected.size());
  std::iota(order.begin(), order.end(), 0);
  double hits = 0;
  int orders = 0;
  do {
    if (!std::is_sorted(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return expected[a] > expected[b]; })) { continue; }
    for (std::size_t k = 0; k < number; ++k) { hits += came[order[k]]; }
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  return hits / orders;
}

double most_hits(const std::vector<double>& came, std::size_t number) {
  double most = 0;
  for (unsigned set = 0; set < 1U << came.size(); ++set) {
    double hits = 0;
    std::size_t size = 0;
    for (std::size_t i = 0; i < came.size(); ++i) {
      if ((set >> i & 1U) == 0) { continue; }
      hits += came[i];
      ++size;
    }
    if (size == number) { most = std::max(most, hits); }
  }
  return most;
}

TEST(ForecastScores, AreThoseOfAllOrdersThatTheForecastAllows) {
  std::mt19937 random(1);
  for (int round = 0; round < 1000; ++round) {
    const std::size_t n = 1 + random() % 6;
    std::vector<double> expected(n);
    std::vector<double> came(n);
    std::vector<double> before(n);
    for (std::size_t i = 0; i < n; ++i) {
      expected[i] = double(random() % 4);
      came[i] = double(random() % 3);
      before[i] = double(random() % 3);
    }
    const std::vector<double> areas(n, 250'000);
    const std::size_t flagged = 1 + random() % n;
    const ForecastInput input{expected, areas, came, before};
    const ForecastScores scores = forecast_tally(input, double(flagged) / double(n)).scores();
    const double events = std::accumulate(came.begin(), came.end(), 0.0);
    const double hits = mean_hits(expected, came, flagged);
    ASSERT_EQ(scores.events, events);
    ASSERT_NEAR(scores.ser_per_km2.value(), hits / (double(flagged) * 0.25), 1e-9);
    bool is_possible = true;
    double log_score = 0;
    for (std::size_t i = 0; i < n; ++i) {
      is_possible = is_possible && (came[i] == 0 || expected[i] > 0);
      if (is_possible) { log_score += std::log(std::pow(expected[i], came[i]) * std::exp(-expected[i]) / std::tgamma(came[i] + 1)); }
    }
    ASSERT_EQ(scores.log_score.has_value(), is_possible);
    if (is_possible) { ASSERT_NEAR(*scores.log_score, log_score / double(n), 1e-9); }
    ASSERT_EQ(scores.hit_rate.has_value(), events > 0);
    ASSERT_EQ(hit_rate_curve(input).empty(), events == 0);
    if (events == 0) { continue; }
    ASSERT_NEAR(*scores.hit_rate, hits / events, 1e-12);
    ASSERT_NEAR(*scores.pai, hits / events / (double(flagged) / double(n)), 1e-12);
    ASSERT_NEAR(*scores.pei_star, hits / most_hits(came, flagged), 1e-12);
    double below = 0;
    for (std::size_t k = 0; k < n; ++k) {
      below += (mean_hits(expected, came, k) + mean_hits(expected, came, k + 1)) / 2 / double(n) / events;
    }
    ASSERT_NEAR(*scores.curve_area, below, 1e-12) << round;
    const double hits_before = mean_hits(expected, before, flagged);
    ASSERT_EQ(scores.rri.has_value(), hits_before > 0);
    if (scores.rri) {
      ASSERT_NEAR(*scores.rri, (hits / hits_before) / (events / std::accumulate(before.begin(), before.end(), 0.0)), 1e-12);
    }
    for (const HitRate& point : hit_rate_curve(input)) {
      ASSERT_NEAR(point.hit_rate, mean_hits(expected, came, std::size_t(std::lround(point.area_share * double(n)))) / events, 1e-12);
    }
  }
}

/// A place is as good as its parts.
TEST(ForecastScores, PlacesOfAnySizeCountByTheirArea) {
  std::mt19937 random(2);
  for (int round = 0; round < 1000; ++round) {
    std::vector<double> expected, areas, came, part_expected, part_came;
    for (std::size_t i = 0, n = 1 + random() % 6; i < n; ++i) {
      const std::size_t parts = 1 + random() % 4;
      areas.push_back(double(parts));
      expected.push_back(double(random() % 5 * parts));
      came.push_back(double(random() % 5));
      for (std::size_t k = 0; k < parts; ++k) {
        part_expected.push_back(expected.back() / areas.back());
        part_came.push_back(came.back() / areas.back());
      }
    }
    const std::vector<double> part_areas(part_came.size(), 1);
    const double share = double(1 + random() % 20) / 20;
    const ForecastScores whole = forecast_tally({expected, areas, came, {}}, share).scores();
    const ForecastScores parts = forecast_tally({part_expected, part_areas, part_came, {}}, share).scores();
    ASSERT_EQ(whole.hit_rate.has_value(), parts.hit_rate.has_value());
    if (!whole.hit_rate) { continue; }
    ASSERT_NEAR(*whole.hit_rate, *parts.hit_rate, 1e-9);
    ASSERT_NEAR(*whole.pei_star, *parts.pei_star, 1e-9);
    ASSERT_NEAR(*whole.curve_area, *parts.curve_area, 1e-9);
    ASSERT_LE(*whole.pei_star, 1 + 1e-12);
    std::vector<std::size_t> order(areas.size());
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), random);
    std::vector<double> other_expected, other_areas, other_came;
    for (const std::size_t i : order) {
      other_expected.push_back(expected[i]);
      other_areas.push_back(areas[i]);
      other_came.push_back(came[i]);
    }
    ASSERT_EQ(forecast_tally({other_expected, other_areas, other_came, {}}, share).scores().hit_rate, whole.hit_rate);
  }
}

TEST(ForecastScores, RefuseWhatIsNone) {
  const std::vector<double> one = {1, 2};
  const ForecastInput good{one, one, one, {}};
  EXPECT_THROW(forecast_tally(good, 0), Error);
  EXPECT_THROW(forecast_tally(good, 1.1), Error);
  EXPECT_THROW(forecast_tally(good, std::nan("")), Error);
  EXPECT_THROW(forecast_tally(good, 0.5, -1), Error);
  EXPECT_THROW(forecast_tally({}, 0.5), Error);
  const std::vector<double> bad = {1, std::nan("")};
  const std::vector<double> negative = {1, -1};
  const std::vector<double> none = {1, 0};
  EXPECT_THROW(forecast_tally({bad, one, one, {}}, 0.5), Error);
  EXPECT_THROW(forecast_tally({one, none, one, {}}, 0.5), Error);
  EXPECT_THROW(forecast_tally({one, one, negative, {}}, 0.5), Error);
  EXPECT_THROW(forecast_tally({one, one, one, bad}, 0.5), Error);
  EXPECT_EQ(forecast_tally(good, 0.5).scores().events, 3);
}

TEST(ForecastCheck, SeesNothingOfWhatComes) {
  std::mt19937 random(3);
  constexpr std::size_t places = 5;
  constexpr std::size_t steps = 6;
  std::vector<double> counts;
  for (std::size_t k = 0; k < places * steps; ++k) { counts.push_back(double(random() % 4)); }
  const std::vector<double> areas(places, 1e6);
  std::vector<std::size_t> seen;
  const Forecaster spy = [&](const PastCounts& past) {
    seen.push_back(past.steps());
    EXPECT_EQ(past.counts.data(), counts.data());
    EXPECT_EQ(past.counts.size(), past.steps() * places);
    return std::vector<double>(places, 1);
  };
  const auto checks = forecast_check(counts, areas, {{"spy", spy}, {"last", last_step()}}, {.first_step = 2, .area_share = 0.4});
  EXPECT_EQ(seen, (std::vector<std::size_t>{2, 3, 4, 5}));
  ASSERT_EQ(checks.size(), 2U);
  ASSERT_EQ(checks[1].steps.size(), 4U);
  // What lies ahead may be anything.
  std::vector<double> other = counts;
  for (std::size_t k = 3 * places; k < counts.size(); ++k) { other[k] += 7; }
  const auto others = forecast_check(other, areas, {{"last", last_step()}}, {.first_step = 2, .area_share = 0.4});
  EXPECT_EQ(others[0].steps[0].hit_rate, checks[1].steps[0].hit_rate);
  EXPECT_EQ(checks[0].pooled.pai, 1) << "who says the same everywhere does as well as chance";
  EXPECT_NEAR(*checks[0].pooled.curve_area, 0.5, 1e-12);
  double hits = 0;
  double events = 0;
  for (const ForecastScores& step : checks[1].steps) {
    hits += step.events > 0 ? *step.hit_rate * step.events : 0;
    events += step.events;
  }
  EXPECT_NEAR(*checks[1].pooled.hit_rate, hits / events, 1e-12);
}

TEST(ForecastCheck, NaiveForecasters) {
  const std::vector<double> counts = {4, 0, 0, 2, 0, 3};  // two steps of three places
  const PastCounts past{counts, 3};
  EXPECT_EQ(last_step()(past), (std::vector<double>{2, 0, 3}));
  EXPECT_EQ(long_run_mean()(past), (std::vector<double>{3, 0, 1.5}));
  const std::vector<Metric> centres = {{0, 0}, {100, 0}, {1000, 0}};
  const std::vector<double> spread = long_run_density(centres, 200)(past);
  const double kernel = std::pow(1 - 0.25, 2);
  EXPECT_NEAR(spread[0], 3 / (1 + kernel), 1e-12);
  EXPECT_NEAR(spread[1], 3 * kernel / (1 + kernel), 1e-12);
  EXPECT_NEAR(spread[2], 1.5, 1e-12);
  EXPECT_THROW(long_run_density(centres, 0), Error);
  EXPECT_THROW(long_run_density(std::vector<Metric>{{0, std::nan("")}}, 5), Error);
}

TEST(ForecastCheck, NaiveForecastersAreTheirFormulas) {
  std::mt19937 random(5);
  for (int round = 0; round < 1000; ++round) {
    const std::size_t places = 1 + random() % 9;
    const std::size_t steps = 1 + random() % 5;
    std::vector<Metric> centres(places);
    for (Metric& c : centres) { c = {500'000 + double(random() % 5), 8'000'000 + double(random() % 5)}; }
    std::vector<double> counts(places * steps);
    for (double& c : counts) { c = double(random() % 4); }
    const double bandwidth = 0.5 + double(random() % 6);
    const auto weight = [&](std::size_t i, std::size_t j) {
      const double u = distance_m(centres[i], centres[j]) / bandwidth;
      return u < 1 ? (1 - u * u) * (1 - u * u) : 0;
    };
    std::vector<double> mean(places), spread(places);
    for (std::size_t k = 0; k < counts.size(); ++k) { mean[k % places] += counts[k] / double(steps); }
    for (std::size_t i = 0; i < places; ++i) {
      double given = 0;
      for (std::size_t j = 0; j < places; ++j) { given += weight(i, j); }
      for (std::size_t j = 0; j < places; ++j) { spread[j] += mean[i] * weight(i, j) / given; }
    }
    const PastCounts past{counts, places};
    const auto by_mean = long_run_mean()(past);
    const auto by_density = long_run_density(centres, bandwidth)(past);
    for (std::size_t i = 0; i < places; ++i) {
      ASSERT_EQ(last_step()(past)[i], counts[(steps - 1) * places + i]);
      ASSERT_NEAR(by_mean[i], mean[i], 1e-12) << round;
      ASSERT_NEAR(by_density[i], spread[i], 1e-12 * (1 + spread[i])) << round;
    }
  }
}

TEST(ForecastCheck, ThatWhichKnowsTheTruthIsBest) {
  std::mt19937 random(4);
  constexpr std::size_t side = 15;
  constexpr std::size_t steps = 24;
  std::vector<Metric> centres;
  std::vector<double> truth;
  for (std::size_t i = 0; i < side * side; ++i) {
    centres.push_back({100.0 * double(i % side), 100.0 * double(i / side)});
    truth.push_back(0.02 + 2 * std::exp(-std::pow(distance_m(centres.back(), {500, 800}) / 250, 2)));
  }
  std::vector<double> counts;
  for (std::size_t t = 0; t < steps; ++t) {
    for (const double mean : truth) { counts.push_back(double(std::poisson_distribution<int>(mean)(random))); }
  }
  const std::vector<double> areas(truth.size(), 10'000);
  const auto checks = forecast_check(counts, areas,
                                     {{"truth", [&](const PastCounts&) { return truth; }},
                                      {"density", long_run_density(centres, 200)},
                                      {"mean", long_run_mean()},
                                      {"last", last_step()},
                                      {"same", [&](const PastCounts&) { return std::vector<double>(truth.size(), 0.1); }}},
                                     {.first_step = 6, .area_share = 0.1});
  for (std::size_t k = 1; k < checks.size(); ++k) {
    EXPECT_GT(*checks[0].pooled.log_score, *checks[k].pooled.log_score) << checks[k].name;
    if (k < 3) { continue; }  // which are near enough to have better luck
    EXPECT_GT(*checks[0].pooled.curve_area, *checks[k].pooled.curve_area) << checks[k].name;
    EXPECT_GT(*checks[0].pooled.pei_star, *checks[k].pooled.pei_star) << checks[k].name;
  }
  EXPECT_GT(*checks[1].pooled.log_score, *checks[3].pooled.log_score);
}

TEST(ForecastCheck, RefusesAndStops) {
  const std::vector<double> counts = {1, 2, 3, 4};
  const std::vector<double> areas = {1, 1};
  const std::vector<NamedForecaster> naive = {{"mean", long_run_mean()}};
  EXPECT_THROW(forecast_check(counts, areas, naive, {.first_step = 0}), Error);
  EXPECT_THROW(forecast_check(counts, areas, naive, {.first_step = 2}), Error);
  EXPECT_THROW(forecast_check({}, {}, naive, {}), Error);
  EXPECT_THROW(forecast_check(counts, areas, {{"short", [](const PastCounts&) { return std::vector<double>{1}; }}}), Error);
  EXPECT_THROW(forecast_check(counts, areas, {{"nan", [](const PastCounts&) { return std::vector<double>{1, std::nan("")}; }}}), Error);
  EXPECT_TRUE(forecast_check(counts, areas, naive, {}, Progress({}, [] { return true; })).empty());
}

}  // namespace
}  // namespace geo
