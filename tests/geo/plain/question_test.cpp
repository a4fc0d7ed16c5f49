// SPDX-License-Identifier: Apache-2.0
// What a question makes of options, rows and places, whichever method asks.
#include "geo/geometry/geodesic.hpp"
#include "geo/plain/shape.hpp"
#include "tests/geo/plain/ask.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace geo {
namespace {

using testing::HasSubstr;

/// Nine places on a line, one apart, that ask for neighbours within one.
PlainInput line() {
  PlainInput input = plain_input(9);
  add_column(input, "value", {1, 2, 1, 3, 9, 8, 9, 2, 1});
  add_column(input, "x", {0, 1, 2, 3, 4, 5, 6, 7, 8});
  add_column(input, "y", {0, 0, 0, 0, 0, 0, 0, 0, 0});
  input.given["metric"] = "planar";
  input.given["neighbours"] = "distance";
  input.given["distance"] = "1";
  return input;
}

TEST(Question, EveryMethodNamesOptionsThatThereAre) {
  EXPECT_GE(plain_methods().size(), 14U);
  for (const PlainMethod& method : plain_methods()) {
    EXPECT_EQ(plain_method(method.id), &method);
    EXPECT_FALSE(method.title.en.empty() || method.title.pt.empty());
    for (const std::string_view option : method.options) { EXPECT_EQ(plain_option(option).name, option); }
    ASSERT_NE(method.run, nullptr);
  }
  EXPECT_EQ(plain_method("magic"), nullptr);
}

TEST(Question, CountsWhatItLeavesOutByReason) {
  PlainInput input = line();
  input.table.columns["value"].states[1] = CellState::empty;
  input.table.columns["value"].states[2] = CellState::no_number;
  input.table.columns["x"].states[7] = CellState::empty;
  input.table.unreadable[8] = true;
  const PlainResult result = ask("gi-star", input);
  EXPECT_EQ(result.read, 9U);
  EXPECT_EQ(result.used, 5U);
  const std::map<std::string, std::size_t> expected{
      {"empty_value_column", 1}, {"empty_x_column", 1}, {"no_number_in_value_column", 1}, {"unreadable_row", 1}};
  EXPECT_EQ(result.excluded, expected);
  EXPECT_EQ(result.rows.size(), 5U);
  EXPECT_EQ(result.file_rows, (std::vector<std::uint32_t>{0, 3, 4, 5, 6}));
  EXPECT_EQ(std::get<std::string>(cell_of(result, "id", 1)), "d");
}

TEST(Question, NoRowLeftIsRefusedWithTheReasons) {
  PlainInput input = line();
  input.table.columns["value"].states.assign(9, CellState::no_number);
  EXPECT_EQ(refusal("gi-star", input), "places.csv has no row that can be used (9 read, no_number_in_value_column: 9).");
}

TEST(Question, ParametersStandThereWithDefaults) {
  PlainInput input = line();
  input.given["permutations"] = "99";
  const PlainResult result = ask("gi-star", input);
  EXPECT_EQ(std::get<std::string>(named(result.parameters, "file")), "places.csv");
  EXPECT_EQ(std::get<std::string>(named(result.parameters, "value")), "value_column");
  EXPECT_EQ(std::get<std::string>(named(result.parameters, "style")), "B");
  EXPECT_EQ(std::get<double>(named(result.parameters, "alpha")), 0.05);
  EXPECT_EQ(std::get<std::int64_t>(named(result.parameters, "permutations")), 99);
  EXPECT_EQ(std::get<std::int64_t>(named(result.parameters, "seed")), 1);
  EXPECT_EQ(std::get<double>(named(result.parameters, "distance")), 1);
}

TEST(Question, RefusesOptionsInWords) {
  const std::vector<std::tuple<std::string, std::string, std::string>> bad{
      {"distance", "far", "--distance must be a number, 0 or more, not \"far\"."},
      {"distance", "-1", "--distance must be a number, 0 or more, not \"-1\"."},
      {"distance", "nan", "--distance must be a number, 0 or more, not \"nan\"."},
      {"style", "C", "--style must be one of B, W, not \"C\"."},
      {"neighbours", "bishop", "--neighbours must be one of queen, rook, distance, nearest, inverse, kernel, not \"bishop\"."},
      {"metric", "round", "--metric must be one of planar, geodesic, not \"round\"."},
      {"permutations", "0", "--permutations must be a whole number between 1 and 1000000, not \"0\"."},
      {"permutations", "1.5", "--permutations must be a whole number between 1 and 1000000, not \"1.5\"."},
      {"alpha", "2", "--alpha must be a number between 1e-12 and 0.999999999999, not \"2\"."},
      {"k", "3", "--k has no meaning beside what else was asked; leave it away."},
      {"seed", "3", "--seed has no meaning beside what else was asked; leave it away."},
      {"radius", "3", "gi-star has no option --radius."},
      {"weights", "w.json", "Neighbours come from --weights or from --neighbours, not from both."},
      {"neighbours", "queen", "places.csv has no polygons that could touch: --neighbours queen and rook need them."}};
  for (const auto& [option, value, sentence] : bad) {
    PlainInput input = line();
    input.given[option] = value;
    EXPECT_EQ(refusal("gi-star", input), sentence);
  }
}

TEST(Question, SaysWhatIsMissing) {
  PlainInput input = line();
  for (const char* option : {"value", "x", "y", "metric", "distance"}) {
    PlainInput less = input;
    less.given.erase(option);
    less.table.columns.erase(option);
    EXPECT_THAT(refusal("gi-star", less), HasSubstr("gi-star needs --" + std::string(option) + " ")) << option;
  }
  input.given.erase("neighbours");
  input.given.erase("distance");
  EXPECT_THAT(refusal("gi-star", input), HasSubstr("must know which places are neighbours"));
}

TEST(Question, CountsBelowNothingAreRefusedWithRowAndColumn) {
  PlainInput input = plain_input(3);
  add_column(input, "value", {1, 2, 3});
  add_column(input, "population", {10, -2.5, 10});
  EXPECT_EQ(refusal("eb-rates", input), "places.csv, row 2, column population_column: -2.5 is below 0.");
}

TEST(Question, DegreesAreNeverDistances) {
  PlainInput input = plain_input(3);
  add_column(input, "x", {40.5, 40.5, 40.6});
  add_column(input, "y", {-12.9, -12.91, -12.9});
  input.given["metric"] = "geodesic";
  input.given["min-points"] = "2";
  // 0.01° of latitude are 1,106 m here, 0.1° of longitude 10.8 km.
  const double apart = distance_m({40.5, -12.9}, {40.5, -12.91});
  input.given["radius"] = std::to_string(apart * 1.001);
  PlainResult result = ask("dbscan", input);
  EXPECT_EQ(std::get<std::int64_t>(cell_of(result, "cluster", 0)), 0);
  EXPECT_EQ(std::get<std::int64_t>(cell_of(result, "cluster", 1)), 0);
  EXPECT_EQ(std::get<std::int64_t>(cell_of(result, "cluster", 2)), -1);
  EXPECT_LT(std::get<double>(named(result.parameters, "max_scale_error")), 1e-4);
  input.given["radius"] = std::to_string(apart * 0.999);
  result = ask("dbscan", input);
  EXPECT_EQ(std::get<std::int64_t>(named(result.summary, "noise")), 3);
  EXPECT_EQ(std::get<double>(cell_of(result, "x", 0)), 40.5) << "coordinates come back as they were";
}

TEST(Question, AStrayPlaceMovesNoOther) {
  PlainInput input = plain_input(6);
  add_column(input, "x", {40.5, 40.5, 40.53, 40.56, 40.45, 0});
  add_column(input, "y", {-12.9, -12.91, -12.93, -12.96, -12.99, 0});
  input.given["metric"] = "geodesic";
  input.given["min-points"] = "2";
  // A plane in the middle of all would make this 3 % longer or shorter.
  const double apart = distance_m({40.5, -12.9}, {40.5, -12.91});
  PlainResult result;
  for (const auto& [share, noise] : {std::pair(0.9999, 6), std::pair(1.0001, 4)}) {
    input.given["radius"] = std::to_string(apart * share);
    result = ask("dbscan", input);
    EXPECT_EQ(std::get<std::int64_t>(named(result.summary, "noise")), noise);
  }
  ASSERT_FALSE(result.warnings.empty());
  EXPECT_THAT(result.warnings.front().en, HasSubstr("Some places lie far from most"));
}

TEST(Question, WhatIsNoLongitudeIsRefused) {
  PlainInput input = line();
  input.given["metric"] = "geodesic";
  input.table.columns["x"].numbers[3] = 181;
  EXPECT_EQ(refusal("gi-star", input),
            "places.csv, row 4: 181 0 is no longitude and latitude. Coordinates of a plane need --metric planar.");
  input.table.columns["x"].numbers[3] = -170;
  input.table.columns["x"].numbers[4] = 100;
  EXPECT_THAT(refusal("gi-star", input), HasSubstr("places.csv, row 4: -170 0 lies"));
}

TEST(Question, GeometriesOfOtherKindsAreLeftOut) {
  PlainInput input = plain_input(4);
  WkbBuilder line_wkb;
  line_wkb.begin(WkbType::line);
  line_wkb.vertex({0, 0});
  line_wkb.vertex({1, 0});
  line_wkb.end();
  input.table.shapes = {point_wkb({40, -12}), "", line_wkb.bytes(), polygon_wkb({{{40, -12}, {40.001, -12}, {40, -12.001}, {40, -12}}})};
  input.given["radius"] = "200";
  input.given["min-points"] = "2";
  const PlainResult result = ask("dbscan", input);
  EXPECT_EQ(result.excluded, (std::map<std::string, std::size_t>{{"geometry_no_point_or_area", 1}, {"no_geometry", 1}}));
  EXPECT_EQ(std::get<std::string>(named(result.parameters, "metric")), "geodesic");
  EXPECT_EQ(std::get<std::int64_t>(named(result.summary, "clusters")), 1);
  EXPECT_EQ(result.rows.column("x"), nullptr) << "an area has no single coordinate";
  input.table.crs = "EPSG:32737";
  EXPECT_THAT(refusal("dbscan", input), HasSubstr("EPSG:32737"));
  input.given["metric"] = "planar";
  EXPECT_EQ(refusal("dbscan", input), "");
}

TEST(Question, AreasThatTouchAreNeighbours) {
  PlainInput input = plain_input(9);
  for (int i = 0; i < 9; ++i) {
    const double x = 40 + i % 3;
    const double y = -12 + i / 3;
    input.table.shapes.push_back(polygon_wkb({{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}, {x, y}}}));
  }
  add_column(input, "value", {1, 2, 3, 4, 5, 6, 7, 8, 9});
  for (const auto& [kind, links] : {std::pair("queen", 40), std::pair("rook", 24)}) {
    for (const char* metric : {"planar", "geodesic"}) {
      input.given["neighbours"] = kind;
      input.given["metric"] = metric;
      EXPECT_EQ(std::get<std::int64_t>(named(ask("gi", input).summary, "links")), links) << kind << metric;
    }
  }
}

