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

constexpr milliseconds breath{20};
constexpr int least_claim = 19;

}  // namespace

TileWarming::TileWarming(WarmingParts parts, Log& log) : m_parts(std::move(parts)), m_log(log), m_thread([this] { run(); }) {}

TileWarming::~TileWarming() {
  stop();
  m_thread.join();
}

void TileWarming::stop() {
  {
    const std::lock_guard lock(m_mutex);
    m_stop = true;
  }
  m_wake.notify_all();
}

bool TileWarming::wait(std::unique_lock<std::mutex>& lock, milliseconds time) {
  return !m_wake.wait_for(lock, time, [&] { return m_stop; });
}

/// Gives way for as long as somebody waits.
bool TileWarming::may_go_on() {
  std::unique_lock lock(m_mutex);
  while (!m_stop && m_parts.is_busy()) {
    if (!wait(lock, breath)) { return false; }
  }
  return !m_stop;
}

/// A change ends the pass, since the next one would draw the same again. What goes wrong is said and left: tiles are drawn when they are asked for, as before.
void TileWarming::draw_at(std::uint64_t stamp) {
  try {
    m_parts.draw([&] { return may_go_on() && m_parts.stamp() == stamp; });
  } catch (const std::exception& error) { m_log.warn(error.what()); }
}

void TileWarming::run() {
  try {
    m_parts.prepare([this] { return may_go_on(); });
  } catch (const std::exception& error) { m_log.warn(error.what()); }
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), least_claim);  // of this thread alone, on Linux
  std::optional<std::uint64_t> warmed;
  std::uint64_t seen = m_parts.stamp();
  std::unique_lock lock(m_mutex);
  while (wait(lock, m_parts.quiet)) {
    const std::uint64_t stamp = m_parts.stamp();
    const bool has_settled = std::exchange(seen, stamp) == stamp;
    if (!has_settled || warmed == stamp) { continue; }
    lock.unlock();
    draw_at(stamp);
    lock.lock();
    warmed = stamp;
  }
}

}  // namespace app
