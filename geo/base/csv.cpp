// SPDX-License-Identifier: Apache-2.0
#include "geo/base/csv.hpp"

#include "geo/base/number.hpp"

#include <algorithm>
#include <iterator>

namespace geo {
bool begins_formula(std::string_view text) {
  if (text.empty()) { return false; }
  constexpr std::string_view starts = "=+-@\t\r";
  constexpr std::string_view wide[] = {"＝", "＋", "－", "＠"};
  return starts.find(text.front()) != std::string_view::npos ||
         std::any_of(std::begin(wide), std::end(wide), [&](std::string_view w) { return text.starts_with(w); });
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"') { out += '"'; }
    out += c;
  }
  out += '"';
}

void append_csv_cell(std::string& out, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    std::string without(text);
    std::erase(without, '\0');
    append_csv_cell(out, without);
    return;
  }
  if (begins_formula(text) && !parse_number(text)) {
    append_quoted(out, "'" + std::string(text));
  } else if (text.find_first_of(",;\"\r\n\t") != std::string_view::npos) {
    append_quoted(out, text);
  } else {
    out += text;
  }
}

}  // namespace geo
