// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/hex_study.hpp"
#include "geo/analysis/time_steps.hpp"

#include <cstddef>
#include <optional>

namespace geo {

struct ForecastParameters {
  HexOptions hexagons;
  StepLength step = StepLength::month;
  double area_percent = 2;                    ///< of the hexagons' area, flagged
  std::optional<std::size_t> held_back = {};  ///< last steps that are forecast, each from all before it. None: half of them, at most 12
  std::optional<double> bandwidth_m = {};     ///< of the density. None: one and a half widths of a hexagon, as wide as gi-star looks
};

/// A method is called better, or worse, than last step's map where a sign test over the steps says so.
inline constexpr double forecast_alpha = 0.05;

/// Would the last map have pointed to the next period? Maps of hexagons are made for each held-back step from what was known before it and
/// scored on what came: the naive ones (as in the last step, as in the mean of all), that mean smoothed (kde), Gi* of all steps (gi-star).
/// A row for each map and step, without geometry; scores of steps with fewer than least_incidents_of_a_group incidents are withheld.
/// No place and no person is scored or named. docs/methods/forecast-check.md.
///
/// The same rows give the same bits for any order. Throws Error{usage} for a period without two whole steps, as many held back as there
/// are, or numbers out of range, Error{too_large} beyond emerging_most_cells, and as hex_study() and TimeSteps.
Analysis forecast_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const ForecastParameters& parameters,
                           const Progress& progress = {});

}  // namespace geo
