// SPDX-License-Identifier: Apache-2.0
#include "tiles/time_bins.hpp"

#include "geo/table/utc_offset.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tiles {
namespace {

constexpr std::int32_t days_per_week = 7;

// What the calendar has; times beyond it lie in its first or last day.
constexpr geo::DayNumber first_day = -719'528;  // 0000-01-01
constexpr geo::DayNumber last_day = 2'932'896;  // 9999-12-31

/// Day 0 (1 January 1970) was a Thursday.
constexpr std::int32_t days_from_monday = 3;

constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

std::int32_t bin_of(geo::DayNumber day, BinLength length) {
  switch (length) {
    case BinLength::day: return day;
    case BinLength::week: return static_cast<std::int32_t>(floor_divide(day + days_from_monday, days_per_week));
    case BinLength::year: return geo::civil_date(day).year;
    case BinLength::month: break;
  }
  const geo::CivilDate date = geo::civil_date(day);
  return date.year * 12 + date.month - 1;
}

std::string bin_name(std::int32_t bin, BinLength length) {
  switch (length) {
    case BinLength::day: return geo::format_date(bin);
    case BinLength::week: return geo::format_date(std::max(first_day, bin * days_per_week - days_from_monday));
    case BinLength::year: return fmt::format("{:04}", bin);
    case BinLength::month: break;
  }
  return fmt::format("{:04}-{:02}", bin / 12, bin % 12 + 1);
}

geo::DayNumber local_day(geo::TimeMs time, int utc_offset_min) {
  constexpr std::int64_t ms_per_day = 86'400'000;
  const std::int64_t day = floor_divide(local_time(time, utc_offset_min), ms_per_day);
  return static_cast<geo::DayNumber>(std::clamp<std::int64_t>(day, first_day, last_day));
}

geo::DayNumber local_day(const geo::BatchView& batch, const geo::ColumnView& column, int offset_column, std::size_t row) {
  const std::int64_t value = column.integer(row);
  if (column.type == geo::FieldType::date) { return static_cast<geo::DayNumber>(value); }
  return local_day(value, geo::utc_offset_of(batch, offset_column, row));
}

}  // namespace tiles
