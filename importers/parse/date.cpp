// SPDX-License-Identifier: Apache-2.0
#include "importers/parse/date.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "importers/parse/month_names.hpp"
#include "importers/parse/number.hpp"

#include <cmath>
#include <cstddef>
#include <string>

namespace importers {
namespace {

constexpr std::size_t longest_date = 80;
constexpr geo::TimeMs day_ms = 86'400'000;
constexpr geo::TimeMs minute_ms = 60'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/// A number and how many digits it was written with: "03" is {3, 2}.
struct Digits {
  int value = 0;
  int count = 0;
};

/// Reads a folded text from front to back.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : m_rest(text) {}

  [[nodiscard]] bool empty() const { return m_rest.empty(); }
  [[nodiscard]] char front() const { return m_rest.empty() ? '\0' : m_rest[0]; }
  [[nodiscard]] std::string_view rest() const { return m_rest; }

  bool skip(char c) {
    if (front() != c) { return false; }
    m_rest.remove_prefix(1);
    return true;
  }
  bool skip(std::string_view text) {
    if (m_rest.substr(0, text.size()) != text) { return false; }
    m_rest.remove_prefix(text.size());
    return true;
  }
  void skip_any(std::string_view characters) {
    while (!m_rest.empty() && characters.find(m_rest[0]) != std::string_view::npos) { m_rest.remove_prefix(1); }
  }
  /// At most 9 digits; count 0 when there are none or more.
  Digits digits() {
    Digits number;
    while (number.count < 10 && is_digit(front())) {
      if (number.count < 9) { number.value = number.value * 10 + (front() - '0'); }
      ++number.count;
      m_rest.remove_prefix(1);
    }
    return number.count > 9 ? Digits{} : number;
  }
  [[nodiscard]] std::string_view peek_word() const {
    std::size_t length = 0;
    while (length < m_rest.size() && is_letter(m_rest[length])) { ++length; }
    return m_rest.substr(0, length);
  }
  std::string_view word() {
    const std::string_view found = peek_word();
    m_rest.remove_prefix(found.size());
    return found;
  }

