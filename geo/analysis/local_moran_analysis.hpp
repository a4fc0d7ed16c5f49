// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/hex_study.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/permutation.hpp"

namespace geo {

struct LocalMoranParameters {
  HexOptions hexagons;
  PermutationOptions chance;
};

/// A hexagon has a kind where both tests say so: q by the normal distribution, which many places cannot fool, and p by permutations,
/// which skewed counts cannot.
inline constexpr double local_moran_alpha = 0.05;

/// Which hexagons are like those around them, and which stand out: local Moran's I on counts in hexagons, weights row-standardised, with
/// conditional permutations and false discovery rates. Rows are the hexagons of hex_study(). `kind` is high-high, high-low, low-high,
/// low-low, or none; hexagons with many incidents in a group of fewer than least_incidents_of_a_group have none, and the reason
/// few_incidents. docs/methods/local-moran.md.
///
/// The same rows give the same bits for any order and any number of workers. Throws as hex_study(), and as check_permutations().
Analysis local_moran_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const LocalMoranParameters& parameters,
                              const Progress& progress = {}, const Workers& workers = one_by_one);

}  // namespace geo
