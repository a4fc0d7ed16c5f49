// SPDX-License-Identifier: Apache-2.0
#include "api/cors.hpp"

#include "api/http/chars.hpp"
#include "api/http/fields.hpp"
#include "geo/base/error.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace api {
namespace {

/// Fields that a page may send. Those that every page may send anyway stand here too, for values that are out of the ordinary.
constexpr std::string_view request_fields =
    "Accept, Accept-Language, Authorization, Content-Crs, Content-Language, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
    "If-Range, Prefer, Range";

/// Fields that a page may read, besides the seven that it always may.
constexpr std::string_view answer_fields =
    "Accept-Ranges, Allow, Content-Crs, Content-Disposition, Content-Encoding, Content-Range, ETag, Idempotent-Replayed, Link, Location, "
    "Preference-Applied, Retry-After, WWW-Authenticate, X-Request-Id";

/// How long a browser may remember a preflight: long enough for an afternoon at the map to ask a few times.
constexpr std::string_view max_age_s = "3600";

[[noreturn]] void refuse(const std::string& given) {
  const std::string shown = geo::excerpt(given);
  throw geo::Error(geo::Problem::usage,
                   fmt::format("{} is not an origin: write scheme, host and port alone, such as https://maps.example.org, or *", shown),
                   fmt::format("{} não é uma origem: escreva só esquema, nome e porta, por exemplo https://maps.example.org, ou *", shown));
}

/// As browsers write it: in small letters and without the port that goes without saying.
std::string normal_origin(const std::string& given) {
  std::string origin;
  for (const char c : given) { origin += to_lower(c); }
  const bool https = origin.starts_with("https://");
  if (!https && !origin.starts_with("http://")) { refuse(given); }
  const std::string_view usual_port = https ? ":443" : ":80";
  const std::string_view host = std::string_view(origin).substr(https ? 8 : 7);
  if (!is_host(host) || host.ends_with(':') || host.find_first_of("*%") != std::string_view::npos) { refuse(given); }
  if (host.ends_with(usual_port)) { origin.resize(origin.size() - usual_port.size()); }
  return origin;
}

}  // namespace

CorsPolicy::CorsPolicy(const std::vector<std::string>& origins) {
  for (const std::string& origin : origins) {
    if (origin == "*") {
      m_open = true;
    } else {
      m_origins.push_back(normal_origin(origin));
    }
  }
}

bool CorsPolicy::allows(std::string_view origin) const {
  return m_open || std::find(m_origins.begin(), m_origins.end(), origin) != m_origins.end();
}

void CorsPolicy::share(const Request& request, Response& response) const {
  const std::string* origin = request.header("Origin");
  if (origin == nullptr) { return; }
  set_header(response, "Access-Control-Allow-Origin", m_open ? "*" : *origin);
  set_header(response, "Access-Control-Expose-Headers", std::string(answer_fields));
  set_header(response, "Cross-Origin-Resource-Policy", "cross-origin");
  // Never Access-Control-Allow-Credentials: the browser would hand over answers to cookies.
}

Response CorsPolicy::preflight(std::string_view allow) const {
  Response response;
  response.status = 204;
  // A page that asks for an address that does not exist should read the 404, not fail without a word.
  constexpr std::string_view reading = "GET, HEAD, OPTIONS";
  response.headers = {{"Access-Control-Allow-Methods", std::string(allow.empty() ? reading : allow)},
                      {"Access-Control-Allow-Headers", std::string(request_fields)},
                      {"Access-Control-Max-Age", std::string(max_age_s)},
                      {"Cache-Control", "no-store"}};
  return response;
}

void CorsPolicy::mark(Response& response) const {
  if (is_on()) { merge_header(response, "Vary", "Origin"); }
}

bool is_preflight(const Request& request) {
  return request.method == "OPTIONS" && request.header("Origin") != nullptr && request.header("Access-Control-Request-Method") != nullptr;
}

}  // namespace api
