// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/coverage_gaps_analysis.hpp"

#include "geo/base/error.hpp"
#include "geo/coverage/overlay.hpp"
#include "geo/geometry/area.hpp"
#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/wkb.hpp"
#include "tests/geo/analysis/data.hpp"
#include "tests/geo/coverage/squares.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

namespace geo {
namespace {

using analysis_test::number;
using analysis_test::row;
using analysis_test::text;
using analysis_test::value;
using analysis_test::view_of;
using test_support::block;
using test_support::Block;

constexpr DayNumber day = 20'000;  // 2024-10-04

Value maybe(bool known, std::int64_t number) {
  Value v;
  if (known) { v = number; }
  return v;
}

Value words(const char* t) { return std::string(t); }

StudyArea study_of(const Geometry& area) {
  StudyArea study;
  study.area = area;
  study.origin = "area_of_operation";
  return study;
}

/// A small programme on the chessboard of squares.hpp.
struct Programme {
  std::vector<Row> catchments, sites, settlements, incidents, councils;

  struct Views {
    std::shared_ptr<const View> catchments, sites, settlements, incidents, councils;
    [[nodiscard]] CoverageViews all() const { return {*catchments, *sites, councils.get(), settlements.get(), incidents.get()}; }
  };
  [[nodiscard]] Views views() const {
    return {view_of("catchments", catchments), view_of("sites", sites), view_of("settlements", settlements),
            view_of("incidents", incidents), view_of("cscs", councils)};
  }
  [[nodiscard]] Analysis look(const StudyArea& study, const Filter& filter = {}, double service_m = 10'000) const {
    CoverageParameters parameters;
    parameters.day = day;
    parameters.service_m = service_m;
    return coverage_gaps_analysis(views().all(), study, filter, parameters);
  }

