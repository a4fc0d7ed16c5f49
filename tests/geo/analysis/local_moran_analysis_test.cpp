// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/local_moran_analysis.hpp"

#include "geo/base/error.hpp"
#include "tests/geo/analysis/hexagons.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace geo {
namespace {

using analysis_test::box_area;
using analysis_test::integer;
using analysis_test::number;
using analysis_test::random_places;
using analysis_test::real;
using analysis_test::rows_at;
using analysis_test::Seen;
using analysis_test::seen_in;
using analysis_test::study_of;
using analysis_test::text;
using analysis_test::value;
using analysis_test::view_of;

struct Told {
  double i = 0, z = 0, p = 1;
  std::string quadrant;
  bool is_on_the_mean = false;  ///< around it, but for rounding
};

/// Anselin (1995) word by word: row-standardised weights, the moments those of sharing out the other values, given the place's own.
std::optional<Told> told_of(const std::vector<Seen>& hexagons, std::size_t i, double neighbours_m) {
  const auto n = static_cast<double>(hexagons.size());
  double mean = 0;
  for (const Seen& h : hexagons) { mean += static_cast<double>(h.incidents) / n; }
  double m2 = 0;
  for (const Seen& h : hexagons) { m2 += std::pow(static_cast<double>(h.incidents) - mean, 2) / n; }
  double around = 0;
  double k = 0;
  for (std::size_t j = 0; j < hexagons.size(); ++j) {
    if (j == i || !analysis_test::are_near(hexagons[i], hexagons[j], neighbours_m)) { continue; }
    around += static_cast<double>(hexagons[j].incidents) - mean;
    k += 1;
  }
  if (hexagons.size() < 3 || m2 == 0 || k == 0) { return std::nullopt; }
  const double own = static_cast<double>(hexagons[i].incidents) - mean;
  Told told;
  told.i = own / m2 * around / k;
  const double expected = -own * own / ((n - 1) * m2);
  const double variance = std::pow(own / m2, 2) * (n / (n - 2)) * (1 / k - 1 / (n - 1)) * (m2 - own * own / (n - 1));
  if (!(variance > 1e-15)) { return std::nullopt; }
  told.z = (told.i - expected) / std::sqrt(variance);
  told.p = std::erfc(std::fabs(told.z) / std::sqrt(2.0));
  told.quadrant = std::string(own > 0 ? "high" : "low") + (around > 0 ? "-high" : "-low");
  told.is_on_the_mean = std::fabs(around) < 1e-9 * (1 + mean);
  return told;
}

void check_statistics(const Analysis& analysis, const std::vector<Seen>& hexagons, double neighbours_m) {
  std::vector<double> all_p;
  std::vector<double> all_drawn;
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    const Row& r = analysis.rows[i];
    const auto told = told_of(hexagons, i, neighbours_m);
    if (!told) {
      ASSERT_TRUE(is_null(value(analysis, r, "z")) && is_null(value(analysis, r, "p")) && is_null(value(analysis, r, "q_value")));
      ASSERT_TRUE(is_null(value(analysis, r, "kind"))) << "what is not known is no kind of its own";
      ASSERT_FALSE(is_null(value(analysis, r, "reason")));
      continue;
    }
    ASSERT_NEAR(real(analysis, r, "local_i"), told->i, 1e-9 * (1 + std::fabs(told->i)));
    ASSERT_NEAR(real(analysis, r, "z"), told->z, 1e-8 * (1 + std::fabs(told->z)));
    ASSERT_NEAR(real(analysis, r, "p"), told->p, 1e-8);
    if (!told->is_on_the_mean) { ASSERT_EQ(text(analysis, r, "quadrant"), told->quadrant); }
    all_p.push_back(real(analysis, r, "p"));
    all_drawn.push_back(real(analysis, r, "p_permutation"));
  }
  for (const Row& r : analysis.rows) {
    if (is_null(value(analysis, r, "p"))) { continue; }
    ASSERT_NEAR(real(analysis, r, "q_value"), analysis_test::q_by_words(all_p, real(analysis, r, "p")), 1e-8);
    ASSERT_NEAR(real(analysis, r, "q_permutation"), analysis_test::q_by_words(all_drawn, real(analysis, r, "p_permutation")), 1e-8);
  }
  ASSERT_EQ(number(analysis.collection.result->summary, {"tested"}), static_cast<double>(all_p.size()));
}

