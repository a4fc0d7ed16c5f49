// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/study_area.hpp"

#include "geo/base/error.hpp"
#include "geo/coverage/overlay.hpp"
#include "tests/geo/analysis/data.hpp"
#include "tests/geo/coverage/squares.hpp"

#include <gtest/gtest.h>

namespace geo {
namespace {

using analysis_test::row;
using analysis_test::view_of;
using test_support::block;

constexpr DayNumber day = 20'000;

Row area(const Geometry& shape, const Value& level, const Value& from = {}, const Value& to = {}) {
  return row("admin_areas", shape, {{"level", level}, {"valid_from", from}, {"valid_to", to}});
}

TEST(StudyArea, IsTheUnionOfTheMostDetailedLevel) {
  const auto view = view_of("admin_areas", {area(block({0, 0, 12, 12}), std::int64_t{1}), area(block({0, 0, 2, 2}), std::int64_t{2}),
                                            area(block({2, 0, 4, 2}), std::int64_t{2}), area(block({8, 8, 9, 9}), Value())});
  const StudyArea study = study_of_admin_areas(*view, day);
  EXPECT_EQ(study.origin, "admin_areas");
  EXPECT_EQ(study.areas, 2U);
  EXPECT_EQ(study.level, 2);
  EXPECT_EQ(study.left_out, 0U);
  EXPECT_EQ(study.version, view->version());
  EXPECT_NEAR(ground_area_km2(study.area), ground_area_km2(block({0, 0, 4, 2})), 1e-6);
}

TEST(StudyArea, LeavesOutWhatIsNotValidOnTheDay) {
  const auto view = view_of(
      "admin_areas", {area(block({0, 0, 2, 2}), std::int64_t{2}), area(block({2, 0, 4, 2}), std::int64_t{2}, {}, std::int64_t{day - 1}),
                      area(block({4, 0, 6, 2}), std::int64_t{2}, std::int64_t{day + 1}), area(Geometry(), std::int64_t{2}),
                      area(block({6, 0, 7, 1}), std::int64_t{3}, {}, std::int64_t{day - 1})});
  const StudyArea study = study_of_admin_areas(*view, day);
  EXPECT_EQ(study.level, 2) << "the posts are no more";
  EXPECT_EQ(study.areas, 1U);
  EXPECT_EQ(study.left_out, 3U);
}

TEST(StudyArea, WithoutLevelsAllCount) {
  const StudyArea study =
      study_of_admin_areas(*view_of("admin_areas", {area(block({0, 0, 1, 1}), {}), area(block({3, 3, 4, 4}), {})}), day);
  EXPECT_EQ(study.areas, 2U);
  EXPECT_FALSE(study.level);
  EXPECT_TRUE(study_of_admin_areas(*view_of("admin_areas", {}), day).area.is_none());
}

TEST(StudyArea, OfOperationIsRepaired) {
  const Ring bow = {{39, -13}, {40, -12}, {40, -13}, {39, -12}, {39, -13}};
  EXPECT_GT(ground_area_km2(study_of_operation(from_polygons({{bow}})).area), 1000);
  EXPECT_THROW(study_of_operation(Geometry::point({39, -12})), Error);
}

TEST(StudyArea, CanBeCut) {
  StudyArea study = study_of_operation(block({0, 0, 4, 4}));
  const StudyArea cut = cut_to(study, {39.2, -13, 45, -12.8});
  EXPECT_EQ(cut.origin, "area_of_operation");
  EXPECT_NEAR(ground_area_km2(cut.area), ground_area_km2(block({2, 0, 4, 2})), 1e-6);
  EXPECT_EQ(cut_to({}, {39, -13, 40, -12}).origin, "bbox");
  EXPECT_THROW(cut_to(study, {50, 0, 51, 1}), Error) << "nothing of it is there";
  EXPECT_THROW(cut_to({}, {39, -13, 39, -12}), Error) << "a line";
  EXPECT_THROW(cut_to({}, {179, -13, -179, -12}), Error);
}

}  // namespace
}  // namespace geo
