// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/density_picture.hpp"

#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/told.hpp"
#include "geo/hotspots/kde.hpp"
#include "geo/table/builtin.hpp"
#include "tests/geo/analysis/hexagons.hpp"
#include "tests/geo/hotspots/threads.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>

namespace geo {
namespace {

using analysis_test::random_places;
using analysis_test::real;
using analysis_test::row;
using analysis_test::rows_at;
using analysis_test::view_of;

/// Rows that an analysis leaves out must be left out of its pictures too.
std::vector<Row> some_rows(std::mt19937_64& random, std::size_t count) {
  std::vector<Row> rows = rows_at(random_places(random, count));
  for (const LonLat at : random_places(random, count / 4)) {
    const auto kind = random() % 3;
    rows.push_back(kind == 0   ? row("incidents", at, {{"verification", std::string("rejected")}})
                   : kind == 1 ? row("incidents", at, {{"source_type", std::string("patrol")}})
                               : row("incidents", at, {{"uncertainty_m", 90'000.0}}));
  }
  return rows;
}

TEST(DensityPicture, TheExactOneHasTheCellsOfTheAnalysisToTheLastBit) {
  std::mt19937_64 random(101);
  for (int round = 0; round < 25; ++round) {
    const auto view = view_of("incidents", some_rows(random, 2 + random() % 120));
    Filter filter;
    if (round % 3 == 0) { filter.bbox = BBox{40, -12.2, 40.2, -12}; }
    const Analysis analysis = kde_analysis(*view, filter, {});
    const DensityPicture picture = density_picture(*view, filter, false, {}, threads(1 + round % 3));
    const DensitySurface& surface = picture.surface;
    EXPECT_FALSE(picture.is_sketch);
    ASSERT_EQ(surface.cells, analysis.rows.size());
    Projection plane(surface.centre);
    for (const Row& r : analysis.rows) {
      const auto ring = analysis_test::ring_of(r);
      const Metric low = *plane.forward(ring[0]);
      const Metric high = *plane.forward(ring[2]);
      const auto cell = surface.cell_at({(low.x + high.x) / 2, (low.y + high.y) / 2});
      ASSERT_TRUE(cell.has_value());
      ASSERT_EQ(surface.per_km2[*cell], real(analysis, r, "density_per_km2"));
    }
    std::size_t above = 0, unseen = 0;
    for (const double v : surface.per_km2) {
      above += v > 0 ? 1 : 0;
      unseen += std::isnan(v) ? 1 : 0;
    }
    EXPECT_EQ(above, analysis.rows.size()) << "what is left out of a result is left out here";
    if (!filter.bbox) { EXPECT_EQ(unseen, 0U); }
    EXPECT_EQ(picture.used, static_cast<std::uint64_t>(analysis_test::number(analysis.collection.result->summary, {"used"})));
  }
}

/// Of one village: what results are no narrower than, pictures are not either.
TEST(DensityPicture, IsNoNarrowerThanResultsAre) {
  std::vector<Row> rows;
  for (int i = 0; i < 30; ++i) { rows.push_back(row("incidents", {40 + 0.0005 * (i % 6), -12 + 0.0005 * (i / 6)})); }
  const auto view = view_of("incidents", rows);
  EXPECT_EQ(density_picture(*view, {}, false).bandwidth_m, least_width_m);
  EXPECT_EQ(density_sketch(*view, {}, false).bandwidth_m, least_width_m);
}

/// All rows, if they are few: what the sketch is off by is what points move to the middle of their cell.
TEST(DensityPicture, ASketchOfFewRowsIsNearTheExactOne) {
  std::mt19937_64 random(102);
  for (int round = 0; round < 10; ++round) {
    const auto view = view_of("incidents", some_rows(random, 400));
    const DensityPicture exact = density_picture(*view, {}, false);
    const DensityPicture sketch = density_sketch(*view, {}, false);
    ASSERT_TRUE(sketch.is_sketch);
    EXPECT_EQ(sketch.looked_at, sketch.matched);
    EXPECT_EQ(sketch.matched, exact.matched);
    EXPECT_EQ(sketch.used, exact.used);
    EXPECT_EQ(sketch.bandwidth_m, exact.bandwidth_m);
    EXPECT_EQ(sketch.surface.centre, exact.surface.centre);
    EXPECT_NEAR(sketch.surface.most, exact.surface.most, 0.1 * exact.surface.most);
    EXPECT_NE(sketch.caveats.front().en.find("A sketch"), std::string::npos);
    EXPECT_NE(sketch.caveats.front().en, sketch.caveats.front().pt);
  }
}

/// Of many rows a part stands for all: the sum over the ground is that of all rows, and it is where they are.
TEST(DensityPicture, ASketchOfManyRowsStandsForAllOfThem) {
  std::mt19937_64 random(103);
  const std::size_t many = 3 * sketch_most_rows;
  const auto view = view_of("incidents", rows_at(random_places(random, many)));
  const DensityPicture sketch = density_sketch(*view, {}, false);
  EXPECT_EQ(sketch.matched, many);
  EXPECT_LT(sketch.looked_at, sketch_most_rows);
  EXPECT_GT(sketch.looked_at, sketch_most_rows / 2 - 1);
  const DensityPicture exact = density_picture(*view, {}, false);
  EXPECT_NEAR(sketch.surface.most, exact.surface.most, 0.1 * exact.surface.most);
  const auto sum_of = [](const DensitySurface& surface) {
    const double km2 = std::pow(surface.grid.cell_m / 1000, 2);
    return std::accumulate(surface.per_km2.begin(), surface.per_km2.end(), 0.0) * km2;
  };
  // What is left out, below 1 % of the highest, is some third of both.
  EXPECT_NEAR(sum_of(sketch.surface), sum_of(exact.surface), 0.05 * sum_of(exact.surface));
  EXPECT_GT(sum_of(sketch.surface), 0.6 * many);
  const DensityPicture again = density_sketch(*view, {}, false);
  EXPECT_EQ(again.surface.per_km2, sketch.surface.per_km2);
}

TEST(DensityPicture, NothingAndPartsAreNotCalledZero) {
  const auto nothing = view_of("incidents", {});
  for (const DensityPicture& picture : {density_picture(*nothing, {}, false), density_sketch(*nothing, {}, false)}) {
    EXPECT_EQ(picture.surface.cells, 0U);
    EXPECT_EQ(picture.used, 0U);
  }
  std::mt19937_64 random(104);
  const auto view = view_of("incidents", rows_at(random_places(random, 50)));
  for (const DensityPicture& picture : {density_picture(*view, {}, true), density_sketch(*view, {}, true)}) {
    for (const double v : picture.surface.per_km2) { ASSERT_FALSE(v <= 0) << "a role of some areas does not know of others"; }
  }
}

TEST(DensityPicture, AreOfWhatHappensAtATime) {
  const Catalog catalog = builtin_catalog();
  std::map<std::string, bool> has;
  for (const Collection& c : catalog.collections) { has[c.id] = has_density_picture(c); }
  EXPECT_TRUE(has["incidents"]);
  EXPECT_TRUE(has["outreach"]);
  // What stands has days of its own, of its beginning and its end: they are no times at which it happened.
  for (const char* id : {"admin_areas", "catchments", "cscs", "population", "settlements", "sites", "roads"}) {
    EXPECT_FALSE(has[id]) << id;
  }
}

/// Asked to stop at any of its questions, it never passes a part for the whole.
TEST(DensityPicture, IsWholeOrThereIsNone) {
  std::mt19937_64 random(105);
  const auto view = view_of("incidents", some_rows(random, 300));
  const DensityPicture whole = density_picture(*view, {}, false);
  int stopped = 0;
  for (int after = 0; after < 1000; ++after) {
    int asked = 0;
    const Progress progress({}, [&] { return ++asked > after; });
    try {
      const DensityPicture picture = density_picture(*view, {}, false, progress);
      ASSERT_LE(asked, after) << "it was told to stop";
      ASSERT_EQ(picture.surface.per_km2.size(), whole.surface.per_km2.size());
      EXPECT_EQ(picture.surface.cells, whole.surface.cells);
      break;
    } catch (const Error& error) {
      ++stopped;
      EXPECT_EQ(error.problem(), Problem::failed);
    }
  }
  EXPECT_GT(stopped, 2);
  EXPECT_LT(stopped, 1000);
}

}  // namespace
}  // namespace geo
