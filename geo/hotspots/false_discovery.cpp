// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/false_discovery.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace geo {

namespace {

/// BH's q times `factor`, which goes in before the largest is cut off at 1.
std::vector<std::optional<double>> stepped_up(std::span<const std::optional<double>> p, double factor) {
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
    least = std::min(least, *p[i] * factor * m / static_cast<double>(rank));
    q[i] = least;
  }
  return q;
}

std::size_t tests_in(std::span<const std::optional<double>> p) {
  return static_cast<std::size_t>(std::count_if(p.begin(), p.end(), [](const auto& one) { return one.has_value(); }));
}

}  // namespace

std::vector<std::optional<double>> false_discovery_q(std::span<const std::optional<double>> p) { return stepped_up(p, 1); }

std::vector<std::optional<double>> false_discovery_q_dependent(std::span<const std::optional<double>> p) {
  double harmonic = 0;
  for (std::size_t k = tests_in(p); k > 0; --k) { harmonic += 1 / static_cast<double>(k); }
  return stepped_up(p, harmonic);
}

std::vector<std::optional<double>> family_wise_p(std::span<const std::optional<double>> p) {
  const auto m = static_cast<double>(tests_in(p));
  std::vector<std::optional<double>> adjusted(p.begin(), p.end());
  for (auto& one : adjusted) {
    if (one) { one = std::min(1.0, *one * m); }
  }
  return adjusted;
}

std::optional<double> false_discovery_cut_off(std::span<const std::optional<double>> p, double alpha) {
  const auto q = false_discovery_q(p);
  std::optional<double> cut_off;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (q[i] && *q[i] <= alpha && (!cut_off || *p[i] > *cut_off)) { cut_off = p[i]; }
  }
  return cut_off;
}

}  // namespace geo
