// SPDX-License-Identifier: Apache-2.0
// The costs of an answer: a page of 10,000 incidents written as GeoJSON, in several CRSs, the whole way of small requests, an answer kept.
#include "api/http/target.hpp"
#include "api/json/feature_writer.hpp"
#include "api/service.hpp"
#include "geo/crs/box_image.hpp"
#include "store/memory/memory_store.hpp"

#include <benchmark/benchmark.h>

#include <optional>
#include <random>
#include <string>

namespace {

constexpr int page_rows = 10'000;
constexpr geo::TimeMs start_of_2024 = 1'704'067'200'000;
constexpr geo::TimeMs year_ms = 31'536'000'000;

/// Filled as a city's file fills it: half of the numbers and texts are missing.
geo::Row random_incident(const geo::Collection& schema, std::mt19937_64& random) {
  const auto below = [&](std::int64_t n) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n)); };
  geo::Row row;
  row.geometry =
      geo::Geometry::point({40.0 + static_cast<double>(below(1'000'000)) * 1e-6, -13.0 + static_cast<double>(below(1'000'000)) * 1e-6});
  for (const geo::Field& field : schema.fields) {
    geo::Value value;
    if (field.name == "utc_offset_min") {
      value = std::int64_t{120};
    } else if (field.name == "confidentiality") {
      value = std::int64_t{0};
    } else if (field.type == geo::FieldType::time) {
      value = start_of_2024 + below(year_ms / 1000) * 1000;
    } else if (field.type == geo::FieldType::code) {
      value = std::string("0401");
    } else if (below(2) == 0 || field.system) {
      value = {};
    } else if (field.type == geo::FieldType::text) {
      value = "Bairro Eduardo Mondlane, rua " + std::to_string(below(500));
    } else if (field.type == geo::FieldType::integer) {
      value = below(100);
    } else if (field.type == geo::FieldType::real) {
      value = static_cast<double>(below(10'000)) / 8;
    } else if (field.type == geo::FieldType::boolean) {
      value = below(2) == 1;
    }
    row.values.push_back(std::move(value));
  }
  return row;
}

store::MemoryStore& filled_store() {
  static store::MemoryStore store("0123456789abcdef", [] { return start_of_2024; });
  if (store.batches().empty()) {
    std::mt19937_64 random(1);
    const geo::Catalog catalog = store.catalog();
    std::vector<geo::Edit> edits;
    for (int i = 0; i < page_rows; ++i) { edits.push_back({0, false, random_incident(*catalog.collection("incidents"), random)}); }
    geo::BatchInfo info;
    info.collection = "incidents";
    store.edit(info, edits);
  }
  return store;
}

api::ServiceOptions service_options() {
  api::ServiceOptions options;
  options.role = geo::role_named("protection");
  options.stamp = [] { return std::uint64_t{1}; };
  return options;
}

api::Request request_for(const char* target) {
  api::Request request;
  request.method = "GET";
  std::string authority;
  api::parse_target(target, request, authority);
  request.headers = {{"Host", "localhost:8080"}, {"User-Agent", "bench"}, {"Accept", "*/*"}};
  return request;
}

/// The argument: the EPSG code of the CRS, 0 for CRS84.
void write_page(benchmark::State& state) {
  const auto view = filled_store().view("incidents", geo::role_named("protection"));
  geo::Query query;
  query.limit = page_rows;
  const geo::Page page = view->find(query);
  std::optional<geo::Reprojection> crs;
  if (state.range(0) != 0) { crs.emplace(geo::CrsName{"EPSG", std::to_string(state.range(0))}); }
  const api::FeatureWriter writer(view->schema(), api::FeatureWriter::Place::shown, crs ? &*crs : nullptr);
  std::size_t bytes = 0;
  for (auto _ : state) {
    std::string body;
    body.reserve(page.batch.rows * 1024);
    for (std::size_t row = 0; row < page.batch.rows; ++row) {
      body += '{';
      writer.append_members(body, page.batch, row);
      body += "},\n";
    }
    bytes = body.size();
    benchmark::DoNotOptimize(body.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
  state.counters["rows"] = static_cast<double>(page.batch.rows);
  state.counters["properties"] = static_cast<double>(page.batch.columns.size());
  state.counters["body_bytes"] = static_cast<double>(bytes);
}
BENCHMARK(write_page)->Arg(0)->Arg(4326)->Arg(3857)->Arg(32737)->Arg(2737)->Unit(benchmark::kMillisecond);

/// What a CRS costs that no request has asked for lately.
void make_reprojection(benchmark::State& state) {
  const geo::CrsName name{"EPSG", std::to_string(state.range(0))};
  for (auto _ : state) { benchmark::DoNotOptimize(geo::Reprojection(name)); }
}
BENCHMARK(make_reprojection)->Arg(3857)->Arg(32737)->Arg(2737)->Unit(benchmark::kMillisecond);

void image_of_box(benchmark::State& state) {
  const geo::Reprojection crs(geo::CrsName{"EPSG", "32737"});
  const auto side_m = static_cast<double>(state.range(0));
  for (auto _ : state) { benchmark::DoNotOptimize(geo::image_of(crs, {{600'000, 8'500'000}, {600'000 + side_m, 8'500'000 + side_m}})); }
}
BENCHMARK(image_of_box)->Arg(1'000)->Arg(100'000)->Arg(1'000'000)->Arg(100'000'000)->Unit(benchmark::kMicrosecond);

void cache_hit(benchmark::State& state) {
  static api::Service service(filled_store(), service_options());
  const api::Request request = request_for("/health");
  service.handle(request);
  for (auto _ : state) {
    api::Response response;
    if (!service.from_cache(request, response)) { state.SkipWithError("not kept"); }
    benchmark::DoNotOptimize(response);
  }
}
BENCHMARK(cache_hit);
BENCHMARK(cache_hit)->Threads(2);

void cache_miss(benchmark::State& state) {
  static api::Service service(filled_store(), service_options());
  const api::Request request = request_for("/collections/incidents/items");
  for (auto _ : state) {
    api::Response response;
    benchmark::DoNotOptimize(service.from_cache(request, response));
  }
}
BENCHMARK(cache_miss);

void handle_conformance(benchmark::State& state) {
  api::ServiceOptions options = service_options();
  options.stamp = {};
  api::Service service(filled_store(), options);
  const api::Request request = request_for("/conformance");
  for (auto _ : state) { benchmark::DoNotOptimize(service.handle(request)); }
}
BENCHMARK(handle_conformance)->Unit(benchmark::kMicrosecond);

}  // namespace
