// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/patrol_sensitivity.hpp"

#include "geo/analysis/gi_star_analysis.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/local_moran_analysis.hpp"
#include "geo/analysis/told.hpp"
#include "geo/geometry/geodesic.hpp"
#include "tests/geo/analysis/hexagons.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

using analysis_test::number;
using analysis_test::view_of;

const LonLat patrolled{40.15, -12.18};

/// Some found by patrols, most of these at one spot; some places uncertain.
std::vector<Row> rows_of(std::mt19937_64& random, std::size_t count) {
  std::vector<Row> rows;
  std::normal_distribution<double> off(0, 0.003);
  for (const LonLat p : analysis_test::random_places(random, count)) {
    const bool patrol = random() % 3 == 0;
    const LonLat at = patrol && random() % 4 != 0 ? LonLat{patrolled.lon + off(random), patrolled.lat + off(random)} : p;
    rows.push_back(analysis_test::row("incidents", at,
                                      {{"source_type", std::string(patrol ? "patrol" : "council")},
                                       {"uncertainty_m", random() % 6 == 0 ? Value(9'000.0) : Value(50.0)}}));
  }
  return rows;
}

bool has_sentence(const Analysis& analysis, const std::string& part) {
  return std::any_of(analysis.findings.begin(), analysis.findings.end(),
                     [&](const Text& t) { return t.en.find(part) != std::string::npos && t.en != t.pt; });
}

/// What the other run must be, from running it.
void compare(const Analysis& one, const Analysis& other, const std::string& field, const std::function<bool(const Value&)>& is_hot) {
  ASSERT_EQ(one.rows.size(), other.rows.size());
  double changed = 0;
  double then = 0;
  double now = 0;
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    const Value& a = analysis_test::value(one, one.rows[i], field);
    const Value& b = analysis_test::value(other, other.rows[i], field);
    changed += a != b ? 1 : 0;
    then += is_hot(b) && !is_hot(a) ? 1 : 0;
    now += is_hot(a) && !is_hot(b) ? 1 : 0;
  }
  const std::string& summary = one.collection.result->summary;
  ASSERT_EQ(number(summary, {"sensitivity", "hexagons_changed"}), changed);
  ASSERT_EQ(number(summary, {"sensitivity", "hot_then_alone"}), then);
  ASSERT_EQ(number(summary, {"sensitivity", "hot_now_alone"}), now);
  ASSERT_EQ(number(summary, {"sensitivity", "used"}), number(other.collection.result->summary, {"used"}));
}

TEST(PatrolSensitivity, OfHexagonsIsWhatTheOtherRunSays) {
  std::mt19937_64 random(71);
  const StudyArea study = analysis_test::study_of(analysis_test::box_area(40, -12.3, 40.3, -12));
  double changed = 0;
  for (int round = 0; round < 30; ++round) {
    const auto view = view_of("incidents", rows_of(random, 60 + random() % 200));
    const auto gi = [&](bool patrol) { return gi_star_analysis(*view, study, {}, {{"", patrol}, 3000.0}); };
    const auto moran = [&](bool patrol) { return local_moran_analysis(*view, study, {}, {{{"", patrol}, 3000.0}, {199, 1}}); };
    for (const bool patrol : {false, true}) {
      const Analysis one = gi(patrol);
      ASSERT_NO_FATAL_FAILURE(compare(one, gi(!patrol), "class", [](const Value& v) { return std::get<std::int64_t>(v) > 0; }));
      const Analysis moran_one = moran(patrol);
      ASSERT_NO_FATAL_FAILURE(compare(moran_one, moran(!patrol), "kind", [](const Value& v) {
        const auto* kind = std::get_if<std::string>(&v);
        return kind != nullptr && kind->starts_with("high");
      }));
      const std::string words = patrol ? "Without what patrols found (" : "With what patrols found (";
      EXPECT_TRUE(has_sentence(one, words) && has_sentence(moran_one, words));
      changed += number(one.collection.result->summary, {"sensitivity", "hexagons_changed"});
      if (round > 2) { continue; }
      const Analysis again =
          local_moran_analysis(*analysis_test::shuffled(view, random()), study, {}, {{{"", patrol}, 3000.0}, {199, 1}}, {}, threads(3));
      ASSERT_EQ(analysis_test::everything(again), analysis_test::everything(moran_one));
    }
  }
  EXPECT_GT(changed, 30) << "the planted patrols must show";
}

TEST(PatrolSensitivity, OfTheHighestPlaceIsWhatTheOtherRunSays) {
  std::mt19937_64 random(72);
  int moved = 0;
  for (int round = 0; round < 30; ++round) {
    const auto view = view_of("incidents", rows_of(random, 40 + random() % 100));
    const auto density = [&](bool patrol) {
      return kde_analysis(*view, {}, {{"", patrol}, 2500.0, 500.0, round % 2 == 0 ? Kernel::quartic : Kernel::gaussian});
    };
    for (const bool patrol : {false, true}) {
      const Analysis one = density(patrol);
      const std::string& summary = one.collection.result->summary;
      const std::string other = density(!patrol).collection.result->summary;
      ASSERT_EQ(number(summary, {"sensitivity", "highest_per_km2"}), number(other, {"highest_per_km2"}));
      ASSERT_EQ(number(summary, {"sensitivity", "used"}), number(other, {"used"}));
      const auto first_peak = [](const std::string& of) {  // the lists begin with the highest
        const std::string peak = of.substr(of.find("\"peaks\":[") + 9);
        return LonLat{number(peak.substr(0, peak.find('}') + 1), {"lon"}), number(peak.substr(0, peak.find('}') + 1), {"lat"})};
      };
      const LonLat then = first_peak(other);
      ASSERT_EQ(number(summary, {"sensitivity", "lon"}), then.lon);
      ASSERT_EQ(number(summary, {"sensitivity", "lat"}), then.lat);
      const double far = number(summary, {"sensitivity", "highest_moved_m"});
      const double step_m = 111'320 / std::pow(10.0, place_decimals(number(one.collection.result->parameters, {"bandwidth_m"})));
      ASSERT_NEAR(far, distance_m(first_peak(summary), then), 1.5 * step_m + 0.001 * far) << "places are rounded";
      EXPECT_TRUE(has_sentence(one, far > 0 ? " away." : "at the same place."));
      moved += far > 0 ? 1 : 0;
    }
  }
  EXPECT_GT(moved, 5);
}

TEST(PatrolSensitivity, IsNullWherePatrolsFoundNothing) {
  std::mt19937_64 random(73);
  const auto none = view_of("incidents", analysis_test::rows_at(analysis_test::random_places(random, 30)));
  for (const Analysis& analysis : {kde_analysis(*none, {}, {}), gi_star_analysis(*none, {}, {}, {})}) {
    EXPECT_NE(analysis.collection.result->summary.find("\"sensitivity\":null"), std::string::npos);
    EXPECT_FALSE(has_sentence(analysis, "what patrols found ("));
  }
  std::vector<Row> all;
  for (int i = 0; i < 12; ++i) {
    all.push_back(analysis_test::row("incidents", {40.1 + i * 0.001, -12.1}, {{"source_type", std::string("patrol")}}));
  }
  const Analysis without = kde_analysis(*view_of("incidents", all), {}, {});
  EXPECT_TRUE(without.rows.empty());
  EXPECT_EQ(number(without.collection.result->summary, {"sensitivity", "used"}), 12);
  EXPECT_TRUE(std::isnan(number(without.collection.result->summary, {"sensitivity", "highest_moved_m"}))) << "from nowhere";
  const Analysis with = kde_analysis(*view_of("incidents", all), {}, {{"", true}});
  EXPECT_TRUE(has_sentence(with, "no density is left."));
}

}  // namespace
}  // namespace geo
