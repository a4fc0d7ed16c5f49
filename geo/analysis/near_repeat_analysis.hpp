// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/hotspot_input.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/permutation.hpp"

#include <cstddef>
#include <optional>

namespace geo {

struct NearRepeatParameters {
  HotspotOptions incidents;
  /// Width of a band of distances. None: by the spread of the incidents, as the width of hexagons.
  std::optional<double> distance_m = {};
  std::size_t distance_bands = 5;
  int span_days = 7;  ///< width of a band of time
  std::size_t time_bands = 4;
  bool pool_same_place = false;  ///< else pairs at the very same place have a band of their own
  PermutationOptions chance = {};
};

/// Fewer say nothing about pairs, and their table could tell of single ones.
inline constexpr std::size_t near_repeat_least_incidents = 10;

/// Do incidents that are near in space come near in time too? Pairs of incidents by bands of distance and of days between them, beside
/// what sharing out the days anew gives (see near_repeats()); with one band each way and pool_same_place it is the test of Knox. Incidents
/// whose day is not known are left out, and those whose place is less certain than a band is wide. Rows are the cells, by distance, then
/// time, without geometry. docs/methods/near-repeat.md.
///
/// The same rows give the same bits for any order and any number of workers. Throws as near_repeats() and hotspot_input().
Analysis near_repeat_analysis(const View& incidents, const Filter& filter, const NearRepeatParameters& parameters,
                              const Progress& progress = {}, const Workers& workers = one_by_one);

}  // namespace geo
