// SPDX-License-Identifier: Apache-2.0
// Filters against a collection's fields.
#include "geo/cql2/check.hpp"

#include "geo/base/error.hpp"
#include "geo/cql2/parse.hpp"
#include "geo/table/builtin.hpp"
#include "geo/table/role.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace {

using testing::HasSubstr;

/// "" when the filter has a meaning for incidents.
std::string refusal(const std::string& filter) {
  geo::Expression tree = geo::cql2::parse_text(filter);
  try {
    geo::cql2::check(tree, *geo::builtin_catalog().collection("incidents"));
  } catch (const geo::Error& error) {
    EXPECT_EQ(error.problem(), geo::Problem::usage);
    return error.what();
  }
  return "";
}

TEST(Cql2Check, TakesWhatHasAMeaning) {
  for (const char* filter :
       {"category = '0401'", "killed + injured > 2 AND NOT category LIKE '03%'", "occurred_from > TIMESTAMP('2024-01-01T00:00:00Z')",
        "occurred_from > '2024-01-01'", "occurred_from BETWEEN '2024-01-01' AND DATE('2024-12-31')", "occurred_from IN ('2024-01-01')",
        "S_INTERSECTS(geometry, BBOX(36,-13,41,-10))", "S_WITHIN(geom, POINT(40 -12))", "gbv", "gbv = TRUE",
        "T_DURING(INTERVAL(occurred_from, occurred_to), INTERVAL('2024-01-01', '..'))", "T_AFTER(occurred_from, DATE('2024-01-01'))",
        "CASEI(place_name) = CASEI('pemba')", "category IN ('0401', '0501')", "place_name IS NULL", "Place_Name IS NULL",
        "'a' = place_name", "A_CONTAINS((1,2), (1))", "TRUE"}) {
    EXPECT_EQ(refusal(filter), "") << filter;
  }
}

TEST(Cql2Check, SaysWhatHasNone) {
  EXPECT_EQ(refusal("colour = 'red'"), "at \"colour\": there is no property of that name in 'incidents'");
  EXPECT_EQ(refusal("killed = 'two'"), "at \"two\": a text stands where a number is asked for");
  EXPECT_EQ(refusal("killed"), "at \"killed\": a number stands where a condition is asked for");
  EXPECT_EQ(refusal("occurred_from > 'yesterday'"), "at \"yesterday\": a text stands where a date or time is asked for");
  EXPECT_THAT(refusal("category = 401"), HasSubstr("where a number is asked for"));
  EXPECT_THAT(refusal("geometry = geometry"), HasSubstr("a geometry cannot be compared so"));
  EXPECT_THAT(refusal("S_INTERSECTS(category, POINT(1 1))"), HasSubstr("a text stands where a geometry is asked for"));
  EXPECT_THAT(refusal("T_AFTER(category, '2024-01-01')"), HasSubstr("where a date or time is asked for"));
  EXPECT_THAT(refusal("place_name + 1 = 2"), HasSubstr("where a number is asked for"));
  EXPECT_THAT(refusal("killed LIKE '1%'"), HasSubstr("where a text is asked for"));
  EXPECT_THAT(refusal("category IN (1)"), HasSubstr("where a text is asked for"));
  EXPECT_THAT(refusal("A_EQUALS(category, ('a'))"), HasSubstr("where a list is asked for"));
}

/// "" when the filter is taken for incidents; the character is told where the text is.
std::string with_text(const std::string& filter) {
  geo::Expression tree = geo::cql2::parse_text(filter);
  try {
    geo::cql2::check(tree, *geo::builtin_catalog().collection("incidents"), filter);
  } catch (const geo::Error& error) { return error.what(); }
  return "";
}

TEST(Cql2Check, PointsAtTheCharacter) {
  EXPECT_EQ(with_text("gbv AND colour = 'red'"), "at character 9, \"colour\": there is no property of that name in 'incidents'");
  EXPECT_EQ(with_text("place_name = 'Mecúfi' AND killed = 'two'"), "at character 36, \"two\": a text stands where a number is asked for");
  EXPECT_EQ(with_text("gbv = 4"), "at character 7: a number stands where a condition is asked for");
}

/// No row is asked here: whether a filter is wrong must not depend on there being any.
TEST(Cql2Check, RefusesGeometriesThatMeanNothing) {
  const auto meets = [](const std::string& shape) { return with_text("S_INTERSECTS(geometry, " + shape + ")"); };
  EXPECT_EQ(meets("POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))"),
            "at character 24: a geometry of the filter is not valid at 1 1: its border crosses or touches itself");
  EXPECT_EQ(meets("GEOMETRYCOLLECTION(POINT(1 1), POLYGON((0 0, 2 2, 2 0, 0 2, 0 0)))"),
            "at character 24: a geometry of the filter is not valid at 1 1: its border crosses or touches itself");
  EXPECT_EQ(meets("POINT(40 91)"),
            "at character 24: a geometry of the filter has the position 40 91, outside of -180 -90 to 180 90: degrees, longitude first");
  EXPECT_THAT(meets("POINT(40 -90.1)"), HasSubstr("40 -90.1"));
  EXPECT_THAT(meets("LINESTRING(0 0, 181 1)"), HasSubstr("181 1"));
  EXPECT_THAT(meets("BBOX(-181, 0, 1, 1)"), HasSubstr("-181 0"));
  EXPECT_THAT(with_text("POINT(40 91) IS NULL"), HasSubstr("at character 1: "));
  EXPECT_THAT(with_text("A_EQUALS((POINT(40 91)), (1))"), HasSubstr("40 91"));
  const std::string of_two = "(geom, GEOMETRYCOLLECTION(POINT(1 1), LINESTRING(0 0, 1 1)))";
  EXPECT_EQ(with_text("S_WITHIN" + of_two), "at character 16: a GEOMETRYCOLLECTION can only be asked for S_INTERSECTS and S_DISJOINT");
  for (const std::string& fine : {"S_DISJOINT" + of_two, std::string("S_INTERSECTS(geom, BBOX(-180, -90, 180, 90))"),
                                  std::string("S_EQUALS(POINT(180 90), geometry)")}) {
    EXPECT_EQ(with_text(fine), "") << fine;
  }
}

/// A column that the role cannot see is one that there is not.
TEST(Cql2Check, KnowsOnlyWhatTheRoleSees) {
  const geo::Collection& incidents = *geo::builtin_catalog().collection("incidents");
  geo::Expression tree = geo::cql2::parse_text("gbv = TRUE");
  EXPECT_NO_THROW(geo::cql2::check(tree, visible_schema(incidents, geo::role_named("protection"))));
  EXPECT_THROW(geo::cql2::check(tree, visible_schema(incidents, geo::role_named("programme"))), geo::Error);
}

TEST(Cql2Check, CountsWhatEveryRowCosts) {
  const auto parts = [](const char* text) { return geo::cql2::parts_by_row(geo::cql2::parse_text(text)); };
  EXPECT_EQ(parts("TRUE"), 0U);
  EXPECT_EQ(parts("1 + 2 = 3"), 0U);
  EXPECT_EQ(parts("killed IN (1, 2, 3, 4, 5)"), 2U);
  EXPECT_EQ(parts("killed + injured > 2 AND NOT category LIKE '03%'"), 8U);
}

TEST(Cql2Check, DeepTreesTakeNoLonger) {
  std::string filter = "gbv";
  for (int i = 0; i < 45; ++i) { filter = "(" + filter + ") = (gbv = TRUE)"; }
  EXPECT_EQ(refusal(filter), "");
}

}  // namespace
