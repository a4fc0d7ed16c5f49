// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace api {

/// A strong ETag from the bytes of a body.
std::string etag_of(std::string_view body);
/// An ETag known before the body is made: from the version of what is shown and all of the request that shapes the answer.
std::string etag_of(const Call& call, const geo::View& view);

/// A 304 when the client holds the answer with this ETag already: nothing needs to be read or written then.
std::optional<Response> not_modified(const Call& call, const std::string& etag);

/// JSON or HTML with its Content-Type.
Response document(const Call& call, std::string body);

/// 303: a browser that has sent a form goes on to that address.
Response see_other(std::string address);

/// Adds what every answer of a route carries: ETag (and turns into a 304), Cache-Control unless it has one, language.
void add_route_headers(const Call& call, Response& response);
/// Whether add_security_headers() has been here, after add_route_headers().
bool is_finished(const Response& response);
/// Adds what every answer carries, errors too; a Content-Security-Policy of the handler's own stays.
void add_security_headers(Response& response);

}  // namespace api
