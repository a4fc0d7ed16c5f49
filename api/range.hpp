// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/language.hpp"
#include "api/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace api {

/// What a field Range asks for of a body of some size (RFC 9110, 14).
struct RangeRequest {
  enum class Kind : std::uint8_t {
    whole,  ///< another unit, several ranges, or no range at all: all of it
    part,
    nothing,  ///< no byte of it lies in the body
  };
  Kind kind = Kind::whole;
  std::size_t first = 0;
  std::size_t size = 0;  ///< of the part, at least 1
};
RangeRequest read_range(std::string_view field, std::size_t body_size);

/// Serves the range that the request asks for out of a complete answer to GET: 206, 416, or all of it where If-Range names another
/// form. Says Accept-Ranges. Leaves alone what is not 200 or has a content coding. The response must have its final ETag and
/// Last-Modified, if it has any. For files that are downloaded; a handler's last act.
void serve_range(const Request& request, Language language, Response& response);

}  // namespace api
