// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/log.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace app {

/// What TileWarming works with; all of it must outlive that.
struct WarmingParts {
  using GoOn = std::function<bool()>;
  /// Once, before the thread lowers its claim: what others may wait for.
  std::function<void(const GoOn&)> prepare;
  /// Draws tiles ahead for as long as it is told to go on.
  std::function<void(const GoOn&)> draw;
  /// Changes with the store.
  std::function<std::uint64_t()> stamp;
  /// Whether somebody waits for an answer.
  std::function<bool()> is_busy;
  /// How long the store must have been as it is.
  std::chrono::milliseconds quiet{1000};
};

/// Draws tiles ahead (api::Service::warm_tiles()) when the service starts and after each change of the store, once that has been quiet for
/// a second: with the least claim to a processor there is, and not while anybody is being answered.
class TileWarming {
 public:
  TileWarming(WarmingParts parts, Log& log);
  ~TileWarming();  ///< stop(), and waits for the tile at hand.
  TileWarming(const TileWarming&) = delete;
  TileWarming& operator=(const TileWarming&) = delete;

  /// Begins no other tile from now on. Waits for nothing, so that others can end before it is waited for.
  void stop();

 private:
  void run();
  void draw_at(std::uint64_t stamp);
  bool wait(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds time);
  bool may_go_on();

  WarmingParts m_parts;
  Log& m_log;
  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_stop = false;
  std::thread m_thread;
};

}  // namespace app
