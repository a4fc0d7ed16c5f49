// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"

#include <string_view>

namespace api {

/// An RFC 9457 answer (application/problem+json): type, title (the reason phrase), status, detail and `request_id`, by
/// which the operator finds the request in the log. `detail` goes to the client: never put an exception's text there.
/// An empty detail or id is left out.
Response problem(int status, std::string_view detail, std::string_view request_id, std::string_view type = "about:blank");

/// Appends `text` as the inside of a JSON string; bytes that are not valid UTF-8 become U+FFFD.
void append_json_text(std::string& out, std::string_view text);

}  // namespace api
