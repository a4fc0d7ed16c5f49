// SPDX-License-Identifier: Apache-2.0
// Tiles of a million clustered points (BAIRRO_BENCH_ROWS for another number), of a country's districts, and of one large polygon.
#include "bench/folder.hpp"
#include "geo/cql2/check.hpp"
#include "geo/cql2/parse.hpp"
#include "geo/geometry/wkb.hpp"
#include "store/sqlite_store.hpp"
#include "tiles/clip.hpp"
#include "tiles/mvt.hpp"
#include "tiles/shapes.hpp"
#include "tiles/tile_shapes.hpp"
#include "tiles/tile_source.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <numbers>
#include <random>

namespace {

std::int64_t row_count() {
  static const char* setting = std::getenv("BAIRRO_BENCH_ROWS");
  return setting == nullptr ? 1'000'000 : std::atoll(setting);
}

/// Incidents around one town, most of them in its middle. The store's files are gone when the program ends.
class Town {
 public:
  Town() {
    m_store = store::open_sqlite(m_folder.file("town.bairro"), {});
    fill();
    m_view = m_store->view("incidents", geo::role_named("protection"));
  }
  [[nodiscard]] const geo::View& view() const { return *m_view; }

 private:
  void fill() {
    const geo::Catalog catalog = m_store->catalog();
    const geo::Collection& incidents = *catalog.collection("incidents");
    geo::BatchInfo info;
    info.collection = "incidents";
    const auto writer = m_store->begin(info);
    std::mt19937_64 random(1);
    std::normal_distribution<double> scatter(0, 1);
    for (std::int64_t i = 0; i < row_count(); ++i) {
      geo::StagedRow staged;
      staged.source_key = std::to_string(i);
      staged.raw = geo::hash128(staged.source_key);
      staged.row.values.resize(incidents.fields.size());
      const double width = i % 4 == 0 ? 1.0 : 0.05;
      staged.row.geometry = geo::Geometry::point({40.5 + width * scatter(random), -12.97 + width * scatter(random)});
      const auto set = [&](std::string_view name, geo::Value value) {
        staged.row.values[static_cast<std::size_t>(incidents.index_of(name))] = std::move(value);
      };
      set("category", std::string(i % 3 == 0 ? "0401" : "0501"));
      set("severity", i % 6);
      set("occurred_from", i * 1000);
      set("killed", i % 2);
      writer->add(staged);
    }
    writer->resolve();
    writer->commit("{}");
  }

  bench::Folder m_folder;
  std::unique_ptr<store::SqliteStore> m_store;
  std::shared_ptr<const geo::View> m_view;
};

const Town& town() {
  static const Town t;
  return t;
}

tiles::TileId tile_around(geo::LonLat p, int zoom) {
  const tiles::PlanePoint unit = tiles::to_unit_square(p);
  return {zoom, static_cast<std::uint32_t>(std::ldexp(unit.y, zoom)), static_cast<std::uint32_t>(std::ldexp(unit.x, zoom))};
}

/// The tile over the town's middle: counts by squares down to about zoom 16, then points.
void hottest_tile(benchmark::State& state) {
  const geo::View& view = town().view();
  const tiles::TileId tile = tile_around({40.5, -12.97}, static_cast<int>(state.range(0)));
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::string made = tiles::make_tile(view, tile);
    bytes = made.size();
    benchmark::DoNotOptimize(made.data());
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(hottest_tile)->Arg(0)->Arg(6)->Arg(10)->Arg(14)->Arg(16)->Arg(18)->Unit(benchmark::kMillisecond);

/// Cells of a filtered million (two rows in three, of three in four years), with all that cells can say.
void filtered_cells(benchmark::State& state) {
  const geo::View& view = town().view();
  geo::Expression condition = geo::cql2::parse_text("category = '0501' AND severity >= 1");
  geo::cql2::check(condition, view.schema());
  tiles::TileOptions options;
  options.points_as = static_cast<tiles::PointsAs>(state.range(0));
  options.filter.where = std::make_shared<const geo::Expression>(condition);
  if (state.range(2) != 0) { options.time_bins = tiles::BinLength::month; }
  const tiles::TileId tile = tile_around({40.5, -12.97}, static_cast<int>(state.range(1)));
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::string made = tiles::make_tile(view, tile, options);
    bytes = made.size();
    benchmark::DoNotOptimize(made.data());
  }
  state.counters["bytes"] = static_cast<double>(bytes);
  double points = 0;
  geo::Filter filter = options.filter;
  filter.bbox = tile.search_box();
  for (const geo::CellCount& cell : view.aggregate(filter, {tile.zoom()}).cells) {
    if (cell.cell == tile.cell()) { points = static_cast<double>(cell.count); }
  }
  state.counters["points"] = points;
}
BENCHMARK(filtered_cells)->ArgsProduct({{0, 1, 2, 3, 4}, {10, 12}, {0}})->Args({1, 10, 1})->Unit(benchmark::kMillisecond);

/// Points with their properties, each, however many there are: what a tile costs without squares.
void every_point(benchmark::State& state) {
  const geo::View& view = town().view();
  tiles::TileOptions options;
  options.point_budget = UINT64_MAX;
  const tiles::TileId tile = tile_around({40.5, -12.97}, static_cast<int>(state.range(0)));
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::string made = tiles::make_tile(view, tile, options);
    bytes = made.size();
    benchmark::DoNotOptimize(made.data());
  }
  double points = 0;
  for (const geo::CellCount& cell : view.aggregate({tile.search_box(), {}}, {tile.zoom()}).cells) {
    if (cell.cell == tile.cell()) { points = static_cast<double>(cell.count); }
  }
  state.counters["bytes"] = static_cast<double>(bytes);
  state.counters["points"] = points;
}
BENCHMARK(every_point)->Arg(13)->Arg(14)->Arg(15)->Unit(benchmark::kMillisecond);

