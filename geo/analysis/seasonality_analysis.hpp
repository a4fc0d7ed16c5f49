// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/hotspot_input.hpp"

namespace geo {

/// A table of fewer could tell of single incidents, and says nothing of a rhythm.
inline constexpr std::size_t seasonality_least_incidents = 10;

/// When do incidents happen: by month, by day of the week, by hour, by hour of each day of the week; whether chance does that too (see
/// seasonality()), and where records pile up because nobody knew better (see heaping()). Incidents need no place. Those whose day is not
/// known are left out; those whose hour is not known count for months and days, and their number is told. Rows are the cells of the tables,
/// without geometry. docs/methods/seasonality.md.
///
/// The same rows give the same bits for any order. Throws Error{usage} where neither `filter` nor any incident says a period, and as
/// hotspot_input() and seasonality().
Analysis seasonality_analysis(const View& incidents, const Filter& filter, const HotspotOptions& options, const Progress& progress = {});

}  // namespace geo
