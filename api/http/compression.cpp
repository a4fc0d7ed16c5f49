// SPDX-License-Identifier: Apache-2.0
#include "api/http/compression.hpp"

#include "api/http/chars.hpp"
#include "api/http/etag.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <memory>

namespace api {
namespace {

constexpr std::size_t smallest_body_bytes = 1024;
constexpr std::size_t large_body_bytes = std::size_t{512} * 1024;

struct FreeCompressor {
  void operator()(libdeflate_compressor* c) const { libdeflate_free_compressor(c); }
};
using Compressor = std::unique_ptr<libdeflate_compressor, FreeCompressor>;

/// Large bodies are compressed lightly: the time saved is worth more than the last few per cent.
libdeflate_compressor* compressor_for(std::size_t size) {
  thread_local const Compressor thorough(libdeflate_alloc_compressor(6));
  thread_local const Compressor light(libdeflate_alloc_compressor(2));
  return (size >= large_body_bytes ? light : thorough).get();
}

/// Empty when there is no memory or no gain.
std::string gzip(std::string_view body) {
  libdeflate_compressor* compressor = compressor_for(body.size());
  if (compressor == nullptr) { return {}; }
  std::string out(body.size(), '\0');
  out.resize(libdeflate_gzip_compress(compressor, body.data(), body.size(), out.data(), out.size()));
  if (out.size() < out.capacity() / 2) { out.shrink_to_fit(); }
  return out;
}

/// The quality value of one element of a list, 0 for "q=0", "q=0.0" and so on, 1 where none or a broken one is given.
bool is_refused(std::string_view parameters) {
  const std::size_t q = parameters.find("q=");
  if (q == std::string_view::npos) { return false; }
  const std::string_view value = trim(parameters.substr(q + 2, parameters.find(';', q) - q - 2));
  return !value.empty() && value.find_first_not_of("0.") == std::string_view::npos;
}

void use_gzip_etag(Response& response) {
  for (Header& header : response.headers) {
    if (equals_ignoring_case(header.name, "ETag")) { header.value = gzip_etag(header.value); }
  }
}

/// A 304 must carry the tag of the form the client holds.
void match_not_modified(const Request& request, Response& response) {
  const std::string* etag = response.header("ETag");
  const std::string* held = request.header("If-None-Match");
  if (etag == nullptr || held == nullptr || held->find(*etag) != std::string::npos || held->find('"') == std::string::npos) { return; }
  if (etag_matches(*held, *etag)) { use_gzip_etag(response); }
}

}  // namespace

bool accepts_gzip(const Request& request) { return accepts_coding(request, "gzip"); }

bool accepts_coding(const Request& request, std::string_view wanted) {
  bool star = false;
  for (const Header& header : request.headers) {
    if (!equals_ignoring_case(header.name, "Accept-Encoding")) { continue; }
    std::string_view list = header.value;
    while (!list.empty()) {
      const std::string_view element = next_element(list);
      const std::size_t semicolon = std::min(element.find(';'), element.size());
      const std::string_view coding = trim(element.substr(0, semicolon));
      const bool refused = is_refused(element.substr(semicolon));
      const bool old_name = wanted == "gzip" && equals_ignoring_case(coding, "x-gzip");
      if (equals_ignoring_case(coding, wanted) || old_name) { return !refused; }
      if (coding == "*") { star = !refused; }
    }
  }
  return star;
}

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

void negotiate_encoding(const Request& request, Response& response) {
  if (response.status == 304) { return match_not_modified(request, response); }
  const std::string* type = response.header("Content-Type");
  if (response.size() <= smallest_body_bytes || type == nullptr || !is_compressible(*type)) { return; }
  if (response.header("Content-Encoding") != nullptr) { return; }
  merge_header(response, "Vary", "Accept-Encoding");
  if (!accepts_gzip(request)) { return; }
  std::string packed = gzip(*response.body);
  if (packed.empty()) { return; }
  response.body = std::make_shared<const std::string>(std::move(packed));
  response.headers.push_back({"Content-Encoding", "gzip"});
  use_gzip_etag(response);
}

}  // namespace api
