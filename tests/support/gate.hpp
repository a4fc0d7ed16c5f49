// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>

namespace test_support {

/// Holds threads up while it is closed, so that a test decides what happens meanwhile.
class Gate {
 public:
  void close() {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
  }
  void open() {
    {
      const std::lock_guard lock(m_mutex);
      m_closed = false;
    }
    m_changed.notify_all();
  }
  void pass() {
    std::unique_lock lock(m_mutex);
    ++m_held;
    m_changed.notify_all();
    m_changed.wait(lock, [this] { return !m_closed; });
    --m_held;
  }
  /// Returns when so many threads stand at it.
  void wait_for_held(int threads) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_held >= threads; });
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  bool m_closed = false;
  int m_held = 0;
};

}  // namespace test_support
