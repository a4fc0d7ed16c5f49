// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/method_parts.hpp"

// What methods on administrative areas share of their descriptions.
namespace geo {

/// level
AnalysisParameter level_parameter();
/// level, areas, areas_left_out, areas_cut
Members area_members();
/// population_year, population_source
std::vector<AnalysisParameter> population_parameters();
/// See write_population().
Members population_members();

}  // namespace geo
