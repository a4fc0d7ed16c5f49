// SPDX-License-Identifier: Apache-2.0
#include "importers/parse/latlon.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace importers {
namespace {

constexpr std::size_t longest_angle = 64;

struct Hemisphere {
  std::string_view word;
  Axis axis;
  int sign;
};

/// After geo::fold. O is oeste (west) in Portuguese and Spanish; L is leste.
constexpr std::array<Hemisphere, 15> hemispheres{{
    {"n", Axis::latitude, 1},
    {"norte", Axis::latitude, 1},
    {"north", Axis::latitude, 1},
    {"s", Axis::latitude, -1},
    {"sul", Axis::latitude, -1},
    {"south", Axis::latitude, -1},
    {"e", Axis::longitude, 1},
    {"l", Axis::longitude, 1},
    {"este", Axis::longitude, 1},
    {"leste", Axis::longitude, 1},
    {"east", Axis::longitude, 1},
    {"w", Axis::longitude, -1},
    {"o", Axis::longitude, -1},
    {"oeste", Axis::longitude, -1},
    {"west", Axis::longitude, -1},
}};

const Hemisphere* hemisphere_named(std::string_view word) {
  for (const Hemisphere& hemisphere : hemispheres) {
    if (hemisphere.word == word) { return &hemisphere; }
  }
  return nullptr;
}

/// The marks of degrees, minutes and seconds in all the ways they are typed, as '*', each, and the text in lower case.
std::string normal_marks(std::string_view cell) {
  static constexpr std::array<std::string_view, 13> marks{"\xc2\xb0",
                                                          "\xc2\xba",
                                                          "\xcb\x9a",
                                                          "\xe2\x80\xb2",
                                                          "\xe2\x80\xb3",
                                                          "\xe2\x80\x99",
                                                          "\xe2\x80\x9d",
                                                          "\xe2\x80\x98",
                                                          "\xe2\x80\x9c",
                                                          "\xc2\xb4",
                                                          "''",
                                                          "'",
                                                          "\""};
  std::string out;
  for (std::size_t at = 0; at < cell.size();) {
    std::size_t length = 0;
    for (const std::string_view mark : marks) {
      if (length == 0 && cell.substr(at, mark.size()) == mark) { length = mark.size(); }
    }
    if (length != 0) {
      out += '*';
      at += length;
    } else {
      out += cell[at++];
    }
  }
  return geo::fold(out);
}

struct Parts {
  std::array<double, 3> numbers{};
  std::array<bool, 3> whole{};
  std::size_t count = 0;
  bool marked = false;
  bool negative = false;
  const Hemisphere* hemisphere = nullptr;
};

class AngleParser {
 public:
  AngleParser(std::string text, NumberStyle style) : m_text(std::move(text)), m_decimal(style == NumberStyle::comma ? ',' : '.') {}

  std::optional<ParsedAngle> parse() {
    while (m_at < m_text.size()) {
      if (!step()) { return std::nullopt; }
    }
    return value();
  }

 private:
  bool step() {
    const char c = m_text[m_at];
    if (c == ' ') {
      ++m_at;
      return true;
    }
    if (c == '*') {
      m_parts.marked = true;
      ++m_at;
      return m_parts.count > 0;
    }
    if (c >= 'a' && c <= 'z') { return word(); }
    if (c == '-') {
      if (m_parts.count > 0 || m_parts.negative) { return false; }
      m_parts.negative = true;
      ++m_at;
      return true;
    }
    return number();
  }

  bool word() {
    const std::size_t begin = m_at;
    while (m_at < m_text.size() && m_text[m_at] >= 'a' && m_text[m_at] <= 'z') { ++m_at; }
    const Hemisphere* found = hemisphere_named(std::string_view(m_text).substr(begin, m_at - begin));
    if (found == nullptr || m_parts.hemisphere != nullptr) { return false; }
    m_parts.hemisphere = found;
    const bool in_front = m_parts.count == 0;
    const bool behind = m_text.find_first_not_of(" .", m_at) == std::string::npos;
    if (behind) { m_at = m_text.size(); }
    return in_front || behind;
  }

