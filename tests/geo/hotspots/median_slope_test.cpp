// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/median_slope.hpp"

#include "geo/hotspots/trend.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace geo {
namespace {

/// All slopes, of values whose differences are exact.
double by_the_book(const std::vector<double>& x) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = i + 1; j < x.size(); ++j) { slopes.push_back((x[j] - x[i]) / double(j - i)); }
  }
  std::sort(slopes.begin(), slopes.end());
  const std::size_t n = slopes.size();
  return n % 2 != 0 ? slopes[n / 2] : (slopes[n / 2 - 1] + slopes[n / 2]) / 2;
}

std::int64_t rises_less_falls(const std::vector<double>& x) {
  std::int64_t s = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = i + 1; j < x.size(); ++j) { s += (x[j] > x[i]) - (x[j] < x[i]); }
  }
  return s;
}

/// Few values or many, on grids fine and coarse, with lines and steps in them.
std::vector<double> some_series(std::mt19937_64& random, std::size_t length) {
  const int bits = int(random() % 53);
  const double grid = std::ldexp(1.0, int(random() % 40) - 30);
  const double line = random() % 3 == 0 ? double(std::int64_t(random() % 9) - 4) * grid : 0;
  std::vector<double> x;
  for (std::size_t i = 0; i < length; ++i) {
    const double step = double(std::int64_t(random() % (std::uint64_t{1} << bits)) - (std::int64_t{1} << bits) / 2);
    x.push_back((bits > 40 ? step : step + line / grid * double(i)) * grid);
    if (i > 0 && random() % 4 == 0) { x.back() = x[random() % i]; }
  }
  return x;
}

TEST(MedianSlope, IsThatOfAllPairs) {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 3000; ++trial) {
    const auto x = some_series(random, 2 + random() % 40);
    const double expected = by_the_book(x);
    ASSERT_EQ(median_slope_by_counts(x), expected) << trial;
    ASSERT_EQ(median_slope_of_pairs(x), expected) << trial;
  }
}

TEST(MedianSlope, BothWaysRoundAlikeWhereDifferencesAreNotExact) {
  std::mt19937_64 random(2);
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<double> x;
    const std::size_t length = 2 + random() % 40;
    for (std::size_t i = 0; i < length; ++i) {
      // Tenths, a line of tenths, and numbers of every size: 0.1 and 0.3 are no whole number of anything.
      const double tenth = double(std::int64_t(random() % 200) - 100) / 10;
      x.push_back(trial % 3 == 0 ? tenth : trial % 3 == 1 ? 0.1 * double(i) : tenth * std::pow(10.0, int(random() % 30) - 15));
    }
    const double fast = median_slope_by_counts(x);
    ASSERT_EQ(fast, median_slope_of_pairs(x)) << trial;
    ASSERT_NEAR(fast, by_the_book(x), 1e-14 * (std::fabs(fast) + 1e-15 * std::fabs(*std::max_element(x.begin(), x.end())))) << trial;
  }
}

TEST(MedianSlope, CountsAreThoseOfAllPairs) {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 1000; ++trial) {
    const auto x = some_series(random, 2 + random() % 30);
    SlopeCounts counts(x);
    const std::size_t i = random() % (x.size() - 1);
    const std::size_t j = i + 1 + random() % (x.size() - i - 1);
    const double slope = (x[j] - x[i]) / double(j - i);
    std::uint64_t below = 0;
    std::uint64_t up_to = 0;
    for (std::size_t a = 0; a < x.size(); ++a) {
      for (std::size_t b = a + 1; b < x.size(); ++b) {
        const double line = slope * double(b - a);
        const double rest = std::fma(slope, double(b - a), -line);
        const double rise = x[b] - x[a];
        below += rise < line || (rise == line && rest > 0);
        up_to += rise < line || (rise == line && rest >= 0);
      }
    }
    ASSERT_EQ(counts.below({slope}), below) << trial;
    ASSERT_EQ(counts.up_to({slope}), up_to) << trial;
  }
}

TEST(MedianSlope, OfTheLargestAndTheSmallest) {
  EXPECT_EQ(median_slope_by_counts(std::vector<double>{-9e99, 9e99}), 1.8e100);
  EXPECT_EQ(median_slope_by_counts(std::vector<double>{0, 5e-324}), 5e-324);
  EXPECT_EQ(median_slope_by_counts(std::vector<double>{3, 3, 3, 3}), 0);
  EXPECT_EQ(median_slope_by_counts(std::vector<double>{1, 0}), -1);
}

TEST(Trend, OfALongSeriesIsThatOfAllPairs) {
  std::mt19937_64 random(4);
  for (const std::size_t length : {257U, 900U, 1001U, 1500U}) {
    for (int trial = 0; trial < 3; ++trial) {
      const auto x = some_series(random, length);
      const Trend found = mann_kendall(x);
      EXPECT_EQ(found.s, rises_less_falls(x)) << length;
      EXPECT_EQ(found.slope, by_the_book(x)) << length;
      EXPECT_EQ(mann_kendall_z(x), found.z);
    }
  }
}

/// All its slopes would be 40 GB.
TEST(Trend, OfAHundredThousandValuesIsFound) {
  std::vector<double> x;
  for (int i = 0; i < 100'000; ++i) { x.push_back(2 * i + (i % 2)); }
  const Trend found = mann_kendall(x);
  EXPECT_EQ(found.slope, 2) << "pairs of two even or two odd ones, half of all but a few";
  EXPECT_EQ(found.s, 4'999'950'000);
}

}  // namespace
}  // namespace geo
