// SPDX-License-Identifier: Apache-2.0
// The floors below which drawings are passed over: so many drawings that some lie below each floor, in both widths of numbers.
#include "geo/hotspots/scan.hpp"
#include "geo/hotspots/scan_cylinders.hpp"
#include "geo/hotspots/scan_space.hpp"
#include "geo/hotspots/scan_zones.hpp"
#include "geo/index/point_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace geo {
namespace {

std::vector<ScanRegion> some_regions(std::mt19937& random, ScanModel model, double times) {
  std::vector<ScanRegion> regions(2 + random() % 7);
  for (ScanRegion& r : regions) {
    r.at = {double(random() % 5), double(random() % 5)};
    r.population = double(1 + random() % 40) * times;
    r.cases = std::floor(double(random() % 5 == 0 ? random() % 9 : random() % 3) * times);
    if (model == ScanModel::bernoulli) { r.cases = std::min(r.cases, r.population); }
  }
  regions.front().cases = times > 1 ? 40'000 : 2;
  regions.front().population = std::max(regions.front().population, regions.front().cases);
  return regions;
}

/// The likeliest of all circles, each added up by itself.
double likeliest(const std::vector<ScanRegion>& regions, const std::vector<std::int32_t>& drawn, const ScanOptions& options) {
  const ScanTotals totals = scan_totals(regions);
  const double cases = std::accumulate(drawn.begin(), drawn.end(), 0.0);
  const bool is_poisson = options.model == ScanModel::poisson;
  double most = 0;
  for (const ScanRegion& centre : regions) {
    for (const ScanRegion& rim : regions) {
      const double radius_m = distance_m(centre.at, rim.at) * (1 + 1e-9);
      double inside = 0;
      double people = 0;
      for (std::size_t i = 0; i < regions.size(); ++i) {
        if (distance_m(centre.at, regions[i].at) > radius_m) { continue; }
        inside += drawn[i];
        people += regions[i].population;
      }
      if (people > options.max_share * totals.population * (1 + 1e-12) || inside < options.min_cases) { continue; }
      const double size = is_poisson ? people * cases / totals.population : people;
      most = std::max(most, scan_llr(options.model, inside, size, cases, is_poisson ? cases : totals.population));
    }
  }
  return most;
}

TEST(ScanDrawings, MaximaBelowEveryFloorAreRightToo) {
  std::mt19937 random(21);
  for (int round = 0; round < 60; ++round) {
    ScanOptions options;
    options.model = round % 2 == 0 ? ScanModel::poisson : ScanModel::bernoulli;
    options.permutations = round % 30 == 0 ? 130 : 250;
    options.seed = random();
    options.min_cases = 1 + random() % 5;
    const double times = round % 30 == 0 ? 3'000 : 1;  // then more cases than numbers of 16 bits hold
    const auto regions = some_regions(random, options.model, times);
    const ScanResult result = scan_clusters(regions, options);
    ASSERT_EQ(result.maxima.size(), options.permutations);
    if (times > 1) { ASSERT_GT(result.total_cases, 32'767); }
    for (std::uint32_t m = 0; m < options.permutations; ++m) {
      const double most = likeliest(regions, scan_drawing(regions, options, m), options);
      ASSERT_NEAR(result.maxima[m], most, 1e-9 * std::max(1.0, most)) << round << ' ' << m;
    }
  }
}

/// Few people in a cell, so that a cylinder's expectation lies between two entries of the table of floors.
TEST(ScanDrawings, MaximaOfCylindersBelowEveryFloorAreRightToo) {
  std::mt19937 random(22);
  for (int round = 0; round < 3; ++round) {
    const std::size_t n = 24;
    const std::size_t steps = 30;
    std::vector<Metric> places(n);
    for (Metric& place : places) { place = {double(random() % 10'000), double(random() % 10'000)}; }
    std::vector<double> cases(n * steps);
    std::vector<double> people(n * steps);
    for (double& c : cases) { c = double(random() % 17); }
    for (double& p : people) { p = double(1 + random() % 400); }
    CylinderOptions options;
    options.max_share = options.max_time_share = 0.1;
    options.permutations = 500;
    options.seed = random();
    const CylinderResult result = scan_cylinders(places, steps, cases, people, options);
    const ScanSpace space(places, steps, cases, people, options, one_by_one);
    const double all = std::round(space.total_cases());
    for (std::uint32_t m = 0; m < options.permutations; ++m) {
      const auto drawn = cylinder_drawing(space, cases, options, m);
      double most = 0;
      for (std::size_t centre = 0; centre < n; ++centre) {
        ScanSpace::Expected expected(space);
        expected.clear();
        std::vector<double> inside(steps);
        for (const ScanZones::Step& step : space.zones().front().around(centre)) {
          expected.add(step.region);
          for (std::size_t t = 0; t < steps; ++t) { inside[t] += drawn[t * n + step.region]; }
          if (step.zone == ScanZones::inside) { continue; }
          space.each_window([&](std::size_t first, std::size_t end) {
            const double sum = std::accumulate(inside.begin() + std::ptrdiff_t(first), inside.begin() + std::ptrdiff_t(end), 0.0);
            if (sum < options.min_cases) { return; }
            most = std::max(most, scan_llr(ScanModel::poisson, sum, expected.of(first, end) * all / space.total_cases(), all, all));
          });
        }
      }
      ASSERT_NEAR(result.maxima[m], most, 1e-9) << round << ' ' << m;
    }
  }
}

}  // namespace
}  // namespace geo
