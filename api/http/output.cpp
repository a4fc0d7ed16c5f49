// SPDX-License-Identifier: Apache-2.0
#include "api/http/output.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>

namespace api {
namespace {

/// Copying so much costs less than a second entry in the kernel's vector.
constexpr std::size_t joined_body_bytes = std::size_t{16} * 1024;

/// An idle connection keeps no more than this.
constexpr std::size_t kept_head_bytes = std::size_t{4} * 1024;

/// The kernel only reads through iov_base, whose type says otherwise.
iovec as_vector(const char* data, std::size_t size) {
  return {const_cast<char*>(data), size};  // NOLINT(cppcoreguidelines-pro-type-const-cast): see above
}

}  // namespace

void Output::start(const Response& response, const WriteContext& context) {
  write_head(response, context, m_head);
  m_sent = 0;
  m_body.reset();
  m_body_bytes = sends_body(response, context.head_request) ? response.size() : 0;
  if (m_body_bytes == 0) { return; }
  if (m_body_bytes <= joined_body_bytes) {
    m_head += *response.body;
  } else {
    m_body = response.body;
  }
}

void Output::clear() {
  m_body.reset();
  if (m_head.capacity() > kept_head_bytes) { m_head = {}; }
}

Output::Result Output::send_some(int fd, std::size_t limit) {
  iovec parts[2];
  msghdr message{};
  message.msg_iov = parts;
  if (m_sent < m_head.size()) { parts[message.msg_iovlen++] = as_vector(m_head.data() + m_sent, m_head.size() - m_sent); }
  if (m_body) {
    const std::size_t from = m_sent > m_head.size() ? m_sent - m_head.size() : 0;
    parts[message.msg_iovlen++] = as_vector(m_body->data() + from, std::min(m_body->size() - from, limit));
  }
  ssize_t written = 0;
  do { written = ::sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT); } while (written < 0 && errno == EINTR);
  if (written < 0) { return errno == EAGAIN || errno == EWOULDBLOCK ? Result::blocked : Result::broken; }
  m_sent += static_cast<std::size_t>(written);
  return m_sent == total() ? Result::all_sent : Result::blocked;
}

}  // namespace api
