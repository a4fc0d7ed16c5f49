// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/gi_star_analysis.hpp"

#include "geo/analysis/told.hpp"
#include "geo/base/error.hpp"
#include "geo/crs/projection.hpp"
#include "geo/geometry/area.hpp"
#include "geo/geometry/wkb.hpp"
#include "tests/geo/analysis/hexagons.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <set>

namespace geo {
namespace {

using analysis_test::box_area;
using analysis_test::integer;
using analysis_test::number;
using analysis_test::random_places;
using analysis_test::ring_of;
using analysis_test::rows_at;
using analysis_test::Seen;
using analysis_test::seen_in;
using analysis_test::study_of;
using analysis_test::value;
using analysis_test::view_of;

struct InWords {
  std::vector<std::optional<double>> z, p;  ///< of each hexagon
  std::vector<double> all_p;

  [[nodiscard]] double q(std::size_t i) const { return analysis_test::q_by_words(all_p, *p[i]); }
  [[nodiscard]] int class_of(std::size_t i) const {
    if (!z[i]) { return 0; }
    const int size = q(i) <= 0.01 ? 3 : q(i) <= 0.05 ? 2 : q(i) <= 0.1 ? 1 : 0;
    return *z[i] > 0 ? size : -size;
  }
};

/// Ord and Getis, and Benjamini and Hochberg, word by word; classes before clusters are looked at.
InWords in_words(const Analysis& analysis, const std::vector<Seen>& hexagons, double neighbours_m) {
  const auto n = static_cast<double>(hexagons.size());
  double mean = 0;
  for (const Seen& h : hexagons) { mean += static_cast<double>(h.incidents) / n; }
  double variance = 0;
  for (const Seen& h : hexagons) { variance += std::pow(static_cast<double>(h.incidents) - mean, 2) / n; }
  InWords words;
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    double sum = 0;
    double k = 0;
    for (const Seen& other : hexagons) {
      if (analysis_test::are_near(hexagons[i], other, neighbours_m)) { sum += static_cast<double>(other.incidents), k += 1; }
    }
    EXPECT_EQ(integer(analysis, analysis.rows[i], "neighbours"), static_cast<std::int64_t>(k) - 1) << i;
    words.z.emplace_back();
    words.p.emplace_back();
    if (hexagons.size() < 3 || variance == 0 || k == n) { continue; }
    words.z.back() = (sum - mean * k) / std::sqrt(variance * (n * k - k * k) / (n - 1));
    words.p.back() = std::erfc(std::fabs(*words.z.back()) / std::sqrt(2.0));
    words.all_p.push_back(*words.p.back());
  }
  return words;
}

struct Told {
  int exact = 0, stepped = 0, withheld = 0;
};

void check_statistics(const Analysis& analysis, const std::vector<Seen>& hexagons, const InWords& words, double neighbours_m, Told& seen) {
  const std::vector<bool> is_told = told_places(analysis_test::counts_of(hexagons));
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    const Row& r = analysis.rows[i];
    if (!words.z[i]) {
      ASSERT_FALSE(is_null(value(analysis, r, "reason")));
      ASSERT_EQ(integer(analysis, r, "class"), 0);
    }
    if (!is_told[i]) {
      analysis_test::expect_nothing_told(analysis, r, {"neighbours", "class", "reason"});
      ASSERT_EQ(analysis_test::text(analysis, r, "reason") == "few_incidents", words.z[i].has_value());
      ++seen.withheld;
      continue;
    }
    ASSERT_EQ(integer(analysis, r, "incidents"), hexagons[i].incidents);
    if (!words.z[i]) {
      analysis_test::expect_nothing_told(analysis, r, {"incidents", "neighbours", "class", "reason"});
      continue;
    }
    bool few_around = false;
    for (std::size_t j = 0; j < hexagons.size(); ++j) {
      const bool is_near = j != i && analysis_test::are_near(hexagons[i], hexagons[j], neighbours_m);
      few_around = few_around || (is_near && !is_told[j]);
    }
    if (few_around) {
      ASSERT_TRUE(is_null(value(analysis, r, "z")));
      ASSERT_EQ(analysis_test::real(analysis, r, "p"), told_p(*words.p[i]));
      ASSERT_EQ(analysis_test::real(analysis, r, "q_value"), told_p(words.q(i)));
      ASSERT_EQ(analysis_test::text(analysis, r, "reason"), "few_around");
      ++seen.stepped;
      continue;
    }
    ASSERT_NEAR(analysis_test::real(analysis, r, "z"), *words.z[i], 1e-9 * (1 + std::fabs(*words.z[i]))) << i;
    ASSERT_NEAR(analysis_test::real(analysis, r, "p"), *words.p[i], 1e-9) << i;
    ASSERT_EQ(analysis_test::real(analysis, r, "q_value"), told_p(words.q(i))) << "another's p may be in it";
    ASSERT_TRUE(is_null(value(analysis, r, "reason")));
    ++seen.exact;
  }
}

