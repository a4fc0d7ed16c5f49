// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/cluster_analysis.hpp"

#include "geo/base/error.hpp"
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

TEST(ClusterAnalysis, AgreesWithTheDefinition) {
  std::mt19937_64 random(91);
  std::size_t shown = 0;
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
      PreparedArea area(r.geometry);
      std::int64_t inside = 0;
      for (const Event& e : events) { inside += area.covers(e.place) ? 1 : 0; }
      ASSERT_GE(inside, integer(analysis, r, "incidents")) << "the outline holds them all";
      ++shown;
    }
    few += number(summary, {"clusters_of_few_incidents"});
  }
  EXPECT_GT(shown, 60U);
  EXPECT_GT(few, 30);
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
    const HexGrid grid = HexGrid::with_width(std::max(*asked.radius_m, 250.0));
    for (const Row& r : analysis.rows) {
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
  EXPECT_EQ(integer(ten, ten.rows[0], "last_day"), 19'003);
  EXPECT_EQ(ten.collection.result->method, "dbscan");
  std::string said;
  for (const Text& t : ten.caveats) {
    said += t.en;
    EXPECT_NE(t.en, t.pt);
  }
  for (const char* words : {"There is no p", "not its limits", "not the same as safe"}) { EXPECT_NE(said.find(words), std::string::npos); }
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
