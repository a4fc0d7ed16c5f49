// SPDX-License-Identifier: Apache-2.0
#include "tests/importers/import_support.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using importers::Action;
using importers_tests::import_text;
using importers_tests::Imported;
using importers_tests::options;

std::string note_with(const Imported& r, const std::string& words) {
  for (const geo::Text& note : r.report.file.notes) {
    if (note.en.find(words) != std::string::npos) { return note.en; }
  }
  return "";
}

/// A grid of 30 arc seconds with this figure in every cell.
std::string grid(const std::string& header, const std::string& figure) {
  std::string text = header + "\n";
  for (int j = 0; j < 5; ++j) {
    for (int i = 0; i < 5; ++i) { text += std::to_string(40 + i / 120.0) + "," + std::to_string(-13 - j / 120.0) + "," + figure + "\n"; }
  }
  return text;
}

TEST(Population, OfAGridKnowsItsCells) {
  importers::ImportOptions o = options();
  o.set = {{"year", "2020"}, {"population_source", "WorldPop"}};
  const Imported r = import_text(grid("X,Y,Z", "1.25"), "population", o);
  ASSERT_EQ(r.rows.size(), 25U);
  EXPECT_EQ(r.rows[0].row.geometry, geo::Geometry::point({40, -13}));
  EXPECT_EQ(r.value(0, "people"), "1.25");
  EXPECT_EQ(r.value(0, "year"), "2020");
  EXPECT_EQ(r.value(0, "population_source"), "WorldPop");
  // 30'' at 13° S: 903.3 m by 921.8 m.
  EXPECT_NEAR(std::stod(r.value(0, "cell_m")), 912.5, 1);
  EXPECT_NEAR(std::stod(r.value(0, "uncertainty_m")), 645.3, 1);
  EXPECT_NE(note_with(r, "cells of a grid"), "");
  EXPECT_EQ(note_with(r, "people in"), "people in the rows that go in: 31.3");
  EXPECT_EQ(r.report.rows, (importers::RowCounts{25, 25, 0, 0, 0}));
}

TEST(Population, OfAGridInMetres) {
  importers::ImportOptions o = options();
  o.crs = "EPSG:32737";
  std::string text = "x;y;people\n";
  for (int i = 0; i < 12; ++i) { text += std::to_string(500050 + 100 * (i % 4)) + ";" + std::to_string(8570050 + 100 * (i / 4)) + ";7\n"; }
  const Imported r = import_text(text, "population", o);
  ASSERT_EQ(r.rows.size(), 12U);
  EXPECT_NEAR(std::stod(r.value(3, "cell_m")), 100, 0.1);
}

TEST(Population, CellsWithoutPeopleAreDroppedAndCounted) {
  struct Case {
    const char* figure;
    const char* rule;
    Action action;
  };
  const Case cases[] = {
      {"", "nodata", Action::dropped},         {"nan", "nodata", Action::dropped},
      {"-9999", "nodata", Action::dropped},    {"-3.4028234663852886e+38", "nodata", Action::dropped},
      {"-1", "nodata", Action::dropped},       {"n/a", "nodata", Action::dropped},
      {"0", "nobody", Action::dropped},        {"0.0", "nobody", Action::dropped},
      {"many", "people", Action::quarantined}, {"0.001", nullptr, Action::warned},
      {"12", nullptr, Action::warned},
  };
  for (const Case& c : cases) {
    const Imported r =
        import_text(std::string("lon,lat,population\n40,-13,1\n40.1,-13,") + c.figure + "\n40.2,-13,2\n", "population", options());
    EXPECT_EQ(r.rows.size(), c.rule == nullptr ? 3U : 2U) << c.figure;
    if (c.rule != nullptr) { EXPECT_EQ(r.count(c.rule, c.action), 1) << c.figure; }
    if (c.rule != nullptr) { EXPECT_EQ(note_with(r, "people in"), "people in the rows that go in: 3") << c.figure; }
    EXPECT_TRUE(r.report.rows.balanced());
    EXPECT_EQ(r.report.rows.fixed, 0) << c.figure;
  }
}

TEST(Population, OfPointsHasNoCells) {
  const Imported r = import_text(
      "localidade,populacao,ano,lat,lon,cell_m\nMieze,1200,2017,-13.01,40.45,\nPemba,190000,2017,-12.97,40.52,1000\nMecufi,9000,2017,-13."
      "29,40.56,\n",
      "population", options());
  EXPECT_EQ(r.value(0, "cell_m"), "");
  EXPECT_EQ(r.value(0, "uncertainty_m"), "");
  EXPECT_EQ(r.value(0, "place_name"), "Mieze");
  EXPECT_EQ(r.value(1, "cell_m"), "1000");
  EXPECT_EQ(r.value(1, "uncertainty_m"), "707.1") << "half of its diagonal";
  EXPECT_EQ(note_with(r, "cells of a grid"), "");
}

TEST(Population, OfPolygonsStandsInTheirMiddle) {
  const std::string text =
      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"population":80},"geometry":{"type":"Polygon",)"
      R"("coordinates":[[[40,-13],[40.01,-13],[40.01,-12.99],[40,-12.99],[40,-13]]]}},)"
      R"({"type":"Feature","properties":{"population":5},"geometry":{"type":"LineString","coordinates":[[40,-13],[40,-12]]}},)"
      R"({"type":"Feature","properties":{"population":7},"geometry":{"type":"Point","coordinates":[40.5,-13]}}]})";
  const Imported r = import_text(text, "population", options(), "cells.geojson");
  ASSERT_EQ(r.rows.size(), 2U);
  EXPECT_EQ(r.rows[0].row.geometry, geo::Geometry::point({40.005, -12.995}));
  EXPECT_NEAR(std::stod(r.value(0, "cell_m")), 1095.3, 1);
  EXPECT_EQ(r.value(1, "cell_m"), "") << "the cell before it is forgotten";
  EXPECT_EQ(r.rejected.at(0).rule, "geometry-type");
  EXPECT_EQ(note_with(r, "people in"), "people in the rows that go in: 87");
}

TEST(Population, MayLieOutsideTheAreaOfOperation) {
  importers::ImportOptions o = options();
  o.area_of_operation = importers_tests::test_area();
  EXPECT_EQ(import_text("lon,lat,people\n32.5,-25.9,1000000\n", "population", o).rows.size(), 1U);
}

}  // namespace
