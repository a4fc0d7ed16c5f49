// SPDX-License-Identifier: Apache-2.0
#include "geo/base/error.hpp"
#include "geo/hotspots/bandwidth.hpp"
#include "geo/hotspots/line_spread.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace geo {

std::string_view code(NoBandwidth reason) {
  switch (reason) {
    case NoBandwidth::none: return "";
    case NoBandwidth::too_few: return "too_few";
    case NoBandwidth::no_spread: return "no_spread";
    case NoBandwidth::no_minimum: return "no_minimum";
    case NoBandwidth::unsolvable: return "unsolvable";
    case NoBandwidth::cancelled: return "cancelled";
  }
  return {};
}

LineSpread::LineSpread(std::span<const double> values) : sorted(values.begin(), values.end()) {
  for (const double v : sorted) {
    if (!std::isfinite(v)) { throw Error(Problem::input, "A value is not a number.", "Um valor não é um número."); }
  }
  std::sort(sorted.begin(), sorted.end());
  if (sorted.size() < 2 || sorted.front() == sorted.back()) { return; }
  const auto n = static_cast<double>(sorted.size());
  const double origin = sorted.front();  // far from the origin squares would have no digits left
  double mean = 0;
  for (const double v : sorted) { mean += (v - origin) / n; }
  double squares = 0;
  for (const double v : sorted) { squares += (v - origin - mean) * (v - origin - mean); }
  deviation = std::sqrt(squares / (n - 1));
  quartiles = quantile(0.75) - quantile(0.25);
}

double LineSpread::quantile(double share) const {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - std::floor(at)) * (sorted[above] - sorted[below]);
}

std::optional<double> nrd0(std::span<const double> values) {
  const LineSpread spread(values);
  if (!(spread.deviation > 0)) { return std::nullopt; }
  const double scale = spread.quartiles > 0 ? std::min(spread.deviation, spread.quartiles / 1.34) : spread.deviation;
  return 0.9 * scale * std::pow(static_cast<double>(values.size()), -0.2);
}

std::optional<double> nrd(std::span<const double> values) {
  const LineSpread spread(values);
  if (!(spread.deviation > 0) || !(spread.quartiles > 0)) { return std::nullopt; }
  return 1.06 * std::min(spread.deviation, spread.quartiles / 1.34) * std::pow(static_cast<double>(values.size()), -0.2);
}

AxisBandwidths normal_reference(std::span<const Metric> points) {
  std::vector<double> x;
  std::vector<double> y;
  for (const Metric p : points) { x.push_back(p.x), y.push_back(p.y); }
  const double factor = std::pow(static_cast<double>(points.size()), -1.0 / 6);
  AxisBandwidths found;
  const double along_x = LineSpread(x).deviation;
  const double along_y = LineSpread(y).deviation;
  if (along_x > 0) { found.x = along_x * factor; }
  if (along_y > 0) { found.y = along_y * factor; }
  return found;
}

std::optional<double> isotropic_normal_reference(std::span<const Metric> points) {
  const AxisBandwidths both = normal_reference(points);
  if (!both.x || !both.y) { return std::nullopt; }
  return std::sqrt(*both.x) * std::sqrt(*both.y);
}

}  // namespace geo
