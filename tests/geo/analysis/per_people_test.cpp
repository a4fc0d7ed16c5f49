// SPDX-License-Identifier: Apache-2.0
// Densities and Gi* over people, through whole analyses, beside their definitions word by word.
#include "geo/analysis/density_rates.hpp"
#include "geo/analysis/density_surface.hpp"
#include "geo/analysis/gi_star_analysis.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/request.hpp"
#include "geo/analysis/told.hpp"
#include "geo/hotspots/kernel.hpp"
#include "geo/look/look.hpp"
#include "tests/geo/analysis/areas.hpp"
#include "tests/geo/analysis/people_layers.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <map>
#include <numeric>

namespace geo {
namespace {

using analysis_test::box_area;
using analysis_test::integer;
using analysis_test::is_null;
using analysis_test::number;
using analysis_test::random_places;
using analysis_test::real;
using analysis_test::refusal_of;
using analysis_test::row;
using analysis_test::rows_at;
using analysis_test::said_in;
using analysis_test::study_of;
using analysis_test::text;
using analysis_test::view_of;

struct People {
  std::vector<LonLat> at;
  std::vector<double> number;
  std::shared_ptr<const View> view;
};

/// Towns of points, many at one place, and empty ground.
People random_people(std::mt19937_64& random, std::size_t count) {
  People people;
  std::vector<Row> rows;
  for (const LonLat at : random_places(random, count)) {
    const double number = random() % 4 == 0 ? 0 : static_cast<double>(1 + random() % 300);
    for (std::size_t times = 1 + random() % 2; times > 0; --times) {
      people.at.push_back(at);
      people.number.push_back(number);
      rows.push_back(row("population", at, {{"people", number}, {"year", std::int64_t{2024}}}));
    }
  }
  people.view = view_of("population", rows);
  return people;
}

double density(Metric at, const std::vector<Metric>& points, const std::vector<double>& weights, Kernel kernel, double h) {
  double sum = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double dx = (points[i].x - at.x) / h;
    const double dy = (points[i].y - at.y) / h;
    sum += weights[i] * kernel_value(kernel, dx * dx + dy * dy) / (h * h);
  }
  return sum * 1e6;
}

/// How many lie within reach, each once; none where rounding of corners may decide.
std::optional<double> number_within(Metric at, const std::vector<Metric>& points, const std::vector<double>& weights, double reach_m) {
  double sum = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double d = std::hypot(points[i].x - at.x, points[i].y - at.y);
    if (std::fabs(d - reach_m) < 0.5) { return std::nullopt; }
    sum += d < reach_m ? weights[i] : 0;
  }
  return sum;
}

LonLat middle_of(const Row& cell) {
  const BBox& box = cell.geometry.box();
  return {(box.west + box.east) / 2, (box.south + box.north) / 2};
}

std::vector<Metric> in_plane(Projection& plane, const std::vector<LonLat>& places) {
  std::vector<Metric> points;
  for (const LonLat p : places) { points.push_back(*plane.forward(p)); }
  return points;
}

