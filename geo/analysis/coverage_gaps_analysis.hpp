// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/hotspot_input.hpp"
#include "geo/analysis/study_area.hpp"
#include "geo/coverage/gaps.hpp"

namespace geo {

struct CoverageParameters {
  /// The day on which catchments are valid and sites open. The status of a council and of a site is that of today.
  DayNumber day = 0;
  double service_m = 10'000;  ///< over the ground as the crow flies, the limit included
  GapOptions gaps;
  HotspotOptions incidents;  ///< which of them count
};

/// What is read. Those that may be null leave out what they would add.
struct CoverageViews {
  const View& catchments;
  const View& sites;
  const View* councils = nullptr;     ///< dissolved ones take their catchments along
  const View* settlements = nullptr;  ///< people
  const View* incidents = nullptr;
};

/// Which ground is in no catchment and which in several, and who is in none, or farther than service_m from every open site:
/// coverage_gaps() and demand_coverage() over views. `filter` chooses incidents (both), settlements and catchments (box only); the
/// study area is cut to the box. Without a study area gaps cannot be told, and the summary says so.
///
/// Rows: gaps from the largest, slivers, overlaps, settlements not served by place; `kind` says which. Incidents are counted, never
/// shown as points. docs/methods/coverage-gaps.md.
///
/// The same rows give the same bits for any order. Throws Error{usage} for lengths below 0, and as the functions above.
Analysis coverage_gaps_analysis(const CoverageViews& views, const StudyArea& study, const Filter& filter,
                                const CoverageParameters& parameters, const Progress& progress = {});

}  // namespace geo
