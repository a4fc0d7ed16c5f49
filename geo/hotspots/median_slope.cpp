// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/median_slope.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace geo {
namespace {

/// A sum or product without rounding: what a double holds of it, and the rest.
struct Exact {
  double high, low;

  // `high` is the nearest number to the whole: where those differ they say which one is less.
  bool operator<(const Exact& other) const { return high < other.high || (high == other.high && low < other.low); }
  bool operator<=(const Exact& other) const { return high < other.high || (high == other.high && low <= other.low); }
};

/// a - b (Knuth 1969).
Exact difference(double a, double b) {
  const double high = a - b;
  const double of_b = a - high;
  return {high, (a - (high + of_b)) + (of_b - b)};
}

/// Of a slope and a whole number. What is added to the rest has few bits: `low` is half a last bit of `high`.
Exact product(Slope slope, double number) {
  const double high = slope.high * number;
  const double low = std::fma(slope.high, number, -high) + slope.low * number;
  const double sum = high + low;
  return {sum, low - (sum - high)};
}

/// The number nearest to (a - b)/number.
double slope_of(double a, double b, double number) {
  const Exact rise = difference(a, b);
  const double slope = rise.high / number;
  if (rise.low == 0) { return slope; }
  return slope + (std::fma(-slope, number, rise.high) + rise.low) / number;
}

// Doubles in their order as whole numbers, one after the other.
std::int64_t rank_of(double number) {
  const auto bits = std::bit_cast<std::int64_t>(number);
  return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}
std::uint64_t between(std::int64_t first, std::int64_t last) {
  return static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
}
double at_rank(std::int64_t rank) { return std::bit_cast<double>(rank < 0 ? std::numeric_limits<std::int64_t>::min() - rank : rank); }

/// The slope that so many are up to, and the rank of the number at or next above it.
class Search {
 public:
  explicit Search(std::span<const double> values) : m_counts(values) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    m_last = rank_of(std::nextafter(*most - *least, std::numeric_limits<double>::infinity()));
    m_first = -m_last;
  }
  [[nodiscard]] std::uint64_t pairs() const { return m_counts.pairs(); }

  /// \pre no less than the time before
  double slope(std::uint64_t number) {
    find(number);
    const double above = at_rank(m_first);
    if (above == 0) { return 0; }
    const double below = at_rank(m_first - 1);
    const Slope halfway{above, (below - above) / 2};
    if (m_counts.below(halfway) >= number) { return below; }
    const bool is_even = m_first % 2 == 0;
    return !is_even && m_counts.up_to(halfway) >= number ? below : above;
  }

 private:
  /// Makes m_first the first rank that has so many up to it.
  void find(std::uint64_t number) {
    std::int64_t last = m_last;
    // The next one is most often near the one before.
    std::int64_t first = m_first;
    for (std::uint64_t step = 1; m_found && first < m_last; step *= 2) {
      const std::int64_t at = between(first, m_last) < step ? m_last : first + static_cast<std::int64_t>(step - 1);
      if (m_counts.up_to({at_rank(at)}) >= number) {
        last = at;
        break;
      }
      first = at + 1;
    }
    while (first < last) {
      const std::int64_t middle = first + static_cast<std::int64_t>(between(first, last) / 2);
      m_counts.up_to({at_rank(middle)}) >= number ? last = middle : first = middle + 1;
    }
    m_first = first;
    m_found = true;
  }

  SlopeCounts m_counts;
  std::int64_t m_first = 0, m_last = 0;
  bool m_found = false;
};

}  // namespace

template <class Falls>
std::uint64_t SlopeCounts::count(Falls falls) {
  std::iota(m_order.begin(), m_order.end(), 0U);
  std::uint64_t found = 0;
  const std::size_t n = m_order.size();
  for (std::size_t length = 1; length < n; length *= 2) {
    for (std::size_t begin = 0; begin < n; begin += 2 * length) {
      const std::size_t middle = std::min(n, begin + length);
      const std::size_t end = std::min(n, middle + length);
      std::size_t left = begin;
      std::size_t right = middle;
      for (std::size_t at = begin; at < end; ++at) {
        const bool takes_right = left == middle || (right < end && falls(m_order[left], m_order[right]));
        if (takes_right) { found += middle - left; }
        m_room[at] = takes_right ? m_order[right++] : m_order[left++];
      }
    }
    m_order.swap(m_room);
  }
  return found;
}

std::uint64_t SlopeCounts::up_to(Slope slope) {
  if (slope.low != 0) {
    return count([&](std::uint32_t i, std::uint32_t j) { return difference(m_values[j], m_values[i]) <= product(slope, j - i); });
  }
  return count([&](std::uint32_t i, std::uint32_t j) {
    // Rounded they decide, but where they are the same.
    const double rise = m_values[j] - m_values[i];
    const double line = slope.high * (j - i);
    return rise < line || (rise == line && difference(m_values[j], m_values[i]) <= product(slope, j - i));
  });
}

std::uint64_t SlopeCounts::below(Slope slope) {
  return count([&](std::uint32_t i, std::uint32_t j) { return difference(m_values[j], m_values[i]) < product(slope, j - i); });
}

double median_slope_of_pairs(std::span<const double> values) {
  std::vector<double> slopes;
  slopes.reserve(values.size() * (values.size() - 1) / 2);
  for (std::size_t j = 1; j < values.size(); ++j) {
    for (std::size_t i = 0; i < j; ++i) { slopes.push_back(slope_of(values[j], values[i], static_cast<double>(j - i))); }
  }
  const auto middle = slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size() / 2);
  std::nth_element(slopes.begin(), middle, slopes.end());
  if (slopes.size() % 2 != 0) { return *middle; }
  return (*std::max_element(slopes.begin(), middle) + *middle) / 2;
}

double median_slope_by_counts(std::span<const double> values) {
  // Out of the reach of the smallest numbers, which have fewer bits.
  constexpr int larger = 600;
  std::vector<double> scaled(values.begin(), values.end());
  for (double& value : scaled) { value = std::ldexp(value, larger); }
  Search search(scaled);
  const std::uint64_t half = search.pairs() / 2;
  if (search.pairs() % 2 != 0) { return std::ldexp(search.slope(half + 1), -larger); }
  const double lower = std::ldexp(search.slope(half), -larger);
  return (lower + std::ldexp(search.slope(half + 1), -larger)) / 2;
}

double median_slope(std::span<const double> values) {
  constexpr std::size_t short_series = 1000;  // 4 MB of slopes
  return values.size() <= short_series ? median_slope_of_pairs(values) : median_slope_by_counts(values);
}

}  // namespace geo
