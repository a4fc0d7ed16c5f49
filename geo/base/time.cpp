// SPDX-License-Identifier: Apache-2.0
#include "geo/base/time.hpp"

#include <array>
#include <cassert>
#include <cstddef>
#include <cstring>

namespace geo {
namespace {

constexpr std::int64_t ms_per_second = 1000;
constexpr std::int64_t ms_per_minute = 60 * ms_per_second;
constexpr std::int64_t ms_per_day = 24 * (60 * ms_per_minute);
constexpr DayNumber first_day = -719528;  // 0000-01-01
constexpr DayNumber last_day = 2932896;   // 9999-12-31
constexpr std::int64_t first_ms = first_day * ms_per_day;
constexpr std::int64_t last_ms = (last_day + 1) * ms_per_day - 1;

constexpr bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

/// "00" "01" … "99" side by side: two digits per copy.
constexpr std::array<char, 200> two_digit_table() {
  std::array<char, 200> table{};
  for (std::size_t i = 0; i < 100; ++i) {
    table[2 * i] = static_cast<char>('0' + i / 10);
    table[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return table;
}

char* put_two(char* p, std::uint32_t value) {
  static constexpr std::array<char, 200> table = two_digit_table();
  std::memcpy(p, &table[std::size_t{2} * value], 2);
  return p + 2;
}

char* put_date(char* p, CivilDate date) {
  const auto year = static_cast<std::uint32_t>(date.year);
  p = put_two(put_two(p, year / 100), year % 100);
  *p++ = '-';
  p = put_two(p, static_cast<std::uint32_t>(date.month));
  *p++ = '-';
  return put_two(p, static_cast<std::uint32_t>(date.day));
}

/// `ms` of the day.
char* put_clock(char* p, std::uint32_t ms) {
  const std::uint32_t seconds = ms / 1000;
  p = put_two(p, seconds / 3600);
  *p++ = ':';
  p = put_two(p, seconds / 60 % 60);
  *p++ = ':';
  p = put_two(p, seconds % 60);
  const std::uint32_t fraction = ms % 1000;
  if (fraction != 0) {
    *p++ = '.';
    *p++ = static_cast<char>('0' + fraction / 100);
    p = put_two(p, fraction % 100);
  }
  return p;
}

char* put_offset(char* p, int offset_min) {
  if (offset_min == 0) {
    *p++ = 'Z';
    return p;
  }
  *p++ = offset_min < 0 ? '-' : '+';
  const auto minutes = static_cast<std::uint32_t>(offset_min < 0 ? -offset_min : offset_min);
  p = put_two(p, minutes / 60);
  *p++ = ':';
  return put_two(p, minutes % 60);
}

/// Reads fixed-width fields off the front; after the first failure everything fails.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : m_text(text) {}

  [[nodiscard]] bool done() const { return m_ok && m_text.empty(); }
  [[nodiscard]] bool ok() const { return m_ok; }

  int digits(std::size_t count) {
    int value = 0;
    if (m_text.size() < count) { return fail(); }
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(m_text[i])) { return fail(); }
      value = value * 10 + (m_text[i] - '0');
    }
    m_text.remove_prefix(count);
    return value;
  }
  void expect(char c) {
    if (!accept(c)) { fail(); }
  }
  bool accept(char c) {
    const bool yes = m_ok && !m_text.empty() && m_text.front() == c;
    if (yes) { m_text.remove_prefix(1); }
    return yes;
  }
  /// The digits after a decimal sign, at least one and at most nine, cut to milliseconds.
  int milliseconds() {
    int value = 0;
    int count = 0;
    for (; count < 9 && !m_text.empty() && is_digit(m_text.front()); ++count) {
      if (count < 3) { value = value * 10 + (m_text.front() - '0'); }
      m_text.remove_prefix(1);
    }
    if (count == 0) { return fail(); }
    for (; count < 3; ++count) { value *= 10; }
    return value;
  }
  [[nodiscard]] bool at_digit() const { return !m_text.empty() && is_digit(m_text.front()); }
  int fail() {
    m_ok = false;
    m_text = {};
    return 0;
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  std::string_view m_text;
  bool m_ok = true;
};

std::optional<int> scan_offset(Scanner& in) {
  if (in.accept('Z') || in.accept('z')) { return 0; }
  const bool negative = in.accept('-');
  if (!negative && !in.accept('+')) { return std::nullopt; }
  const int hours = in.digits(2);
  const int minutes = in.accept(':') || in.at_digit() ? in.digits(2) : 0;
  if (hours > 23 || minutes > 59) { in.fail(); }
  return negative ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

void scan_clock(Scanner& in, ParsedTime& result) {
  const int hour = in.digits(2);
  in.expect(':');
  const int minute = in.digits(2);
  result.has_time = true;
  result.has_seconds = in.accept(':');
  const int second = result.has_seconds ? in.digits(2) : 0;
  const int fraction = result.has_seconds && in.accept('.') ? in.milliseconds() : 0;
  if (hour > 23 || minute > 59 || second > 59) { in.fail(); }
  result.local += (hour * 60 + minute) * ms_per_minute + second * ms_per_second + fraction;
}

}  // namespace

// Both ways after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": a year that starts on 1 March puts the leap
// day last.
std::optional<DayNumber> day_number(CivilDate date) {
  if (date.year < 0 || date.year > 9999 || date.month < 1 || date.month > 12) { return std::nullopt; }
  if (date.day < 1 || date.day > days_in_month(date.year, date.month)) { return std::nullopt; }
  const int shifted = date.year + 400 - (date.month <= 2 ? 1 : 0);  // never negative
  const int era = shifted / 400;
  const int year_of_era = shifted % 400;
  const int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return (era - 1) * 146097 + day_of_era - 719468;
}

DayNumber utc_day(TimeMs time) {
  const TimeMs whole = time / ms_per_day;
  return static_cast<DayNumber>(time % ms_per_day < 0 ? whole - 1 : whole);
}

CivilDate civil_date(DayNumber day) {
  assert(day >= first_day && day <= last_day);
  const int shifted = day + 719468 + 146097;  // never negative
  const int era = shifted / 146097;
  const int day_of_era = shifted % 146097;
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int month_from_march = (5 * day_of_year + 2) / 153;
  const int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  const int year = year_of_era + (era - 1) * 400 + (month <= 2 ? 1 : 0);
  return {year, month, day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

void append_time(std::string& out, TimeMs time, int utc_offset_min) {
  assert(utc_offset_min > -24 * 60 && utc_offset_min < 24 * 60);
  const auto in_calendar = [](TimeMs t) { return t < first_ms ? first_ms : t > last_ms ? last_ms : t; };
  // The first clamp (a day wider on both sides) keeps the sum from overflowing.
  const TimeMs safe = time < first_ms - ms_per_day ? first_ms - ms_per_day : time > last_ms + ms_per_day ? last_ms + ms_per_day : time;
  const TimeMs local = in_calendar(safe + utc_offset_min * ms_per_minute);
  const auto day = static_cast<DayNumber>((local - first_ms) / ms_per_day) + first_day;
  const auto ms_of_day = static_cast<std::uint32_t>((local - first_ms) % ms_per_day);
  std::array<char, 32> buffer{};  // "2010-01-01T00:05:00.000-06:00" is 29
  char* p = put_date(buffer.data(), civil_date(day));
  *p++ = 'T';
  p = put_offset(put_clock(p, ms_of_day), utc_offset_min);
  out.append(buffer.data(), p);
}

std::string format_time(TimeMs time, int utc_offset_min) {
  std::string out;
  append_time(out, time, utc_offset_min);
  return out;
}

void append_date(std::string& out, DayNumber day) {
  std::array<char, 10> buffer{};
  out.append(buffer.data(), put_date(buffer.data(), civil_date(day)));
}

std::string format_date(DayNumber day) {
  std::string out;
  append_date(out, day);
  return out;
}

std::optional<ParsedTime> parse_iso_time(std::string_view text) {
  Scanner in(text);
  CivilDate date;
  date.year = in.digits(4);
  in.expect('-');
  date.month = in.digits(2);
  in.expect('-');
  date.day = in.digits(2);
  const auto day = day_number(date);
  if (!in.ok() || !day) { return std::nullopt; }
  ParsedTime result;
  result.local = *day * ms_per_day;
  if (in.done()) { return result; }
  if (!in.accept('T') && !in.accept('t') && !in.accept(' ')) { return std::nullopt; }
  scan_clock(in, result);
  result.utc_offset_min = scan_offset(in);
  if (!in.done()) { return std::nullopt; }
  return result;
}

}  // namespace geo
