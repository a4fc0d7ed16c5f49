// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/hull.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>

namespace geo {
namespace {

bool is_west(const Metric& a, const Metric& b) { return std::tie(a.x, a.y) < std::tie(b.x, b.y); }

/// Above 0: the way from a over b to c turns left. In more digits than coordinates have, so that places on a line are seen as such.
long double turn(const Metric& a, const Metric& b, const Metric& c) {
  const auto from_a = [&a](const Metric& p) { return std::pair(static_cast<long double>(p.x) - a.x, static_cast<long double>(p.y) - a.y); };
  const auto [bx, by] = from_a(b);
  const auto [cx, cy] = from_a(c);
  return bx * cy - by * cx;
}

}  // namespace

// Andrew's monotone chain (1979): the southern side from west to east, then the northern one back.
std::vector<Metric> convex_hull(std::span<const Metric> points) {
  std::vector<Metric> sorted(points.begin(), points.end());
  std::sort(sorted.begin(), sorted.end(), is_west);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  if (sorted.size() < 3) { return sorted; }
  std::vector<Metric> hull;
  const auto append = [&hull](const Metric& p, std::size_t fixed) {
    while (hull.size() > fixed && turn(hull[hull.size() - 2], hull.back(), p) <= 0) { hull.pop_back(); }
    hull.push_back(p);
  };
  for (const Metric& p : sorted) { append(p, 1); }
  const std::size_t south = hull.size();
  for (auto p = sorted.rbegin() + 1; p != sorted.rend(); ++p) { append(*p, south); }
  hull.pop_back();
  return hull;
}

std::vector<std::vector<Metric>> cluster_hulls(std::span<const Metric> points, std::span<const std::int32_t> labels, std::size_t clusters) {
  assert(points.size() == labels.size());
  std::vector<std::vector<Metric>> members(clusters);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (labels[i] >= 0) { members[static_cast<std::size_t>(labels[i])].push_back(points[i]); }
  }
  for (std::vector<Metric>& of_cluster : members) { of_cluster = convex_hull(of_cluster); }
  return members;
}

double hull_area_m2(std::span<const Metric> hull) {
  long double twice = 0;
  for (std::size_t k = 2; k < hull.size(); ++k) { twice += turn(hull[0], hull[k - 1], hull[k]); }
  return static_cast<double>(twice / 2);
}

}  // namespace geo
