// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/edge_correction.hpp"

#include "geo/base/error.hpp"
#include "tests/geo/hotspots/reference/density_figures.hpp"
#include "tests/geo/hotspots/slow_density.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace geo {
namespace {

namespace figures = density_figures;
using Ring = PlaneWindow::Ring;

std::vector<WeightedPoint> invented() {
  std::vector<WeightedPoint> points;
  for (std::size_t i = 0; i < std::size(figures::x); ++i) { points.push_back({{figures::x[i], figures::y[i]}, 1}); }
  return points;
}
PlaneRectangle rectangle() { return {{figures::window[0], figures::window[1]}, {figures::window[2], figures::window[3]}}; }
PlaneWindow polygon_of(const PlaneRectangle& r) {
  return PlaneWindow({Ring{r.south_west, {r.south_west.x, r.north_east.y}, r.north_east, {r.north_east.x, r.south_west.y}, r.south_west}});
}

/// Gauss' rule with five points on each of `pieces` pieces.
template <class Function>
double integral(double from, double to, int pieces, Function f) {
  constexpr double at[] = {0, 0.5384693101056831, -0.5384693101056831, 0.9061798459386640, -0.9061798459386640};
  constexpr double weight[] = {0.5688888888888889, 0.4786286704993665, 0.4786286704993665, 0.2369268850561891, 0.2369268850561891};
  double sum = 0;
  for (int k = 0; k < pieces; ++k) {
    const double half = (to - from) / pieces / 2;
    const double middle = from + half * (2 * k + 1);
    for (int i = 0; i < 5; ++i) { sum += weight[i] * half * f(middle + half * at[i]); }
  }
  return sum;
}

/// The share of a kernel inside the rings by another way: along lines of equal y between the edges, then over y, in pieces between vertices
/// and the places where edges cross the kernel's rim.
double share_by_lines(const std::vector<Ring>& rings, Kernel kernel, double h, Metric at) {
  const double reach = kernel == Kernel::gaussian ? 9 : 1;
  std::vector<std::pair<Metric, Metric>> edges;
  std::vector<double> breaks = {-reach, 0, reach};
  for (const Ring& ring : rings) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Metric a{(ring[i].x - at.x) / h, (ring[i].y - at.y) / h};
      const Metric b{(ring[(i + 1) % ring.size()].x - at.x) / h, (ring[(i + 1) % ring.size()].y - at.y) / h};
      edges.emplace_back(a, b);
      breaks.push_back(a.y);
      const double dx = b.x - a.x;
      const double dy = b.y - a.y;
      const double along = -(a.x * dx + a.y * dy) / (dx * dx + dy * dy);
      const double off2 = std::pow(a.x + along * dx, 2) + std::pow(a.y + along * dy, 2);
      const double half = std::sqrt(std::max(reach * reach - off2, 0.0) / (dx * dx + dy * dy));
      breaks.push_back(a.y + (along - half) * dy), breaks.push_back(a.y + (along + half) * dy);
    }
  }
  for (double& v : breaks) { v = std::clamp(v, -reach, reach); }
  std::sort(breaks.begin(), breaks.end());
  const auto on_line = [&](double y) {
    std::vector<double> crossings;
    for (const auto& [a, b] : edges) {
      if ((a.y <= y) != (b.y <= y)) { crossings.push_back(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y)); }
    }
    std::sort(crossings.begin(), crossings.end());
    const double half = kernel == Kernel::gaussian ? reach : std::sqrt(std::max(1 - y * y, 0.0));
    double sum = 0;
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
      const double from = std::max(crossings[i], -half);
      const double to = std::min(crossings[i + 1], half);
      const double tip = std::clamp(0.0, std::min(from, to), to);
      const int pieces = kernel == Kernel::gaussian ? 12 : 4;
      const auto height = [&](double x) { return kernel_value(kernel, x * x + y * y); };
      if (from < to) { sum += integral(from, tip, pieces, height) + integral(tip, to, pieces, height); }
    }
    return sum;
  };
  double sum = 0;
  for (std::size_t i = 0; i + 1 < breaks.size(); ++i) {
    if (breaks[i] < breaks[i + 1]) { sum += integral(breaks[i], breaks[i + 1], 10, on_line); }
  }
  return sum;
}

