// SPDX-License-Identifier: Apache-2.0
#include "geo/coverage/site_index.hpp"

#include "geo/geometry/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace geo {
namespace {

using Space = std::array<double, 3>;

constexpr double slack_m = 1e-6;  // for the rounding of positions in space, which is a thousand times less

Space in_space(LonLat p) {
  constexpr double semi_major_m = 6378137;
  constexpr double flattening = 1 / 298.257223563;
  constexpr double e2 = flattening * (2 - flattening);
  const double lat = p.lat * (M_PI / 180);
  const double lon = p.lon * (M_PI / 180);
  const double normal = semi_major_m / std::sqrt(1 - e2 * std::sin(lat) * std::sin(lat));
  return {normal * std::cos(lat) * std::cos(lon), normal * std::cos(lat) * std::sin(lon), normal * (1 - e2) * std::sin(lat)};
}

double chord_m(const Space& a, const Space& b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }

}  // namespace

SiteIndex::SiteIndex(std::span<const Place> places) {
  m_nodes.reserve(places.size());
  for (const Place& place : places) { m_nodes.push_back({in_space(place.at), place}); }
  build(0, m_nodes.size(), 0);
}

void SiteIndex::build(std::size_t begin, std::size_t end, std::size_t axis) {
  if (end - begin < 2) { return; }
  const auto first = m_nodes.begin();
  const std::size_t middle = begin + (end - begin) / 2;
  std::nth_element(first + static_cast<std::ptrdiff_t>(begin), first + static_cast<std::ptrdiff_t>(middle),
                   first + static_cast<std::ptrdiff_t>(end), [&](const Node& a, const Node& b) { return a.at[axis] < b.at[axis]; });
  build(begin, middle, (axis + 1) % 3);
  build(middle + 1, end, (axis + 1) % 3);
}

/// Calls found(node, chord) for every node that is at most within_m away in a straight line; found may lessen within_m.
template <class Visit>
void SiteIndex::visit(std::size_t begin, std::size_t end, std::size_t axis, const Space& p, double& within_m, Visit&& found) const {
  if (begin >= end) { return; }
  const std::size_t middle = begin + (end - begin) / 2;
  const Node& node = m_nodes[middle];
  const double off = p[axis] - node.at[axis];
  const std::size_t next = (axis + 1) % 3;
  const bool is_below = off < 0;
  is_below ? visit(begin, middle, next, p, within_m, found) : visit(middle + 1, end, next, p, within_m, found);
  const double chord = chord_m(p, node.at);
  if (chord <= within_m) { found(node, chord); }
  if (std::fabs(off) > within_m) { return; }
  is_below ? visit(middle + 1, end, next, p, within_m, found) : visit(begin, middle, next, p, within_m, found);
}

/// First the nearest through the earth; its geodesic distance then bounds the few that may be nearer over it.
std::optional<SiteIndex::Nearest> SiteIndex::nearest(LonLat p) const {
  if (m_nodes.empty()) { return std::nullopt; }
  const Space from = in_space(p);
  const Node* closest = &m_nodes.front();
  double bound = std::numeric_limits<double>::infinity();
  visit(0, m_nodes.size(), 0, from, bound, [&](const Node& node, double chord) {
    closest = &node;
    bound = chord;
  });
  Nearest best{closest->place.id, distance_m(p, closest->place.at)};
  bound = best.distance_m + slack_m;
  visit(0, m_nodes.size(), 0, from, bound, [&](const Node& node, double) {
    if (&node == closest) { return; }
    const double distance = distance_m(p, node.place.at);
    if (distance < best.distance_m || (distance == best.distance_m && node.place.id < best.id)) {
      best = {node.place.id, distance};
      bound = distance + slack_m;
    }
  });
  return best;
}

std::size_t SiteIndex::count_within(LonLat p, double radius_m) const {
  std::size_t count = 0;
  double bound = radius_m + slack_m;
  visit(0, m_nodes.size(), 0, in_space(p), bound,
        [&](const Node& node, double) { count += distance_m(p, node.place.at) <= radius_m ? 1 : 0; });
  return count;
}

}  // namespace geo
