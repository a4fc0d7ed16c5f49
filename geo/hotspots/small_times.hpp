// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// Times and limits of differences as small whole numbers: a difference of times exceeds a limit just where that of the numbers does. They
/// are counted in the greatest unit that all share, and a gap that no limit reaches across is cut short.
struct SmallTimes {
  std::vector<std::int64_t> at;      ///< from 0 on, as the times were listed
  std::vector<std::int64_t> limits;  ///< as the limits were listed
  std::int64_t most = 0;             ///< the greatest of both
};

/// O(n log n). Throws Error{usage} for a limit beyond 10^18 ms, Error{too_large} where times reach so far with no gap between them.
SmallTimes small_times(std::span<const TimeMs> times, std::span<const std::int64_t> limits_ms);

}  // namespace geo
