// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/area_study.hpp"
#include "geo/analysis/population_input.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/permutation.hpp"

#include <cstdint>

namespace geo {

struct ScanParameters {
  AreaOptions areas;
  PopulationOptions population;
  double max_share = 0.5;  ///< of all people that a cluster may hold
  PermutationOptions chance = {};
};

/// Clusters of fewer incidents are withheld (PRIVACY rule B11).
inline constexpr std::uint64_t scan_least_incidents = 10;

/// Which neighbouring areas together have a high rate that chance does not give anywhere: Kulldorff's scan statistic with Poisson counts
/// (scan_clusters()), circles around the middle of each area's people, likelihood by drawings. Rows are the clusters, each the union of its
/// areas, the likeliest first; areas where nobody lives take no part, and their incidents are counted. docs/methods/scan.md.
///
/// The same rows give the same bits for any order and any number of workers. Throws as area_study(), area_people() and scan_clusters(), and
/// Error{usage} where no incident lies where people live.
Analysis scan_analysis(const View& incidents, const View& admin_areas, const View& population, const Filter& filter,
                       const ScanParameters& parameters, const Progress& progress = {}, const Workers& workers = one_by_one);

}  // namespace geo