/// Hot hexagons that hang together, by going through all of them again and again. Returns how many were not drawn because they are few.
int check_clusters(const Analysis& analysis, const std::vector<Seen>& hexagons, const InWords& words, double neighbours_m) {
  std::vector<bool> is_hot;
  for (std::size_t i = 0; i < hexagons.size(); ++i) { is_hot.push_back(words.class_of(i) > 0); }
  const auto incidents = analysis_test::incidents_of_groups(hexagons, is_hot, neighbours_m);
  int few = 0;
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    const bool small = is_hot[i] && incidents[i] < 10;
    few += small ? 1 : 0;
    EXPECT_EQ(integer(analysis, analysis.rows[i], "class"), small ? 0 : words.class_of(i));
    if (small) { EXPECT_EQ(analysis_test::text(analysis, analysis.rows[i], "reason"), "few_incidents"); }
  }
  return few;
}

TEST(GiStarAnalysis, AgreesWithTheDefinition) {
  std::mt19937_64 random(31);
  int small = 0;
  std::size_t hot = 0;
  Told seen;
  for (int round = 0; round < 200; ++round) {
    auto places = random_places(random, round % 4 == 0 ? random() % 12 : round % 8 == 1 ? 0 : random() % 150);
    // Some hexagons with many and none around them, some with few around.
    for (std::size_t i = 0; i < random() % 60 && round % 2 == 1; ++i) {
      places.push_back({40.271, -12.037}), places.push_back({40.1, -12.2});
    }
    // So many that all around have enough.
    for (const geo::LonLat p : random_places(random, round % 20 == 3 ? 2500 : 0)) { places.push_back(p); }
    const double width = 2000 + static_cast<double>(random() % 4000);
    const double neighbours = (round % 5 == 0 ? 1.8 : 1) * width;
    const StudyArea study = round % 3 == 0 ? StudyArea{} : study_of(box_area(40, -12.3, 40.3, -12));
    const Analysis analysis = gi_star_analysis(*view_of("incidents", rows_at(places)), study, {}, {{}, width, neighbours});
    const auto hexagons = seen_in(analysis, places);
    const InWords words = in_words(analysis, hexagons, neighbours);
    ASSERT_NO_FATAL_FAILURE(check_statistics(analysis, hexagons, words, neighbours, seen)) << round;
    small += check_clusters(analysis, hexagons, words, neighbours);
    std::int64_t counted = 0;
    for (std::size_t i = 0; i < hexagons.size(); ++i) {
      counted += hexagons[i].incidents;
      hot += integer(analysis, analysis.rows[i], "class") > 0 ? 1 : 0;
    }
    const std::string& summary = analysis.collection.result->summary;
    ASSERT_EQ(number(summary, {"used"}), static_cast<double>(counted));
    const double outside = number(summary, {"excluded", "outside_study"});
    const bool has_outside = summary.find("outside_study") != std::string::npos;
    ASSERT_EQ(number(summary, {"matched"}), static_cast<double>(counted) + (has_outside ? outside : 0));
    ASSERT_EQ(number(summary, {"hexagons"}), static_cast<double>(analysis.rows.size()));
  }
  EXPECT_GT(small, 10);
  EXPECT_GT(hot, 100U);
  EXPECT_GT(seen.exact, 20);
  EXPECT_GT(seen.stepped, 20);
  EXPECT_GT(seen.withheld, 1000);
}

