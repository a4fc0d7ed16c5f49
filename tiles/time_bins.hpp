// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"
#include "geo/table/column.hpp"
#include "tiles/tile_options.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

namespace tiles {

/// The bin of a day: bins that follow each other have numbers that do.
std::int32_t bin_of(geo::DayNumber day, BinLength length);
/// What it is called: 2024, 2024-03, and for weeks and days the date of the (first) day.
std::string bin_name(std::int32_t bin, BinLength length);
/// What the clock shows that is `utc_offset_min` ahead of UTC, as an instant of UTC.
inline geo::TimeMs local_time(geo::TimeMs time, int utc_offset_min) {
  constexpr std::int64_t ms_per_minute = 60'000;
  constexpr geo::TimeMs most = INT64_MAX / 2;  // far beyond the calendar, and far from an overflow
  return std::clamp(time, -most, most) + utc_offset_min * ms_per_minute;
}
/// The day of an instant where the clock is `utc_offset_min` ahead of UTC.
geo::DayNumber local_day(geo::TimeMs time, int utc_offset_min);
/// The day of a cell of days or instants, by the clock of the row's place; `offset_column` as utc_offset_of() takes it. \pre not null
geo::DayNumber local_day(const geo::BatchView& batch, const geo::ColumnView& column, int offset_column, std::size_t row);

}  // namespace tiles
