// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/parse/number.hpp"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace importers {

/// The cell without white space at its ends. O(1) for cells that have none.
inline std::string_view trim_cell(std::string_view cell) {
  const auto plain = [](char c) { return c > ' ' && c < '\x7f'; };
  while (!cell.empty() && !(plain(cell.front()) && plain(cell.back()))) {
    const std::string_view trimmed = trim_blanks(cell);
    const auto from = trimmed.find_first_not_of("\r\n\v\f");
    const auto to = trimmed.find_last_not_of("\r\n\v\f");
    const std::string_view inner = from == std::string_view::npos ? std::string_view() : trimmed.substr(from, to - from + 1);
    if (inner.size() == cell.size()) { break; }
    cell = inner;
  }
  return cell;
}

/// Whether every byte is ASCII.
inline bool is_ascii(std::string_view text) {
  std::uint64_t high = 0;
  while (text.size() >= sizeof high) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof word);
    high |= word;
    text.remove_prefix(sizeof word);
  }
  for (const char c : text) { high |= static_cast<unsigned char>(c); }
  return (high & 0x8080808080808080U) == 0;
}

/// Words by which files say "nothing here" (rule E4): n/a, NA, N/D, -, ., NULL, s/d, não sabe, …
/// In a text, where "Na" may be a name, two letters count as such a word only in capitals.
bool is_null_word(std::string_view cell, bool text);

/// 99, 999, 9999 and their negatives: "no answer" where they are out of a field's range (rule E4).
bool is_null_number(double value);

}  // namespace importers
