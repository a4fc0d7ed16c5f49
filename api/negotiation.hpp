// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/language.hpp"
#include "geo/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace api {

enum class Format : std::uint8_t { json, html };

/// The form a client likes best (RFC 9110, 12.5.1): HTML only when it says so more strongly than for any kind of JSON.
/// A client that takes neither gets JSON: an answer in another form helps more than a 406 (RFC 9110, 12.4.1, leaves it to us).
Format preferred_format(std::string_view accept);

const std::string& in(Language language, const geo::Text& text);

}  // namespace api
