// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/ripley.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/moments.hpp"
#include "geo/hotspots/point_places.hpp"

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

constexpr std::size_t places_a_task = 1024;
/// So that rounding does not decide whether a pair is exactly a radius apart.
constexpr double slack = 1e-12;

std::vector<Metric> within(std::span<const Metric> points, const PlaneRectangle& window) {
  std::vector<Metric> inside;
  for (const Metric p : points) {
    if (window.covers(p) || !std::isfinite(p.x) || !std::isfinite(p.y)) { inside.push_back(p); }  // PointPlaces refuses the latter
  }
  return inside;
}

void check_radii(std::span<const double> radii, const PlaneRectangle& window) {
  double last = 0;
  const double most = std::min(window.width(), window.height());
  for (const double r : radii) {
    if (!(r >= last) || !(r < most)) {
      throw Error(Problem::usage, "Radii must rise from 0 and be shorter than the window.",
                  "Os raios têm de subir a partir de 0 e ser mais curtos do que a janela.");
    }
    last = r;
  }
}

}  // namespace

void check_rectangle(const PlaneRectangle& rectangle) {
  if (!(rectangle.width() > 0 && rectangle.height() > 0 && std::isfinite(rectangle.area()))) {
    throw Error(Problem::usage, "The window has no area.", "A janela não tem área.");
  }
}

std::vector<double> ripley_k(std::span<const Metric> points, const PlaneRectangle& window, std::span<const double> radii,
                             KCorrection correction, const Workers& workers) {
  check_rectangle(window);
  check_radii(radii, window);
  const PointPlaces places(within(points, window));
  if (places.points < 2 || radii.empty()) { return {}; }
  const std::size_t n = places.at.size();
  const std::size_t tasks = (n + places_a_task - 1) / places_a_task;
  std::vector<std::vector<double>> parts(tasks, std::vector<double>(radii.size()));
  const double farthest = radii.back() * (1 + 2 * slack);
  workers(tasks, [&](std::size_t task) {
    std::vector<double>& part = parts[task];
    for (std::size_t i = task * places_a_task; i < std::min((task + 1) * places_a_task, n); ++i) {
      const Metric at = places.at[i];
      part[0] += places.count[i] * (places.count[i] - 1);  // pairs at one place, both ways
      for (std::size_t j = i + 1; j < n && places.at[j].x - at.x <= farthest; ++j) {
        const double dx = places.at[j].x - at.x;
        const double dy = std::fabs(places.at[j].y - at.y);
        if (dy > farthest) { continue; }
        const double distance = std::sqrt(dx * dx + dy * dy);
        const auto k = static_cast<std::size_t>(std::lower_bound(radii.begin(), radii.end(), distance * (1 - slack)) - radii.begin());
        if (k == radii.size()) { continue; }
        const double weight = correction == KCorrection::none ? 1 : window.area() / ((window.width() - dx) * (window.height() - dy));
        part[k] += 2 * places.count[i] * places.count[j] * weight;
      }
    }
  });
  std::vector<double> k(radii.size());
  for (const std::vector<double>& part : parts) {
    for (std::size_t i = 0; i < k.size(); ++i) { k[i] += part[i]; }
  }
  const auto all = static_cast<double>(places.points);
  double sum = 0;
  for (double& v : k) {
    sum += v;
    v = sum * window.area() / (all * (all - 1));
  }
  return k;
}

ClarkEvans clark_evans(std::span<const Metric> points, const PlaneRectangle& window) {
  check_rectangle(window);
  const std::vector<Metric> inside = within(points, window);
  const PointPlaces places(inside);
  ClarkEvans found;
  found.places = places.at.size();
  found.left_out = points.size() - inside.size();
  if (places.at.size() < 2) { return found; }
  std::vector<double> nearest = nearest_distances(places.at);
  const auto n = static_cast<double>(nearest.size());
  const double mean = sum_sorted(nearest) / n;
  const double expected = 0.5 * std::sqrt(window.area() / n);
  found.ratio = mean / expected;
  found.ratio_donnelly = mean / (expected + (0.0514 + 0.0412 / std::sqrt(n)) * window.perimeter() / n);
  found.z = (mean - expected) / (std::sqrt((4 - M_PI) / M_PI / 4 * window.area()) / n);
  found.p = normal_p(*found.z);
  return found;
}

}  // namespace geo
