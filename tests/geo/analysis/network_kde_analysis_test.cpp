// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/network_kde_analysis.hpp"

#include "geo/geometry/lines.hpp"
#include "tests/geo/analysis/areas.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

namespace geo {
namespace {

using analysis_test::integer;
using analysis_test::number;
using analysis_test::real;
using analysis_test::refusal_of;
using analysis_test::row;
using analysis_test::view_of;

/// A long straight road, which many vertices make, along a parallel.
std::shared_ptr<const View> straight_road() {
  Line line;
  for (int i = 0; i <= 60; ++i) { line.push_back(Geometry::point({40 + 0.005 * i, -12}).lonlat()); }
  return view_of("roads", {row("roads", from_lines({line}))});
}

/// On a road without junctions the density is the sum of kernels over distances.
TEST(NetworkKdeAnalysis, IsTheSumOfKernelsOnAStraightRoad) {
  std::mt19937_64 random(71);
  std::uniform_real_distribution<double> along(0.02, 0.28);
  const auto roads = straight_road();
  for (int round = 0; round < 30; ++round) {
    std::vector<Row> rows;
    std::vector<LonLat> places;
    for (int i = 0; i < 60; ++i) {
      places.push_back(Geometry::point({40 + along(random), -12 + 0.0005}).lonlat());  // 55 m away
      rows.push_back(row("incidents", places.back()));
    }
    for (int i = 0; i < 7; ++i) { rows.push_back(row("incidents", {40 + along(random), -12.01})); }  // 1.1 km away
    const auto view = view_of("incidents", rows);
    NetworkKdeParameters asked;
    asked.bandwidth_m = 2000 + 500 * static_cast<double>(round % 4);
    asked.lixel_m = 120;
    const Analysis analysis = network_kde_analysis(*view, *roads, {}, asked, {}, threads(1 + static_cast<std::size_t>(round) % 3));
    const std::string& summary = analysis.collection.result->summary;
    ASSERT_EQ(number(summary, {"on_roads"}), 60);
    ASSERT_EQ(number(summary, {"off_roads"}), 7);
    Projection plane(analysis_test::centre_of(analysis));
    double highest = 0, total = 0;
    for (const Row& r : analysis.rows) { highest = std::max(highest, real(analysis, r, "per_km")); }
    for (const Row& r : analysis.rows) {
      const Line line = lines_of(r.geometry).at(0);
      const Metric a = *plane.forward(line.front());
      const Metric b = *plane.forward(line.back());
      ASSERT_LE(std::hypot(a.x - b.x, a.y - b.y), 120.1);
      const Metric middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
      double per_km = 0;
      for (const LonLat place : places) {
        const Metric p = *plane.forward(place);
        const double u = std::fabs(p.x - middle.x) / *asked.bandwidth_m;
        if (u < 1) { per_km += 1000 / *asked.bandwidth_m * 15 / 16 * (1 - u * u) * (1 - u * u); }
      }
      ASSERT_NEAR(real(analysis, r, "per_km"), per_km, 0.01 * highest) << "the road bends by centimetres in the plane";
      ASSERT_EQ(integer(analysis, r, "level"),
                std::min<std::int64_t>(9, 1 + static_cast<std::int64_t>(9 * real(analysis, r, "per_km") / highest)));
      ASSERT_GT(real(analysis, r, "per_km"), 1000 * 15.0 / 16 / *asked.bandwidth_m) << "one alone could make it";
      total += real(analysis, r, "per_km") * std::hypot(a.x - b.x, a.y - b.y) / 1000;
    }
    ASSERT_LT(total, 61) << "no incident near an end: each counts as one";
    ASSERT_GT(total, 50) << "but for lengths that one alone could make";
    const Analysis again = network_kde_analysis(*analysis_test::shuffled(view, random()), *roads, {}, asked);
    ASSERT_EQ(analysis_test::everything(analysis), analysis_test::everything(again));
  }
}

TEST(NetworkKdeAnalysis, SaysWhatToLoadAndRefusesWhatWouldDrawAPoint) {
  const auto one = view_of("incidents", {row("incidents", {40.1, -12})});
  const auto roads = straight_road();
  const auto nowhere = view_of("roads", {row("roads", from_lines({{{10, 10}, {11, 10}}}))});
  for (const auto& none : {view_of("roads", {}), nowhere}) {
    EXPECT_NE(refusal_of([&] {
                network_kde_analysis(*one, *none, {}, {{}, 1000.0, {}, 200});
              }).find("bairro import roads"),
              std::string::npos);
  }
  for (const double bad : {249.0, 0.0, -1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_FALSE(refusal_of([&] { network_kde_analysis(*one, *roads, {}, {{}, bad, {}, 200}); }).empty());
  }
  EXPECT_FALSE(refusal_of([&] { network_kde_analysis(*one, *roads, {}, {{}, 1000.0, 49.0, 200}); }).empty());
  EXPECT_FALSE(refusal_of([&] { network_kde_analysis(*one, *roads, {}, {{}, 1000.0, 100.0, -1}); }).empty());
  Analysis analysis = network_kde_analysis(*one, *roads, {}, {{}, 1000.0, 100.0, 100});
  EXPECT_TRUE(analysis.rows.empty()) << "it would draw the one";
  EXPECT_GT(number(analysis.collection.result->summary, {"lengths_of_few"}), 10);
  const auto two = view_of("incidents", {row("incidents", {40.1, -12}), row("incidents", {40.102, -12})});
  EXPECT_FALSE(network_kde_analysis(*two, *roads, {}, {{}, 1000.0, 100.0, 100}).rows.empty());
  seal(analysis, role_named("protection"));
  EXPECT_TRUE(is_result_id(analysis.collection.id)) << analysis.collection.id;
  EXPECT_FALSE(refusal_of([&] { network_kde_analysis(*view_of("incidents", {}), *roads, {}, {}); }).empty())
      << "nothing is near no incident";
}

}  // namespace
}  // namespace geo