TEST(WindowMass, OfARectangleIsThatOfPhi) {
  const PlaneWindow box(rectangle());
  const PlaneWindow polygon = polygon_of(rectangle());
  const double h = figures::bandwidth[0];
  const WindowMass closed(box, Kernel::gaussian, h);
  const WindowMass along_edges(polygon, Kernel::gaussian, h);
  for (std::size_t i = 0; i < std::size(figures::x); ++i) {
    const Metric at{figures::x[i], figures::y[i]};
    EXPECT_NEAR(closed.at(at), figures::share[i], 1e-9 * figures::share[i]);
    EXPECT_NEAR(along_edges.at(at), figures::share[i], 1e-11);
  }
  // In the middle of an edge a half, in a corner a quarter, also of compact kernels.
  for (const Kernel kernel : all_kernels) {
    for (const PlaneWindow* const window : {&box, &polygon}) {
      const WindowMass mass(*window, kernel, 100);
      EXPECT_NEAR(mass.at({figures::window[0], figures::window[1] + 1000}), 0.5, 2e-9) << code(kernel);
      EXPECT_NEAR(mass.at({figures::window[0] + 1000, figures::window[3]}), 0.5, 2e-9) << code(kernel);
      EXPECT_NEAR(mass.at(rectangle().south_west), 0.25, 2e-9) << code(kernel);
      EXPECT_NEAR(mass.at(rectangle().north_east), 0.25, 2e-9) << code(kernel);
      EXPECT_NEAR(mass.at({figures::window[0] + 1500, figures::window[1] + 1000}), 1, 1e-9) << code(kernel);
      EXPECT_LT(mass.at({figures::window[0] - 2000, figures::window[1]}), 1e-15) << code(kernel);
    }
  }
}

TEST(WindowMass, AgreesWithAnotherWayOnRandomPolygons) {
  std::mt19937_64 random(53);
  const auto pick = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  for (int round = 0; round < 1020; ++round) {
    const Kernel kernel = all_kernels[round % 6];
    const Metric middle{pick(2e5, 8e5), pick(7e6, 9e6)};
    const double size = std::pow(10, pick(0, 4));
    // A star, sometimes with a hole that has its shape, in either direction.
    Ring star;
    const int corners = 4 + static_cast<int>(pick(0, 9));  // so that the middle lies inside
    for (int i = 0; i < corners; ++i) {
      const double angle = 2 * M_PI * (i + pick(0, 0.8)) / corners;
      const double radius = size * pick(0.3, 1);
      star.push_back({middle.x + radius * std::cos(angle), middle.y + radius * std::sin(angle)});
    }
    if (round % 4 == 0) {
      star = {{middle.x, middle.y}, {middle.x + size, middle.y}, {middle.x + size, middle.y + size}, {middle.x, middle.y + size}};
    }
    std::vector<Ring> rings = {star};
    if (round % 3 == 0) {
      Ring hole;
      Metric centre;
      for (const Metric p : star) {
        centre.x += p.x / static_cast<double>(star.size()), centre.y += p.y / static_cast<double>(star.size());
      }
      if (round % 4 != 0) { centre = middle; }
      for (const Metric p : star) { hole.push_back({centre.x + 0.3 * (p.x - centre.x), centre.y + 0.3 * (p.y - centre.y)}); }
      rings.push_back(hole);
    }
    for (Ring& ring : rings) {
      if (pick(0, 1) < 0.5) { std::reverse(ring.begin(), ring.end()); }
    }
    const double h = size * std::pow(10, pick(-1, 0.7));
    Metric at{middle.x + size * pick(-1, 1), middle.y + size * pick(-1, 1)};
    if (round % 10 == 1) { at = star[0]; }                                                     // at a corner
    if (round % 10 == 2) { at = {(star[0].x + star[1].x) / 2, (star[0].y + star[1].y) / 2}; }  // on an edge
    const PlaneWindow window(rings);
    const double got = WindowMass(window, kernel, h).at(at);
    // Roots at the rim and the triangular kernel's tip are not for Gauss' rule.
    const double tolerance = kernel == Kernel::uniform ? 1e-4 : kernel == Kernel::triangular ? 2e-5 : 1e-6;
    ASSERT_NEAR(got, share_by_lines(rings, kernel, h, at), tolerance) << round << ' ' << code(kernel);
  }
}

