// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"
#include "importers/parse/date.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace importers {

/// A period of time as one cell gives it.
struct Moment {
  geo::TimeMs from = 0;    ///< UTC
  geo::TimeMs to = 0;      ///< inclusive: the last millisecond of a day or month; the same as `from` for a time
  geo::DayNumber day = 0;  ///< of `from`, on the wall clock of the place
  int utc_offset_min = 0;
  TimePrecision precision = TimePrecision::day;
  DateForm form = DateForm::iso;
  bool zone_assumed = false;  ///< the text had no offset: the file's zone was taken (rule T4)
};

/// Reads the dates of one file. Not thread-safe.
class MomentReader {
 public:
  /// Throws Error{usage} for a zone there is not.
  /// `serials_from_1904`: see Profile.
  MomentReader(std::string_view time_zone, DateOrder order, bool serials_from_1904 = false);

  std::optional<Moment> read(std::string_view cell);
  /// Makes a midnight the whole day that begins with it; leaves other moments alone.
  void widen(Moment& moment);
  /// Whether day and month could be exchanged to another date that exists.
  [[nodiscard]] bool is_ambiguous(std::string_view cell, const Moment& moment) const;

 private:
  int offset_min(geo::TimeMs local);

  struct Day {
    geo::DayNumber day;
    std::int16_t offset_min;
    bool whole;  ///< the offset holds all day
  };

  geo::TimeZone m_zone;
  DateOrder m_order;
  bool m_serials_from_1904;
  std::vector<Day> m_days;  // direct-mapped: files have many rows of few days
};

/// The month of a year, in which something happened that is only known by the name of the month.
Moment month_of(int year, int month, int utc_offset_min);
/// The day that a moment lies in, midnight to midnight by the moment's own offset.
Moment whole_day(const Moment& moment);

/// "minute", "hour", "day", "month", "year": codes of the list time_precision.
std::string_view to_string(TimePrecision precision);

}  // namespace importers
