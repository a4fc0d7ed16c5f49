// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/false_discovery.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace geo {

std::vector<std::optional<double>> false_discovery_q(std::span<const std::optional<double>> p) {
  std::vector<std::size_t> tests;
  for (std::size_t i = 0; i < p.size(); ++i) {
    assert(!p[i] || (*p[i] >= 0 && *p[i] <= 1));
    if (p[i]) { tests.push_back(i); }
  }
  // Equal p get equal q, whatever their order: the least of their ranks' values is taken from the last of them.
  std::sort(tests.begin(), tests.end(), [&](std::size_t a, std::size_t b) { return *p[a] < *p[b]; });
  std::vector<std::optional<double>> q(p.size());
  const auto m = static_cast<double>(tests.size());
  double least = 1;
  for (std::size_t rank = tests.size(); rank > 0; --rank) {
    const std::size_t i = tests[rank - 1];
    least = std::min(least, *p[i] * m / static_cast<double>(rank));
    q[i] = least;
  }
  return q;
}

}  // namespace geo