TEST(PerPeople, ADensityOverPeopleIsTheQuotientOfTwoSums) {
  std::mt19937_64 random(91);
  std::map<std::string, std::size_t> seen;
  for (int round = 0; round < 48; ++round) {
    const auto places = random_places(random, 3 + random() % 60);
    const People people = random_people(random, 5 + random() % 40);
    KdeParameters asked;
    asked.kernel = all_kernels[round % 6];
    asked.bandwidth_m = 800 + static_cast<double>(random() % 2000);
    asked.cell_m = *asked.bandwidth_m / 3;
    const double least = round % 3 == 0 ? 1 : 150;
    const PerPeople per{*people.view, {"population", {}, least}};
    const auto view = view_of("incidents", rows_at(places));
    const Analysis analysis = kde_analysis(*view, {}, {}, asked, {}, one_by_one, &per);
    Projection plane(analysis_test::centre_of(analysis));
    const auto incidents = in_plane(plane, places);
    const auto living = in_plane(plane, people.at);
    const double h = *asked.bandwidth_m;
    const double wide = h * axis_deviation(asked.kernel) / axis_deviation(Kernel::quartic);
    double sum_cases = 0, sum_people = 0;
    std::map<std::size_t, double> times;
    const double peak = number(analysis.collection.result->summary, {"highest_per_km2"});
    double crowd = 0;
    for (const Row& r : analysis.rows) { crowd = std::max(crowd, real(analysis, r, "people_per_km2")); }
    for (std::size_t i = 0; i < analysis.rows.size(); ++i) {
      const Row& r = analysis.rows[i];
      Metric middle{};
      const auto ring = analysis_test::ring_of(r);
      for (std::size_t k = 0; k < 4; ++k) {
        const Metric corner = *plane.forward(ring[k]);
        middle = {middle.x + corner.x / 4, middle.y + corner.y / 4};
      }
      // Corners are rounded to a centimetre; where a kernel ends in a step that may be within or without.
      const double cases = density(middle, incidents, std::vector<double>(incidents.size(), 1), asked.kernel, h);
      const double all = density(middle, living, people.number, asked.kernel, h);
      const bool has_step = asked.kernel == Kernel::uniform;
      const double found_cases = real(analysis, r, "incidents_per_km2");
      const double found_people = real(analysis, r, "people_per_km2");
      if (!has_step) {
        ASSERT_NEAR(found_cases, cases, 1e-4 * (1 + peak)) << round;
        ASSERT_NEAR(found_people, all, 1e-4 * (1 + crowd)) << round;
      }
      ASSERT_GT(found_cases, 0);
      const double nearby = real(analysis, r, "people");
      const auto counted = number_within(middle, living, people.number, wide);
      if (counted) { ASSERT_NEAR(nearby, *counted, 1e-4) << "each once, wherever within the bandwidth"; }
      seen["counted"] += counted ? 1 : 0;
      const double near_enough = found_people * M_PI * wide * wide / 1e6;
      if (nearby < least - 1e-4 || near_enough < least) {
        seen["at the rim"] += nearby >= least - 1e-4 ? 1 : 0;
        ASSERT_TRUE(is_null(analysis, r, "rate") && is_null(analysis, r, "level"));
        ASSERT_EQ(text(analysis, r, "reason"), "few_people");
        ++seen["no data"];
        continue;
      }
      ASSERT_TRUE(is_null(analysis, r, "reason"));
      const double rate = 1000 * found_cases / found_people;
      ASSERT_NEAR(real(analysis, r, "rate"), rate, 1e-9 * rate);
      sum_cases += found_cases;
      sum_people += found_people;
      times[i] = rate;
    }
    const std::string& summary = analysis.collection.result->summary;
    const double all = sum_people > 0 ? 1000 * sum_cases / sum_people : 0;
    if (sum_people > 0) { ASSERT_NEAR(number(summary, {"rates", "rate_of_all"}), all, 1e-9 * all); }
    ASSERT_EQ(summary.find(R"("rate_of_all":null)") != std::string::npos, times.empty());
    for (const auto& [i, rate_of_cell] : times) {
      const double rate = rate_of_cell;
      std::int64_t level = 1;
      for (const double bound : {0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0}) { level += rate / all >= bound ? 1 : 0; }
      if (std::none_of(rate_level_bounds.begin(), rate_level_bounds.end(), [&](double b) { return std::fabs(rate / all - b) < 1e-9; })) {
        ASSERT_EQ(integer(analysis, analysis.rows[i], "level"), level);
      }
      ++seen["level " + std::to_string(level)];
    }
    ASSERT_EQ(number(summary, {"rates", "cells_with_rate"}), static_cast<double>(times.size()));
    ASSERT_EQ(number(summary, {"rates", "cells_without_data"}), static_cast<double>(analysis.rows.size() - times.size()));
    const auto many = analysis_test::shuffled(people.view, random());
    const PerPeople other{*many, per.options};
    const Analysis again = kde_analysis(*analysis_test::shuffled(view, random()), {}, {}, asked, {}, threads(1 + round % 3), &other);
    ASSERT_EQ(analysis_test::everything(analysis), analysis_test::everything(again));
  }
  for (int level = 1; level <= 9; ++level) { EXPECT_GT(seen["level " + std::to_string(level)], 20U) << level; }
  EXPECT_GT(seen["no data"], 500U);
  EXPECT_GT(seen["counted"], 5000U);
  EXPECT_GT(seen["at the rim"], 50U);
}

