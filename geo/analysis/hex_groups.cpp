// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/hex_groups.hpp"

#include <algorithm>
#include <utility>

namespace geo {
namespace {

HexGroup group_from(std::size_t start, const NeighbourLists& neighbours, std::span<const std::uint64_t> incidents,
                    const std::vector<bool>& is_hot, std::span<const double> values, std::vector<bool>& seen) {
  HexGroup group;
  group.hottest = start;
  group.places.push_back(start);
  seen[start] = true;
  for (std::size_t next = 0; next < group.places.size(); ++next) {
    const std::size_t place = group.places[next];
    group.incidents += incidents[place];
    group.of_places.push_back(incidents[place]);
    const double value = values[place];
    const double best = values[group.hottest];
    if (value > best || (value == best && place < group.hottest)) { group.hottest = place; }
    for (const std::uint32_t other : neighbours.of(place)) {
      if (is_hot[other] && !seen[other]) {
        seen[other] = true;
        group.places.push_back(other);
      }
    }
  }
  return group;
}

}  // namespace

void tell_groups(HexGroups& groups, const std::vector<bool>& is_told) {
  constexpr std::uint64_t base = 5;
  for (HexGroup& group : groups.drawn) {
    if (std::all_of(group.places.begin(), group.places.end(), [&](std::size_t place) { return is_told[place]; })) { continue; }
    group.incidents = 0;
    for (std::size_t k = 0; k < group.places.size(); ++k) { group.incidents += is_told[group.places[k]] ? group.of_places[k] : 0; }
    group.incidents = std::max(group.incidents - group.incidents % base, least_incidents_of_a_group);
    group.is_at_least = true;
  }
}

HexGroups hex_groups(const NeighbourLists& neighbours, std::span<const std::uint64_t> incidents, const std::vector<bool>& is_hot,
                     std::span<const double> values) {
  std::vector<bool> seen(neighbours.size(), false);
  HexGroups groups;
  groups.is_small.assign(neighbours.size(), false);
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    if (!is_hot[i] || seen[i]) { continue; }
    HexGroup group = group_from(i, neighbours, incidents, is_hot, values, seen);
    if (group.incidents >= least_incidents_of_a_group) {
      groups.drawn.push_back(std::move(group));
      continue;
    }
    ++groups.small;
    for (const std::size_t place : group.places) { groups.is_small[place] = true; }
  }
  std::stable_sort(groups.drawn.begin(), groups.drawn.end(),
                   [](const HexGroup& a, const HexGroup& b) { return a.incidents > b.incidents; });
  return groups;
}

}  // namespace geo
