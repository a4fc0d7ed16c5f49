// SPDX-License-Identifier: Apache-2.0
// Rows and bytes per second of the streaming readers, from memory, one thread, every record looked at.

#include "importers/parse/date.hpp"
#include "importers/parse/latlon.hpp"
#include "importers/read/open.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>

namespace {

constexpr int rows = 300'000;

/// As the Chicago file: 5 short unquoted cells, about 50 bytes.
std::string short_rows() {
  std::string text = "date,loc_cat,longitude,latitude,district\n";
  for (int i = 0; i < rows; ++i) {
    text += fmt::format("2010-01-{:02} {:02}:12,street,-87.{:04},41.{:04},{}\n", i % 28 + 1, i % 24, i % 10'000, i * 7 % 10'000, i % 25);
  }
  return text;
}

/// As a Kobo export: 17 cells, all in quotes, about 250 bytes.
std::string quoted_rows() {
  std::string text = "\"start\"";
  for (int column = 1; column < 17; ++column) { text += fmt::format(";\"column_{}\"", column); }
  text += '\n';
  for (int i = 0; i < rows / 4; ++i) {
    text += fmt::format("\"2023-03-15T17:54:{:02}\"", i % 60);
    for (int column = 1; column < 17; ++column) { text += fmt::format(";\"{} viol\xc3\xaancia\"", i * column % 1000); }
    text += '\n';
  }
  return text;
}

std::string points() {
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (int i = 0; i < rows / 3; ++i) {
    text += fmt::format(R"({}{{"type":"Feature","properties":{{"id":{},"category":"0401","occurred":"2023-03-{:02}","severity":{}}},)"
                        R"("geometry":{{"type":"Point","coordinates":[{}.{:06},-12.{:06}]}}}})",
                        i == 0 ? "\n" : ",\n", i, i % 28 + 1, i % 5, 36 + i % 4, i % 1'000'000, i * 31 % 1'000'000);
  }
  return text + "\n]}";
}

std::string polygons() {
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (int i = 0; i < 200; ++i) {
    text += fmt::format(R"({}{{"type":"Feature","properties":{{"id":{}}},"geometry":{{"type":"Polygon","coordinates":[[)",
                        i == 0 ? "" : ",", i);
    for (int v = 0; v < 2000; ++v) {
      text += fmt::format("{}[{}.{:06},-12.{:06}]", v == 0 ? "" : ",", 36 + i % 4, v * 499 % 1'000'000, v * 31 % 1'000'000);
    }
    text += "]]}}";
  }
  return text + "]}";
}

void read(benchmark::State& state, const std::string& text, const char* name) {
  std::int64_t records = 0;
  for (auto _ : state) {
    const auto reader = importers::open_source(importers::memory_source(text), name);
    importers::Record record;
    std::size_t bytes = 0;
    while (reader->next(record)) {
      bytes += record.cells[0].size() + record.wkb.size();
      ++records;
    }
    benchmark::DoNotOptimize(bytes);
  }
  state.SetItemsProcessed(records);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void csv_short_rows(benchmark::State& state) { read(state, short_rows(), "x.csv"); }
void csv_quoted_rows(benchmark::State& state) { read(state, quoted_rows(), "x.csv"); }
void geojson_points(benchmark::State& state) { read(state, points(), "x.geojson"); }
void geojson_polygons(benchmark::State& state) { read(state, polygons(), "x.geojson"); }
BENCHMARK(csv_short_rows)->Unit(benchmark::kMillisecond);
BENCHMARK(csv_quoted_rows)->Unit(benchmark::kMillisecond);
BENCHMARK(geojson_points)->Unit(benchmark::kMillisecond);
BENCHMARK(geojson_polygons)->Unit(benchmark::kMillisecond);

void date_cells(benchmark::State& state, const char* cell) {
  for (auto _ : state) { benchmark::DoNotOptimize(importers::parse_date(cell, importers::DateOrder::day_month)); }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(date_cells, iso, "2010-01-01 00:12");
BENCHMARK_CAPTURE(date_cells, day_month_year, "15/03/2023 14:30");
BENCHMARK_CAPTURE(date_cells, month_name, "15 de mar\xc3\xa7o de 2023");

void latlon_cells(benchmark::State& state, const char* cell) {
  for (auto _ : state) { benchmark::DoNotOptimize(importers::parse_latlon_cell(cell, importers::NumberStyle::point)); }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(latlon_cells, decimal, "-12.4901234");
BENCHMARK_CAPTURE(latlon_cells, sexagesimal,
                  "12\xc2\xb0"
                  "29'24.00\"S");

}  // namespace
