// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/hex_study.hpp"

#include <cstdint>
#include <optional>

namespace geo {

/// What a hexagon's change is held against.
enum class Against : std::uint8_t {
  before,     ///< its own rate before: has it changed?
  elsewhere,  ///< what all the other hexagons did: has it changed otherwise?
};

struct ChangeParameters {
  HexOptions hexagons;
  /// The earlier period; the later one is the filter's. None: the filter's, or that of the incidents, is split in the middle.
  std::optional<TimeInterval> before = {};
  Against against = Against::before;
  bool with_neighbours = false;  ///< each hexagon counts with those around it
};

inline constexpr double change_alpha = 0.05;
/// A hexagon is tested where it has so many in both periods together: fewer tell nothing, nor should they be told of.
inline constexpr std::uint64_t change_least_incidents = 10;

/// Where the number of incidents has changed between two periods: exact tests of the counts in hexagons (see change_of_rate(),
/// change_against()), with false discovery rates over the hexagons tested. Rows are the hexagons of hex_study(). `kind` is rise or fall
/// where q is at most change_alpha, none, or few where there is no test. docs/methods/change.md.
///
/// The same rows give the same bits for any order. Throws Error{usage} for periods that overlap, are not whole days, or do not begin one
/// after the other, and as hex_study().
Analysis change_analysis(const View& incidents, const StudyArea& study, const Filter& filter, const ChangeParameters& parameters,
                         const Progress& progress = {});

}  // namespace geo
