// SPDX-License-Identifier: Apache-2.0
#include "importers/child/kml_coordinates.hpp"

#include "geo/base/number.hpp"

#include <algorithm>

namespace importers::child {
namespace {

constexpr std::string_view blanks = " \t\r\n";

void skip_blanks(std::string_view& rest) { rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size())); }

/// Steps over one number; false when there is none.
bool skip_number(std::string_view& rest) {
  const std::size_t size = std::min(rest.find_first_of(" \t\r\n,"), rest.size());
  std::string_view token = rest.substr(0, size);
  if (token.starts_with('+')) { token.remove_prefix(1); }
  rest.remove_prefix(size);
  return geo::parse_number(token).has_value();
}

/// Steps over a comma and the white space behind it; false when there is none.
bool skip_comma(std::string_view& rest) {
  if (!rest.starts_with(',')) { return false; }
  rest.remove_prefix(1);
  skip_blanks(rest);
  return true;
}

/// Steps over one position. Some programs write a comma too many; it is taken where libkml makes nothing else of it: behind the
/// last position, and behind a height.
bool skip_position(std::string_view& rest) {
  if (!skip_number(rest) || !skip_comma(rest) || !skip_number(rest)) { return false; }
  if (!skip_comma(rest) || rest.empty()) { return true; }
  if (!skip_number(rest)) { return false; }
  if (!rest.starts_with(',')) { return true; }
  rest.remove_prefix(1);
  return rest.empty() || blanks.find(rest.front()) != std::string_view::npos;
}

}  // namespace

bool are_coordinates(std::string_view text) {
  for (skip_blanks(text); !text.empty(); skip_blanks(text)) {
    if (!skip_position(text)) { return false; }
  }
  return true;
}

std::string without_false_places(std::string text, const std::vector<std::pair<std::size_t, std::size_t>>& bad) {
  if (bad.empty()) { return text; }
  constexpr std::string_view nowhere = "1e999,1e999";
  std::string mended;
  std::size_t at = 0;
  for (const auto& [begin, size] : bad) {
    mended.append(text, at, begin - at).append(nowhere);
    at = begin + size;
  }
  return mended.append(text, at);
}

}  // namespace importers::child
