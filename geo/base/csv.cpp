// SPDX-License-Identifier: Apache-2.0
#include "geo/base/csv.hpp"

#include "geo/base/number.hpp"

#include <algorithm>
#include <iterator>

namespace geo {
namespace {

bool looks_like_formula(std::string_view text) {
  if (text.empty()) { return false; }
  constexpr std::string_view starts = "=+-@\t\r";
  constexpr std::string_view wide[] = {"＝", "＋", "－", "＠"};
  const bool risky = starts.find(text.front()) != std::string_view::npos ||
                     std::any_of(std::begin(wide), std::end(wide), [&](std::string_view w) { return text.starts_with(w); });
  return risky && !parse_number(text);
}

void append_quoted(std::string& out, std::string_view text, bool is_formula) {
  out += '"';
  if (is_formula) { out += '\''; }
  for (const char c : text) {
    if (c == '"') { out += '"'; }
    out += c;
  }
  out += '"';
}

}  // namespace

void append_csv_cell(std::string& out, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    std::string without(text);
    std::erase(without, '\0');
    append_csv_cell(out, without);
    return;
  }
  const bool is_formula = looks_like_formula(text);
  if (is_formula || text.find_first_of(",;\"\r\n\t") != std::string_view::npos) {
    append_quoted(out, text, is_formula);
  } else {
    out += text;
  }
}

}  // namespace geo
