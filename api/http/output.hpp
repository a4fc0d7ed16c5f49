// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "api/http/writer.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <sys/types.h>

namespace api {

/// The bytes of one answer on their way to a socket. Not thread-safe.
class Output {
 public:
  enum class Result { all_sent, blocked, broken };

  /// Takes over an answer (must be valid); small bodies are put behind the head, so that one send() does.
  void start(const Response& response, const WriteContext& context);

  /// One non-blocking write of at most `limit` bytes.
  Result send_some(int fd, std::size_t limit);

  [[nodiscard]] std::size_t sent() const { return m_sent; }
  [[nodiscard]] std::size_t body_bytes() const { return m_body_bytes; }

  /// Lets go of the body.
  void clear();

 private:
  [[nodiscard]] std::size_t total() const { return m_head.size() + (m_body ? m_body->size() : static_cast<std::size_t>(m_part.size)); }
  ssize_t send_memory(int fd, std::size_t limit) const;
  ssize_t send_file(int fd, std::size_t limit) const;

  std::string m_head;
  std::shared_ptr<const std::string> m_body;
  FilePart m_part;
  std::size_t m_sent = 0;
  std::size_t m_body_bytes = 0;
};

}  // namespace api
