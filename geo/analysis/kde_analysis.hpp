// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/density_choice.hpp"
#include "geo/analysis/hotspot_input.hpp"
#include "geo/analysis/people_shares.hpp"
#include "geo/analysis/study_area.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/edge_correction.hpp"

#include <optional>

namespace geo {

struct KdeParameters {
  HotspotOptions incidents;
  /// Radius of the kernel; of the Gaussian its standard deviation. None: by `selector`.
  std::optional<double> bandwidth_m = {};
  /// Side of the cells. None: a fifth of the bandwidth rounded down to 1, 2, 2.5 or 5 times a power of ten, and coarser, up to half
  /// the bandwidth, as long as there are more than kde_default_cells.
  std::optional<double> cell_m = {};
  Kernel kernel = Kernel::quartic;
  Selector selector = Selector::spread;
  bool is_adaptive = false;  ///< each incident has its own bandwidth (Abramson 1982), wide where they are few
  EdgeCorrection edge = EdgeCorrection::none;
};

inline constexpr double kde_bandwidths_in_a_side = 30;
inline constexpr double kde_default_cells = 40'000;
inline constexpr double kde_most_cells = 500'000;  ///< of the grid; beyond it the analysis is refused
/// Cells with less than this share of the highest density are left out of the result, and the summary says below what.
inline constexpr double kde_least_share = 0.01;
inline constexpr int kde_levels = 9;

/// Where incidents are dense: a kernel (see Kde), on square cells of a plane centred near the data (Frame) whose
/// corners are multiples of the cell's side there, so that results with equal sides lie on each other. Rows are the cells from
/// the south-west, by row, with `density_per_km2` and `level` 1..9: equal steps up to the highest. docs/methods/kde.md.
///
/// With an edge correction the incidents inside the study area count, its cells have a density, and what lies within a kernel of the edge
/// is divided by the share of the kernel inside.
///
/// With `per_people` each cell that incidents reach has a `rate` instead: the density over that of people, with the same kernel and
/// bandwidth; null, with a reason, where too few people live within the bandwidth. Only who lives in the filter's box, or with an edge
/// correction in the study area, counts, and only cells whose middle lies there have a row.
///
/// The same rows give the same bits for any order and any number of workers. Nothing is narrower than told.hpp says, given or found. Throws
/// Error{usage} for such lengths, a bandwidth given and a selector too, a correction without a study area or with adaptive bandwidths, a
/// rate with adaptive bandwidths, Error{too_large} beyond kde_most_cells, and as hotspot_input(), choose_bandwidth_m() and people_points().
Analysis kde_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const KdeParameters& parameters,
                      const Progress& progress = {}, const Workers& workers = one_by_one, const PerPeople* per_people = nullptr);
/// Without a study area.
Analysis kde_analysis(const View& incidents, const Filter& filter, const KdeParameters& parameters, const Progress& progress = {},
                      const Workers& workers = one_by_one);

}  // namespace geo
