// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/gi_star.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/false_discovery.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace geo {
namespace {

/// In rising order, so that the sum depends on the values and not on where they stood.
double sum_sorted(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  double sum = 0;
  for (const double v : values) { sum += v; }
  return sum;
}

struct Moments {
  double mean = 0;
  double deviation = 0;
  std::optional<double> skewness;
  bool constant = true;
};

/// Scaled by the widest deviation, so that no square or cube leaves the range of a double.
Moments moments_of(std::span<const double> values) {
  Moments m;
  if (values.empty()) { return m; }
  std::vector<double> sorted(values.begin(), values.end());
  const auto n = static_cast<double>(sorted.size());
  m.mean = sum_sorted(sorted) / n;
  m.constant = sorted.front() == sorted.back();
  const double widest = std::max(sorted.back() - m.mean, m.mean - sorted.front());
  if (m.constant || !(widest > 0)) { return m; }
  double squares = 0;
  double cubes = 0;
  for (const double v : sorted) {
    const double d = (v - m.mean) / widest;
    squares += d * d;
    cubes += d * d * d;
  }
  const double deviation = std::sqrt(squares / n);
  m.deviation = deviation * widest;
  m.skewness = cubes / n / (deviation * deviation * deviation);
  return m;
}

void check(std::span<const double> values) {
  for (const double v : values) {
    if (!(std::fabs(v) < 1e100)) {
      throw Error(Problem::input, "A value is not a number, or too large to be added to others.",
                  "Um valor não é um número, ou é grande demais para se somar a outros.");
    }
  }
}

NoStatistic reason_for(std::size_t places, std::size_t together, bool constant) {
  if (places < 3) { return NoStatistic::too_few_places; }
  if (constant) { return NoStatistic::zero_variance; }
  return together == places ? NoStatistic::everybody_neighbour : NoStatistic::none;
}

}  // namespace

std::string_view code(NoStatistic reason) {
  switch (reason) {
    case NoStatistic::too_few_places: return "too_few_places";
    case NoStatistic::zero_variance: return "zero_variance";
    case NoStatistic::everybody_neighbour: return "everybody_neighbour";
    case NoStatistic::none: break;
  }
  return "";
}

GiStarResult gi_star(std::span<const double> values, const NeighbourLists& neighbours) {
  assert(values.size() == neighbours.size());
  check(values);
  const Moments all = moments_of(values);
  GiStarResult result{std::vector<GiStar>(values.size()), all.mean, all.deviation, all.skewness, 0, 0};
  const auto n = static_cast<double>(values.size());
  std::vector<std::optional<double>> p(values.size());
  std::vector<double> near;
  for (std::size_t i = 0; i < values.size(); ++i) {
    GiStar& place = result.places[i];
    const auto list = neighbours.of(i);
    place.neighbours = list.size();
    place.reason = reason_for(values.size(), list.size() + 1, all.constant || !(all.deviation > 0));
    if (place.reason != NoStatistic::none) { continue; }
    near.assign(1, values[i] - all.mean);
    for (const std::uint32_t other : list) { near.push_back(values[other] - all.mean); }
    const auto k = static_cast<double>(near.size());
    place.z = sum_sorted(near) / (all.deviation * std::sqrt(k * (n - k) / (n - 1)));
    place.p = p[i] = std::min(std::erfc(std::fabs(*place.z) / M_SQRT2), 1.0);
    ++result.tested;
    result.few_neighbours += place.neighbours < 8 ? 1 : 0;
  }
  const auto q = false_discovery_q(p);
  for (std::size_t i = 0; i < q.size(); ++i) { result.places[i].q = q[i]; }
  return result;
}

}  // namespace geo
