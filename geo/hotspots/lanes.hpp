// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace geo {

/// So many drawings go side by side.
inline constexpr std::size_t lanes = 16;
using Lanes = std::array<std::int32_t, lanes>;

/// The lanes in registers of the processor: compilers leave loops over arrays in memory.
class LaneSums {
 public:
  void add(const Lanes& more) {
    for (std::size_t k = 0; k < m_fours.size(); ++k) {
      Four four;
      std::memcpy(&four, more.data() + k * 4, sizeof four);
      m_fours[k] += four;
    }
  }
  void subtract(const LaneSums& less) {
    for (std::size_t k = 0; k < m_fours.size(); ++k) { m_fours[k] -= less.m_fours[k]; }
  }
  /// Whether one of them, less that of `less`, is so many. In one expression: differences that are kept go through memory.
  [[nodiscard]] bool any_at_least(std::int32_t wanted, const LaneSums& less) const {
    const auto& a = m_fours;
    const auto& b = less.m_fours;
    const auto reached = (a[0] - b[0] >= wanted) | (a[1] - b[1] >= wanted) | (a[2] - b[2] >= wanted) | (a[3] - b[3] >= wanted);
    std::array<std::uint64_t, 2> bits{};
    std::memcpy(bits.data(), &reached, sizeof reached);
    return (bits[0] | bits[1]) != 0;
  }
  [[nodiscard]] Lanes values() const {
    Lanes values;
    std::memcpy(values.data(), m_fours.data(), sizeof values);
    return values;
  }

 private:
  using Four [[gnu::vector_size(16)]] = std::int32_t;

  std::array<Four, lanes / 4> m_fours{};
};

}  // namespace geo
