// SPDX-License-Identifier: Apache-2.0
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"

#include <gtest/gtest.h>

namespace importers_tests {
namespace {

// A million corners are much, but legal: they come through as from GeoJSON.
TEST(LargeFiles, AMillionCorners) {
  const Folder folder;
  TestLayer layer;
  layer.geometry = "Polygon";
  layer.fields = {{"a", "text"}};
  std::string wkt = "POLYGON ((";
  constexpr int corners = 1'000'000;
  for (int i = 0; i < corners; ++i) {
    wkt += std::to_string(i % 2 == 0 ? 30 + i * 1e-6 : 30.5 + i * 1e-6) + " " + std::to_string(-10 + i * 1e-6) + ",";
  }
  wkt += "30 -10))";
  layer.rows = {{wkt, {"x"}}};
  write_with_gdal("GPKG", folder / "c.gpkg", {layer});
  const Content content = read_file(folder / "c.gpkg");
  ASSERT_EQ(content.rows.size(), 1U) << content.error;
  EXPECT_EQ(content.rows[0].wkb.size(), 1U + 4 + 4 + 4 + 16U * (corners + 1));
}

// More than a pipe and a window hold, over many frames: each row once, in order.
TEST(LargeFiles, HundredThousandRows) {
  const Folder folder;
  TestLayer layer;
  layer.fields = {{"n", "integer"}, {"texto", "text"}};
  constexpr int count = 100'000;
  for (int i = 0; i < count; ++i) {
    layer.rows.push_back({"POINT (" + std::to_string(i * 1e-4) + " -12)", {std::to_string(i), "número " + std::to_string(i)}});
  }
  write_with_gdal("GPKG", folder / "a.gpkg", {layer});
  const auto reader = importers::open(folder / "a.gpkg", read_options());
  importers::Record record;
  for (int i = 0; i < count; ++i) {
    ASSERT_TRUE(reader->next(record));
    ASSERT_EQ(record.cells.at(0), std::to_string(i));
    ASSERT_EQ(record.cells.at(1), "número " + std::to_string(i));
    ASSERT_EQ(record.line, i + 1);
  }
  EXPECT_FALSE(reader->next(record));
  EXPECT_DOUBLE_EQ(reader->progress(), 1.0);
}

}  // namespace
}  // namespace importers_tests
