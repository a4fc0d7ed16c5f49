// SPDX-License-Identifier: Apache-2.0
// Geometry as imports and answers use it. Argument: vertices.
#include "geo/crs/transform.hpp"
#include "geo/geometry/area.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/geojson.hpp"
#include "geo/geometry/validity.hpp"
#include "geo/geometry/wkb.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <string>

namespace {

/// A coast: big bays, small teeth.
geo::Geometry coast(std::int64_t vertices) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> tooth(0, 1.0 / static_cast<double>(vertices));
  geo::Ring ring;
  for (std::int64_t i = 0; i < vertices; ++i) {
    const double angle = 2 * M_PI * static_cast<double>(i) / static_cast<double>(vertices);
    const double r = 0.75 + 0.2 * std::sin(7 * angle) + tooth(random);
    ring.push_back({40 + r * std::cos(angle), -12 + r * std::sin(angle)});
  }
  ring.push_back(ring.front());
  return geo::from_polygons({{ring}});
}

void items(benchmark::State& state, std::int64_t each) { state.SetItemsProcessed(state.iterations() * each); }

void from_wkb_point(benchmark::State& state) {
  const std::string wkb = geo::to_wkb(geo::Geometry::point({40.5, -12.25}));
  for (auto _ : state) { benchmark::DoNotOptimize(geo::Geometry::from_wkb(wkb)); }
  items(state, 1);
}
BENCHMARK(from_wkb_point);

void from_wkb(benchmark::State& state) {
  const std::string wkb = coast(state.range(0)).wkb();
  for (auto _ : state) { benchmark::DoNotOptimize(geo::Geometry::from_wkb(wkb)); }
  items(state, state.range(0));
}
BENCHMARK(from_wkb)->Arg(10)->Arg(10'000);

void append_geojson(benchmark::State& state) {
  const geo::Geometry geometry = coast(state.range(0));
  std::string out;
  for (auto _ : state) {
    out.clear();
    geo::append_geojson(out, geometry);
    benchmark::DoNotOptimize(out);
  }
  items(state, state.range(0));
}
BENCHMARK(append_geojson)->Arg(10)->Arg(10'000);

void repair_valid(benchmark::State& state) {
  const geo::Geometry geometry = coast(state.range(0));
  for (auto _ : state) { benchmark::DoNotOptimize(geo::repair_polygon(geometry)); }
  items(state, state.range(0));
}
BENCHMARK(repair_valid)->Arg(10)->Arg(10'000);

void prepared_covers(benchmark::State& state) {
  geo::PreparedArea area(coast(state.range(0)));
  std::mt19937 random(2);
  std::uniform_real_distribution<double> offset(-1, 1);
  for (auto _ : state) { benchmark::DoNotOptimize(area.covers({40 + offset(random), -12 + offset(random)})); }
  items(state, 1);
}
BENCHMARK(prepared_covers)->Arg(100)->Arg(10'000);

void distance(benchmark::State& state) {
  geo::LonLat p{38, -13};
  for (auto _ : state) {
    p.lon += 1e-9;
    benchmark::DoNotOptimize(geo::distance_m(p, {40.5, -11}));
  }
  items(state, 1);
}
BENCHMARK(distance);

void transform_point(benchmark::State& state, const char* crs, double x, double y) {
  geo::Transform transform(crs);
  for (auto _ : state) {
    x += 1e-3;
    benchmark::DoNotOptimize(transform.to_lonlat(x, y));
  }
  items(state, 1);
}
BENCHMARK_CAPTURE(transform_point, utm37s, "EPSG:32737", 391554, 8562651);
BENCHMARK_CAPTURE(transform_point, illinois_feet, "EPSG:3435", 1176096, 1900641);

void make_transform(benchmark::State& state) {
  for (auto _ : state) { benchmark::DoNotOptimize(geo::Transform("EPSG:32737")); }
  items(state, 1);
}
BENCHMARK(make_transform);

}  // namespace
