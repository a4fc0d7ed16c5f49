// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace importers {

enum class DateForm {
  iso,              ///< 2023-03-15, 2023-03-15T14:30:00+02:00; also 2023/3/15, 2023.03.15 and 20230315
  day_month_year,   ///< 15/03/2023, 15-3-23, 15.3.2023
  month_day_year,   ///< 03/15/2023
  day_month_name,   ///< 15 de março de 2023, 06 November 2020, 15-Mar-23, March 6, 2015
  month_name_year,  ///< mar/23, Março 2023, Março de 2023
  year_month,       ///< 2023-03
  month_year,       ///< 03/2023
  year,             ///< 2023
  excel_serial      ///< 44927, 44927.75: days since 1899-12-30, from 20000 (1954) to 60000 (2064)
};

/// How exactly the time is known. Seconds are not kept as a precision of their own.
enum class TimePrecision { minute, hour, day, month, year };

/// A moment or period on the wall clock of the place.
struct ParsedDate {
  geo::TimeMs from_local = 0;         ///< as if the wall clock were UTC
  geo::TimeMs to_local = 0;           ///< inclusive: the last millisecond of the day, month or year; of a time, the same as from_local
  std::optional<int> utc_offset_min;  ///< only when the text has one
  TimePrecision precision = TimePrecision::day;
  DateForm form = DateForm::iso;
};

enum class DateOrder { day_month, month_day };

/// One cell of a date column. Accents and case do not matter, month names are Portuguese or English, two-digit years are
/// 2000-2068 and 1969-1999; a time "hh:mm[:ss[.fff]] [AM|PM]", "14h30" or "14h" may follow, and after it Z or an offset
/// (without AM/PM). Nothing for a date that does not exist (31/02), that `order` cannot read (03/15/2023 under day_month),
/// years outside 1000..2999, or anything else. `order` decides for forms of three numbers with the year last.
std::optional<ParsedDate> parse_date(std::string_view cell, DateOrder order);

/// Day before month, or month before day? Decided for the whole file by the cells that leave no doubt (DOMAIN T1).
class DateOrderVote {
 public:
  void add(std::string_view cell);

  struct Decision {
    DateOrder order = DateOrder::day_month;
    bool mixed = false;          ///< both orders are proven; rows of the rarer one do not parse under `order`
    std::int64_t ambiguous = 0;  ///< cells that are dates either way, and not the same one
  };
  /// The majority of the cells with a number over 12; day_month when there is none, or as many of each.
  [[nodiscard]] Decision decide() const;

 private:
  std::int64_t m_day_first = 0;
  std::int64_t m_month_first = 0;
  std::int64_t m_ambiguous = 0;
};

}  // namespace importers
