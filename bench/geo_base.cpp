// SPDX-License-Identifier: Apache-2.0
// The functions that every imported row and every answer passes through; snprintf stands beside our writers.
#include "geo/base/hash.hpp"
#include "geo/base/json.hpp"
#include "geo/base/lonlat.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "geo/base/time.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr std::size_t amount = 1024;

template <class Make>
auto inputs(Make make) {
  std::mt19937_64 random(1);
  std::vector<decltype(make(random))> all;
  for (std::size_t i = 0; i < amount; ++i) { all.push_back(make(random)); }
  return all;
}

/// One item = one call.
template <class Inputs, class Call>
void run(benchmark::State& state, const Inputs& all, Call call) {
  for (auto _ : state) {
    for (const auto& one : all) { call(one); }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(all.size()));
}

std::int32_t lattice(std::mt19937_64& random) { return std::uniform_int_distribution<std::int32_t>(300000000, 410000000)(random); }
geo::TimeMs time_of(std::mt19937_64& random) { return std::uniform_int_distribution<geo::TimeMs>(0, 1'700'000'000)(random) * 1000; }

void append_time(benchmark::State& state) {
  std::string out;
  run(state, inputs(time_of), [&](geo::TimeMs time) {
    out.clear();
    geo::append_time(out, time, 120);
    benchmark::DoNotOptimize(out);
  });
}
BENCHMARK(append_time);

void parse_iso_time(benchmark::State& state) {
  const auto texts = inputs([](auto& random) { return geo::format_time(time_of(random), 120); });
  run(state, texts, [](const std::string& text) { benchmark::DoNotOptimize(geo::parse_iso_time(text)); });
}
BENCHMARK(parse_iso_time);

void zone_offset(benchmark::State& state) {
  const geo::TimeZone zone("America/Chicago");
  run(state, inputs(time_of), [&](geo::TimeMs time) { benchmark::DoNotOptimize(zone.offset_min_at_local(time)); });
}
BENCHMARK(zone_offset);

void append_coordinate(benchmark::State& state) {
  std::string out;
  run(state, inputs(lattice), [&](std::int32_t steps) {
    out.clear();
    geo::append_coordinate(out, steps);
    benchmark::DoNotOptimize(out);
  });
}
BENCHMARK(append_coordinate);

void append_number(benchmark::State& state) {
  std::string out;
  run(state, inputs([](auto& random) { return std::uniform_real_distribution<double>(30, 41)(random); }), [&](double value) {
    out.clear();
    geo::append_number(out, value);
    benchmark::DoNotOptimize(out);
  });
}
BENCHMARK(append_number);

void snprintf_coordinate(benchmark::State& state) {
  run(state, inputs(lattice), [&](std::int32_t steps) {
    char out[32];
    std::snprintf(out, sizeof out, "%.7f", geo::from_lattice(steps));
    benchmark::DoNotOptimize(out);
  });
}
BENCHMARK(snprintf_coordinate);

void parse_number(benchmark::State& state) {
  const auto texts = inputs([](auto& random) {
    std::string text;
    geo::append_coordinate(text, lattice(random));
    return text;
  });
  run(state, texts, [](const std::string& text) { benchmark::DoNotOptimize(geo::parse_number(text)); });
}
BENCHMARK(parse_number);

const char* const ascii = "0000X W TERMINAL ST";
const char* const portuguese = "Mocímboa da Praia, próximo do mercado";

template <class Function>
void one_text(benchmark::State& state, const char* text, Function function) {
  run(state, std::vector<std::string>(amount, text), [&](const std::string& each) { benchmark::DoNotOptimize(function(each)); });
}
BENCHMARK_CAPTURE(one_text, is_clean_ascii, ascii, [](const std::string& t) { return geo::is_clean(t); });
BENCHMARK_CAPTURE(one_text, is_clean_portuguese, portuguese, [](const std::string& t) { return geo::is_clean(t); });
BENCHMARK_CAPTURE(one_text, clean_ascii, ascii, [](const std::string& t) { return geo::clean(t); });
BENCHMARK_CAPTURE(one_text, clean_decomposed, "Moci\u0301mboa da Praia", [](const std::string& t) { return geo::clean(t); });
BENCHMARK_CAPTURE(one_text, fold_ascii, ascii, [](const std::string& t) { return geo::fold(t); });
BENCHMARK_CAPTURE(one_text, fold_portuguese, portuguese, [](const std::string& t) { return geo::fold(t); });
BENCHMARK_CAPTURE(one_text, hash128, portuguese, [](const std::string& t) { return geo::hash128(t); });

void append_json_string(benchmark::State& state) {
  std::string out;
  run(state, std::vector<std::string>(amount, portuguese), [&](const std::string& text) {
    out.clear();
    geo::append_json_string(out, text);
    benchmark::DoNotOptimize(out);
  });
}
BENCHMARK(append_json_string);

}  // namespace
