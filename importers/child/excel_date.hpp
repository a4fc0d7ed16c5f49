// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace importers::child {

/// What a number format makes of a number.
struct DateParts {
  bool date = false;  ///< shows a day, a month or a year
  bool time = false;  ///< shows hours, minutes or seconds
  [[nodiscard]] bool any() const { return date || time; }
};

/// Of the formats that Excel knows by number (ECMA-376 part 1, 18.8.30).
DateParts builtin_format(int id);
/// Of one in words: "dd/mm/yyyy hh:mm", "[$-816]d \"de\" mmmm". A span of time ("[h]:mm") is a number, not a moment.
DateParts format_in_words(std::string_view code);

/// A serial number as ISO 8601: "2024-03-15", "2024-03-15T14:30:05", "14:30:05". Days count from 1900 as Lotus counted them, with a
/// 29 February in that year, or from 1904. A date with a part of a day keeps it, also where the format hides it.
/// "" for a number that is no day of the years 1900 to 9999.
std::string excel_date(double serial, DateParts parts, bool from_1904);

}  // namespace importers::child