/// Whoever takes what is told off a sum that is told is left with nothing, or with ten in two hexagons.
void check_secrets(const Analysis& analysis, const std::vector<analysis_test::Seen>& hexagons, double least, std::map<bool, int>& sums) {
  struct Side {
    std::int64_t all = 0, left = 0;
    int places = 0;
  };
  std::map<bool, Side> sides;
  Side both;
  double living = 0;
  for (std::size_t i = 0; i < hexagons.size(); ++i) {
    const Row& r = analysis.rows[i];
    const double people = real(analysis, r, "people");
    const bool is_told = !is_null(analysis, r, "incidents");
    if (is_told) { ASSERT_GE(integer(analysis, r, "incidents"), 10); }
    living += people >= least ? people : 0;
    for (Side* side : {&sides[people >= least], &both}) {
      side->all += hexagons[i].incidents;
      side->left += is_told ? 0 : hexagons[i].incidents;
      side->places += is_told ? 0 : 1;
    }
  }
  const std::string& summary = analysis.collection.result->summary;
  const bool is_sum_told = summary.find(R"("incidents_without_data":null)") == std::string::npos;
  ASSERT_EQ(is_sum_told, sides[false].all >= 10);
  ++sums[is_sum_told];
  const double rate = living > 0 ? 1000 * static_cast<double>(sides[true].all) / living : 0;
  if (is_sum_told) {
    ASSERT_EQ(number(summary, {"rates", "incidents_without_data"}), static_cast<double>(sides[false].all));
    if (living > 0) { ASSERT_NEAR(number(summary, {"rates", "rate_of_all"}), rate, 1e-9 * (1 + rate)); }
  } else if (living > 0) {
    const double of_all = 1000 * static_cast<double>(both.all) / living;
    ASSERT_NEAR(number(summary, {"rates", "rate_of_all"}), of_all, 1e-9 * (1 + of_all)) << "else it would tell the rest";
  }
  for (const Side& side : is_sum_told ? std::vector<Side>{sides[false], sides[true]} : std::vector<Side>{both}) {
    ASSERT_TRUE(side.left == 0 || (side.left >= 10 && side.places >= 2) || side.left == side.all) << side.left << " in " << side.places;
  }
}

