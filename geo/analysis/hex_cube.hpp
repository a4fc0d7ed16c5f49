// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/hex_study.hpp"
#include "geo/analysis/time_steps.hpp"

#include <vector>

namespace geo {

/// Incidents of hexagon i in step t at t * hexagons + i. Throws Error{too_large} beyond emerging_most_cells. Precondition: all that is used
/// lies in a step, see keep_in_steps(). O(hexagons × steps + n).
std::vector<double> hex_cube(const HexStudy& hexes, const TimeSteps& steps);

}  // namespace geo
