// SPDX-License-Identifier: Apache-2.0
#include "api/http/language.hpp"

#include "api/http/chars.hpp"
#include "api/http/preference.hpp"

#include <algorithm>

namespace api {
namespace {

/// "pt-MZ" is Portuguese, "ptx" is not.
bool is_language(std::string_view range, std::string_view language) {
  return equals_ignoring_case(range.substr(0, 2), language) && (range.size() == 2 || range[2] == '-');
}

}  // namespace

Language preferred_language(std::string_view accept_language, Language fallback) {
  double pt = 0;
  double en = 0;
  while (!accept_language.empty()) {
    const Preference range = next_preference(accept_language);
    if (is_language(range.name, "pt")) { pt = std::max(pt, range.weight); }
    if (is_language(range.name, "en")) { en = std::max(en, range.weight); }
  }
  if (pt > en) { return Language::pt; }
  return en > pt ? Language::en : fallback;
}

std::string_view tag(Language language) { return language == Language::pt ? "pt" : "en"; }

}  // namespace api
