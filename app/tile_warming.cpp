// SPDX-License-Identifier: Apache-2.0
#include "app/tile_warming.hpp"

#include <exception>
#include <optional>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds quiet{1000};
constexpr milliseconds breath{20};
constexpr int least_claim = 19;

}  // namespace

TileWarming::TileWarming(const api::Service& service, std::function<std::uint64_t()> stamp, std::function<bool()> is_busy, Log& log)
    : m_service(service), m_stamp(std::move(stamp)), m_is_busy(std::move(is_busy)), m_log(log), m_thread([this] { run(); }) {}

TileWarming::~TileWarming() {
  {
    const std::lock_guard lock(m_mutex);
    m_stop = true;
  }
  m_wake.notify_all();
  m_thread.join();
}

bool TileWarming::wait(std::unique_lock<std::mutex>& lock, milliseconds time) {
  return !m_wake.wait_for(lock, time, [&] { return m_stop; });
}

/// Gives way for as long as somebody waits; a change ends the pass, since the next one would draw the same again.
bool TileWarming::may_go_on(std::uint64_t stamp) {
  std::unique_lock lock(m_mutex);
  while (!m_stop && m_is_busy()) {
    if (!wait(lock, breath)) { return false; }
  }
  return !m_stop && m_stamp() == stamp;
}

void TileWarming::run() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), least_claim);  // of this thread alone, on Linux
  std::optional<std::uint64_t> warmed;
  std::uint64_t seen = m_stamp();
  std::unique_lock lock(m_mutex);
  while (wait(lock, quiet)) {
    const std::uint64_t stamp = m_stamp();
    const bool has_settled = std::exchange(seen, stamp) == stamp;
    if (!has_settled || warmed == stamp) { continue; }
    lock.unlock();
    try {
      m_service.warm_tiles([&] { return may_go_on(stamp); });
    } catch (const std::exception& error) {
      m_log.warn(error.what());  // tiles are drawn when they are asked for, as before
    }
    lock.lock();
    warmed = stamp;
  }
}

}  // namespace app
