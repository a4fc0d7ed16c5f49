// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace api {

/// Bounds on what the parser keeps of one request, apart from the body (whose limit depends on the route).
struct ParserLimits {
  /// Request line without its CRLF; a longer one is answered 414.
  std::size_t request_line_bytes = std::size_t{8} * 1024;
  /// All field lines together with their line ends; 431.
  std::size_t header_bytes = std::size_t{16} * 1024;
  /// Number of fields; 431.
  std::size_t header_count = 100;
  /// Chunk extensions of one body together, and the longest chunk size line; 400. Trailers count as header_bytes.
  std::size_t chunk_extension_bytes = std::size_t{16} * 1024;
};

}  // namespace api
