// SPDX-License-Identifier: Apache-2.0
#include "api/http/output.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/sendfile.h>
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
  m_part = {};
  m_body_bytes = sends_body(response, context.head_request) ? response.size() : 0;
  if (m_body_bytes == 0) { return; }
  if (!response.body) {
    m_part = response.part;
  } else if (m_body_bytes <= joined_body_bytes) {
    m_head += *response.body;
  } else {
    m_body = response.body;
  }
}

void Output::clear() {
  m_body.reset();
  m_part = {};
  if (m_head.capacity() > kept_head_bytes) { m_head = {}; }
}

ssize_t Output::send_memory(int fd, std::size_t limit) const {
  iovec parts[2];
  msghdr message{};
  message.msg_iov = parts;
  if (m_sent < m_head.size()) { parts[message.msg_iovlen++] = as_vector(m_head.data() + m_sent, m_head.size() - m_sent); }
  if (m_body) {
    const std::size_t from = m_sent > m_head.size() ? m_sent - m_head.size() : 0;
    parts[message.msg_iovlen++] = as_vector(m_body->data() + from, std::min(m_body->size() - from, limit));
  }
  const int more = m_part.file ? MSG_MORE : 0;
  return ::sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT | more);
}

/// The socket does not block (Pistache's are so made), and the file was written moments ago: its bytes are in memory as a rule.
ssize_t Output::send_file(int fd, std::size_t limit) const {
  const std::size_t done = m_sent - m_head.size();
  auto from = static_cast<off_t>(m_part.first + done);
  const ssize_t written = ::sendfile(fd, m_part.file->fd(), &from, std::min(static_cast<std::size_t>(m_part.size) - done, limit));
  if (written == 0) { errno = EIO; }  // shorter than it was
  return written == 0 ? -1 : written;
}

Output::Result Output::send_some(int fd, std::size_t limit) {
  while (true) {
    const bool from_file = m_part.file && m_sent >= m_head.size();
    const ssize_t written = from_file ? send_file(fd, limit) : send_memory(fd, limit);
    if (written < 0 && errno == EINTR) { continue; }
    if (written < 0) { return errno == EAGAIN || errno == EWOULDBLOCK ? Result::blocked : Result::broken; }
    m_sent += static_cast<std::size_t>(written);
    if (m_sent == total()) { return Result::all_sent; }
    if (from_file || !m_part.file || m_sent < m_head.size()) { return Result::blocked; }
  }
}

}  // namespace api