TEST(PlainShape, MiddleIsTheCentreOfGravity) {
  // A square with a hole to the right of its middle, whichever way the rings run.
  const std::vector<LonLat> shell{{550'000, 0}, {550'010, 0}, {550'010, 10}, {550'000, 10}, {550'000, 0}};
  std::vector<LonLat> hole{{550'006, 4}, {550'008, 4}, {550'008, 6}, {550'006, 6}, {550'006, 4}};
  const double x = 550'000 + (100 * 5 - 4 * 7) / 96.0;
  for (int turn = 0; turn < 2; ++turn) {
    const PlainShape shape = shape_of(polygon_wkb({shell, hole}));
    EXPECT_EQ(shape.kind, PlainShape::Kind::area);
    EXPECT_NEAR(shape.middle.x, x, 1e-9);
    EXPECT_NEAR(shape.middle.y, 5, 1e-9);
    ASSERT_EQ(shape.rings.size(), 2U);
    std::reverse(hole.begin(), hole.end());
  }
  const PlainShape flat = shape_of(polygon_wkb({{{0, 0}, {2, 0}, {4, 0}}}));
  EXPECT_EQ(flat.middle, (Metric{2, 0}));
  EXPECT_EQ(shape_of("").kind, PlainShape::Kind::none);
  EXPECT_THROW(shape_of("xyz"), Error);
}

}  // namespace
}  // namespace geo
