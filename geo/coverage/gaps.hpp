// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/coverage/catchments.hpp"
#include "geo/geometry/geometry.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace geo {

struct GapOptions {
  /// A part of a gap or of an overlap is a sliver, two outlines of one border that differ, where no disc of this width fits
  /// into it or its ground is less than sliver_area_km2. Slivers are reported, marked.
  double sliver_width_m = 50;
  double sliver_area_km2 = 0.01;
};

/// One connected piece of the study area in no catchment.
struct GapPart {
  Geometry area;
  double area_km2 = 0;
  bool is_sliver = false;
};

/// Ground that two catchments share.
struct Overlap {
  std::int64_t a = 0;  ///< smaller id
  std::int64_t b = 0;
  Geometry area;
  double area_km2 = 0;
  double share_of_a = 0;  ///< 0..1 of a's ground
  double share_of_b = 0;
  bool is_sliver = false;  ///< all parts of it are
};

struct CatchmentArea {
  std::int64_t id = 0;
  double area_km2 = 0;
  double outside_km2 = 0;  ///< of it, outside the study area; 0 where there is none
  double shared_km2 = 0;   ///< of it, in another catchment too, counted once
};

/// All areas are ground_area_km2(), which add up: study = covered + gap + sliver.
struct CoverageGaps {
  std::optional<double> study_km2;    ///< nothing, as the three below, when no study area was given
  std::optional<double> covered_km2;  ///< of the study area, in at least one catchment
  std::optional<double> gap_km2;      ///< in none, without slivers
  std::optional<double> sliver_km2;
  std::vector<GapPart> parts;             ///< largest first
  double shared_km2 = 0;                  ///< in two catchments or more, counted once, inside the study area or not
  std::vector<Overlap> overlaps;          ///< by a, b
  std::vector<CatchmentArea> catchments;  ///< by id
  bool cancelled = false;                 ///< `progress` asked to stop; the figures are not whole
};

/// What lies in no catchment and what in several. `study` may be none: then gaps cannot be told. It is repaired like a
/// catchment; throws Error{input} when it is no area, Error{usage} for options below 0. Pairs are found by their boxes.
CoverageGaps coverage_gaps(const CatchmentSet& catchments, const Geometry& study, const GapOptions& options = {},
                           const Progress& progress = {});

}  // namespace geo
