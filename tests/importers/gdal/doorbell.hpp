// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace importers_tests {

/// Listens on this machine and remembers whether anybody came.
class Doorbell {
 public:
  Doorbell() : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    void* raw = &address;
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(m_fd, static_cast<const sockaddr*>(raw), size), 0);
    EXPECT_EQ(::listen(m_fd, 8), 0);
    EXPECT_EQ(::getsockname(m_fd, static_cast<sockaddr*>(raw), &size), 0);
    m_url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
  }
  ~Doorbell() { ::close(m_fd); }
  Doorbell(const Doorbell&) = delete;
  Doorbell& operator=(const Doorbell&) = delete;
  [[nodiscard]] const std::string& url() const { return m_url; }
  [[nodiscard]] bool rang() const {
    pollfd waiting{m_fd, POLLIN, 0};
    return ::poll(&waiting, 1, 0) == 1;
  }

 private:
  int m_fd;
  std::string m_url;
};

}  // namespace importers_tests
