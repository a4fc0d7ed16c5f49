// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/knox.hpp"

#include "geo/base/error.hpp"
#include "geo/base/philox.hpp"
#include "geo/hotspots/pair_counts.hpp"
#include "geo/hotspots/small_times.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
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
  for (int round = 0; round < 1000; ++round) {
    Events events(random, 2, round % 40 == 0 ? 7 : 5);
    if (round % 5 == 0) { std::fill(events.points.begin(), events.points.end(), events.points.front()); }
    if (round % 7 == 0) { std::fill(events.times.begin(), events.times.end(), events.times.front()); }
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

/// Only drawings depend on the order.
TEST(NearRepeats, AnotherOrder_SameCountsAndMoments) {
  std::mt19937 random(6);
  for (int round = 0; round < 1000; ++round) {
    const Events events(random, 0, 30);
    std::vector<std::size_t> order(events.points.size());
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), random);
    std::vector<Metric> points;
    std::vector<TimeMs> times;
    for (const std::size_t i : order) { points.push_back(events.points[i]), times.push_back(events.times[i]); }
    const NearRepeatTable a = near_repeats(events.points, events.times, some_bands, {1, 1});
    const NearRepeatTable b = near_repeats(points, times, some_bands, {1, 1});
    ASSERT_EQ(a.space_pairs, b.space_pairs);
    ASSERT_EQ(a.time_pairs, b.time_pairs);
    for (std::size_t k = 0; k < a.cells.size(); ++k) {
      ASSERT_EQ(a.cells[k].observed, b.cells[k].observed);
      ASSERT_EQ(a.cells[k].expected, b.cells[k].expected);
      ASSERT_EQ(a.cells[k].variance, b.cells[k].variance) << round;
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

/// The times of a permutation: those of the places it has put them.
std::vector<TimeMs> permuted(std::vector<TimeMs> times, std::uint64_t seed, std::uint32_t number) {
  RandomStream stream(Philox(seed), 0, number);
  for (std::size_t i = times.size(); i > 1; --i) { std::swap(times[i - 1], times[stream.below(static_cast<std::uint32_t>(i))]); }
  return times;
}

/// Counted one pair after the other in one permutation after the other. Times are such that numbers of every width are used.
TEST(NearRepeats, PermutationsAreThoseCountedOneByOne) {
  std::mt19937 random(6);
  for (int round = 0; round < 1000; ++round) {
    // Now and then more pairs in a band than are counted at once.
    Events events = round % 250 == 0 ? Events(random, 260, 260) : Events(random, 0, 25);
    NearRepeatBands bands = round % 250 == 0 ? NearRepeatBands{{20}, {2, 5}} : some_bands;
    const std::int64_t unit = std::vector<std::int64_t>{1, 86'400'000, 4'000, 700'000'000'000}[static_cast<std::size_t>(round % 4)];
    for (TimeMs& time : events.times) { time = time * unit + (unit > 1 && round % 3 > 0 ? std::int64_t(random() % 3) : 0); }
    for (std::int64_t& limit : bands.time_ms) { limit *= unit; }
    const std::uint32_t number = 1 + random() % (events.times.size() > 25 ? 9 : 130);
    const NearRepeatTable table = near_repeats(events.points, events.times, bands, {number, static_cast<std::uint64_t>(round)});
    std::vector<std::uint64_t> reached(table.cells.size());
    const auto observed = textbook(events, events.times, bands);
    for (std::uint32_t m = 0; m < number; ++m) {
      const auto counts = textbook(events, permuted(events.times, static_cast<std::uint64_t>(round), m), bands);
      for (std::size_t k = 0; k < counts.size(); ++k) { reached[k] += counts[k] >= observed[k] ? 1 : 0; }
    }
    for (std::size_t k = 0; k < reached.size(); ++k) {
      ASSERT_EQ(table.cells[k].p, double(reached[k] + 1) / (number + 1)) << round << ' ' << k;
    }
  }
}

/// Whatever registers count.
TEST(NearRepeats, PlainRegistersCountAsWideOnes) {
  std::mt19937 random(7);
  for (int round = 0; round < 1000; ++round) {
    std::vector<LaneRow<std::int16_t>> times(1 + random() % 20);
    for (auto& row : times) {
      for (auto& time : row.values) { time = std::int16_t(random() % 2 == 0 ? random() % 32'768 : random() % 4); }
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs(random() % 50);
    for (auto& pair : pairs) { pair = {random() % times.size(), random() % times.size()}; }
    const std::vector<std::int16_t> limits = {0, 2, std::int16_t(random() % 32'768)};
    std::vector<LaneRow<std::int16_t>> plain(limits.size());
    std::vector<LaneRow<std::int16_t>> best(limits.size());
    count_beyond_plain<std::int16_t>(pairs, times, limits, plain.data());
    beyond_counter<std::int16_t>()(pairs, times, limits, best.data());
    for (std::size_t k = 0; k < limits.size(); ++k) {
      ASSERT_EQ(plain[k].values, best[k].values);
      for (std::size_t lane = 0; lane < plain[k].values.size(); ++lane) {
        const auto farther = std::count_if(pairs.begin(), pairs.end(), [&](const auto& pair) {
          return std::abs(times[pair.first].values[lane] - times[pair.second].values[lane]) > limits[k];
        });
        ASSERT_EQ(plain[k].values[lane], farther);
      }
    }
  }
}

/// A difference exceeds a limit just where that of the small numbers does.
TEST(SmallTimes, CompareAsTheTimesDo) {
  std::mt19937_64 random(8);
  for (int round = 0; round < 1000; ++round) {
    const std::int64_t unit = round % 2 == 0 ? 1 : 3'600'000;
    std::vector<TimeMs> times(random() % 30);
    for (TimeMs& time : times) { time = (std::int64_t(random() % 40) + (random() % 3 == 0 ? 1'000'000'000 : 0)) * unit - 5; }
    const std::vector<std::int64_t> limits = {0, unit / 2, std::int64_t(random() % 20) * unit, std::int64_t(random() % 2'000'000'000)};
    const SmallTimes small = small_times(times, limits);
    for (std::size_t i = 0; i < times.size(); ++i) {
      for (std::size_t j = 0; j < times.size(); ++j) {
        for (std::size_t k = 0; k < limits.size(); ++k) {
          ASSERT_EQ(std::abs(times[i] - times[j]) > limits[k], std::abs(small.at[i] - small.at[j]) > small.limits[k]);
        }
      }
    }
    if (unit > 1) { EXPECT_LT(small.most, 2'000'000'000); }
  }
}

TEST(NearRepeats, AnyNumberOfWorkers_SameTable) {
  std::mt19937 random(4);
  const Events events(random, 50, 50);
  const NearRepeatTable alone = near_repeats(events.points, events.times, some_bands, {199, 7});
  for (const std::size_t number : {2U, 3U}) {
    const NearRepeatTable together = near_repeats(events.points, events.times, some_bands, {199, 7}, threads(number));
    for (std::size_t k = 0; k < alone.cells.size(); ++k) { ASSERT_EQ(alone.cells[k].p, together.cells[k].p); }
  }
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
  EXPECT_EQ(near_repeats(points, times, {{2}, {1'000'000'000'000'000'000}}, {9, 1}).cells.at(0).observed, 0)
      << "farther apart than a number can say";
  EXPECT_THROW(near_repeats(points, times, {{2}, {INT64_MAX}}, {9, 1}), Error);
  EXPECT_EQ(near_repeats({}, {}, {{2}, {3}}, {9, 1}).cells.at(0).p, 1);
  EXPECT_TRUE(near_repeats(points, times, {{2}, {3}}, {9, 1}, one_by_one, Progress({}, [] { return true; })).cells.empty());
}

/// Numbers of bands beyond what would be remembered for each: cells, and what they add up to.
TEST(NearRepeats, ManyBandsAreNoMoreThanTheirPairs) {
  std::mt19937 random(6);
  std::vector<Metric> points;
  std::vector<TimeMs> times;
  for (int i = 0; i < 400; ++i) {
    points.push_back({double(random() % 1000), double(random() % 1000)});
    times.push_back(std::int64_t(random() % 1000));
  }
  NearRepeatBands bands;
  for (int i = 0; i < 150; ++i) {
    bands.space_m.push_back(10 * i);
    bands.time_ms.push_back(7 * i);
  }
  const NearRepeatTable table = near_repeats(points, times, bands, {9, 1});
  EXPECT_EQ(std::accumulate(table.space_pairs.begin(), table.space_pairs.end(), std::uint64_t{0}), table.pairs);
  EXPECT_EQ(std::accumulate(table.time_pairs.begin(), table.time_pairs.end(), std::uint64_t{0}), table.pairs);
  std::uint64_t observed = 0;
  double expected = 0;
  for (const NearRepeat& cell : table.cells) {
    observed += cell.observed;
    expected += cell.expected;
  }
  EXPECT_EQ(observed, table.pairs);
  EXPECT_NEAR(expected, static_cast<double>(table.pairs), 1e-6);
}

TEST(NearRepeats, TooManyPairsAreKnownBeforehand) {
  std::vector<Metric> spot(10'001, {5, 5});  // 50,005,000 pairs
  const std::vector<TimeMs> times(spot.size());
  EXPECT_TRUE(has_too_many_near_pairs(spot, 1));
  const auto refusal = [&] {
    try {
      near_repeats(spot, times, {{1}, {1}});
      return Text{};
    } catch (const Error& error) {
      EXPECT_EQ(error.problem(), Problem::too_large);
      return error.text();
    }
  };
  // At one spot no shorter distance helps, and the sentence must not say so.
  EXPECT_EQ(refusal().en.find("shorter distances"), std::string::npos) << refusal().en;
  for (const char* words : {"10001 incidents at one", "no distance makes them fewer", "shorter period", "change, emerging"}) {
    EXPECT_NE(refusal().en.find(words), std::string::npos) << words;
  }
  EXPECT_NE(refusal().pt.find("nenhuma distância os torna menos"), std::string::npos);
  for (std::size_t i = 0; i < spot.size(); ++i) { spot[i].x = static_cast<double>(i) / 1e5; }
  EXPECT_NE(refusal().en.find("shorter distances"), std::string::npos) << refusal().en;
  spot.resize(1000);
  EXPECT_FALSE(has_too_many_near_pairs(spot, 1));
}

}  // namespace
}  // namespace geo
