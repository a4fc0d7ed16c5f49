// SPDX-License-Identifier: Apache-2.0
// Groups and scans of files; what has no limit is null, with a reason.
#include "geo/hotspots/hdbscan.hpp"
#include "geo/hotspots/scan_cylinders.hpp"
#include "tests/geo/plain/ask.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

namespace geo {
namespace {

const std::vector<PlainCell>& of_clusters(const PlainResult& result, const std::string& column) {
  static const std::vector<PlainCell> none;
  for (const auto& [name, table] : result.more) {
    if (name == "clusters" && table.column(column) != nullptr) { return *table.column(column); }
  }
  ADD_FAILURE() << "no " << column;
  return none;
}

bool is_null(const PlainCell& cell) { return std::holds_alternative<std::monostate>(cell); }

/// Five points at one place, five a little apart from each other, and one far from all.
PlainInput groups() {
  PlainInput input = plain_input(11);
  add_column(input, "x", {0, 0, 0, 0, 0, 50, 51, 52, 53, 54.5, 500});
  add_column(input, "y", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  input.given.insert({{"metric", "planar"}, {"min-points", "3"}});
  return input;
}

TEST(PlainHdbscan, IsThatOfTheLibrary) {
  PlainInput input = groups();
  input.given["floor"] = "0.5";
  std::vector<Metric> at;
  for (const double x : input.table.columns["x"].numbers) { at.push_back({x, 0}); }
  HdbscanOptions options;
  options.min_points = 3;
  options.floor_m = 0.5;
  const Hdbscan found = hdbscan(at, options);
  const PlainResult result = ask("hdbscan", input);
  for (std::size_t i = 0; i < at.size(); ++i) {
    EXPECT_EQ(std::get<std::int64_t>(cell_of(result, "cluster", i)), found.label[i]) << i;
    EXPECT_EQ(std::get<double>(cell_of(result, "membership", i)), found.membership[i]) << i;
    EXPECT_EQ(std::get<double>(cell_of(result, "outlier", i)), found.outlier[i]) << i;
    EXPECT_EQ(std::get<double>(cell_of(result, "core_distance", i)), found.core_m[i]) << i;
  }
  EXPECT_EQ(std::get<std::int64_t>(named(result.summary, "clusters")), 2);
  EXPECT_EQ(std::get<double>(named(result.summary, "tree_length")), found.tree_m);
  EXPECT_TRUE(is_null(of_clusters(result, "reason").at(0)));
  EXPECT_FALSE(is_null(of_clusters(result, "stability").at(0)));
  EXPECT_TRUE(result.warnings.empty());
}

TEST(PlainHdbscan, WhatHasNoLimitIsNullWithAReason) {
  const PlainResult result = ask("hdbscan", groups());
  const auto& stability = of_clusters(result, "stability");
  ASSERT_EQ(stability.size(), 2U);
  EXPECT_TRUE(is_null(stability[0]));
  EXPECT_EQ(std::get<std::vector<std::string>>(of_clusters(result, "reason")[0]).front(), "stability_without_limit_points_at_one_place");
  EXPECT_FALSE(is_null(stability[1]));
  ASSERT_EQ(result.warnings.size(), 1U);
  EXPECT_THAT(result.warnings.front().en, testing::HasSubstr("--floor"));
  PlainInput few = groups();
  few.given["min-points"] = "12";
  const PlainResult none = ask("hdbscan", few);
  EXPECT_TRUE(is_null(cell_of(none, "core_distance", 0)));
  EXPECT_EQ(std::get<std::string>(cell_of(none, "reason", 0)), "fewer_points_than_min_points");
  few.given["min-points"] = "0";
  EXPECT_THAT(refusal("hdbscan", few), testing::HasSubstr("--min-points must be a whole number between 1"));
  few = groups();
  few.given["whole"] = "true";
  few.given["floor"] = "100";
  const PlainResult whole = ask("hdbscan", few);
  ASSERT_EQ(of_clusters(whole, "birth").size(), 1U);
  EXPECT_TRUE(is_null(of_clusters(whole, "birth").front()));
  EXPECT_EQ(std::get<std::vector<std::string>>(of_clusters(whole, "reason").front()).front(), "birth_without_limit_all_points");
}

TEST(PlainScan, ARiskWithoutACaseOutsideIsNullWithAReason) {
  PlainInput input = plain_input(6);
  add_column(input, "x", {0, 1, 2, 10, 11, 12});
  add_column(input, "y", {0, 0, 0, 0, 0, 0});
  add_column(input, "value", {5, 4, 0, 0, 0, 0});
  add_column(input, "population", {10, 10, 10, 10, 10, 10});
  input.given.insert({{"metric", "planar"}, {"permutations", "19"}});
  PlainResult result = ask("scan", input);
  EXPECT_TRUE(is_null(of_clusters(result, "relative_risk").at(0)));
  EXPECT_EQ(std::get<std::string>(of_clusters(result, "reason").at(0)), "no_case_outside");
  input.table.columns["value"].numbers[4] = 1;
  result = ask("scan", input);
  // 9 of 20 people inside, 1 of 40 outside.
  EXPECT_DOUBLE_EQ(std::get<double>(of_clusters(result, "relative_risk").at(0)), 18);
  EXPECT_TRUE(is_null(of_clusters(result, "reason").at(0)));
}

/// Three places in four steps; the first has more in the last two.
PlainInput months() {
  PlainInput input = plain_input(12);
  std::vector<std::optional<double>> columns[5];
  for (int i = 0; i < 12; ++i) {
    const int place = i % 3;
    const int step = i / 3;
    input.table.ids[std::size_t(i)] = std::string(1, char('a' + place));
    columns[0].push_back(place * 10.0);
    columns[1].push_back(0.0);
    columns[2].push_back(place == 0 && step >= 2 ? 6.0 : 2.0 + step % 2);
    columns[3].push_back(100.0 + place);
    columns[4].push_back(step * 30.0);
  }
  const char* roles[] = {"x", "y", "value", "population", "time"};
  for (std::size_t c = 0; c < 5; ++c) { add_column(input, roles[c], columns[c]); }
  input.given.insert({{"metric", "planar"}, {"permutations", "99"}, {"id", "place"}});
  return input;
}

TEST(PlainScan, CylindersAreThoseOfTheLibrary) {
  for (const bool permuted : {false, true}) {
    PlainInput input = months();
    CylinderOptions options;
    options.permutations = 99;
    if (permuted) {
      options.model = CylinderModel::permutation;
      input.given["model"] = "permutation";
      input.given.erase("population");
      input.table.columns.erase("population");
    }
    const std::vector<Metric> places{{0, 0}, {10, 0}, {20, 0}};
    const std::vector<double> cases = input.table.columns["value"].numbers;
    const std::vector<double> people = months().table.columns["population"].numbers;
    const CylinderResult found = scan_cylinders(places, 4, cases, people, options);
    const PlainResult result = ask("scan", input);
    ASSERT_EQ(of_clusters(result, "llr").size(), found.clusters.size());
    for (std::size_t c = 0; c < found.clusters.size(); ++c) {
      EXPECT_EQ(std::get<double>(of_clusters(result, "llr")[c]), found.clusters[c].llr);
      EXPECT_EQ(std::get<double>(of_clusters(result, "p")[c]), found.clusters[c].p);
      EXPECT_EQ(std::get<double>(of_clusters(result, "first_time")[c]), double(found.clusters[c].first_step) * 30);
    }
    EXPECT_EQ(std::get<std::string>(of_clusters(result, "centre")[0]), "a");
    EXPECT_EQ(std::get<double>(of_clusters(result, "first_time")[0]), 60);
    EXPECT_EQ(std::get<double>(of_clusters(result, "last_time")[0]), 90);
    EXPECT_EQ(result.rows.size(), 3U);
  }
}

TEST(PlainScan, EventsAreCountedByPlaceAndStep) {
  // The same cases as rows of their own, the last day outside of a full step.
  const PlainInput cube = months();
  std::vector<std::optional<double>> x;
  std::vector<std::optional<double>> y;
  std::vector<std::optional<double>> days;
  for (std::size_t i = 0; i < 12; ++i) {
    for (int k = 0; k < int(cube.table.columns.at("value").numbers[i]); ++k) {
      x.push_back(cube.table.columns.at("x").numbers[i]);
      y.push_back(0.0);
      days.push_back(cube.table.columns.at("time").numbers[i] + k);
    }
  }
  x.push_back(0.0);
  y.push_back(0.0);
  days.push_back(125.0);
  PlainInput events = plain_input(x.size());
  add_column(events, "x", x);
  add_column(events, "y", y);
  add_column(events, "time", days);
  events.given.insert(
      {{"metric", "planar"}, {"permutations", "99"}, {"model", "permutation"}, {"step", "30"}, {"from", "0"}, {"to", "130"}});
  PlainInput counted = months();
  counted.given["model"] = "permutation";
  counted.given.erase("population");
  counted.table.columns.erase("population");
  const PlainResult a = ask("scan", events);
  const PlainResult b = ask("scan", counted);
  EXPECT_EQ(of_clusters(a, "llr"), of_clusters(b, "llr"));
  EXPECT_EQ(of_clusters(a, "p"), of_clusters(b, "p"));
  EXPECT_EQ(std::get<std::int64_t>(named(a.summary, "events_outside_the_steps")), 1);
  events.given["step"] = "200";
  EXPECT_EQ(refusal("scan", events), "The period of 131 days is shorter than a step.");
  events.given["step"] = "30";
  events.given["from"] = "1 May";
  EXPECT_EQ(refusal("scan", events), "--from must be a date such as 2024-03-01, or a number of days, not \"1 May\".");
  events.given["from"] = "1970-05-20";
  EXPECT_EQ(refusal("scan", events), "--from lies after --to.");
}

/// Events anywhere, some at one place; more of them in a corner at the end.
PlainInput scattered(std::size_t number) {
  std::mt19937 random(12);
  PlainInput input = plain_input(number);
  std::vector<std::optional<double>> columns[3];
  for (std::size_t i = 0; i < number; ++i) {
    const bool is_planted = i % 6 == 0;
    columns[0].emplace_back((is_planted ? -40 + int(random() % 20) : int(random() % 200) - 100) / 1.0);
    columns[1].emplace_back((is_planted ? 10 + int(random() % 20) : int(random() % 200) - 100) / 1.0);
    columns[2].emplace_back(is_planted ? 60 + int(random() % 20) : int(random() % 80));
  }
  const char* roles[] = {"x", "y", "time"};
  for (std::size_t c = 0; c < 3; ++c) { add_column(input, roles[c], columns[c]); }
  input.given.insert({{"metric", "planar"}, {"permutations", "19"}, {"model", "permutation"}, {"step", "10"}, {"from", "0"}, {"to", "79"}});
  return input;
}

TEST(PlainScan, EventsInCellsStandAtTheirMiddles) {
  PlainInput cells = scattered(300);
  PlainInput moved = cells;
  for (const char* axis : {"x", "y"}) {
    for (double& at : moved.table.columns[axis].numbers) { at = (std::floor(at / 25) + 0.5) * 25; }
  }
  cells.given["cell"] = "25";
  const PlainResult found = ask("scan", cells);
  const PlainResult expected = ask("scan", moved);
  for (const char* column : {"llr", "p", "radius", "cases", "expected", "first_time"}) {
    EXPECT_EQ(of_clusters(found, column), of_clusters(expected, column)) << column;
  }
  EXPECT_EQ(named(found.summary, "places"), named(expected.summary, "places"));
  EXPECT_LE(std::get<std::int64_t>(named(found.summary, "places")), 64);
  ASSERT_EQ(found.rows.size(), 300U) << "a row for each event";
  EXPECT_EQ(named(found.parameters, "cell"), PlainCell(25.0));
  EXPECT_THAT(found.warnings.front().en, testing::HasSubstr("squares with a side of 25"));
  // Members are all events of the squares, each of them in the cluster.
  const auto& members = std::get<std::vector<std::string>>(of_clusters(found, "members").at(0));
  std::size_t in_first = 0;
  for (std::size_t i = 0; i < 300; ++i) { in_first += cell_of(found, "cluster", i) == PlainCell(std::int64_t{0}) ? 1 : 0; }
  EXPECT_EQ(members.size(), in_first);
  EXPECT_GE(double(in_first), std::get<double>(of_clusters(found, "cases").at(0)));
  cells.given["cell"] = "1e-14";
  EXPECT_EQ(refusal("scan", cells), "--cell is far too small for these coordinates.");
}

TEST(PlainScan, TooMuchWorkIsRefusedWithWhatToChoose) {
  PlainInput input = scattered(600);
  std::mt19937 random(1);
  for (const char* axis : {"x", "y"}) {
    for (double& at : input.table.columns[axis].numbers) { at += double(random() % 1000) / 1000; }
  }
  input.given["permutations"] = "999999";
  EXPECT_THAT(refusal("scan", input), testing::HasSubstr("--cell, --step, --max-share, --max-time-share, --permutations"));
}

TEST(PlainScan, SaysWhatIsWrong) {
  PlainInput input = months();
  input.given["model"] = "bernoulli";
  EXPECT_THAT(refusal("scan", input), testing::HasSubstr("--model must be one of poisson, permutation"));
  input = months();
  input.given.erase("time");
  input.table.columns.erase("time");
  input.given["model"] = "permutation";
  EXPECT_EQ(refusal("scan", input), "--model permutation shares out times: say --time.");
  input = months();
  input.table.columns["value"].numbers[4] = -1;
  EXPECT_EQ(refusal("scan", input), "places.csv, row 5, column value_column: -1 is below 0.");
  input = months();
  input.given["penalty"] = "1";
  EXPECT_THAT(refusal("scan", input), testing::HasSubstr("--penalty has no meaning"));
}

}  // namespace
}  // namespace geo
