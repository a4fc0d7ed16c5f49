// SPDX-License-Identifier: Apache-2.0
// Corrected edges, adaptive densities and relative risk against R's spatstat and sparr (reference/surfaces.R). Points and places lie in the
// middle of R's pixels, so that nothing is lost to them but what is said at each tolerance.
#include "geo/hotspots/adaptive_kde.hpp"
#include "geo/hotspots/edge_correction.hpp"
#include "geo/hotspots/relative_risk.hpp"
#include "tests/geo/hotspots/reference/surface_figures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>

namespace geo {
namespace {

namespace r = surface_figures;
constexpr PlaneGrid grid{{0, 0}, 100, 20, 20};
const double h = r::bandwidth[0];

enum class Which { all, cases, controls };
std::vector<WeightedPoint> points(Which which = Which::all) {
  std::vector<WeightedPoint> found;
  for (std::size_t i = 0; i < std::size(r::x); ++i) {
    if (which == Which::all || r::is_case[i] == (which == Which::cases)) { found.push_back({{r::x[i], r::y[i]}, 1}); }
  }
  return found;
}

/// The widest difference, as a share of R's value.
double widest(const std::vector<double>& per_km2, std::span<const double> per_m2) {
  EXPECT_EQ(per_km2.size(), per_m2.size());
  double most = 0;
  std::size_t compared = 0;
  for (std::size_t i = 0; i < per_m2.size(); ++i) {
    EXPECT_EQ(std::isnan(per_km2[i]), std::isnan(per_m2[i])) << i;
    if (std::isnan(per_m2[i])) { continue; }
    ++compared;
    most = std::max(most, std::fabs(per_km2[i] / (per_m2[i] * 1e6) - 1));
  }
  EXPECT_GT(compared, 200U);
  return most;
}

std::vector<double> corrected(const PlaneWindow& window, EdgeCorrection correction) {
  return corrected_kde(points(), h, grid, Kernel::gaussian, window, correction).kde.per_km2;
}

TEST(Surfaces, CorrectedInASquare_AsSpatstatHasIt) {
  const PlaneWindow square(PlaneRectangle{{0, 0}, {2000, 2000}});
  // spatstat's kernel is made to sum to 1 over an image twice as wide, which takes next to nothing.
  EXPECT_LT(widest(corrected(square, EdgeCorrection::none), r::square_none), 1e-9);
  // Its share inside is a sum over pixels of 6.7 m, where ours is an integral: (6.7/150)² / 24 of the slope at the edge.
  EXPECT_LT(widest(corrected(square, EdgeCorrection::uniform), r::square_uniform), 1e-4);
  EXPECT_LT(widest(corrected(square, EdgeCorrection::jones_diggle), r::square_diggle), 1e-4);
}

TEST(Surfaces, CorrectedInAPolygon_AsSpatstatHasIt) {
  PlaneWindow::Ring ring;
  for (std::size_t i = 0; i < std::size(r::window_x); ++i) { ring.push_back({r::window_x[i], r::window_y[i]}); }
  const PlaneWindow polygon({ring});
  EXPECT_LT(widest(corrected(polygon, EdgeCorrection::none), r::shape_none), 1e-9);
  // Pixels whose middle is inside stand for the polygon: along an edge they miss it by up to half of one, by turns on both sides.
  EXPECT_LT(widest(corrected(polygon, EdgeCorrection::uniform), r::shape_uniform), 0.01);
  EXPECT_LT(widest(corrected(polygon, EdgeCorrection::jones_diggle), r::shape_diggle), 0.01);
}

TEST(Surfaces, Adaptive_AsSparrHasIt) {
  const AdaptiveKde found = adaptive_kde(points(), {Kernel::gaussian, h, 200, 1.5}, grid);
  std::size_t capped = 0;
  for (std::size_t i = 0; i < std::size(r::adaptive_h); ++i) {
    EXPECT_NEAR(found.bandwidth_m[i], r::adaptive_h[i], 1e-7 * r::adaptive_h[i]) << i;
    capped += found.bandwidth_m[i] == 1.5 * h ? 1 : 0;
  }
  EXPECT_GT(capped, 3U) << "some are held back";
  EXPECT_LT(widest(found.kde.per_km2, r::adaptive), 1e-6);
}

TEST(Surfaces, RelativeRisk_AsSparrAndSpatstatHaveIt) {
  RelativeRiskOptions options;
  options.kernel = Kernel::gaussian;
  options.bandwidth_m = h;
  options.floor_share = 1e-12;  // sparr has none
  options.tolerance = Tolerance::asymptotic;
  const RelativeRisk found = relative_risk(points(Which::cases), points(Which::controls), options, grid);
  const auto cases = static_cast<double>(points(Which::cases).size());
  const auto controls = static_cast<double>(points(Which::controls).size());
  const double highest = *std::max_element(std::begin(r::square_none), std::end(r::square_none));
  std::size_t compared = 0;
  for (std::size_t i = 0; i < grid.size(); ++i) {
    // Far from all cases, or all controls, spatstat's Fourier transform leaves rounding of the highest density.
    if (std::isnan(found.log_ratio[i]) || std::fabs(found.log_ratio[i]) > 8 || r::square_none[i] < 1e-4 * highest) { continue; }
    EXPECT_NEAR(found.log_ratio[i], r::log_risk[i], 1e-6) << i;
    // Of intensities, where ours is of densities; corrections for edges cancel.
    EXPECT_NEAR(found.log_ratio[i], std::log(r::relrisk[i] * controls / cases), 1e-6) << i;
    ++compared;
    // sparr divides by the share of the squared kernel inside over the square of the share of the kernel; away from edges both are 1.
    if (r::share_inside[i] < 0.9999) { continue; }
    EXPECT_NEAR(found.p_high[i], r::risk_p[i], 1e-5) << i;
  }
  EXPECT_GT(compared, 200U);
}

}  // namespace
}  // namespace geo
