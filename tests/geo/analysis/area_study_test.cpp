// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/area_study.hpp"

#include "geo/analysis/population_input.hpp"
#include "tests/geo/analysis/areas.hpp"

#include <gtest/gtest.h>

#include <map>

namespace geo {
namespace {

using analysis_test::Board;
using analysis_test::refusal_of;
using analysis_test::row;
using analysis_test::view_of;

std::uint64_t out(const HotspotInput& input, LeftOut reason) { return input.excluded.at(static_cast<std::size_t>(reason)); }

/// By the coordinates of the square that a place lies in.
TEST(AreaStudy, CountsByTheSquareThatAPlaceLiesIn) {
  std::mt19937_64 random(41);
  const Board board;
  const auto areas = view_of("admin_areas", board.areas());
  for (int round = 0; round < 50; ++round) {
    std::vector<Row> rows;
    std::map<std::string, std::size_t> told;
    std::size_t outside = 0, uncertain = 0;
    for (int i = 0; i < 200; ++i) {
      const int at = static_cast<int>(random() % static_cast<std::uint64_t>(board.size() + 1));
      const bool is_outside = at == board.size();
      // A square is some 11 km wide.
      const double uncertainty_m = random() % 5 == 0 ? 20'000 : 500;
      const LonLat place = is_outside ? LonLat{39.5, -12.5} : board.place(at, random);
      rows.push_back(row("incidents", place, {{"uncertainty_m", uncertainty_m}}));
      if (is_outside) {
        ++outside;
      } else if (uncertainty_m > 11'500) {
        ++uncertain;
      } else {
        ++told[board.pcode(at)];
      }
    }
    const AreaStudy study = area_study(*view_of("incidents", rows), *areas, {}, {});
    ASSERT_EQ(study.areas.size(), 12U);
    ASSERT_EQ(study.area_of.size(), study.input.used.size());
    std::map<std::string, std::size_t> seen;
    for (const std::uint32_t a : study.area_of) { ++seen[study.areas[a].pcode]; }
    ASSERT_EQ(seen, told);
    ASSERT_EQ(out(study.input, LeftOut::outside_study), outside);
    ASSERT_EQ(out(study.input, LeftOut::uncertain), uncertain);
  }
}

TEST(AreaStudy, APlaceKnownToTheAreaCountsInItAndInNoSmallerOne) {
  std::mt19937_64 random(42);
  const Board board;
  std::vector<Row> rows;
  for (const char* precision : {"gps", "settlement", "admin3", "admin2", "admin1", "country", "none"}) {
    rows.push_back(row("incidents", board.place(0, random), {{"location_precision", std::string(precision)}, {"uncertainty_m", 40'000.0}}));
    rows.push_back(row("incidents", board.place(0, random), {{"location_precision", std::string(precision)}}));
  }
  const auto incidents = view_of("incidents", rows);
  const std::map<int, std::size_t> told{{1, 8}, {2, 6}, {3, 4}};
  for (const auto& [level, used] : told) {
    const AreaStudy study = area_study(*incidents, *view_of("admin_areas", board.areas(level)), {}, {});
    // Whose own place may be 40 km away does not count; what stands for an area is known to be in it.
    EXPECT_EQ(study.input.used.size(), used) << level;
    EXPECT_EQ(out(study.input, LeftOut::uncertain), 2U);
  }
}

TEST(AreaStudy, TakesOneLevelValidTodayOnceEachAndWhatTheBoxHoldsWhole) {
  const Board board;
  std::vector<Row> rows = board.areas(2);
  for (Row& r : board.areas(3)) { rows.push_back(std::move(r)); }
  rows.push_back(board.areas(2).front());  // the same P-code again
  rows.push_back(row("admin_areas", analysis_test::box_area(50, -12, 51, -11),
                     {{"level", std::int64_t{2}}, {"pcode", std::string("OLD")}, {"valid_to", std::int64_t{19'000}}}));
  const auto areas = view_of("admin_areas", rows);
  const auto none = view_of("incidents", {});
  EXPECT_EQ(area_study(*none, *areas, {}, {{}, {}, 20'000}).level, 3);
  const AreaStudy districts = area_study(*none, *areas, {}, {{}, 2, 20'000});
  EXPECT_EQ(districts.areas.size(), 12U);
  EXPECT_EQ(districts.left_out, 2U);
  EXPECT_EQ(area_study(*none, *areas, {}, {{}, 2, 18'000}).areas.size(), 13U);
  const AreaStudy part = area_study(*none, *areas, {BBox{39.95, -12.05, 40.25, -11.75}, std::nullopt}, {{}, 2, 20'000});
  EXPECT_EQ(part.areas.size(), 4U);
  EXPECT_EQ(part.cut, 8U);
  EXPECT_NE(refusal_of([&] { area_study(*none, *areas, {}, {{}, 1, 20'000}); }).find("(there are: 2, 3)"), std::string::npos);
  EXPECT_NE(refusal_of([&] { area_study(*none, *view_of("admin_areas", {}), {}, {}); }).find("import some first"), std::string::npos);
  EXPECT_NE(refusal_of([&] {
              area_study(*none, *areas, {BBox{0, 0, 1, 1}, std::nullopt}, {{}, 2, 20'000});
            }).find("wholly in the box"),
            std::string::npos);
}

TEST(AreaPeople, CountsOneYearAndOneSourceOnce) {
  std::mt19937_64 random(43);
  const Board board;
  const auto areas = area_study(*view_of("incidents", {}), *view_of("admin_areas", board.areas()), {}, {}).areas;
  std::vector<Row> rows;
  std::map<std::string, double> told;
  double outside = 0;
  for (int i = 0; i < 300; ++i) {
    const int at = static_cast<int>(random() % static_cast<std::uint64_t>(board.size() + 1));
    const auto people = static_cast<double>(random() % 500);
    const std::int64_t year = random() % 3 == 0 ? 2017 : 2023;
    const LonLat place = at == board.size() ? LonLat{39.5, -12.5} : board.place(at, random);
    rows.push_back(row("population", place, {{"people", people}, {"year", year}, {"population_source", std::string("Census")}}));
    if (year == 2023) { (at == board.size() ? outside : told[board.pcode(at)]) += people; }
  }
  const AreaPeople people = area_people(*view_of("population", rows), areas, {});
  EXPECT_EQ(people.year, 2023);
  EXPECT_EQ(people.source, "Census");
  EXPECT_EQ(people.outside, outside);
  EXPECT_EQ(people.rows, people.used + people.rows_outside + people.other_year + people.other_source + people.no_figure);
  for (std::size_t a = 0; a < areas.size(); ++a) {
    EXPECT_EQ(people.people[a], told[areas[a].pcode]);
    EXPECT_TRUE(covers(areas[a].geometry, people.middle[a].value()));
  }
  EXPECT_LT(area_people(*view_of("population", rows), areas, {2017, ""}).total, people.total);
  EXPECT_NE(refusal_of([&] { area_people(*view_of("population", rows), areas, {2020, ""}); }).find("of the year 2020"), std::string::npos);
  EXPECT_NE(refusal_of([&] { area_people(*view_of("population", rows), areas, {{}, "Moon"}); }).find("it has 'Census'"), std::string::npos);
  EXPECT_NE(refusal_of([&] { area_people(*view_of("population", {}), areas, {}); }).find("bairro import population"), std::string::npos);
  rows.push_back(
      row("population", {40.05, -11.95}, {{"people", 7.0}, {"year", std::int64_t{2023}}, {"population_source", std::string("Grid")}}));
  EXPECT_NE(refusal_of([&] { area_people(*view_of("population", rows), areas, {}); }).find("count twice: 'Census', 'Grid'"),
            std::string::npos);
  EXPECT_EQ(area_people(*view_of("population", rows), areas, {{}, "Grid"}).total, 7);
  EXPECT_NE(refusal_of([&] {
              area_people(*view_of("population", {row("population", {0, 0}, {{"people", 5.0}})}), areas, {});
            }).find("none where incidents were looked for"),
            std::string::npos);
}

}  // namespace
}  // namespace geo
