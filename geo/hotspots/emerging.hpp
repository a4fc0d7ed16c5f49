// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/progress.hpp"
#include "geo/hotspots/gi_star.hpp"
#include "geo/hotspots/neighbours.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace geo {

/// What a place's history of hot and cold steps is called (Esri's 17 patterns).
enum class Pattern : std::uint8_t {
  none,
  new_hot,           ///< hot in the last step, never before
  consecutive_hot,   ///< hot in one run of two steps or more up to the last, never before
  intensifying_hot,  ///< hot in nine steps of ten and in the last, and rising
  persistent_hot,    ///< the same, neither rising nor falling
  diminishing_hot,   ///< the same, and falling
  sporadic_hot,      ///< hot in the last step, and on and off before
  oscillating_hot,   ///< hot in the last step, and cold in one before
  historical_hot,    ///< hot in nine steps of ten, but not in the last
  new_cold,
  consecutive_cold,
  intensifying_cold,
  persistent_cold,
  diminishing_cold,
  sporadic_cold,
  oscillating_cold,
  historical_cold,
};
/// new_hot and so on, as results spell it.
std::string_view code(Pattern pattern);

struct EmergingOptions {
  std::size_t lag = 1;  ///< steps before a step that are its neighbours too
  double alpha = 0.05;  ///< of a hot step's q, and of the trend's p
};

struct EmergingPlace {
  double trend_z = 0;  ///< Mann-Kendall of the steps' z; above 0: getting hotter
  double trend_p = 1;
  Pattern pattern = Pattern::none;
};

struct Emerging {
  std::vector<EmergingPlace> places;
  std::vector<double> z;  ///< Gi* of place i in step t at t * places + i; empty where `reason` says why
  std::vector<double> q;  ///< its p after Benjamini & Hochberg over all steps of all places
  NoStatistic reason = NoStatistic::none;
};

/// Most counts that are added up: places with their neighbours, in all steps, each with those before it.
inline constexpr double max_emerging_terms = 2e9;

/// Emerging hot spots: Gi* (Ord & Getis 1995) in a cube of space and time, whose neighbours are the place and its neighbours in the step
/// and `lag` steps before it, weights 1, mean and deviation those of the whole cube; then how each place's steps went. Counts stand as z
/// does.
///
/// O(places × steps × (neighbours + steps)); the same for any order of places. Nothing that holds when `progress` asks to stop: whoever
/// asked it must ask it again. Throws Error{input} as check_values(), Error{usage} for no
/// steps, counts that are not places × steps, or an alpha that is not between 0 and 1, Error{too_large}
/// beyond max_emerging_terms.
Emerging emerging_hot_spots(std::span<const double> counts, const NeighbourLists& neighbours, std::size_t steps,
                            const EmergingOptions& options = {}, const Progress& progress = {});

/// The pattern alone: `heat` 1 for a hot step, -1 for a cold one, 0 else. \pre some step
Pattern pattern_of(std::span<const std::int8_t> heat, double trend_z, bool trend_is_significant);

}  // namespace geo
