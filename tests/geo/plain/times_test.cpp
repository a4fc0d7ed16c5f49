// SPDX-License-Identifier: Apache-2.0
// change and seasonality of files.
#include "geo/hotspots/change.hpp"
#include "geo/hotspots/heaping.hpp"
#include "geo/hotspots/seasonality.hpp"
#include "tests/geo/plain/ask.hpp"

#include <gmock/gmock.h>

#include <random>

namespace geo {
namespace {

using testing::HasSubstr;

bool is_null(const PlainCell& cell) { return std::holds_alternative<std::monostate>(cell); }
std::optional<double> number(const PlainCell& cell) {
  const auto* found = std::get_if<double>(&cell);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

TEST(PlainChange, IsThatOfTheLibrary) {
  PlainInput input = plain_input(5);
  add_column(input, "before", {10, 0, 0, 3, 40});
  add_column(input, "after", {30, 4, 0, 3, 5});
  input.given.insert({{"length-before", "12"}, {"length-after", "6"}});
  const PlainResult result = ask("change", input);
  const TwoCounts places[] = {{10, 30}, {0, 4}, {0, 0}, {3, 3}, {40, 5}};
  for (std::size_t i = 0; i < 5; ++i) {
    const CountChange own = change_of_rate(places[i], 12, 6);
    EXPECT_EQ(number(cell_of(result, "p", i)), own.p) << i;
    EXPECT_EQ(number(cell_of(result, "ratio", i)), own.ratio) << i;
    EXPECT_EQ(number(cell_of(result, "ratio_high", i)), own.ratio_high) << i;
    EXPECT_EQ(number(cell_of(result, "p_against_others", i)), change_against(places[i], {53, 42}).p) << i;
  }
  EXPECT_EQ(std::get<std::string>(cell_of(result, "class", 0)), "more");
  EXPECT_EQ(std::get<std::string>(cell_of(result, "class", 3)), "none") << "twice the rate, but of three";
  EXPECT_EQ(std::get<std::string>(cell_of(result, "class", 4)), "fewer");
  EXPECT_EQ(std::get<std::string>(cell_of(result, "reason", 1)), "none_before");
  EXPECT_EQ(std::get<std::string>(cell_of(result, "reason", 2)), "nothing_happened");
  EXPECT_TRUE(is_null(cell_of(result, "p", 2)));
  EXPECT_EQ(result.tests, 4U);
}

TEST(PlainChange, EventsAreSplit) {
  std::mt19937 random(3);
  PlainInput input = plain_input(200);
  std::vector<std::optional<double>> days;
  std::map<std::string, TwoCounts> counts;
  for (std::size_t i = 0; i < 200; ++i) {
    input.table.ids[i] = std::string(1, char('a' + random() % 4));
    days.push_back(double(random() % 1000) / 10);
    TwoCounts& one = counts[input.table.ids[i]];
    if (*days.back() < 91) { ++(*days.back() < 40 ? one.before : one.after); }
  }
  add_column(input, "time", days);
  input.given.insert({{"id", "place"}, {"split", "40"}, {"from", "0"}, {"to", "90"}});
  const PlainResult result = ask("change", input);
  ASSERT_EQ(result.rows.size(), 4U);
  EXPECT_EQ(number(named(result.summary, "length_before")), 40);
  EXPECT_EQ(number(named(result.summary, "length_after")), 51);
  for (std::size_t i = 0; i < 4; ++i) {
    const TwoCounts& one = counts.at(std::get<std::string>(cell_of(result, "id", i)));
    EXPECT_EQ(std::get<std::int64_t>(cell_of(result, "before", i)), std::int64_t(one.before));
    EXPECT_EQ(std::get<std::int64_t>(cell_of(result, "after", i)), std::int64_t(one.after));
    EXPECT_EQ(number(cell_of(result, "p", i)), change_of_rate(one, 40, 51).p);
  }
  input.given["split"] = "0";
  EXPECT_THAT(refusal("change", input), HasSubstr("--split must lie within the period"));
  input.given["split"] = "91";
  EXPECT_THAT(refusal("change", input), HasSubstr("--split must lie within the period"));
  input.given["to"] = "-1";
  EXPECT_EQ(refusal("change", input), "--from lies after --to.");
  input.given.erase("split");
  EXPECT_THAT(refusal("change", input), HasSubstr("change needs --split DAY"));
}

TEST(PlainChange, SaysWhatIsWrong) {
  PlainInput input = plain_input(2);
  add_column(input, "before", {1, 2.5});
  EXPECT_THAT(refusal("change", input), HasSubstr("change needs --after COLUMN"));
  add_column(input, "after", {1, 2});
  EXPECT_EQ(refusal("change", input), "places.csv, row 2, column before_column: 2.5 is no number of events.");
  add_column(input, "time", {1, 2});
  EXPECT_THAT(refusal("change", input), HasSubstr("Say either --before and --after, or --time and --split."));
}

/// A year of days, more of them in January and most at midnight.
PlainInput year(std::vector<LocalMoment>& moments) {
  std::mt19937 random(9);
  const DayNumber first = *day_number({2023, 1, 1});
  PlainInput input = plain_input(300);
  std::vector<std::optional<double>> days;
  std::vector<WallClock> clocks;
  for (std::size_t i = 0; i < 300; ++i) {
    const WallClock clock{first + DayNumber(i % 3 == 0 ? random() % 31 : random() % 365), i % 5 == 0   ? -1
                                                                                          : i % 2 == 0 ? 0
                                                                                                       : std::int32_t(random() % 1440)};
    clocks.push_back(clock);
    moments.push_back({clock.day, clock.minute < 0 ? std::nullopt : std::optional(clock.minute)});
    // Two hours east of Greenwich: some fall on the day before in UTC.
    days.push_back(clock.day + std::max(clock.minute, 0) / 1440.0 - 2 / 24.0);
  }
  add_column(input, "time", days);
  input.table.columns["time"].clocks = clocks;
  input.given.insert({{"from", "2023-01-01"}, {"to", "2023-12-31"}});
  return input;
}

TEST(PlainSeasonality, IsThatOfTheLibraryOnTheClockOfThePlace) {
  std::vector<LocalMoment> moments;
  const PlainInput input = year(moments);
  const DayNumber first = *day_number({2023, 1, 1});
  const Seasonality found = seasonality(moments, first, first + 364);
  const PlainResult result = ask("seasonality", input);
  ASSERT_EQ(result.rows.size(), 12U + 7 + 24);
  for (std::size_t month = 0; month < 12; ++month) {
    EXPECT_EQ(number(cell_of(result, "observed", month)), found.months[month]);
    EXPECT_EQ(number(cell_of(result, "expected", month)), found.month_test.expected[month]);
  }
  for (std::size_t day = 0; day < 7; ++day) { EXPECT_EQ(number(cell_of(result, "observed", 12 + day)), found.weekdays[day]); }
  double midnight = 0;
  for (const auto& day : found.hours) { midnight += day[0]; }
  EXPECT_EQ(number(cell_of(result, "observed", 19)), midnight);
  EXPECT_EQ(std::get<std::int64_t>(named(result.summary, "events")), 300);
  EXPECT_EQ(std::get<std::int64_t>(named(result.summary, "without_an_hour")), 60);
  for (const auto& [name, table] : result.more) {
    if (name == "tests") { EXPECT_EQ(number(table.column("p")->at(0)), found.month_test.p); }
    if (name == "hours_by_weekday") { EXPECT_EQ(number(table.column("hour_00")->at(3)), found.hours[3][0]); }
    if (name == "heaping") { EXPECT_EQ(table.size(), heaping(moments, first, first + 364).size()); }
  }
  EXPECT_EQ(result.more.size(), 3U);
  ASSERT_EQ(result.warnings.size(), 1U) << "midnight";
  EXPECT_THAT(result.warnings.front().en, HasSubstr("Records pile up"));
}

TEST(PlainSeasonality, SaysWhatItCannotKnow) {
  std::vector<LocalMoment> moments;
  PlainInput input = year(moments);
  input.given.erase("to");
  const PlainResult open = ask("seasonality", input);
  EXPECT_THAT(open.warnings.front().en, HasSubstr("Without --from and --to"));
  input.given["to"] = "2023-03-31";
  EXPECT_GT(std::get<std::int64_t>(named(ask("seasonality", input).summary, "outside_the_period")), 0);
  input.table.columns["time"].clocks.clear();
  EXPECT_THAT(refusal("seasonality", input), HasSubstr("these are numbers and no dates"));
}

}  // namespace
}  // namespace geo
