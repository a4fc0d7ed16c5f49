// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api_test {

/// One parsed answer; status 0 means that the connection ended before a complete one.
struct Answer {
  int status = 0;
  std::string head;
  std::string body;

  /// Value of the first field of that name (exact case), empty when absent.
  std::string field(std::string_view name) const;
};

/// A TCP client on loopback that sends bytes as told and reads answers, with a generous limit on waiting.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0);
  ~RawClient();
  RawClient(RawClient&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)), m_bytes(std::move(other.m_bytes)) {}
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  /// False when the server has ended the connection.
  bool send(std::string_view bytes);
  /// The next answer; with `head_only` no body is expected whatever Content-Length says.
  Answer read(bool head_only = false);
  /// Everything until the server ends the connection; "TIMEOUT" or "RESET" is put behind when it does not end well.
  std::string read_to_end();
  /// True when the connection ends, in any way, without further bytes.
  bool ended();
  /// Ends our sending side.
  void finish_sending();
  /// Closes with a reset.
  void abort();
  int fd() const { return m_fd; }

 private:
  /// Bytes received, 0 at the end, -1 on a reset, -2 when nothing came for long.
  long receive();

  int m_fd = -1;
  std::string m_bytes;
};

/// Sends one request on a new connection and returns its answer.
Answer fetch(std::uint16_t port, std::string_view target, std::string_view fields = "", std::string_view method = "GET");

/// "GET target HTTP/1.1" with Host and further field lines (each with its CRLF).
std::string request(std::string_view target, std::string_view fields = "", std::string_view method = "GET");

/// Open descriptors of this process.
int open_files();

}  // namespace api_test
