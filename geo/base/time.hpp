// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace geo {

/// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
using TimeMs = std::int64_t;
/// Days since 1970-01-01 in the proleptic Gregorian calendar.
using DayNumber = std::int32_t;

struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;

  bool operator==(const CivilDate&) const = default;
};

/// Nothing when the date does not exist (2023-02-29) or the year is outside 0..9999.
std::optional<DayNumber> day_number(CivilDate date);
CivilDate civil_date(DayNumber day);
/// The day in UTC that an instant lies in. Precondition: of the years that a DayNumber can count.
DayNumber utc_day(TimeMs time);

/// Every function here is pure and thread-safe; none allocates but for its result. civil_date(), format_date() and
/// append_date() take days of the years 0..9999 only (asserted).

/// RFC 3339 with the offset given (less than a day either way), whole seconds unless there are milliseconds: "2010-01-01T00:05:00-06:00",
/// "…Z" for 0. RFC 3339 has no years outside 0..9999: a local time beyond them is written as the first or last millisecond there is.
std::string format_time(TimeMs time, int utc_offset_min = 0);
void append_time(std::string& out, TimeMs time, int utc_offset_min);
/// "2010-01-31".
std::string format_date(DayNumber day);
void append_date(std::string& out, DayNumber day);

/// Closed interval; an open end is the smallest or largest value.
struct TimeInterval {
  TimeMs from = INT64_MIN;
  TimeMs to = INT64_MAX;

  bool operator==(const TimeInterval&) const = default;
  [[nodiscard]] bool intersects(const TimeInterval& other) const { return from <= other.to && other.from <= to; }
};

/// The `datetime` parameter of OGC API Features Part 1, 7.15.4, and of `--datetime`: an instant, a date without a time
/// (the whole day in UTC), `start/end`, `../end`, `start/..`, empty ends, and `start/duration` (P2D, PT6H; ISO 8601 without
/// fractions). Years 0000 and 9999 are taken as open ends (QGIS 3.22). Throws Error{usage} naming the part that is wrong.
/// A time without an offset is UTC. A date as the end of an interval means the whole of that day. `time/duration` ends at
/// time + duration; `date/duration` is that many whole days, so that 2024-03-01/P2D is the 1st and the 2nd of March.
TimeInterval parse_datetime_parameter(std::string_view text);

/// RFC 3339 date-time, "T" or a space, seconds and offset optional. `utc_offset_min` is empty when the text has none.
struct ParsedTime {
  TimeMs local = 0;  ///< the wall clock as if it were UTC
  std::optional<int> utc_offset_min;
  bool has_time = false;
  bool has_seconds = false;
};
/// ISO 8601 subset: YYYY-MM-DD, YYYY-MM-DDThh:mm[:ss[.fff]][Z|±hh:mm|±hhmm|±hh]. Nothing when it is anything else: also for
/// 24:00 and leap seconds (:60). A fraction has 1 to 9 digits, those after the third are cut off.
std::optional<ParsedTime> parse_iso_time(std::string_view text);

/// A named zone of the system's tz database ("Africa/Maputo"). Throws Error{usage} for a name it does not know.
/// Thread-safe; the table is loaded once.
class TimeZone {
 public:
  explicit TimeZone(std::string_view name);

  [[nodiscard]] const std::string& name() const { return m_name; }
  /// UTC offset in minutes that a wall clock in this zone had at `local` (a wall clock as if it were UTC). In the hour that
  /// occurs twice the earlier instant is taken; in the hour that does not occur the offset before the change.
  [[nodiscard]] int offset_min_at_local(TimeMs local) const;
  [[nodiscard]] int offset_min_at(TimeMs utc) const;

 private:
  std::string m_name;
  const void* m_zone;
};

}  // namespace geo