  bool number() {
    const std::size_t begin = m_at;
    bool whole = true;
    while (m_at < m_text.size() && ((m_text[m_at] >= '0' && m_text[m_at] <= '9') || m_text[m_at] == m_decimal)) {
      whole = whole && m_text[m_at] != m_decimal;
      ++m_at;
    }
    const auto number = geo::parse_decimal(std::string_view(m_text).substr(begin, m_at - begin), m_decimal);
    if (!number || m_parts.count == m_parts.numbers.size()) { return false; }
    m_parts.numbers[m_parts.count] = *number;
    m_parts.whole[m_parts.count] = whole;
    ++m_parts.count;
    return true;
  }

  [[nodiscard]] std::optional<ParsedAngle> value() const {
    if (m_parts.count == 0) { return std::nullopt; }
    if (m_parts.count > 1 && !m_parts.marked && m_parts.hemisphere == nullptr) { return std::nullopt; }
    double degrees = m_parts.numbers[0];
    for (std::size_t i = 1; i < m_parts.count; ++i) {
      if (!m_parts.whole[i - 1] || m_parts.numbers[i] >= 60) { return std::nullopt; }
      degrees += m_parts.numbers[i] / (i == 1 ? 60.0 : 3600.0);
    }
    int sign = m_parts.negative ? -1 : 1;
    Axis axis = Axis::unknown;
    if (m_parts.hemisphere != nullptr) {
      if (m_parts.negative && m_parts.hemisphere->sign > 0) { return std::nullopt; }  // "-12 N": which of the two?
      sign = m_parts.hemisphere->sign;
      axis = m_parts.hemisphere->axis;
    }
    return ParsedAngle{sign * degrees, axis, m_parts.count > 1};
  }

  std::string m_text;
  char m_decimal;
  std::size_t m_at = 0;
  Parts m_parts;
};

/// Numbers divided by blanks or single commas.
std::optional<std::size_t> split_numbers(std::string_view text, std::array<double, 4>& numbers) {
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t stop = text.find_first_of(" ,\t");
    const auto number = geo::parse_number(text.substr(0, stop));
    if (!number || count == numbers.size()) { return std::nullopt; }
    numbers[count++] = *number;
    if (stop == std::string_view::npos) { break; }
    const bool comma = text[stop] == ',';
    text = trim_blanks(text.substr(stop));
    if (!comma && !text.empty() && text[0] == ',') { text = trim_blanks(text.substr(1)); }
    if (comma) { text = trim_blanks(text.substr(1)); }
    if (text.empty() && comma) { return std::nullopt; }
  }
  return count;
}

}  // namespace

std::optional<ParsedAngle> parse_latlon_cell(std::string_view cell, NumberStyle style) {
  if (const auto number = parse_number_cell(cell, style)) { return ParsedAngle{*number, Axis::unknown, false}; }
  if (cell.size() > longest_angle) { return std::nullopt; }
  return AngleParser(normal_marks(cell), style).parse();
}

std::optional<ParsedGeopoint> parse_geopoint_cell(std::string_view cell) {
  std::string_view text = trim_blanks(cell);
  if (text.size() >= 2 && text.front() == '(' && text.back() == ')') { text = trim_blanks(text.substr(1, text.size() - 2)); }
  std::array<double, 4> numbers{};
  const auto count = split_numbers(text, numbers);
  if (!count || *count < 2) { return std::nullopt; }
  ParsedGeopoint point{numbers[0], numbers[1], std::nullopt, std::nullopt};
  if (*count > 2) { point.altitude_m = numbers[2]; }
  if (*count > 3) { point.accuracy_m = numbers[3]; }
  return point;
}

}  // namespace importers