TEST(PerPeople, GiStarLooksAtTheRatesOfHexagonsWithEnoughPeople) {
  std::mt19937_64 random(92);
  std::size_t tested = 0, without = 0, hot = 0, stepped = 0;
  std::map<bool, int> told_sums;
  for (int round = 0; round < 40; ++round) {
    auto places = random_places(random, 60 + random() % 100);
    for (int i = 0; i < 30 && round % 2 == 0; ++i) { places.push_back({40.1, -12.1}); }
    const People people = random_people(random, 60);
    if (round % 4 == 1) {  // where many live, and next to nothing elsewhere
      places.resize(random() % 6);
      for (int i = 0; i < 60; ++i) { places.push_back(people.at[people.at.size() / 3 * static_cast<std::size_t>(i % 3)]); }
    }
    const double least = round % 3 == 0 ? 1 : 100;
    GiStarParameters asked;
    asked.width_m = 2500 + static_cast<double>(random() % 2000);
    const PerPeople per{*people.view, {"population", {}, least}};
    const auto view = view_of("incidents", rows_at(places));
    const StudyArea study = study_of(box_area(40, -12.3, 40.3, -12));
    const Analysis analysis = gi_star_analysis(*view, study, {}, asked, {}, &per);
    const auto hexagons = analysis_test::seen_in(analysis, places);
    std::vector<std::size_t> enough;
    std::vector<double> rate(hexagons.size());
    double all = 0;
    for (std::size_t i = 0; i < hexagons.size(); ++i) {
      const double living = real(analysis, analysis.rows[i], "people");
      all += living;
      if (living < least) { continue; }
      rate[i] = 1000 * static_cast<double>(hexagons[i].incidents) / living;
      if (is_null(analysis, analysis.rows[i], "incidents")) {
        ASSERT_TRUE(is_null(analysis, analysis.rows[i], "rate")) << "times people it would be the number";
      } else {
        ASSERT_NEAR(real(analysis, analysis.rows[i], "rate"), rate[i], 1e-9 * (1 + rate[i]));
      }
      enough.push_back(i);
    }
    ASSERT_NEAR(all, number(analysis.collection.result->summary, {"population", "people"}), 1e-6);
    ASSERT_NEAR(all,
                std::accumulate(people.number.begin(), people.number.end(), 0.0) -
                    number(analysis.collection.result->summary, {"population", "people_outside_areas"}),
                1e-6);
    const auto n = static_cast<double>(enough.size());
    double mean = 0, square = 0;
    for (const std::size_t i : enough) { mean += rate[i] / n; }
    for (const std::size_t i : enough) { square += (rate[i] - mean) * (rate[i] - mean) / n; }
    std::vector<double> all_p;
    std::map<std::size_t, double> p_of;
    for (const std::size_t i : enough) {
      double sum = 0, k = 0;
      for (const std::size_t j : enough) {
        if (i != j && !analysis_test::are_near(hexagons[i], hexagons[j], *asked.width_m)) { continue; }
        sum += rate[j];
        ++k;
      }
      const Row& r = analysis.rows[i];
      ASSERT_EQ(integer(analysis, r, "neighbours"), static_cast<std::int64_t>(k) - 1);
      if (is_null(analysis, r, "z")) { ASSERT_FALSE(is_null(analysis, r, "reason")); }
      if (n < 3 || square == 0 || k == n) { continue; }
      const double z = (sum - mean * k) / std::sqrt(square * k * (n - k) / (n - 1));
      if (!is_null(analysis, r, "z")) { ASSERT_NEAR(real(analysis, r, "z"), z, 1e-8 * (1 + std::fabs(z))); }
      p_of[i] = std::erfc(std::fabs(z) / std::sqrt(2.0));
      all_p.push_back(p_of[i]);
      ++tested;
    }
    ASSERT_EQ(number(analysis.collection.result->summary, {"tested"}), static_cast<double>(all_p.size()));
    for (const auto& [i, p] : p_of) {
      if (is_null(analysis, analysis.rows[i], "q_value")) {
        ASSERT_TRUE(is_null(analysis, analysis.rows[i], "incidents"));
      } else if (is_null(analysis, analysis.rows[i], "z")) {
        ++stepped;
        ASSERT_EQ(real(analysis, analysis.rows[i], "q_value"), told_p(analysis_test::q_by_words(all_p, p)));
      } else {
        ASSERT_NEAR(real(analysis, analysis.rows[i], "q_value"), analysis_test::q_by_words(all_p, p), 1e-7);
      }
      hot += integer(analysis, analysis.rows[i], "class") > 0 ? 1 : 0;
    }
    for (std::size_t i = 0; i < hexagons.size(); ++i) {
      const Row& r = analysis.rows[i];
      if (real(analysis, r, "people") >= least) { continue; }
      for (const char* field : {"z", "p", "q_value", "class", "rate"}) { ASSERT_TRUE(is_null(analysis, r, field)) << field; }
      ASSERT_EQ(text(analysis, r, "reason"), "few_people");
      ++without;
    }
    ASSERT_NO_FATAL_FAILURE(check_secrets(analysis, hexagons, least, told_sums)) << round;
    const auto many = analysis_test::shuffled(people.view, random());
    const PerPeople other{*many, per.options};
    ASSERT_EQ(analysis_test::everything(analysis),
              analysis_test::everything(gi_star_analysis(*analysis_test::shuffled(view, random()), study, {}, asked, {}, &other)));
  }
  EXPECT_GT(tested, 500U);
  EXPECT_GT(without, 500U);
  EXPECT_GT(hot, 5U);
  EXPECT_GT(stepped, 5U) << "exact ones: GiStarAnalysis.AgreesWithTheDefinition";
  EXPECT_GT(told_sums[true], 5);
  EXPECT_GT(told_sums[false], 5);
}

