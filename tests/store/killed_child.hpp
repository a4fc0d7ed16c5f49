// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace store_test {

/// Forks a child that works until it is killed and writes the number of each thing it has done, eight bytes, to `out`; kills it
/// after `life` by SIGKILL. The last number it told, or `before` when it told none. `work` must not return.
std::int64_t killed_after(std::chrono::microseconds life, std::int64_t before, const std::function<void(int out)>& work);

}  // namespace store_test
