// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/scan.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/circle_sums.hpp"
#include "geo/hotspots/scan_zones.hpp"
#include "geo/index/point_index.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>

namespace geo {
namespace {

/// On whole numbers, so that regions coincide and lie equally far away.
std::vector<ScanRegion> some_regions(std::mt19937& random, ScanModel model, std::size_t most) {
  std::vector<ScanRegion> regions(2 + random() % (most - 1));
  for (ScanRegion& r : regions) {
    r.at = {double(random() % 8), double(random() % 8)};
    r.population = double(1 + random() % 12);
    r.cases = double(random() % 4);
    if (model == ScanModel::bernoulli) { r.cases = std::min(r.cases, r.population); }
  }
  regions.front().cases = 1;
  return regions;
}

struct Circle {
  std::vector<std::uint32_t> members;
  std::uint32_t centre = 0;
  double cases = 0, population = 0, llr = 0;
};

/// Every circle around every region, each by itself.
std::vector<Circle> circles(const std::vector<ScanRegion>& regions, const std::vector<double>& cases, const ScanOptions& options) {
  double all_cases = std::accumulate(cases.begin(), cases.end(), 0.0);
  double people = 0;
  for (const ScanRegion& r : regions) { people += r.population; }
  std::vector<Circle> found;
  for (std::uint32_t centre = 0; centre < regions.size(); ++centre) {
    std::vector<double> radii;
    for (const ScanRegion& r : regions) { radii.push_back(distance_m(r.at, regions[centre].at)); }
    std::sort(radii.begin(), radii.end());
    radii.erase(std::unique(radii.begin(), radii.end(), [](double a, double b) { return b - a < 1e-9; }), radii.end());
    for (const double radius : radii) {
      Circle circle;
      circle.centre = centre;
      for (std::uint32_t i = 0; i < regions.size(); ++i) {
        if (distance_m(regions[i].at, regions[centre].at) > radius + 1e-9) { continue; }
        circle.members.push_back(i);
        circle.cases += cases[i];
        circle.population += regions[i].population;
      }
      if (circle.population > options.max_share * people + 1e-9) { continue; }
      const bool is_poisson = options.model == ScanModel::poisson;
      const double size = is_poisson ? circle.population * all_cases / people : circle.population;
      if (circle.cases >= options.min_cases) {
        circle.llr = scan_llr(options.model, circle.cases, size, all_cases, is_poisson ? all_cases : people);
      }
      found.push_back(circle);
    }
  }
  return found;
}

std::vector<double> cases_of(const std::vector<ScanRegion>& regions) {
  std::vector<double> cases;
  for (const ScanRegion& r : regions) { cases.push_back(r.cases); }
  return cases;
}

TEST(Scan, LikelihoodRatios) {
  // 10 of 15 cases among a third of the people: 10 log(10/5) + 5 log(5/10).
  EXPECT_NEAR(scan_llr(ScanModel::poisson, 10, 5, 15, 15), 5 * std::log(2.0), 1e-12);
  EXPECT_EQ(scan_llr(ScanModel::poisson, 4, 5, 15, 15), 0) << "low rates are not looked for";
  EXPECT_EQ(scan_llr(ScanModel::poisson, 5, 5, 15, 15), 0);
  EXPECT_NEAR(scan_llr(ScanModel::poisson, 15, 5, 15, 15), 15 * std::log(3.0), 1e-12) << "all of them: 0 log 0 is 0";
  // All 2 people of a circle are cases, and 3 of the 8 others.
  const double inside = 0;
  const double outside = 3 * std::log(3.0 / 8) + 5 * std::log(5.0 / 8);
  const double together = 5 * std::log(0.5) + 5 * std::log(0.5);
  EXPECT_NEAR(scan_llr(ScanModel::bernoulli, 2, 2, 5, 10), inside + outside - together, 1e-12);
}

TEST(Scan, ClustersAreTheLikeliestOfAllCircles) {
  std::mt19937 random(1);
  for (int round = 0; round < 1000; ++round) {
    ScanOptions options;
    options.model = round % 2 == 0 ? ScanModel::poisson : ScanModel::bernoulli;
    options.max_share = round % 3 == 0 ? 0.3 : 0.5;
    options.permutations = 1;
    const auto regions = some_regions(random, options.model, 14);
    const ScanResult result = scan_clusters(regions, options);
    std::vector<Circle> all = circles(regions, cases_of(regions), options);
    ASSERT_EQ(result.zones, all.size()) << round;
    for (const ScanCluster& cluster : result.clusters) {
      const auto best = std::min_element(all.begin(), all.end(), [](const Circle& a, const Circle& b) {
        if (std::fabs(a.llr - b.llr) > 1e-9) { return a.llr > b.llr; }
        return std::pair(a.members.size(), a.centre) < std::pair(b.members.size(), b.centre);
      });
      ASSERT_NE(best, all.end());
      ASSERT_NEAR(cluster.llr, best->llr, 1e-9) << round;
      ASSERT_EQ(cluster.members, best->members) << round;
      ASSERT_EQ(cluster.centre, best->centre) << round;
      ASSERT_NEAR(cluster.cases, best->cases, 1e-9);
      ASSERT_NEAR(cluster.population, best->population, 1e-9);
      const std::vector<std::uint32_t> told = best->members;
      std::erase_if(all, [&](const Circle& c) {
        return std::any_of(c.members.begin(), c.members.end(),
                           [&](std::uint32_t i) { return std::binary_search(told.begin(), told.end(), i); });
      });
    }
    for (const Circle& circle : all) {
      if (result.clusters.size() < options.max_clusters) { ASSERT_EQ(circle.llr, 0) << round; }
    }
  }
}

/// The short cuts of the drawings change no maximum.
TEST(Scan, MaximaAreThoseOfAllCirclesOfEachDrawing) {
  std::mt19937 random(2);
  for (int round = 0; round < 1000; ++round) {
    ScanOptions options;
    options.model = round % 2 == 0 ? ScanModel::poisson : ScanModel::bernoulli;
    options.max_share = round % 3 == 0 ? 0.3 : 0.5;
    options.min_cases = 1 + random() % 4;
    options.permutations = round % 25 == 0 ? 40 : 4;
    options.seed = random();
    auto regions = some_regions(random, options.model, 14);
    if (options.model == ScanModel::poisson && round % 4 == 0) { regions.front().cases = 1.4; }  // drawings have whole cases
    const ScanResult result = scan_clusters(regions, options);
    ASSERT_EQ(result.maxima.size(), options.permutations);
    for (std::uint32_t m = 0; m < options.permutations; ++m) {
      const auto drawn = scan_drawing(regions, options, m);
      const auto all = circles(regions, {drawn.begin(), drawn.end()}, options);
      double most = 0;
      for (const Circle& circle : all) { most = std::max(most, circle.llr); }
      ASSERT_NEAR(result.maxima[m], most, 1e-9) << round << ' ' << m;
    }
  }
}

TEST(Scan, DrawingsShareCasesOutByPeople) {
  std::vector<ScanRegion> regions = {{{0, 0}, 30, 100}, {{1, 0}, 0, 300}, {{2, 0}, 70, 50}, {{3, 0}, 0, 550}};
  for (const ScanModel model : {ScanModel::poisson, ScanModel::bernoulli}) {
    if (model == ScanModel::bernoulli) { regions[2].cases = 50; }
    const ScanOptions options{.model = model, .seed = 4};
    const double cases = 30 + regions[2].cases;
    std::array<double, 4> sums{};
    const int number = 2000;
    for (std::uint32_t m = 0; m < number; ++m) {
      const auto drawn = scan_drawing(regions, options, m);
      ASSERT_EQ(std::accumulate(drawn.begin(), drawn.end(), 0), cases);
      for (std::size_t i = 0; i < 4; ++i) {
        if (model == ScanModel::bernoulli) { ASSERT_LE(drawn[i], regions[i].population); }
        sums[i] += drawn[i];
      }
    }
    for (std::size_t i = 0; i < 4; ++i) {
      const double share = regions[i].population / 1000;
      const double deviation = std::sqrt(cases * share * (1 - share) / number);
      EXPECT_NEAR(sums[i] / number, cases * share, 5 * deviation) << i;
    }
  }
}

TEST(Scan, AnyNumberOfWorkers_SameMaxima) {
  std::mt19937 random(3);
  const auto regions = some_regions(random, ScanModel::poisson, 60);
  for (const std::size_t number : {2U, 3U}) {
    EXPECT_EQ(scan_clusters(regions, {}).maxima, scan_clusters(regions, {}, threads(number)).maxima);
  }
}

TEST(Scan, EndsEarlyWhereThereIsNothing_ByTheOrderOfDrawings) {
  std::mt19937 random(5);
  int ended = 0;
  for (int round = 0; round < 1000; ++round) {
    const std::uint32_t number = round % 20 == 0 ? 500 : 60;
    ScanOptions options{.model = round % 2 == 0 ? ScanModel::poisson : ScanModel::bernoulli, .permutations = number};
    const auto regions = some_regions(random, options.model, 14);
    const ScanResult all = scan_clusters(regions, options);
    ASSERT_FALSE(all.stopped_early);
    if (all.clusters.empty()) { continue; }
    options.stop_after = 10;
    const ScanResult some = round % 5 == 0 ? scan_clusters(regions, options, threads(3)) : scan_clusters(regions, options);
    const double llr = all.clusters.front().llr * (1 - 1e-11);
    std::size_t made = 0;
    std::size_t reached = 0;
    while (made < all.maxima.size() && reached < 10) { reached += all.maxima[made++] >= llr ? 1 : 0; }
    ASSERT_EQ(some.maxima, std::vector<double>(all.maxima.begin(), all.maxima.begin() + std::ptrdiff_t(made))) << round;
    ASSERT_EQ(some.stopped_early, made < number);
    ASSERT_EQ(some.clusters.front().p, made < number ? double(reached) / double(made) : all.clusters.front().p);
    ended += made < number ? 1 : 0;
  }
  EXPECT_GT(ended, 300);
}

TEST(Scan, RefusesAndStops) {
  using Regions = std::vector<ScanRegion>;
  const Regions good = {{{0, 0}, 2, 10}, {{1, 0}, 5, 10}, {{2, 0}, 0, 10}};
  EXPECT_THROW(scan_clusters(good, {.max_share = 0}), Error);
  EXPECT_THROW(scan_clusters(good, {.max_share = 1.1}), Error);
  EXPECT_THROW(scan_clusters(good, {.permutations = 0}), Error);
  EXPECT_THROW(scan_clusters(Regions{}, {}), Error);
  EXPECT_THROW(scan_clusters(Regions{{{0, 0}, 0, 5}}, {}), Error);
  EXPECT_THROW(scan_clusters(Regions{{{0, 0}, 1, 0}, {{0, 1}, 1, 1}}, {}), Error);
  EXPECT_THROW(scan_clusters(Regions{{{0, 0}, -1, 5}}, {}), Error);
  EXPECT_THROW(scan_clusters(Regions{{{0, 0}, std::nan(""), 5}}, {}), Error);
  EXPECT_THROW(scan_clusters(Regions{{{0, INFINITY}, 1, 5}}, {}), Error);
  EXPECT_THROW(scan_clusters(Regions{{{0, 0}, 6, 5}, {{1, 0}, 1, 5}}, {.model = ScanModel::bernoulli}), Error);
  EXPECT_NO_THROW(scan_clusters(Regions{{{0, 0}, 6, 5}, {{1, 0}, 1, 5}}, {})) << "more cases than people can be: somebody may be hit twice";
  const ScanResult stopped = scan_clusters(good, {}, one_by_one, Progress({}, [] { return true; }));
  EXPECT_TRUE(stopped.cancelled);
  EXPECT_TRUE(stopped.clusters.empty());
  const ScanResult alone = scan_clusters(Regions{{{0, 0}, 3, 5}}, {});
  EXPECT_TRUE(alone.clusters.empty()) << "one region is all people";
}

/// Whatever registers add up.
template <class Number>
void plain_as_wide(std::mt19937& random) {
  std::vector<LaneRow<Number>> rows(1 + random() % 12);
  for (auto& row : rows) {
    for (auto& cases : row.values) { cases = Number(random() % 4 == 0 ? random() % 9 : 0); }
  }
  std::vector<ScanZones::Step> steps;
  std::vector<std::int32_t> least;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    const bool ends = random() % 4 != 0;
    steps.push_back({std::uint32_t(random() % rows.size()), ends ? std::uint32_t(least.size()) : ScanZones::inside});
    if (ends) { least.push_back(1 + std::int32_t(random() % 30)); }
  }
  std::vector<std::pair<std::uint32_t, std::array<Number, LaneRow<Number>::at_once>>> wanted;
  LaneRow<Number> sum;
  for (const auto& step : steps) {
    for (std::size_t lane = 0; lane < sum.values.size(); ++lane) { sum.values[lane] += rows[step.region].values[lane]; }
    if (step.zone == ScanZones::inside) { continue; }
    if (*std::max_element(sum.values.begin(), sum.values.end()) >= least[step.zone]) { wanted.emplace_back(step.zone, sum.values); }
  }
  for (const bool plain : {true, false}) {
    decltype(wanted) seen;
    auto visit = [&](const LaneRow<Number>& row, std::uint32_t zone, std::int32_t) { seen.emplace_back(zone, row.values); };
    if (plain) {
      along_circles_plain(steps, least, rows, visit);
    } else {
      along_circles_of(steps, least, rows, visit);
    }
    ASSERT_EQ(seen, wanted);
  }
}

TEST(Scan, PlainRegistersAddAsWideOnes) {
  std::mt19937 random(12);
  for (int round = 0; round < 1000; ++round) {
    plain_as_wide<std::int16_t>(random);
    plain_as_wide<std::int32_t>(random);
    if (HasFatalFailure()) { return; }
  }
}

}  // namespace
}  // namespace geo
