// SPDX-License-Identifier: Apache-2.0
// The SQLite store with a million incidents (BAIRRO_BENCH_ROWS for another number): commit, open, read, correct, memory.
#include "bench/folder.hpp"
#include "geo/cql2/check.hpp"
#include "geo/cql2/parse.hpp"
#include "store/sqlite_store.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

std::int64_t row_count() {
  static const char* setting = std::getenv("BAIRRO_BENCH_ROWS");
  static const std::int64_t count = setting == nullptr ? 1'000'000 : std::atoll(setting);
  return count;
}

/// For the whole run.
bench::Folder& folder() {
  static bench::Folder f;
  return f;
}

/// A city: 40 neighbourhoods, ten years in order of time, about 20 of the columns filled in.
class City {
 public:
  explicit City(const geo::Collection& incidents) : m_incidents(incidents) {}

  geo::StagedRow row(std::int64_t i) {
    static constexpr std::array<const char*, 8> categories{"0401", "0501", "02011", "0502", "0407", "ZZ", "X1", "0101"};
    const std::uint64_t dice = m_random();
    geo::StagedRow staged;
    staged.line = i + 2;
    staged.source_key = fmt::format("JB{:07}", i);
    staged.raw = geo::hash128(staged.source_key);
    staged.row.values.resize(m_incidents.fields.size());
    const double x = m_scatter(m_random);
    const double y = m_scatter(m_random);
    staged.row.geometry =
        geo::Geometry::point({-87.9 + static_cast<double>(dice % 8) / 20 + x, 41.6 + static_cast<double>(dice / 8 % 5) / 12 + y});
    const geo::TimeMs at = 1'262'304'000'000 + i * 315'000;
    set(staged, "category", categories[dice / 40 % categories.size()]);
    set(staged, "category_source", "BATTERY");
    set(staged, "severity", std::int64_t{3});
    set(staged, "occurred_from", at);
    set(staged, "occurred_to", at);
    set(staged, "utc_offset_min", std::int64_t{-360});
    set(staged, "time_precision", "minute");
    set(staged, "location_precision", "placed");
    set(staged, "place_name", fmt::format("{:03}XX W {}TH ST", dice / 320 % 400, dice / 7 % 95));
    set(staged, "source_type", "prm");
    set(staged, "verification", "verified");
    set(staged, "narrative", "domestic, handgun, arrest made at the scene");
    set(staged, "confidentiality", static_cast<std::int64_t>((dice >> 32U) % 10 == 0));
    return staged;
  }

 private:
  void set(geo::StagedRow& row, const char* field, geo::Value value) {
    row.row.values[static_cast<std::size_t>(m_incidents.index_of(field))] = std::move(value);
  }
  void set(geo::StagedRow& row, const char* field, const char* text) { set(row, field, geo::Value(std::string(text))); }

  geo::Collection m_incidents;
  std::mt19937_64 m_random{1};
  std::normal_distribution<double> m_scatter{0, 0.01};
};

geo::BatchInfo batch_info(const std::string& sha) {
  geo::BatchInfo info;
  info.collection = "incidents";
  info.source = "chicago";
  info.file_sha256 = sha;
  return info;
}

geo::BatchOutcome import(store::Store& store, const std::string& sha) {
  const geo::Catalog catalog = store.catalog();
  City city(*catalog.collection("incidents"));
  const auto writer = store.begin(batch_info(sha));
  for (std::int64_t i = 0; i < row_count(); ++i) { writer->add(city.row(i)); }
  writer->resolve();
  return writer->commit("{}");
}

/// The store that everything but commit() is measured on.
const std::string& full_store() {
  static const std::string file = [] {
    std::string name = folder().file("full.db");
    const auto store = store::open_sqlite(name);
    import(*store, "1");
    (void)store->view("incidents", geo::role_named("protection"))->count({});
    return name;
  }();
  return file;
}

store::SqliteStore& open_store() {
  static const auto store = store::open_sqlite(full_store());
  return *store;
}

