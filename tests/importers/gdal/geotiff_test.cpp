// SPDX-License-Identifier: Apache-2.0
// Grids of people as rasters: the rows that come out are those that the same grid gives as a table of x, y, z.
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"
#include "tests/importers/gdal/write_raster.hpp"
#include "tests/importers/import_support.hpp"

#include <gmock/gmock.h>

namespace importers_tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Imported import_people(const std::filesystem::path& file) {
  const auto reader = importers::open(file, read_options());
  return import_from(*reader, "population", options());
}

TEST(GeoTiff, CellsAreTheRowsOfTheSameGridAsATable) {
  const Folder folder;
  for (const TestRaster::Packing& packing :
       {TestRaster::Packing{}, TestRaster::Packing{{"COMPRESS=LZW", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"}},
        TestRaster::Packing{{"COMPRESS=DEFLATE", "PREDICTOR=3", "BIGTIFF=YES"}}, TestRaster::Packing{{"ENDIANNESS=BIG"}}}) {
    for (const int epsg : {4326, 32737}) {
      TestRaster raster = people_raster(epsg);
      raster.packing = packing;
      const auto file = write_raster(folder / "a.tif", raster);
      const Imported got = import_people(file);
      importers::ImportOptions in_crs = options();
      in_crs.crs = "EPSG:" + std::to_string(epsg);
      const Imported expected = import_text(as_xyz(raster), "population", in_crs, "a.xyz");
      EXPECT_EQ(got.report.file.crs, in_crs.crs);
      EXPECT_EQ(got.report.rows.read, static_cast<std::int64_t>(raster.values.size()));
      EXPECT_EQ(got.report.rows.read, expected.report.rows.read);
      EXPECT_EQ(got.count("nodata", importers::Action::dropped), expected.count("nodata", importers::Action::dropped));
      EXPECT_EQ(got.count("nobody", importers::Action::dropped), expected.count("nobody", importers::Action::dropped));
      ASSERT_EQ(got.rows.size(), expected.rows.size());
      EXPECT_GT(got.rows.size(), 100U);
      // Blocks come in another order than lines.
      const auto sorted = [](const Imported& imported) {
        std::vector<std::tuple<double, double, std::string, double, double>> rows;
        for (std::size_t i = 0; i < imported.rows.size(); ++i) {
          const geo::BBox& box = imported.rows[i].row.geometry.box();
          rows.emplace_back(box.west, box.south, imported.value(i, "people"), std::stod(imported.value(i, "cell_m")),
                            std::stod(imported.value(i, "uncertainty_m")));
        }
        std::sort(rows.begin(), rows.end());
        return rows;
      };
      const auto rows = sorted(got);
      const auto same = sorted(expected);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(std::get<0>(rows[i]), std::get<0>(same[i]));
        EXPECT_EQ(std::get<1>(rows[i]), std::get<1>(same[i]));
        EXPECT_EQ(std::get<2>(rows[i]), std::get<2>(same[i]));
        // One cell of a line is measured for all of it, another one in each order.
        EXPECT_NEAR(std::get<3>(rows[i]), std::get<3>(same[i]), 0.3);
        EXPECT_NEAR(std::get<4>(rows[i]), std::get<4>(same[i]), 0.3);
      }
    }
  }
}

TEST(GeoTiff, TheNumbersOfEachTypeComeOut) {
  const Folder folder;
  for (const char* type : {"Byte", "UInt16", "Int16", "UInt32", "Int32", "Float32", "Float64"}) {
    TestRaster raster;
    raster.width = 2;
    raster.height = 1;
    raster.type = type;
    raster.values = {7, 12};
    const Content content = read_file(write_raster(folder / "a.tif", raster));
    ASSERT_EQ(content.error, "") << type;
    EXPECT_EQ(content.info.format, "GeoTIFF");
    EXPECT_THAT(content.columns, ElementsAre("people"));
    EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("7"), ElementsAre("12"))) << type;
  }
  TestRaster half;
  half.width = 2;
  half.height = 2;
  half.values = {0.1, 123.456, -1, 1e-7};
  EXPECT_THAT(cells_of(read_file(write_raster(folder / "a.tiff", half))),
              ElementsAre(ElementsAre("0.1"), ElementsAre("123.456"), ElementsAre("1e-07")));
}

TEST(GeoTiff, WhatSaysThatThereIsNoFigure) {
  const Folder folder;
  TestRaster raster;
  raster.width = 5;
  raster.height = 1;
  raster.values = {5, -99999, std::nan(""), 65535, 0};
  raster.none = 65535;
  const Imported imported = import_people(write_raster(folder / "a.tif", raster));
  EXPECT_EQ(imported.rows.size(), 1U);
  EXPECT_EQ(imported.report.rows.read, 5);
  EXPECT_EQ(imported.report.rows.dropped, 4);
  EXPECT_EQ(imported.count("nodata", importers::Action::dropped), 3);
  EXPECT_EQ(imported.count("nobody", importers::Action::dropped), 1);
  EXPECT_TRUE(imported.report.rows.balanced());
  EXPECT_THAT(to_text(imported.report, "en"), HasSubstr("passed over while reading"));
}

TEST(GeoTiff, ABandIsChosenAndOnlyPopulationIsAGrid) {
  const Folder folder;
  TestRaster raster = people_raster(4326);
  raster.bands = {"2015", "2020"};
  const auto file = write_raster(folder / "a.tif", raster);
  EXPECT_THAT(read_file(file).error, HasSubstr("several layers; say which with --layer, one of: \"2015\", \"2020\""));
  EXPECT_GT(read_layer(file, "2020").rows.size(), 100U);
  importers::ReadOptions incidents = read_options();
  incidents.collection = "incidents";
  EXPECT_THAT(read_file(file, incidents).error, HasSubstr("only population"));
}

TEST(GeoTiff, OneThatLiesNowhere) {
  const Folder folder;
  TestRaster raster = people_raster(4326);
  raster.geotransform = {};
  EXPECT_THAT(read_file(write_raster(folder / "a.tif", raster)).error, HasSubstr("where on earth it lies"));
  raster.geotransform = {40, 0.01, 0.002, -12, 0.002, -0.01};
  EXPECT_THAT(read_file(write_raster(folder / "b.tif", raster)).error, HasSubstr("askew"));
}

TEST(GeoTiff, PicturesAreNoFigures) {
  const Folder folder;
  TestRaster raster;
  raster.width = 2;
  raster.height = 1;
  raster.type = "Byte";
  raster.values = {1, 2};
  raster.packing = {{"PHOTOMETRIC=RGB"}};
  raster.bands = {"a", "b", "c"};
  EXPECT_THAT(read_layer(write_raster(folder / "a.tif", raster), "a").error, HasSubstr("colours"));
  raster.packing = {};
  raster.bands = {""};
  raster.type = "CFloat32";
  EXPECT_THAT(read_file(write_raster(folder / "b.tif", raster)).error, HasSubstr("complex numbers"));
}

}  // namespace
}  // namespace importers_tests