TEST(GiStarAnalysis, LooksAtEveryHexagonThatSharesGroundWithTheStudyArea) {
  std::mt19937_64 random(33);
  for (int round = 0; round < 40; ++round) {
    // A triangle, and a hole in a square.
    const auto at = [&](double lon, double lat) { return LonLat{40 + lon + 0.1 * static_cast<double>(random() % 100) / 100, -12 + lat}; };
    const LonLat a = at(0, 0);
    const Geometry triangle = from_polygons({{{a, at(0.4, 0.1), at(0.2, 0.5), a}}});
    const Ring hole{{41.1, -11.9}, {41.1, -11.7}, {41.3, -11.7}, {41.3, -11.9}, {41.1, -11.9}};
    const Geometry holed = from_polygons({{{{41, -12}, {41.4, -12}, {41.4, -11.6}, {41, -11.6}, {41, -12}}, hole}});
    const Geometry& area = round % 2 == 0 ? triangle : holed;
    const double width = 3000 + static_cast<double>(random() % 3000);
    const Analysis analysis = gi_star_analysis(*view_of("incidents", {}), study_of(area), {}, {{}, width, {}});
    std::vector<PreparedArea> hexagons;
    for (const Row& r : analysis.rows) { hexagons.emplace_back(r.geometry); }
    PreparedArea prepared(area);
    const auto is_seen = [&](LonLat p) {
      return std::any_of(hexagons.begin(), hexagons.end(), [&](PreparedArea& h) { return h.covers(p); });
    };
    for (int i = 0; i < 300; ++i) {
      const LonLat p{39.9 + 1.6 * static_cast<double>(random() % 1000) / 1000, -12.1 + 0.8 * static_cast<double>(random() % 1000) / 1000};
      if (prepared.covers(p)) { ASSERT_TRUE(is_seen(p)) << round; }
    }
    for (const Row& r : analysis.rows) { ASSERT_TRUE(prepared.intersects(r.geometry)); }
    ASSERT_EQ(number(analysis.collection.result->summary, {"without_statistic", "zero_variance"}),
              static_cast<double>(analysis.rows.size()));
  }
}

TEST(GiStarAnalysis, CornersFitTogether) {
  const Analysis analysis = gi_star_analysis(*view_of("incidents", {}), study_of(box_area(40, -12.3, 40.3, -12)), {}, {{}, 3000.0, {}});
  std::map<std::pair<double, double>, int> corners;
  for (const Row& r : analysis.rows) {
    const auto ring = ring_of(r);
    for (std::size_t i = 0; i < 6; ++i) { ++corners[{ring[i].lon, ring[i].lat}]; }
  }
  const auto n = static_cast<double>(analysis.rows.size());
  EXPECT_LT(static_cast<double>(corners.size()), 2.5 * n) << "inside, three hexagons share a corner: 2 a hexagon, not 6";
}

TEST(GiStarAnalysis, WithoutAStudyAreaGoesTwoStepsFromTheIncidents) {
  const Analysis one = gi_star_analysis(*view_of("incidents", rows_at({{40, -12}})), {}, {}, {{}, 1000.0, {}});
  EXPECT_EQ(one.rows.size(), 19U);
  EXPECT_NE(one.collection.result->parameters.find(R"("origin":"near_incidents","steps":2)"), std::string::npos);
  const auto says_so = [](const Text& t) { return t.en.find("No study area") != std::string::npos; };
  EXPECT_TRUE(std::any_of(one.caveats.begin(), one.caveats.end(), says_so));
  EXPECT_TRUE(gi_star_analysis(*view_of("incidents", {}), {}, {}, {}).rows.empty());
}

