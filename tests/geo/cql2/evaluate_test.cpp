// SPDX-License-Identifier: Apache-2.0
// The engine of filters against a textbook.
#include "geo/cql2/evaluate.hpp"

#include "geo/base/error.hpp"
#include "geo/cql2/check.hpp"
#include "geo/cql2/like.hpp"
#include "geo/cql2/parse.hpp"
#include "tests/geo/cql2/against_oracle.hpp"
#include "tests/geo/cql2/oracle.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Cql2Evaluate, AgreesWithATextbook) {
  for (std::uint64_t seed = 1; seed <= 50 && !HasFatalFailure(); ++seed) { cql2_test::hold_against_oracle(seed, 100); }
}

TEST(Cql2Evaluate, Like) {
  using geo::cql2::is_like;
  EXPECT_TRUE(is_like("", ""));
  EXPECT_TRUE(is_like("", "%"));
  EXPECT_FALSE(is_like("", "_"));
  EXPECT_TRUE(is_like("Pemba", "P%a"));
  EXPECT_TRUE(is_like("Pemba", "%mb%"));
  EXPECT_FALSE(is_like("Pemba", "%mb"));
  EXPECT_TRUE(is_like("ação", "a__o"));
  EXPECT_TRUE(is_like("100%", "100\\%"));
  EXPECT_FALSE(is_like("1000", "100\\%"));
  EXPECT_TRUE(is_like("a\\b", "a\\\\b"));
  EXPECT_TRUE(is_like("a\\", "a\\"));
  EXPECT_TRUE(is_like("aab", "%ab"));
  EXPECT_FALSE(is_like("\U0001F5FA", "%___"));  // one character of four bytes
}

