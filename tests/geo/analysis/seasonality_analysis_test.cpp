// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/seasonality_analysis.hpp"

#include "geo/base/error.hpp"
#include "tests/geo/analysis/hexagons.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <map>

namespace geo {
namespace {

using analysis_test::integer;
using analysis_test::number;
using analysis_test::real;
using analysis_test::row;
using analysis_test::text;
using analysis_test::value;
using analysis_test::view_of;

constexpr TimeMs day_ms = 86'400'000;
constexpr TimeMs minute_ms = 60'000;
constexpr TimeMs begin_2024 = TimeMs{19'723} * day_ms;

const Filter year_2024{std::nullopt, TimeInterval{begin_2024 - 3 * day_ms, begin_2024 + 366 * day_ms - 1}};

/// The key of a cell: part, month, weekday, hour.
std::string key_of(const Analysis& analysis, const Row& r) {
  std::string key = text(analysis, r, "part");
  for (const char* name : {"month", "weekday", "hour"}) {
    const Value& v = value(analysis, r, name);
    key += "/" + (std::holds_alternative<std::monostate>(v) ? "-" : std::to_string(std::get<std::int64_t>(v)));
  }
  return key;
}

/// By the C library's calendar, not ours.
void count_by_hand(std::map<std::string, std::int64_t>& cells, TimeMs local, bool has_hour) {
  const std::time_t seconds = local / 1000;
  std::tm tm{};
  gmtime_r(&seconds, &tm);
  const std::string weekday = std::to_string(tm.tm_wday == 0 ? 7 : tm.tm_wday);
  const std::string hour = std::to_string(tm.tm_hour);
  ++cells["month/" + std::to_string(tm.tm_mon + 1) + "/-/-"];
  ++cells["weekday/-/" + weekday + "/-"];
  if (!has_hour) { return; }
  ++cells["hour/-/-/" + hour];
  ++cells["hour_by_weekday/-/" + weekday + "/" + hour];
}

TEST(SeasonalityAnalysis, CountsWhatAnotherCalendarCounts) {
  std::mt19937_64 random(31);
  std::size_t shown = 0, withheld = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<Row> rows;
    std::map<std::string, std::int64_t> told;
    std::int64_t without_hour = 0;
    for (int i = 0; i < (round % 10 == 0 ? 4000 : 400); ++i) {
      const TimeMs at = begin_2024 + day_ms + static_cast<TimeMs>(random() % (364 * 1440)) * minute_ms;
      const std::int64_t offset = random() % 2 == 0 ? 120 : -210;
      constexpr std::array<const char*, 5> precisions{"minute", "hour", "day", "month", "reported"};
      const std::string precision = precisions.at(random() % precisions.size());
      analysis_test::Cells cells{{"occurred_from", at}, {"utc_offset_min", offset}, {"time_precision", precision}};
      const bool is_long = random() % 5 == 0;
      if (is_long) { cells.emplace_back("occurred_to", at + 2 * 60 * minute_ms); }
      // Some nowhere, some placed in a district only: it is the time that counts.
      rows.push_back(random() % 3 == 0 ? row("incidents", Geometry(), cells) : row("incidents", {40, -12}, cells));
      if (precision == "month" || precision == "reported") { continue; }
      const TimeMs local = at + offset * minute_ms;
      if (is_long && local / day_ms != (local + 2 * 60 * minute_ms) / day_ms) { continue; }
      const bool has_hour = !is_long && (precision == "minute" || precision == "hour");
      without_hour += has_hour ? 0 : 1;
      count_by_hand(told, local, has_hour);
    }
    const auto view = view_of("incidents", rows);
    const Analysis analysis = seasonality_analysis(*view, year_2024, {});
    ASSERT_EQ(analysis.rows.size(), 12U + 7 + 24 + 168);
    std::map<std::string, std::int64_t> left, places;
    std::map<std::string, bool> has_told;
    for (const Row& r : analysis.rows) {
      const std::string key = key_of(analysis, r);
      if (text(analysis, r, "part") != "hour_by_weekday") { ASSERT_GT(real(analysis, r, "expected"), 0) << key; }
      const bool is_told = !std::holds_alternative<std::monostate>(value(analysis, r, "incidents"));
      if (told[key] < 10) { ASSERT_FALSE(is_told) << key; }
      ++(is_told ? shown : withheld);
      if (is_told) { ASSERT_EQ(integer(analysis, r, "incidents"), told[key]) << key; }
      // What is left of each sum that is told: all of a table, a day's hours, an hour's days.
      for (const std::string& sum : {key.substr(0, key.find('/')), key.substr(0, key.rfind('/')), "hour" + key.substr(key.rfind('/'))}) {
        if (!key.starts_with("hour_by") && sum.find('/') != std::string::npos) { continue; }
        const std::string table = text(analysis, r, "part") + " " + sum;
        left[table] += is_told ? 0 : told[key];
        places[table] += !is_told && told[key] > 0 ? 1 : 0;
        has_told[table] = has_told[table] || is_told;
      }
    }
    for (const auto& [sum, rest] : left) { ASSERT_TRUE(rest == 0 || (rest >= 10 && places[sum] >= 2) || !has_told[sum]) << sum << rest; }
    const std::string& summary = analysis.collection.result->summary;
    ASSERT_EQ(number(summary, {"without_hour"}), static_cast<double>(without_hour));
    ASSERT_EQ(number(summary, {"with_hour"}) + number(summary, {"without_hour"}), number(summary, {"used"}));
    const Analysis again = seasonality_analysis(*analysis_test::shuffled(view, random()), year_2024, {});
    ASSERT_EQ(analysis_test::everything(analysis), analysis_test::everything(again));
  }
  EXPECT_GT(shown, 500U);
  EXPECT_GT(withheld, 500U);
}

std::vector<Row> every_night(const std::string& precision) {
  std::vector<Row> rows;
  for (int i = 0; i < 360; ++i) {
    rows.push_back(
        row("incidents", {40, -12}, {{"occurred_from", begin_2024 + i * day_ms + (i % 120) * minute_ms}, {"time_precision", precision}}));
  }
  return rows;
}

TEST(SeasonalityAnalysis, FindsTheNightAndSaysWhenOnlyDaysAreKnown) {
  const Analysis nights = seasonality_analysis(*view_of("incidents", every_night("minute")), year_2024, {});
  const std::string& summary = nights.collection.result->summary;
  EXPECT_LT(number(summary, {"tests", "hour", "q"}), 1e-9);
  EXPECT_GT(number(summary, {"tests", "month", "q"}), 0.5);
  EXPECT_GT(number(summary, {"lean", "strength"}), 0.9);
  const Analysis days = seasonality_analysis(*view_of("incidents", every_night("day")), year_2024, {});
  EXPECT_EQ(number(days.collection.result->summary, {"without_hour"}), 360);
  EXPECT_NE(days.collection.result->summary.find("\"hour\":null"), std::string::npos);
  EXPECT_NE(days.collection.result->summary.find("\"lean\":null"), std::string::npos);
  std::string said;
  for (const Text& t : days.caveats) {
    said += t.en;
    EXPECT_NE(t.en, t.pt);
  }
  EXPECT_NE(said.find("360 of 360 incidents have a day but no hour"), std::string::npos) << said;
  EXPECT_NE(said.find("shorter than two years"), std::string::npos);
  for (const Row& r : days.rows) {
    if (text(days, r, "part").starts_with("hour")) { EXPECT_EQ(text(days, r, "reason"), "few_incidents"); }
  }
}

TEST(SeasonalityAnalysis, WarnsOfHeaps) {
  std::vector<Row> rows;
  for (int i = 0; i < 300; ++i) {
    // A third at midnight, half of them on the first of a month.
    const TimeMs of_day = i % 3 == 0 ? 0 : (37 * i % 1440) * minute_ms;
    const TimeMs day = i % 2 == 0 ? std::array<TimeMs, 3>{0, 31, 60}.at(static_cast<std::size_t>(i) % 3) : i;
    rows.push_back(
        row("incidents", {40, -12}, {{"occurred_from", begin_2024 + day * day_ms + of_day}, {"time_precision", std::string("minute")}}));
  }
  const Analysis analysis = seasonality_analysis(*view_of("incidents", rows), year_2024, {});
  std::string said;
  for (const Text& t : analysis.caveats) { said += t.en; }
  EXPECT_NE(said.find("pile up at 00:00"), std::string::npos) << said;
  EXPECT_NE(said.find("pile up on the first of months"), std::string::npos) << said;
}

TEST(SeasonalityAnalysis, WithholdsFewAndRefusesNoPeriod) {
  std::vector<Row> nine;
  for (int i = 0; i < 9; ++i) { nine.push_back(row("incidents", {40, -12}, {{"occurred_from", begin_2024 + i * day_ms}})); }
  const Analysis few = seasonality_analysis(*view_of("incidents", nine), year_2024, {});
  for (const Row& r : few.rows) { EXPECT_TRUE(std::holds_alternative<std::monostate>(value(few, r, "incidents"))); }
  EXPECT_EQ(few.collection.result->summary.find("chi_square"), std::string::npos);
  EXPECT_THROW(seasonality_analysis(*view_of("incidents", {}), {}, {}), Error);
  EXPECT_EQ(seasonality_analysis(*view_of("incidents", {}), year_2024, {}).rows.size(), 211U);
  Analysis sealed = few;
  seal(sealed, role_named("protection"));
  EXPECT_TRUE(is_result_id(sealed.collection.id)) << sealed.collection.id;
}

}  // namespace
}  // namespace geo
