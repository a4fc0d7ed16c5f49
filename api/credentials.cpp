// SPDX-License-Identifier: Apache-2.0
#include "api/credentials.hpp"

#include "api/http/chars.hpp"
#include "store/accounts/secret.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace api {
namespace {

using Kind = Credentials::Kind;

Credentials malformed() { return {Kind::malformed}; }

Credentials read_basic(std::string_view encoded) {
  const std::optional<std::string> pair = store::from_base64(encoded);
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) { return malformed(); }
  return {Kind::password, pair->substr(0, colon), pair->substr(colon + 1)};
}

Credentials read_authorization(std::string_view value) {
  const std::size_t space = std::min(value.find(' '), value.size());
  const std::string_view scheme = value.substr(0, space);
  const std::string_view rest = trim(value.substr(space));
  if (rest.empty()) { return malformed(); }
  if (equals_ignoring_case(scheme, "Basic")) { return read_basic(rest); }
  if (equals_ignoring_case(scheme, "Bearer")) { return {Kind::token, {}, std::string(rest)}; }
  return malformed();
}

/// Looks through the pairs of one field Cookie.
void read_cookies(std::string_view field, Credentials& found) {
  while (!field.empty()) {
    const std::size_t end = std::min(field.find(';'), field.size());
    const std::string_view pair = trim(field.substr(0, end));
    field.remove_prefix(std::min(end + 1, field.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (pair.substr(0, equals) != session_cookie) { continue; }
    // Who sends it twice has been given one by somebody else.
    if (found.kind != Kind::none) {
      found = malformed();
      return;
    }
    found = {Kind::session, {}, std::string(pair.substr(std::min(equals + 1, pair.size())))};
  }
}

}  // namespace

std::string session_cookie_field(std::string_view secret, int age_s) {
  return std::string(session_cookie) + '=' + std::string(secret) + "; Path=/; Max-Age=" + std::to_string(age_s) +
         "; Secure; HttpOnly; SameSite=Strict";
}

Credentials read_credentials(const Request& request, bool cookies) {
  Credentials by_field;
  Credentials by_cookie;
  for (const Header& header : request.headers) {
    if (equals_ignoring_case(header.name, "Authorization")) {
      by_field = by_field.kind == Kind::none ? read_authorization(trim(header.value)) : malformed();
    } else if (cookies && equals_ignoring_case(header.name, "Cookie") && by_cookie.kind != Kind::malformed) {
      read_cookies(header.value, by_cookie);
    }
  }
  return by_field.kind == Kind::none ? by_cookie : by_field;
}

}  // namespace api
