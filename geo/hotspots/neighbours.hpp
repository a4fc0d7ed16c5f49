// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/index/hexgrid.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo {

/// For each of n places the others that are near it, as positions 0..n-1: rising, none twice, never itself. A value.
class NeighbourLists {
 public:
  NeighbourLists() = default;
  /// Sorts each list and drops repetitions and the place itself. Throws Error{usage} for a position beyond the number of lists.
  explicit NeighbourLists(const std::vector<std::vector<std::uint32_t>>& lists);

  /// The list of the next of `places` places: sorts it, drops repetitions and the place itself. Throws as the constructor.
  void append(std::vector<std::uint32_t>& list, std::size_t places);

  [[nodiscard]] std::size_t size() const { return m_end.size(); }
  [[nodiscard]] std::span<const std::uint32_t> of(std::size_t i) const { return std::span(m_items).subspan(begin(i), m_end[i] - begin(i)); }
  /// How many stand in the lists before that of i.
  [[nodiscard]] std::size_t begin(std::size_t i) const { return i == 0 ? 0 : m_end[i - 1]; }
  /// In all lists.
  [[nodiscard]] std::size_t total() const { return m_items.size(); }

 private:
  std::vector<std::size_t> m_end;
  std::vector<std::uint32_t> m_items;
};

/// Most pairs that hex_neighbours() looks at.
inline constexpr std::size_t max_hex_neighbours = 100'000'000;

/// Those among `hexes` whose centres are within distance_m of each other (HexGrid::steps_within): the grid's width gives the six
/// that share an edge. Precondition: `hexes` in the order of Hex, none twice. O(n k log n) for k steps. Throws
/// Error{too_large} where n k is above max_hex_neighbours.
NeighbourLists hex_neighbours(const HexGrid& grid, std::span<const Hex> hexes, double distance_m);

}  // namespace geo
