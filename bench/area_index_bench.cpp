// SPDX-License-Identifier: Apache-2.0
// Which district is it in? Points a second among 150 districts of 100,000 vertices in all: ours, and GEOS prepared geometries
// behind boxes, which is how it is commonly done.
#include "geo/index/area_index.hpp"

#include "geo/geometry/area.hpp"
#include "geo/geometry/wkb.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace {

constexpr int across = 15;
constexpr int down = 10;
constexpr int vertices_a_side = 166;  // four sides, 150 districts: 99,600

double wave(double at, double seed) {
  return 0.08 * std::sin(9 * at + seed) + 0.03 * std::sin(41 * at + 2 * seed) + 0.01 * std::sin(173 * at);
}

/// A point of the net of wavy lines between districts: neighbours share their borders.
geo::LonLat node(double x, double y) { return {30 + x * 0.7 + wave(y, x) * 0.5, -27 + y * 1.6 + wave(x, y)}; }

std::vector<geo::Geometry> districts() {
  std::vector<geo::Geometry> all;
  for (int y = 0; y < down; ++y) {
    for (int x = 0; x < across; ++x) {
      geo::Ring ring;
      const auto side = [&](double ax, double ay, double bx, double by) {
        for (int i = 0; i < vertices_a_side; ++i) {
          const double t = static_cast<double>(i) / vertices_a_side;
          ring.push_back(node(ax + (bx - ax) * t, ay + (by - ay) * t));
        }
      };
      side(x, y, x + 1, y);
      side(x + 1, y, x + 1, y + 1);
      side(x + 1, y + 1, x, y + 1);
      side(x, y + 1, x, y);
      ring.push_back(ring.front());
      all.push_back(geo::from_polygons({{ring}}));
    }
  }
  return all;
}

std::vector<geo::LonLat> points() {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> lon(30, 40.5);
  std::uniform_real_distribution<double> lat(-27, -11);
  std::vector<geo::LonLat> all(1 << 16);
  for (geo::LonLat& p : all) { p = {lon(random), lat(random)}; }
  return all;
}

void area_index(benchmark::State& state) {
  const geo::AreaIndex index(districts());
  const std::vector<geo::LonLat> at = points();
  std::vector<std::uint32_t> found;
  std::size_t i = 0;
  for (auto _ : state) {
    index.find(at[i++ % at.size()], found);
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(area_index);

void geos_prepared(benchmark::State& state) {
  std::vector<geo::PreparedArea> areas;
  for (const geo::Geometry& district : districts()) { areas.emplace_back(district); }
  const std::vector<geo::LonLat> at = points();
  std::size_t i = 0;
  for (auto _ : state) {
    int found = 0;
    const geo::LonLat p = at[i++ % at.size()];
    for (geo::PreparedArea& area : areas) { found += area.covers(p) ? 1 : 0; }
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(geos_prepared);

void build(benchmark::State& state) {
  const std::vector<geo::Geometry> areas = districts();
  for (auto _ : state) { benchmark::DoNotOptimize(geo::AreaIndex(areas)); }
}
BENCHMARK(build);

}  // namespace
