// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/small_times.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <numeric>

namespace geo {
namespace {

constexpr std::int64_t most_ms = 1'000'000'000'000'000'000;

std::uint64_t between(TimeMs from, TimeMs to) { return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from); }

/// The greatest span of time that all gaps are whole numbers of.
std::uint64_t unit_of(const std::vector<TimeMs>& sorted) {
  std::uint64_t unit = 0;
  for (std::size_t i = 1; i < sorted.size(); ++i) { unit = std::gcd(unit, between(sorted[i - 1], sorted[i])); }
  return std::max<std::uint64_t>(unit, 1);
}

}  // namespace

SmallTimes small_times(std::span<const TimeMs> times, std::span<const std::int64_t> limits_ms) {
  std::vector<TimeMs> sorted(times.begin(), times.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  const std::uint64_t unit = unit_of(sorted);
  SmallTimes small;
  for (const std::int64_t limit : limits_ms) {
    if (limit < 0 || limit > most_ms) {
      throw Error(Problem::usage, "A limit of time is negative, or beyond 30 million years.",
                  "Um limite de tempo é negativo, ou superior a 30 milhões de anos.");
    }
    small.limits.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(limit) / unit));
    small.most = std::max(small.most, small.limits.back());
  }
  const auto beyond = static_cast<std::uint64_t>(small.most) + 1;
  std::vector<std::int64_t> number(sorted.size());
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    number[i] = number[i - 1] + static_cast<std::int64_t>(std::min(between(sorted[i - 1], sorted[i]) / unit, beyond));
    if (number[i] > 4 * most_ms) {
      throw Error(Problem::too_large, "The times reach over more than 100 million years.",
                  "Os tempos abrangem mais de 100 milhões de anos.");
    }
  }
  if (!number.empty()) { small.most = std::max(small.most, number.back()); }
  for (const TimeMs time : times) {
    small.at.push_back(number[static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), time) - sorted.begin())]);
  }
  return small;
}

}  // namespace geo
