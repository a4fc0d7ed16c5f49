// SPDX-License-Identifier: Apache-2.0
#include "geo/index/point_index.hpp"

#include "geo/base/error.hpp"

// A header of the R-tree includes one that says it is deprecated.
#define BOOST_ALLOW_DEPRECATED_HEADERS

#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

namespace geo {
namespace {

namespace bg = boost::geometry;
using Point = bg::model::d2::point_xy<double>;
using Box = bg::model::box<Point>;
using Item = std::pair<Point, std::uint32_t>;

std::vector<Item> items_of(std::span<const Metric> points) {
  std::vector<Item> items;
  items.reserve(points.size());
  for (const Metric& p : points) {
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) {
      throw Error(Problem::input, "A point has no position in the plane.", "Um ponto não tem posição no plano.");
    }
    items.emplace_back(Point(p.x, p.y), static_cast<std::uint32_t>(items.size()));
  }
  return items;
}

}  // namespace

struct PointIndex::Tree {
  bg::index::rtree<Item, bg::index::rstar<16>> items;
};

PointIndex::PointIndex(std::span<const Metric> points)
    : m_points(points.begin(), points.end()), m_tree(std::make_unique<Tree>(Tree{decltype(Tree::items)(items_of(points))})) {}
PointIndex::PointIndex(PointIndex&&) noexcept = default;
PointIndex& PointIndex::operator=(PointIndex&&) noexcept = default;
PointIndex::~PointIndex() = default;

void PointIndex::within(Metric at, double limit_m, std::vector<std::uint32_t>& found) const {
  found.clear();
  // The box's corners are rounded; the distance decides.
  const double reach = std::nextafter(limit_m, std::numeric_limits<double>::infinity());
  constexpr double ulps = 1 + 4 * std::numeric_limits<double>::epsilon();
  const double x = reach + std::fabs(at.x) * (ulps - 1);
  const double y = reach + std::fabs(at.y) * (ulps - 1);
  const Box box(Point(at.x - x, at.y - y), Point(at.x + x, at.y + y));
  for (auto it = m_tree->items.qbegin(bg::index::intersects(box)); it != m_tree->items.qend(); ++it) {
    if (distance_m(m_points[it->second], at) <= limit_m) { found.push_back(it->second); }
  }
  std::sort(found.begin(), found.end());
}

double PointIndex::kth_distance_m(std::uint32_t i, std::size_t k) const {
  const auto is_other = [i](const Item& item) { return item.second != i; };
  std::vector<Item> found;
  const Point at(m_points[i].x, m_points[i].y);
  m_tree->items.query(bg::index::nearest(at, static_cast<unsigned>(k)) && bg::index::satisfies(is_other), std::back_inserter(found));
  double farthest = 0;
  for (const Item& item : found) { farthest = std::max(farthest, distance_m(m_points[item.second], m_points[i])); }
  return farthest;
}

double distance_m(Metric a, Metric b) { return std::hypot(a.x - b.x, a.y - b.y); }

}  // namespace geo
