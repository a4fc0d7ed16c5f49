// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/hotspot_input.hpp"
#include "geo/analysis/told.hpp"
#include "geo/base/workers.hpp"

#include <cstddef>
#include <optional>

namespace geo {

struct NetworkKdeParameters {
  HotspotOptions incidents;
  std::optional<double> bandwidth_m = {};  ///< along roads. None: by the spread of the incidents
  std::optional<double> lixel_m = {};      ///< length of the pieces that roads are cut into. None: about a fifth of the bandwidth
  double snap_m = 200;                     ///< incidents farther from every road are not counted
};

/// Shorter ones would draw single incidents.
inline constexpr double network_least_bandwidth_m = least_width_m;
inline constexpr double network_least_lixel_m = least_cell_m;
inline constexpr double network_bandwidths_in_a_side = 30;
inline constexpr std::size_t network_most_rows = 200'000;
inline constexpr int network_levels = 9;

/// Where incidents are dense along roads: network_kde() over the collection roads. Rows are short lengths of road with their density per
/// kilometre and its level, one of nine equal parts of the highest; lengths that no incident reaches, and those whose density one
/// incident alone could make, are left out and counted. Incidents
/// far from every road are counted, not used. docs/methods/network-kde.md.
///
/// The same rows give the same bits for any order and any number of workers. Throws Error{usage} for lengths outside their limits and where
/// no road lies near the incidents (it says what to load), Error{too_large} beyond network_most_rows, and as network_kde().
Analysis network_kde_analysis(const View& incidents, const View& roads, const Filter& filter, const NetworkKdeParameters& parameters,
                              const Progress& progress = {}, const Workers& workers = one_by_one);

}  // namespace geo
