// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/coding.hpp"
#include "api/http/message.hpp"

#include <string>
#include <string_view>

namespace api {

/// True for media types that gain from compression: text, JSON and its relatives, JavaScript, XML, SVG, vector tiles.
bool is_compressible(std::string_view content_type);

/// `body` in that coding; empty when there is no memory, or when it would have more than `most_bytes`. Identity is no coding.
/// Large bodies are compressed lightly, as is what is wanted in haste. Not for I/O threads.
std::string compressed(Coding coding, std::string_view body, std::size_t most_bytes, bool in_haste = false);

/// Gives a response its final form for this request: when type and size (above 1 KB) make a coding worth while and it has none yet,
/// Vary names Accept-Encoding, and body, Content-Encoding and ETag become those of the coding that the client likes best. A client
/// that refuses the bytes as they are gets whatever coding it takes, worth while or not; one that takes nothing gets them all the
/// same. A 304 whose client holds a coded form gets that form's ETag. Doing it twice changes nothing, so a cache may keep the result.
void negotiate_encoding(const Request& request, Response& response);

}  // namespace api
