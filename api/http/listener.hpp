// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace api {

struct Core;

/// Pistache's listener and I/O threads behind a small face: the only code that includes Pistache. Accepted connections go
/// to Core::open(), their bytes and their end to the Connection. Not thread-safe.
class Listener {
 public:
  explicit Listener(Core& core);
  /// Joins the I/O threads.
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// Binds, listens and starts the threads. Throws std::runtime_error with the reason.
  void start();

  [[nodiscard]] std::uint16_t port() const { return m_port; }

  /// Lets connections already made be accepted, then closes the port; connections live on.
  void stop_accepting();

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
  std::uint16_t m_port = 0;
  int m_listen_fd = -1;
};

}  // namespace api
