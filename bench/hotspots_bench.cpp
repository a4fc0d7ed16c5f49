// SPDX-License-Identifier: Apache-2.0
// Kernel density of a made city: 1280 x 960 cells over 40 x 30 km. Arguments: points, bandwidth in metres.
#include "geo/hotspots/kde.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <random>
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
BENCHMARK(kde)
    ->Args({10'000, 1000})
    ->Args({1'000'000, 200})
    ->Args({1'000'000, 1000})
    ->Args({1'000'000, 4000})
    ->Unit(benchmark::kMillisecond);

}  // namespace
