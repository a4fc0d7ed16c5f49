// SPDX-License-Identifier: Apache-2.0
#include "api/http/listener.hpp"

#include "api/http/connection.hpp"
#include "api/http/core.hpp"

#include <pistache/listener.h>
#include <pistache/peer.h>
#include <pistache/tcp.h>
#include <pistache/transport.h>

#include <arpa/inet.h>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace api {
namespace {

namespace tcp = Pistache::Tcp;

constexpr int backlog = 1024;

/// Pistache makes one copy per I/O thread, so the table needs no lock: a descriptor stays with one thread for life.
class IoHandler final : public tcp::Handler {
  PROTOTYPE_OF(tcp::Handler, IoHandler)

 public:
  explicit IoHandler(Core& core) : m_core(&core) {}

  void onConnection(const std::shared_ptr<tcp::Peer>& peer) override {
    const auto fd = static_cast<std::size_t>(peer->fd());
    if (fd >= m_connections.size()) { m_connections.resize(fd + 64); }
    m_connections[fd] = m_core->open(peer->fd());
  }

  void onInput(const char* data, std::size_t size, const std::shared_ptr<tcp::Peer>& peer) override {
    // A throw would end the process; a connection that cannot be served is cut instead.
    const auto fd = static_cast<std::size_t>(peer->fd());
    Connection* connection = fd < m_connections.size() ? m_connections[fd].get() : nullptr;
    try {
      if (connection != nullptr) {
        connection->on_input(data, size);
      } else {
        ::shutdown(peer->fd(), SHUT_RDWR);
      }
    } catch (...) { connection->cut(); }
  }

  void onDisconnection(const std::shared_ptr<tcp::Peer>& peer) override {
    const auto fd = static_cast<std::size_t>(peer->fd());
    if (fd >= m_connections.size() || !m_connections[fd]) { return; }
    m_connections[fd]->on_peer_gone();
    m_connections[fd].reset();
  }

 private:
  Core* m_core;
  std::vector<std::shared_ptr<Connection>> m_connections;
};

/// Pistache's plain TCP transport, where nothing thrown leaves the I/O thread. Its HTTP layer is not used at all: no
/// parser of theirs, no router, and no idle timer that could close a peer behind our back; deadlines are the housekeeper's.
class IoTransport final : public tcp::Transport {
 public:
  explicit IoTransport(const std::shared_ptr<tcp::Handler>& handler, Core& core)
      : tcp::Transport(handler), m_handler(handler), m_core(core) {}

  void onReady(const Pistache::Aio::FdSet& events) override {
    try {
      tcp::Transport::onReady(events);
    } catch (const std::exception& error) {
      if (m_core.options.error_log) { m_core.options.error_log("", error.what()); }
    } catch (...) {
      if (m_core.options.error_log) { m_core.options.error_log("", "an exception of unknown type on an I/O thread"); }
    }
  }

  std::shared_ptr<Pistache::Aio::Handler> clone() const override { return std::make_shared<IoTransport>(m_handler->clone(), m_core); }

 private:
  std::shared_ptr<tcp::Handler> m_handler;
  Core& m_core;
};

bool is_listening_on(int fd, std::uint16_t port) {
  int listening = 0;
  socklen_t size = sizeof listening;
  if (::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || listening == 0) { return false; }
  sockaddr_storage storage{};
  size = sizeof storage;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) { return false; }
  sockaddr_in v4{};
  std::memcpy(&v4, &storage, sizeof v4);  // the port stands at the same place in both families
  return (storage.ss_family == AF_INET || storage.ss_family == AF_INET6) && ntohs(v4.sin_port) == port;
}

/// Pistache keeps its listening descriptor to itself; we need it to stop accepting while connections live on.
int find_listening_fd(std::uint16_t port) {
  DIR* folder = ::opendir("/proc/self/fd");
  if (folder == nullptr) { return -1; }
  int found = -1;
  while (const dirent* entry = ::readdir(folder)) {  // NOLINT(concurrency-mt-unsafe): the stream is ours alone
    const auto fd = static_cast<int>(std::strtol(entry->d_name, nullptr, 10));
    if (fd > 2 && is_listening_on(fd, port)) { found = fd; }
  }
  ::closedir(folder);
  return found;
}

std::string bracketed(const std::string& address) {
  return address.find(':') != std::string::npos && address.front() != '[' ? "[" + address + "]" : address;
}

}  // namespace

struct Listener::Impl {
  explicit Impl(Core& the_core) : core(the_core) {}
  Core& core;
  tcp::Listener listener;
};

Listener::Listener(Core& core) : m_impl(std::make_unique<Impl>(core)) {}

Listener::~Listener() = default;

void Listener::start() {
  Core& core = m_impl->core;
  tcp::Listener& listener = m_impl->listener;
  const std::string host = bracketed(core.options.address);
  try {
    const Pistache::Flags<tcp::Options> flags(tcp::Options::ReuseAddr | tcp::Options::NoDelay | tcp::Options::CloseOnExec);
    listener.init(static_cast<std::size_t>(core.options.io_threads), flags, "http", backlog);
    const auto handler = std::make_shared<IoHandler>(core);
    listener.setHandler(handler);
    listener.setTransportFactory([handler, &core] { return std::make_shared<IoTransport>(handler, core); });
    listener.bind(Pistache::Address(host, Pistache::Port(core.options.port)));
    m_port = static_cast<std::uint16_t>(listener.getPort());
    listener.runThreaded();
  } catch (const std::exception& error) {
    throw std::runtime_error("Cannot listen on " + host + ":" + std::to_string(core.options.port) + ": " + error.what());
  }
  m_listen_fd = find_listening_fd(m_port);
}

/// A socket that does not listen takes the place of the listening one: the kernel closes the port, and Pistache's acceptor,
/// which polls the old file, simply sleeps.
void Listener::stop_accepting() {
  if (m_listen_fd < 0) { return; }
  pollfd entry{m_listen_fd, POLLIN, 0};
  for (int i = 0; i < 50 && ::poll(&entry, 1, 0) > 0; ++i) { ::usleep(1000); }
  const int other = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (other < 0) { return; }
  ::dup3(other, m_listen_fd, O_CLOEXEC);
  ::close(other);
  m_listen_fd = -1;
}

}  // namespace api