/// A pattern that makes naive matchers take for ever.
TEST(Cql2Evaluate, LikeIsNotTakenHostage) {
  std::string pattern;
  for (int i = 0; i < 1000; ++i) { pattern += "%a"; }
  EXPECT_FALSE(geo::cql2::is_like(std::string(20'000, 'a') + "b", pattern));
}

/// The engine's truth about one row that has nothing but numbers, as a word.
std::string about(const std::string& text, std::vector<geo::Value> values, geo::FieldType type = geo::FieldType::integer) {
  geo::Collection collection;
  collection.id = "numbers";
  collection.geometry = geo::GeometryType::none;
  std::vector<std::int64_t> whole;
  std::vector<std::uint64_t> present;
  for (std::size_t k = 0; k < values.size(); ++k) {
    geo::Field field;
    field.name = std::string(1, static_cast<char>('a' + k));
    field.type = type;
    collection.fields.push_back(field);
    whole.push_back(geo::is_null(values[k]) ? 0 : std::get<std::int64_t>(values[k]));
    present.push_back(geo::is_null(values[k]) ? 0 : 1);
  }
  geo::Expression filter = geo::cql2::parse_text(text);
  geo::cql2::check(filter, collection);
  const auto column = [&](const geo::Field& field) {
    const auto k = static_cast<std::size_t>(field.name[0] - 'a');
    geo::ColumnView view;
    view.type = type;
    view.width = 8;
    view.data = &whole[k];
    view.present = &present[k];
    return view;
  };
  const auto truths = geo::cql2::Evaluation(filter, {collection, {}, column}).truths({0, 1}, geo::cql2::Mask::first(1));
  return truths.yes.has(0) ? "yes" : truths.no.has(0) ? "no" : "unknown";
}

TEST(Cql2Evaluate, WholeNumbersAreComparedExactly) {
  EXPECT_EQ(about("a = 9007199254740993", {(std::int64_t{1} << 53) + 1}), "yes");
  EXPECT_EQ(about("a = 9007199254740992", {(std::int64_t{1} << 53) + 1}), "no");
  EXPECT_EQ(about("a = b", {(std::int64_t{1} << 53) + 1, std::int64_t{1} << 53}), "no");
  EXPECT_EQ(about("a < 9223372036854775808.0", {INT64_MAX}), "yes");
  EXPECT_EQ(about("a >= -9223372036854775808", {INT64_MIN}), "yes");
  EXPECT_EQ(about("a > 1e308", {INT64_MAX}), "no");
  EXPECT_EQ(about("a = 2.5", {std::int64_t{2}}), "no");
  EXPECT_EQ(about("a < 2.5", {std::int64_t{2}}), "yes");
  EXPECT_EQ(about("a BETWEEN 1.5 AND 2.5", {std::int64_t{2}}), "yes");
}

TEST(Cql2Evaluate, WhatIsUnknownStaysSo) {
  EXPECT_EQ(about("a = 1", {geo::Value()}), "unknown");
  EXPECT_EQ(about("NOT a = 1", {geo::Value()}), "unknown");
  EXPECT_EQ(about("a = 1 OR TRUE", {geo::Value()}), "yes");
  EXPECT_EQ(about("a = 1 AND FALSE", {geo::Value()}), "no");
  EXPECT_EQ(about("a IN (1, 2)", {geo::Value()}), "unknown");
  EXPECT_EQ(about("1 IN (2, a)", {geo::Value()}), "unknown");
  EXPECT_EQ(about("1 IN (1, a)", {geo::Value()}), "yes");
  EXPECT_EQ(about("a / 0 = 1", {std::int64_t{1}}), "unknown");
  EXPECT_EQ(about("a = 1 / 0", {std::int64_t{1}}), "unknown");
  EXPECT_EQ(about("a IS NULL", {geo::Value()}), "yes");
  EXPECT_EQ(about("(a = 1) IS NULL", {geo::Value()}), "yes");
}

/// A day is all of its moments (UTC).
TEST(Cql2Evaluate, DaysAndMoments) {
  constexpr std::int64_t noon = std::int64_t{19'723} * 86'400'000 + 43'200'000;  // 2024-01-01T12:00:00Z
  const auto moment = [&](const std::string& filter) { return about(filter, {noon}, geo::FieldType::time); };
  EXPECT_EQ(moment("a = DATE('2024-01-01')"), "yes");
  EXPECT_EQ(moment("a <= DATE('2024-01-01')"), "yes");
  EXPECT_EQ(moment("a < DATE('2024-01-01')"), "no");
  EXPECT_EQ(moment("a > DATE('2023-12-31')"), "yes");
  EXPECT_EQ(moment("a BETWEEN '2023-12-01' AND '2024-01-01'"), "yes");
  EXPECT_EQ(moment("T_DURING(a, INTERVAL('2023-12-31', '2024-01-02'))"), "yes");
  EXPECT_EQ(moment("T_BEFORE(a, TIMESTAMP('2024-01-01T12:00:00.001Z'))"), "yes");
  EXPECT_EQ(about("a = TIMESTAMP('2024-01-01T23:59:59Z')", {std::int64_t{19'723}}, geo::FieldType::date), "yes");
}

/// Values from `date -u`, and from any calendar on a wall.
TEST(Cql2Evaluate, Calendar) {
  const auto moment = [](const std::string& filter, std::int64_t ms = 1'709'333'999'000) {  // 2024-03-01T22:59:59Z, a Friday
    return about(filter, {ms}, geo::FieldType::time);
  };
  EXPECT_EQ(moment("year(a) = 2024 AND month(a) = 3 AND day(a) = 1 AND weekday(a) = 5 AND HOUR(a) = 22"), "yes");
  EXPECT_EQ(moment("weekday(a, 2) = 6 AND hour(a, 2) = 0 AND day(a, 2) = 2"), "yes");
  EXPECT_EQ(moment("hour(a, 5.75) = 4"), "yes") << "Nepal";
  EXPECT_EQ(moment("month(a, -3) = 3 AND hour(a, -3) = 19"), "yes");
  EXPECT_EQ(moment("hour(a, 19) = 0"), "unknown") << "no such clock";
  EXPECT_EQ(moment("year(a) = 1969 AND month(a) = 12 AND day(a) = 31 AND weekday(a) = 3 AND hour(a) = 23", -1), "yes");
  EXPECT_EQ(moment("year(a) = 0", INT64_MAX), "unknown");
  EXPECT_EQ(moment("year(DATE('2024-02-29')) = 2024 AND day('2024-02-29') = 29 AND weekday(DATE('2024-02-29')) = 4"), "yes");
  EXPECT_EQ(moment("hour(DATE('2024-02-29')) = 0"), "unknown") << "a day has no hour";
  const auto day = [](const std::string& filter) { return about(filter, {std::int64_t{19'782}}, geo::FieldType::date); };
  EXPECT_EQ(day("weekday(a) = 4 AND day(a, 14) = 29"), "yes") << "a day stays that day on every clock";
}

TEST(Cql2Evaluate, RefusesAGeometryThatHasNoInside) {
  geo::Collection collection;
  collection.id = "places";
  geo::Expression filter = geo::cql2::parse_text("S_INTERSECTS(geometry, POLYGON((0 0, 2 2, 2 0, 0 2, 0 0)))");
  EXPECT_THROW(geo::cql2::check(filter, collection), geo::Error) << "where it should have been refused already";
  const auto no_column = [](const geo::Field&) { return geo::ColumnView(); };
  try {
    const geo::cql2::Evaluation evaluation(filter, {collection, {}, no_column});
    FAIL() << "taken";
  } catch (const geo::Error& error) {
    EXPECT_EQ(error.problem(), geo::Problem::usage);
    EXPECT_STREQ(error.what(), "a geometry of the filter is not valid at 1 1: its border crosses or touches itself");
  }
}

}  // namespace
