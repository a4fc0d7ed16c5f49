// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace geo {

/// Sets that grow together; the name of one is its lowest member.
class Sets {
 public:
  explicit Sets(std::size_t n) : m_parent(n) { std::iota(m_parent.begin(), m_parent.end(), 0); }

  std::uint32_t find(std::uint32_t i) {
    while (m_parent[i] != i) { i = m_parent[i] = m_parent[m_parent[i]]; }
    return i;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = find(a);
    b = find(b);
    m_parent[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> m_parent;
};

}  // namespace geo
