// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/people_shares.hpp"

#include "geo/base/error.hpp"
#include "geo/coverage/overlay.hpp"
#include "geo/geometry/validity.hpp"
#include "geo/geometry/wkb.hpp"
#include "tests/geo/analysis/areas.hpp"
#include "tests/geo/analysis/people_layers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace geo {
namespace {

using analysis_test::box_area;
using analysis_test::refusal_of;
using analysis_test::row;
using analysis_test::view_of;

/// A star with its corners at random distances about a place; never crosses itself.
std::vector<Metric> star(std::mt19937_64& random, Metric middle, double reach, bool on_lattice) {
  std::uniform_real_distribution<double> share(0.2, 1);
  const int corners = 3 + static_cast<int>(random() % 9);
  std::vector<Metric> ring;
  for (int i = 0; i < corners; ++i) {
    const double angle = 2 * M_PI * i / corners;
    const double far = reach * share(random);
    Metric p{middle.x + far * std::cos(angle), middle.y + far * std::sin(angle)};
    if (on_lattice) { p = {std::round(p.x), std::round(p.y)}; }
    ring.push_back(p);
    if (random() % 5 == 0) { ring.push_back(p); }  // held twice
  }
  return ring;
}

double turn(Metric a, Metric b, Metric c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }
bool is_between(Metric p, Metric a, Metric b) {
  return std::min(a.x, b.x) <= p.x && p.x <= std::max(a.x, b.x) && std::min(a.y, b.y) <= p.y && p.y <= std::max(a.y, b.y);
}
bool is_on(Metric p, Metric a, Metric b) { return turn(a, b, p) == 0 && is_between(p, a, b); }

/// Whether no edge of a ring of whole numbers touches another but where they follow each other. Not asked of MakeValid: GEOS 3.11 leaks
/// where it gives up on some of these.
bool is_simple(std::vector<Metric> ring) {
  ring.erase(std::unique(ring.begin(), ring.end(), [](Metric a, Metric b) { return a.x == b.x && a.y == b.y; }), ring.end());
  while (ring.size() > 1 && ring.front().x == ring.back().x && ring.front().y == ring.back().y) { ring.pop_back(); }
  const std::size_t n = ring.size();
  for (std::size_t i = 0; i < n; ++i) {
    const Metric a = ring[i];
    const Metric b = ring[(i + 1) % n];
    for (std::size_t j = 0; j < n; ++j) {
      const Metric c = ring[j];
      const Metric d = ring[(j + 1) % n];
      const bool shares_b = (i + 1) % n == j;
      if (i == j) { continue; }
      if (!shares_b && (j + 1) % n != i) {
        const bool crosses = turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
        if (crosses || is_on(c, a, b) || is_on(d, a, b)) { return false; }
      } else if (shares_b && (is_on(d, a, b) || is_on(a, c, d))) {
        return false;  // back along itself
      }
    }
  }
  return n >= 3;
}

double shoelace(const std::vector<Metric>& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Metric a = ring[i];
    const Metric b = ring[(i + 1) % ring.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return twice / 2;
}

Geometry polygon_of(const std::vector<Metric>& ring) {
  Ring closed;
  for (const Metric p : ring) { closed.push_back({p.x, p.y}); }
  closed.push_back(closed.front());
  return from_polygons({{closed}});
}

/// Against GEOS, which takes degrees for a plane. Edges and corners on each other among them.
TEST(PeopleShares, ClippedSurfacesAreThoseOfTheOverlay) {
  std::mt19937_64 random(81);
  std::size_t some = 0, whole = 0, nothing = 0;
  for (int round = 0; round < 3000; ++round) {
    const bool on_lattice = round % 2 == 0;
    std::uniform_real_distribution<double> at(-12, 12);
    const Metric middle = on_lattice ? Metric{std::round(at(random)), std::round(at(random))} : Metric{at(random), at(random)};
    std::vector<Metric> ring = star(random, middle, 1 + static_cast<double>(random() % 12), on_lattice);
    std::vector<Metric> convex{{-5, -5}, {5, -5}, {5, 5}, {-5, 5}};
    if (round % 3 == 0) { convex = {{4, 0}, {2, 3.5}, {-2, 3.5}, {-4, 0}, {-2, -3.5}, {2, -3.5}}; }
    const double own = shoelace(ring);
    if (!(own > 1e-6)) { continue; }  // snapped to nothing
    const Geometry star_area = polygon_of(ring);
    double expected = 0;
    if (on_lattice && !is_simple(ring)) { continue; }  // the lattice made it touch or cross itself
    for (const Polygon& part : polygons_of(intersection(star_area, polygon_of(convex)))) {
      for (const Ring& r : part) {
        std::vector<Metric> plane;
        for (std::size_t i = 0; i + 1 < r.size(); ++i) { plane.push_back({r[i].lon, r[i].lat}); }
        expected += shoelace(plane);
      }
    }
    ASSERT_NEAR(clipped_area_m2(ring, convex), expected, 1e-6 + 1e-9 * own) << round;
    std::reverse(ring.begin(), ring.end());
    ASSERT_NEAR(clipped_area_m2(ring, convex), -expected, 1e-6 + 1e-9 * own) << "as a hole";
    ++(expected == 0 ? nothing : expected > own - 1e-6 ? whole : some);
  }
  EXPECT_GT(some, 500U);
  EXPECT_GT(whole, 40U);
  EXPECT_GT(nothing, 100U);
}

struct Asked {
  Frame frame{std::vector<Incident>{}, BBox{40, -12.3, 40.3, -12}};
  HexGrid grid = HexGrid::with_width(3000);
  std::vector<Hex> hexes;

  explicit Asked(std::mt19937_64& random) {
    hexes = grid.in_box(*frame.projection().forward({40.02, -12.28}), *frame.projection().forward({40.28, -12.02}));
    std::erase_if(hexes, [&](const Hex&) { return random() % 6 == 0; });  // study areas have holes
  }
};

/// Points and square cells: each shared out by the surface of the cell in each hexagon, all hexagons gone through.
TEST(PeopleShares, HexagonsHoldTheirShareOfCellsAndPoints) {
  std::mt19937_64 random(82);
  for (int round = 0; round < 60; ++round) {
    Asked asked(random);
    std::vector<Row> rows;
    std::uniform_real_distribution<double> lon(39.9, 40.4), lat(-12.4, -11.9);
    for (int i = 0; i < 20; ++i) {
      const double cell_m = random() % 3 == 0 ? 0 : 100 * static_cast<double>(1 + random() % 200);
      const LonLat at{lon(random), lat(random)};
      rows.push_back(row("population", at,
                         {{"people", static_cast<double>(random() % 1000)},
                          {"year", std::int64_t{2023}},
                          {"cell_m", cell_m > 0 ? Value(cell_m) : Value()}}));
      if (random() % 5 == 0) { rows.push_back(rows.back()); }
    }
    const auto view = view_of("population", rows);
    std::vector<double> expected(asked.hexes.size());
    double all = 0;
    for (const Row& r : rows) {
      const Metric at = *asked.frame.projection().forward(r.geometry.lonlat());
      const double people = std::get<double>(r.values[0]);
      all += people;
      const Value& side = r.values[4];
      for (std::size_t h = 0; h < asked.hexes.size(); ++h) {
        if (is_null(side)) {
          expected[h] += *asked.grid.at(at) == asked.hexes[h] ? people : 0;
          continue;
        }
        const double half = std::get<double>(side) / 2;
        const std::vector<Metric> square{
            {at.x - half, at.y - half}, {at.x + half, at.y - half}, {at.x + half, at.y + half}, {at.x - half, at.y + half}};
        const auto ring = asked.grid.ring(asked.hexes[h]);
        expected[h] += people * clipped_area_m2(square, std::span(ring).first(6)) / (4 * half * half);
      }
    }
    PeopleCounted counted;
    const auto found = people_in_hexagons({*view, {}}, asked.frame, asked.grid, asked.hexes, {}, counted);
    for (std::size_t h = 0; h < expected.size(); ++h) { ASSERT_NEAR(found[h], expected[h], 1e-7 * all) << round; }
    const double inside = std::accumulate(found.begin(), found.end(), 0.0);
    ASSERT_NEAR(counted.total, inside, 1e-9 * all);
    ASSERT_NEAR(counted.total + counted.outside, all, 1e-9 * all);
    ASSERT_EQ(counted.used + counted.rows_outside, counted.rows);
    ASSERT_EQ(counted.year, 2023);
    PeopleCounted again;
    ASSERT_EQ(people_in_hexagons({*analysis_test::shuffled(view, random()), {}}, asked.frame, asked.grid, asked.hexes, {}, again), found);
  }
}

/// An area with a hole and an island, beside its overlay with each hexagon in longitude and latitude.
TEST(PeopleShares, AreasAreSharedOutByTheirSurface) {
  std::mt19937_64 random(83);
  Asked asked(random);
  const Geometry area = from_polygons({{{{40.05, -12.25}, {40.2, -12.25}, {40.2, -12.05}, {40.05, -12.05}, {40.05, -12.25}},
                                        {{40.1, -12.2}, {40.1, -12.1}, {40.15, -12.1}, {40.15, -12.2}, {40.1, -12.2}}},
                                       {{{40.24, -12.2}, {40.35, -12.2}, {40.35, -12.1}, {40.24, -12.1}, {40.24, -12.2}}}});
  const auto view = analysis_test::people_by_area({{area, 12'000}});
  PeopleCounted counted;
  const auto found = people_in_hexagons({*view, {}}, asked.frame, asked.grid, asked.hexes, {}, counted);
  EXPECT_EQ(counted.collection, "bairros");
  EXPECT_EQ(counted.column, "population");
  const double all_km2 = ground_area_km2(area);
  for (std::size_t h = 0; h < found.size(); ++h) {
    Ring ring;
    for (const Metric p : asked.grid.ring(asked.hexes[h])) { ring.push_back(asked.frame.place(p)); }
    const double part_km2 = ground_area_km2(intersection(area, from_polygons({{ring}})));
    ASSERT_NEAR(found[h], 12'000 * part_km2 / all_km2, 0.5) << h;  // edges are bent in the plane
  }
  EXPECT_GT(counted.outside, 1000);
  EXPECT_NEAR(counted.total + counted.outside, 12'000, 1e-6);
}

/// As points of the plane they hold the same people, each cell of the grid its part; beyond reach nobody counts.
TEST(PeopleShares, PointsOfTheGridHoldAllWithinReach) {
  std::mt19937_64 random(84);
  Asked asked(random);
  const PlaneGrid grid{{0, 0}, 500, 20, 30};
  Frame& frame = asked.frame;
  const auto at = [&](double x, double y) { return frame.place({x, y}); };
  const LonLat a = at(2000, 2000), b = at(9000, 11'000);
  const Geometry area = box_area(std::min(a.lon, b.lon), std::min(a.lat, b.lat), std::max(a.lon, b.lon), std::max(a.lat, b.lat));
  const auto view = analysis_test::people_by_area({{area, 500}});
  PeopleCounted counted;
  const auto points = people_points({*view, {}}, frame, grid, 1200, {}, counted);
  double sum = 0;
  for (const WeightedPoint& p : points) {
    sum += p.weight;
    const double column = p.at.x / 500 - 0.5;
    ASSERT_NEAR(column, std::round(column), 1e-9);
  }
  EXPECT_NEAR(sum, 500, 1e-6);
  EXPECT_NEAR(counted.total, 500, 1e-6);
  PeopleCounted far;
  const auto towns = view_of("population", {row("population", at(-1400, 5000), {{"people", 30.0}}),  // within reach of the grid
                                            row("population", at(-3000, 5000), {{"people", 70.0}}),  // beyond
                                            row("population", at(100, 100), {{"people", 5.0}})});
  EXPECT_EQ(people_points({*towns, {}}, frame, grid, 1200, {}, far).size(), 2U);
  EXPECT_EQ(far.total, 35);
  EXPECT_EQ(far.outside, 70);
  EXPECT_EQ(far.rows_outside, 1U);
}

/// A province and its districts in one layer; neighbours whose border was drawn twice are none.
TEST(PeopleShares, RefusesAreasOnEachOther) {
  std::mt19937_64 random(86);
  Asked asked(random);
  const PlaneGrid grid{{-20'000, -20'000}, 500, 80, 80};
  const auto ask = [&](const std::vector<std::pair<Geometry, std::int64_t>>& areas) {
    const auto view = analysis_test::people_by_area(areas);
    PeopleCounted counted, again;
    const std::string by_hexagon = refusal_of([&] { people_in_hexagons({*view, {}}, asked.frame, asked.grid, asked.hexes, {}, counted); });
    EXPECT_EQ(by_hexagon, refusal_of([&] { people_points({*view, {}}, asked.frame, grid, 1000, {}, again); }));
    return by_hexagon;
  };
  const Geometry west = box_area(40, -12.3, 40.15, -12), east = box_area(40.15, -12.3, 40.3, -12);
  const Geometry province = box_area(40, -12.3, 40.3, -12), village = box_area(40.1, -12.1, 40.101, -12.099);
  EXPECT_EQ(ask({{west, 4000}, {east, 5000}}), "");
  EXPECT_EQ(ask({{west, 4000}, {box_area(40.1499, -12.3, 40.3, -12), 5000}}), "") << "a border that was drawn twice";
  EXPECT_EQ(ask({{west, 4000}, {east, 5000}, {province, 0}}), "") << "who counts nobody counts nobody twice";
  for (const auto& [area, number] : {std::pair{province, 9000}, {village, 30}, {west, 4000}, {box_area(40.1, -12.3, 40.2, -12), 10}}) {
    const std::string said = ask({{west, 4000}, {area, number}, {east, 5000}});
    EXPECT_NE(said.find("collection bairros lie on each other"), std::string::npos) << said;
    EXPECT_NE(said.find("population_collection"), std::string::npos) << said;
  }
}

/// Against the overlay with what was looked at: triangles, areas with holes, points.
TEST(PeopleShares, CountsWhereItWasLookedOnly) {
  std::mt19937_64 random(87);
  Asked asked(random);
  const Geometry area = from_polygons({{{{40.05, -12.25}, {40.2, -12.25}, {40.2, -12.05}, {40.05, -12.05}, {40.05, -12.25}},
                                        {{40.1, -12.2}, {40.1, -12.1}, {40.15, -12.1}, {40.15, -12.2}, {40.1, -12.2}}}});
  const auto view = analysis_test::people_by_area({{area, 12'000}});
  const double all_km2 = ground_area_km2(area);
  std::uniform_real_distribution<double> lon(40, 40.3), lat(-12.3, -12);
  const PlaneGrid grid{{-40'000, -40'000}, 500, 160, 160};
  std::size_t some = 0;
  for (int round = 0; round < 40; ++round) {
    const Geometry drawn = from_polygons({{{{lon(random), lat(random)}, {lon(random), lat(random)}, {lon(random), lat(random)}}}});
    const Geometry looked_at = repair_polygon(drawn).geometry;
    const Geometry part = intersection(area, looked_at);
    const double expected = 12'000 * ground_area_km2(part) / all_km2;
    if (expected < 5) { continue; }
    ++some;
    PeopleCounted counted, in_cells;
    const auto found = people_in_hexagons({*view, {}}, asked.frame, asked.grid, asked.hexes, looked_at, counted);
    for (std::size_t h = 0; h < found.size(); ++h) {
      Ring ring;
      for (const Metric p : asked.grid.ring(asked.hexes[h])) { ring.push_back(asked.frame.place(p)); }
      ASSERT_NEAR(found[h], 12'000 * ground_area_km2(intersection(part, from_polygons({{ring}}))) / all_km2, 0.5) << round;
    }
    const auto points = people_points({*view, {}}, asked.frame, grid, 1000, looked_at, in_cells);
    double sum = 0;
    for (const WeightedPoint& p : points) { sum += p.weight; }
    ASSERT_NEAR(sum, expected, 1);
    ASSERT_NEAR(in_cells.total, sum, 1e-6) << "who counts is who is there";
    ASSERT_NEAR(in_cells.total + in_cells.outside, 12'000, 1e-6);
  }
  EXPECT_GT(some, 15U);
}

TEST(PeopleShares, RefusesWhatCountsNobody) {
  std::mt19937_64 random(85);
  Asked asked(random);
  const auto ask = [&](const View& people) {
    PeopleCounted counted;
    people_in_hexagons({people, {}}, asked.frame, asked.grid, asked.hexes, {}, counted);
  };
  EXPECT_NE(refusal_of([&] { ask(*view_of("sites", {})); }).find("no column people or population"), std::string::npos);
  EXPECT_NE(refusal_of([&] { ask(*view_of("population", {})); }).find("bairro import population"), std::string::npos);
  // None is not none here, and the collection is that which was asked.
  const std::string far = refusal_of([&] { ask(*view_of("population", {row("population", {10, 10}, {{"people", 7.0}})})); });
  EXPECT_NE(far.find("The collection population has some, but none where incidents were looked for"), std::string::npos) << far;
  EXPECT_EQ(far.find("bairro import"), std::string::npos) << far;
  const std::string none = refusal_of([&] { ask(*analysis_test::people_by_area({})); });
  EXPECT_NE(none.find("the collection bairros holds none. Load some first: bairro import bairros FILE"), std::string::npos) << none;
  const std::string nobody = refusal_of([&] { ask(*analysis_test::people_by_area({{box_area(40, -12.3, 40.3, -12), 0}})); });
  EXPECT_NE(nobody.find("the collection bairros holds none"), std::string::npos) << nobody;
  const std::string elsewhere = refusal_of([&] { ask(*analysis_test::people_by_area({{box_area(10, 10, 11, 11), 60}})); });
  EXPECT_NE(elsewhere.find("The collection bairros has some"), std::string::npos) << elsewhere;
  for (const double bad : {0.0, -1.0, 1e10, std::nan("")}) {
    EXPECT_FALSE(refusal_of([&] { check_rate({"population", {}, bad}); }).empty()) << bad;
  }
}

}  // namespace
}  // namespace geo
