// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

namespace geo {

/// A number of one thing (cases of a region, the time of an incident) in drawings that go side by side: two cache lines.
template <class Number>
struct alignas(64) LaneRow {
  static constexpr std::size_t at_once = 128 / sizeof(Number);
  std::array<Number, at_once> values{};
};

}  // namespace geo
