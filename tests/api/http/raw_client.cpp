// SPDX-License-Identifier: Apache-2.0
#include "tests/api/http/raw_client.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdlib>
#include <dirent.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace api_test {
namespace {

constexpr int patience_ms = 20000;

}  // namespace

std::string Answer::field(std::string_view name) const {
  const std::string key = "\r\n" + std::string(name) + ": ";
  const std::size_t at = head.find(key);
  if (at == std::string::npos) { return {}; }
  const std::size_t from = at + key.size();
  return head.substr(from, head.find("\r\n", from) - from);
}

RawClient::RawClient(std::uint16_t port, int receive_buffer) : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (receive_buffer > 0) { ::setsockopt(m_fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer); }
  const int one = 1;
  ::setsockopt(m_fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(m_fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(m_fd);
    throw std::runtime_error("connect failed");
  }
}

RawClient::~RawClient() {
  if (m_fd >= 0) { ::close(m_fd); }
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) { return false; }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

long RawClient::receive() {
  pollfd entry{m_fd, POLLIN, 0};
  if (::poll(&entry, 1, patience_ms) <= 0) { return -2; }
  char buffer[65536];
  const ssize_t got = ::recv(m_fd, buffer, sizeof buffer, 0);
  if (got > 0) { m_bytes.append(buffer, static_cast<std::size_t>(got)); }
  return got;
}

Answer RawClient::read(bool head_only) {
  Answer answer;
  std::size_t end = 0;
  while ((end = m_bytes.find("\r\n\r\n")) == std::string::npos) {
    if (receive() <= 0) { return answer; }
  }
  if (m_bytes.compare(0, 9, "HTTP/1.1 ") != 0) {
    answer.body = "no answer starts with: " + m_bytes.substr(0, 40);
    return answer;
  }
  answer.head = m_bytes.substr(0, end + 2);
  const std::string length = answer.field("Content-Length");
  const std::size_t size = head_only || length.empty() ? 0 : std::stoul(length);
  while (m_bytes.size() < end + 4 + size) {
    if (receive() <= 0) { return answer; }
  }
  answer.body = m_bytes.substr(end + 4, size);
  m_bytes.erase(0, end + 4 + size);
  answer.status = std::atoi(answer.head.c_str() + 9);
  return answer;
}

std::string RawClient::read_to_end() {
  while (true) {
    const long got = receive();
    if (got > 0) { continue; }
    std::string out;
    out.swap(m_bytes);
    return out + (got == 0 ? "" : got == -1 ? "RESET" : "TIMEOUT");
  }
}

bool RawClient::ended() {
  const long got = receive();
  return m_bytes.empty() && (got == 0 || got == -1);
}

void RawClient::finish_sending() { ::shutdown(m_fd, SHUT_WR); }

void RawClient::abort() {
  const linger at_once{1, 0};
  ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(m_fd);
  m_fd = -1;
}

std::string request(std::string_view target, std::string_view fields, std::string_view method) {
  return std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(fields) + "\r\n";
}

Answer fetch(std::uint16_t port, std::string_view target, std::string_view fields, std::string_view method) {
  RawClient client(port);
  client.send(request(target, fields, method));
  return client.read(method == "HEAD");
}

int open_files() {
  int count = 0;
  DIR* folder = ::opendir("/proc/self/fd");
  while (::readdir(folder)) { ++count; }
  ::closedir(folder);
  return count;
}

}  // namespace api_test
