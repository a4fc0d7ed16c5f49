// SPDX-License-Identifier: Apache-2.0
#include "geo/geometry/lines.hpp"

#include "geo/geometry/geojson.hpp"
#include "geo/geometry/wkb.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace geo {
namespace {

std::string text(const Geometry& geometry) {
  std::string out;
  append_geojson(out, geometry);
  return out;
}

TEST(Lines, GoThereAndBack) {
  const Line a{{40, -13}, {40.5, -12.5}, {41, -12}};
  const Line b{{39, -13}, {39, -12}};
  EXPECT_EQ(lines_of(from_lines({a})), std::vector<Line>{a});
  EXPECT_EQ(lines_of(from_lines({a, b})), (std::vector<Line>{a, b}));
  EXPECT_EQ(text(from_lines({b})), R"({"type":"LineString","coordinates":[[39,-13],[39,-12]]})");
  EXPECT_EQ(text(from_lines({b}, true)), R"({"type":"MultiLineString","coordinates":[[[39,-13],[39,-12]]]})");
  EXPECT_TRUE(from_lines({}).is_none());
  EXPECT_TRUE(lines_of(Geometry()).empty());
  EXPECT_TRUE(lines_of(Geometry::point({40, -13})).empty());
  EXPECT_TRUE(lines_of(from_polygons({{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}})).empty());
}

TEST(Lines, TidyTable) {
  struct Case {
    const char* what;
    std::vector<Line> given;
    std::vector<Line> made;
    std::size_t left_out;
    bool changed;
  };
  const Line good{{40, -13}, {41, -13}};
  const Case cases[] = {
      {"good", {good}, {good}, 0, false},
      {"crosses itself", {{{0, 0}, {1, 1}, {1, 0}, {0, 1}}}, {{{0, 0}, {1, 1}, {1, 0}, {0, 1}}}, 0, false},
      {"there and back", {{{0, 0}, {1, 1}, {0, 0}}}, {{{0, 0}, {1, 1}, {0, 0}}}, 0, false},
      {"repeated vertex", {{{40, -13}, {40, -13}, {41, -13}, {41, -13}}}, {good}, 0, true},
      {"one vertex", {{{40, -13}}}, {}, 1, true},
      {"no length", {{{40, -13}, {40, -13}, {40, -13}}}, {}, 1, true},
      {"one part without length", {good, {{39, -13}, {39, -13}}}, {good}, 1, true},
  };
  for (const Case& c : cases) {
    const Geometry given = from_lines(c.given);
    const TidyLines tidy = tidy_lines(given);
    EXPECT_EQ(lines_of(tidy.geometry), c.made) << c.what;
    EXPECT_EQ(tidy.parts_left_out, c.left_out) << c.what;
    EXPECT_EQ(tidy.changed, c.changed) << c.what;
    if (!c.changed) { EXPECT_EQ(tidy.geometry, given) << c.what; }
  }
}

// The law: what comes out is tidy, and nothing but repeated vertices and parts without a length went.
TEST(Lines, TidyIsIdempotentAndLosesNoPlace) {
  std::mt19937 random(7);
  const auto pick = [&](unsigned n) { return static_cast<int>(random() % n); };
  for (int round = 0; round < 500; ++round) {
    std::vector<Line> given(1 + static_cast<std::size_t>(pick(4)));
    for (Line& line : given) {
      for (int n = 1 + pick(6); n > 0; --n) { line.push_back({static_cast<double>(pick(3)), static_cast<double>(pick(3))}); }
    }
    const TidyLines once = tidy_lines(from_lines(given));
    EXPECT_FALSE(once.geometry.is_none() ? false : tidy_lines(once.geometry).changed);
    std::vector<Line> expected;
    for (const Line& line : given) {
      Line kept;
      for (const LonLat& p : line) {
        if (kept.empty() || !(kept.back() == p)) { kept.push_back(p); }
      }
      if (kept.size() > 1) { expected.push_back(kept); }
    }
    EXPECT_EQ(lines_of(once.geometry), expected);
    EXPECT_EQ(once.parts_left_out, given.size() - expected.size());
  }
}

}  // namespace
}  // namespace geo
