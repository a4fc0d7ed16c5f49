// SPDX-License-Identifier: Apache-2.0
// What is said of p: no 0, no p of what was not tested, and how small it can get.
#include "geo/hotspots/change.hpp"
#include "geo/hotspots/distributions.hpp"
#include "geo/hotspots/moments.hpp"
#include "geo/hotspots/scan_zones.hpp"
#include "tests/geo/plain/ask.hpp"

#include <gmock/gmock.h>

#include <random>

namespace geo {
namespace {

using testing::HasSubstr;

/// Places on a line, each a neighbour of those beside it.
PlainInput line_of(const std::vector<std::optional<double>>& values) {
  PlainInput input = plain_input(values.size());
  std::vector<std::optional<double>> x;
  for (std::size_t i = 0; i < values.size(); ++i) { x.emplace_back(double(i)); }
  add_column(input, "x", x);
  add_column(input, "y", std::vector<std::optional<double>>(values.size(), 0));
  add_column(input, "value", values);
  input.given.insert({{"metric", "planar"}, {"neighbours", "distance"}, {"distance", "1"}});
  return input;
}

std::vector<std::optional<double>> some_values(std::size_t number) {
  std::mt19937 random(4);
  std::vector<std::optional<double>> values;
  for (std::size_t i = 0; i < number; ++i) { values.emplace_back(double(random() % 100)); }
  return values;
}

bool warns_of_few_drawings(const PlainResult& result) {
  return std::any_of(result.warnings.begin(), result.warnings.end(),
                     [](const Text& warning) { return warning.en.find("drawings give no p below") != std::string::npos; });
}

TEST(HonestP, TheLeastOfTwoSidesIsTwiceThatOfOne) {
  // 20 tests at 5 % need a p of 0.0025: 2/(M + 1) is as small from 799 drawings on, 1/(M + 1) already from 399 on.
  PlainInput input = line_of(some_values(20));
  for (const char* method : {"gi", "gi-star", "local-moran", "local-geary"}) {
    input.given["permutations"] = "500";
    EXPECT_TRUE(warns_of_few_drawings(ask(method, input))) << method;
    input.given["permutations"] = "798";
    EXPECT_TRUE(warns_of_few_drawings(ask(method, input))) << method;
    input.given["permutations"] = "799";
    EXPECT_FALSE(warns_of_few_drawings(ask(method, input))) << method;
  }
}

/// Events at ten places and on ten days.
PlainInput events(std::size_t number) {
  std::mt19937 random(8);
  PlainInput input = plain_input(number);
  std::vector<std::optional<double>> columns[3];
  for (std::size_t i = 0; i < number; ++i) {
    for (auto& column : columns) { column.emplace_back(double(random() % 10)); }
  }
  add_column(input, "x", columns[0]);
  add_column(input, "y", columns[1]);
  add_column(input, "time", columns[2]);
  input.given["metric"] = "planar";
  return input;
}

TEST(HonestP, BandsWhereNothingCanBeAreNoTests) {
  PlainInput input = events(40);
  // Whole coordinates: no distance is above 1 and below 1.2; whole days: none is above 1 and below 1.5.
  input.given.insert({{"radius-bands", "1,1.2,3"}, {"day-bands", "1,1.5,3"}, {"permutations", "99"}});
  const PlainResult found = ask("near-repeat", input);
  ASSERT_EQ(found.rows.size(), 9U);
  EXPECT_EQ(found.tests, 4U);
  EXPECT_EQ(std::get<std::int64_t>(named(found.summary, "tests")), 4);
  input.given["radius-bands"] = "1,3";
  input.given["day-bands"] = "1,3";
  const PlainResult apart = ask("near-repeat", input);
  const std::size_t same[] = {0, 2, 6, 8};
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(cell_of(found, "p", same[k]), cell_of(apart, "p", k)) << k;
    EXPECT_EQ(cell_of(found, "q_bh", same[k]), cell_of(apart, "q_bh", k)) << "empty bands do not make the others less sure";
  }
  for (const std::size_t empty : {1U, 3U, 4U, 5U, 7U}) {
    EXPECT_EQ(cell_of(found, "p", empty), nothing());
    EXPECT_EQ(cell_of(found, "q_bh", empty), nothing());
    EXPECT_EQ(std::get<std::string>(cell_of(found, "reason", empty)), "nothing_expected");
  }
}

TEST(HonestP, NearRepeatsAreOfOneSide) {
  PlainInput input = events(40);
  input.given.insert({{"radius-bands", "1,3"}, {"day-bands", "1,3"}, {"permutations", "79"}});
  EXPECT_FALSE(warns_of_few_drawings(ask("near-repeat", input))) << "four tests: 1/80 = 0.05/4";
  input.given["permutations"] = "78";
  EXPECT_TRUE(warns_of_few_drawings(ask("near-repeat", input)));
}

TEST(HonestP, WhereNothingIsNearKnoxHasNoTest) {
  PlainInput input = events(3);
  input.table.columns["x"].numbers = {0, 100, 200};
  input.given.insert({{"radius", "5"}, {"days", "9"}, {"permutations", "19"}});
  const PlainResult found = ask("knox", input);
  EXPECT_EQ(found.tests, 0U);
  EXPECT_EQ(cell_of(found, "p", 0), nothing());
  EXPECT_EQ(std::get<std::string>(cell_of(found, "reason", 0)), "nothing_expected");
  EXPECT_THAT(found.says.en, HasSubstr("nothing is said"));
}

TEST(HonestP, NeverZero) {
  for (const double z : {38.0, 39.0, -50.0, 1e9}) {
    EXPECT_GT(normal_p(z), 0) << z;
    EXPECT_GE(normal_p(z), least_p) << z;
  }
  EXPECT_GT(normal_p(37), least_p);
  EXPECT_EQ(normal_p(0), 1);
  EXPECT_GT(poisson_at_least(5000, 1e-3), 0);
  EXPECT_GT(poisson_at_most(0, 5000), 0);
  EXPECT_EQ(poisson_at_least(1, 0), 0) << "this cannot be";
  EXPECT_GT(binomial_at_least(20000, 20000, 0.01), 0);
  EXPECT_GT(hypergeometric_at_least(400, 100000, 400, 400), 0);
  EXPECT_GT(chi_square_at_least(1e5, 11), 0);
  EXPECT_GT(*change_of_rate({0, 100000}, 1, 1).p, 0);
  EXPECT_GT(*change_against({0, 20000}, {20000, 20000}).p, 0);
  EXPECT_GT(*gumbel_p(1e6, {1, 2, 3}), 0);
}

TEST(HonestP, OneThatIsTooSmallForANumberIsSaidToBeBelow) {
  // Four thousand places, low on one side, high on the other.
  std::vector<std::optional<double>> values;
  for (std::size_t i = 0; i < 4000; ++i) { values.emplace_back(i < 2000 ? 0 : 1); }
  const PlainResult found = ask("global", line_of(values));
  EXPECT_EQ(std::get<double>(cell_of(found, "p", 0)), least_p);
  EXPECT_THAT(found.says.en, HasSubstr("(p < 2.3e-308)"));
  EXPECT_THAT(found.says.pt, HasSubstr("(p < 2.3e-308)"));
  // The other way round it is not said.
  EXPECT_THAT(ask("global", line_of(some_values(20))).says.en, HasSubstr("(p 0."));
}

}  // namespace
}  // namespace geo
