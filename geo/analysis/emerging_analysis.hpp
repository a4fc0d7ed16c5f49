// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/hex_study.hpp"
#include "geo/analysis/time_steps.hpp"

#include <cstddef>

namespace geo {

struct EmergingParameters {
  HexOptions hexagons;
  StepLength step = StepLength::month;
  std::size_t lag = 1;  ///< steps before a step that are its neighbours too
};

inline constexpr double emerging_alpha = 0.05;
/// Fewer say little about a trend; fewer than two nothing.
inline constexpr std::size_t emerging_few_steps = 10;
/// Hexagons times steps.
inline constexpr std::size_t emerging_most_cells = 20'000'000;

/// Where hot spots come up, stay and go: Gi* in hexagons and steps of the calendar, a trend for each hexagon, and one of 17 patterns (see
/// emerging_hot_spots()). Steps are those that the period holds whole; what has no time, may have been in another step or lies in none is
/// left out, and counted. Rows are the hexagons of hex_study(). `kind` is the pattern; hot ones in a group of fewer than
/// least_incidents_of_a_group in hot steps have none, and the reason few_incidents. docs/methods/emerging.md.
///
/// The same rows give the same bits for any order. Throws Error{usage} for a period without two whole steps, Error{too_large} beyond
/// emerging_most_cells, and as hex_study() and TimeSteps.
Analysis emerging_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const EmergingParameters& parameters,
                           const Progress& progress = {});

}  // namespace geo