  void add_catchment(const Geometry& area, const analysis_test::Cells& cells = {}) { catchments.push_back(row("catchments", area, cells)); }
  void add_site(LonLat at) { sites.push_back(row("sites", at, {{"status", words("active")}})); }
  void add_settlement(LonLat at, const Value& people) {
    settlements.push_back(
        row("settlements", at, {{"name", std::string("S") + std::to_string(settlements.size())}, {"population", people}}));
  }
};

double sum_of(const Analysis& analysis, const std::vector<std::string>& kinds, const std::string& field) {
  double sum = 0;
  for (const Row& r : analysis.rows) {
    if (std::find(kinds.begin(), kinds.end(), text(analysis, r, "kind")) == kinds.end()) { continue; }
    const Value& v = value(analysis, r, field);
    if (const auto* real = std::get_if<double>(&v)) { sum += *real; }
    if (const auto* whole = std::get_if<std::int64_t>(&v)) { sum += static_cast<double>(*whole); }
  }
  return sum;
}

const std::vector<std::string> gap_kinds{"gap", "sliver"};

Programme random_programme(std::mt19937_64& random, std::vector<Block>& blocks) {
  Programme p;
  blocks = test_support::random_blocks(random, static_cast<int>(random() % 6));
  for (std::size_t i = 0; i < blocks.size(); ++i) { p.add_catchment(block(blocks[i]), {{"name", "C" + std::to_string(i)}}); }
  const auto somewhere = [&] {
    return LonLat{38.95 + 1.3 * static_cast<double>(random() % 10'000) / 10'000,
                  -13.05 + 1.3 * static_cast<double>(random() % 10'000) / 10'000};
  };
  for (std::size_t n = random() % 4; n > 0; --n) { p.add_site(somewhere()); }
  for (std::size_t n = random() % 30; n > 0; --n) {
    p.add_settlement(somewhere(), maybe(random() % 4 != 0, static_cast<std::int64_t>(random() % 5000)));
  }
  for (std::size_t n = random() % 40; n > 0; --n) {
    p.incidents.push_back(row("incidents", somewhere(), {{"source_type", words(random() % 5 == 0 ? "patrol" : "csc")}}));
  }
  return p;
}

struct Counted {
  double rows = 0, people = 0;
};

/// Who is in no catchment, far from every site, or both, place by place: squares by their numbers, distances one by one.
Counted count_where(const Programme& p, const std::vector<Row>& rows, const Geometry& study, double service_m,
                    const std::vector<Block>& blocks, const std::function<bool(bool in_catchment, bool near)>& wanted) {
  Counted counted;
  for (const Row& r : rows) {
    const LonLat at = r.geometry.lonlat();
    if (!covers(study, at)) { continue; }
    bool inside = false;
    for (const Block& b : blocks) { inside = inside || covers(block(b), at); }
    bool near = false;
    for (const Row& site : p.sites) { near = near || distance_m(at, site.geometry.lonlat()) <= service_m; }
    if (!wanted(inside, near)) { continue; }
    counted.rows += 1;
    const int population = builtin_catalog().collection("settlements")->index_of("population");
    const auto* people = &rows == &p.settlements ? std::get_if<std::int64_t>(&r.values[static_cast<std::size_t>(population)]) : nullptr;
    counted.people += people == nullptr ? 0 : static_cast<double>(*people);
  }
  return counted;
}

TEST(CoverageGapsAnalysis, AgreesWithCountingPlaceByPlace) {
  std::mt19937_64 random(41);
  const double service_m = 30'000;
  for (int round = 0; round < 250; ++round) {
    std::vector<Block> blocks;
    const Programme p = random_programme(random, blocks);
    const Geometry study = block({0, 0, test_support::board, test_support::board});
    const Analysis analysis = p.look(study_of(study), {}, service_m);
    const std::string& s = analysis.collection.result->summary;
    // Ground: the parts add up to the gap, and each is what squares say.
    const double want_gap = test_support::squares_km2([&](int x, int y) { return test_support::count_in(blocks, x, y) == 0; });
    ASSERT_NEAR(number(s, {"gap_km2"}) + number(s, {"sliver_km2"}), want_gap, 1e-7 * (1 + want_gap)) << round;
    ASSERT_NEAR(sum_of(analysis, gap_kinds, "area_km2"), want_gap, 1e-7 * (1 + want_gap)) << round;
    ASSERT_NEAR(number(s, {"covered_km2"}) + want_gap, number(s, {"km2"}), 1e-6);
    // People.
    const auto settled = [&](auto wanted) { return count_where(p, p.settlements, study, service_m, blocks, wanted); };
    const Counted all = settled([](bool, bool) { return true; });
    ASSERT_EQ(number(s, {"settlements", "used"}), all.rows);
    ASSERT_EQ(number(s, {"settlements", "people"}), all.people);
    ASSERT_EQ(number(s, {"settlements", "served", "people"}), settled([](bool in, bool near) { return in && near; }).people);
    ASSERT_EQ(number(s, {"settlements", "catchment_only", "rows"}), settled([](bool in, bool near) { return in && !near; }).rows);
    ASSERT_EQ(number(s, {"settlements", "site_only", "people"}), settled([](bool in, bool near) { return !in && near; }).people);
    ASSERT_EQ(number(s, {"settlements", "neither", "rows"}), settled([](bool in, bool near) { return !in && !near; }).rows);
    // Those in no catchment lie in the parts of the gap, each once; those not served have a row.
    ASSERT_EQ(sum_of(analysis, gap_kinds, "people"), settled([](bool in, bool) { return !in; }).people) << round;
    const Counted unserved = settled([](bool in, bool near) { return !in || !near; });
    const auto is_settlement = [&](const Row& r) { return text(analysis, r, "kind") == "settlement"; };
    ASSERT_EQ(static_cast<double>(std::count_if(analysis.rows.begin(), analysis.rows.end(), is_settlement)), unserved.rows);
    ASSERT_EQ(sum_of(analysis, {"settlement"}, "people"), unserved.people);
    // Incidents: without those of patrols.
    std::vector<Row> counting;
    const int source = builtin_catalog().collection("incidents")->index_of("source_type");
    for (const Row& r : p.incidents) {
      if (std::get<std::string>(r.values[static_cast<std::size_t>(source)]) != "patrol") { counting.push_back(r); }
    }
    const auto reported = [&](auto wanted) { return count_where(p, counting, study, service_m, blocks, wanted); };
    ASSERT_EQ(number(s, {"incidents\":{\"matched", "used"}), reported([](bool, bool) { return true; }).rows) << s;
    ASSERT_EQ(sum_of(analysis, gap_kinds, "incidents"), reported([](bool in, bool) { return !in; }).rows);
    for (const Row& r : analysis.rows) {
      ASSERT_TRUE(is_settlement(r) || r.geometry.kind() == GeometryKind::polygon) << "no incident is shown as a point";
    }
  }
}

/// matched = used + the sum of excluded, in each of the four parts of a summary.
TEST(CoverageGapsAnalysis, EveryRowIsUsedOrLeftOut) {
  std::mt19937_64 random(43);
  for (int round = 0; round < 200; ++round) {
    std::vector<Block> blocks;
    Programme p = random_programme(random, blocks);
    const auto date = [&] { return maybe(random() % 2 != 0, std::int64_t{day} - 2 + static_cast<std::int64_t>(random() % 5)); };
    const char* statuses[] = {"active", "dissolved", "dormant"};
    for (int i = 0; i < 5; ++i) {
      const Geometry area = random() % 4 == 0 ? Geometry() : block({i, i, i + 2, i + 2});
      p.add_catchment(area,
                      {{"status", words(statuses[random() % 3])}, {"valid_from", date()}, {"valid_to", date()}, {"csc_code", words("K1")}});
      const char* site[] = {"active", "planned", "closed"};
      p.sites.push_back(row("sites", random() % 4 == 0 ? Geometry() : Geometry::point({39, -13}),
                            {{"status", words(site[random() % 3])}, {"opened_on", date()}, {"closed_on", date()}}));
    }
    p.settlements.push_back(row("settlements", Geometry()));
    if (random() % 3 == 0) { p.councils.push_back(row("cscs", Geometry(), {{"code", words("K1")}, {"status", words("dissolved")}})); }
    const Analysis analysis = p.look(study_of(block({0, 0, 8, 8})));
    const std::string& s = analysis.collection.result->summary;
    for (const char* part :
         {"\"catchments\":{\"matched", "\"sites\":{\"matched", "\"settlements\":{\"matched", "\"incidents\":{\"matched"}) {
      const std::size_t at = s.find(part);
      ASSERT_NE(at, std::string::npos) << part;
      const std::string from_here = s.substr(at);
      const std::size_t begin = from_here.find("\"excluded\":{") + 12;
      std::string reasons = from_here.substr(begin, from_here.find('}', begin) - begin);
      double excluded = 0;
      for (std::size_t colon = reasons.find(':'); colon != std::string::npos; colon = reasons.find(':', colon + 1)) {
        excluded += std::strtod(reasons.c_str() + colon + 1, nullptr);
      }
      ASSERT_EQ(number(from_here, {"matched"}), number(from_here, {"used"}) + excluded) << part << ' ' << s;
    }
  }
}

TEST(CoverageGapsAnalysis, UsesWhatIsValidAndOpenOnTheDay) {
  Programme p;
  const auto square = [](int i) { return block({i, 0, i + 1, 1}); };
  p.add_catchment(square(0), {{"valid_from", std::int64_t{day}}, {"valid_to", std::int64_t{day}}});
  p.add_catchment(square(1), {{"valid_from", std::int64_t{day + 1}}});
  p.add_catchment(square(2), {{"valid_to", std::int64_t{day - 1}}});
  p.add_catchment(square(3), {{"status", words("dissolved")}});
  p.add_catchment(square(4), {{"csc_code", words("CSC-9")}});
  p.councils = {row("cscs", Geometry(), {{"code", words("CSC-9")}, {"status", words("dissolved")}})};
  p.add_catchment(square(5), {{"status", words("dormant")}, {"csc_code", words("CSC-8")}});
  const auto site = [&](const char* status, const Value& opened, const Value& closed) {
    p.sites.push_back(row("sites", {39.5, -12.5}, {{"status", words(status)}, {"opened_on", opened}, {"closed_on", closed}}));
  };
  site("active", std::int64_t{day}, {});
  site("active", {}, std::int64_t{day + 1});
  site("active", std::int64_t{day + 1}, {});
  site("active", {}, std::int64_t{day});
  site("suspended", {}, {});
  p.sites.push_back(row("sites", {39.5, -12.5}));  // nobody says that it is open
  const Analysis analysis = p.look(study_of(block({0, 0, 12, 12})));
  const std::string& s = analysis.collection.result->summary;
  EXPECT_NE(s.find(R"("catchments":{"matched":6,"used":2,"excluded":{"dissolved":2,"no_longer_valid":1,"not_valid_yet":1})"),
            std::string::npos)
      << s;
  EXPECT_NE(s.find(R"("sites":{"matched":6,"used":2,"excluded":{"closed":1,"not_active":2,"not_open_yet":1})"), std::string::npos) << s;
  EXPECT_NE(s.find("Catchments of dissolved councils are not used."), std::string::npos);
  EXPECT_NEAR(number(s, {"covered_km2"}), ground_area_km2(square(0)) + ground_area_km2(square(5)), 1e-6);
}

/// A day on which nothing begins or ends asks the same question.
TEST(CoverageGapsAnalysis, TheDayCountsOnlyForWhatItDecides) {
  Programme p;
  p.add_catchment(block({0, 0, 2, 2}), {{"valid_to", std::int64_t{day + 10}}});
  p.add_site({39.1, -12.9});
  const auto views = p.views();
  const auto id_on = [&](DayNumber on) {
    CoverageParameters parameters;
    parameters.day = on;
    Analysis a = coverage_gaps_analysis(views.all(), study_of(block({0, 0, 4, 4})), {}, parameters);
    seal(a, role_named("protection"));
    EXPECT_NE(a.collection.result->parameters.find(format_date(on)), std::string::npos);
    return a.collection.id;
  };
  EXPECT_EQ(id_on(day), id_on(day + 5));
  EXPECT_NE(id_on(day), id_on(day + 11));
  EXPECT_EQ(id_on(day).substr(0, 16), "r-coverage-gaps-");
}

TEST(CoverageGapsAnalysis, OverlapsNameBothAndCountWhoIsInThem) {
  Programme p;
  p.add_catchment(block({0, 0, 4, 4}), {{"name", words("Alfa")}, {"csc_code", words("A")}});
  p.add_catchment(block({2, 0, 6, 4}), {{"csc_code", words("B")}});
  p.add_catchment(block({6, 0, 8, 4}));  // touches the second, no more
  p.add_settlement({39.3, -12.8}, std::int64_t{700});
  p.add_settlement({39.6, -12.8}, std::int64_t{50});  // on the border of the second and the third
  p.incidents = {row("incidents", {39.25, -12.9}), row("incidents", {39.35, -12.9}), row("incidents", {39.1, -12.9})};
  const Analysis analysis = p.look(study_of(block({0, 0, 8, 4})));
  std::vector<const Row*> overlaps;
  for (const Row& r : analysis.rows) {
    if (text(analysis, r, "kind") == "overlap") { overlaps.push_back(&r); }
  }
  ASSERT_EQ(overlaps.size(), 1U);
  const Row& r = *overlaps[0];
  EXPECT_EQ(text(analysis, r, "catchment_a"), "Alfa");
  EXPECT_EQ(text(analysis, r, "catchment_b"), "B");
  EXPECT_EQ(text(analysis, r, "name"), "Alfa / B");
  EXPECT_EQ(analysis_test::integer(analysis, r, "people"), 700);
  EXPECT_EQ(analysis_test::integer(analysis, r, "incidents"), 2);
  EXPECT_NEAR(analysis_test::real(analysis, r, "share_of_a"), 0.5, 0.01);
  EXPECT_NEAR(number(analysis.collection.result->summary, {"gap_km2"}), 0, 1e-9);
}

TEST(CoverageGapsAnalysis, SliversAreMarked) {
  Programme p;
  // Two borders 20 m apart, then crossing over by 20 m.
  const auto strip = [](double west, double east) {
    return from_polygons({{{{west, -13}, {east, -13}, {east, -12.9}, {west, -12.9}, {west, -13}}}});
  };
  p.add_catchment(strip(39, 39.1));
  p.add_catchment(strip(39.1002, 39.2));
  p.add_catchment(strip(39.1998, 39.3));
  const Analysis analysis = p.look(study_of(strip(39, 39.3)));
  std::vector<std::string> kinds;
  for (const Row& r : analysis.rows) {
    kinds.push_back(text(analysis, r, "kind") + (is_null(value(analysis, r, "catchment_a")) ? "" : " of two"));
  }
  EXPECT_EQ(kinds, (std::vector<std::string>{"sliver", "sliver of two"}));
}

TEST(CoverageGapsAnalysis, SettlementsSayHowFarAndWhetherInACatchment) {
  Programme p;
  p.add_catchment(block({0, 0, 2, 2}));
  p.add_site({39.1, -12.9});
  p.add_settlement({39.1, -12.9}, std::int64_t{10});    // served
  p.add_settlement({39.19, -12.81}, std::int64_t{20});  // in the catchment, 14 km away
  p.add_settlement({39.5, -12.5}, {});                  // neither
  const Analysis analysis = p.look(study_of(block({0, 0, 8, 8})));
  std::vector<const Row*> found;
  for (const Row& r : analysis.rows) {
    if (text(analysis, r, "kind") == "settlement") { found.push_back(&r); }
  }
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(text(analysis, *found[0], "name"), "S1");
  EXPECT_TRUE(std::get<bool>(value(analysis, *found[0], "in_catchment")));
  EXPECT_NEAR(analysis_test::real(analysis, *found[0], "distance_m"), distance_m({39.1, -12.9}, {39.19, -12.81}), 1e-6);
  EXPECT_FALSE(std::get<bool>(value(analysis, *found[1], "in_catchment")));
  EXPECT_TRUE(is_null(value(analysis, *found[1], "people")));
  EXPECT_EQ(number(analysis.collection.result->summary, {"without_population"}), 1);
}

TEST(CoverageGapsAnalysis, WithoutAStudyAreaThereAreNoGapsToTell) {
  Programme p;
  p.add_catchment(block({0, 0, 2, 2}));
  p.add_catchment(block({1, 0, 3, 2}));
  p.incidents = {row("incidents", {39.9, -12.2})};
  const Analysis analysis = p.look({});
  for (const Row& r : analysis.rows) { EXPECT_EQ(text(analysis, r, "kind"), "overlap"); }
  const std::string& s = analysis.collection.result->summary;
  EXPECT_TRUE(std::isnan(number(s, {"gap_km2"})));
  EXPECT_NE(s.find("gaps cannot be told"), std::string::npos);
  EXPECT_NE(analysis.collection.description.pt.find("não se podem determinar lacunas"), std::string::npos);
  EXPECT_EQ(number(s, {"settlements", "neither", "rows"}), 0) << "there is no settlement";
}

TEST(CoverageGapsAnalysis, WhatIsNotGivenIsNotCounted) {
  Programme p;
  p.add_catchment(block({0, 0, 2, 2}));
  const auto views = p.views();
  CoverageParameters parameters;
  parameters.day = day;
  const Analysis analysis = coverage_gaps_analysis({*views.catchments, *views.sites}, study_of(block({0, 0, 4, 4})), {}, parameters);
  ASSERT_EQ(analysis.rows.size(), 1U);
  EXPECT_TRUE(is_null(value(analysis, analysis.rows[0], "people"))) << "unknown, which is not 0";
  EXPECT_TRUE(is_null(value(analysis, analysis.rows[0], "incidents")));
  EXPECT_EQ(analysis.collection.result->inputs, (std::vector<std::string>{"catchments", "sites"}));
}

TEST(CoverageGapsAnalysis, ABoxCutsTheStudyArea) {
  Programme p;
  p.add_catchment(block({0, 0, 2, 2}));
  p.add_catchment(block({8, 8, 9, 9}));
  p.add_settlement({39.3, -12.9}, std::int64_t{10});
  p.add_settlement({39.9, -12.9}, std::int64_t{10});
  Filter filter;
  filter.bbox = BBox{39, -13, 39.4, -12.6};
  const Analysis cut = p.look(study_of(block({0, 0, 10, 10})), filter);
  const std::string& s = cut.collection.result->summary;
  EXPECT_NEAR(number(s, {"km2"}), ground_area_km2(block({0, 0, 4, 4})), 1e-6);
  EXPECT_EQ(number(s, {"catchments\":{\"matched", "used"}), 1);
  EXPECT_EQ(number(s, {"settlements", "matched"}), 1);
  const Analysis box_only = p.look({}, filter);
  EXPECT_NEAR(number(box_only.collection.result->summary, {"km2"}), ground_area_km2(block({0, 0, 4, 4})), 1e-6);
  EXPECT_NE(box_only.collection.result->parameters.find(R"("origin":"bbox")"), std::string::npos);
}

TEST(CoverageGapsAnalysis, RepeatsBitForBit) {
  std::mt19937_64 random(47);
  for (int round = 0; round < 30; ++round) {
    std::vector<Block> blocks;
    const Programme p = random_programme(random, blocks);
    const auto views = p.views();
    CoverageParameters parameters;
    parameters.day = day;
    const StudyArea study = study_of(block({0, 0, 12, 12}));
    Analysis once = coverage_gaps_analysis(views.all(), study, {}, parameters);
    const Programme::Views mixed{analysis_test::shuffled(views.catchments, random()), analysis_test::shuffled(views.sites, random()),
                                 analysis_test::shuffled(views.settlements, random()), analysis_test::shuffled(views.incidents, random()),
                                 analysis_test::shuffled(views.councils, random())};
    Analysis again = coverage_gaps_analysis(mixed.all(), study, {}, parameters);
    ASSERT_EQ(analysis_test::everything(once), analysis_test::everything(again)) << round;
    seal(once, role_named("protection"));
    seal(again, role_named("protection"));
    ASSERT_EQ(once.collection.id, again.collection.id);
  }
}

TEST(CoverageGapsAnalysis, BrokenCatchmentsAreRepairedOrLeftOutAndNamed) {
  Programme p;
  const Ring bow = {{39, -13}, {40, -12}, {40, -13}, {39, -12}, {39, -13}};
  p.add_catchment(from_polygons({{bow}}), {{"name", words("Laço")}});
  p.add_catchment(from_polygons({{{{39, -13}, {39.1, -13}, {39, -13}}}}), {{"name", words("Linha")}});
  const Analysis analysis = p.look(study_of(block({0, 0, 10, 10})));
  const std::string& s = analysis.collection.result->summary;
  EXPECT_NE(s.find(R"("repaired":[{"name":"Laço","reason":{"en":")"), std::string::npos) << s;
  EXPECT_NE(s.find(R"("without_area":[{"name":"Linha","reason":{"en":")"), std::string::npos) << s;
  EXPECT_NE(s.find(R"("excluded":{"no_area":1})"), std::string::npos) << s;
}

TEST(CoverageGapsAnalysis, RefusesWhatHasNoMeaning) {
  Programme p;
  EXPECT_THROW((void)p.look({}, {}, -1), Error);
  EXPECT_THROW((void)p.look({}, {}, std::nan("")), Error);
  const auto views = p.views();
  EXPECT_THROW(coverage_gaps_analysis(views.all(), {}, {}, {}, Progress({}, [] { return true; })), Error);
}

}  // namespace
}  // namespace geo
