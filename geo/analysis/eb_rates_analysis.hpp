// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/area_study.hpp"
#include "geo/analysis/population_input.hpp"

#include <cstdint>

namespace geo {

struct RatesParameters {
  AreaOptions areas;
  PopulationOptions population;
};

/// An area with fewer incidents is not called high: by so few nobody can tell.
inline constexpr std::uint64_t rates_least_incidents = 10;

/// Incidents per 1,000 people by administrative area: as they are, and drawn towards the rate of all by as much as people are few
/// (smoothed_rates()), with Choynowski's p, doubled since the side is chosen by the data, and false discovery rates. Rows are the areas;
/// `kind` is high, low, none, or null with a reason. docs/methods/eb-rates.md.
///
/// The same rows give the same bits for any order. Throws as area_study() and area_people().
Analysis eb_rates_analysis(const View& incidents, const View& admin_areas, const View& population, const Filter& filter,
                           const RatesParameters& parameters, const Progress& progress = {});

}  // namespace geo
