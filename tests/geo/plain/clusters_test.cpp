// SPDX-License-Identifier: Apache-2.0
// What has no limit in groups and scans of files: null, with a reason.
#include "geo/hotspots/hdbscan.hpp"
#include "tests/geo/plain/ask.hpp"

#include <gmock/gmock.h>

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

}  // namespace
}  // namespace geo
