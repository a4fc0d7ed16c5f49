// SPDX-License-Identifier: Apache-2.0
#include "importers/parse/number.hpp"

#include "geo/base/number.hpp"

#include <cstddef>
#include <string>

namespace importers {
namespace {

constexpr std::string_view no_break_space = "\xc2\xa0";
constexpr std::string_view narrow_no_break_space = "\xe2\x80\xaf";
constexpr std::size_t longest_number = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Length of the blank at the front of `text`, 0 when there is none.
std::size_t blank_length(std::string_view text) {
  if (text.empty()) { return 0; }
  if (text[0] == ' ' || text[0] == '\t') { return 1; }
  if (text.substr(0, 2) == no_break_space) { return 2; }
  return text.substr(0, 3) == narrow_no_break_space ? 3 : 0;
}

/// Length of the sign that groups thousands at the front of `text`.
std::size_t group_length(std::string_view text, char other_sign) {
  if (text[0] == other_sign || text[0] == '\'') { return 1; }
  return text[0] == '\t' ? 0 : blank_length(text);
}

/// The digits before the decimal sign, without the signs that group them by three; false when groups are of another size.
bool take_whole_part(std::string_view& text, char other_sign, std::string& out, bool& grouped) {
  std::size_t digits = 0;  // since the beginning or the last group sign
  while (!text.empty()) {
    std::size_t step = 1;
    if (is_digit(text[0])) {
      out += text[0];
      ++digits;
    } else {
      step = group_length(text, other_sign);
      if (step == 0) { break; }
      const bool right_size = grouped ? digits == 3 : digits >= 1 && digits <= 3;
      if (!right_size) { return false; }
      grouped = true;
      digits = 0;
    }
    text.remove_prefix(step);
  }
  return !grouped || digits == 3;
}

/// "1.234.567,5" -> "1234567.5", as geo::parse_number wants it; empty for what is no number.
std::string plain_form(std::string_view text, NumberStyle style) {
  const char decimal = style == NumberStyle::comma ? ',' : '.';
  const char other = style == NumberStyle::comma ? '.' : ',';
  std::string out;
  if (text[0] == '-') { out += '-'; }
  if (text[0] == '-' || text[0] == '+') { text.remove_prefix(1); }
  bool grouped = false;
  if (!take_whole_part(text, other, out, grouped)) { return {}; }
  if (text.empty()) { return out; }
  const bool exponent = (text[0] == 'e' || text[0] == 'E') && !grouped;
  if ((text[0] != decimal && !exponent) || text.find_first_of(".,", 1) != std::string_view::npos) { return {}; }
  out += exponent ? 'e' : '.';
  out.append(text.substr(1));
  return out;
}

}  // namespace

std::string_view trim_blanks(std::string_view text) {
  while (const std::size_t n = blank_length(text)) { text.remove_prefix(n); }
  for (;;) {
    if (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
      text.remove_suffix(1);
    } else if (text.size() >= 2 && text.substr(text.size() - 2) == no_break_space) {
      text.remove_suffix(2);
    } else if (text.size() >= 3 && text.substr(text.size() - 3) == narrow_no_break_space) {
      text.remove_suffix(3);
    } else {
      return text;
    }
  }
}

std::optional<double> parse_number_cell(std::string_view cell, NumberStyle style) {
  const std::string_view text = trim_blanks(cell);
  if (text.empty() || text.size() > longest_number) { return std::nullopt; }
  if (style == NumberStyle::point) {  // nearly all cells of nearly all files
    if (const auto number = geo::parse_number(text)) { return number; }
  }
  const std::string plain = plain_form(text, style);
  return plain.empty() ? std::nullopt : geo::parse_number(plain);
}

void NumberStyleVote::add(std::string_view cell) {
  const std::string_view text = trim_blanks(cell);
  if (text.find_first_of(".,") == std::string_view::npos) { return; }
  const auto point = parse_number_cell(text, NumberStyle::point);
  const auto comma = parse_number_cell(text, NumberStyle::comma);
  if (point && comma) {
    ++m_ambiguous;
  } else if (point) {
    ++m_point;
  } else if (comma) {
    ++m_comma;
  }
}

NumberStyleVote::Decision NumberStyleVote::decide() const {
  return {m_comma > m_point ? NumberStyle::comma : NumberStyle::point, m_comma > 0 && m_point > 0, m_ambiguous};
}

}  // namespace importers
