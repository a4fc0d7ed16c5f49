// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace geo {

/// Runs task(0) … task(count - 1), in any order and perhaps several at once, and returns when all have ended. Nothing below
/// app/ starts a thread: whoever calls hands workers down, and tasks must not depend on how many there are. An exception of
/// a task comes out of the call.
using Workers = std::function<void(std::size_t count, const std::function<void(std::size_t)>& task)>;

/// One task after the other, in this thread.
inline void one_by_one(std::size_t count, const std::function<void(std::size_t)>& task) {
  for (std::size_t i = 0; i < count; ++i) { task(i); }
}

}  // namespace geo