/// Twice as many people, half the rate; a place without people is never a low rate.
TEST(PerPeople, SaysItsDenominatorAndWhereThereIsNoData) {
  std::mt19937_64 random(93);
  std::vector<Row> incidents;
  for (int i = 0; i < 40; ++i) {
    incidents.push_back(row("incidents", {40.1 + 0.001 * (i % 5), -12.1}, {{"occurred_from", TimeMs{1'500'000'000'000}}}));
  }
  for (int i = 0; i < 12; ++i) { incidents.push_back(row("incidents", {40.3, -12.25})); }
  const auto view = view_of("incidents", incidents);
  const auto people = [&](double number) {
    return view_of("population", {row("population", {40.1, -12.1}, {{"people", number}, {"year", std::int64_t{2023}}})});
  };
  const StudyArea study = study_of(box_area(40, -12.3, 40.35, -12));
  const auto once = people(4000), twice = people(8000);
  const PerPeople per{*once, {}}, per_twice{*twice, {}};
  KdeParameters kde;
  kde.bandwidth_m = 3000;
  const Analysis one = kde_analysis(*view, {}, {}, kde, {}, one_by_one, &per);
  const Analysis two = kde_analysis(*view, {}, {}, kde, {}, one_by_one, &per_twice);
  std::size_t halved = 0;
  ASSERT_EQ(one.rows.size(), two.rows.size());
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    if (is_null(one, one.rows[i], "rate")) { continue; }
    const double rate = real(one, one.rows[i], "rate");
    ASSERT_NEAR(real(two, two.rows[i], "rate"), rate / 2, 1e-9 * rate);
    ++halved;
  }
  EXPECT_GT(halved, 20U);
  EXPECT_GT(number(one.collection.result->summary, {"rates", "cells_without_data"}), 100);
  const Analysis gi = gi_star_analysis(*view, study, {}, {}, {}, &per);
  for (const Analysis* analysis : {&one, &gi}) {
    const std::string said = said_in(analysis->caveats);
    EXPECT_NE(said.find("The denominator is 4000 people of 2023 (population.people)"), std::string::npos) << said;
    EXPECT_NE(said.find("no data, which is not the same as safe"), std::string::npos) << said;
    EXPECT_NE(said.find("shared out evenly"), std::string::npos) << said;
    EXPECT_NE(said.find("incidents are of 2017 to 2017"), std::string::npos) << said;
    said_in(analysis->findings);
    EXPECT_EQ(analysis->collection.result->inputs.back(), "population");
    const Look look = look_of(analysis->collection);
    ASSERT_FALSE(look.classes.empty());
    const LookClass& last = look.classes.back();
    EXPECT_TRUE(last.values.empty() && last.hatched);
    EXPECT_EQ(last.title.en.substr(0, 7), "No data");
    for (const LookClass& c : look.classes) { EXPECT_NE(c.title.en, ""); }
  }
  // A rate is no density: its pictures would say "per km²".
  EXPECT_FALSE(is_density(one.collection));
}

