// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/philox.hpp"

#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace geo {

/// Draws things in proportion to their weights, each in the same time (Vose 1991): a thing at random keeps its share of the draws and gives
/// the rest to another one.
class AliasTable {
 public:
  AliasTable() = default;
  /// \pre weights are finite and not negative, `all` is their sum and above 0
  AliasTable(std::span<const double> weights, double all) : m_own(weights.size(), 1), m_alias(weights.size()) {
    std::iota(m_alias.begin(), m_alias.end(), 0);
    std::vector<double> share;
    std::vector<std::uint32_t> poor;
    std::vector<std::uint32_t> rich;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
      share.push_back(weights[i] * static_cast<double>(weights.size()) / all);
      (share[i] < 1 ? poor : rich).push_back(i);
    }
    while (!poor.empty() && !rich.empty()) {
      const std::uint32_t p = poor.back();
      const std::uint32_t r = rich.back();
      poor.pop_back();
      m_own[p] = share[p];
      m_alias[p] = r;
      share[r] -= 1 - share[p];
      if (share[r] < 1) {
        rich.pop_back();
        poor.push_back(r);
      }
    }
  }

  [[nodiscard]] std::uint32_t draw(RandomStream& stream) const {
    const std::uint32_t thing = stream.below(static_cast<std::uint32_t>(m_own.size()));
    return static_cast<double>(stream.next()) < m_own[thing] * 0x1p32 ? thing : m_alias[thing];
  }

 private:
  std::vector<double> m_own;           ///< the part of its draws that a thing keeps
  std::vector<std::uint32_t> m_alias;  ///< who gets the rest
};

}  // namespace geo
