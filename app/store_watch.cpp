// SPDX-License-Identifier: Apache-2.0
#include "app/store_watch.hpp"

#include <chrono>
#include <exception>

namespace app {

StoreWatch::StoreWatch(store::SqliteStore& store, Log& log) : m_store(store), m_log(log), m_thread([this] { run(); }) {}

StoreWatch::~StoreWatch() {
  {
    const std::lock_guard lock(m_mutex);
    m_stop = true;
  }
  m_wake.notify_all();
  m_thread.join();
}

void StoreWatch::run() {
  std::unique_lock lock(m_mutex);
  while (!m_wake.wait_for(lock, std::chrono::milliseconds(250), [&] { return m_stop; })) {
    lock.unlock();
    try {
      m_store.refresh();
    } catch (const std::exception& error) {
      // What was read before stays valid and is served on; the next look may succeed.
      m_log.warn(error.what());
    }
    lock.lock();
  }
}

}  // namespace app