/// Nine rows in ten.
geo::Role level_0() { return {"anybody", 0, 0}; }
std::shared_ptr<const geo::View> view() { return open_store().view("incidents", level_0()); }

/// One neighbourhood, about a fortieth of the rows; and one year of the ten.
geo::Filter neighbourhood() { return {geo::BBox{-87.82, 41.66, -87.78, 41.70}, std::nullopt}; }
geo::Filter year() { return {std::nullopt, geo::TimeInterval{1'293'840'000'000, 1'325'375'999'999}}; }

void count_rows(benchmark::State& state) { state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * row_count()); }

void make_rows(benchmark::State& state) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  for (auto _ : state) {
    City city(*catalog.collection("incidents"));
    for (std::int64_t i = 0; i < row_count(); ++i) { benchmark::DoNotOptimize(city.row(i)); }
  }
  count_rows(state);
}
BENCHMARK(make_rows)->Unit(benchmark::kMillisecond)->Iterations(1)->MeasureProcessCPUTime()->UseRealTime();

/// Includes make_rows().
void commit_new_rows(benchmark::State& state) {
  for (auto _ : state) {
    const auto store = store::open_sqlite(folder().file("new.db"));
    import(*store, "1");
  }
  count_rows(state);
  fs::remove(folder().file("new.db"));
}
BENCHMARK(commit_new_rows)->Unit(benchmark::kMillisecond)->Iterations(1)->MeasureProcessCPUTime()->UseRealTime();

/// Includes make_rows(); every row is found by its key and is as it was.
void commit_the_same_rows(benchmark::State& state) {
  const auto store = store::open_sqlite(full_store());
  for (auto _ : state) {
    if (import(*store, "again").unchanged != row_count()) { state.SkipWithError("rows changed"); }
  }
  count_rows(state);
}
BENCHMARK(commit_the_same_rows)->Unit(benchmark::kMillisecond)->Iterations(1)->MeasureProcessCPUTime()->UseRealTime();

/// Until the first count is answered.
void open_to_first_answer(benchmark::State& state, bool use_cache) {
  const std::string file = full_store();
  store::OpenOptions options;
  options.use_cache = use_cache;
  for (auto _ : state) {
    const auto store = store::open_sqlite(file, options);
    benchmark::DoNotOptimize(store->view("incidents", level_0())->count({}));
  }
}
BENCHMARK_CAPTURE(open_to_first_answer, with_cache, true)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(open_to_first_answer, without_cache, false)->Unit(benchmark::kMillisecond)->Iterations(2)->UseRealTime();

void count(benchmark::State& state, const geo::Filter& filter) {
  const auto v = view();
  std::uint64_t matched = 0;
  for (auto _ : state) { matched = v->count(filter); }
  state.counters["matched"] = static_cast<double>(matched);
}
BENCHMARK_CAPTURE(count, everything, geo::Filter{})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(count, neighbourhood, neighbourhood())->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(count, year, year())->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(count, neighbourhood_and_year, geo::Filter{neighbourhood().bbox, year().datetime})->Unit(benchmark::kMicrosecond);

/// Conditions as clients send them.
void count_where(benchmark::State& state, const char* text) {
  const auto v = view();
  auto where = std::make_shared<geo::Expression>(geo::cql2::parse_text(text));
  geo::cql2::check(*where, v->schema());
  geo::Filter filter;
  filter.where = std::move(where);
  count(state, filter);
}
BENCHMARK_CAPTURE(count_where, code_and_number, "category = '0401' AND confidentiality < 1")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(count_where, code_and_time, "category IN ('0401', '0501') AND occurred_from >= TIMESTAMP('2015-01-01T00:00:00Z')")
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(count_where, like_without_case, "CASEI(place_name) LIKE '%w 1_th%'")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(count_where, arithmetic, "severity * 2 + confidentiality > 6")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(count_where, box, "S_INTERSECTS(geometry, BBOX(-87.82, 41.66, -87.78, 41.70))")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(count_where, polygon, "S_WITHIN(geometry, POLYGON((-87.82 41.66, -87.75 41.68, -87.78 41.75, -87.82 41.66)))")
    ->Unit(benchmark::kMicrosecond);

