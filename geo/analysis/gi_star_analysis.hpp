// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/hotspot_input.hpp"
#include "geo/analysis/study_area.hpp"

#include <optional>

namespace geo {

struct GiStarParameters {
  HotspotOptions incidents;
  /// Of the hexagons, over flat sides. None: two thirds of the default bandwidth of a density, so that a hexagon and its six
  /// neighbours are as wide as the kernel; but wide enough that some gi_star_default_hexagons cover the study area.
  std::optional<double> width_m = {};
  /// Hexagons whose centres are within it are neighbours. None: the width, which gives six.
  std::optional<double> neighbours_m = {};
};

inline constexpr double gi_star_widths_in_a_side = 45;
inline constexpr double gi_star_default_hexagons = 20'000;
inline constexpr std::size_t gi_star_most_hexagons = 200'000;
/// A hot place is drawn as such only in a cluster of at least so many incidents (PRIVACY rule B11).
inline constexpr std::uint64_t gi_star_least_cluster = 10;
/// Without a study area: how many steps from the nearest hexagon with an incident.
inline constexpr int gi_star_steps_around = 2;

/// Where there are more, or fewer, incidents than a random sharing-out over the study area explains: Getis-Ord Gi* on counts in
/// hexagons, with false discovery rates (see gi_star()). The hexagons are those that share ground with `study`, cut to the filter's
/// box, empty ones too; where it is none, those at most two steps from one with an incident (docs/decisions/0011). Rows are
/// hexagons in the order of Hex.
/// `class` is ±3, ±2, ±1 for q <= 0.01, 0.05, 0.10, hot above 0; hot places in a cluster (neighbours of class 1 or more) of
/// fewer than gi_star_least_cluster incidents have class 0 and the reason few_incidents. docs/methods/gi-star.md.
///
/// The same rows give the same bits for any order. Throws Error{usage} for lengths that are none or neighbours farther than
/// 20 widths, Error{too_large} beyond gi_star_most_hexagons, and as hotspot_input().
Analysis gi_star_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const GiStarParameters& parameters,
                          const Progress& progress = {});

/// ±3, ±2, ±1 or 0; see gi_star_analysis().
int gi_star_class(double z, double q);

}  // namespace geo