 private:
  std::string_view m_rest;
};

struct DateParts {
  int year = 0;
  int month = 0;
  int day = 0;  // 0: a month; then month 0: a year
  DateForm form = DateForm::iso;
};

struct TimeParts {
  geo::TimeMs since_midnight_ms = 0;
  bool hour_only = false;
  bool bare = false;  // the hour is a number without colon or h
  std::optional<int> utc_offset_min;
};

std::optional<int> full_year(Digits number) {
  if (number.count == 2) { return number.value + (number.value <= 68 ? 2000 : 1900); }
  if (number.count == 4 && number.value >= 1000 && number.value <= 2999) { return number.value; }
  return std::nullopt;
}

bool is_short(Digits number) { return number.count == 1 || number.count == 2; }

/// Three numbers with the year last, divided twice by the same sign.
struct NumericDate {
  Digits first;
  Digits second;
  Digits year;
};

std::optional<NumericDate> numeric_date(Cursor& cursor) {
  Cursor ahead = cursor;
  NumericDate date;
  date.first = ahead.digits();
  const char sign = ahead.front();
  if (!is_short(date.first) || (sign != '/' && sign != '-' && sign != '.' && sign != ' ') || !ahead.skip(sign)) { return std::nullopt; }
  date.second = ahead.digits();
  if (!is_short(date.second) || !ahead.skip(sign)) { return std::nullopt; }
  date.year = ahead.digits();
  if (!full_year(date.year) || ahead.front() == ':') { return std::nullopt; }
  cursor = ahead;
  return date;
}

void skip_between_words(Cursor& cursor) {
  do {
    cursor.skip_any(" -/.,");
    const std::string_view word = cursor.peek_word();
    if (word != "de" && word != "do" && word != "of" && word != "the" && word != "dia" && !is_weekday_word(word)) { return; }
    cursor.word();
  } while (!cursor.empty());
}

void skip_ordinal(Cursor& cursor) {
  const std::string_view word = cursor.peek_word();
  if (word == "st" || word == "nd" || word == "rd" || word == "th" || word == "o" || word == "a") { cursor.word(); }
}

/// "15 de marco de 2023", "06 november 2020", "15-mar-23"; the cursor stands after the day.
std::optional<DateParts> after_day(Cursor& cursor, int day) {
  skip_ordinal(cursor);
  skip_between_words(cursor);
  const int month = month_named(cursor.word());
  if (month == 0) { return std::nullopt; }
  skip_between_words(cursor);
  const auto year = full_year(cursor.digits());
  if (!year) { return std::nullopt; }
  return DateParts{*year, month, day, DateForm::day_month_name};
}

/// "mar/23", "marco de 2023", "march 6, 2015"; the cursor stands before the month.
std::optional<DateParts> month_first(Cursor& cursor) {
  const int month = month_named(cursor.word());
  if (month == 0) { return std::nullopt; }
  skip_between_words(cursor);
  const Digits number = cursor.digits();
  Cursor ahead = cursor;
  skip_ordinal(ahead);
  skip_between_words(ahead);
  if (is_short(number)) {
    const Digits second = ahead.digits();
    if (second.count == 4 && full_year(second)) {
      cursor = ahead;
      return DateParts{*full_year(second), month, number.value, DateForm::day_month_name};
    }
  }
  const auto year = full_year(number);
  if (!year) { return std::nullopt; }
  return DateParts{*year, month, 0, DateForm::month_name_year};
}

/// "2023", "2023-03", "2023/3/15"; the cursor stands after the year.
std::optional<DateParts> after_year(Cursor& cursor, int year) {
  DateParts date{year, 0, 0, DateForm::year};
  const char sign = cursor.front();
  if (cursor.empty() || (sign != '-' && sign != '/' && sign != '.')) { return date; }
  cursor.skip(sign);
  const Digits month = cursor.digits();
  if (!is_short(month) || month.value == 0) { return std::nullopt; }
  date.month = month.value;
  date.form = DateForm::year_month;
  if (!cursor.skip(sign)) { return date; }
  const Digits day = cursor.digits();
  if (!is_short(day) || day.value == 0) { return std::nullopt; }
  date.day = day.value;
  date.form = DateForm::iso;
  return date;
}

DateParts in_order(const NumericDate& date, DateOrder order) {
  const int year = full_year(date.year).value_or(0);
  if (order == DateOrder::day_month) { return {year, date.second.value, date.first.value, DateForm::day_month_year}; }
  return {year, date.first.value, date.second.value, DateForm::month_day_year};
}

/// "03/2023"; the cursor stands after the month.
std::optional<DateParts> year_after_month(Cursor& cursor, int month) {
  Cursor ahead = cursor;
  if (month > 12 || (!ahead.skip('/') && !ahead.skip('-') && !ahead.skip('.'))) { return std::nullopt; }
  const Digits number = ahead.digits();
  const auto year = full_year(number);
  if (number.count != 4 || !year) { return std::nullopt; }
  cursor = ahead;
  return DateParts{*year, month, 0, DateForm::month_year};
}

std::optional<DateParts> number_first(Cursor& cursor, DateOrder order) {
  if (const auto date = numeric_date(cursor)) {
    if (date->first.value == 0 || date->second.value == 0) { return std::nullopt; }
    return in_order(*date, order);
  }
  const Digits first = cursor.digits();
  if (first.value == 0) { return std::nullopt; }
  if (first.count == 8) {  // 20230315
    const auto year = full_year({first.value / 10000, 4});
    const DateParts date{year.value_or(0), first.value / 100 % 100, first.value % 100, DateForm::iso};
    return year && date.month != 0 && date.day != 0 ? std::optional(date) : std::nullopt;
  }
  if (first.count == 4) {
    const auto year = full_year(first);
    return year ? after_year(cursor, *year) : std::nullopt;
  }
  if (!is_short(first)) { return std::nullopt; }
  const auto month = year_after_month(cursor, first.value);
  return month ? month : after_day(cursor, first.value);
}

/// "am", "pm", "a.m.", "p. m."; false when the hour does not fit.
bool half_of_day(Cursor& cursor, int& hour) {
  Cursor ahead = cursor;
  ahead.skip_any(" ");
  const char half = ahead.front();
  if (half != 'a' && half != 'p') { return true; }
  ahead.skip(half);
  ahead.skip_any(". ");
  if (!ahead.skip('m')) { return false; }
  ahead.skip('.');
  cursor = ahead;
  if (hour < 1 || hour > 12) { return false; }
  hour = hour % 12 + (half == 'p' ? 12 : 0);
  return true;
}

bool read_offset(Cursor& cursor, std::optional<int>& offset_min) {
  cursor.skip_any(" ");
  if (cursor.skip('z') || cursor.skip("utc") || cursor.skip("gmt")) {
    offset_min = 0;
    if (cursor.empty()) { return true; }
  }
  if (cursor.empty()) { return true; }
  const int sign = cursor.front() == '-' ? -1 : 1;
  if (!cursor.skip('+') && !cursor.skip('-')) { return false; }
  Digits hours = cursor.digits();
  Digits minutes;
  if (hours.count == 4) {
    minutes = {hours.value % 100, 2};
    hours = {hours.value / 100, 2};
  } else if (cursor.skip(':')) {
    minutes = cursor.digits();
    if (minutes.count != 2) { return false; }
  }
  if (!is_short(hours) || hours.value > 14 || minutes.value > 59) { return false; }
  offset_min = sign * (hours.value * 60 + minutes.value);
  return true;
}

bool read_seconds(Cursor& cursor, geo::TimeMs& ms) {
  const Digits seconds = cursor.digits();
  if (seconds.count != 2 || seconds.value > 59) { return false; }
  ms += seconds.value * geo::TimeMs{1000};
  if (!cursor.skip('.')) { return true; }
  const Digits fraction = cursor.digits();
  if (fraction.count == 0) { return false; }
  ms += static_cast<geo::TimeMs>(fraction.value * std::pow(10.0, 3 - fraction.count));
  return true;
}

/// ":30", ":30:05.250", "h30", "h30m", "h" or nothing after the hour. False when it begins so and goes on otherwise.
bool read_minutes(Cursor& cursor, TimeParts& time) {
  const bool colon = cursor.skip(':');
  const bool letter = !colon && cursor.skip('h');
  time.hour_only = !colon && !(letter && is_digit(cursor.front()));
  time.bare = time.hour_only && !letter;
  if (time.hour_only) { return true; }
  const Digits minutes = cursor.digits();
  if (minutes.count != 2 || minutes.value > 59) { return false; }
  time.since_midnight_ms = minutes.value * minute_ms;
  if (letter) {
    cursor.skip('m');
    return true;
  }
  return !cursor.skip(':') || read_seconds(cursor, time.since_midnight_ms);
}

/// All of the rest must be a time.
std::optional<TimeParts> read_time(Cursor cursor) {
  TimeParts time;
  const Digits hours = cursor.digits();
  int hour = hours.value;
  if (!is_short(hours) || !read_minutes(cursor, time)) { return std::nullopt; }
  const std::size_t before = cursor.rest().size();
  if (!half_of_day(cursor, hour) || hour > 23) { return std::nullopt; }
  if (time.bare && cursor.rest().size() == before) { return std::nullopt; }  // "14" alone is an hour only as "2 pm"
  if (!read_offset(cursor, time.utc_offset_min) || !cursor.empty()) { return std::nullopt; }
  time.since_midnight_ms += geo::TimeMs{hour} * 60 * minute_ms;
  return time;
}

std::optional<geo::TimeMs> start_of(const DateParts& date) {
  const auto day = geo::day_number({date.year, date.month == 0 ? 1 : date.month, date.day == 0 ? 1 : date.day});
  if (!day) { return std::nullopt; }
  return *day * day_ms;
}

/// A whole day, month or year.
std::optional<ParsedDate> period(const DateParts& date) {
  const auto from = start_of(date);
  if (!from) { return std::nullopt; }
  if (date.day != 0) { return ParsedDate{*from, *from + day_ms - 1, std::nullopt, TimePrecision::day, date.form}; }
  const bool whole_year = date.month == 0;
  const bool december = date.month == 12;
  const DateParts next{whole_year || december ? date.year + 1 : date.year, whole_year || december ? 1 : date.month + 1, 1, date.form};
  const auto end = start_of(next);
  if (!end) { return std::nullopt; }
  return ParsedDate{*from, *end - 1, std::nullopt, whole_year ? TimePrecision::year : TimePrecision::month, date.form};
}

std::optional<ParsedDate> with_time(const DateParts& date, Cursor cursor) {
  if (cursor.front() != ' ' && cursor.front() != 't' && cursor.front() != ',') { return std::nullopt; }
  cursor.skip('t');
  cursor.skip_any(" ,");
  if (cursor.peek_word() == "as" || cursor.peek_word() == "at") { cursor.word(); }
  cursor.skip_any(" ");
  const auto from = start_of(date);
  const auto time = read_time(cursor);
  if (!from || !time || date.day == 0) { return std::nullopt; }
  const geo::TimeMs at = *from + time->since_midnight_ms;
  const geo::TimeMs until = time->hour_only ? at + 60 * minute_ms - 1 : at;
  return ParsedDate{at, until, time->utc_offset_min, time->hour_only ? TimePrecision::hour : TimePrecision::minute, date.form};
}

std::optional<ParsedDate> excel_serial(std::string_view text) {
  if (text.size() < 5 || text.size() > 24 || !is_digit(text[4]) || (text.size() > 5 && text[5] != '.')) { return std::nullopt; }
  const auto serial = geo::parse_number(text);
  if (!serial || *serial < 20000 || *serial >= 60001) { return std::nullopt; }
  const auto epoch = geo::day_number({1899, 12, 30});
  if (!epoch) { return std::nullopt; }
  const double day = std::floor(*serial);
  const geo::TimeMs from = (*epoch + static_cast<geo::TimeMs>(day)) * day_ms;
  if (text.size() == 5) { return ParsedDate{from, from + day_ms - 1, std::nullopt, TimePrecision::day, DateForm::excel_serial}; }
  const geo::TimeMs at = from + std::llround((*serial - day) * 86400) * 1000;  // Excel keeps no more than about a second
  return ParsedDate{at, at, std::nullopt, TimePrecision::minute, DateForm::excel_serial};
}

std::optional<ParsedDate> iso_date(std::string_view text) {
  const auto iso = geo::parse_iso_time(text);
  if (!iso || text[0] == '0' || text[0] > '2') { return std::nullopt; }
  if (!iso->has_time) { return ParsedDate{iso->local, iso->local + day_ms - 1, std::nullopt, TimePrecision::day, DateForm::iso}; }
  return ParsedDate{iso->local, iso->local, iso->utc_offset_min, TimePrecision::minute, DateForm::iso};
}

}  // namespace

