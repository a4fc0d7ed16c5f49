// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "geo/base/text.hpp"
#include "geo/base/time.hpp"

#include <algorithm>
#include <cstddef>

namespace geo {
namespace {

constexpr std::int64_t ms_per_minute = 60'000;
constexpr std::int64_t ms_per_day = 24 * (60 * ms_per_minute);

[[noreturn]] void refuse(std::string_view part, const char* en, const char* pt) {
  throw Error(Problem::usage, "datetime: " + excerpt(part) + " " + en, "datetime: " + excerpt(part) + " " + pt);
}

/// An ISO 8601 duration; months apart, because their length depends on where they start.
struct Duration {
  std::int64_t months = 0;
  std::int64_t ms = 0;
};

/// One "6H" off the front of `text`: the number, and the letter in `unit`. At most six digits.
std::optional<std::int64_t> take_component(std::string_view& text, char& unit) {
  std::int64_t value = 0;
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    value = value * 10 + (text[digits] - '0');
    if (++digits > 6) { return std::nullopt; }
  }
  if (digits == 0 || digits == text.size()) { return std::nullopt; }
  unit = text[digits];
  text.remove_prefix(digits + 1);
  return value;
}

void add_component(Duration& sum, char unit, bool is_time, std::int64_t value) {
  switch (unit) {
    case 'Y': sum.months += 12 * value; break;
    case 'M': (is_time ? sum.ms : sum.months) += is_time ? value * ms_per_minute : value; break;
    case 'W': sum.ms += 7 * value * ms_per_day; break;
    case 'D': sum.ms += value * ms_per_day; break;
    case 'H': sum.ms += value * 60 * ms_per_minute; break;
    default: sum.ms += value * 1000; break;
  }
}

/// Components up to a 'T' or the end, at least one, each of `units` at most once and in that order.
bool take_components(std::string_view& text, std::string_view units, bool is_time, Duration& sum) {
  if (text.empty()) { return false; }
  while (!text.empty() && text.front() != 'T') {
    char unit = 0;
    const auto value = take_component(text, unit);
    const std::size_t at = units.find(unit);
    if (!value || at == std::string_view::npos) { return false; }
    units.remove_prefix(at + 1);
    add_component(sum, unit, is_time, *value);
  }
  return true;
}

std::optional<Duration> parse_duration(std::string_view text) {
  text.remove_prefix(1);  // 'P'
  Duration sum;
  if (!take_components(text, "YMWD", false, sum)) { return std::nullopt; }
  if (text.empty()) { return sum; }
  text.remove_prefix(1);  // 'T'
  const bool holds = take_components(text, "HMS", true, sum) && text.empty();
  return holds ? std::optional(sum) : std::nullopt;
}

/// Nothing when it lies beyond the year 9999. The 31st plus a month is the last day of the next month.
std::optional<TimeMs> add(TimeMs local, const Duration& duration) {
  const TimeMs shifted_ms = local - INT64_C(-719528) * ms_per_day;
  const CivilDate date = civil_date(static_cast<DayNumber>(shifted_ms / ms_per_day) - 719528);
  const std::int64_t months = date.year * INT64_C(12) + date.month - 1 + duration.months;
  if (months / 12 > 9999) { return std::nullopt; }
  CivilDate moved{static_cast<int>(months / 12), static_cast<int>(months % 12) + 1, date.day};
  auto day = day_number(moved);
  for (; !day; day = day_number(moved)) { --moved.day; }
  const TimeMs end = *day * ms_per_day + shifted_ms % ms_per_day + duration.ms;
  constexpr TimeMs calendar_end = (INT64_C(2932896) + 1) * ms_per_day;
  return end < calendar_end ? std::optional(end) : std::nullopt;
}

/// One end of the parameter: what was written, and the first and last millisecond that it means.
struct Moment {
  ParsedTime written;
  TimeMs first = 0;
  TimeMs last = 0;
};

Moment parse_moment(std::string_view part) {
  // GDAL (3.6 and newer) writes a day as "2024-03-01T".
  constexpr std::size_t day_and_t = 11;
  const bool has_stray_t = part.size() == day_and_t && part.ends_with('T');
  const auto parsed = parse_iso_time(has_stray_t ? part.substr(0, day_and_t - 1) : part);
  if (!parsed) {
    refuse(part, "is not a date (2024-03-01) or a time with its offset (2024-03-01T06:00:00Z)",
           "não é uma data (2024-03-01) nem uma hora com o seu fuso (2024-03-01T06:00:00Z)");
  }
  const TimeMs utc = parsed->local - parsed->utc_offset_min.value_or(0) * ms_per_minute;
  return {*parsed, utc, parsed->has_time ? utc : utc + ms_per_day - 1};
}

bool is_open(std::string_view part) { return part.empty() || part == ".."; }

TimeMs end_after(const Moment& start, std::string_view part) {
  const auto duration = parse_duration(part);
  if (!duration) { refuse(part, "is not a duration such as P2D or PT6H", "não é uma duração como P2D ou PT6H"); }
  const auto local = add(start.written.local, *duration);
  if (!local) { return INT64_MAX; }
  const TimeMs end = start.first + (*local - start.written.local);
  return start.written.has_time ? end : std::max(end - 1, start.first);
}

TimeInterval parse_interval(std::string_view text, std::string_view start_part, std::string_view end_part) {
  TimeInterval interval;
  if (!is_open(start_part)) {
    if (start_part.front() == 'P') {
      refuse(text, "has a duration first; write start/duration", "tem a duração primeiro; escreva início/duração");
    }
    const Moment start = parse_moment(start_part);
    if (start_part.substr(0, 4) != "0000") { interval.from = start.first; }
    if (!end_part.empty() && end_part.front() == 'P') {
      interval.to = end_after(start, end_part);
      return interval;
    }
  } else if (!end_part.empty() && end_part.front() == 'P') {
    refuse(text, "has a duration without a start", "tem uma duração sem início");
  }
  if (!is_open(end_part)) {
    const Moment end = parse_moment(end_part);
    if (end_part.substr(0, 4) != "9999") { interval.to = end.last; }
  }
  if (interval.from > interval.to) { refuse(text, "ends before it starts", "termina antes de começar"); }
  return interval;
}

}  // namespace

TimeInterval parse_datetime_parameter(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    const Moment moment = parse_moment(text);
    return {moment.first, moment.last};
  }
  const std::string_view end_part = text.substr(slash + 1);
  if (end_part.find('/') != std::string_view::npos) { refuse(text, "has more than two parts", "tem mais de duas partes"); }
  return parse_interval(text, text.substr(0, slash), end_part);
}

}  // namespace geo
