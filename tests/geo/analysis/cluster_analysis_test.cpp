// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/cluster_analysis.hpp"

#include "geo/analysis/cluster_outline.hpp"
#include "geo/base/error.hpp"
#include "geo/coverage/overlay.hpp"
#include "geo/geometry/area.hpp"
#include "geo/hotspots/hdbscan.hpp"
#include "geo/index/hexgrid.hpp"
#include "tests/geo/analysis/hexagons.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace geo {
namespace {

using analysis_test::integer;
using analysis_test::number;
using analysis_test::random_places;
using analysis_test::real;
using analysis_test::row;
using analysis_test::text;
using analysis_test::value;
using analysis_test::view_of;

constexpr TimeMs day_ms = 86'400'000;

struct Event {
  LonLat place;
  DayNumber day;
};

std::vector<Event> random_events(std::mt19937_64& random, std::size_t number_of) {
  std::vector<Event> events;
  for (const LonLat place : random_places(random, number_of)) { events.push_back({place, 19'000 + static_cast<DayNumber>(random() % 60)}); }
  return events;
}

std::vector<Row> rows_of(const std::vector<Event>& events) {
  std::vector<Row> rows;
  for (const Event& e : events) { rows.push_back(row("incidents", e.place, {{"occurred_from", e.day * day_ms + 1}})); }
  return rows;
}

/// Core incidents that reach each other, by going through all of them again and again: how many core ones each cluster has, and the group
/// of each incident that is core.
struct Told {
  std::vector<bool> is_core;
  std::vector<std::size_t> group;
  std::size_t noise = 0;
};

Told told_of(const Analysis& analysis, const std::vector<Event>& events, const ClusterParameters& asked) {
  Projection plane(analysis_test::centre_of(analysis));
  std::vector<Metric> at;
  for (const Event& e : events) { at.push_back(*plane.forward(e.place)); }
  const auto near = [&](std::size_t i, std::size_t j) {
    return std::hypot(at[i].x - at[j].x, at[i].y - at[j].y) <= *asked.radius_m &&
           (!asked.span_days || std::abs(events[i].day - events[j].day) <= *asked.span_days);
  };
  const std::size_t n = events.size();
  Told told{std::vector<bool>(n), std::vector<std::size_t>(n)};
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t around = 0;
    for (std::size_t j = 0; j < n; ++j) { around += near(i, j) ? 1 : 0; }
    told.is_core[i] = around >= asked.min_points;
    told.group[i] = i;
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (!told.is_core[i] || !told.is_core[j] || !near(i, j) || told.group[i] == told.group[j]) { continue; }
        told.group[i] = told.group[j] = std::min(told.group[i], told.group[j]);
        changed = true;
      }
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    bool reached = told.is_core[i];
    for (std::size_t j = 0; j < n && !reached; ++j) { reached = told.is_core[j] && near(i, j); }
    told.noise += reached ? 0 : 1;
  }
  return told;
}

/// Every hexagon of the outline, by its own grid, holds ten incidents.
void expect_none_alone(const Analysis& analysis, const Row& r, const std::vector<Event>& events) {
  Projection plane(analysis_test::centre_of(analysis));
  const HexGrid grid = HexGrid::with_width(analysis_test::real(analysis, r, "outline_width_m"));
  PreparedArea area(r.geometry);
  std::map<Hex, int> in;
  for (const Event& e : events) { ++in[*grid.at(*plane.forward(e.place))]; }
  std::int64_t drawn = 0;
  double ground = 0;
  for (const auto& [hex, number_of] : in) {
    if (!area.covers(*plane.inverse(grid.centre(hex)))) { continue; }
    EXPECT_GE(number_of, 10);
    ++drawn;
    ground += grid.area_km2();
  }
  EXPECT_EQ(drawn, integer(analysis, r, "hexagons"));
  EXPECT_NEAR(ground_area_km2(r.geometry), ground, 1e-3 * ground) << "and nothing else is drawn";
}

TEST(ClusterAnalysis, AgreesWithTheDefinition) {
  std::mt19937_64 random(91);
  std::size_t shown = 0;
  std::size_t drawn = 0;
  double few = 0;
  for (int round = 0; round < 80; ++round) {
    const auto events = random_events(random, 20 + random() % 200);
    ClusterParameters asked;
    asked.radius_m = 500 + static_cast<double>(random() % 1500);
    asked.min_points = 3 + random() % 6;
    if (round % 2 == 0) { asked.span_days = static_cast<int>(random() % 30); }
    const Analysis analysis = cluster_analysis(*view_of("incidents", rows_of(events)), {}, asked);
    const Told told = told_of(analysis, events, asked);
    const std::string& summary = analysis.collection.result->summary;
    ASSERT_EQ(number(summary, {"noise"}), static_cast<double>(told.noise)) << round;
    std::map<std::size_t, std::size_t> core;
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (told.is_core[i]) { ++core[told.group[i]]; }
    }
    ASSERT_EQ(number(summary, {"clusters"}) + number(summary, {"clusters_of_few_incidents"}), static_cast<double>(core.size()));
    ASSERT_EQ(number(summary, {"incidents_in_clusters"}) + number(summary, {"incidents_in_those"}) + number(summary, {"noise"}),
              number(summary, {"used"}));
    std::multiset<std::size_t> sizes;
    for (const auto& [group, size] : core) { sizes.insert(size); }
    std::int64_t last = INT64_MAX;
    for (const Row& r : analysis.rows) {
      ASSERT_GE(integer(analysis, r, "incidents"), 10);
      ASSERT_LE(integer(analysis, r, "incidents"), last) << "most first";
      last = integer(analysis, r, "incidents");
      const auto found = sizes.find(static_cast<std::size_t>(integer(analysis, r, "core")));
      ASSERT_NE(found, sizes.end());
      sizes.erase(found);
      ++shown;
      if (r.geometry.is_none()) {
        ASSERT_EQ(text(analysis, r, "reason"), "few_incidents");
        continue;
      }
      ASSERT_NO_FATAL_FAILURE(expect_none_alone(analysis, r, events));
      ++drawn;
    }
    few += number(summary, {"clusters_of_few_incidents"});
  }
  EXPECT_GT(shown, 60U);
  EXPECT_GT(drawn, shown * 9 / 10);
  EXPECT_GT(few, 30);
}

/// A town, and a chain of single incidents that leads from it to a lone place: nobody must read off where.
TEST(ClusterAnalysis, NoHexagonSinglesOutALonePlace) {
  std::mt19937_64 random(96);
  std::normal_distribution<double> off(0, 0.001);
  std::vector<Event> events;
  for (int i = 0; i < 60; ++i) { events.push_back({Geometry::point({40.1 + off(random), -12.1 + off(random)}).lonlat(), 19'000 + i % 9}); }
  for (int i = 1; i <= 12; ++i) { events.push_back({Geometry::point({40.1 + 0.004 * i, -12.1}).lonlat(), 18'900}); }
  const LonLat lone = events.back().place;
  const auto view = view_of("incidents", rows_of(events));
  ClusterParameters hierarchy;
  hierarchy.min_points = 2;
  hierarchy.min_cluster_size = 10;
  hierarchy.width_m = 500;
  ClusterParameters timed{{}, 500.0, 2, 200};
  for (const ClusterParameters& asked : {ClusterParameters{{}, 500.0, 2, {}}, timed, hierarchy}) {
    const Analysis analysis = cluster_analysis(*view, {}, asked);
    ASSERT_FALSE(analysis.rows.empty());
    for (const Row& r : analysis.rows) {
      ASSERT_FALSE(r.geometry.is_none());
      EXPECT_FALSE(PreparedArea(r.geometry).covers(lone));
      expect_none_alone(analysis, r, events);
      EXPECT_GE(real(analysis, r, "area_km2") * 1.001, static_cast<double>(integer(analysis, r, "hexagons")) *
                                                           HexGrid::with_width(real(analysis, r, "outline_width_m")).area_km2());
    }
    EXPECT_EQ(text(analysis, analysis.rows[0], "last_month"), "2022-01");
    std::string said;
    for (const Text& t : analysis.findings) { said += t.en; }
    EXPECT_EQ(said.find("2022-01-0"), std::string::npos) << "no day of a cluster: " << said;
    const std::string caveats = analysis.caveats.back().en + analysis.caveats[analysis.caveats.size() - 2].en;
    EXPECT_NE(caveats.find("so that none singles out a place"), std::string::npos);
  }
}

/// By the words: the narrowest of six widths at which hexagons with ten hold three quarters, hexagon by hexagon.
TEST(ClusterOutline, IsTheNarrowestThatHoldsMostInHexagonsOfTen) {
  std::mt19937_64 random(97);
  std::map<int, int> widths;
  int none = 0;
  for (int round = 0; round < 2000; ++round) {
    std::normal_distribution<double> off(0, 100 * std::pow(2.0, static_cast<double>(random() % 8)));
    std::vector<Metric> members(10 + random() % 60);
    const Metric middle{round % 3 == 0 ? 0 : off(random) * 50, round % 3 == 0 ? 0 : off(random) * 50};
    for (Metric& m : members) { m = {middle.x + off(random), middle.y + off(random)}; }
    if (round % 7 == 0) { std::fill(members.begin(), members.end(), members.front()); }
    const auto found = cluster_outline(members, 250);
    double width = 250;
    bool is_found = false;
    for (int doubled = 0; doubled < 6 && !is_found; ++doubled, width *= 2) {
      const HexGrid grid = HexGrid::with_width(width);
      std::map<Hex, std::size_t> in;
      for (const Metric m : members) { ++in[*grid.at(m)]; }
      std::vector<Hex> enough;
      std::size_t inside = 0;
      for (const auto& [hex, number_of] : in) {
        if (number_of < 10) { continue; }
        enough.push_back(hex);
        inside += number_of;
      }
      if (4 * inside < 3 * members.size()) { continue; }
      is_found = true;
      ++widths[doubled];
      ASSERT_TRUE(found);
      ASSERT_EQ(found->grid.width_m(), width);
      ASSERT_EQ(found->hexes, enough);
      ASSERT_EQ(found->holding, in.size());
    }
    ASSERT_EQ(found.has_value(), is_found);
    none += is_found ? 0 : 1;
  }
  for (int doubled = 0; doubled < 6; ++doubled) { EXPECT_GT(widths[doubled], 20) << doubled; }
  EXPECT_GT(none, 20);
}

TEST(ClusterAnalysis, StopsWhenTold) {
  std::mt19937_64 random(98);
  std::vector<Event> events;
  for (int i = 0; i < 4000; ++i) { events.push_back({random_places(random, 1).front(), 19'000 + i % 9}); }
  const auto view = view_of("incidents", rows_of(events));
  for (const bool timed : {false, true}) {
    ClusterParameters asked{{}, 3000.0, 1000, timed ? std::optional(4) : std::nullopt};
    int times = 0;
    cluster_analysis(*view, {}, asked, Progress({}, [&] { return ++times < 0; }));
    EXPECT_GT(times, 5) << "it is asked on the way, not at the end alone";
    for (int stop_at = 1; stop_at < times; ++stop_at) {
      int now = 0;
      EXPECT_THROW(cluster_analysis(*view, {}, asked, Progress({}, [&] { return ++now >= stop_at; })), Error);
      EXPECT_LE(now, stop_at + 2);
    }
  }
}

/// Whoever has the outline must not have a place: it stays as it is when every incident moves within its hexagon.
TEST(ClusterAnalysis, OutlinesKnowHexagonsNotPlaces) {
  std::mt19937_64 random(92);
  std::uniform_real_distribution<double> off(-1e-5, 1e-5);
  for (int round = 0; round < 20; ++round) {
    const auto events = random_events(random, 150);
    ClusterParameters asked;
    asked.radius_m = round % 2 == 0 ? 2.0 : 1500.0;
    asked.min_points = 2;
    std::vector<Event> many;
    for (const Event& e : events) {
      for (int i = 0; i < 11; ++i) { many.push_back(e); }
    }
    const Analysis analysis = cluster_analysis(*view_of("incidents", rows_of(many)), {}, asked);
    ASSERT_FALSE(analysis.rows.empty());
    Projection plane(analysis_test::centre_of(analysis));
    for (const Row& r : analysis.rows) {
      const HexGrid grid = HexGrid::with_width(real(analysis, r, "outline_width_m"));
      EXPECT_GE(grid.width_m(), std::max(*asked.radius_m, 250.0));
      EXPECT_GE(std::get<double>(value(analysis, r, "area_km2")), 0.99 * grid.area_km2()) << "never narrower than 250 m";
      for (const Polygon& polygon : polygons_of(r.geometry)) {
        for (const Ring& ring : polygon) {
          for (const LonLat corner : ring) {
            const Metric at = *plane.forward(corner);
            const auto hexagon = grid.ring(*grid.at(at));
            const double nearest = std::hypot(at.x - grid.centre(*grid.at(at)).x, at.y - grid.centre(*grid.at(at)).y);
            EXPECT_NEAR(nearest, std::hypot(hexagon[0].x - grid.centre(*grid.at(at)).x, hexagon[0].y - grid.centre(*grid.at(at)).y), 0.1)
                << "every corner is one of the grid, which knows nothing of the incidents";
          }
        }
      }
    }
  }
}

TEST(ClusterAnalysis, RepeatsBitForBit) {
  std::mt19937_64 random(93);
  for (int round = 0; round < 20; ++round) {
    const auto view = view_of("incidents", rows_of(random_events(random, 200)));
    ClusterParameters asked;
    asked.min_points = 4;
    if (round % 2 == 0) { asked.span_days = 10; }
    Analysis once = cluster_analysis(*view, {}, asked);
    const Analysis again = cluster_analysis(*analysis_test::shuffled(view, random()), {}, asked);
    ASSERT_EQ(analysis_test::everything(once), analysis_test::everything(again));
    seal(once, role_named("protection"));
    EXPECT_TRUE(is_result_id(once.collection.id)) << once.collection.id;
  }
}

TEST(ClusterAnalysis, WithholdsFewAndSaysWhatItIsNot) {
  std::vector<Event> events(9, {{40, -12}, 19'000});
  const Analysis nine = cluster_analysis(*view_of("incidents", rows_of(events)), {}, {{}, 1000.0, 2, {}});
  EXPECT_TRUE(nine.rows.empty());
  EXPECT_EQ(number(nine.collection.result->summary, {"clusters_of_few_incidents"}), 1);
  events.push_back({{40, -12}, 19'003});
  const Analysis ten = cluster_analysis(*view_of("incidents", rows_of(events)), {}, {{}, 1000.0, 2, {}});
  ASSERT_EQ(ten.rows.size(), 1U);
  EXPECT_EQ(text(ten, ten.rows[0], "kind"), "cluster");
  EXPECT_EQ(text(ten, ten.rows[0], "last_month"), "2022-01");
  EXPECT_EQ(ten.collection.result->method, "dbscan");
  std::string said;
  for (const Text& t : ten.caveats) {
    said += t.en;
    EXPECT_NE(t.en, t.pt);
  }
  for (const char* words : {"There is no p", "not its limits", "months, not days", "not the same as safe"}) {
    EXPECT_NE(said.find(words), std::string::npos);
  }
  EXPECT_EQ(cluster_analysis(*view_of("incidents", rows_of(events)), {}, {{}, 1000.0, 2, 1}).collection.result->method, "st-dbscan");
  EXPECT_TRUE(cluster_analysis(*view_of("incidents", {}), {}, {}).rows.empty());
  const auto view = view_of("incidents", {});
  for (const double radius : {0.0, -1.0, std::nan("")}) { EXPECT_THROW(cluster_analysis(*view, {}, {{}, radius, 5, {}}), Error); }
  EXPECT_THROW(cluster_analysis(*view, {}, {{}, 100.0, 1, {}}), Error);
  EXPECT_THROW(cluster_analysis(*view, {}, {{}, 100.0, 5, -1}), Error);
}

/// Two towns of which one is twenty times as dense: no radius finds both, and what lies between is noise.
TEST(ClusterAnalysis, OfAnyDensityFindsTheDenseAndTheSparse) {
  std::mt19937_64 random(94);
  std::normal_distribution<double> off(0, 1);
  std::vector<Event> events;
  const auto town = [&](LonLat middle, double sd, int number_of) {
    for (int i = 0; i < number_of; ++i) {
      events.push_back({Geometry::point({middle.lon + sd * off(random), middle.lat + sd * off(random)}).lonlat(), 19'000 + i % 9});
    }
  };
  town({40.1, -12.1}, 0.002, 200);
  town({40.3, -12.1}, 0.02, 200);
  for (int i = 0; i < 40; ++i) { events.push_back({{39.5 + 0.03 * i, -13 + 0.011 * (i * 7 % 40)}, 19'000}); }
  ClusterParameters asked;
  asked.min_cluster_size = 50;
  const Analysis analysis = cluster_analysis(*view_of("incidents", rows_of(events)), {}, asked);
  ASSERT_EQ(analysis.rows.size(), 2U);
  EXPECT_EQ(analysis.collection.result->method, "hdbscan");
  std::set<double> reach;
  for (const Row& r : analysis.rows) {
    EXPECT_GT(integer(analysis, r, "incidents"), 120);
    EXPECT_LE(integer(analysis, r, "incidents"), 205);
    EXPECT_GT(analysis_test::real(analysis, r, "stability"), 0);
    EXPECT_GT(analysis_test::real(analysis, r, "comes_off_m"), analysis_test::real(analysis, r, "falls_apart_m"));
    reach.insert(analysis_test::real(analysis, r, "falls_apart_m"));
  }
  EXPECT_GT(*reach.rbegin(), 4 * *reach.begin()) << "one is far denser";
  const std::string& summary = analysis.collection.result->summary;
  EXPECT_EQ(number(summary, {"incidents_in_clusters"}) + number(summary, {"noise"}), number(summary, {"used"}));
  EXPECT_EQ(analysis.collection.result->parameters.find("radius_m"), std::string::npos);
}

/// Labels are those of the library on the same places; outlines are of the grid, and those of few are withheld.
TEST(ClusterAnalysis, OfAnyDensityHasTheClustersOfTheLibrary) {
  std::mt19937_64 random(95);
  std::size_t shown = 0;
  double few = 0;
  for (int round = 0; round < 40; ++round) {
    const auto events = random_events(random, 30 + random() % 250);
    const auto view = view_of("incidents", rows_of(events));
    ClusterParameters asked;
    asked.min_points = 2 + random() % 6;
    asked.min_cluster_size = 2 + random() % 12;
    asked.floor_m = round % 3 == 0 ? 0 : 200;
    const Analysis analysis = cluster_analysis(*view, {}, asked);
    Projection plane(analysis_test::centre_of(analysis));
    std::vector<Metric> at;
    for (const Event& e : events) { at.push_back(*plane.forward(e.place)); }
    const Hdbscan told = hdbscan(at, {asked.min_points, *asked.min_cluster_size, asked.floor_m});
    std::map<std::int32_t, std::int64_t> sizes;
    for (const std::int32_t label : told.label) { ++sizes[label]; }
    const std::string& summary = analysis.collection.result->summary;
    ASSERT_EQ(number(summary, {"noise"}), static_cast<double>(sizes[-1]));
    sizes.erase(-1);
    std::multiset<std::int64_t> large;
    for (const auto& [label, size] : sizes) {
      if (size >= 10) { large.insert(size); }
    }
    std::multiset<std::int64_t> seen;
    for (const Row& r : analysis.rows) { seen.insert(integer(analysis, r, "incidents")); }
    ASSERT_EQ(seen, large);
    shown += seen.size();
    few += number(summary, {"clusters_of_few_incidents"});
    const Analysis again = cluster_analysis(*analysis_test::shuffled(view, random()), {}, asked);
    ASSERT_EQ(analysis_test::everything(analysis), analysis_test::everything(again));
  }
  EXPECT_GT(shown, 60U);
  EXPECT_GT(few, 20);
}

/// Twenty at the very same place are as dense as can be: that is no number.
TEST(ClusterAnalysis, WithoutLimitIsNull) {
  std::vector<Event> events(20, {{40, -12}, 19'000});
  for (int i = 0; i < 30; ++i) { events.push_back({{40.2 + 0.001 * i, -12.2}, 19'000}); }
  ClusterParameters asked;
  asked.min_cluster_size = 10;
  const Analysis analysis = cluster_analysis(*view_of("incidents", rows_of(events)), {}, asked);
  std::size_t without = 0;
  for (const Row& r : analysis.rows) { without += std::holds_alternative<std::monostate>(value(analysis, r, "stability")) ? 1 : 0; }
  EXPECT_EQ(without, 1U);
  EXPECT_NE(analysis.caveats.at(1).en.find("has no limit"), std::string::npos);
  asked.floor_m = 100;
  for (const Analysis floored = cluster_analysis(*view_of("incidents", rows_of(events)), {}, asked); const Row& r : floored.rows) {
    EXPECT_TRUE(std::holds_alternative<double>(value(floored, r, "stability")));
  }
  for (const double bad : {-1.0, std::nan(""), HUGE_VAL}) {
    ClusterParameters wrong = asked;
    wrong.floor_m = bad;
    EXPECT_THROW(cluster_analysis(*view_of("incidents", {}), {}, wrong), Error);
  }
  asked.min_cluster_size = 1;
  EXPECT_THROW(cluster_analysis(*view_of("incidents", {}), {}, asked), Error);
}

}  // namespace
}  // namespace geo
