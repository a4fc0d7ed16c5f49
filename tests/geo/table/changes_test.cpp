// SPDX-License-Identifier: Apache-2.0
#include "geo/table/changes.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Changes, AreTheGeometryAndTheFieldsThatDiffer) {
  const geo::Row before{geo::Geometry::point({40, -12}), {std::int64_t{1}, std::string("a"), {}}};
  EXPECT_TRUE(geo::changes(before, before).empty());
  geo::Row after = before;
  after.geometry = {};
  after.values[1] = std::string("b");
  after.values[2] = false;
  const auto changes = geo::changes(before, after);
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].field, -1);
  EXPECT_EQ(changes[1].field, 1);
  EXPECT_EQ(changes[1].before, geo::Value(std::string("a")));
  EXPECT_EQ(changes[1].after, geo::Value(std::string("b")));
  EXPECT_EQ(changes[2].field, 2);
  EXPECT_TRUE(geo::is_null(changes[2].before));
}

TEST(Changes, NullIsNotFalseAndNotEmpty) {
  EXPECT_EQ(geo::changes({{}, {{}}}, {{}, {false}}).size(), 1U);
  EXPECT_EQ(geo::changes({{}, {{}}}, {{}, {std::string()}}).size(), 1U);
}

}  // namespace
