// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/study_area.hpp"
#include "geo/base/metric.hpp"
#include "geo/crs/projection.hpp"
#include "geo/geometry/area.hpp"
#include "geo/geometry/wkb.hpp"
#include "tests/geo/analysis/data.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <string>
#include <vector>

// What tests of analyses on hexagons share: places to count, and what a reader of the result sees.
namespace analysis_test {

inline geo::Geometry box_area(double west, double south, double east, double north) {
  return geo::from_polygons({{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}});
}

inline geo::StudyArea study_of(const geo::Geometry& area) {
  geo::StudyArea study;
  study.area = area;
  study.origin = "area_of_operation";
  return study;
}

/// Some anywhere, most around two towns.
inline std::vector<geo::LonLat> random_places(std::mt19937_64& random, std::size_t count) {
  std::uniform_real_distribution<double> share(0, 1);
  std::normal_distribution<double> off(0, 0.01);
  std::vector<geo::LonLat> places;
  while (places.size() < count) {
    const geo::LonLat town = random() % 2 == 0 ? geo::LonLat{40.1, -12.1} : geo::LonLat{40.25, -12.2};
    const bool anywhere = random() % 3 == 0;
    const geo::LonLat p = anywhere ? geo::LonLat{40 + 0.3 * share(random), -12.3 + 0.3 * share(random)}
                                   : geo::LonLat{town.lon + off(random), town.lat + off(random)};
    places.push_back(geo::Geometry::point(p).lonlat());
  }
  return places;
}

inline std::vector<geo::Row> rows_at(const std::vector<geo::LonLat>& places) {
  std::vector<geo::Row> rows;
  for (const geo::LonLat p : places) { rows.push_back(row("incidents", p)); }
  return rows;
}

/// What a reader of the result can see of one hexagon.
struct Seen {
  geo::Metric centre;
  std::int64_t incidents = 0;
};

inline std::vector<Seen> seen_in(const geo::Analysis& analysis) {
  geo::Projection plane(centre_of(analysis));
  std::vector<Seen> hexagons;
  for (const geo::Row& r : analysis.rows) {
    const auto ring = ring_of(r);
    EXPECT_EQ(ring.size(), 7U);
    geo::Metric middle;
    for (std::size_t i = 0; i < 6; ++i) {
      const geo::Metric corner = *plane.forward(ring[i]);
      middle = {middle.x + corner.x / 6, middle.y + corner.y / 6};
    }
    const bool is_told = !geo::is_null(value(analysis, r, "incidents"));
    hexagons.push_back({middle, is_told ? integer(analysis, r, "incidents") : 0});
  }
  return hexagons;
}

/// With the incidents that lie in them, told or not.
inline std::vector<Seen> seen_in(const geo::Analysis& analysis, const std::vector<geo::LonLat>& places) {
  std::vector<Seen> hexagons = seen_in(analysis);
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    geo::PreparedArea area(analysis.rows[i].geometry);
    hexagons[i].incidents = std::count_if(places.begin(), places.end(), [&](geo::LonLat p) { return area.covers(p); });
  }
  return hexagons;
}

inline std::vector<std::uint64_t> counts_of(const std::vector<Seen>& hexagons) {
  std::vector<std::uint64_t> counts;
  for (const Seen& h : hexagons) { counts.push_back(static_cast<std::uint64_t>(h.incidents)); }
  return counts;
}

/// Fails the test where a row tells anything but what is named.
inline void expect_nothing_told(const geo::Analysis& analysis, const geo::Row& r, const std::set<std::string>& but) {
  for (const geo::Field& field : analysis.collection.fields) {
    if (!but.contains(field.name)) { EXPECT_TRUE(geo::is_null(value(analysis, r, field.name))) << field.name; }
  }
}

/// Whether their centres are so near that they are neighbours.
inline bool are_near(const Seen& a, const Seen& b, double neighbours_m) {
  return std::hypot(a.centre.x - b.centre.x, a.centre.y - b.centre.y) <= neighbours_m * 1.001;
}

/// Of `counts`, the sum of each group of hexagons that hang together, at each of its hexagons; 0 at those that are not hot. By going
/// through all of them again and again.
inline std::vector<std::int64_t> sums_of_groups(const std::vector<Seen>& hexagons, const std::vector<std::int64_t>& counts,
                                                const std::vector<bool>& is_hot, double neighbours_m) {
  std::vector<std::size_t> group(hexagons.size());
  for (std::size_t i = 0; i < group.size(); ++i) { group[i] = i; }
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < hexagons.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (!is_hot[i] || !is_hot[j] || !are_near(hexagons[i], hexagons[j], neighbours_m)) { continue; }
        changed = changed || group[i] != group[j];
        group[i] = group[j] = std::min(group[i], group[j]);
      }
    }
  }
  std::vector<std::int64_t> incidents(hexagons.size());
  for (std::size_t i = 0; i < hexagons.size(); ++i) { incidents[group[i]] += is_hot[i] ? counts[i] : 0; }
  std::vector<std::int64_t> of(hexagons.size());
  for (std::size_t i = 0; i < hexagons.size(); ++i) { of[i] = is_hot[i] ? incidents[group[i]] : 0; }
  return of;
}

inline std::vector<std::int64_t> incidents_of_groups(const std::vector<Seen>& hexagons, const std::vector<bool>& is_hot,
                                                     double neighbours_m) {
  std::vector<std::int64_t> counts;
  for (const Seen& h : hexagons) { counts.push_back(h.incidents); }
  return sums_of_groups(hexagons, counts, is_hot, neighbours_m);
}

/// q of Benjamini and Hochberg by their words, for one of all p.
inline double q_by_words(std::vector<double> all_p, double p) {
  std::sort(all_p.begin(), all_p.end());
  double q = 1;
  for (std::size_t k = all_p.size(); k > 0 && all_p[k - 1] >= p * (1 - 1e-8); --k) {
    q = std::min(q, all_p[k - 1] * static_cast<double>(all_p.size()) / static_cast<double>(k));
  }
  return q;
}

}  // namespace analysis_test