TEST(EdgeCorrection, AgreesWithTheDefinition) {
  const std::vector<WeightedPoint> points = invented();
  const double h = figures::bandwidth[0];
  const PlaneWindow box(rectangle());
  for (std::size_t i = 0; i < points.size(); i += 11) {
    const PlaneGrid one{{points[i].at.x - 50, points[i].at.y - 50}, 100, 1, 1};
    const auto at = [&](EdgeCorrection correction) {
      return corrected_kde(points, h, one, Kernel::gaussian, box, correction).kde.per_km2[0] / 1e6;
    };
    const double plain = figures::at_points_gaussian[i];
    EXPECT_NEAR(at(EdgeCorrection::none), plain, 1e-9 * plain);
    EXPECT_NEAR(at(EdgeCorrection::uniform), plain / figures::share[i], 1e-9 * plain);
    double want = 0;
    for (std::size_t j = 0; j < points.size(); ++j) {
      const double d = std::hypot(points[i].at.x - points[j].at.x, points[i].at.y - points[j].at.y) / h;
      want += std::exp(-d * d / 2) / (2 * M_PI * h * h) / figures::share[j];
    }
    EXPECT_NEAR(at(EdgeCorrection::jones_diggle), want, 1e-9 * want);
    // spatstat computes the share on pixels.
    EXPECT_NEAR(at(EdgeCorrection::uniform), figures::gaussian_uniform[i], 0.01 * plain);
    EXPECT_NEAR(at(EdgeCorrection::jones_diggle), figures::gaussian_jones_diggle[i], 0.01 * plain);
  }
}