TEST(PerPeople, RequestsAskForItOrAreRefused) {
  const AnalysisMethod& kde = *analysis_method("kde");
  const AnalysisRequest rate = analysis_request(kde, {{"rate", true}, {"population_collection", std::string("settlements")}}, 1);
  EXPECT_EQ(collections_of(rate), (std::vector<std::string>{"incidents", "settlements"}));
  EXPECT_EQ(rate.least_people, 100);
  EXPECT_EQ(collections_of(analysis_request(kde, {}, 1)), (std::vector<std::string>{"incidents"}));
  std::vector<Row> ten;
  for (int i = 0; i < 10; ++i) { ten.push_back(row("incidents", {40 + 0.01 * i, -12})); }
  const auto incidents = view_of("incidents", ten);
  const auto people = view_of("population", {row("population", {40, -12}, {{"people", 500.0}})});
  const PerPeople per{*people, {}};
  const auto views = [&](const std::string& id) -> const View& { return id == "population" ? *people : *incidents; };
  EXPECT_NE(refusal_of([&] {
              analyse(analysis_request(kde, {{"least_people", 5.0}}, 1), views, std::nullopt, {});
            }).find("no rate is asked"),
            std::string::npos);
  EXPECT_EQ(refusal_of([&] { analyse(analysis_request(kde, {{"least_people", 100.0}}, 1), views, std::nullopt, {}); }), "");
  EXPECT_NE(analyse(analysis_request(kde, {{"least_people", 5.0}, {"rate", true}}, 1), views, std::nullopt, {}).collection.field("rate"),
            nullptr);
  KdeParameters adaptive;
  adaptive.is_adaptive = true;
  EXPECT_NE(refusal_of([&] { kde_analysis(*incidents, {}, {}, adaptive, {}, one_by_one, &per); }).find("cannot be adaptive"),
            std::string::npos);
  // Nobody asked: nothing of it anywhere.
  const Analysis plain = kde_analysis(*incidents, {}, {});
  EXPECT_EQ(plain.collection.field("rate"), nullptr);
  EXPECT_EQ(plain.collection.result->parameters.find("least_people"), std::string::npos);
}

/// The people of who was not looked at are no denominator: points, cells and areas across the border of the box.
TEST(PerPeople, ABoxCutsPeopleAsItCutsIncidents) {
  std::mt19937_64 random(94);
  Filter boxed;
  boxed.bbox = BBox{40.05, -12.25, 40.2, -12.1};
  std::size_t rated = 0, outside = 0;
  for (int round = 0; round < 12; ++round) {
    const auto view = view_of("incidents", rows_at(random_places(random, 300)));
    std::vector<Row> people, inside;
    for (const LonLat at : random_places(random, 80)) {
      people.push_back(row("population", at, {{"people", static_cast<double>(200 + random() % 900)}}));
      if (boxed.bbox->contains(at)) { inside.push_back(people.back()); }
    }
    const auto all = view_of("population", people);
    const auto only = view_of("population", inside);
    const PerPeople per{*all, {}}, per_inside{*only, {}};
    KdeParameters kde;
    kde.bandwidth_m = 4000;
    const Analysis with = kde_analysis(*view, {}, boxed, kde, {}, one_by_one, &per);
    const Analysis without = kde_analysis(*view, {}, boxed, kde, {}, one_by_one, &per_inside);
    ASSERT_EQ(with.rows.size(), without.rows.size());
    ASSERT_TRUE(std::equal(with.rows.begin(), with.rows.end(), without.rows.begin())) << "people beyond the box change nothing";
    for (const Row& r : with.rows) {
      ASSERT_TRUE(boxed.bbox->contains(middle_of(r))) << "nobody looked there";
      rated += is_null(with, r, "rate") ? 0 : 1;
    }
    GiStarParameters gi;
    gi.width_m = 2500;
    const StudyArea study = round % 2 == 0 ? StudyArea{} : study_of(box_area(40, -12.3, 40.3, -12));
    const Analysis hexagons = gi_star_analysis(*view, study, boxed, gi, {}, &per);
    const Analysis as_if = gi_star_analysis(*view, study, boxed, gi, {}, &per_inside);
    ASSERT_TRUE(std::equal(hexagons.rows.begin(), hexagons.rows.end(), as_if.rows.begin(), as_if.rows.end()));
    for (const Row& r : hexagons.rows) {
      if (boxed.bbox->intersects(r.geometry.box())) { continue; }
      ASSERT_TRUE(is_null(hexagons, r, "rate") && is_null(hexagons, r, "z") && is_null(hexagons, r, "q_value"));
      ASSERT_EQ(real(hexagons, r, "people"), 0);
      ++outside;
    }
    for (const Analysis* analysis : {&with, &hexagons}) {
      const std::string& summary = analysis->collection.result->summary;
      double sum = 0;
      for (const Row& r : people) { sum += std::get<double>(r.values[0]); }
      ASSERT_NEAR(number(summary, {"population", "people"}) + number(summary, {"population", "people_outside_areas"}), sum, 1e-6);
    }
  }
  EXPECT_GT(rated, 200U);
  EXPECT_GT(outside, 100U);
}

