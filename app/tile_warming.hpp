// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/service.hpp"
#include "app/log.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace app {

/// Draws tiles ahead (api::Service::warm_tiles()) when the service starts and after each change of the store, once that has been quiet for
/// a second: with the least claim to a processor there is, and not while anybody is being answered.
class TileWarming {
 public:
  /// `stamp` changes with the store; `is_busy` says whether somebody waits for an answer. All must outlive it.
  TileWarming(const api::Service& service, std::function<std::uint64_t()> stamp, std::function<bool()> is_busy, Log& log);
  ~TileWarming();  ///< After the tile at hand.
  TileWarming(const TileWarming&) = delete;
  TileWarming& operator=(const TileWarming&) = delete;

 private:
  void run();
  bool wait(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds time);
  bool may_go_on(std::uint64_t stamp);

  const api::Service& m_service;
  std::function<std::uint64_t()> m_stamp;
  std::function<bool()> m_is_busy;
  Log& m_log;
  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_stop = false;
  std::thread m_thread;
};

}  // namespace app