TEST(GiStarAnalysis, RepeatsBitForBit) {
  std::mt19937_64 random(35);
  for (int round = 0; round < 20; ++round) {
    const auto view = view_of("incidents", rows_at(random_places(random, 120)));
    const StudyArea study = round % 2 == 0 ? StudyArea{} : study_of(box_area(40, -12.3, 40.3, -12));
    Analysis once = gi_star_analysis(*view, study, {}, {});
    Analysis again = gi_star_analysis(*analysis_test::shuffled(view, random()), study, {}, {});
    EXPECT_EQ(analysis_test::everything(once), analysis_test::everything(again));
    seal(once, role_named("protection"));
    seal(again, role_named("protection"));
    EXPECT_EQ(once.collection.id, again.collection.id);
    EXPECT_TRUE(is_result_id(once.collection.id)) << once.collection.id;
    Analysis elsewhere = gi_star_analysis(*view, study_of(box_area(40, -12.3, 40.3, -12.01)), {}, {});
    seal(elsewhere, role_named("protection"));
    EXPECT_NE(once.collection.id, elsewhere.collection.id) << "the study area is part of the question";
  }
}

/// Nothing far away may spoil the plane, the width, or the answer.
TEST(GiStarAnalysis, WhatLiesFarFromTheStudyAreaChangesNothing) {
  std::mt19937_64 random(36);
  auto places = random_places(random, 100);
  const StudyArea study = study_of(box_area(40, -12.3, 40.3, -12));
  const Analysis near = gi_star_analysis(*view_of("incidents", rows_at(places)), study, {}, {});
  for (const LonLat stray : {LonLat{-87, 41}, {0, 0}, {-140, 12}, {40.8, -12}}) { places.push_back(stray); }
  const Analysis with = gi_star_analysis(*view_of("incidents", rows_at(places)), study, {}, {});
  EXPECT_EQ(near.collection.result->parameters, with.collection.result->parameters);
  ASSERT_EQ(near.rows.size(), with.rows.size());
  EXPECT_TRUE(std::equal(near.rows.begin(), near.rows.end(), with.rows.begin()));
  EXPECT_GE(number(with.collection.result->summary, {"excluded", "outside_study"}), 4);
}

TEST(GiStarAnalysis, ABoxCutsTheStudyArea) {
  std::mt19937_64 random(38);
  const auto view = view_of("incidents", rows_at(random_places(random, 150)));
  Filter filter;
  filter.bbox = BBox{40.05, -12.2, 40.2, -12.05};
  const Analysis boxed = gi_star_analysis(*view, study_of(box_area(40, -12.3, 40.3, -12)), filter, {{}, 2000.0, {}});
  for (const Row& r : boxed.rows) { EXPECT_TRUE(r.geometry.box().intersects(*filter.bbox)) << "nothing was counted there"; }
  const Analysis cut = gi_star_analysis(*view, study_of(box_area(40.05, -12.2, 40.2, -12.05)), filter, {{}, 2000.0, {}});
  EXPECT_EQ(boxed.rows.size(), cut.rows.size());
}

TEST(GiStarAnalysis, SaysWhatItIs) {
  const Analysis analysis = gi_star_analysis(*view_of("incidents", rows_at({{40, -12}})), {}, {}, {{}, 1500.0, {}});
  const Collection& c = analysis.collection;
  EXPECT_EQ(c.title.en, "Incidents: hot and cold spots (Gi*), hexagons of 1.5 km, no dates");
  EXPECT_EQ(c.title.pt, "Incidentes: pontos quentes e frios (Gi*), hexágonos de 1,5 km, sem datas");
  std::vector<std::string> names;
  for (const Field& field : c.fields) { names.push_back(field.name); }
  EXPECT_EQ(names, (std::vector<std::string>{"incidents", "neighbours", "z", "p", "q_value", "class", "reason"}));
  EXPECT_EQ(number(c.result->parameters, {"neighbours_m"}), 1500);
  StudyArea districts = study_of(box_area(40, -12.3, 40.3, -12));
  districts.origin = "admin_areas";
  districts.version = 7;
  const Analysis by_district = gi_star_analysis(*view_of("incidents", {}), districts, {}, {{}, 5000.0, {}});
  EXPECT_EQ(by_district.collection.result->inputs, (std::vector<std::string>{"incidents", "admin_areas"}));
}

