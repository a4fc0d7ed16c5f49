// SPDX-License-Identifier: Apache-2.0
#include "importers/child/excel_date.hpp"

#include "geo/base/time.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace importers::child {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr double last_day = 2'958'466;  // the first of the year 10000

bool between(int id, int first, int last) { return id >= first && id <= last; }

/// Takes what is not a letter of the format out: quotations, escapes, and all in brackets. Colours and languages stand there, and
/// spans of time.
std::string letters_of(std::string_view code, bool& span) {
  std::string letters;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', i), code.size());
      const std::string_view inside = code.substr(i + 1, end - i - 1);
      span = span || (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos);
      i = end;
    } else {
      letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
  }
  return letters;
}

void append_time(std::string& out, std::int64_t ms) {
  const std::int64_t seconds = ms / 1000;
  fmt::format_to(std::back_inserter(out), "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (ms % 1000 != 0) { fmt::format_to(std::back_inserter(out), ".{:03}", ms % 1000); }
}

}  // namespace

DateParts builtin_format(int id) {
  const bool date = between(id, 14, 17) || id == 22 || between(id, 27, 31) || id == 36 || between(id, 50, 54) || between(id, 57, 58);
  const bool time = between(id, 18, 22) || between(id, 32, 35) || id == 45 || id == 47 || between(id, 55, 56);
  return {date, time};
}

DateParts format_in_words(std::string_view code) {
  bool span = false;
  std::string letters = letters_of(code, span);
  if (span || letters == "general") { return {}; }
  // "am/pm" and "a/p" belong to hours; an m is a minute beside hours and seconds, and a month elsewhere.
  for (const std::string_view half : {"am/pm", "a/p"}) {
    const std::size_t at = letters.find(half);
    if (at != std::string::npos) { letters.erase(at, half.size()); }
  }
  const auto has = [&](char c) { return letters.find(c) != std::string::npos; };
  const bool time = has('h') || has('s');
  const bool date = has('y') || has('d') || (has('m') && !time) || letters.find("mmm") != std::string::npos;
  return {date, time};
}

std::string excel_date(double serial, DateParts parts, bool from_1904) {
  if (!(serial >= 0) || serial >= last_day) { return ""; }
  // What lies within half a millisecond of the next day is it.
  const auto all_ms = static_cast<std::int64_t>(std::llround(serial * static_cast<double>(day_ms)));
  const std::int64_t days = all_ms / day_ms;
  const std::int64_t ms = all_ms % day_ms;
  std::string text;
  if (!parts.date && days == 0) {
    append_time(text, ms);
    return text;
  }
  const auto epoch = from_1904 ? geo::day_number({1904, 1, 1}) : geo::day_number({1899, 12, 30});
  // Lotus took 1900 for a leap year: before its 29 February all days are one later.
  const std::int64_t lotus = !from_1904 && days < 60 ? 1 : 0;
  geo::append_date(text, static_cast<geo::DayNumber>(*epoch + days + lotus));
  if (!parts.time && ms == 0) { return text; }
  text += 'T';
  append_time(text, ms);
  return text;
}

}  // namespace importers::child
