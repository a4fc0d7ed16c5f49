// SPDX-License-Identifier: Apache-2.0
#include "tests/api/http/decoded.hpp"

#include <brotli/decode.h>
#include <libdeflate.h>
#include <zstd.h>

#include <cstdint>

namespace api_test {

std::string decoded(std::string_view coding, std::string_view bytes, std::size_t size) {
  std::string out(size, '\0');
  std::size_t got = size;
  bool good = false;
  if (coding == "gzip") {
    libdeflate_decompressor* decompressor = libdeflate_alloc_decompressor();
    good = libdeflate_gzip_decompress(decompressor, bytes.data(), bytes.size(), out.data(), size, &got) == LIBDEFLATE_SUCCESS;
    libdeflate_free_decompressor(decompressor);
  } else if (coding == "br") {
    const void* from = bytes.data();
    void* to = out.data();
    good = BrotliDecoderDecompress(bytes.size(), static_cast<const std::uint8_t*>(from), &got, static_cast<std::uint8_t*>(to)) ==
           BROTLI_DECODER_RESULT_SUCCESS;
  } else if (coding == "zstd") {
    got = ZSTD_decompress(out.data(), size, bytes.data(), bytes.size());
    good = ZSTD_isError(got) == 0;
  }
  return good ? out.substr(0, got) : "broken";
}

}  // namespace api_test
