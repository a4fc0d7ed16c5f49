// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "api/http/refusals.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace api {

/// One field line without its CRLF. Fails for folded lines, a missing colon, a space before the colon, names that are
/// not tokens and control characters in the value.
std::optional<Refusal> parse_field_line(std::string_view line, Header& out);

/// "host", "host:port", "[v6]:port": the form of a Host field, without user name, path or spaces.
bool is_host(std::string_view text);

/// What the fields of a complete head say about connection and body.
struct Framing {
  bool keep_alive = true;
  bool expect_continue = false;
  bool chunked = false;
  std::uint64_t content_length = 0;

  [[nodiscard]] bool has_body() const { return chunked || content_length > 0; }
};

/// Reads the framing out of the fields of a request of HTTP/1.`minor`. Refuses whatever could let two readers disagree
/// on where a request ends: repeated or malformed Content-Length, Content-Length beside Transfer-Encoding, codings other
/// than chunked, missing or repeated Host.
std::optional<Refusal> read_framing(const Request& request, int minor, Framing& out);

}  // namespace api
