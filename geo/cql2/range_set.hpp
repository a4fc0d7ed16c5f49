// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace geo::cql2 {

/// Closed ranges of whole or real numbers, ascending and apart. Private to this folder.
template <class T>
class RangeSet {
 public:
  struct Range {
    T first, last;
  };

  RangeSet() = default;
  RangeSet(T first, T last) {
    if (first <= last) { m_ranges.push_back({first, last}); }
  }
  static RangeSet all() { return {least(), most()}; }

  [[nodiscard]] const std::vector<Range>& ranges() const { return m_ranges; }
  [[nodiscard]] bool has(T value) const {
    const auto after = std::upper_bound(m_ranges.begin(), m_ranges.end(), value, [](T v, const Range& r) { return v < r.first; });
    return after != m_ranges.begin() && value <= (after - 1)->last;
  }

  /// In any order, overlapping or not. O(n log n).
  static RangeSet of(std::vector<Range> ranges) {
    std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
    RangeSet set;
    for (const Range& r : ranges) {
      if (!set.m_ranges.empty() && r.first <= set.m_ranges.back().last) {
        set.m_ranges.back().last = std::max(set.m_ranges.back().last, r.last);
      } else {
        set.m_ranges.push_back(r);
      }
    }
    return set;
  }
  void intersect(const RangeSet& other) {
    std::vector<Range> common;
    for (const Range& a : m_ranges) {
      for (const Range& b : other.m_ranges) {
        if (a.first <= b.last && b.first <= a.last) { common.push_back({std::max(a.first, b.first), std::min(a.last, b.last)}); }
      }
    }
    m_ranges = std::move(common);
  }

 private:
  static T least() { return std::numeric_limits<T>::has_infinity ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::min(); }
  static T most() { return std::numeric_limits<T>::has_infinity ? std::numeric_limits<T>::infinity() : std::numeric_limits<T>::max(); }

  std::vector<Range> m_ranges;
};

/// The values v for which `v op [low, high]` holds, where what lies from low to high counts as equal. `below` is the largest value
/// under low and `above` the smallest over high, if there are any.
template <class T>
RangeSet<T> values_that_are(std::string_view op, T low, T high, std::optional<T> below, std::optional<T> above) {
  using Range = typename RangeSet<T>::Range;
  const Range everything = RangeSet<T>::all().ranges().front();
  std::vector<Range> found;
  const bool less = op == "<" || op == "<=" || op == "<>";
  const bool more = op == ">" || op == ">=" || op == "<>";
  const bool same = op == "=" || op == "<=" || op == ">=";
  if (less && below) { found.push_back({everything.first, *below}); }
  if (same && low <= high) { found.push_back({low, high}); }
  if (more && above) { found.push_back({*above, everything.last}); }
  return RangeSet<T>::of(std::move(found));
}

}  // namespace geo::cql2
