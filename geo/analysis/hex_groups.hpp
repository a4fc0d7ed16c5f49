// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/hex_study.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace geo {

/// A hot place is drawn as such only in a group of at least so many incidents (PRIVACY rule B11).
inline constexpr std::uint64_t least_incidents_of_a_group = 10;
/// Why one of a smaller group is not, as results spell it.
inline constexpr std::string_view few_incidents = "few_incidents";
/// Why a figure is told by steps, or not at all: its neighbours have few.
inline constexpr std::string_view few_around = "few_around";

/// Hot hexagons that are neighbours of each other.
struct HexGroup {
  std::vector<std::size_t> places;
  std::vector<std::uint64_t> of_places;  ///< the incidents of each
  std::uint64_t incidents = 0;
  std::size_t hottest = 0;   ///< the place with the highest value; of equal ones the first
  bool is_at_least = false;  ///< `incidents` is a lower limit, see tell_groups()
};

struct HexGroups {
  std::vector<HexGroup> drawn;  ///< most incidents first
  std::size_t small = 0;        ///< groups of too few incidents
  std::vector<bool> is_small;   ///< of each hexagon: hot, but in one of them
};

/// Of groups with places whose number is not told counts those alone that are, rounded down to fives: less those that are told the number
/// of all would tell the rest. No group has fewer than least_incidents_of_a_group.
void tell_groups(HexGroups& groups, const std::vector<bool>& is_told);

/// `incidents`: those that make each hexagon hot, of which a group needs enough. \pre one of each for each hexagon
HexGroups hex_groups(const NeighbourLists& neighbours, std::span<const std::uint64_t> incidents, const std::vector<bool>& is_hot,
                     std::span<const double> values);

}  // namespace geo
