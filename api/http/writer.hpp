// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"

#include <ctime>
#include <string>
#include <string_view>

namespace api {

/// What the writer must know beside the response.
struct WriteContext {
  bool head_request = false;
  bool keep_alive = true;
  /// The client speaks HTTP/1.0, which must be told when the connection stays open.
  bool minor_zero = false;
  /// Told to the client, so that it can name the request to whoever reads the log. Empty: not told.
  std::string_view request_id = {};
};

/// True when the response can go out: status 200 to 599, names that are tokens, values without control characters.
bool is_valid(const Response& response);

/// True when the answer carries body bytes: not for HEAD, 204 and 304.
bool sends_body(const Response& response, bool head_request);

/// Replaces `out` by status line and header fields, with Date and, except for 204 and 304, Content-Length. The response
/// must be valid.
void write_head(const Response& response, const WriteContext& context, std::string& out);

/// Time in the fixed form of RFC 9110 ("Sun, 06 Nov 1994 08:49:37 GMT").
std::string http_date(std::time_t time);

/// http_date of now, made once per second and thread. Valid until the calling thread calls again.
std::string_view http_date_now();

}  // namespace api
