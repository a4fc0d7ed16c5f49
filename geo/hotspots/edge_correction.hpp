// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/hotspots/kde.hpp"
#include "geo/hotspots/plane_window.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace geo {

/// What is done about points outside the window that nobody counted.
enum class EdgeCorrection : std::uint8_t {
  none,
  uniform,       ///< the density at a place over the share of its kernel inside the window (Diggle 1985; Berman & Diggle 1989)
  jones_diggle,  ///< each point's kernel over its own share inside (Jones 1993): the sum over the window is the number of points
};
std::string_view code(EdgeCorrection correction);
std::optional<EdgeCorrection> edge_correction_named(std::string_view name);

struct CorrectedKde {
  KdeResult kde;                   ///< per_km2 is NaN at centres outside the window, where nobody looked
  std::size_t outside_window = 0;  ///< points that were left out for it
};

/// As kde(), of the points inside the window. The error of the correction is that of WindowMass. Throws as kde() and WindowMass, and
/// Error{usage} where less than a millionth of a point's kernel lies inside; cells of which that is true are NaN.
CorrectedKde corrected_kde(std::span<const WeightedPoint> points, double bandwidth_m, const PlaneGrid& grid, Kernel kernel,
                           const PlaneWindow& window, EdgeCorrection correction, const Workers& workers = one_by_one,
                           const Progress& progress = {});

}  // namespace geo
