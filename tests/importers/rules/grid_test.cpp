// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/grid.hpp"

#include "geo/geometry/geodesic.hpp"
#include "geo/geometry/wkb.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace importers {
namespace {

double rounded(double value, int decimals) {
  const double scale = std::pow(10, decimals);
  return std::round(value * scale) / scale;
}

/// Cells of a grid of `columns` by `rows` from (x, y), of which `share` are there.
std::vector<GridPoint> grid(double x, double y, double step_x, double step_y, int columns, int rows, double share, int decimals,
                            unsigned seed) {
  std::mt19937 random(seed);
  std::vector<GridPoint> points;
  for (int j = 0; j < rows; ++j) {
    for (int i = 0; i < columns; ++i) {
      if (static_cast<double>(random()) / 4294967296.0 >= share) { continue; }
      points.push_back({rounded(x + i * step_x, decimals), rounded(y - j * step_y, decimals)});
    }
  }
  return points;
}

TEST(Grid, IsFoundAsFilesWriteIt) {
  constexpr double arc_second = 1.0 / 3600;
  struct Case {
    const char* what;
    double x, y, step_x, step_y;
    int columns, rows;
    double share;
    int decimals;
  };
  const Case cases[] = {
      {"3 arc seconds, all decimals", 38.00041, -10.4004, 3 * arc_second, 3 * arc_second, 100, 50, 1, 12},
      {"3 arc seconds, 7 decimals", 38.00041, -10.4004, 3 * arc_second, 3 * arc_second, 3000, 3, 1, 7},
      {"3 arc seconds, 6 decimals, a third of the cells", 38.00041, -10.4004, 3 * arc_second, 3 * arc_second, 200, 100, 0.33, 6},
      {"30 arc seconds, 4 decimals", 38.0041, -10.4, 30 * arc_second, 30 * arc_second, 300, 20, 0.9, 4},
      {"one row of it", 38.00041, -10.4004, 3 * arc_second, 3 * arc_second, 10000, 1, 0.8, 9},
      {"metres", 400050, 8600050, 100, 100, 50, 50, 0.5, 0},
      {"a hundredth of a degree", 38.005, -10.405, 0.01, 0.01, 60, 60, 0.6, 3},
      {"higher than wide", 38, -10, 0.01, 0.02, 40, 40, 1, 6},
  };
  for (const Case& c : cases) {
    const auto points = grid(c.x, c.y, c.step_x, c.step_y, c.columns, c.rows, c.share, c.decimals, 5);
    const auto found = find_grid(points);
    ASSERT_TRUE(found) << c.what;
    EXPECT_NEAR(found->x, c.step_x, 2e-3 * c.step_x) << c.what;
    EXPECT_NEAR(found->y, c.rows == 1 ? c.step_x : c.step_y, 2e-3 * c.step_y) << c.what;
  }
}

TEST(Grid, IsNotFoundWhereThereIsNone) {
  std::mt19937 random(9);
  const auto anywhere = [&] { return static_cast<double>(random()) / 4294967296.0; };
  for (const int decimals : {2, 3, 5, 12}) {
    std::vector<GridPoint> settlements;
    for (int i = 0; i < 200; ++i) {
      settlements.push_back({rounded(38 + 2.7 * anywhere(), decimals), rounded(-14 + 3.7 * anywhere(), decimals)});
    }
    EXPECT_FALSE(find_grid(settlements)) << decimals << " decimals";
  }
  EXPECT_FALSE(find_grid({}));
  EXPECT_FALSE(find_grid(std::vector<GridPoint>(100, {40, -13}))) << "one place";
  EXPECT_FALSE(find_grid({{1, 1}, {2, 1}, {3, 1}, {1, 2}, {2, 2}, {3, 2}, {1, 3}, {2, 3}})) << "eight cells are too few";
  EXPECT_TRUE(find_grid({{1, 1}, {2, 1}, {3, 1}, {1, 2}, {2, 2}, {3, 2}, {1, 3}, {2, 3}, {3, 3}}));
  auto disturbed = grid(38, -10, 0.01, 0.01, 30, 30, 1, 6, 1);
  disturbed[400].x += 0.004;
  EXPECT_FALSE(find_grid(disturbed));
  disturbed[400].x = std::nan("");
  EXPECT_FALSE(find_grid(disturbed));
}

TEST(Grid, SizeOfACellIsThatOnTheGround) {
  geo::Transform degrees("OGC:CRS84");
  const double step = 1.0 / 1200;
  for (const double lat : {0.0, -12.9, 60.0}) {
    const auto size = cell_size(degrees, {step, step}, {40, lat});
    ASSERT_TRUE(size);
    // Second way: the geodesic area of the cell as a polygon.
    const double w = 40 - step / 2;
    const double e = 40 + step / 2;
    const double s = lat - step / 2;
    const double n = lat + step / 2;
    const double area_m2 = 1e6 * geo::area_km2(geo::from_polygons({{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}}}));
    EXPECT_NEAR(size->side_m * size->side_m, area_m2, 1e-4 * area_m2) << lat;
    EXPECT_NEAR(size->reach_m, geo::distance_m({40, lat}, {e, n}), 0.1) << lat;
  }
  geo::Transform metres("EPSG:32737");
  const auto size = cell_size(metres, {100, 100}, {500050, 8570050});
  ASSERT_TRUE(size);
  EXPECT_NEAR(size->side_m, 100, 0.1);
  EXPECT_FALSE(cell_size(degrees, {1, 1}, {40, 90}));
}

}  // namespace
}  // namespace importers