/// Returns how many were drawn hot, and how many were not because they are few.
std::pair<int, int> check_kinds(const Analysis& analysis, const std::vector<Seen>& hexagons, double neighbours_m) {
  std::vector<std::string> clear;
  std::vector<bool> is_hot;
  for (const Row& r : analysis.rows) {
    const bool tested = !is_null(value(analysis, r, "p"));
    const bool both = tested && real(analysis, r, "q_value") <= 0.05 && real(analysis, r, "p_permutation") <= 0.05;
    clear.push_back(both ? text(analysis, r, "quadrant") : tested ? "none" : "");
    is_hot.push_back(clear.back().starts_with("high"));
  }
  const auto incidents = analysis_test::incidents_of_groups(hexagons, is_hot, neighbours_m);
  std::map<std::string, double> drawn;
  int hot = 0;
  int few = 0;
  for (std::size_t i = 0; i < clear.size(); ++i) {
    const Row& r = analysis.rows[i];
    if (clear[i].empty()) { continue; }
    const bool small = is_hot[i] && incidents[i] < 10;
    EXPECT_EQ(text(analysis, r, "kind"), small ? "none" : clear[i]);
    EXPECT_EQ(is_null(value(analysis, r, "reason")), !small);
    ++drawn[text(analysis, r, "kind")];
    hot += is_hot[i] && !small ? 1 : 0;
    few += small ? 1 : 0;
  }
  for (const char* quadrant : {"high-high", "high-low", "low-high", "low-low"}) {
    EXPECT_EQ(number(analysis.collection.result->summary, {"kinds", quadrant}), drawn[quadrant]);
  }
  return {hot, few};
}

TEST(LocalMoranAnalysis, AgreesWithTheDefinition) {
  std::mt19937_64 random(41);
  int hot = 0;
  int few = 0;
  for (int round = 0; round < 100; ++round) {
    const auto places = random_places(random, round % 4 == 0 ? random() % 12 : random() % 150);
    const double width = 2000 + static_cast<double>(random() % 4000);
    const double neighbours = (round % 5 == 0 ? 1.8 : 1) * width;
    const StudyArea study = round % 3 == 0 ? StudyArea{} : study_of(box_area(40, -12.3, 40.3, -12));
    const auto view = view_of("incidents", rows_at(places));
    const Analysis analysis = local_moran_analysis(*view, study, {}, {{{}, width, neighbours}, {199, 1}});
    const auto hexagons = seen_in(analysis);
    ASSERT_NO_FATAL_FAILURE(check_statistics(analysis, hexagons, neighbours)) << round;
    const auto [more_hot, more_few] = check_kinds(analysis, hexagons, neighbours);
    hot += more_hot;
    few += more_few;
  }
  EXPECT_GT(hot, 50);
  EXPECT_GT(few, 3);
}

TEST(LocalMoranAnalysis, RepeatsBitForBitInAnyOrderByAnyNumberOfWorkers) {
  std::mt19937_64 random(45);
  for (int round = 0; round < 10; ++round) {
    const auto view = view_of("incidents", rows_at(random_places(random, 120)));
    const StudyArea study = round % 2 == 0 ? StudyArea{} : study_of(box_area(40, -12.3, 40.3, -12));
    const LocalMoranParameters asked{{{}, 3000.0, {}}, {99, 7}};
    Analysis once = local_moran_analysis(*view, study, {}, asked);
    for (const std::size_t number_of : {1U, 2U, 3U}) {
      Analysis again = local_moran_analysis(*analysis_test::shuffled(view, random()), study, {}, asked, {}, threads(number_of));
      ASSERT_EQ(analysis_test::everything(once), analysis_test::everything(again));
    }
    seal(once, role_named("protection"));
    Analysis other = local_moran_analysis(*view, study, {}, {asked.hexagons, {99, 8}});
    seal(other, role_named("protection"));
    EXPECT_NE(once.collection.id, other.collection.id) << "another seed is another question";
    EXPECT_TRUE(is_result_id(once.collection.id)) << once.collection.id;
  }
}

TEST(LocalMoranAnalysis, SaysWhatWasAskedAndWhatItCannotTell) {
  const auto view = view_of("incidents", rows_at({{40, -12}}));
  const Analysis analysis = local_moran_analysis(*view, {}, {}, {{{}, 1500.0, {}}, {499, 3}});
  const Collection& c = analysis.collection;
  EXPECT_EQ(c.title.en, "Incidents: clusters and outliers (local Moran), hexagons of 1.5 km, no dates");
  EXPECT_EQ(number(c.result->parameters, {"permutations"}), 499);
  EXPECT_EQ(number(c.result->parameters, {"seed"}), 3);
  std::string said;
  for (const Text& t : analysis.caveats) {
    said += t.en;
    EXPECT_FALSE(t.pt.empty() || t.pt == t.en);
  }
  for (const char* words : {"not the same as safe", "Fewer than 10", "no p is below 0.00400", "No study area"}) {
    EXPECT_NE(said.find(words), std::string::npos) << words << ": " << said;
  }
  const Analysis nothing = local_moran_analysis(*view_of("incidents", {}), {}, {}, {});
  EXPECT_TRUE(nothing.rows.empty());
  EXPECT_EQ(number(nothing.collection.result->summary, {"tested"}), 0);
  const Analysis even =
      local_moran_analysis(*view_of("incidents", {}), study_of(box_area(40, -12.3, 40.3, -12)), {}, {{{}, 5000.0, {}}, {}});
  for (const Row& r : even.rows) { EXPECT_EQ(text(even, r, "reason"), "zero_variance"); }
  EXPECT_THROW(local_moran_analysis(*view, {}, {}, {{}, {0, 1}}), Error);
}

}  // namespace
}  // namespace geo
