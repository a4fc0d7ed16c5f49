// SPDX-License-Identifier: Apache-2.0
// The invented programme of data-samples/ has hotspots and gaps planted in it: the analyses must find them.
#include "app/filter.hpp"
#include "geo/geometry/area.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/wkb.hpp"
#include "store/analysis_run.hpp"
#include "tests/api/json.hpp"
#include "tests/app/sample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace {

struct Planted {
  std::string id, category, datetime;
  geo::LonLat centre;
  double radius_m = 0;
};

api_tests::Json truth() {
  std::ifstream file("data-samples/planted.json");
  std::ostringstream text;
  text << file.rdbuf();
  return api_tests::Json(text.str());
}

geo::TimeMs length(const std::string& period) {
  const geo::TimeInterval interval = geo::parse_datetime_parameter(period);
  return interval.to - interval.from;
}

std::vector<Planted> planted() {
  std::vector<Planted> all;
  for (const api_tests::Json& h : truth().elements("/hotspots")) {
    // The longest period it lasted.
    std::string period;
    for (const api_tests::Json& p : h.elements("/periods")) {
      const std::string one = p.text("/0") + "/" + p.text("/1");
      if (period.empty() || length(one) > length(period)) { period = one; }
    }
    all.push_back(
        {h.text("/id"), h.text("/category"), period, {h.number("/longitude"), h.number("/latitude")}, h.number("/radius_km") * 1000});
  }
  return all;
}

geo::LonLat middle_of(const geo::Row& row) {
  const geo::BBox& box = row.geometry.box();
  return {(box.west + box.east) / 2, (box.south + box.north) / 2};
}

template <class T>
T value(const geo::Analysis& analysis, const geo::Row& row, const char* field) {
  return std::get<T>(row.values.at(static_cast<std::size_t>(analysis.collection.index_of(field))));
}

geo::Analysis ask(const geo::AnalysisRequest& request) {
  const auto store = store::open_sqlite(app_test::sample_store());
  return store::analyse(*store, request, geo::role_named("protection"), {}, geo::one_by_one);
}

geo::AnalysisRequest request_for(const std::string& method) {
  geo::AnalysisRequest request;
  request.method = method;
  request.day = 20'453;  // 2025-12-31
  return request;
}

TEST(Planted, TheHighestDensityLiesInTheHotspot) {
  ASSERT_EQ(planted().size(), 6U);
  for (const Planted& p : planted()) {
    geo::AnalysisRequest request = request_for("kde");
    request.category = p.category;
    request.filter = app::filter_of("", p.datetime);
    request.kde.bandwidth_m = p.radius_m;
    const geo::Analysis analysis = ask(request);
    ASSERT_FALSE(analysis.rows.empty());
    const auto highest = std::max_element(analysis.rows.begin(), analysis.rows.end(), [&](const geo::Row& a, const geo::Row& b) {
      return value<double>(analysis, a, "density_per_km2") < value<double>(analysis, b, "density_per_km2");
    });
    EXPECT_LE(geo::distance_m(middle_of(*highest), p.centre), p.radius_m) << p.id;
    EXPECT_EQ(value<std::int64_t>(analysis, *highest, "level"), 9);
  }
}

/// All categories, all three years, every length by default: each is hot at the strictest level all the same.
TEST(Planted, EveryHotspotIsOfClassThreeWithNothingSaid) {
  const geo::Analysis analysis = ask(request_for("gi-star"));
  for (const Planted& p : planted()) {
    bool found = false;
    for (const geo::Row& row : analysis.rows) {
      if (geo::covers(row.geometry, p.centre)) { found = found || value<std::int64_t>(analysis, row, "class") == 3; }
    }
    EXPECT_TRUE(found) << p.id;
  }
}

TEST(Planted, EveryHotspotIsManyAmongMany) {
  const geo::Analysis analysis = ask(request_for("local-moran"));
  for (const Planted& p : planted()) {
    const auto at =
        std::find_if(analysis.rows.begin(), analysis.rows.end(), [&](const geo::Row& r) { return geo::covers(r.geometry, p.centre); });
    ASSERT_NE(at, analysis.rows.end()) << p.id;
    EXPECT_EQ(value<std::string>(analysis, *at, "kind"), "high-high") << p.id;
  }
}

TEST(Planted, EveryHotspotIsOfClassThreeInItsPeriod) {
  for (const Planted& p : planted()) {
    geo::AnalysisRequest request = request_for("gi-star");
    request.category = p.category;
    request.filter = app::filter_of("", p.datetime);
    request.width_m = 2 * p.radius_m;
    const geo::Analysis analysis = ask(request);
    std::size_t within = 0;
    std::size_t hot = 0;
    for (const geo::Row& row : analysis.rows) {
      if (value<std::int64_t>(analysis, row, "class") != 3) { continue; }
      ++hot;
      within += geo::covers(row.geometry, p.centre) || geo::distance_m(middle_of(row), p.centre) <= p.radius_m ? 1 : 0;
    }
    EXPECT_GE(within, 1U) << p.id;
    EXPECT_LE(hot, 40U) << p.id << ": a finding that is everywhere is none";
  }
}

TEST(Planted, WhatLiesInNoCatchmentIsFound) {
  const geo::Analysis analysis = ask(request_for("coverage-gaps"));
  const api_tests::Json summary(analysis.collection.result->summary);
  const api_tests::Json want = truth();
  const double study_km2 = summary.number("/study_area/km2");
  EXPECT_NEAR(study_km2, want.number("/coverage/area_km2"), 0.01 * study_km2);
  // The truth counts dissolved councils in; they have 3 of 144 catchments.
  EXPECT_EQ(summary.integer("/catchments/excluded/dissolved"), 3);
  const double share = (summary.number("/gap_km2") + summary.number("/sliver_km2")) / study_km2;
  EXPECT_GE(share, want.number("/coverage/share_in_no_catchment") - 0.005);
  EXPECT_LE(share, want.number("/coverage/share_in_no_catchment") + 0.03);
  EXPECT_NEAR(summary.number("/shared_km2") / study_km2, want.number("/coverage/share_in_two_or_more"), 0.015);
  const double alone = summary.number("/settlements/neither/rows") + summary.number("/settlements/site_only/rows");
  EXPECT_GE(alone, want.number("/coverage/settlements_in_no_catchment"));
  EXPECT_LE(alone, want.number("/coverage/settlements_in_no_catchment") + 5);
}

}  // namespace
