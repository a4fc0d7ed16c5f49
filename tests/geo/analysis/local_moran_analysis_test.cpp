// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/local_moran_analysis.hpp"

#include "geo/analysis/told.hpp"
#include "geo/base/error.hpp"
#include "geo/hotspots/local_statistics.hpp"
#include "geo/hotspots/spatial_weights.hpp"
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
  if (!(variance > 1e-15) || !(m2 - own * own / (n - 1) > 1e-12 * m2)) { return std::nullopt; }
  told.z = (told.i - expected) / std::sqrt(variance);
  told.p = std::erfc(std::fabs(told.z) / std::sqrt(2.0));
  told.quadrant = std::string(own > 0 ? "high" : "low") + (around > 0 ? "-high" : "-low");
  told.is_on_the_mean = std::fabs(around) < 1e-9 * (1 + mean);
  return told;
}

/// Of all hexagons, told or not.
struct All {
  std::vector<std::optional<Told>> told;
  std::vector<std::optional<double>> drawn;  ///< p by permutations
  std::vector<double> all_p, all_drawn;
};

All all_of(const std::vector<Seen>& hexagons, double neighbours_m, const PermutationOptions& chance) {
  All all;
  std::vector<std::vector<std::uint32_t>> near(hexagons.size());
  std::vector<double> values;
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    values.push_back(static_cast<double>(hexagons[i].incidents));
    for (std::uint32_t j = 0; j < hexagons.size(); ++j) {
      if (j != i && analysis_test::are_near(hexagons[i], hexagons[j], neighbours_m)) { near[i].push_back(j); }
    }
  }
  const auto drawings = conditional_permutations(values, row_standardised({NeighbourLists(near)}), LocalKind::moran, chance);
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    all.told.push_back(told_of(hexagons, i, neighbours_m));
    all.drawn.push_back(all.told.back() ? drawings[i].two_sided() : std::nullopt);
    if (!all.told.back()) { continue; }
    all.all_p.push_back(all.told.back()->p);
    all.all_drawn.push_back(*all.drawn.back());
  }
  return all;
}

/// Returns how many rows have exact figures, and how many steps.
std::pair<int, int> check_statistics(const Analysis& analysis, const std::vector<Seen>& hexagons, const All& all, double neighbours_m) {
  const std::vector<bool> is_told = told_places(analysis_test::counts_of(hexagons));
  int exact = 0;
  int stepped = 0;
  EXPECT_EQ(number(analysis.collection.result->summary, {"tested"}), static_cast<double>(all.all_p.size()));
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    const Row& r = analysis.rows[i];
    const auto& told = all.told[i];
    if (!told) { EXPECT_TRUE(is_null(value(analysis, r, "kind"))) << "what is not known is no kind of its own"; }
    if (!is_told[i]) {
      analysis_test::expect_nothing_told(analysis, r, {"neighbours", "kind", "reason"});
      EXPECT_FALSE(is_null(value(analysis, r, "reason")));
      continue;
    }
    EXPECT_EQ(integer(analysis, r, "incidents"), hexagons[i].incidents);
    if (!told) {
      analysis_test::expect_nothing_told(analysis, r, {"incidents", "neighbours", "reason"});
      continue;
    }
    if (!told->is_on_the_mean) { EXPECT_EQ(text(analysis, r, "quadrant"), told->quadrant); }
    const double q = analysis_test::q_by_words(all.all_p, told->p);
    const double q_drawn = analysis_test::q_by_words(all.all_drawn, *all.drawn[i]);
    bool few_around = false;
    for (std::size_t j = 0; j < hexagons.size(); ++j) {
      const bool is_near = j != i && analysis_test::are_near(hexagons[i], hexagons[j], neighbours_m);
      few_around = few_around || (is_near && !is_told[j]);
    }
    if (few_around) {
      ++stepped;
      EXPECT_TRUE(is_null(value(analysis, r, "local_i")) && is_null(value(analysis, r, "z")));
      EXPECT_EQ(text(analysis, r, "reason"), "few_around");
      EXPECT_EQ(real(analysis, r, "p_permutation"), told_p(*all.drawn[i]));
      EXPECT_EQ(real(analysis, r, "p"), told_p(told->p));
      EXPECT_EQ(real(analysis, r, "q_value"), told_p(q));
      EXPECT_EQ(real(analysis, r, "q_permutation"), told_p(q_drawn));
      continue;
    }
    ++exact;
    EXPECT_NEAR(real(analysis, r, "local_i"), told->i, 1e-9 * (1 + std::fabs(told->i)));
    EXPECT_NEAR(real(analysis, r, "z"), told->z, 1e-8 * (1 + std::fabs(told->z)));
    EXPECT_NEAR(real(analysis, r, "p"), told->p, 1e-8);
    EXPECT_EQ(real(analysis, r, "p_permutation"), *all.drawn[i]);
    EXPECT_EQ(real(analysis, r, "q_value"), told_p(q)) << "made of the p of all";
    EXPECT_EQ(real(analysis, r, "q_permutation"), told_p(q_drawn));
  }
  return {exact, stepped};
}

