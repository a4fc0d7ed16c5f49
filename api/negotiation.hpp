// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace api {

enum class Format : std::uint8_t { json, html };
enum class Language : std::uint8_t { en, pt };

/// The form a client likes best (RFC 9110, 12.5.1): HTML only when it says so more strongly than for any kind of JSON.
/// A client that takes neither gets JSON: an answer in another form helps more than a 406.
Format preferred_format(std::string_view accept);

/// Portuguese or English, whichever Accept-Language ranks higher; `fallback` when it names neither.
Language preferred_language(std::string_view accept_language, Language fallback);

/// Language tag for Content-Language and `lang`.
std::string_view tag(Language language);
const std::string& in(Language language, const geo::Text& text);

}  // namespace api