std::optional<ParsedDate> parse_date(std::string_view cell, DateOrder order) {
  const std::string_view text = trim_blanks(cell);
  if (text.empty() || text.size() > longest_date || text[0] == '-') { return std::nullopt; }  // a year before our era, or a slip
  if (auto date = iso_date(text)) { return date; }
  if (auto date = excel_serial(text)) { return date; }
  const std::string folded = geo::fold(text);
  Cursor cursor(folded);
  skip_between_words(cursor);
  const auto date = is_digit(cursor.front()) ? number_first(cursor, order) : month_first(cursor);
  if (!date) { return std::nullopt; }
  return cursor.empty() ? period(*date) : with_time(*date, cursor);
}

void DateOrderVote::add(std::string_view cell) {
  const std::string_view text = trim_blanks(cell);
  if (text.empty() || text.size() > longest_date || !is_digit(text[0])) { return; }
  Cursor cursor(text);
  const auto date = numeric_date(cursor);
  if (!date) { return; }
  const bool as_day_month = parse_date(text, DateOrder::day_month).has_value();
  const bool as_month_day = parse_date(text, DateOrder::month_day).has_value();
  if (as_day_month && as_month_day) {
    m_ambiguous += date->first.value == date->second.value ? 0 : 1;
  } else if (as_day_month) {
    ++m_day_first;
  } else if (as_month_day) {
    ++m_month_first;
  }
}

DateOrderVote::Decision DateOrderVote::decide() const {
  return {m_month_first > m_day_first ? DateOrder::month_day : DateOrder::day_month, m_day_first > 0 && m_month_first > 0, m_ambiguous};
}

}  // namespace importers
