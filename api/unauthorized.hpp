// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "api/negotiation.hpp"
#include "geo/base/error.hpp"

#include <cstdint>

namespace api {

/// What may come next in the field Authorization of whoever is refused.
enum class SignInBy : std::uint8_t {
  password_or_token,
  token,  ///< where a password would not be looked at, or its window would be in the way
};

/// The one way to answer 401: with WWW-Authenticate, which it must have (RFC 9110, 11.6.1) and without which QGIS and browsers ask for
/// nothing. A page's own script is asked for a token only: a browser would open a window of its own over the page for Basic.
Response unauthorized(const Request& request, Language language, const geo::Text& detail, SignInBy by = SignInBy::password_or_token);

}  // namespace api
