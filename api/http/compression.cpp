// SPDX-License-Identifier: Apache-2.0
#include "api/http/compression.hpp"

#include "api/http/chars.hpp"
#include "api/http/etag.hpp"

#include <brotli/encode.h>
#include <libdeflate.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

namespace api {
namespace {

constexpr std::size_t smallest_body_bytes = 1024;

/// From here on the time saved is worth more than the last few per cent; figures in docs/benchmarks.md.
constexpr std::size_t large_body_bytes = std::size_t{512} * 1024;
struct Levels {
  int gzip, brotli, zstd;
};
constexpr Levels thorough{6, 5, 6};
constexpr Levels light{2, 1, 1};

struct FreeGzip {
  void operator()(libdeflate_compressor* c) const { libdeflate_free_compressor(c); }
};
struct FreeZstd {
  void operator()(ZSTD_CCtx* c) const { ZSTD_freeCCtx(c); }
};

/// Each of these writes into `out`, which has the room there is, and returns the bytes written: none when they do not fit.
std::size_t gzip(std::string_view body, std::string& out, bool lightly) {
  thread_local const std::unique_ptr<libdeflate_compressor, FreeGzip> slow(libdeflate_alloc_compressor(thorough.gzip));
  thread_local const std::unique_ptr<libdeflate_compressor, FreeGzip> fast(libdeflate_alloc_compressor(light.gzip));
  libdeflate_compressor* compressor = (lightly ? fast : slow).get();
  if (compressor == nullptr) { return 0; }
  return libdeflate_gzip_compress(compressor, body.data(), body.size(), out.data(), out.size());
}

std::size_t brotli(std::string_view body, std::string& out, bool lightly) {
  std::size_t size = out.size();
  const void* from = body.data();
  void* to = out.data();
  const int done = BrotliEncoderCompress(lightly ? light.brotli : thorough.brotli, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, body.size(),
                                         static_cast<const std::uint8_t*>(from), &size, static_cast<std::uint8_t*>(to));
  return done == BROTLI_TRUE ? size : 0;
}

std::size_t zstd(std::string_view body, std::string& out, bool lightly) {
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeZstd> context(ZSTD_createCCtx());
  if (context == nullptr) { return 0; }
  // Both levels stay within the window of 8 MiB that RFC 9659 asks of content codings.
  const std::size_t size =
      ZSTD_compressCCtx(context.get(), out.data(), out.size(), body.data(), body.size(), lightly ? light.zstd : thorough.zstd);
  return ZSTD_isError(size) != 0 ? 0 : size;
}

std::size_t write_coded(Coding coding, std::string_view body, std::string& out, bool lightly) {
  switch (coding) {
    case Coding::identity: break;
    case Coding::gzip: return gzip(body, out, lightly);
    case Coding::brotli: return brotli(body, out, lightly);
    case Coding::zstd: return zstd(body, out, lightly);
  }
  return 0;
}

void use_etag_of(Coding coding, Response& response, bool in_haste) {
  for (Header& header : response.headers) {
    if (equals_ignoring_case(header.name, "ETag")) { header.value = coded_etag(header.value, coding, in_haste); }
  }
}

/// A 304 must carry the tag of the form the client holds.
void match_not_modified(const Request& request, Response& response) {
  const std::string* etag = response.header("ETag");
  const std::string* held = request.header("If-None-Match");
  if (etag == nullptr || held == nullptr || held->find(*etag) != std::string::npos) { return; }
  for (const Coding coding : codings_of_answers) {
    for (const bool in_haste : {false, true}) {
      const bool holds = held->find(coded_etag(*etag, coding, in_haste)) != std::string::npos && etag_matches(*held, *etag);
      if (holds) { return use_etag_of(coding, response, in_haste); }
    }
  }
}

}  // namespace

bool is_compressible(std::string_view content_type) {
  const std::string_view type = trim(content_type.substr(0, content_type.find(';')));
  constexpr std::string_view exact[] = {
      "application/json",       "application/javascript", "application/xml", "application/vnd.mapbox-vector-tile",
      "application/x-protobuf", "application/wasm",       "image/svg+xml",   "application/manifest+json"};
  for (const std::string_view known : exact) {
    if (equals_ignoring_case(type, known)) { return true; }
  }
  const auto ends_with = [&](std::string_view suffix) {
    return type.size() > suffix.size() && equals_ignoring_case(type.substr(type.size() - suffix.size()), suffix);
  };
  return equals_ignoring_case(type.substr(0, 5), "text/") || ends_with("+json") || ends_with("+xml") || ends_with(".openapi");
}

std::string compressed(Coding coding, std::string_view body, std::size_t most_bytes, bool in_haste) {
  std::string out(most_bytes, '\0');
  out.resize(write_coded(coding, body, out, in_haste || body.size() >= large_body_bytes));
  if (out.size() < out.capacity() / 2) { out.shrink_to_fit(); }
  return out;
}

void negotiate_encoding(const Request& request, Response& response) {
  if (response.status == 304) { return match_not_modified(request, response); }
  if (!response.body || response.size() == 0 || response.status == 206 || response.header("Content-Encoding") != nullptr) { return; }
  const AcceptedCodings accepted(request);
  const std::string* type = response.header("Content-Type");
  const bool worth_while = response.size() > smallest_body_bytes && type != nullptr && is_compressible(*type);
  if (!worth_while && !accepted.refuses_identity()) { return; }
  merge_header(response, "Vary", "Accept-Encoding");
  const Coding coding = accepted.best_of(codings_of_answers);
  if (coding == Coding::identity) { return; }
  // What does not get smaller stays as it is, unless that is refused: then a little more room is enough for every coding.
  const std::size_t most = accepted.refuses_identity() ? response.size() + response.size() / 8 + 1024 : response.size() - 1;
  // Large bodies are coded lightly for good: there is no better form to come, and no second tag for the same bytes.
  if (response.body->size() >= large_body_bytes) { response.in_haste = false; }
  std::string packed = compressed(coding, *response.body, most, response.in_haste);
  if (packed.empty()) { return; }
  response.body = std::make_shared<const std::string>(std::move(packed));
  response.headers.push_back({"Content-Encoding", std::string(name_of(coding))});
  use_etag_of(coding, response, response.in_haste);
}

}  // namespace api
