// SPDX-License-Identifier: Apache-2.0
// Kernel density of a made city: 1280 x 960 cells over 40 x 30 km; arguments: points, bandwidth in metres. A first look, and a bandwidth.
// Who is served in a made province: 150 round catchments, 25 sites; argument: settlements.
#include "app/workers.hpp"
#include "geo/coverage/demand.hpp"
#include "geo/coverage/gaps.hpp"
#include "geo/geometry/wkb.hpp"
#include "geo/hotspots/bandwidth.hpp"
#include "geo/hotspots/kde.hpp"
#include "geo/hotspots/kde_sketch.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace {

/// A third anywhere, the rest in twelve quarters.
std::vector<geo::WeightedPoint> city(std::size_t points) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> east(0, 40'000);
  std::uniform_real_distribution<double> north(0, 30'000);
  std::normal_distribution<double> off(0, 1'500);
  std::vector<geo::Metric> quarters;
  for (int i = 0; i < 12; ++i) { quarters.push_back({east(random), north(random)}); }
  std::vector<geo::WeightedPoint> made;
  while (made.size() < points) {
    const geo::Metric quarter = quarters[made.size() % quarters.size()];
    const bool anywhere = made.size() % 3 == 0;
    made.push_back({anywhere ? geo::Metric{east(random), north(random)} : geo::Metric{quarter.x + off(random), quarter.y + off(random)}});
  }
  return made;
}

void kde(benchmark::State& state) {
  const auto points = city(static_cast<std::size_t>(state.range(0)));
  const geo::PlaneGrid grid{{0, 0}, 31.25, 1280, 960};
  for (auto _ : state) { benchmark::DoNotOptimize(geo::kde(points, static_cast<double>(state.range(1)), grid)); }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
/// The same, its rows shared out by the program's workers, as `bairro analyse kde` does; third argument: threads.
void kde_by_workers(benchmark::State& state) {
  const auto points = city(static_cast<std::size_t>(state.range(0)));
  const geo::PlaneGrid grid{{0, 0}, 31.25, 1280, 960};
  const geo::Workers workers = app::thread_workers(static_cast<std::size_t>(state.range(2)));
  constexpr std::uint32_t band = 16;
  std::vector<double> values(grid.size());
  for (auto _ : state) {
    const geo::Kde prepared(points, static_cast<double>(state.range(1)), grid);
    workers(grid.rows / band, [&](std::size_t i) {
      const auto first = static_cast<std::uint32_t>(i) * band;
      prepared.rows(first, first + band, std::span(values).subspan(std::size_t{first} * grid.columns, std::size_t{band} * grid.columns));
    });
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(kde_by_workers)
    ->Args({1'000'000, 1000, 1})
    ->Args({1'000'000, 1000, 2})

    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// Every kernel on two threads; arguments: kernel in the order of geo::Kernel, bandwidth in metres.
void kde_of_kernel(benchmark::State& state) {
  const auto points = city(1'000'000);
  const geo::PlaneGrid grid{{0, 0}, 31.25, 1280, 960};
  const geo::Workers workers = app::thread_workers(2);
  const auto kernel = static_cast<geo::Kernel>(state.range(0));
  state.SetLabel(std::string(geo::code(kernel)));
  for (auto _ : state) {
    const geo::Kde prepared(points, static_cast<double>(state.range(1)), grid, kernel, workers);
    benchmark::DoNotOptimize(prepared.all_rows(workers));
  }
}
BENCHMARK(kde_of_kernel)->ArgsProduct({{0, 2, 3, 4, 5}, {1000, 5000}})->Args({1, 200})->Unit(benchmark::kMillisecond)->UseRealTime();

/// A first look at ten million points, in some 3,000 cells.
void kde_sketch(benchmark::State& state) {
  const auto points = city(10'000'000);
  const geo::Workers workers = app::thread_workers(2);
  const geo::PlaneGrid coarse = geo::coarser({{0, 0}, 31.25, 1280, 960}, 3000);
  for (auto _ : state) { benchmark::DoNotOptimize(geo::kde_sketch(points, 2000, coarse, geo::Kernel::quartic, workers)); }
}
BENCHMARK(kde_sketch)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The bandwidth of the highest likelihood, on two threads.
void likelihood_bandwidth(benchmark::State& state) {
  std::vector<geo::Metric> places;
  for (const geo::WeightedPoint& p : city(static_cast<std::size_t>(state.range(0)))) { places.push_back(p.at); }
  const geo::Workers workers = app::thread_workers(2);
  for (auto _ : state) { benchmark::DoNotOptimize(geo::likelihood_cross_validation(places, workers)); }
}
BENCHMARK(likelihood_bandwidth)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

/// What comes before the rows: points sorted by place.
void kde_prepare(benchmark::State& state) {
  const auto points = city(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) { benchmark::DoNotOptimize(geo::Kde(points, 1000, {{0, 0}, 31.25, 1280, 960})); }
}
BENCHMARK(kde_prepare)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

BENCHMARK(kde)
    ->Args({10'000, 1000})
    ->Args({1'000'000, 200})
    ->Args({1'000'000, 1000})
    ->Args({1'000'000, 4000})
    ->Unit(benchmark::kMillisecond);

struct Province {
  std::vector<geo::Catchment> catchments;
  std::vector<geo::Place> sites;
  std::mt19937_64 random{2};

  Province() {
    for (int i = 0; i < 150; ++i) {
      const geo::LonLat middle = somewhere();
      geo::Ring ring;
      for (int k = 0; k <= 64; ++k) {
        const double angle = 2 * M_PI * (k % 64) / 64;
        ring.push_back({middle.lon + 0.15 * std::cos(angle), middle.lat + 0.15 * std::sin(angle)});
      }
      catchments.push_back({i, geo::from_polygons({{ring}})});
    }
    for (int i = 0; i < 25; ++i) { sites.push_back({i, somewhere()}); }
  }
  geo::LonLat somewhere() {
    std::uniform_real_distribution<double> share(0, 1);
    return {38 + 2.8 * share(random), -14 + 3.6 * share(random)};
  }
  static geo::Geometry study() { return geo::from_polygons({{{{38, -14}, {40.8, -14}, {40.8, -10.4}, {38, -10.4}, {38, -14}}}}); }
};

void demand(benchmark::State& state) {
  Province province;
  const geo::CatchmentSet catchments = geo::prepare_catchments(province.catchments);
  const geo::SiteIndex sites(province.sites);
  std::vector<geo::Demand> people;
  for (std::int64_t i = 0; i < state.range(0); ++i) { people.push_back({province.somewhere(), 100}); }
  for (auto _ : state) { benchmark::DoNotOptimize(geo::demand_coverage(catchments, sites, Province::study(), people)); }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(demand)->Arg(100'000)->Unit(benchmark::kMillisecond);

void gaps(benchmark::State& state) {
  const Province province;
  const geo::CatchmentSet catchments = geo::prepare_catchments(province.catchments);
  for (auto _ : state) { benchmark::DoNotOptimize(geo::coverage_gaps(catchments, Province::study())); }
}
BENCHMARK(gaps)->Unit(benchmark::kMillisecond);

}  // namespace
