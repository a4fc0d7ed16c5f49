// SPDX-License-Identifier: Apache-2.0
// What a content coding saves and costs, level by level, for the files given (answers of the service; see codings.sh).
#include <brotli/encode.h>
#include <libdeflate.h>
#include <zstd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

namespace {

using Encode = std::function<std::size_t(const std::string& body, std::string& out)>;

Encode gzip(int level) {
  return [compressor = libdeflate_alloc_compressor(level)](const std::string& body, std::string& out) {
    return libdeflate_gzip_compress(compressor, body.data(), body.size(), out.data(), out.size());
  };
}

Encode brotli(int level) {
  return [level](const std::string& body, std::string& out) {
    std::size_t size = out.size();
    const void* from = body.data();
    void* to = out.data();
    BrotliEncoderCompress(level, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, body.size(), static_cast<const std::uint8_t*>(from), &size,
                          static_cast<std::uint8_t*>(to));
    return size;
  };
}

Encode zstd(int level) {
  return [level, context = ZSTD_createCCtx()](const std::string& body, std::string& out) {
    return ZSTD_compressCCtx(context, out.data(), out.size(), body.data(), body.size(), level);
  };
}

/// Best of as many rounds as fit into a fifth of a second.
void measure(const char* name, int level, const Encode& encode, const std::string& body) {
  using Clock = std::chrono::steady_clock;
  std::string out(body.size() + body.size() / 2 + 4096, '\0');
  std::size_t size = 0;
  double best_ms = 1e9;
  const auto end = Clock::now() + std::chrono::milliseconds(200);
  do {
    const auto start = Clock::now();
    size = encode(body, out);
    best_ms = std::min(best_ms, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  } while (Clock::now() < end);
  std::printf("  %-5s %2d  %9zu bytes  %5.1f %%  %8.3f ms  %6.0f MB/s\n", name, level, size,
              100.0 * static_cast<double>(size) / static_cast<double>(body.size()), best_ms,
              static_cast<double>(body.size()) / best_ms / 1000);
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    const std::string body = text.str();
    if (body.empty()) {
      std::fprintf(stderr, "nothing in %s\n", argv[i]);
      return 1;
    }
    std::printf("%s, %zu bytes\n", argv[i], body.size());
    for (const int level : {1, 2, 4, 6, 9}) { measure("gzip", level, gzip(level), body); }
    for (const int level : {1, 2, 3, 4, 5, 6, 9}) { measure("br", level, brotli(level), body); }
    for (const int level : {1, 3, 5, 6, 9, 12}) { measure("zstd", level, zstd(level), body); }
  }
  return 0;
}
