// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspots/scan_cylinders.hpp"

#include "geo/base/error.hpp"
#include "geo/hotspots/scan.hpp"
#include "geo/hotspots/scan_space.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>
#include <tuple>

namespace geo {
namespace {

/// Places on whole numbers, so that they coincide and lie equally far away; few cases.
struct Cube {
  std::vector<Metric> places;
  std::size_t steps = 1;
  std::vector<double> cases, people;

  Cube(std::mt19937& random, std::size_t most_places, std::size_t most_steps)
      : places(2 + random() % (most_places - 1)), steps(1 + random() % most_steps) {
    for (Metric& p : places) { p = {double(random() % 6), double(random() % 6)}; }
    for (std::size_t k = 0; k < places.size() * steps; ++k) {
      people.push_back(double(random() % 9));
      cases.push_back(people.back() > 0 ? double(random() % 12 / 9 * (1 + random() % 4)) : 0);
    }
    people.front() = 3;
    cases.front() = 2;
  }
};

struct Cylinder {
  std::vector<std::uint32_t> members;
  std::size_t shape = 0, first = 0, end = 0;
  std::uint32_t centre = 0;
  double cases = 0, expected = 0, llr = 0;
};

double distance(const Metric& a, const Metric& b, const ScanShape& shape) {
  const double x = a.x - b.x;
  const double y = a.y - b.y;
  const double along = x * std::cos(shape.angle_rad) + y * std::sin(shape.angle_rad);
  const double across = -x * std::sin(shape.angle_rad) + y * std::cos(shape.angle_rad);
  return std::sqrt(along * along + across * across * shape.ratio * shape.ratio);
}

/// Every shape around every place in every window of time, each by itself.
std::vector<Cylinder> all_cylinders(const Cube& cube, const std::vector<double>& cases, const CylinderOptions& options) {
  const std::size_t n = cube.places.size();
  const bool is_poisson = options.model == CylinderModel::poisson;
  const std::vector<double>& people = is_poisson ? cube.people : cases;
  const double all_people = std::accumulate(people.begin(), people.end(), 0.0);
  const double all_cases = std::accumulate(cases.begin(), cases.end(), 0.0);
  std::vector<double> of_step(cube.steps);
  for (std::size_t k = 0; k < cases.size(); ++k) { of_step[k / n] += cases[k]; }
  const std::size_t longest = std::max<std::size_t>(1, std::size_t(double(cube.steps) * options.max_time_share));
  std::vector<Cylinder> found;
  for (std::size_t s = 0; s < options.shapes.size(); ++s) {
    const ScanShape& shape = options.shapes[s];
    const double penalty = std::pow(4 * shape.ratio / std::pow(shape.ratio + 1, 2), options.penalty);
    for (std::uint32_t centre = 0; centre < n; ++centre) {
      std::vector<double> radii;
      for (const Metric& p : cube.places) { radii.push_back(distance(p, cube.places[centre], shape)); }
      std::sort(radii.begin(), radii.end());
      radii.erase(std::unique(radii.begin(), radii.end(), [](double a, double b) { return b - a < 1e-8; }), radii.end());
      for (const double radius : radii) {
        Cylinder c;
        double people_inside = 0;
        for (std::uint32_t i = 0; i < n; ++i) {
          if (distance(cube.places[i], cube.places[centre], shape) > radius + 1e-8) { continue; }
          c.members.push_back(i);
          for (std::size_t t = 0; t < cube.steps; ++t) { people_inside += people[t * n + i]; }
        }
        if (people_inside > options.max_share * all_people + 1e-9) { continue; }
        c.shape = s;
        c.centre = centre;
        for (c.first = 0; c.first < cube.steps; ++c.first) {
          for (c.end = c.first + 1; c.end <= cube.steps; ++c.end) {
            if (c.end - c.first > longest || (options.alive && c.end != cube.steps)) { continue; }
            c.cases = c.expected = 0;
            double time_cases = 0;
            for (std::size_t t = c.first; t < c.end; ++t) {
              time_cases += of_step[t];
              for (const std::uint32_t i : c.members) {
                c.cases += cases[t * n + i];
                c.expected += cube.people[t * n + i] * all_cases / all_people;
              }
            }
            if (!is_poisson) { c.expected = people_inside * time_cases / all_cases; }
            c.llr = c.cases >= options.min_cases ? penalty * scan_llr(ScanModel::poisson, c.cases, c.expected, all_cases, all_cases) : 0;
            found.push_back(c);
          }
        }
      }
    }
  }
  return found;
}

CylinderOptions some_options(std::mt19937& random, int round) {
  CylinderOptions options;
  options.model = round % 2 == 0 ? CylinderModel::poisson : CylinderModel::permutation;
  options.max_share = round % 3 == 0 ? 0.3 : 0.5;
  options.max_time_share = round % 5 == 0 ? 1 : 0.5;
  options.alive = round % 4 == 0;
  options.seed = random();
  if (round % 3 != 0) { options.shapes = {{}, {2, 0.3}, {2, 0.3 + std::numbers::pi / 2}, {3.5, 2}}; }
  if (round % 7 == 0) { options.penalty = 0; }
  return options;
}

TEST(ScanCylinders, AreTheLikeliestOfAll) {
  std::mt19937 random(1);
  std::size_t number = 0;
  for (int round = 0; round < 1500; ++round) {
    const Cube cube(random, 9, 6);
    CylinderOptions options = some_options(random, round);
    options.permutations = 1;
    const CylinderResult result = scan_cylinders(cube.places, cube.steps, cube.cases, cube.people, options);
    std::vector<Cylinder> all = all_cylinders(cube, cube.cases, options);
    for (const ScanCylinder& cluster : result.clusters) {
      const auto best = std::min_element(all.begin(), all.end(), [](const Cylinder& a, const Cylinder& b) {
        if (std::fabs(a.llr - b.llr) > 1e-9) { return a.llr > b.llr; }
        return std::tuple(a.members.size(), a.end - a.first, a.shape, a.centre, a.first) <
               std::tuple(b.members.size(), b.end - b.first, b.shape, b.centre, b.first);
      });
      ASSERT_NE(best, all.end());
      ASSERT_NEAR(cluster.llr, best->llr, 1e-9) << round;
      ASSERT_EQ(cluster.members, best->members) << round;
      ASSERT_EQ(cluster.centre, best->centre) << round;
      ASSERT_EQ(cluster.shape.ratio, options.shapes[best->shape].ratio) << round;
      ASSERT_EQ(cluster.shape.angle_rad, options.shapes[best->shape].angle_rad) << round;
      ASSERT_EQ(cluster.first_step, best->first) << round;
      ASSERT_EQ(cluster.steps, best->end - best->first) << round;
      ASSERT_NEAR(cluster.cases, best->cases, 1e-9);
      ASSERT_NEAR(cluster.expected, best->expected, 1e-9);
      double radius = 0;
      for (const std::uint32_t i : best->members) {
        radius = std::max(radius, distance(cube.places[i], cube.places[best->centre], options.shapes[best->shape]));
      }
      ASSERT_NEAR(cluster.radius_m, radius, 1e-9);
      ++number;
      const std::vector<std::uint32_t> told = best->members;
      std::erase_if(all, [&](const Cylinder& c) {
        return std::any_of(c.members.begin(), c.members.end(),
                           [&](std::uint32_t i) { return std::binary_search(told.begin(), told.end(), i); });
      });
    }
    for (const Cylinder& c : all) {
      if (result.clusters.size() < options.max_clusters) { ASSERT_LT(c.llr, 1e-12) << round; }
    }
  }
  EXPECT_GT(number, 1500U);
}

/// The short cuts of the drawings change no maximum.
TEST(ScanCylinders, MaximaAreThoseOfAllCylindersOfEachDrawing) {
  std::mt19937 random(2);
  for (int round = 0; round < 1000; ++round) {
    const Cube cube(random, 9, 5);
    CylinderOptions options = some_options(random, round);
    options.permutations = round % 50 == 0 ? 40 : 4;
    options.min_cases = 1 + random() % 3;
    const CylinderResult result = scan_cylinders(cube.places, cube.steps, cube.cases, cube.people, options);
    const ScanSpace space(cube.places, cube.steps, cube.cases, cube.people, options, one_by_one);
    ASSERT_EQ(result.maxima.size(), options.permutations);
    for (std::uint32_t m = 0; m < options.permutations; ++m) {
      const auto drawn = cylinder_drawing(space, cube.cases, options, m);
      double most = 0;
      for (const Cylinder& c : all_cylinders(cube, {drawn.begin(), drawn.end()}, options)) { most = std::max(most, c.llr); }
      ASSERT_NEAR(result.maxima[m], most, 1e-9) << round << ' ' << m;
    }
  }
}

TEST(ScanCylinders, DrawingsShareCasesOutByPeople_OrShuffleTheirTimes) {
  std::mt19937 random(3);
  const Cube cube(random, 9, 6);
  const std::size_t n = cube.places.size();
  const auto margins = [&](const auto& cells) {
    std::vector<double> sums(n + cube.steps);
    for (std::size_t k = 0; k < cells.size(); ++k) {
      sums[k % n] += double(cells[k]);
      sums[n + k / n] += double(cells[k]);
    }
    return sums;
  };
  for (const CylinderModel model : {CylinderModel::poisson, CylinderModel::permutation}) {
    const CylinderOptions options{.model = model, .seed = 7};
    const ScanSpace space(cube.places, cube.steps, cube.cases, cube.people, options, one_by_one);
    std::vector<double> sums(cube.cases.size());
    constexpr int number = 4000;
    for (std::uint32_t m = 0; m < number; ++m) {
      const auto drawn = cylinder_drawing(space, cube.cases, options, m);
      if (model == CylinderModel::permutation) { ASSERT_EQ(margins(drawn), margins(cube.cases)); }
      for (std::size_t k = 0; k < sums.size(); ++k) { sums[k] += drawn[k]; }
    }
    const double all = space.total_cases();
    const auto of = margins(cube.cases);
    const double people = std::accumulate(cube.people.begin(), cube.people.end(), 0.0);
    for (std::size_t k = 0; k < sums.size(); ++k) {
      const double expected = model == CylinderModel::poisson ? all * cube.people[k] / people : of[k % n] * of[n + k / n] / all;
      EXPECT_NEAR(sums[k] / number, expected, 5 * std::sqrt(std::max(expected, 1e-9) / number)) << k;
    }
  }
}

TEST(ScanCylinders, OfOneStepAndCircles_AreThoseOfTheScan) {
  std::mt19937 random(4);
  for (int round = 0; round < 1000; ++round) {
    const Cube cube(random, 14, 1);
    std::vector<ScanRegion> regions;
    for (std::size_t i = 0; i < cube.places.size(); ++i) { regions.push_back({cube.places[i], cube.cases[i], cube.people[i]}); }
    const auto ours = scan_cylinders(cube.places, 1, cube.cases, cube.people, {.permutations = 1}).clusters;
    const auto theirs = scan_clusters(regions, {.permutations = 1}).clusters;
    ASSERT_EQ(ours.size(), theirs.size());
    for (std::size_t k = 0; k < ours.size(); ++k) {
      ASSERT_EQ(ours[k].members, theirs[k].members);
      ASSERT_NEAR(ours[k].llr, theirs[k].llr, 1e-9);
      ASSERT_NEAR(ours[k].expected, theirs[k].expected, 1e-9);
      if (ours[k].relative_risk) { ASSERT_NEAR(*ours[k].relative_risk, theirs[k].relative_risk, 1e-9); }
    }
  }
}

TEST(ScanCylinders, EndEarlyWhereThereIsNothing_ByTheOrderOfDrawings) {
  std::mt19937 random(5);
  int ended = 0;
  for (int round = 0; round < 1000; ++round) {
    const bool is_long = round % 50 == 0;
    const Cube cube = is_long ? Cube(random, 9, 5) : Cube(random, 5, 3);
    CylinderOptions options = some_options(random, round);
    const std::uint32_t number = is_long ? 500 : 12;
    const std::uint32_t enough = is_long ? 10 : 2;
    options.permutations = number;
    const CylinderResult all = scan_cylinders(cube.places, cube.steps, cube.cases, cube.people, options);
    options.stop_after = enough;
    const CylinderResult some =
        scan_cylinders(cube.places, cube.steps, cube.cases, cube.people, options, round % 5 == 0 ? threads(3) : Workers(one_by_one));
    if (all.clusters.empty()) { continue; }
    const double llr = all.clusters.front().llr * (1 - 1e-11);
    std::size_t made = 0;
    std::size_t reached = 0;
    while (made < all.maxima.size() && reached < enough) { reached += all.maxima[made++] >= llr ? 1 : 0; }
    ASSERT_EQ(some.maxima, std::vector<double>(all.maxima.begin(), all.maxima.begin() + std::ptrdiff_t(made))) << round;
    ASSERT_EQ(some.stopped_early, made < number);
    ASSERT_EQ(some.clusters.front().p, made < number ? double(reached) / double(made) : all.clusters.front().p);
    ended += made < number ? 1 : 0;
  }
  EXPECT_GT(ended, 200);
}

TEST(ScanCylinders, AnyNumberOfWorkers_SameBits) {
  std::mt19937 random(6);
  const Cube cube(random, 60, 8);
  for (const CylinderModel model : {CylinderModel::poisson, CylinderModel::permutation}) {
    const CylinderOptions options{.model = model, .shapes = ellipses(), .permutations = 99};
    const CylinderResult one = scan_cylinders(cube.places, cube.steps, cube.cases, cube.people, options);
    ASSERT_FALSE(one.clusters.empty());
    for (const std::size_t number : {2U, 3U}) {
      const CylinderResult many = scan_cylinders(cube.places, cube.steps, cube.cases, cube.people, options, threads(number));
      EXPECT_EQ(many.maxima, one.maxima);
      ASSERT_EQ(many.clusters.size(), one.clusters.size());
      EXPECT_EQ(many.clusters.front().llr, one.clusters.front().llr);
    }
  }
}

TEST(ScanCylinders, FindWhatWasPlanted) {
  std::mt19937 random(7);
  constexpr std::size_t side = 9;
  constexpr std::size_t steps = 10;
  std::vector<Metric> places;
  for (std::size_t i = 0; i < side * side; ++i) { places.push_back({100.0 * double(i % side), 100.0 * double(i / side)}); }
  std::vector<double> cases;
  for (std::size_t t = 0; t < steps; ++t) {
    for (const Metric& p : places) {
      // A band from the south-west to the north-east, in steps 4 to 6.
      const bool is_in = std::fabs(p.x - p.y) < 120 && p.x >= 200 && p.x <= 700 && t >= 4 && t <= 6;
      cases.push_back(double(std::poisson_distribution<int>(is_in ? 4 : 1)(random)));
    }
  }
  const auto result =
      scan_cylinders(places, steps, cases, {}, {.model = CylinderModel::permutation, .shapes = ellipses(), .permutations = 99});
  ASSERT_FALSE(result.clusters.empty());
  const ScanCylinder& first = result.clusters.front();
  EXPECT_EQ(first.first_step, 4U);
  EXPECT_EQ(first.steps, 3U);
  EXPECT_GE(first.shape.ratio, 2);
  EXPECT_NEAR(first.shape.angle_rad, std::numbers::pi / 4, 0.4);
  EXPECT_EQ(first.p, 0.01);
  EXPECT_LT(first.p_gumbel.value_or(1), 0.01);
}

/// Before any work is done: 500 places in 500 steps would take hours.
TEST(ScanCylinders, WhatWouldTakeHoursIsRefused) {
  std::vector<Metric> places;
  for (int i = 0; i < 500; ++i) { places.push_back({double(i % 60), double(i / 60) * 1.01}); }
  const std::vector<double> cases(places.size() * 500, 1);
  try {
    scan_cylinders(places, 500, cases, {}, {.model = CylinderModel::permutation});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.problem(), Problem::too_large);
    EXPECT_NE(error.text().en.find("times as long as the longest that is done"), std::string::npos) << error.text().en;
  }
}

TEST(ScanCylinders, RefuseAndStop) {
  const std::vector<Metric> places = {{0, 0}, {1, 0}, {2, 0}};
  const std::vector<double> good = {2, 1, 0, 0, 3, 1};
  const std::vector<double> people = {9, 9, 9, 9, 9, 9};
  const auto scan = [&](const std::vector<double>& cases, const std::vector<double>& of_people, const CylinderOptions& options) {
    return scan_cylinders(places, 2, cases, of_people, options);
  };
  EXPECT_THROW(scan(good, people, {.max_share = 0}), Error);
  EXPECT_THROW(scan(good, people, {.max_time_share = 1.5}), Error);
  EXPECT_THROW(scan(good, people, {.shapes = {}}), Error);
  EXPECT_THROW(scan(good, people, {.shapes = {{0.5, 0}}}), Error);
  EXPECT_THROW(scan(good, people, {.shapes = {{2, std::nan("")}}}), Error);
  EXPECT_THROW(scan(good, people, {.penalty = -1}), Error);
  EXPECT_THROW(scan(good, people, {.permutations = 0}), Error);
  EXPECT_THROW(scan({0, 0, 0, 0, 0, 0}, people, {}), Error);
  EXPECT_THROW(scan({1, 0, 0, 0, -1, 0}, people, {}), Error);
  EXPECT_THROW(scan({1, 0, 0, 0, std::nan(""), 0}, people, {}), Error);
  EXPECT_THROW(scan(good, {0, 9, 9, 9, 9, 9}, {}), Error) << "cases where nobody lives";
  EXPECT_THROW(scan({1.5, 1, 0, 0, 3, 1}, {}, {.model = CylinderModel::permutation}), Error);
  EXPECT_NO_THROW(scan({1.5, 1, 0, 0, 3, 1}, people, {}));
  EXPECT_THROW(scan_cylinders(std::vector<Metric>{{0, INFINITY}}, 1, std::vector<double>{1}, std::vector<double>{1}, {}), Error);
  const CylinderResult stopped = scan_cylinders(places, 2, good, people, {}, one_by_one, Progress({}, [] { return true; }));
  EXPECT_TRUE(stopped.cancelled);
  EXPECT_TRUE(stopped.clusters.empty());
  // All cases at one time say nothing to a permutation.
  EXPECT_TRUE(scan({2, 1, 0, 0, 0, 0}, {}, {.model = CylinderModel::permutation}).clusters.empty());
}

}  // namespace
}  // namespace geo
