// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/neighbours.hpp"

#include "geo/base/error.hpp"

#include <algorithm>
#include <cassert>
#include <string>

namespace geo {

NeighbourLists::NeighbourLists(const std::vector<std::vector<std::uint32_t>>& lists) {
  for (std::vector<std::uint32_t> list : lists) { append(list, lists.size()); }
}

void NeighbourLists::append(std::vector<std::uint32_t>& list, std::size_t places) {
  const std::size_t self = size();
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  if (!list.empty() && list.back() >= places) {
    const std::string position = std::to_string(list.back());
    throw Error(Problem::usage, "There is no place " + position + " to be a neighbour.", "Não há lugar " + position + " para ser vizinho.");
  }
  for (const std::uint32_t place : list) {
    if (place != self) { m_items.push_back(place); }
  }
  m_end.push_back(m_items.size());
}

NeighbourLists hex_neighbours(const HexGrid& grid, std::span<const Hex> hexes, double distance_m) {
  assert(std::adjacent_find(hexes.begin(), hexes.end(), [](Hex a, Hex b) { return !(a < b); }) == hexes.end());
  const std::vector<Hex> steps = grid.steps_within(distance_m);
  if (steps.size() * hexes.size() > max_hex_neighbours) {
    throw Error(Problem::too_large,
                "There are too many pairs of neighbouring hexagons. Choose wider hexagons, or neighbours that are nearer.",
                "Há demasiados pares de hexágonos vizinhos. Escolha hexágonos mais largos, ou vizinhos mais próximos.");
  }
  NeighbourLists lists;
  std::vector<std::uint32_t> found;
  for (std::size_t i = 0; i < hexes.size(); ++i) {
    found.clear();
    for (const Hex step : steps) {
      const Hex other{hexes[i].q + step.q, hexes[i].r + step.r};
      const auto at = std::lower_bound(hexes.begin(), hexes.end(), other);
      if (at != hexes.end() && *at == other) { found.push_back(static_cast<std::uint32_t>(at - hexes.begin())); }
    }
    lists.append(found, hexes.size());
  }
  return lists;
}

}  // namespace geo
