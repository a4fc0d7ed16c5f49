// SPDX-License-Identifier: Apache-2.0
// Statistics of areas and clusters of points, each on the size that the targets speak of. CPU time of one thread; real time of two where
// the name says real_time.
#include "geo/hotspots/dbscan.hpp"
#include "geo/hotspots/emerging.hpp"
#include "geo/hotspots/forecast_check.hpp"
#include "geo/hotspots/global_statistics.hpp"
#include "geo/hotspots/hdbscan.hpp"
#include "geo/hotspots/local_statistics.hpp"
#include "geo/hotspots/permutation.hpp"
#include "geo/hotspots/scan.hpp"
#include "geo/hotspots/scan_cylinders.hpp"
#include "geo/hotspots/trend.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <random>
#include <thread>

namespace {

void workers(std::size_t count, const std::function<void(std::size_t)>& task) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) { task(i); }
  };
  std::thread other(run);
  run();
  other.join();
}

/// Squares that touch, side by side.
geo::NeighbourLists queen(std::int32_t side) {
  std::vector<std::vector<std::uint32_t>> lists;
  for (std::int32_t row = 0; row < side; ++row) {
    for (std::int32_t column = 0; column < side; ++column) {
      std::vector<std::uint32_t>& list = lists.emplace_back();
      for (std::int32_t r = std::max(row - 1, 0); r <= std::min(row + 1, side - 1); ++r) {
        for (std::int32_t c = std::max(column - 1, 0); c <= std::min(column + 1, side - 1); ++c) {
          list.push_back(static_cast<std::uint32_t>(r * side + c));
        }
      }
    }
  }
  return geo::NeighbourLists(lists);
}

std::vector<double> counts(std::size_t n) {
  std::mt19937 random(1);
  std::poisson_distribution<int> number(3);
  std::vector<double> values(n);
  for (double& v : values) { v = number(random); }
  return values;
}

constexpr std::int32_t side = 316;  // 99,856 cells

void permutations(benchmark::State& state) {
  const geo::SpatialWeights weights{queen(side)};
  const auto values = counts(weights.size());
  for (auto _ : state) { benchmark::DoNotOptimize(geo::conditional_permutations(values, weights, geo::LocalKind::g, {})); }
}
BENCHMARK(permutations)->Unit(benchmark::kMillisecond);

void analytic_gi_star(benchmark::State& state) {
  const geo::SpatialWeights weights{queen(side)};
  const auto values = counts(weights.size());
  for (auto _ : state) { benchmark::DoNotOptimize(geo::local_g(values, weights, geo::Self::included)); }
}
BENCHMARK(analytic_gi_star)->Unit(benchmark::kMillisecond);

void analytic_moran(benchmark::State& state) {
  const geo::SpatialWeights weights = geo::row_standardised({queen(side)});
  const auto values = counts(weights.size());
  for (auto _ : state) { benchmark::DoNotOptimize(geo::local_moran(values, weights)); }
}
BENCHMARK(analytic_moran)->Unit(benchmark::kMillisecond);

void emerging(benchmark::State& state) {
  constexpr std::size_t steps = 60;
  const geo::NeighbourLists neighbours = queen(100);
  const auto values = counts(neighbours.size() * steps);
  for (auto _ : state) { benchmark::DoNotOptimize(geo::emerging_hot_spots(values, neighbours, steps)); }
}
BENCHMARK(emerging)->Unit(benchmark::kMillisecond);

/// 10,000 cells of 500 m, the last 30 of 60 steps forecast from those before: the last step, the mean, the mean spread over 1 km.
void forecast(benchmark::State& state) {
  constexpr std::size_t steps = 60;
  constexpr std::size_t across = 100;
  constexpr double cell_m = 500;
  std::vector<geo::Metric> centres;
  for (std::size_t i = 0; i < across * across; ++i) {
    centres.push_back({cell_m * static_cast<double>(i % across), cell_m * static_cast<double>(i / across)});
  }
  const auto values = counts(centres.size() * steps);
  const std::vector<double> areas(centres.size(), cell_m * cell_m);
  geo::ForecastCheckOptions options;
  options.first_step = steps / 2;
  for (auto _ : state) {
    const std::vector<geo::NamedForecaster> all{
        {"last", geo::last_step()}, {"mean", geo::long_run_mean()}, {"density", geo::long_run_density(centres, 2 * cell_m)}};
    benchmark::DoNotOptimize(geo::forecast_check(values, areas, all, options));
  }
}
BENCHMARK(forecast)->Unit(benchmark::kMillisecond);

