// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/mosaic/snap.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace geo::mosaic {

/// An arc walked forwards, or backwards from its last vertex.
class ArcUse {
 public:
  ArcUse() = default;
  ArcUse(std::uint32_t arc, bool is_backwards) : m_value(arc << 1U | (is_backwards ? 1U : 0U)) {}

  [[nodiscard]] bool is_none() const { return m_value == UINT32_MAX; }
  [[nodiscard]] std::uint32_t arc() const { return m_value >> 1U; }
  [[nodiscard]] bool is_backwards() const { return (m_value & 1U) != 0; }

 private:
  std::uint32_t m_value = UINT32_MAX;
};

/// Chains taken apart into what they share. An arc is a run of edges, each there once, that every chain takes as a whole: it ends where
/// three or more edges meet, where a line ends or turns back, and at fixed places. A ring that meets nothing is one arc, from its place
/// with the lowest number and back to it. Rings lose what they go to and fro. It depends on the edges alone, not on the order of the
/// chains, where they begin or which way they run; only `uses` follow the chains.
struct Arcs {
  std::vector<std::uint32_t> at;        ///< vertices, arc after arc, each with both its ends
  std::vector<std::uint32_t> ends;      ///< where arc i stops in `at`
  std::vector<ArcUse> uses;             ///< chain after chain
  std::vector<std::uint32_t> use_ends;  ///< where chain i stops in `uses`

  [[nodiscard]] std::size_t size() const { return ends.size(); }
  [[nodiscard]] std::span<const std::uint32_t> arc(std::size_t i) const {
    const std::uint32_t begin = i == 0 ? 0 : ends[i - 1];
    return std::span(at).subspan(begin, ends[i] - begin);
  }
};

/// `is_ring` by chain, `is_fixed` by place. Pure. O(n), and O(d log d) where d edges meet.
Arcs find_arcs(const Chains& chains, const std::vector<bool>& is_ring, const std::vector<bool>& is_fixed);

}  // namespace geo::mosaic
