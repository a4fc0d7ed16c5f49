// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/lane_row.hpp"
#include "geo/hotspots/processor.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

namespace geo {

/// In how many of some pairs the times lie farther apart than each limit, in each lane. `beyond` has a row for each limit. No more pairs
/// than a Number counts.
template <class Vector, class Number>
[[gnu::always_inline]] inline void count_beyond(std::span<const std::pair<std::uint32_t, std::uint32_t>> pairs,
                                                const std::vector<LaneRow<Number>>& times, std::span<const Number> limits,
                                                LaneRow<Number>* beyond) {
  for (std::size_t at = 0; at < sizeof(LaneRow<Number>); at += sizeof(Vector)) {
    for (const auto& pair : pairs) {
      Vector apart;
      Vector other;
      std::memcpy(&apart, reinterpret_cast<const char*>(&times[pair.first]) + at, sizeof apart);
      std::memcpy(&other, reinterpret_cast<const char*>(&times[pair.second]) + at, sizeof other);
      apart -= other;
      const Vector sign = apart < 0;
      apart = (apart ^ sign) - sign;
      for (std::size_t k = 0; k < limits.size(); ++k) {
        Vector count;
        char* const counted = reinterpret_cast<char*>(&beyond[k]) + at;
        std::memcpy(&count, counted, sizeof count);
        count -= apart > limits[k];  // a comparison that is true is -1
        std::memcpy(counted, &count, sizeof count);
      }
    }
  }
}

template <class Number>
void count_beyond_plain(std::span<const std::pair<std::uint32_t, std::uint32_t>> pairs, const std::vector<LaneRow<Number>>& times,
                        std::span<const Number> limits, LaneRow<Number>* beyond) {
  using Vector [[gnu::vector_size(16)]] = Number;
  count_beyond<Vector>(pairs, times, limits, beyond);
}
#if defined(__x86_64__)
template <class Number>
__attribute__((target("avx2"))) void count_beyond_avx2(std::span<const std::pair<std::uint32_t, std::uint32_t>> pairs,
                                                       const std::vector<LaneRow<Number>>& times, std::span<const Number> limits,
                                                       LaneRow<Number>* beyond) {
  using Vector [[gnu::vector_size(32)]] = Number;
  count_beyond<Vector>(pairs, times, limits, beyond);
}
#endif
/// The quickest of this machine: the numbers are whole, so that it makes no difference but in time.
template <class Number>
auto beyond_counter() {
#if defined(__x86_64__)
  if (has_avx2()) { return &count_beyond_avx2<Number>; }
#endif
  return &count_beyond_plain<Number>;
}

}  // namespace geo
