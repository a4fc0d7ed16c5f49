// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace api {

enum class Language : std::uint8_t { en, pt };

/// Portuguese or English, whichever Accept-Language ranks higher; `fallback` when it names neither.
Language preferred_language(std::string_view accept_language, Language fallback);

/// Language tag for Content-Language and `lang`.
std::string_view tag(Language language);

/// A sentence of the HTTP layer in both languages: never made at run time, so it can hold nothing of a request.
struct Words {
  const char* en = "";
  const char* pt = "";

  [[nodiscard]] const char* in(Language language) const { return language == Language::pt ? pt : en; }
};

}  // namespace api
