// SPDX-License-Identifier: Apache-2.0
// kde, bandwidth and relative-risk of files.
#include "geo/hotspots/bandwidth.hpp"
#include "geo/hotspots/edge_correction.hpp"
#include "geo/hotspots/relative_risk.hpp"
#include "geo/hotspots/ripley.hpp"
#include "tests/geo/plain/ask.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

namespace geo {
namespace {

using testing::HasSubstr;

/// Points on whole and half numbers of [0, 20] x [0, 10], some at one place.
PlainInput points(std::size_t rows = 60, unsigned seed = 4) {
  std::mt19937 random(seed);
  PlainInput input = plain_input(rows);
  std::vector<std::optional<double>> x;
  std::vector<std::optional<double>> y;
  for (std::size_t i = 0; i < rows; ++i) {
    x.push_back(double(random() % 41) / 2);
    y.push_back(double(random() % 21) / 2);
  }
  add_column(input, "x", x);
  add_column(input, "y", y);
  input.given["metric"] = "planar";
  return input;
}

std::vector<Metric> places_of(const PlainInput& input) {
  std::vector<Metric> places;
  for (std::size_t i = 0; i < input.table.size(); ++i) {
    places.push_back({input.table.columns.at("x").numbers[i], input.table.columns.at("y").numbers[i]});
  }
  return places;
}

const std::vector<double>& values_of(const PlainResult& result, const std::string& name) {
  static const std::vector<double> none;
  for (const auto& [known, values] : result.grid->values) {
    if (known == name) { return values; }
  }
  ADD_FAILURE() << "no " << name;
  return none;
}

double number_in(const NamedCells& cells, const std::string& name) { return std::get<double>(named(cells, name)); }

TEST(PlainKde, IsTheSumOfKernelsOnSquaresAndOthers) {
  for (const Kernel kernel : all_kernels) {
    for (const char* grid : {"20x10", "8x10", "20x3"}) {
      PlainInput input = points();
      std::vector<std::optional<double>> weights;
      for (std::size_t i = 0; i < input.table.size(); ++i) { weights.push_back(double(i % 5)); }
      add_column(input, "weight", weights);
      const double h = 2.25;
      input.given.insert({{"bandwidth", "2.25"}, {"kernel", std::string(code(kernel))}, {"grid", grid}, {"extent", "0,0,20,10"}});
      const PlainResult result = ask("kde", input);
      const PlainSurface& cells = *result.grid;
      const auto& density = values_of(result, "density");
      double peak = 0;
      std::vector<double> slow;
      for (std::size_t at = 0; at < cells.size(); ++at) {
        double sum = 0;
        for (std::size_t i = 0; i < input.table.size(); ++i) {
          const Metric p = places_of(input)[i];
          const double u2 = (std::pow(p.x - cells.at(at).x, 2) + std::pow(p.y - cells.at(at).y, 2)) / (h * h);
          sum += *weights[i] * kernel_value(kernel, u2) / (h * h);
        }
        slow.push_back(sum);
        peak = std::max(peak, sum);
      }
      for (std::size_t at = 0; at < cells.size(); ++at) { ASSERT_NEAR(density[at], slow[at], 1e-9 * peak) << code(kernel) << grid; }
      EXPECT_NEAR(number_in(result.summary, "highest"), peak, 1e-9 * peak);
    }
  }
}

TEST(PlainKde, CellsByDefaultReachAsFarAsThePoints) {
  PlainInput input = points();
  input.given["bandwidth"] = "2";
  const PlainResult result = ask("kde", input);
  EXPECT_EQ(result.grid->cell_x, 2.0 / 5);
  EXPECT_EQ(result.grid->south_west, (Metric{-2, -2}));
  EXPECT_EQ(result.grid->columns, 60U);
  EXPECT_EQ(result.grid->rows, 35U);
  // Nothing is cut off, so all points are in the sum.
  EXPECT_NEAR(number_in(result.summary, "sum_over_cells"), 60, 0.5);
  EXPECT_EQ(result.rows.size(), 0U);
  EXPECT_FALSE(result.grid->centre);
}

TEST(PlainKde, NothingIsSaidOutsideAWindow) {
  PlainInput input = points();
  input.given.insert({{"bandwidth", "3"}, {"cell", "0.25"}, {"edge", "jones-diggle"}, {"window", "border.geojson"}});
  PlainTable border;
  border.file = "border.geojson";
  // A triangle: half of the points' rectangle.
  border.shapes = {polygon_wkb({{{0, 0}, {20, 0}, {0, 10}, {0, 0}}})};
  input.others["window"] = border;
  const PlainResult result = ask("kde", input);
  const auto& density = values_of(result, "density");
  std::size_t inside = 0;
  for (const Metric p : places_of(input)) { inside += p.x / 20 + p.y / 10 <= 1 ? 1 : 0; }
  EXPECT_EQ(std::get<std::int64_t>(named(result.summary, "points_outside_the_window")), std::int64_t(60 - inside));
  for (std::size_t at = 0; at < density.size(); ++at) {
    const Metric centre = result.grid->at(at);
    ASSERT_EQ(std::isnan(density[at]), centre.x / 20 + centre.y / 10 > 1) << centre.x << " " << centre.y;
  }
  EXPECT_NEAR(number_in(result.summary, "sum_over_cells"), double(inside), 0.5) << "what Jones and Diggle's correction is for";
  // The same window as a rectangle and as polygons.
  input.given["window"] = "0,0,20,10";
  input.others.clear();
  const PlainResult rectangle = ask("kde", input);
  input.given["window"] = "border.geojson";
  border.shapes = {polygon_wkb({{{0, 0}, {20, 0}, {20, 10}, {0, 10}, {0, 0}}})};
  input.others["window"] = border;
  const auto by_polygon = values_of(ask("kde", input), "density");
  for (std::size_t at = 0; at < by_polygon.size(); ++at) { EXPECT_NEAR(by_polygon[at], values_of(rectangle, "density")[at], 1e-9); }
}

TEST(PlainKde, DegreesBecomeKilometres) {
  PlainInput input = plain_input(2);
  add_column(input, "x", {40.5, 40.51});
  add_column(input, "y", {-12.9, -12.9});
  input.given.insert({{"metric", "geodesic"}, {"bandwidth", "100"}, {"cell", "10"}, {"window", "40.49,-12.91,40.52,-12.89"}});
  const PlainResult result = ask("kde", input);
  ASSERT_TRUE(result.grid->centre);
  // Each of the two peaks: 3/(π h²), h 0.1 km.
  EXPECT_NEAR(number_in(result.summary, "highest"), 3 / (M_PI * 0.01), 1.5);
  EXPECT_NEAR(number_in(result.summary, "sum_over_cells"), 2, 0.02);
  const Metric size{result.grid->columns * 10.0, result.grid->rows * 10.0};
  EXPECT_NEAR(size.x, 3256, 20) << "0.03 degrees of longitude there";
  EXPECT_NEAR(size.y, 2213, 20);
  PlainTable border;
  border.file = "border.geojson";
  border.crs = "EPSG:32737";
  border.shapes = {polygon_wkb({{{0, 0}, {20, 0}, {0, 10}, {0, 0}}})};
  input.others["window"] = border;
  input.given["window"] = "border.geojson";
  EXPECT_THAT(refusal("kde", input), HasSubstr("border.geojson has coordinates in EPSG:32737"));
}

TEST(PlainKde, ASelectorIsMadeWideEnoughForTheKernel) {
  PlainInput input = points();
  input.given["selector"] = "lcv";
  const double sd = *likelihood_cross_validation(places_of(input)).bandwidth_m;
  for (const Kernel kernel : {Kernel::gaussian, Kernel::epanechnikov}) {
    input.given["kernel"] = code(kernel);
    EXPECT_NEAR(number_in(ask("kde", input).parameters, "bandwidth"), sd / axis_deviation(kernel), 1e-9 * sd);
  }
  input.given["selector"] = "diggle";
  EXPECT_THAT(ask("kde", input).warnings.front().en, HasSubstr("box around the points"));
}

TEST(PlainKde, SaysWhatIsWrong) {
  const std::vector<std::pair<std::map<std::string, std::string>, std::string>> bad{
      {{}, "Say either --bandwidth"},
      {{{"bandwidth", "1"}, {"selector", "lcv"}}, "Say either --bandwidth"},
      {{{"bandwidth", "0"}}, "--bandwidth must be a number above 0, not \"0\"."},
      {{{"bandwidth", "-3"}}, "--bandwidth must be a number above 0, not \"-3\"."},
      {{{"bandwidth", "1"}, {"edge", "uniform"}}, "--edge needs to know where was looked"},
      {{{"bandwidth", "1"}, {"cap", "3"}}, "--cap has no meaning"},
      {{{"bandwidth", "1"}, {"cell", "1"}, {"grid", "3x3"}}, "Cells come from --cell or from --grid, not from both."},
      {{{"bandwidth", "1"}, {"grid", "33"}}, "--grid must be columns x rows"},
      {{{"bandwidth", "1"}, {"grid", "3x-2"}}, "--grid must be columns x rows"},
      {{{"bandwidth", "1"}, {"grid", "3x2"}, {"adaptive", "true"}}, "Cells that are not square"},
      {{{"bandwidth", "1"}, {"cell", "0.0001"}}, "at most 16 million are made"},
      {{{"bandwidth", "1"}, {"grid", "999999999x999999999"}}, "at most 16 million are made"},
      {{{"bandwidth", "1"}, {"window", "0,0,9"}}, "--window must be west,south,east,north"},
      {{{"bandwidth", "1"}, {"window", "9,0,0,9"}}, "--window must be west,south,east,north"},
      {{{"bandwidth", "1"}, {"extent", "0,0,9,nine"}}, "--extent must be west,south,east,north"},
      {{{"bandwidth", "1"}, {"kernel", "cosine"}}, "--kernel must be one of"},
      {{{"selector", "guess"}}, "--selector must be one of"}};
  for (const auto& [options, sentence] : bad) {
    PlainInput input = points();
    input.given.insert(options.begin(), options.end());
    EXPECT_THAT(refusal("kde", input), HasSubstr(sentence));
  }
  PlainInput input = points();
  input.given.insert({{"bandwidth", "1"}, {"window", "empty.geojson"}});
  input.others["window"].file = "empty.geojson";
  EXPECT_EQ(refusal("kde", input), "--window: empty.geojson has no polygon.");
  input = points(3);
  add_column(input, "weight", {1, -2, 3});
  input.given["bandwidth"] = "1";
  EXPECT_EQ(refusal("kde", input), "places.csv, row 2, column weight_column: -2 is below 0.");
}

TEST(PlainKde, OnePlaceIsNoReasonToFail) {
  PlainInput input = plain_input(3);
  add_column(input, "x", {5, 5, 5});
  add_column(input, "y", {5, 5, 5});
  input.given.insert({{"metric", "planar"}, {"bandwidth", "2"}});
  EXPECT_NEAR(number_in(ask("kde", input).summary, "sum_over_cells"), 3, 0.03);
  input.given.insert({{"cell", "9"}});
  EXPECT_THAT(ask("kde", input).warnings.front().en, HasSubstr("below half a cell"));
  input.given.erase("bandwidth");
  input.given["selector"] = "scott";
  EXPECT_EQ(refusal("kde", input), "--selector scott finds no bandwidth for these points: no_spread.");
  EXPECT_THAT(refusal("bandwidth",
                      [&] {
                        PlainInput asked = input;
                        asked.given.erase("cell");
                        asked.given.erase("selector");
                        return asked;
                      }()),
              HasSubstr("there is no spread"));
}

TEST(PlainBandwidth, HasEveryRuleAndWhetherPointsLieTogether) {
  PlainInput input = points();
  input.given.insert({{"window", "0,0,20,10"}, {"radii", "0,0.5,2"}, {"kernel", "triweight"}});
  const PlainResult result = ask("bandwidth", input);
  const auto at = places_of(input);
  const auto& selectors = *result.rows.column("selector");
  ASSERT_EQ(selectors.size(), 9U);
  const PlaneRectangle window{{0, 0}, {20, 10}};
  const double expected[] = {*normal_reference(at).x,
                             *normal_reference(at).x,
                             *isotropic_normal_reference(at),
                             std::get<double>(cell_of(result, "x", 3)),
                             std::get<double>(cell_of(result, "x", 4)),
                             std::get<double>(cell_of(result, "x", 5)),
                             *likelihood_cross_validation(at).bandwidth_m,
                             std::get<double>(cell_of(result, "x", 7)),
                             *berman_diggle(at, window).bandwidth_m};
  for (std::size_t i = 0; i < 9; ++i) {
    EXPECT_NEAR(std::get<double>(cell_of(result, "x", i)), expected[i], 1e-12 * expected[i]) << i;
    EXPECT_NEAR(std::get<double>(cell_of(result, "bandwidth_x", i)), expected[i] / axis_deviation(Kernel::triweight), 1e-9);
  }
  EXPECT_EQ(std::get<std::string>(cell_of(result, "kind", 0)), "per_axis");
  EXPECT_EQ(std::get<std::string>(cell_of(result, "kind", 6)), "both_axes");
  EXPECT_EQ(number_in(result.summary, "clark_evans_ratio"), *clark_evans(at, window).ratio);
  EXPECT_GT(std::get<std::int64_t>(named(result.summary, "duplicates")), 0);
  ASSERT_EQ(result.more.front().first, "ripley_k");
  const std::vector<double> radii{0, 0.5, 2};
  const auto k = ripley_k(at, window, radii, KCorrection::translation);
  for (std::size_t i = 0; i < 3; ++i) { EXPECT_EQ(std::get<double>(result.more.front().second.column("k_translation")->at(i)), k[i]); }
}

/// The cases of one file, and its controls in another.
TEST(PlainRelativeRisk, CasesAndControlsInOneFileOrTwo) {
  PlainInput input = points(80);
  std::vector<std::optional<double>> is_case;
  std::vector<WeightedPoint> cases;
  std::vector<WeightedPoint> controls;
  for (std::size_t i = 0; i < 80; ++i) {
    is_case.push_back(i % 3 == 0 ? 1 : 0);
    (i % 3 == 0 ? cases : controls).push_back({places_of(input)[i], 1});
  }
  add_column(input, "case", is_case);
  input.given.insert({{"bandwidth", "4"}, {"cell", "0.5"}, {"extent", "0,0,20,10"}});
  const PlainResult one = ask("relative-risk", input);
  RelativeRiskOptions options;
  options.bandwidth_m = 4;
  options.tolerance = Tolerance::asymptotic;
  const RelativeRisk found = relative_risk(cases, controls, options, {{0, 0}, 0.5, 40, 20});
  PlainInput first = plain_input(cases.size());
  PlainInput second = plain_input(controls.size());
  const auto fill = [](PlainInput& to, const std::vector<WeightedPoint>& from) {
    std::vector<std::optional<double>> x;
    std::vector<std::optional<double>> y;
    for (const auto& point : from) {
      x.emplace_back(point.at.x);
      y.emplace_back(point.at.y);
    }
    add_column(to, "x", x);
    add_column(to, "y", y);
  };
  fill(first, cases);
  fill(second, controls);
  first.given.insert({{"bandwidth", "4"}, {"cell", "0.5"}, {"extent", "0,0,20,10"}, {"metric", "planar"}, {"controls", "others.csv"}});
  first.others["controls"] = second.table;
  const PlainResult two = ask("relative-risk", first);
  for (const PlainResult* result : {&one, &two}) {
    for (const auto& [name, expected] : {std::pair("log_ratio", &found.log_ratio), {"p_high", &found.p_high}, {"p_low", &found.p_low}}) {
      const auto& got = values_of(*result, name);
      ASSERT_EQ(got.size(), expected->size());
      for (std::size_t at = 0; at < got.size(); ++at) {
        EXPECT_TRUE(got[at] == (*expected)[at] || (std::isnan(got[at]) && std::isnan((*expected)[at]))) << name;
      }
    }
  }
  EXPECT_EQ(std::get<std::int64_t>(named(two.parameters, "controls_used")), std::int64_t(controls.size()));
  first.given.erase("controls");
  EXPECT_THAT(refusal("relative-risk", first), HasSubstr("Say either --case COLUMN or --controls FILE"));
  input.table.columns["case"].numbers.assign(80, 1);
  EXPECT_NE(refusal("relative-risk", input), "") << "no controls";
}

}  // namespace
}  // namespace geo