void find_sorted(benchmark::State& state, std::uint32_t limit) {
  const auto v = view();
  geo::Query query;
  query.sort = {{"occurred_from", true}, {"place_name", false}};
  query.limit = limit;
  query.columns = {"category", "occurred_from", "place_name"};
  for (auto _ : state) { benchmark::DoNotOptimize(v->find(query).batch.rows); }
}
BENCHMARK_CAPTURE(find_sorted, 1000_of_all, 1000)->Unit(benchmark::kMicrosecond);

void find(benchmark::State& state, const geo::Filter& filter, std::uint32_t limit, bool with_cold) {
  const auto v = view();
  geo::Query query;
  query.filter = filter;
  query.limit = limit;
  if (!with_cold) { query.columns = {"category", "occurred_from", "place_name"}; }
  std::mt19937_64 random(2);
  for (auto _ : state) {
    query.after = static_cast<geo::Fid>(random() % static_cast<std::uint64_t>(row_count()));
    benchmark::DoNotOptimize(v->find(query).batch.rows);
  }
}
BENCHMARK_CAPTURE(find, 10_hot, geo::Filter{}, 10, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find, 10_all_columns, geo::Filter{}, 10, true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find, 1000_all_columns, geo::Filter{}, 1000, true)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find, 100_of_neighbourhood, neighbourhood(), 100, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find, 100_of_neighbourhood_and_year, geo::Filter{neighbourhood().bbox, year().datetime}, 100, false)
    ->Unit(benchmark::kMicrosecond);

void scan_three_columns(benchmark::State& state) {
  const auto v = view();
  const std::vector<std::string> columns{"category", "occurred_from", "severity"};
  for (auto _ : state) {
    std::int64_t sum = 0;
    v->scan({}, columns, [&](const geo::BatchView& batch, std::span<const std::uint32_t> rows) {
      for (const std::uint32_t i : rows) {
        sum += batch.columns[0].integer(i) + batch.columns[1].integer(i) + batch.columns[2].integer(i) + batch.geometry.lon[i];
      }
      return true;
    });
    benchmark::DoNotOptimize(sum);
  }
  count_rows(state);
}
BENCHMARK(scan_three_columns)->Unit(benchmark::kMillisecond);

/// What a role pays, for each row it sees, for those it does not see (one in ten): the same columns in both. bench/restricted_view.sh
geo::Role of_level(int level) { return {"reader", static_cast<geo::Confidentiality>(level), geo::most_confidential}; }

void items_as(benchmark::State& state, int level, const geo::Filter& filter) {
  const auto v = open_store().view("incidents", of_level(level));
  geo::Query query;
  query.filter = filter;
  query.limit = 1000;
  query.columns = {"category", "occurred_from", "severity", "place_name", "location_precision", "verification"};
  std::mt19937_64 random(2);
  std::int64_t rows = 0;
  for (auto _ : state) {
    query.after = static_cast<geo::Fid>(random() % static_cast<std::uint64_t>(row_count() / 2));
    rows += static_cast<std::int64_t>(v->find(query).batch.rows);
  }
  state.SetItemsProcessed(rows);
}
BENCHMARK_CAPTURE(items_as, all, 3, geo::Filter{})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(items_as, restricted, 0, geo::Filter{})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(items_as, all_in_box, 3, neighbourhood())->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(items_as, restricted_in_box, 0, neighbourhood())->Unit(benchmark::kMicrosecond);

