// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <thread>

namespace api {

class Registry;

/// One thread that continues answers whose client reads slowly, and looks at every connection's deadline once per tick.
/// watch() and unwatch() are thread-safe.
class Housekeeper {
 public:
  Housekeeper(Registry& registry, int tick_ms);
  ~Housekeeper() { stop(); }
  Housekeeper(const Housekeeper&) = delete;
  Housekeeper& operator=(const Housekeeper&) = delete;

  /// Calls on_writable() of the connection once, when `fd` takes bytes again. False when the kernel refuses.
  [[nodiscard]] bool watch(int fd, std::uint64_t connection) const;

  /// Must come before `fd` is closed.
  void unwatch(int fd) const;

  void stop();

 private:
  void run();

  Registry& m_registry;
  int m_tick_ms;
  int m_epoll;
  int m_wake;
  std::thread m_thread;
};

}  // namespace api
