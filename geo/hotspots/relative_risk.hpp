// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/kde.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

enum class Tolerance : std::uint8_t {
  none,
  asymptotic,   ///< normal, with the variance of two estimates of the pooled density (Hazelton & Davies 2009)
  permutation,  ///< cases and controls share out their labels anew (Kelsall & Diggle 1995)
};

struct RelativeRiskOptions {
  Kernel kernel = Kernel::quartic;
  double bandwidth_m = 0;     ///< of both: what edges take away is then the same above and below
  double floor_share = 1e-3;  ///< of the controls' highest density: below, both are taken for it, and nothing is said where controls are
  Tolerance tolerance = Tolerance::none;
  std::uint32_t permutations = 99;
  std::uint64_t seed = 1;
};

struct RelativeRisk {
  PlaneGrid grid;
  std::vector<double> log_ratio;  ///< NaN where there are too few controls
  std::vector<double> p_high;     ///< one-sided: chance gives as many cases; NaN as before; empty without tolerance
  std::vector<double> p_low;      ///< chance gives as few
  double floor_per_km2 = 0;       ///< in shares of all controls per km²
  std::size_t without = 0;        ///< cells without a ratio
  bool cancelled = false;         ///< `progress` asked to stop; the values are not whole
};

/// The logarithm of the ratio of two densities, each with an integral of 1 (Bithell 1991; Kelsall & Diggle 1995): 0 where cases are as
/// dense as controls, 0.69 where twice. Drawings are functions of the seed and their number, (R + 1)/(M + 1); ratios that differ by 10^-9
/// are equal. The same bits for any number of workers and any order of points. Throws as Kde, Error{input} for no cases or no controls,
/// Error{usage} for a floor outside (0, 1), as check_permutations().
RelativeRisk relative_risk(std::span<const WeightedPoint> cases, std::span<const WeightedPoint> controls,
                           const RelativeRiskOptions& options, const PlaneGrid& grid, const Workers& workers = one_by_one,
                           const Progress& progress = {});

}  // namespace geo