/// A store of areas; its files are gone when the program ends.
class Areas {
 public:
  explicit Areas(const std::vector<std::string>& wkb) {
    m_store = store::open_sqlite(m_folder.file("areas.bairro"), {});
    geo::BatchInfo info;
    info.collection = "admin_areas";
    const std::size_t fields = m_store->catalog().collection(info.collection)->fields.size();
    std::vector<geo::Edit> edits;
    for (const std::string& shape : wkb) {
      geo::Edit edit;
      edit.row.geometry = geo::Geometry::from_wkb(shape);
      edit.row.values.resize(fields);
      edits.push_back(std::move(edit));
    }
    m_store->edit(info, edits);
    m_view = m_store->view(info.collection, geo::role_named("protection"));
  }
  [[nodiscard]] const geo::View& view() const { return *m_view; }

 private:
  bench::Folder m_folder;
  std::unique_ptr<store::SqliteStore> m_store;
  std::shared_ptr<const geo::View> m_view;
};

/// The 150 districts of make_country.py: 99,600 vertices, neighbours sharing their borders.
std::vector<std::string> districts() {
  constexpr int side = 166;
  const auto wave = [](double at, double seed) {
    return 0.08 * std::sin(9 * at + seed) + 0.03 * std::sin(41 * at + 2 * seed) + 0.01 * std::sin(173 * at);
  };
  const auto place = [&](double x, double y) { return geo::LonLat{30 + x * 0.7 + wave(y, x) * 0.5, -27 + y * 1.6 + wave(x, y)}; };
  std::vector<std::string> all;
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 15; ++x) {
      geo::WkbBuilder wkb;
      wkb.begin(geo::WkbType::polygon);
      wkb.begin_ring();
      const auto walk = [&](int ax, int ay, int bx, int by) {
        // As the neighbour walks it, so that both have the same digits.
        for (int i = 0; i < side; ++i) {
          const double share = static_cast<double>(ax + ay < bx + by ? i : side - i) / side;
          wkb.vertex(place(std::min(ax, bx) + std::abs(bx - ax) * share, std::min(ay, by) + std::abs(by - ay) * share));
        }
      };
      walk(x, y, x + 1, y), walk(x + 1, y, x + 1, y + 1), walk(x + 1, y + 1, x, y + 1), walk(x, y + 1, x, y);
      wkb.vertex(place(x, y));
      wkb.end_ring();
      wkb.end();
      all.emplace_back(wkb.bytes());
    }
  }
  return all;
}

const geo::View& country() {
  static const Areas areas(districts());
  return areas.view();
}

/// What is worked out once for a version of the view: which vertices each zoom shows.
void country_shapes(benchmark::State& state) {
  for (auto _ : state) { benchmark::DoNotOptimize(tiles::Shapes(*tiles::read_shapes(country(), SIZE_MAX))); }
}
BENCHMARK(country_shapes)->Unit(benchmark::kMillisecond);

