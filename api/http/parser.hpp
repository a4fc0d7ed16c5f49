// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/chunked.hpp"
#include "api/http/fields.hpp"
#include "api/http/limits.hpp"
#include "api/http/message.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace api {

/// Reads requests of HTTP/1.0 and 1.1, strictly, from bytes cut anywhere: the result depends on the bytes only, never on
/// the cuts. One request at a time: feed until head, start_body, feed until done, take the request, reset. No recursion,
/// memory bounded by the limits. Not thread-safe.
class RequestParser {
 public:
  enum class State {
    line,     ///< in or before the request line
    fields,   ///< in the header fields
    head,     ///< the head is complete: call start_body()
    body,     ///< in the body
    done,     ///< request() is complete
    refused,  ///< refusal() says why; the rest of the stream cannot be trusted
  };

  explicit RequestParser(const ParserLimits& limits) : m_limits(limits), m_chunks(limits) {}

  /// Takes bytes and returns how many; stops early at head, done and refused.
  std::size_t feed(const char* data, std::size_t size);

  /// After State::head: sets the greatest acceptable body and goes on to body, done or refused (413). With `upload` the body goes
  /// there; when the disk takes no more, the request is refused (507).
  void start_body(std::size_t body_limit, std::shared_ptr<Upload> upload = nullptr);

  /// Ready for the next request; keeps allocations.
  void reset();

  /// No byte of the next request has come yet.
  [[nodiscard]] bool fresh() const { return m_state == State::line && m_line.empty() && m_blank_lines == 0; }

  [[nodiscard]] State state() const { return m_state; }
  [[nodiscard]] const Refusal& refusal() const { return m_refusal; }
  [[nodiscard]] const Framing& framing() const { return m_framing; }
  /// 0 or 1, for HTTP/1.0 or 1.1.
  [[nodiscard]] int minor() const { return m_minor; }
  Request& request() { return m_request; }
  /// Bytes of the body so far, wherever they are.
  [[nodiscard]] std::size_t body_received() const { return m_spilled + m_request.body.size(); }

 private:
  std::size_t feed_line(const char* data, std::size_t size);
  std::size_t feed_body(const char* data, std::size_t size);
  std::size_t feed_length(const char* data, std::size_t size);
  std::size_t feed_chunks(const char* data, std::size_t size);
  void spill();
  bool line_too_long(std::size_t more);
  void on_line(std::string_view line);
  void on_request_line(std::string_view line);
  bool check_version(std::string_view version);
  void on_field(std::string_view line);
  void on_head_end();
  void refuse(const Refusal& why);

  ParserLimits m_limits;
  State m_state = State::line;
  std::string m_line;
  std::size_t m_field_bytes = 0;
  int m_blank_lines = 0;
  int m_minor = 1;
  std::string m_authority;
  Request m_request;
  Framing m_framing;
  ChunkedDecoder m_chunks;
  Refusal m_refusal;
  std::size_t m_spilled = 0;  ///< bytes of the body on disk
};

}  // namespace api
