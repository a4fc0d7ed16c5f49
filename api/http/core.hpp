// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/housekeeper.hpp"
#include "api/http/server.hpp"
#include "api/http/worker_pool.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace api {

class Connection;

/// The live connections by number. Thread-safe. Its lock is innermost: it is never held while a connection is used.
class Registry {
 public:
  void add(std::uint64_t id, std::shared_ptr<Connection> connection);
  void remove(std::uint64_t id);
  [[nodiscard]] std::shared_ptr<Connection> find(std::uint64_t id) const;
  /// Replaces `out` by all live connections.
  void list(std::vector<std::shared_ptr<Connection>>& out) const;
  [[nodiscard]] std::size_t size() const { return m_size.load(std::memory_order_relaxed); }

  /// Its request is to be queued again at the next tick; until then it stays alive.
  void wait(std::shared_ptr<Connection> connection);
  /// Replaces `out` by those, and forgets them.
  void take_waiting(std::vector<std::shared_ptr<Connection>>& out);

 private:
  mutable std::mutex m_mutex;
  std::vector<std::shared_ptr<Connection>> m_waiting;
  std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> m_connections;
  std::atomic<std::size_t> m_size{0};
};

struct Counters {
  std::atomic<std::uint64_t> connections{0}, refused_connections{0}, requests{0}, bad_requests{0}, overloaded{0}, timeouts{0},
      slow_readers{0}, failures{0}, cancelled{0}, bytes_out{0};
  std::atomic<std::size_t> active{0};
};

/// What all connections of a server share. Outlives every thread that uses it.
struct Core {
  Core(ServerOptions the_options, Handler the_handler, Shortcut the_shortcut, BodyLimit the_body_limit);

  /// Registers a connection just accepted and, when there are too many, answers it with 503. On an I/O thread.
  std::shared_ptr<Connection> open(int fd);

  /// A new request id: 13 characters, never given twice by one process.
  std::string next_id();

  ServerOptions options;
  Handler handler;
  Shortcut shortcut;
  BodyLimit body_limit;
  Counters counters;
  Registry registry;
  std::atomic<bool> draining{false};
  std::atomic<std::size_t> body_bytes{0};
  std::atomic<std::uint64_t> last_connection{0};
  std::atomic<std::uint64_t> last_request{0};
  std::uint64_t id_seed;
  WorkerPool pool;
  Housekeeper housekeeper;
};

}  // namespace api
