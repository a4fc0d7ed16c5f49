// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/edge_correction.hpp"
#include "geo/hotspots/kde.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace geo {

/// The density, per m², at the points themselves, each with its own part, in their order: O(n × points in reach).
std::vector<double> density_at_points(std::span<const WeightedPoint> points, double bandwidth_m, Kernel kernel,
                                      const Workers& workers = one_by_one);

struct AdaptiveOptions {
  Kernel kernel = Kernel::quartic;
  double bandwidth_m = 0;  ///< h0
  double pilot_m = 0;      ///< bandwidth of the pilot density; 0: h0
  double cap = 5;          ///< no bandwidth is more times h0
};

struct AdaptiveKde {
  KdeResult kde;
  std::vector<double> bandwidth_m;  ///< of each point, in their order
  double geometric_mean = 0;        ///< of the pilot at the points, per m²
};

/// Abramson (1982): each point has its own bandwidth, h0 min(cap, √(g / pilot(p))), g the geometric mean of the pilot at the points: wide
/// where they are few. Points of weight 0 count nowhere. Added cell by cell: O(points × cells in reach). Throws as Kde, and Error{usage}
/// for a cap that is not positive.
AdaptiveKde adaptive_kde(std::span<const WeightedPoint> points, const AdaptiveOptions& options, const PlaneGrid& grid,
                         const Workers& workers = one_by_one, const Progress& progress = {});

/// The same of the points inside a window, corrected for its edges with each point's own bandwidth h_i; where the kernel of h_i around x
/// has the share e(x, h_i) inside the window a point adds K_i(x)/e(x, h_i) (uniform), or K_i(x)/e(p_i, h_i) (jones-diggle). The pilot is
/// corrected in the same way with its bandwidth.
struct CorrectedAdaptiveKde {
  AdaptiveKde adaptive;            ///< per_km2 is NaN at centres outside the window, and where next to nothing of a kernel lies inside
  std::size_t outside_window = 0;  ///< points that were left out for it; their bandwidth is 0
};

/// O(points × cells in reach × edges of the window near them) for uniform. Throws as adaptive_kde() and corrected_kde(), and
/// Error{too_large} for uniform beyond max_edge_looks.
CorrectedAdaptiveKde corrected_adaptive_kde(std::span<const WeightedPoint> points, const AdaptiveOptions& options, const PlaneGrid& grid,
                                            const PlaneWindow& window, EdgeCorrection correction, const Workers& workers = one_by_one,
                                            const Progress& progress = {});

/// Most edges looked at: some minutes of a core.
inline constexpr double max_edge_looks = 1e10;

}  // namespace geo
