// SPDX-License-Identifier: Apache-2.0
// The HTTP request parser: no crash, and the same verdict for every way of cutting the stream into packets. The first two
// bytes of the input choose the cuts, the rest is the stream.
#include "tests/api/http/parse_all.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) { return 0; }
  const std::string stream(data + 2, data + size);
  const std::size_t first = data[0];
  const std::size_t rest = 1 + data[1] % 61u;
  api::ParserLimits limits;  // small, so that the fuzzer reaches them
  limits.request_line_bytes = 128;
  limits.header_bytes = 256;
  limits.header_count = 8;
  limits.chunk_extension_bytes = 64;
  constexpr std::size_t body_limit = 100;
  const std::string whole = api_test::parse_all(stream, {stream.size()}, body_limit, limits);
  if (api_test::parse_all(stream, {1}, body_limit, limits) != whole) std::abort();
  if (api_test::parse_all(stream, {first, rest}, body_limit, limits) != whole) std::abort();
  return 0;
}
