// SPDX-License-Identifier: Apache-2.0
#include "api/http/housekeeper.hpp"

#include "api/http/connection.hpp"
#include "api/http/core.hpp"

#include <cerrno>
#include <chrono>
#include <memory>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace api {
namespace {

/// Connections are numbered from 1.
constexpr std::uint64_t wake_id = 0;

int checked(int fd, const char* what) {
  if (fd < 0) { throw std::system_error(errno, std::generic_category(), what); }
  return fd;
}

}  // namespace

Housekeeper::Housekeeper(Registry& registry, int tick_ms)
    : m_registry(registry),
      m_tick_ms(tick_ms),
      m_epoll(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      m_wake(checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = wake_id;
  checked(::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wake, &event), "epoll_ctl");
  m_thread = std::thread([this] { run(); });
}

bool Housekeeper::watch(int fd, std::uint64_t connection) const {
  epoll_event event{};
  event.events = EPOLLOUT | EPOLLONESHOT;
  event.data.u64 = connection;
  if (::epoll_ctl(m_epoll, EPOLL_CTL_MOD, fd, &event) == 0) { return true; }
  return errno == ENOENT && ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

void Housekeeper::unwatch(int fd) const { ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr); }

void Housekeeper::stop() {
  if (!m_thread.joinable()) { return; }
  ::eventfd_write(m_wake, 1);
  m_thread.join();
  ::close(m_wake);
  ::close(m_epoll);
}

void Housekeeper::run() {
  using Clock = std::chrono::steady_clock;
  const auto tick = std::chrono::milliseconds(m_tick_ms);
  auto next_tick = Clock::now() + tick;
  std::vector<std::shared_ptr<Connection>> all;
  epoll_event events[64];
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(next_tick - Clock::now()).count();
    const int ready = ::epoll_wait(m_epoll, events, 64, left < 0 ? 0 : static_cast<int>(left) + 1);
    for (int i = 0; i < ready; ++i) {
      if (events[i].data.u64 == wake_id) { return; }
      if (const auto connection = m_registry.find(events[i].data.u64)) { connection->on_writable(); }
    }
    const auto now = Clock::now();
    if (now < next_tick) { continue; }
    next_tick = now + tick;
    m_registry.take_waiting(all);
    for (const auto& connection : all) { connection->queue_again(); }
    all.clear();
    m_registry.list(all);
    for (const auto& connection : all) { connection->check_deadline(now); }
    all.clear();
  }
}

}  // namespace api