/// Half of an area, half of a grid's cell.
TEST(PerPeople, PeopleOfAnAreaCountAsFarAsItIsLookedAt) {
  const auto incidents = view_of("incidents", rows_at({{40.08, -12.08}, {40.09, -12.06}, {40.03, -12.05}, {40.3, -12.3}}));
  const auto layer = analysis_test::people_by_area({{box_area(40.05, -12.1, 40.15, -12), 8000}});
  const auto cells = view_of("population", {row("population", {40.1, -12.05}, {{"people", 8000.0}, {"cell_m", 4000.0}})});
  Filter boxed;
  boxed.bbox = BBox{40, -12.1, 40.1, -12};
  KdeParameters kde;
  kde.bandwidth_m = 6000;
  GiStarParameters gi;
  gi.width_m = 3000;
  const auto people = [](const Analysis& analysis) { return number(analysis.collection.result->summary, {"population", "people"}); };
  for (const View* view : {layer.get(), cells.get()}) {
    const PerPeople per{*view, {}};
    EXPECT_NEAR(people(kde_analysis(*incidents, {}, boxed, kde, {}, one_by_one, &per)), 4000, 10);
    const StudyArea study = study_of(box_area(40, -12.1, 40.1, -12));
    EXPECT_NEAR(people(gi_star_analysis(*incidents, study, boxed, gi, {}, &per)), 4000, 10);
    KdeParameters uniform = kde;
    uniform.edge = EdgeCorrection::uniform;
    const Analysis in_area = kde_analysis(*incidents, study, {}, uniform, {}, one_by_one, &per);
    EXPECT_NEAR(people(in_area), 4000, 10) << "the study area cuts them too";
  }
  Filter flat;
  flat.bbox = BBox{40, -12.1, 40.1, -12.1};
  const PerPeople per{*layer, {}};
  EXPECT_NE(refusal_of([&] { kde_analysis(*incidents, {}, flat, kde, {}, one_by_one, &per); }).find("no surface"), std::string::npos);
}

/// In its middle a quartic kernel counts each of them three times: forty people would pass for a hundred, four incidents for ten.
TEST(PerPeople, NearbyIsACountAndNotADensity) {
  const LonLat at{40.1, -12.1};
  KdeParameters kde;
  kde.bandwidth_m = 3000;
  const auto ask = [&](int incidents, double people) {
    const auto view = view_of("incidents", std::vector<Row>(static_cast<std::size_t>(incidents), row("incidents", at)));
    const auto living = view_of("population", {row("population", at, {{"people", people}})});
    const PerPeople per{*living, {}};
    return kde_analysis(*view, {}, {}, kde, {}, one_by_one, &per);
  };
  for (const double people : {40.0, 99.0}) {
    const Analysis few = ask(30, people);
    for (const Row& r : few.rows) {
      ASSERT_TRUE(is_null(few, r, "rate"));
      ASSERT_NEAR(real(few, r, "people"), people, 1e-6);
    }
    EXPECT_FALSE(few.rows.empty());
  }
  EXPECT_GT(number(ask(30, 100).collection.result->summary, {"rates", "cells_with_rate"}), 0);
  const auto has_peak = [&](int incidents) {
    const std::string summary = ask(incidents, 4000).collection.result->summary;
    const auto rates = summary.find(R"("rates":)");
    return summary.find(R"("peaks":[])", rates) == std::string::npos;
  };
  EXPECT_FALSE(has_peak(4));
  EXPECT_FALSE(has_peak(9));
  EXPECT_TRUE(has_peak(10));
}

