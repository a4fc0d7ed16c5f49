// SPDX-License-Identifier: Apache-2.0
#include "api/host.hpp"

#include "api/http/chars.hpp"
#include "geo/base/number.hpp"

#include <algorithm>
#include <optional>

namespace api {
namespace {

/// A decimal number of at most `digits` digits and nothing else.
std::optional<std::int64_t> small_number(std::string_view text, std::size_t digits) {
  const bool plain = !text.empty() && text.size() <= digits && std::all_of(text.begin(), text.end(), is_digit);
  return plain ? geo::parse_integer(text) : std::nullopt;
}

/// "127.x.y.z" written with four decimal numbers.
bool is_loopback_v4(std::string_view host) {
  int parts = 0;
  bool loopback = false;
  while (true) {
    const std::size_t dot = std::min(host.find('.'), host.size());
    const auto number = small_number(host.substr(0, dot), 3);
    if (!number || *number > 255) { return false; }
    if (parts == 0) { loopback = *number == 127; }
    ++parts;
    if (dot == host.size()) { return loopback && parts == 4; }
    host.remove_prefix(dot + 1);
  }
}

/// "https://maps.example.org" of "https://maps.example.org/bairro".
std::string_view origin_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  return scheme == std::string_view::npos ? std::string_view() : url.substr(0, url.find('/', scheme + 3));
}

bool is_repeated(const Request& request, std::string_view name) {
  const auto is_it = [&](const Header& header) { return equals_ignoring_case(header.name, name); };
  return std::count_if(request.headers.begin(), request.headers.end(), is_it) > 1;
}

}  // namespace

bool is_loopback_authority(std::string_view authority, std::uint16_t port) {
  const std::size_t bracket = authority.find(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const std::string_view host = authority.substr(0, colon);
  std::int64_t given = 80;
  if (colon != std::string_view::npos) {
    const auto number = small_number(authority.substr(colon + 1), 5);
    if (!number) { return false; }
    given = *number;
  }
  return given == port && (equals_ignoring_case(host, "localhost") || host == "[::1]" || is_loopback_v4(host));
}

bool is_from_own_page(const Request& request) {
  const std::string* site = request.header("Sec-Fetch-Site");
  return request.header("Origin") != nullptr || (site != nullptr && *site == "same-origin");
}

HostVerdict judge_host(const Request& request, std::uint16_t port, std::string_view public_url, const CorsPolicy& cors) {
  const std::string_view public_origin = origin_of(public_url);
  const std::string_view public_host = public_origin.substr(std::min(public_origin.find("//") + 2, public_origin.size()));
  const std::string* host = request.header("Host");
  const bool is_public = host != nullptr && !public_origin.empty() && equals_ignoring_case(*host, public_host);
  if (host == nullptr || (!is_public && !is_loopback_authority(*host, port))) { return HostVerdict::misdirected; }
  const std::string* origin = request.header("Origin");
  if (origin == nullptr) { return HostVerdict::fine; }
  if (is_repeated(request, "Origin")) { return HostVerdict::forbidden; }
  constexpr std::string_view scheme = "http://";
  const bool from_here = is_public ? equals_ignoring_case(*origin, public_origin)
                                   : origin->starts_with(scheme) && is_loopback_authority(origin->substr(scheme.size()), port);
  if (from_here) { return HostVerdict::fine; }
  return cors.allows(*origin) ? HostVerdict::shared : HostVerdict::forbidden;
}

}  // namespace api