/// Returns how many were drawn hot, and how many were not because they are few.
std::pair<int, int> check_kinds(const Analysis& analysis, const std::vector<Seen>& hexagons, const All& all, double neighbours_m) {
  std::vector<std::string> clear;
  std::vector<bool> is_hot;
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    const auto& told = all.told[i];
    const bool both = told && analysis_test::q_by_words(all.all_p, told->p) <= 0.05 && *all.drawn[i] <= 0.05;
    clear.push_back(both ? told->quadrant : told ? "none" : "");
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
  int exact = 0;
  int stepped = 0;
  int hot = 0;
  int few = 0;
  for (int round = 0; round < 100; ++round) {
    const auto places =
        random_places(random, round % 4 == 0 ? random() % 12 : random() % (round % 4 == 1 ? 900 : 150) + (round % 10 == 3 ? 3000 : 0));
    const double width = 2000 + static_cast<double>(random() % 4000);
    const double neighbours = (round % 5 == 0 ? 1.8 : 1) * width;
    const StudyArea study = round % 3 == 0 ? StudyArea{} : study_of(box_area(40, -12.3, 40.3, -12));
    const auto view = view_of("incidents", rows_at(places));
    const Analysis analysis = local_moran_analysis(*view, study, {}, {{{}, width, neighbours}, {199, 1}});
    const auto hexagons = seen_in(analysis, places);
    const All all = all_of(hexagons, neighbours, {199, 1});
    const auto [more_exact, more_stepped] = check_statistics(analysis, hexagons, all, neighbours);
    const auto [more_hot, more_few] = check_kinds(analysis, hexagons, all, neighbours);
    ASSERT_FALSE(testing::Test::HasFailure()) << round;
    exact += more_exact;
    stepped += more_stepped;
    hot += more_hot;
    few += more_few;
  }
  EXPECT_GT(exact, 5);
  EXPECT_GT(stepped, 50);
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
  for (const char* words : {"not the same as safe", "Fewer than 10", "no p is below 0.00400", "No study area", "none and few look alike"}) {
    EXPECT_NE(said.find(words), std::string::npos) << words << ": " << said;
  }
  const Analysis nothing = local_moran_analysis(*view_of("incidents", {}), {}, {}, {});
  EXPECT_TRUE(nothing.rows.empty());
  EXPECT_EQ(number(nothing.collection.result->summary, {"tested"}), 0);
  const Analysis even =
      local_moran_analysis(*view_of("incidents", {}), study_of(box_area(40, -12.3, 40.3, -12)), {}, {{{}, 5000.0, {}}, {}});
  for (const Row& r : even.rows) {
    EXPECT_EQ(text(even, r, "reason"), "zero_variance");
    EXPECT_TRUE(is_null(value(even, r, "incidents"))) << "none and few look alike";
  }
  EXPECT_THROW(local_moran_analysis(*view, {}, {}, {{}, {0, 1}}), Error);
}

}  // namespace
}  // namespace geo