TEST(GiStarAnalysis, ChoosesTheWidthByTheSpreadAndTheStudyArea) {
  const auto width_m = [](const Analysis& a) { return number(a.collection.result->parameters, {"width_m"}); };
  std::mt19937_64 random(37);
  const auto spread = view_of("incidents", rows_at(random_places(random, 200)));
  EXPECT_EQ(width_m(gi_star_analysis(*spread, {}, {}, {})), 750);  // 32 km / 45
  EXPECT_EQ(width_m(gi_star_analysis(*spread, study_of(box_area(40, -12.3, 40.3, -12)), {}, {})), 750);
  const auto one_village = view_of("incidents", rows_at({{40, -12}, {40.001, -12.001}}));
  EXPECT_EQ(width_m(gi_star_analysis(*one_village, {}, {}, {})), 250) << "no narrower, so that none singles out a place";
  for (const double narrow : {2.0, 100.0, 249.9}) {
    try {
      gi_star_analysis(*one_village, {}, {}, {{}, narrow, {}});
      ADD_FAILURE() << narrow;
    } catch (const Error& error) {
      EXPECT_NE(error.text().en.find("between 250 m and"), std::string::npos);
      EXPECT_NE(error.text().pt.find("entre 250 m e"), std::string::npos);
    }
  }
  const Analysis province = gi_star_analysis(*one_village, study_of(box_area(38.5, -14, 40.5, -10.5)), {}, {});
  EXPECT_EQ(width_m(province), 2000);  // 84,000 km² / 20,000 is 4.2 km²: 2.2 km
  EXPECT_LT(province.rows.size(), 30'000U);
}

TEST(GiStarAnalysis, ClassesAreThoseOfTheLegend) {
  EXPECT_EQ(gi_star_class(3, 0.01), 3);
  EXPECT_EQ(gi_star_class(3, 0.0100001), 2);
  EXPECT_EQ(gi_star_class(3, 0.05), 2);
  EXPECT_EQ(gi_star_class(3, 0.0500001), 1);
  EXPECT_EQ(gi_star_class(3, 0.1), 1);
  EXPECT_EQ(gi_star_class(3, 0.1000001), 0);
  EXPECT_EQ(gi_star_class(-3, 0.01), -3);
  EXPECT_EQ(gi_star_class(-3, 0.2), 0);
}

Problem problem_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) { return error.problem(); }
  ADD_FAILURE() << "nothing was thrown";
  return Problem::failed;
}

TEST(GiStarAnalysis, RefusesWhatHasNoMeaningOrIsTooMuch) {
  const auto view = view_of("incidents", rows_at({{40, -12}}));
  for (const double length : {0.0, -5.0, 0.9, 2e6, std::nan("")}) {
    EXPECT_EQ(problem_of([&] { gi_star_analysis(*view, {}, {}, {{}, length, {}}); }), Problem::usage) << length;
    EXPECT_EQ(problem_of([&] { gi_star_analysis(*view, {}, {}, {{}, {}, length}); }), Problem::usage) << length;
  }
  EXPECT_EQ(problem_of([&] { gi_star_analysis(*view, {}, {}, {{}, 1000.0, 20'001.0}); }), Problem::usage);
  const StudyArea country = study_of(box_area(30, -27, 41, -10));
  EXPECT_EQ(problem_of([&] { gi_star_analysis(*view, country, {}, {{}, 500.0, {}}); }), Problem::too_large);
  EXPECT_EQ(problem_of([&] { gi_star_analysis(*view, country, {}, {{}, 1500.0, {}}); }), Problem::too_large);
  EXPECT_EQ(problem_of([&] { gi_star_analysis(*view, study_of(box_area(-170, -80, 170, 80)), {}, {}); }), Problem::too_large);
}

}  // namespace
}  // namespace geo
