// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/workers.hpp"

#include <atomic>
#include <thread>
#include <vector>

namespace geo {

/// So many threads that take task after task.
inline Workers threads(std::size_t number) {
  return [number](std::size_t count, const std::function<void(std::size_t)>& task) {
    std::vector<std::thread> running;
    std::atomic<std::size_t> next = 0;
    for (std::size_t t = 0; t < number; ++t) {
      running.emplace_back([&] {
        for (std::size_t i = next++; i < count; i = next++) { task(i); }
      });
    }
    for (std::thread& thread : running) { thread.join(); }
  };
}

}  // namespace geo
