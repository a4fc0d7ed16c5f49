// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/metric.hpp"
#include "geo/base/progress.hpp"
#include "geo/hotspots/forecast_scores.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

// Would the last map have pointed to the next period? Asked period after period, forward in time only.

namespace geo {

/// What has been, up to a step: counts of place i in step t at t * places + i. Nothing later can be reached from it.
struct PastCounts {
  std::span<const double> counts;
  std::size_t places = 0;

  [[nodiscard]] std::size_t steps() const { return counts.size() / places; }
  [[nodiscard]] std::span<const double> step(std::size_t t) const { return counts.subspan(t * places, places); }
};

/// Incidents expected in each place in the step after the last one. A function of what it is given.
using Forecaster = std::function<std::vector<double>(const PastCounts& past)>;

/// The naive ones, which a method must beat to be worth its trouble: as many as in the last step …
Forecaster last_step();
/// … as many as in the mean of all steps …
Forecaster long_run_mean();
/// … and that mean spread around the places' centres by a quartic kernel, what a place gives to others kept the same in all.
/// Throws Error{usage} for a bandwidth that is not positive and finite, Error{input} for a centre that is not finite.
Forecaster long_run_density(std::span<const Metric> centres, double bandwidth_m);

struct NamedForecaster {
  std::string name;
  Forecaster forecast;
};

struct ForecastCheckOptions {
  std::size_t first_step = 1;  ///< the first step that is forecast: so many are known then
  double area_share = 0.1;     ///< flagged
};

struct ForecastCheck {
  std::string name;
  std::vector<ForecastScores> steps;  ///< of each step from first_step on
  ForecastScores pooled;              ///< of all steps together: a month of three incidents weighs as three
};

/// Scores of each forecaster, in their order, for steps first_step to the last one. What a forecaster expects is raised to half an incident
/// in all places and steps known: a place where nothing happened yet is no place where nothing can happen, and the log score stays finite.
///
/// Empty when `progress` asks to stop. Throws Error{usage} for no step to be forecast, or none to forecast from, Error{input} for what
/// forecast_scores() refuses or a forecast without a number for each place. Precondition: counts of areas × steps.
std::vector<ForecastCheck> forecast_check(std::span<const double> counts, std::span<const double> area_m2,
                                          const std::vector<NamedForecaster>& forecasters, const ForecastCheckOptions& options = {},
                                          const Progress& progress = {});

}  // namespace geo
