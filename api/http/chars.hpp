// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace api {

/// True for the characters RFC 9110 allows in a token (method and field names).
constexpr bool is_token_char(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) { return true; }
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return others.find(c) != std::string_view::npos;
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// Control characters, which no field value, target or path may hold. `tab` says whether HTAB counts as one.
constexpr bool is_control(char c, bool tab = true) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && (tab || c != '\t')) || byte == 0x7f;
}

/// Value of a hexadecimal digit, -1 for any other character.
constexpr int hex_value(char c) {
  if (is_digit(c)) { return c - '0'; }
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// ASCII comparison without regard to case.
constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) { return false; }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (to_lower(a[i]) != to_lower(b[i])) { return false; }
  }
  return true;
}

/// Without leading and trailing spaces and tabs (OWS).
constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) { text.remove_prefix(1); }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) { text.remove_suffix(1); }
  return text;
}

/// True when `text` is a non-empty token.
constexpr bool is_token(std::string_view text) {
  for (const char c : text) {
    if (!is_token_char(c)) { return false; }
  }
  return !text.empty();
}

/// Takes the next element of a comma separated list off the front of `list`, trimmed; empty elements are possible.
constexpr std::string_view next_element(std::string_view& list) {
  const std::size_t comma = list.find(',');
  const std::string_view element = trim(list.substr(0, comma));
  list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  return element;
}

}  // namespace api
