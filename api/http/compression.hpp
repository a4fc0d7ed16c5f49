// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"

#include <string_view>

namespace api {

/// True when the request's Accept-Encoding takes gzip (by name or by "*", with q above 0).
bool accepts_gzip(const Request& request);
/// Whether the client takes bodies in that content coding ("br"), by name or by "*".
bool accepts_coding(const Request& request, std::string_view coding);

/// True for media types that gain from gzip: text, JSON and its relatives, JavaScript, XML, SVG, vector tiles.
bool is_compressible(std::string_view content_type);

/// Gives a response its final form for this request: when type and size (above 1 KB) make gzip worth while and no
/// Content-Encoding is set, Vary names Accept-Encoding, and, if the client takes gzip, body, Content-Encoding and ETag
/// become those of the gzip form. A 304 whose client holds the gzip form gets that form's ETag. Doing it twice changes
/// nothing, so a cache may keep the result. Takes about 10 ms per MB: call it on worker threads only.
void negotiate_encoding(const Request& request, Response& response);

}  // namespace api
