// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/fields.hpp"
#include "api/http/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace api {

/// Takes the chunked coding off a request body, a few bytes at a time. Chunk extensions and trailer fields are checked,
/// counted against the limits and dropped. Not thread-safe.
class ChunkedDecoder {
 public:
  explicit ChunkedDecoder(const ParserLimits& limits) : m_limits(limits) {}

  void reset(std::size_t body_limit);

  /// Appends decoded bytes to `body`; returns how many bytes were taken (all, unless the body ended or is refused).
  std::size_t feed(const char* data, std::size_t size, std::string& body);

  [[nodiscard]] bool done() const { return m_state == State::done; }
  [[nodiscard]] const std::optional<Refusal>& refusal() const { return m_refusal; }

 private:
  enum class State { size_line, data, data_end, trailer, done, refused };

  std::size_t feed_line(const char* data, std::size_t size);
  std::size_t feed_data(const char* data, std::size_t size, std::string& body);
  std::size_t feed_data_end(char c);
  void on_line(std::string_view line);
  void on_size(std::string_view line);
  void on_trailer(std::string_view line);
  void refuse(const Refusal& why);

  ParserLimits m_limits;
  State m_state = State::size_line;
  std::string m_line;
  std::uint64_t m_left = 0;
  std::size_t m_body_limit = 0;
  std::size_t m_total = 0;  ///< body bytes so far, of which some may have been taken away
  std::size_t m_overhead = 0;
  std::size_t m_trailers = 0;
  bool m_cr_seen = false;
  std::optional<Refusal> m_refusal;
};

}  // namespace api