/// The sum over the points inside, by each cell: the shares are those of WindowMass, which has its tests above.
TEST(EdgeCorrection, IsTheSumOfItsDefinitionOnRandomCases) {
  std::mt19937_64 random(57);
  const auto pick = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  std::size_t compared = 0;
  for (int round = 0; round < 1200; ++round) {
    const Kernel kernel = all_kernels[round % 6];
    const PlaneGrid grid{{pick(2e5, 8e5), pick(7e6, 9e6)}, 100, 1 + std::uint32_t(round % 7), 1 + std::uint32_t(round % 5)};
    const double wide = 100 * grid.columns;
    const double high = 100 * grid.rows;
    const auto at = [&](double x, double y) { return Metric{grid.south_west.x + x * wide, grid.south_west.y + y * high}; };
    const PlaneWindow window = round % 2 == 0 ? PlaneWindow(PlaneRectangle{at(-0.1, 0.1), at(0.8, 1.2)})
                                              : PlaneWindow({Ring{at(-0.1, 0), at(1, 0.1), at(0.9, 1.1), at(0.3, 0.8)}});
    const double h = pick(80, 900);
    // Of the uniform kernel at its rim rounding decides.
    const int kind = kernel == Kernel::uniform ? 0 : round / 6 % 3;
    const auto points = random_points(random, grid, h, kind, round % 20, round % 4 == 0);
    const WindowMass mass(window, kernel, h);
    const auto correction =
        std::array{EdgeCorrection::none, EdgeCorrection::uniform, EdgeCorrection::jones_diggle}[std::size_t(round / 6) % 3];
    std::vector<WeightedPoint> inside;
    for (const WeightedPoint& p : points) {
      if (window.covers(p.at)) { inside.push_back(p); }
    }
    const CorrectedKde got = corrected_kde(points, h, grid, kernel, window, correction, threads(1 + std::size_t(round) % 3));
    ASSERT_EQ(got.outside_window, points.size() - inside.size()) << round;
    if (correction == EdgeCorrection::jones_diggle) {
      for (WeightedPoint& p : inside) { p.weight /= mass.at(p.at); }
    }
    SlowDensity want(inside, kernel, h, grid);
    for (const WeightedPoint& p : inside) { want.peak = std::max(want.peak, SlowDensity::at(inside, kernel, h, p.at.x, p.at.y)); }
    for (std::uint32_t row = 0; row < grid.rows; ++row) {
      for (std::uint32_t column = 0; column < grid.columns; ++column) {
        const std::size_t cell = row * grid.columns + column;
        const double value = got.kde.per_km2[cell];
        const Metric centre = grid.centre(column, row);
        ASSERT_EQ(std::isnan(value), !window.covers(centre)) << round;
        if (std::isnan(value)) { continue; }
        const double share = correction == EdgeCorrection::uniform ? mass.at(centre) : 1;
        ASSERT_NEAR(value, want.per_km2[cell] / share, 1e-9 * want.peak / share) << round << ' ' << code(kernel) << ' ' << code(correction);
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 5000);
}

TEST(EdgeCorrection, JonesDiggleSumsToTheNumberOfPoints) {
  const std::vector<WeightedPoint> points = invented();
  const Ring triangle = {{512'000, 8'345'000}, {515'000, 8'345'000}, {513'000, 8'347'000}};
  const PlaneWindow window({triangle});
  const PlaneGrid grid{{512'000, 8'345'000}, 10, 300, 200};
  for (const Kernel kernel : all_kernels) {
    const CorrectedKde got = corrected_kde(points, 300, grid, kernel, window, EdgeCorrection::jones_diggle, threads(2));
    double sum = 0;
    std::size_t outside = 0;
    for (const double v : got.kde.per_km2) {
      sum += std::isnan(v) ? 0 : v * 1e-4;
      outside += std::isnan(v) ? 1 : 0;
    }
    EXPECT_NEAR(sum, static_cast<double>(points.size() - got.outside_window), 0.2) << code(kernel);
    EXPECT_NEAR(static_cast<double>(outside), 30'000, 300);
    EXPECT_GT(got.outside_window, 10);
  }
}

TEST(EdgeCorrection, ThreadsAndOrderChangeNoBit) {
  std::vector<WeightedPoint> points = invented();
  const PlaneWindow window = polygon_of(rectangle());
  const PlaneGrid grid{rectangle().south_west, 50, 60, 40};
  std::mt19937_64 random(59);
  for (const EdgeCorrection correction : {EdgeCorrection::none, EdgeCorrection::uniform, EdgeCorrection::jones_diggle}) {
    EXPECT_EQ(edge_correction_named(code(correction)), correction);
    const std::vector<double> first = corrected_kde(points, 400, grid, Kernel::quartic, window, correction).kde.per_km2;
    for (const std::size_t n : {1, 2, 3}) {
      std::shuffle(points.begin(), points.end(), random);
      EXPECT_EQ(corrected_kde(points, 400, grid, Kernel::quartic, window, correction, threads(n)).kde.per_km2, first);
    }
  }
}

TEST(EdgeCorrection, RefusesWhatHasNoMeaning) {
  EXPECT_THROW(PlaneWindow({Ring{{0, 0}, {1, 1}}}), Error);
  EXPECT_THROW(PlaneWindow({Ring{{0, 0}, {1, 1}, {2, 2}}}), Error);
  EXPECT_THROW(PlaneWindow({Ring{{0, 0}, {1, 0}, {std::nan(""), 2}}}), Error);
  EXPECT_THROW(PlaneWindow(PlaneRectangle{{0, 0}, {0, 5}}), Error);
  const PlaneWindow window(PlaneRectangle{{0, 0}, {1, 1}});
  EXPECT_THROW(WindowMass(window, Kernel::quartic, 0), Error);
  const std::vector<WeightedPoint> points = {{{0.5, 0.5}, 1}};
  const PlaneGrid grid{{0, 0}, 1, 1, 1};
  EXPECT_THROW(corrected_kde(points, 10'000, grid, Kernel::quartic, window, EdgeCorrection::jones_diggle), Error);
  EXPECT_TRUE(std::isnan(corrected_kde(points, 10'000, grid, Kernel::quartic, window, EdgeCorrection::uniform).kde.per_km2[0]));
  EXPECT_FALSE(edge_correction_named("toroidal"));
}

}  // namespace
}  // namespace geo