/// The first tile of a zoom also moves what the zoom shows to its grid.
void country_level(benchmark::State& state) {
  const auto parts = tiles::read_shapes(country(), SIZE_MAX);
  std::size_t vertices = 0;
  std::size_t bytes = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const tiles::Shapes shapes(*parts);
    state.ResumeTiming();
    const auto level = shapes.level(static_cast<int>(state.range(0)));
    vertices = level->vertices();
    bytes = level->bytes();
  }
  state.counters["vertices"] = static_cast<double>(vertices);
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(country_level)->Arg(0)->Arg(4)->Arg(6)->Arg(8)->Arg(12)->Arg(18)->Iterations(5)->Unit(benchmark::kMillisecond);

/// A tile in the middle of the country.
void country_tile(benchmark::State& state) {
  const tiles::TileId tile = tile_around({35, -19}, static_cast<int>(state.range(0)));
  std::size_t bytes = tiles::make_tile(country(), tile).size();  // the first one of a zoom
  for (auto _ : state) {
    const std::string made = tiles::make_tile(country(), tile);
    bytes = made.size();
    benchmark::DoNotOptimize(made.data());
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(country_tile)->Arg(0)->Arg(4)->Arg(6)->Arg(8)->Arg(12)->Unit(benchmark::kMillisecond);

/// The same with each shape cut by itself and nothing left out: what a view of too many vertices costs.
void country_tile_not_simplified(benchmark::State& state) {
  const tiles::TileId tile = tile_around({35, -19}, static_cast<int>(state.range(0)));
  std::size_t bytes = 0;
  for (auto _ : state) {
    tiles::LayerWriter layer("districts");
    country().scan({tile.search_box(64), {}}, {}, [&](const geo::BatchView& batch, std::span<const std::uint32_t> found) {
      for (const std::uint32_t row : found) {
        const tiles::TileGeometry shape = tiles::to_tile(batch.geometry.wkb_of(row), tile, 64);
        if (!shape.polygons.empty()) { layer.add_polygons(1, {}, shape.polygons); }
      }
      return true;
    });
    bytes = layer.tile().size();
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(country_tile_not_simplified)->Arg(0)->Arg(4)->Arg(6)->Arg(8)->Arg(12)->Unit(benchmark::kMillisecond);

std::string coast(int vertices) {
  geo::WkbBuilder wkb;
  wkb.begin(geo::WkbType::polygon);
  wkb.begin_ring();
  for (int i = 0; i <= vertices; ++i) {
    const double angle = 2 * std::numbers::pi * (i % vertices) / vertices;
    const double radius = 3 + 0.5 * std::sin(40 * angle) + 0.02 * std::sin(3000 * angle);
    wkb.vertex({40 + radius * std::cos(angle), -12 + radius * std::sin(angle)});
  }
  wkb.end_ring();
  wkb.end();
  return std::string(wkb.bytes());
}

/// A coast of 100,000 vertices, cut by itself to the tile in its middle.
void large_polygon(benchmark::State& state) {
  const std::string wkb = coast(100'000);
  const tiles::TileId tile = tile_around({43, -12}, static_cast<int>(state.range(0)));
  for (auto _ : state) { benchmark::DoNotOptimize(tiles::to_tile(wkb, tile, 64)); }
}
BENCHMARK(large_polygon)->Arg(0)->Arg(5)->Arg(8)->Arg(12)->Unit(benchmark::kMillisecond);

const geo::View& huge_coast() {
  static const Areas areas({coast(1'000'000)});
  return areas.view();
}

/// A coast of a million vertices: once for the view, and then for each tile.
void huge_polygon_shapes(benchmark::State& state) {
  const geo::View& view = huge_coast();
  for (auto _ : state) { benchmark::DoNotOptimize(tiles::Shapes(*tiles::read_shapes(view, SIZE_MAX))); }
}
BENCHMARK(huge_polygon_shapes)->Unit(benchmark::kMillisecond);

void huge_polygon_tile(benchmark::State& state) {
  const geo::View& view = huge_coast();
  const tiles::TileId tile = tile_around({43, -12}, static_cast<int>(state.range(0)));
  std::size_t bytes = tiles::make_tile(view, tile).size();  // the first one of a zoom
  for (auto _ : state) { bytes = tiles::make_tile(view, tile).size(); }
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(huge_polygon_tile)->Arg(0)->Arg(5)->Arg(8)->Arg(12)->Arg(18)->Unit(benchmark::kMillisecond);

}  // namespace
