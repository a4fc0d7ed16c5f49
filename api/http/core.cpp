// SPDX-License-Identifier: Apache-2.0
#include "api/http/core.hpp"

#include "api/http/connection.hpp"

#include <random>
#include <utility>

namespace api {
namespace {

/// Connections over the limit that may still wait for their 503 to be read; beyond, they are cut without a word.
constexpr std::size_t refused_at_once = 64;

/// A bijection on 64 bits (splitmix64), so that ids are unique without looking like a counter.
std::uint64_t scramble(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

}  // namespace

void Registry::add(std::uint64_t id, std::shared_ptr<Connection> connection) {
  const std::lock_guard lock(m_mutex);
  m_connections.emplace(id, std::move(connection));
  m_size.store(m_connections.size(), std::memory_order_relaxed);
}

void Registry::remove(std::uint64_t id) {
  std::shared_ptr<Connection> last;  // may be the last owner: destroyed after the lock is given back
  const std::lock_guard lock(m_mutex);
  const auto found = m_connections.find(id);
  if (found == m_connections.end()) { return; }
  last = std::move(found->second);
  m_connections.erase(found);
  m_size.store(m_connections.size(), std::memory_order_relaxed);
}

std::shared_ptr<Connection> Registry::find(std::uint64_t id) const {
  const std::lock_guard lock(m_mutex);
  const auto found = m_connections.find(id);
  return found == m_connections.end() ? nullptr : found->second;
}

void Registry::list(std::vector<std::shared_ptr<Connection>>& out) const {
  out.clear();
  const std::lock_guard lock(m_mutex);
  for (const auto& [id, connection] : m_connections) { out.push_back(connection); }
}

void Registry::wait(std::shared_ptr<Connection> connection) {
  const std::lock_guard lock(m_mutex);
  m_waiting.push_back(std::move(connection));
}

void Registry::take_waiting(std::vector<std::shared_ptr<Connection>>& out) {
  out.clear();
  const std::lock_guard lock(m_mutex);
  out.swap(m_waiting);
}

Core::Core(ServerOptions the_options, Handler the_handler, Shortcut the_shortcut, BodyLimit the_body_limit)
    : options(std::move(the_options)),
      handler(std::move(the_handler)),
      shortcut(std::move(the_shortcut)),
      body_limit(std::move(the_body_limit)),
      id_seed(random_seed()),
      pool(options.worker_threads, options.queue_limit),
      housekeeper(registry, options.tick_ms) {}

std::shared_ptr<Connection> Core::open(int fd) {
  const std::uint64_t id = ++last_connection;
  auto connection = std::make_shared<Connection>(*this, id, fd);
  registry.add(id, connection);
  const std::size_t open = registry.size();
  ++counters.connections;
  if (open > options.max_connections) {
    ++counters.refused_connections;
    connection->refuse_connection(open <= options.max_connections + refused_at_once);
  }
  return connection;
}

std::string Core::next_id() {
  static constexpr char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's base 32: no i, l, o, u
  std::uint64_t value = scramble(id_seed + last_request.fetch_add(1, std::memory_order_relaxed));
  std::string id(13, '0');
  for (char& c : id) {
    c = digits[value & 31];
    value >>= 5;
  }
  return id;
}

}  // namespace api