/// A series of so many values: noise, counts with many ties.
void trend(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> noise(0, 1);
  std::vector<double> values = counts(static_cast<std::size_t>(state.range(0)));
  if (state.range(1) == 0) {
    for (double& value : values) { value = noise(random); }
  }
  for (auto _ : state) { benchmark::DoNotOptimize(geo::mann_kendall(values)); }
}
BENCHMARK(trend)->ArgsProduct({{60, 1000, 100'000}, {0, 1}})->Unit(benchmark::kMillisecond);

/// A million places: a fifth anywhere in 250 by 300 km, the others around 200 towns.
std::vector<geo::Metric> million_places() {
  std::mt19937_64 random(1);
  std::normal_distribution<double> scatter(0, 2000);
  std::uniform_real_distribution<double> x(500'000, 750'000);
  std::uniform_real_distribution<double> y(8'500'000, 8'800'000);
  std::vector<geo::Metric> towns(200);
  for (geo::Metric& town : towns) { town = {x(random), y(random)}; }
  std::vector<geo::Metric> places(1'000'000);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const geo::Metric& town = towns[random() % towns.size()];
    places[i] = i % 5 == 0 ? geo::Metric{x(random), y(random)} : geo::Metric{town.x + scatter(random), town.y + scatter(random)};
  }
  return places;
}

void dbscan(benchmark::State& state) {
  const auto places = million_places();
  std::int32_t clusters = 0;
  for (auto _ : state) { clusters = geo::dbscan(places, 100, 20).number; }
  state.counters["clusters"] = clusters;
}
BENCHMARK(dbscan)->Unit(benchmark::kMillisecond);

/// min_points, and to how many metres places are rounded: 1 is none.
void hdbscan(benchmark::State& state) {
  auto places = million_places();
  const auto grain = static_cast<double>(state.range(1));
  for (geo::Metric& p : places) {
    if (grain > 1) { p = {std::round(p.x / grain) * grain, std::round(p.y / grain) * grain}; }
  }
  std::size_t clusters = 0;
  for (auto _ : state) {
    clusters = geo::hdbscan(places, {.min_points = static_cast<std::size_t>(state.range(0))}, workers).clusters.size();
  }
  state.counters["clusters"] = static_cast<double>(clusters);
}
BENCHMARK(hdbscan)->Args({10, 1})->Args({20, 1})->Args({20, 100})->Unit(benchmark::kMillisecond)->UseRealTime();

/// 3,000 regions, circles of up to half of the people, 999 drawings.
void scan(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> place(0, 100'000);
  std::vector<geo::ScanRegion> regions(3000);
  for (geo::ScanRegion& region : regions) {
    region.at = {place(random), place(random)};
    region.population = 500 + std::floor(place(random) / 20);
    region.cases = std::poisson_distribution<int>(region.population * 0.002)(random);
  }
  std::size_t zones = 0;
  for (auto _ : state) { zones = geo::scan_clusters(regions, {}, workers).zones; }
  state.counters["circles"] = static_cast<double>(zones);
}
BENCHMARK(scan)->Unit(benchmark::kMillisecond)->UseRealTime();

/// 200 places with 24 steps, 999 drawings; and 200 places with circles and 46 ellipses around each.
void cylinders(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> at(0, 100'000);
  std::vector<geo::Metric> places(200);
  for (geo::Metric& place : places) { place = {at(random), at(random)}; }
  const auto steps = static_cast<std::size_t>(state.range(0));
  const std::vector<double> cases = counts(places.size() * steps);
  geo::CylinderOptions options;
  options.model = steps > 1 ? geo::CylinderModel::permutation : geo::CylinderModel::poisson;
  if (steps == 1) { options.shapes = geo::ellipses(); }
  const std::vector<double> people(cases.size(), 1000);
  for (auto _ : state) { benchmark::DoNotOptimize(geo::scan_cylinders(places, steps, cases, people, options, workers)); }
}
BENCHMARK(cylinders)->Arg(24)->Arg(1)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