/// No rate is not a rate of nothing.
TEST(PerPeople, NoRateIsNullAndSaysWhy) {
  const auto view = view_of("incidents", rows_at({{40.1, -12.1}, {40.11, -12.1}}));
  const auto none = view_of("incidents", {});
  const auto layer = analysis_test::people_by_area({{box_area(40, -12.2, 40.2, -12), 900}});
  const PerPeople many{*layer, {"bairros", {}, 1e9}};
  const StudyArea study = study_of(box_area(40, -12.2, 40.2, -12));
  const Analysis kde = kde_analysis(*view, {}, {}, {}, {}, one_by_one, &many);
  const Analysis gi = gi_star_analysis(*view, study, {}, {}, {}, &many);
  const Analysis no_kde = kde_analysis(*none, {}, {}, {}, {}, one_by_one, &many);
  const Analysis no_gi = gi_star_analysis(*none, {}, {}, {}, {}, &many);
  for (const Analysis* analysis : {&kde, &gi, &no_kde, &no_gi}) {
    const std::string& summary = analysis->collection.result->summary;
    EXPECT_NE(summary.find(R"("rate_of_all":null)"), std::string::npos) << summary;
    const std::string said = said_in(analysis->findings) + said_in(analysis->caveats) + analysis->collection.description.en;
    EXPECT_NE(said.find("There is no rate"), std::string::npos) << said;
    EXPECT_EQ(said.find("0.000"), std::string::npos) << said;
    EXPECT_EQ(said.find("denominator is 0 people"), std::string::npos) << said;
    EXPECT_EQ(said.find("0 people, year not said"),
              said.find("900 people, year not said") == std::string::npos ? std::string::npos : said.find("900 people, year not said") + 2);
    EXPECT_NE(analysis->collection.result->parameters.find(R"("collection":"bairros")"), std::string::npos);
  }
  for (const Analysis* analysis : {&no_kde, &no_gi}) {
    EXPECT_NE(analysis->collection.result->summary.find(R"("population":null)"), std::string::npos);
    EXPECT_NE(said_in(analysis->caveats).find("nobody was counted"), std::string::npos);
  }
  EXPECT_NE(kde.collection.result->summary.find(R"("highest":null)"), std::string::npos);
}

/// Without any incident there is nothing to divide.
TEST(PerPeople, NoIncidentsAndConstantRates) {
  const auto people = view_of("population", {row("population", {40.1, -12.1}, {{"people", 900.0}})});
  const PerPeople per{*people, {}};
  const auto none = view_of("incidents", {});
  const StudyArea study = study_of(box_area(40, -12.2, 40.2, -12));
  GiStarParameters asked;
  asked.width_m = 3000;
  const Analysis gi = gi_star_analysis(*none, study, {}, asked, {}, &per);
  EXPECT_EQ(number(gi.collection.result->summary, {"rates", "rate_of_all"}), 0) << "nobody reported anything of 900 people";
  EXPECT_EQ(number(gi.collection.result->summary, {"tested"}), 0);
  const Analysis kde = kde_analysis(*none, {}, {}, {}, {}, one_by_one, &per);
  EXPECT_TRUE(kde.rows.empty());
  EXPECT_EQ(kde.collection.result->summary.find("nan"), std::string::npos);
}

}  // namespace
}  // namespace geo
