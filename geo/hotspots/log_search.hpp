// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>

namespace geo {

struct LogMinimum {
  double at = 0;
  double value = 0;
  bool at_limit = false;  ///< the lowest lies at an end of the range: there is perhaps none inside
  bool cancelled = false;
};

/// Where a positive number makes `score` lowest between `low` and `high`: scores of bandwidths have several valleys, so that 40 steps of
/// equal ratio are tried first; around the lowest a golden section narrows to 1.5 %, and a parabola through its last three points finds the
/// rest. \pre 0 < low < high
inline LogMinimum search_by_ratio(const std::function<double(double)>& score, double low, double high, const std::function<bool()>& stop) {
  constexpr std::size_t steps = 40;
  const double from = std::log(low);
  const double step = (std::log(high) - from) / (steps - 1);
  std::array<double, steps> tried{};
  for (std::size_t i = 0; i < steps; ++i) {
    if (stop()) { return {0, 0, false, true}; }
    tried[i] = score(std::exp(from + step * static_cast<double>(i)));
  }
  const auto best = static_cast<std::size_t>(std::min_element(tried.begin(), tried.end()) - tried.begin());
  const double middle = from + step * static_cast<double>(best);
  if (best == 0 || best + 1 == steps) { return {std::exp(middle), tried[best], true, false}; }
  constexpr double golden = 0.3819660112501051;
  constexpr double narrow = 0.015;
  double a = middle - step;
  double c = middle + step;
  double b = middle;
  double at_a = tried[best - 1];
  double at_b = tried[best];
  double at_c = tried[best + 1];
  while (c - a > narrow) {
    if (stop()) { return {0, 0, false, true}; }
    const bool right = c - b > b - a;
    const double x = right ? b + golden * (c - b) : b - golden * (b - a);
    const double at_x = score(std::exp(x));
    if (at_x < at_b) {
      (right ? a : c) = b, (right ? at_a : at_c) = at_b;
      b = x, at_b = at_x;
    } else {
      (right ? c : a) = x, (right ? at_c : at_a) = at_x;
    }
  }
  const double left = (b - a) * (at_b - at_c);
  const double right = (b - c) * (at_b - at_a);
  const double below = 2 * (left - right);
  const double x = below == 0 ? b : b - ((b - a) * left - (b - c) * right) / below;
  if (x > a && x < c) {
    const double at_x = score(std::exp(x));
    if (at_x < at_b) { b = x, at_b = at_x; }
  }
  return {std::exp(b), at_b, false, false};
}

}  // namespace geo
