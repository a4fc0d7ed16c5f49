// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/area_study.hpp"
#include "geo/analysis/time_steps.hpp"

#include <cstddef>
#include <cstdint>

namespace geo {

struct EarlyWarningParameters {
  AreaOptions areas;
  StepLength step = StepLength::week;
  std::size_t baseline = 7;  ///< steps before the last that it is compared with
};

/// An area with fewer in the last step and its baseline together has no state: chance alone moves such numbers, and an alarm could tell of
/// single incidents.
inline constexpr std::uint64_t early_warning_least_incidents = 10;

/// Is there more in the last step than in those before, area by area? EARS C1 to C3 (see ears()), the exact comparison of Poisson counts
/// (as_many_now()) with false discovery rates over the areas, and a CUSUM over the last steps against those before them. Rows are the
/// areas; `kind` is alarm, signal, none, or null with a reason. docs/methods/early-warning.md.
///
/// The same rows give the same bits for any order. Throws Error{usage} for a baseline outside 3..52, for fewer than baseline + 1 whole
/// steps, and as area_study().
Analysis early_warning_analysis(const View& incidents, const View& admin_areas, const Filter& filter,
                                const EarlyWarningParameters& parameters, const Progress& progress = {});

}  // namespace geo
