// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/gi_star.hpp"

#include "geo/hotspots/false_discovery.hpp"
#include "geo/hotspots/moments.hpp"

#include <cassert>
#include <cmath>

namespace geo {
namespace {

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
    case NoStatistic::island: return "island";
    case NoStatistic::none: break;
  }
  return "";
}

GiStarResult gi_star(std::span<const double> values, const NeighbourLists& neighbours) {
  assert(values.size() == neighbours.size());
  check_values(values);
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
    place.p = p[i] = normal_p(*place.z);
    ++result.tested;
    result.few_neighbours += place.neighbours < 8 ? 1 : 0;
  }
  const auto q = false_discovery_q(p);
  for (std::size_t i = 0; i < q.size(); ++i) { result.places[i].q = q[i]; }
  return result;
}

}  // namespace geo
