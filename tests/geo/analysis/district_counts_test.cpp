// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/district_counts.hpp"

#include "geo/geometry/wkb.hpp"
#include "tests/geo/analysis/data.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace geo {
namespace {

using analysis_test::Cells;
using analysis_test::row;
using analysis_test::view_of;

constexpr TimeMs day_ms = 86'400'000;
const DayNumber today = *day_number({2026, 11, 25});

TimeMs at(int year, int month, int day) { return TimeMs{*day_number({year, month, day})} * day_ms + 12 * 3'600'000; }

Row area(const std::string& pcode, double west, Cells more = {}) {
  Cells cells{{"pcode", pcode}, {"name", "District " + pcode}, {"level", std::int64_t{2}}};
  cells.insert(cells.end(), more.begin(), more.end());
  return row("admin_areas", from_polygons({Polygon{{{west, -13}, {west + 1, -13}, {west + 1, -12}, {west, -12}, {west, -13}}}}, false),
             cells);
}
Row incident(const std::string& pcode, TimeMs when, Cells more = {}) {
  Cells cells{{"admin2_pcode", pcode}, {"occurred_from", when}, {"category", std::string("0401")}};
  cells.insert(cells.end(), more.begin(), more.end());
  return row("incidents", LonLat{40.5, -12.5}, cells);
}

class DistrictCounts : public testing::Test {
 protected:
  DistrictCountsParameters parameters{today};
  std::vector<Row> areas{area("MZ0102", 40), area("MZ0101", 39)};
  std::vector<Row> incidents;

  void add(std::size_t times, const Row& each) { incidents.insert(incidents.end(), times, each); }
  Analysis counted() {
    return district_counts(*view_of("incidents", incidents), *view_of("admin_areas", areas), builtin_catalog().code_lists, parameters);
  }
  /// By district and year; -1: nothing is shown.
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> shown() {
    std::map<std::pair<std::string, std::int64_t>, std::int64_t> cells;
    for (const Row& each : counted().rows) {
      const auto* n = std::get_if<std::int64_t>(&each.values[3]);
      cells[{std::get<std::string>(each.values[0]), std::get<std::int64_t>(each.values[2])}] = n == nullptr ? -1 : *n;
    }
    return cells;
  }
};

TEST_F(DistrictCounts, FewerThanKLookLikeNone) {
  for (std::size_t n = 0; n <= 23; ++n) {
    incidents.clear();
    add(n, incident("MZ0102", at(2024, 6, 1)));
    const auto cells = shown();
    EXPECT_EQ(cells.size(), 10U) << "every district in every year, whatever happened";
    EXPECT_EQ(cells.at({"MZ0102", 2024}), n < 5 ? -1 : static_cast<std::int64_t>(n / 5 * 5)) << n;
    EXPECT_EQ(cells.at({"MZ0101", 2024}), -1);
    EXPECT_EQ(cells.at({"MZ0102", 2023}), -1);
  }
}

TEST_F(DistrictCounts, SaysNothingThatTellsFourFromNone) {
  const std::string none = analysis_test::everything(counted());
  add(4, incident("MZ0102", at(2024, 6, 1)));
  EXPECT_EQ(analysis_test::everything(counted()), none);
}

TEST_F(DistrictCounts, LeavesOutWhatHasNoSingleDistrictOrYearAndWhatIsProtected) {
  std::string protected_class;
  for (const Code& code : builtin_catalog().code_list("iccs")->codes) {
    if (code.care == Care::never_point) { protected_class = code.code; }
  }
  ASSERT_FALSE(protected_class.empty());
  add(9, incident("MZ0102", at(2024, 6, 1)));
  EXPECT_EQ(shown().at({"MZ0102", 2024}), 5);
  const auto stays = [&](const char* what, const Row& more) {
    const std::size_t before = incidents.size();
    add(20, more);
    EXPECT_EQ(shown().at({"MZ0102", 2024}), 5) << what;
    incidents.resize(before);
  };
  stays("protected", incident("MZ0102", at(2024, 6, 1), {{"category", protected_class}}));
  stays("gbv", incident("MZ0102", at(2024, 6, 1), {{"gbv", true}}));
  stays("rejected", incident("MZ0102", at(2024, 6, 1), {{"verification", std::string("rejected")}}));
  stays("duplicate", incident("MZ0102", at(2024, 6, 1), {{"duplicate_of", std::int64_t{1}}}));
  stays("over new year", incident("MZ0102", at(2024, 12, 31), {{"occurred_to", at(2025, 1, 1)}}));
  stays("no district", row("incidents", LonLat{40.5, -12.5}, {{"occurred_from", at(2024, 6, 1)}}));
  stays("no time", row("incidents", LonLat{40.5, -12.5}, {{"admin2_pcode", std::string("MZ0102")}}));
  add(1, incident("MZ0102", at(2024, 6, 1)));
  EXPECT_EQ(shown().at({"MZ0102", 2024}), 10) << "one more of the counted kind is seen";
}

TEST_F(DistrictCounts, TheYearIsThatOfThePlace) {
  // 23:00 UTC on 31 December is 01:00 on 1 January in Maputo.
  const TimeMs new_year = TimeMs{*day_number({2024, 12, 31})} * day_ms + 23 * 3'600'000;
  add(5, incident("MZ0102", new_year, {{"utc_offset_min", std::int64_t{120}}}));
  EXPECT_EQ(shown().at({"MZ0102", 2025}), 5);
  EXPECT_EQ(shown().at({"MZ0102", 2024}), -1);
}

TEST_F(DistrictCounts, AYearIsShownThirtyDaysAfterItsEnd) {
  const auto last = [&](CivilDate day) {
    parameters.today = *day_number(day);
    return counted().rows.back().values[2];
  };
  EXPECT_EQ(last({2026, 1, 30}), Value(std::int64_t{2024}));
  EXPECT_EQ(last({2026, 1, 31}), Value(std::int64_t{2025}));
  EXPECT_EQ(last({2026, 12, 31}), Value(std::int64_t{2025}));
}

TEST_F(DistrictCounts, IsForEverybody) {
  const Analysis analysis = counted();
  for (const Role& role : builtin_roles()) { EXPECT_TRUE(may_know(role, *analysis.collection.result)) << role.name; }
  EXPECT_EQ(analysis.collection.result->rev, 0) << "a commit's number would count hidden writes";
}

TEST_F(DistrictCounts, NeedsDistrictsAndALeastK) {
  parameters.k = 4;
  EXPECT_THROW(counted(), Error);
  parameters.k = 5;
  areas = {area("MZ01", 40, {{"level", std::int64_t{1}}})};
  EXPECT_THROW(counted(), Error);
}

TEST_F(DistrictCounts, AgreesWithCountingByHand) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200; ++round) {
    incidents.clear();
    std::map<std::pair<std::string, int>, std::int64_t> by_hand;
    for (std::size_t n = random() % 120; n > 0; --n) {
      const std::string pcode = random() % 3 == 0 ? "MZ0101" : "MZ0102";
      const int year = 2020 + static_cast<int>(random() % 7);
      add(1, incident(pcode, at(year, 1 + static_cast<int>(random() % 12), 1 + static_cast<int>(random() % 28))));
      ++by_hand[{pcode, year}];
    }
    for (const auto& [cell, n] : shown()) {
      const std::int64_t expected = by_hand[{cell.first, static_cast<int>(cell.second)}];
      EXPECT_EQ(n, expected < 5 ? -1 : expected - expected % 5);
    }
  }
}

}  // namespace
}  // namespace geo
