// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/eb_rates_analysis.hpp"
#include "geo/analysis/scan_analysis.hpp"
#include "geo/analysis/told.hpp"
#include "geo/geometry/area.hpp"
#include "geo/hotspots/scan.hpp"
#include "tests/geo/analysis/areas.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <map>

namespace geo {
namespace {

using analysis_test::Board;
using analysis_test::integer;
using analysis_test::is_null;
using analysis_test::number;
using analysis_test::real;
using analysis_test::refusal_of;
using analysis_test::row;
using analysis_test::said_in;
using analysis_test::text;
using analysis_test::value;
using analysis_test::view_of;

/// So many incidents and people in each square.
struct Figures {
  std::vector<int> cases;
  std::vector<double> people;
};

struct Views {
  std::shared_ptr<const View> incidents, areas, population;
};

Views views_of(const Board& board, const Figures& figures, std::mt19937_64& random) {
  std::vector<Row> incidents, population;
  for (int i = 0; i < board.size(); ++i) {
    const auto a = static_cast<std::size_t>(i);
    for (int k = 0; k < figures.cases[a]; ++k) { incidents.push_back(row("incidents", board.place(i, random))); }
    for (int k = 0; k < 4; ++k) {
      population.push_back(row("population", board.place(i, random), {{"people", figures.people[a] / 4}, {"year", std::int64_t{2023}}}));
    }
  }
  return {view_of("incidents", incidents), view_of("admin_areas", board.areas()), view_of("population", population)};
}

Figures random_figures(const Board& board, std::mt19937_64& random) {
  Figures figures;
  for (int i = 0; i < board.size(); ++i) {
    const double people = random() % 8 == 0 ? 0 : random() % 6 == 0 ? 40 : static_cast<double>(400 + random() % 20'000);
    const double rate = random() % 4 == 0 ? 0.004 : 0.001;
    figures.people.push_back(people);
    figures.cases.push_back(std::poisson_distribution<int>(std::max(0.5, people * rate))(random));
  }
  return figures;
}

/// Marshall's moments and Poisson tails by their words.
TEST(RatesAnalysis, AgreesWithTheDefinition) {
  std::mt19937_64 random(61);
  const Board board{5, 4};
  std::map<std::string, int> kinds;
  for (int round = 0; round < 50; ++round) {
    const Figures figures = random_figures(board, random);
    const Views views = views_of(board, figures, random);
    const Analysis analysis = eb_rates_analysis(*views.incidents, *views.areas, *views.population, {}, {});
    ASSERT_EQ(analysis.rows.size(), figures.cases.size());
    double cases = 0, people = 0;
    for (std::size_t a = 0; a < figures.cases.size(); ++a) {
      cases += figures.cases[a];
      people += figures.people[a];
    }
    const double mean = cases / people;
    double variance = -mean / (people / static_cast<double>(figures.cases.size()));
    for (std::size_t a = 0; a < figures.cases.size(); ++a) {
      if (figures.people[a] > 0) { variance += figures.people[a] / people * std::pow(figures.cases[a] / figures.people[a] - mean, 2); }
    }
    variance = std::max(0.0, variance);
    const auto p_of = [&](std::size_t a) {
      const double expected = mean * figures.people[a];
      const bool is_low = figures.cases[a] < expected;
      double tail = 0;
      for (int k = is_low ? 0 : figures.cases[a]; k <= (is_low ? figures.cases[a] : figures.cases[a] + 400); ++k) {
        tail += std::exp(k * std::log(expected) - expected - std::lgamma(k + 1));
      }
      return std::min(1.0, 2 * tail);
    };
    std::vector<double> all_p;
    for (std::size_t a = 0; a < figures.cases.size(); ++a) {
      if (figures.people[a] >= 100) { all_p.push_back(p_of(a)); }
    }
    const std::vector<bool> told = told_places(std::vector<std::uint64_t>(figures.cases.begin(), figures.cases.end()));
    for (std::size_t a = 0; a < figures.cases.size(); ++a) {
      const Row& r = analysis.rows[a];
      ASSERT_EQ(is_null(analysis, r, "incidents"), !told[a]);
      if (told[a]) { ASSERT_EQ(integer(analysis, r, "incidents"), figures.cases[a]); }
      ASSERT_NEAR(real(analysis, r, "people"), figures.people[a], 1e-9);
      if (figures.people[a] < 100) {
        ASSERT_EQ(text(analysis, r, "reason"), figures.people[a] > 0 ? "few_people" : "no_people");
        ASSERT_TRUE(is_null(analysis, r, "kind") && is_null(analysis, r, "rate") && is_null(analysis, r, "smoothed_rate"));
        ++kinds["without"];
        continue;
      }
      if (!told[a]) {
        ASSERT_EQ(text(analysis, r, "reason"), "few_incidents");
        analysis_test::expect_nothing_told(analysis, r, {"pcode", "name", "people", "expected", "reason"});
        ++kinds["few"];
        continue;
      }
      const double raw = figures.cases[a] / figures.people[a];
      ASSERT_NEAR(real(analysis, r, "rate"), 1000 * raw, 1e-9);
      const double smoothed = 1000 * (mean + variance * (raw - mean) / (variance + mean / figures.people[a]));
      ASSERT_NEAR(real(analysis, r, "smoothed_rate"), smoothed, 0.005001 * smoothed) << "three digits";
      ASSERT_NEAR(real(analysis, r, "p"), p_of(a), 1e-9);
      const double q = analysis_test::q_by_words(all_p, p_of(a));
      if (std::fabs(told_p(q) - q) > 1e-6) { ASSERT_EQ(real(analysis, r, "q_value"), told_p(q)); }
      const std::string kind = q > 0.05 ? "none" : raw < mean ? "low" : figures.cases[a] >= 10 ? "high" : "none";
      if (std::fabs(q - 0.05) > 1e-6) { ASSERT_EQ(text(analysis, r, "kind"), kind); }
      ++kinds[kind];
    }
    const Analysis again =
        eb_rates_analysis(*analysis_test::shuffled(views.incidents, random()), *analysis_test::shuffled(views.areas, random()),
                          *analysis_test::shuffled(views.population, random()), {}, {});
    ASSERT_EQ(analysis_test::everything(analysis), analysis_test::everything(again));
  }
  for (const char* kind : {"high", "low", "none", "without", "few"}) { EXPECT_GT(kinds[kind], 20) << kind; }
}

TEST(RatesAnalysis, SaysItsDenominatorAndWhatToLoad) {
  std::mt19937_64 random(62);
  const Board board{2, 1};
  const Views views = views_of(board, {{30, 5}, {1000, 2000}}, random);
  const Analysis analysis = eb_rates_analysis(*views.incidents, *views.areas, *views.population, {}, {});
  EXPECT_NE(said_in(analysis.caveats).find("The denominator is 3000 people of 2023"), std::string::npos) << said_in(analysis.caveats);
  EXPECT_EQ(number(analysis.collection.result->summary, {"population", "people"}), 3000);
  EXPECT_EQ(number(analysis.collection.result->summary, {"population", "year"}), 2023);
  EXPECT_EQ(analysis.collection.result->inputs, (std::vector<std::string>{"incidents", "admin_areas", "population"}));
  const auto dated = view_of("incidents", {row("incidents", board.place(0, random), {{"occurred_from", TimeMs{1'500'000'000'000}}})});
  EXPECT_NE(said_in(eb_rates_analysis(*dated, *views.areas, *views.population, {}, {}).caveats).find("incidents are of 2017 to 2017"),
            std::string::npos);
  const auto nobody = view_of("population", {});
  EXPECT_NE(refusal_of([&] { eb_rates_analysis(*views.incidents, *views.areas, *nobody, {}, {}); }).find("bairro import population"),
            std::string::npos);
  EXPECT_NE(refusal_of([&] { scan_analysis(*views.incidents, *views.areas, *nobody, {}, {}); }).find("bairro import population"),
            std::string::npos);
  // Without any incident every rate is 0, and nothing is tested.
  const Analysis quiet = eb_rates_analysis(*view_of("incidents", {}), *views.areas, *views.population, {}, {});
  for (const Row& r : quiet.rows) {
    EXPECT_TRUE(is_null(quiet, r, "rate") && is_null(quiet, r, "p") && is_null(quiet, r, "kind"));
    EXPECT_EQ(text(quiet, r, "reason"), "few_incidents") << "none and few look alike";
  }
  EXPECT_NE(refusal_of([&] { scan_analysis(*view_of("incidents", {}), *views.areas, *views.population, {}, {}); }).find("nothing to scan"),
            std::string::npos);
  Analysis sealed = analysis;
  seal(sealed, role_named("protection"));
  EXPECT_TRUE(is_result_id(sealed.collection.id)) << sealed.collection.id;
}

/// Each cluster's own figures, from the squares that its outline holds, and the likeliest of all circles by going through them.
TEST(ScanAnalysis, AgreesWithGoingThroughAllCircles) {
  std::mt19937_64 random(63);
  const Board board{5, 4};
  std::size_t shown = 0, few = 0, few_told = 0;
  for (int round = 0; round < 40; ++round) {
    Figures figures = random_figures(board, random);
    if (round % 2 == 0) {
      for (const std::size_t a : {6U, 7U, 11U}) {
        figures.people[a] = 5000;
        figures.cases[a] = 60;
      }
    }
    const Views views = views_of(board, figures, random);
    ScanParameters asked;
    asked.chance.permutations = 99;
    const Analysis analysis = scan_analysis(*views.incidents, *views.areas, *views.population, {}, asked, {}, threads(1 + round % 3));
    double cases = 0, people = 0;
    for (std::size_t a = 0; a < figures.cases.size(); ++a) {
      if (!(figures.people[a] > 0)) { continue; }
      cases += figures.cases[a];
      people += figures.people[a];
    }
    const std::string& summary = analysis.collection.result->summary;
    const double nobody = number(summary, {"used"}) - cases;
    const double said = number(summary, {"incidents_where_nobody_lives"});
    if (nobody < 10) {
      ASSERT_TRUE(std::isnan(said)) << "of few not even how few";
      ++few_told;
    } else {
      ASSERT_EQ(said, nobody);
    }
    const double in_few = number(summary, {"incidents_in_those"});
    ASSERT_TRUE(std::isnan(in_few) || in_few == 0 || in_few >= 10) << in_few;
    double last = HUGE_VAL;
    for (const Row& r : analysis.rows) {
      double inside = 0, living = 0;
      std::int64_t areas = 0;
      PreparedArea outline(r.geometry);
      for (int i = 0; i < board.size(); ++i) {
        const LonLat middle{board.corner(i).lon + Board::side / 2, board.corner(i).lat + Board::side / 2};
        if (!outline.covers(middle)) { continue; }
        inside += figures.cases[static_cast<std::size_t>(i)];
        living += figures.people[static_cast<std::size_t>(i)];
        ++areas;
      }
      ASSERT_EQ(integer(analysis, r, "areas"), areas);
      ASSERT_EQ(integer(analysis, r, "incidents"), static_cast<std::int64_t>(inside));
      ASSERT_GE(inside, 10);
      ASSERT_NEAR(real(analysis, r, "people"), living, 1e-6);
      const double expected = cases * living / people;
      ASSERT_NEAR(real(analysis, r, "expected"), expected, 1e-9 * expected);
      const double outside = cases - inside;
      const double llr = inside * std::log(inside / expected) + (outside > 0 ? outside * std::log(outside / (cases - expected)) : 0);
      ASSERT_NEAR(real(analysis, r, "llr"), llr, 1e-9 * llr);
      ASSERT_LE(llr, last);
      last = llr;
      ASSERT_EQ(text(analysis, r, "kind"), real(analysis, r, "p") <= 0.05 ? "cluster" : "chance");
      ++shown;
    }
    few += static_cast<std::size_t>(number(summary, {"clusters_of_few_incidents"}));
    if (round % 2 == 0) {
      ASSERT_FALSE(analysis.rows.empty());
      EXPECT_EQ(text(analysis, analysis.rows[0], "kind"), "cluster");
    }
    const Analysis again =
        scan_analysis(*analysis_test::shuffled(views.incidents, random()), *analysis_test::shuffled(views.areas, random()),
                      *analysis_test::shuffled(views.population, random()), {}, asked);
    ASSERT_EQ(analysis_test::everything(analysis), analysis_test::everything(again)) << "any order, any number of threads";
  }
  EXPECT_GT(shown, 40U);
  EXPECT_GT(few, 10U);
  EXPECT_GT(few_told, 3U);
}

/// All incidents in one place: the rate outside is 0, and no number is that many times as high.
TEST(ScanAnalysis, WithoutLimitIsNull) {
  std::mt19937_64 random(64);
  const Board board{4, 3};
  Figures figures{std::vector<int>(12), std::vector<double>(12, 1000)};
  figures.cases[5] = 40;
  const Views views = views_of(board, figures, random);
  const Analysis analysis = scan_analysis(*views.incidents, *views.areas, *views.population, {}, {});
  ASSERT_EQ(analysis.rows.size(), 1U);
  const Row& r = analysis.rows[0];
  EXPECT_TRUE(is_null(analysis, r, "relative_risk"));
  EXPECT_EQ(text(analysis, r, "reason"), "all_inside");
  EXPECT_EQ(text(analysis, r, "names"), "District 5");
  EXPECT_EQ(real(analysis, r, "p"), 0.001);
  for (const double bad : {0.0, 1.5, std::nan("")}) {
    ScanParameters asked;
    asked.max_share = bad;
    EXPECT_FALSE(refusal_of([&] { scan_analysis(*views.incidents, *views.areas, *views.population, {}, asked); }).empty());
  }
}

}  // namespace
}  // namespace geo