void scan_as(benchmark::State& state, int level) {
  const auto v = open_store().view("incidents", of_level(level));
  const std::vector<std::string> columns{"category", "occurred_from", "severity"};
  std::int64_t shown = 0;
  for (auto _ : state) {
    std::int64_t sum = 0;
    v->scan({}, columns, [&](const geo::BatchView& batch, std::span<const std::uint32_t> rows) {
      shown += static_cast<std::int64_t>(rows.size());
      for (const std::uint32_t i : rows) {
        sum += batch.columns[0].integer(i) + batch.columns[1].integer(i) + batch.columns[2].integer(i) + batch.geometry.lon[i];
      }
      return true;
    });
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(shown);
}
BENCHMARK_CAPTURE(scan_as, all, 3)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan_as, restricted, 0)->Unit(benchmark::kMillisecond);

void count_as(benchmark::State& state, int level) {
  const auto v = open_store().view("incidents", of_level(level));
  std::int64_t rows = 0;
  for (auto _ : state) { rows += static_cast<std::int64_t>(v->count(year())); }
  state.SetItemsProcessed(rows);
}
BENCHMARK_CAPTURE(count_as, all, 3)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(count_as, restricted, 0)->Unit(benchmark::kMicrosecond);

void aggregate(benchmark::State& state) {
  const auto v = view();
  for (auto _ : state) { benchmark::DoNotOptimize(v->aggregate({}, {static_cast<int>(state.range(0))})); }
  count_rows(state);
}
BENCHMARK(aggregate)->Arg(8)->Arg(14)->Unit(benchmark::kMillisecond);

/// One correction, on disk and in the next view.
void edit_one_row(benchmark::State& state) {
  store::SqliteStore& store = open_store();
  const geo::Catalog catalog = store.catalog();
  City city(*catalog.collection("incidents"));
  std::mt19937_64 random(3);
  for (auto _ : state) {
    const geo::Fid fid = 1 + static_cast<geo::Fid>(random() % static_cast<std::uint64_t>(row_count()));
    store.edit(batch_info(""), {{fid, false, city.row(0).row}});
    benchmark::DoNotOptimize(store.view("incidents", level_0())->version());
  }
}
BENCHMARK(edit_one_row)->Unit(benchmark::kMicrosecond)->Iterations(50)->UseRealTime();

/// Peak and present resident memory, in megabytes, of this process.
std::array<double, 2> memory_mb() {
  std::ifstream status("/proc/self/status");
  std::array<double, 2> mb{};
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) { mb[0] = std::stod(line.substr(6)) / 1024; }
    if (line.rfind("VmRSS:", 0) == 0) { mb[1] = std::stod(line.substr(6)) / 1024; }
  }
  return mb;
}

/// In a process of its own: opens the store, asks a bit of everything, and writes its memory down.
int serve_and_tell(const std::string& file, const std::string& answer) {
  const auto store = store::open_sqlite(file);
  for (const geo::Role& role : geo::builtin_roles()) {
    const auto v = store->view("incidents", role);
    (void)v->count(neighbourhood());
    (void)v->count(year());
    (void)v->aggregate({}, {14});
    geo::Query query;
    query.limit = 1000;
    (void)v->find(query);
  }
  std::ofstream(answer) << memory_mb()[0] << ' ' << memory_mb()[1];
  return 0;
}

/// Runs this program again with other arguments; whether it went well.
bool run_self(const std::string& flag, const std::string& file, const std::string& answer) {
  const std::string program = fs::read_symlink("/proc/self/exe").string();
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl(program.c_str(), program.c_str(), flag.c_str(), file.c_str(), answer.c_str(), nullptr);
    ::_exit(127);
  }
  int status = 1;
  return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

void resident_memory(benchmark::State& state) {
  const std::string& file = full_store();
  const std::string answer = folder().file("memory.txt");
  for (auto _ : state) {
    if (!run_self("--serve-and-tell", file, answer)) {
      state.SkipWithError("the measured process failed");
      return;
    }
  }
  double peak = 0;
  double now = 0;
  std::ifstream(answer) >> peak >> now;
  state.counters["peak_MB"] = peak;
  state.counters["now_MB"] = now;
}
BENCHMARK(resident_memory)->Unit(benchmark::kMillisecond)->Iterations(1)->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "--serve-and-tell") { return serve_and_tell(argv[2], argv[3]); }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) { return 2; }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
