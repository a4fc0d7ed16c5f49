// SPDX-License-Identifier: Apache-2.0
#include "api/http/server.hpp"

#include "api/http/connection.hpp"
#include "api/http/core.hpp"
#include "api/http/listener.hpp"

#include <algorithm>
#include <cassert>
#include <csignal>
#include <sys/resource.h>
#include <thread>
#include <utility>
#include <vector>

namespace api {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Descriptors left for everything that is not a client connection.
constexpr rlim_t other_files = 512;

/// Raises the limit on open files as far as allowed and returns it.
rlim_t raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) { return 1024; }
  const rlim_t wanted = std::min<rlim_t>(limit.rlim_max, 1 << 20);
  if (limit.rlim_cur < wanted) {
    rlimit raised = limit;
    raised.rlim_cur = wanted;
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) { return wanted; }
  }
  return limit.rlim_cur;
}

ServerOptions completed(ServerOptions options) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  if (options.io_threads <= 0) { options.io_threads = std::min(cores, 4); }
  if (options.worker_threads <= 0) { options.worker_threads = std::max(cores, 4); }
  options.tick_ms = std::max(options.tick_ms, 1);
  const rlim_t files = raise_file_limit();
  const std::size_t room = files > 2 * other_files ? files - other_files : files / 2;
  options.max_connections = std::min(options.max_connections, room);
  return options;
}

}  // namespace

struct Server::Impl {
  Impl(ServerOptions options, Handler handler, Shortcut shortcut, BodyLimit body_limit)
      : core(completed(std::move(options)), std::move(handler), std::move(shortcut), std::move(body_limit)) {}

  std::vector<std::shared_ptr<Connection>> connections() const {
    std::vector<std::shared_ptr<Connection>> all;
    core.registry.list(all);
    return all;
  }

  void drain(Clock::time_point started, Clock::time_point end) {
    const auto window_end = std::min(end, started + milliseconds(core.options.drain_window_ms));
    while (Clock::now() < end && core.registry.size() > 0) {
      if (Clock::now() >= window_end) {
        for (const auto& connection : connections()) { connection->close_if_idle(); }
      }
      std::this_thread::sleep_for(milliseconds(2));
    }
  }

  void cut_all() {
    // Pistache's threads see the ends and let go; stopping those threads first would leak descriptors.
    const auto end = Clock::now() + std::chrono::seconds(2);
    while (Clock::now() < end && core.registry.size() > 0) {
      for (const auto& connection : connections()) { connection->cut(); }
      std::this_thread::sleep_for(milliseconds(1));
    }
  }

  Core core;
  std::unique_ptr<Listener> listener;
  std::uint16_t port = 0;
};

Server::Server(ServerOptions options, Handler handler, Shortcut shortcut, BodyLimit body_limit)
    : m_impl(std::make_unique<Impl>(std::move(options), std::move(handler), std::move(shortcut), std::move(body_limit))) {}

Server::~Server() { stop(milliseconds(0)); }

void Server::start() {
  assert(!m_impl->listener);
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  auto listener = std::make_unique<Listener>(m_impl->core);
  listener->start();
  m_impl->port = listener->port();
  m_impl->listener = std::move(listener);
}

std::uint16_t Server::port() const { return m_impl->port; }

void Server::stop(milliseconds grace) {
  Impl& impl = *m_impl;
  if (!impl.listener) { return; }
  const auto started = Clock::now();
  impl.core.draining = true;
  impl.listener->stop_accepting();
  impl.drain(started, started + grace);
  impl.cut_all();
  impl.listener.reset();
  impl.core.pool.stop();
  impl.core.housekeeper.stop();
}

ServerStats Server::stats() const {
  const Counters& from = m_impl->core.counters;
  ServerStats stats;
  stats.connections = from.connections;
  stats.refused_connections = from.refused_connections;
  stats.requests = from.requests;
  stats.bad_requests = from.bad_requests;
  stats.overloaded = from.overloaded;
  stats.timeouts = from.timeouts;
  stats.slow_readers = from.slow_readers;
  stats.failures = from.failures;
  stats.cancelled = from.cancelled;
  stats.bytes_out = from.bytes_out;
  stats.open_connections = m_impl->core.registry.size();
  stats.active_requests = from.active;
  stats.queued_requests = m_impl->core.pool.waiting();
  return stats;
}

}  // namespace api
