// SPDX-License-Identifier: Apache-2.0
#include "api/headers.hpp"

#include "api/http/etag.hpp"
#include "api/links.hpp"
#include "geo/base/hash.hpp"

#include <fmt/format.h>

namespace api {
namespace {

/// Raise it with any change to how features are written: clients must not hold on to the old form.
constexpr int writing = 1;

/// Nothing may keep what not everybody may see; everything else may be kept but must be asked for again (QGIS would
/// otherwise hold on to it for a day).
std::string_view cache_control(const Call& call) {
  if (call.route.access == Access::anybody) { return "no-cache"; }
  return call.route.access == Access::reader && call.site.is_public() ? "private, no-cache" : "no-store";
}

bool is_conditional_method(const Request& request) { return request.method == "GET" || request.method == "HEAD"; }

}  // namespace

std::string etag_of(std::string_view body) { return '"' + geo::hash128(body).hex() + '"'; }

std::string etag_of(const Call& call, const geo::View& view) {
  const std::string shape = fmt::format("{} {} {:016x} {} {}", writing, geo::role_text(call.site.role()), view.version(),
                                        tag(call.language), own_url(call, call.format));
  return '"' + geo::hash128(shape).hex() + '"';
}

std::optional<Response> not_modified(const Call& call, const std::string& etag) {
  const std::string* held = call.request.header("If-None-Match");
  if (held == nullptr || !is_conditional_method(call.request) || !etag_matches(*held, etag)) { return std::nullopt; }
  Response response;
  response.status = 304;
  response.headers.push_back({"ETag", etag});
  return response;
}

Response document(const Call& call, std::string body) {
  const bool html = call.format == Format::html;
  return make_response(200, html ? "text/html; charset=utf-8" : std::string(call.route.media_type), std::move(body));
}

Response see_other(std::string address) {
  Response response;
  response.status = 303;
  response.headers.push_back({"Location", std::move(address)});
  return response;
}

void add_route_headers(const Call& call, Response& response) {
  if (is_finished(response)) { return; }
  if (response.status == 200 && response.header("ETag") == nullptr) {
    const std::string etag = etag_of(response.body ? std::string_view(*response.body) : std::string_view());
    if (auto unchanged = not_modified(call, etag)) {
      response = *std::move(unchanged);
    } else {
      response.headers.push_back({"ETag", etag});
    }
  }
  if (response.status != 304) { response.headers.push_back({"Content-Language", std::string(tag(call.language))}); }
  // Files of the program are the same for everybody: a browser that has signed in since need not ask for them again.
  if (call.route.access != Access::anybody) {
    response.headers.push_back({"Vary", "Accept, Accept-Language, Accept-Encoding, Authorization, Cookie"});
  }
  if (response.header("Cache-Control") == nullptr) { response.headers.push_back({"Cache-Control", std::string(cache_control(call))}); }
}

bool is_finished(const Response& response) { return response.header("X-Content-Type-Options") != nullptr; }

void add_security_headers(Response& response) {
  const auto add = [&](std::string_view name, std::string_view value) {
    response.headers.push_back({std::string(name), std::string(value)});
  };
  if (response.header("Vary") == nullptr) { add("Vary", "Accept, Accept-Language, Accept-Encoding"); }
  if (response.header("Content-Security-Policy") == nullptr) {
    add("Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
  }
  add("X-Content-Type-Options", "nosniff");
  // Not "no-referrer": then browsers hide the origin of a form of ours even from us.
  add("Referrer-Policy", "same-origin");
  add("Cross-Origin-Opener-Policy", "same-origin");
  add("Cross-Origin-Resource-Policy", "same-origin");
}

}  // namespace api
