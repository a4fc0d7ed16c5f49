// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"

#include <cstdint>
#include <string>

namespace api {

/// What a request brings to prove who sends it.
struct Credentials {
  enum class Kind : std::uint8_t {
    none,
    password,   ///< Authorization: Basic (RFC 7617)
    token,      ///< Authorization: Bearer (RFC 6750), in that field and nowhere else
    session,    ///< the page's cookie; a field Authorization comes first
    malformed,  ///< anything else that calls itself Authorization, and a cookie sent twice
  };
  Kind kind = Kind::none;
  std::string name = {};  ///< of a password
  std::string secret = {};
};

/// The prefix keeps others of the same host from setting it: browsers take it only with Secure, with Path=/ and without Domain.
inline constexpr std::string_view session_cookie = "__Host-bairro";

/// `cookies`: whether they count; those that another site's page brings never do.
Credentials read_credentials(const Request& request, bool cookies = true);

/// What the field Set-Cookie holds that gives a browser a session for so long; 0 takes it away.
std::string session_cookie_field(std::string_view secret, int age_s);

}  // namespace api
