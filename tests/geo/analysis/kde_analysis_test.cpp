// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/kde_analysis.hpp"

#include "geo/analysis/frame.hpp"
#include "geo/base/error.hpp"
#include "geo/crs/projection.hpp"
#include "geo/geometry/geodesic.hpp"
#include "store/sqlite_store.hpp"
#include "tests/geo/analysis/data.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <random>
#include <set>

namespace geo {
namespace {

using analysis_test::number;
using analysis_test::real;
using analysis_test::row;
using analysis_test::view_of;

std::vector<LonLat> random_places(std::mt19937_64& random, std::size_t count, LonLat middle, double spread) {
  std::normal_distribution<double> off(0, spread);
  std::vector<LonLat> places;
  while (places.size() < count) {
    places.push_back({middle.lon + off(random), middle.lat + off(random)});
    if (random() % 5 == 0) { places.push_back(places.back()); }  // the same place again
  }
  places.resize(count);
  for (LonLat& p : places) { p = Geometry::point(p).lonlat(); }
  return places;
}

std::vector<Row> rows_at(const std::vector<LonLat>& places) {
  std::vector<Row> rows;
  for (const LonLat p : places) { rows.push_back(row("incidents", p)); }
  return rows;
}

/// The kernel's definition, in the plane that the result names.
double density_at(Projection& plane, Metric at, const std::vector<LonLat>& places, double h) {
  double sum = 0;
  for (const LonLat p : places) {
    const Metric m = *plane.forward(p);
    const double u = std::hypot(m.x - at.x, m.y - at.y) / h;
    if (u < 1) { sum += 3 / (M_PI * h * h) * (1 - u * u) * (1 - u * u); }
  }
  return sum * 1e6;
}

/// Which cell a row is, by its south-western corner.
std::pair<std::int64_t, std::int64_t> cell_of(Projection& plane, const Row& r, double cell_m) {
  const Metric corner = *plane.forward(analysis_test::ring_of(r)[0]);
  return {std::llround(corner.x / cell_m), std::llround(corner.y / cell_m)};
}

TEST(KdeAnalysis, AgreesWithTheSumOverIncidents) {
  std::mt19937_64 random(5);
  const LonLat middles[] = {{40.4, -12.6}, {-87.7, 41.8}, {0.2, 51.4}, {39.51, -12.5}};
  for (int round = 0; round < 200; ++round) {
    const auto places = random_places(random, 1 + random() % 30, middles[round % 4], 0.03);
    const double h = 600 + static_cast<double>(random() % 4000);
    const double cell = h / (2.5 + static_cast<double>(random() % 5));
    const Analysis analysis = kde_analysis(*view_of("incidents", rows_at(places)), {}, {{}, h, cell});
    const std::string& summary = analysis.collection.result->summary;
    Projection plane(analysis_test::centre_of(analysis));
    std::map<std::pair<std::int64_t, std::int64_t>, double> rows;
    for (const Row& r : analysis.rows) { rows[cell_of(plane, r, cell)] = real(analysis, r, "density_per_km2"); }
    ASSERT_EQ(rows.size(), analysis.rows.size());
    // Every cell an incident may reach.
    std::map<std::pair<std::int64_t, std::int64_t>, double> want;
    double most = 0;
    for (const LonLat p : places) {
      const Metric m = *plane.forward(p);
      const auto reach = static_cast<std::int64_t>(h / cell) + 2;
      const auto x = static_cast<std::int64_t>(std::floor(m.x / cell));
      const auto y = static_cast<std::int64_t>(std::floor(m.y / cell));
      for (std::int64_t c = x - reach; c <= x + reach; ++c) {
        for (std::int64_t r = y - reach; r <= y + reach; ++r) {
          auto& density = want.emplace(std::pair(c, r), -1).first->second;
          if (density < 0) {
            density = density_at(plane, {(static_cast<double>(c) + 0.5) * cell, (static_cast<double>(r) + 0.5) * cell}, places, h);
          }
          most = std::max(most, density);
        }
      }
    }
    ASSERT_NEAR(number(summary, {"highest_per_km2"}), most, 1e-9 * most) << round;
    ASSERT_NEAR(number(summary, {"left_out_below_per_km2"}), 0.01 * most, 1e-9 * most) << round;
    for (const auto& [cell_key, density] : want) {
      const auto found = rows.find(cell_key);
      if (density > 0.0101 * most) { ASSERT_NE(found, rows.end()) << round; }
      if (density < 0.0099 * most) { ASSERT_EQ(found, rows.end()) << round; }
      if (found != rows.end()) { ASSERT_NEAR(found->second, density, 1e-9 * most) << round; }
    }
    for (const auto& [cell_key, density] : rows) { ASSERT_TRUE(want.contains(cell_key)) << round << ' ' << density; }
    for (const Row& r : analysis.rows) {
      const double share = real(analysis, r, "density_per_km2") / most;
      const auto level = static_cast<double>(analysis_test::integer(analysis, r, "level"));
      ASSERT_TRUE(level >= 1 && level <= 9 && share >= (level - 1) / 9 - 1e-9 && share <= level / 9 + 1e-9) << share << ' ' << level;
    }
  }
}

/// The ground under the density is the number of incidents, but for what is left out, and a distance over the ground is what it is
/// in the plane.
TEST(KdeAnalysis, AddsUpToTheIncidentsOverTheGround) {
  std::mt19937_64 random(6);
  const auto places = random_places(random, 300, {40.2, -12.3}, 0.2);
  const double h = 9000;
  const Analysis analysis = kde_analysis(*view_of("incidents", rows_at(places)), {}, {{}, h, 900.0});
  double sum = 0;
  const Row* highest = nullptr;
  for (const Row& r : analysis.rows) {
    const double density = real(analysis, r, "density_per_km2");
    sum += density * area_km2(r.geometry);
    if (highest == nullptr || density > real(analysis, *highest, "density_per_km2")) { highest = &r; }
  }
  EXPECT_LT(sum, 300 * 1.001);
  EXPECT_GT(sum, 300 * 0.97);
  const BBox& box = highest->geometry.box();
  const LonLat middle{(box.west + box.east) / 2, (box.south + box.north) / 2};
  double by_ground = 0;
  for (const LonLat p : places) {
    const double u = distance_m(middle, p) / h;
    if (u < 1) { by_ground += 3 / (M_PI * 81) * (1 - u * u) * (1 - u * u); }
  }
  EXPECT_NEAR(by_ground, real(analysis, *highest, "density_per_km2"), 0.01 * by_ground);
}

TEST(KdeAnalysis, CellsFitTogetherAndMonthsLieOnEachOther) {
  std::mt19937_64 random(7);
  const auto corners_of = [](const Analysis& analysis, double cell) {
    Projection plane(analysis_test::centre_of(analysis));
    std::map<std::pair<std::int64_t, std::int64_t>, LonLat> corners;
    for (const Row& r : analysis.rows) {
      const auto ring = analysis_test::ring_of(r);
      EXPECT_EQ(ring.size(), 5U);
      for (const LonLat p : ring) {
        const Metric m = *plane.forward(p);
        const auto [at, is_new] = corners.emplace(std::pair(std::llround(m.x / cell), std::llround(m.y / cell)), p);
        EXPECT_TRUE(is_new || at->second == p) << "one corner, one place";
      }
    }
    return corners;
  };
  const Analysis january =
      kde_analysis(*view_of("incidents", rows_at(random_places(random, 80, {40.2, -12.3}, 0.1))), {}, {{}, 4000.0, 800.0});
  const Analysis february =
      kde_analysis(*view_of("incidents", rows_at(random_places(random, 60, {40.25, -12.2}, 0.1))), {}, {{}, 4000.0, 800.0});
  const auto first = corners_of(january, 800);
  std::size_t shared = 0;
  for (const auto& [key, place] : corners_of(february, 800)) {
    const auto found = first.find(key);
    if (found == first.end()) { continue; }
    ++shared;
    EXPECT_EQ(found->second, place);
  }
  EXPECT_GT(shared, 100U);
}

/// Workers that begin with the last task.
void backwards(std::size_t count, const std::function<void(std::size_t)>& task) {
  for (std::size_t i = count; i > 0; --i) { task(i - 1); }
}

TEST(KdeAnalysis, RepeatsBitForBit) {
  std::mt19937_64 random(8);
  for (int round = 0; round < 20; ++round) {
    const auto rows = rows_at(random_places(random, 50, {39.6, -12.2}, 0.5));
    const auto view = view_of("incidents", rows);
    Analysis once = kde_analysis(*view, {}, {});
    Analysis again = kde_analysis(*analysis_test::shuffled(view, random()), {}, {}, {}, backwards);
    EXPECT_EQ(analysis_test::everything(once), analysis_test::everything(again));
    seal(once, role_named("protection"));
    seal(again, role_named("protection"));
    EXPECT_EQ(once.collection.id, again.collection.id);
    EXPECT_TRUE(is_result_id(once.collection.id)) << once.collection.id;
    EXPECT_EQ(once.collection.id.substr(0, 6), "r-kde-");
    // Another role, another question, other data: another result.
    seal(again, Role{"anybody", 0, 0});
    EXPECT_NE(once.collection.id, again.collection.id);
    Analysis other = kde_analysis(*view, {}, {{}, 31'234.0, {}});
    seal(other, role_named("protection"));
    EXPECT_NE(once.collection.id, other.collection.id);
    auto fewer = rows;
    fewer.pop_back();
    Analysis less = kde_analysis(*view_of("incidents", fewer), {}, {});
    seal(less, role_named("protection"));
    EXPECT_NE(once.collection.id, less.collection.id);
  }
}

TEST(KdeAnalysis, DoesNotDependOnTheStore) {
  std::mt19937_64 random(9);
  const auto rows = rows_at(random_places(random, 400, {39.6, -12.2}, 0.5));
  std::string name = (std::filesystem::temp_directory_path() / "bairro-kde-XXXXXX").string();
  ASSERT_NE(::mkdtemp(name.data()), nullptr);
  {
    const auto file = store::open_sqlite(std::filesystem::path(name) / "s.db");
    analysis_test::add(*file, "incidents", {rows.begin(), rows.begin() + 150});
    analysis_test::add(*file, "incidents", {rows.begin() + 150, rows.end()});
    const Analysis from_file = kde_analysis(*file->view("incidents", role_named("protection")), {}, {});
    const Analysis from_memory = kde_analysis(*view_of("incidents", rows), {}, {});
    EXPECT_EQ(analysis_test::everything(from_file), analysis_test::everything(from_memory));
  }
  std::filesystem::remove_all(name);
}

TEST(KdeAnalysis, SaysWhatItIs) {
  std::vector<Row> rows;
  for (int i = 0; i < 12; ++i) {
    rows.push_back(
        row("incidents", {40 + 0.01 * i, -12},
            {{"occurred_from", Value(TimeMs{1'704'110'400'000} + i * 86'400'000LL)}, {"uncertainty_m", i == 0 ? 5000.0 : 10.0}}));
  }
  const Analysis analysis = kde_analysis(*view_of("incidents", rows), {}, {{}, 2500.0, 500.0});
  const Collection& c = analysis.collection;
  EXPECT_EQ(c.title.en, "Incidents: kernel density per km², 2024-01-02 to 2024-01-12");
  EXPECT_EQ(c.title.pt, "Incidentes: densidade de kernel por km², 2024-01-02 a 2024-01-12");
  EXPECT_NE(c.description.en.find("bandwidth of 2.5 km on cells of 500 m"), std::string::npos) << c.description.en;
  EXPECT_NE(c.description.pt.find("largura de banda de 2,5 km"), std::string::npos) << c.description.pt;
  EXPECT_NE(c.description.en.find("11 of 12 rows used"), std::string::npos);
  ASSERT_EQ(c.fields.size(), 2U);
  EXPECT_EQ(c.fields[0].unit, "/km2");
  EXPECT_EQ(c.geometry, GeometryType::polygon);
  EXPECT_EQ(c.result->method, "kde");
  EXPECT_EQ(c.result->inputs, std::vector<std::string>{"incidents"});
  EXPECT_EQ(number(c.result->parameters, {"bandwidth_m"}), 2500);
  EXPECT_EQ(number(c.result->parameters, {"cell_m"}), 500);
  EXPECT_EQ(number(c.result->summary, {"used"}), 11);
  EXPECT_EQ(number(c.result->summary, {"excluded", "uncertain"}), 1);
  Filter filter;
  filter.datetime = parse_datetime_parameter("2024-01-05/..");
  filter.bbox = BBox{39, -13, 40.065, -11};
  const Analysis some = kde_analysis(*view_of("incidents", rows), filter, {{}, 2500.0, 500.0});
  EXPECT_EQ(number(some.collection.result->summary, {"matched"}), 3);
  EXPECT_NE(some.collection.result->parameters.find(R"("bbox":[39,-13,40.065,-11],"datetime":"2024-01-05T00:00:00Z/..")"),
            std::string::npos)
      << some.collection.result->parameters;
  EXPECT_EQ(some.collection.title.en, "Incidents: kernel density per km², 2024-01-05 to 2024-01-07");
}

TEST(KdeAnalysis, ChoosesLengthsByTheSpread) {
  std::mt19937_64 random(11);
  const auto lengths = [](const Analysis& a) {
    return std::pair(number(a.collection.result->parameters, {"bandwidth_m"}), number(a.collection.result->parameters, {"cell_m"}));
  };
  std::vector<LonLat> province;
  std::uniform_real_distribution<double> share(0, 1);
  for (int i = 0; i < 2000; ++i) { province.push_back({38.5 + 2 * share(random), -14 + 3.5 * share(random)}); }
  const Analysis wide = kde_analysis(*view_of("incidents", rows_at(province)), {}, {});
  EXPECT_EQ(lengths(wide), std::pair(7500.0, 2000.0));  // 217 km / 30; cells of 1 km would be more than 40,000
  province.push_back({20, -30});                        // a stray one moves neither plane nor length, but needs larger cells
  EXPECT_EQ(Frame(hotspot_input(*view_of("incidents", rows_at(province)), {}).used).part_of_side_m(30), 7500);
  const Analysis one_place = kde_analysis(*view_of("incidents", rows_at({{40, -12}, {40, -12}})), {}, {});
  EXPECT_EQ(lengths(one_place), std::pair(250.0, 50.0)) << "no narrower, so that no place is singled out";
  EXPECT_NEAR(number(one_place.collection.result->summary, {"highest_per_km2"}), 2 * 3 / (M_PI * 0.0625), 2);
  EXPECT_NE(one_place.caveats.back().en.find("would be 100 m; nothing narrower than 250 m"), std::string::npos);
  EXPECT_EQ(wide.caveats.back().en.find("nothing narrower"), std::string::npos);
}

TEST(KdeAnalysis, NothingIsNoError) {
  const Analysis analysis = kde_analysis(*view_of("incidents", {}), {}, {});
  EXPECT_TRUE(analysis.rows.empty());
  EXPECT_EQ(number(analysis.collection.result->summary, {"highest_per_km2"}), 0);
  EXPECT_EQ(analysis.collection.title.en, "Incidents: kernel density per km², no dates");
  EXPECT_FALSE(analysis.caveats.empty());
}

Problem problem_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) { return error.problem(); }
  ADD_FAILURE() << "nothing was thrown";
  return Problem::failed;
}

TEST(KdeAnalysis, RefusesWhatHasNoMeaningOrIsTooMuch) {
  const auto near = view_of("incidents", rows_at({{40, -12}, {40.5, -12.5}}));
  for (const double length : {0.0, -5.0, 0.5, 49.9, 2e6, std::nan("")}) {
    EXPECT_EQ(problem_of([&] { kde_analysis(*near, {}, {{}, length, {}}); }), Problem::usage) << length;
    EXPECT_EQ(problem_of([&] { kde_analysis(*near, {}, {{}, {}, length}); }), Problem::usage) << length;
  }
  EXPECT_EQ(problem_of([&] { kde_analysis(*near, {}, {{}, 1000.0, 50.0}); }), Problem::too_large);
  EXPECT_EQ(problem_of([&] { kde_analysis(*near, {}, {{}, 249.0, {}}); }), Problem::usage) << "narrower than a place may be told";
  const auto apart = view_of("incidents", rows_at({{40, -12}, {-100, 50}}));
  EXPECT_EQ(problem_of([&] { kde_analysis(*apart, {}, {{}, 1000.0, {}}); }), Problem::too_large);
  const auto antimeridian = view_of("incidents", rows_at({{179.99, -17}}));
  EXPECT_EQ(problem_of([&] { kde_analysis(*antimeridian, {}, {{}, 10'000.0, {}}); }), Problem::unsupported);
  EXPECT_EQ(problem_of([&] { kde_analysis(*near, {}, {}, Progress({}, [] { return true; })); }), Problem::failed);
}

TEST(RoundedLengths, AreTheNearest) {
  EXPECT_EQ(round_length(1), 1);
  EXPECT_EQ(round_length(7233), 7500);
  EXPECT_EQ(round_length(880), 1000);
  EXPECT_EQ(round_length(12'000), 10'000);
  EXPECT_EQ(round_length(100), 100);
  EXPECT_EQ(round_down(1500), 1000);
  EXPECT_EQ(round_down(2499), 2000);
  EXPECT_EQ(round_down(2500), 2500);
  EXPECT_EQ(round_down(0.3), 0.25);
  EXPECT_EQ(next_length(1000), 2000);
  EXPECT_EQ(next_length(2000), 2500);
  EXPECT_EQ(next_length(5000), 10'000);
}

}  // namespace
}  // namespace geo
