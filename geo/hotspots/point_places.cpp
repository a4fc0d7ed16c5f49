// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/point_places.hpp"

#include "geo/base/error.hpp"

#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/index/rtree.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace geo {

PointPlaces::PointPlaces(std::span<const Metric> given) : points(given.size()) {
  for (const Metric p : given) {
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) {
      throw Error(Problem::input, "A point has no position in the plane.", "Um ponto não tem posição no plano.");
    }
  }
  std::vector<Metric> sorted(given.begin(), given.end());
  std::sort(sorted.begin(), sorted.end(), [](Metric a, Metric b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
  for (const Metric p : sorted) {
    if (at.empty() || at.back() != p) { at.push_back(p), count.push_back(0); }
    ++count.back();
  }
}

std::vector<double> nearest_distances(const std::vector<Metric>& places, const Workers& workers) {
  if (places.size() < 2) { return {}; }
  namespace bgi = boost::geometry::index;
  using Point = boost::geometry::model::d2::point_xy<double>;
  std::vector<Point> points;
  points.reserve(places.size());
  for (const Metric p : places) { points.emplace_back(p.x, p.y); }
  const bgi::rtree<Point, bgi::quadratic<16>> tree(points);
  std::vector<double> distances(places.size());
  constexpr std::size_t places_a_task = 4096;
  workers((places.size() + places_a_task - 1) / places_a_task, [&](std::size_t task) {
    std::vector<Point> found;
    for (std::size_t i = task * places_a_task; i < std::min((task + 1) * places_a_task, places.size()); ++i) {
      found.clear();
      tree.query(bgi::nearest(points[i], 2), std::back_inserter(found));
      for (const Point& other : found) {  // one is the place itself
        distances[i] = std::max(distances[i], std::hypot(other.x() - places[i].x, other.y() - places[i].y));
      }
    }
  });
  return distances;
}

}  // namespace geo
