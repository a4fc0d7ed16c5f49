// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/knox.hpp"

#include "geo/base/error.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace geo {
namespace {

struct Events {
  std::vector<Metric> points;
  std::vector<TimeMs> times;

  Events(std::mt19937& random, std::size_t least, std::size_t most) {
    const std::size_t n = least + random() % (most - least + 1);
    for (std::size_t i = 0; i < n; ++i) {
      points.push_back({500'000 + double(random() % 12), 8'000'000 + double(random() % 12)});
      times.push_back(std::int64_t(random() % 15) - 7);
    }
  }
};

std::size_t band_of(const std::vector<double>& limits, double value) {
  std::size_t band = 0;
  while (band < limits.size() && value > limits[band]) { ++band; }
  return band;
}

std::vector<std::uint64_t> textbook(const Events& events, const std::vector<TimeMs>& times, const NearRepeatBands& bands) {
  const std::vector<double> spans(bands.time_ms.begin(), bands.time_ms.end());
  std::vector<std::uint64_t> counts(bands.space_m.size() * spans.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Metric a = events.points[i];
      const Metric b = events.points[j];
      const std::size_t row = band_of(bands.space_m, std::hypot(a.x - b.x, a.y - b.y));
      const std::size_t column = band_of(spans, std::fabs(double(times[i] - times[j])));
      if (row < bands.space_m.size() && column < spans.size()) { ++counts[row * spans.size() + column]; }
    }
  }
  return counts;
}

const NearRepeatBands some_bands{{0, 1, 3, std::sqrt(18.0)}, {0, 2, 5}};

TEST(NearRepeats, CountsArePairsOfTheBands) {
  std::mt19937 random(1);
  for (int round = 0; round < 1000; ++round) {
    const Events events(random, 0, 60);
    const NearRepeatTable table = near_repeats(events.points, events.times, some_bands, {1, 1});
    const auto counts = textbook(events, events.times, some_bands);
    ASSERT_EQ(table.cells.size(), counts.size());
    for (std::size_t k = 0; k < counts.size(); ++k) { ASSERT_EQ(table.cells[k].observed, counts[k]) << round << ' ' << k; }
  }
}

/// Expectation and variance are those of all orders of the times.
TEST(NearRepeats, MomentsAreThoseOfAllOrders) {
  std::mt19937 random(2);
  for (int round = 0; round < 25; ++round) {
    const Events events(random, 2, 7);
    const NearRepeatTable table = near_repeats(events.points, events.times, some_bands, {1, 1});
    std::vector<std::size_t> order(events.times.size());
    std::iota(order.begin(), order.end(), 0);
    std::vector<double> sums(table.cells.size());
    std::vector<double> squares(table.cells.size());
    double number = 0;
    do {
      std::vector<TimeMs> times;
      for (const std::size_t i : order) { times.push_back(events.times[i]); }
      const auto counts = textbook(events, times, some_bands);
      for (std::size_t k = 0; k < counts.size(); ++k) {
        sums[k] += double(counts[k]);
        squares[k] += double(counts[k] * counts[k]);
      }
      ++number;
    } while (std::next_permutation(order.begin(), order.end()));
    for (std::size_t k = 0; k < sums.size(); ++k) {
      const double mean = sums[k] / number;
      ASSERT_NEAR(table.cells[k].expected, mean, 1e-9) << round << ' ' << k;
      ASSERT_NEAR(table.cells[k].variance, squares[k] / number - mean * mean, 1e-9) << round << ' ' << k;
    }
  }
}

/// A planted near repeat: the p is small there, and what permutations give agrees with the moments.
TEST(NearRepeats, FindWhatWasPlanted_AndNothingElse) {
  std::mt19937 random(3);
  Events events(random, 0, 0);
  for (int i = 0; i < 300; ++i) {
    const Metric at{double(random() % 100'000), double(random() % 100'000)};
    const TimeMs when = std::int64_t(random() % 100'000);
    events.points.push_back(at);
    events.times.push_back(when);
    if (i % 10 != 0) { continue; }
    events.points.push_back({at.x + 20, at.y});
    events.times.push_back(when + 30);
  }
  const NearRepeatTable table = near_repeats(events.points, events.times, {{100, 20'000}, {100, 20'000}}, {999, 5});
  EXPECT_EQ(table.cells[0].p, 0.001);
  EXPECT_GT(table.cells[0].ratio.value(), 50);
  EXPECT_GT(table.cells[3].p, 0.01);
  EXPECT_EQ(table.pairs, 330 * 329 / 2);
}

TEST(NearRepeats, AnyNumberOfWorkers_SameTable) {
  std::mt19937 random(4);
  const Events events(random, 50, 50);
  const NearRepeatTable alone = near_repeats(events.points, events.times, some_bands, {199, 7});
  const NearRepeatTable together = near_repeats(events.points, events.times, some_bands, {199, 7}, threads(3));
  for (std::size_t k = 0; k < alone.cells.size(); ++k) { ASSERT_EQ(alone.cells[k].p, together.cells[k].p); }
}

TEST(NearRepeats, RefusesAndStops) {
  const std::vector<Metric> points = {{0, 0}, {1, 1}};
  const std::vector<TimeMs> times = {INT64_MIN, INT64_MAX};
  EXPECT_THROW(near_repeats(points, times, {{}, {1}}), Error);
  EXPECT_THROW(near_repeats(points, times, {{1}, {}}), Error);
  EXPECT_THROW(near_repeats(points, times, {{2, 1}, {1}}), Error);
  EXPECT_THROW(near_repeats(points, times, {{1, 1}, {1}}), Error);
  EXPECT_THROW(near_repeats(points, times, {{-1}, {1}}), Error);
  EXPECT_THROW(near_repeats(points, times, {{1}, {-1}}), Error);
  EXPECT_THROW(near_repeats(points, times, {{std::nan("")}, {1}}), Error);
  EXPECT_THROW(near_repeats(points, times, {{1}, {1}}, {0, 1}), Error);
  EXPECT_EQ(near_repeats(points, times, {{2}, {INT64_MAX}}, {9, 1}).cells.at(0).observed, 0) << "farther apart than a number can say";
  EXPECT_EQ(near_repeats({}, {}, {{2}, {3}}, {9, 1}).cells.at(0).p, 1);
  EXPECT_TRUE(near_repeats(points, times, {{2}, {3}}, {9, 1}, one_by_one, Progress({}, [] { return true; })).cells.empty());
}

TEST(NearRepeats, TooManyPairsAreKnownBeforehand) {
  std::vector<Metric> spot(10'001, {5, 5});  // 50,005,000 pairs
  const std::vector<TimeMs> times(spot.size());
  EXPECT_TRUE(has_too_many_near_pairs(spot, 1));
  EXPECT_THROW(near_repeats(spot, times, {{1}, {1}}), Error);
  spot.resize(1000);
  EXPECT_FALSE(has_too_many_near_pairs(spot, 1));
}

}  // namespace
}  // namespace geo
