// SPDX-License-Identifier: Apache-2.0
#include "importers/reference/admin_areas.hpp"

#include "geo/geometry/wkb.hpp"
#include "tests/importers/reference_support.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using importers::AdminArea;
using importers::AdminAreas;
using importers_tests::box;

std::string code_at(const AdminAreas& areas, geo::LonLat p, int level) {
  const int area = areas.find(p)[static_cast<std::size_t>(level)];
  return area < 0 ? "" : areas[area].pcode;
}

TEST(AdminAreas, FindsEveryLevel) {
  const AdminAreas areas(importers_tests::test_areas());
  EXPECT_EQ(code_at(areas, {38.5, -12.5}, 1), "MZ01");
  EXPECT_EQ(code_at(areas, {38.5, -12.5}, 2), "MZ0101");
  EXPECT_EQ(code_at(areas, {38.5, -12.5}, 3), "MZ010101");
  EXPECT_EQ(code_at(areas, {38.5, -13.5}, 3), "MZ010102");
  EXPECT_EQ(code_at(areas, {39.5, -12.5}, 3), "");
  EXPECT_EQ(code_at(areas, {39, -12.5}, 2), "MZ0101") << "on a border: the smaller code";
  EXPECT_EQ(code_at(areas, {37, -12.5}, 1), "");
  EXPECT_TRUE(areas.cover({40.5, -11.5}));
  EXPECT_FALSE(areas.cover({41.5, -11.5}));
  EXPECT_TRUE(areas.has_level(3));
  EXPECT_FALSE(areas.has_level(0));
}

TEST(AdminAreas, LevelsAndCodesThatRowsDoNotSay) {
  const AdminAreas areas(importers_tests::test_areas());
  const AdminArea& balama = areas[areas.by_code(2, "MZ0102")];
  EXPECT_EQ(balama.level, 2);
  EXPECT_EQ(balama.codes[1], "MZ01") << "by the beginning of its own";
  const AdminArea& metoro = areas[areas.by_code(3, "MZ010101")];
  EXPECT_EQ(metoro.codes[2], "MZ0101");
  EXPECT_EQ(metoro.codes[1], "MZ01");
  EXPECT_TRUE(areas.is_part(areas.by_code(3, "MZ010101"), areas.by_code(1, "MZ01")));
  EXPECT_FALSE(areas.is_part(areas.by_code(3, "MZ010101"), areas.by_code(2, "MZ0102")));
}

TEST(AdminAreas, LevelOfACode) {
  const std::pair<const char*, std::optional<int>> cases[] = {{"MZ", 0},       {"MOZ", 0},         {"MZ01", 1},       {"MZ0110", 2},
                                                              {"MZ011003", 3}, {"MZ01007", {}},    {"E05001234", {}}, {"", {}},
                                                              {"M01", {}},     {"MZ01100302", {}}, {"MZ01-1", {}}};
  for (const auto& [code, level] : cases) { EXPECT_EQ(importers::level_of_pcode(code), level) << code; }
  const AdminAreas unknown({{"E05001", "Ward", "", {}, {}, box(0, 0, 1, 1)}});
  EXPECT_TRUE(unknown.cover({0.5, 0.5}));
  EXPECT_EQ(unknown.find({0.5, 0.5}), (AdminAreas::ByLevel{-1, -1, -1, -1}));
}

TEST(AdminAreas, ByName) {
  const AdminAreas areas(importers_tests::test_areas());
  const auto named = [&](const char* name, int inside = -1) {
    const int area = areas.by_name(2, name, inside);
    return area < 0 ? std::string() : areas[area].pcode;
  };
  EXPECT_EQ(named("ancuabe"), "MZ0101");
  EXPECT_EQ(named("cidade_de_pemba"), "MZ0103");
  EXPECT_EQ(named("pemba"), "MZ0103");
  EXPECT_EQ(named("porto_amelia"), "MZ0103");
  EXPECT_EQ(named("ancuabe", areas.by_code(1, "MZ01")), "MZ0101");
  EXPECT_EQ(named("metoro"), "") << "of another level";
  EXPECT_EQ(named("ibo"), "");
  const AdminAreas two({{"MZ0201", "Mesa", "", 2, {}, box(0, 0, 1, 1)}, {"MZ0301", "Mesa", "", 2, {}, box(2, 0, 3, 1)}});
  EXPECT_EQ(two.by_name(2, "mesa", -1), -1) << "two have the name";
}

TEST(AdminAreas, CentreAndReach) {
  const AdminAreas areas({{"MZ01", "L", "", 1, {}, geo::from_polygons({{{{0, 0}, {3, 0}, {3, 1}, {1, 1}, {1, 3}, {0, 3}, {0, 0}}}})}});
  // An L of five unit squares: the mean of their middles.
  EXPECT_NEAR(areas[0].centre.lon, (0.5 + 1.5 + 2.5 + 0.5 + 0.5) / 5, 1e-9);
  EXPECT_NEAR(areas[0].centre.lat, (0.5 + 0.5 + 0.5 + 1.5 + 2.5) / 5, 1e-9);
  EXPECT_NEAR(areas[0].reach_m, 111'000 * 2.2, 5'000);
}

TEST(AdminAreas, NoneAndShapeless) {
  const AdminAreas none;
  EXPECT_TRUE(none.empty());
  EXPECT_FALSE(none.cover({0, 0}));
  const AdminAreas shapeless({{"MZ0101", "Ancuabe", "", 2, {}, {}}});
  EXPECT_FALSE(shapeless[0].has_shape());
  EXPECT_EQ(shapeless.by_name(2, "ancuabe", -1), 0);
  EXPECT_FALSE(shapeless.is_within(0, {38, -12}, 1e6));
}

}  // namespace
