// SPDX-License-Identifier: Apache-2.0
// FlatGeobuf, written by GDAL with and without its index.
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"
#include "tests/importers/import_support.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace importers_tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TestLayer named(TestLayer layer, const std::string& name) {
  layer.name = name;
  return layer;
}

TEST(FlatGeobuf, ReadsAsWritten) {
  const Folder folder;
  TestLayer layer = named(incidents_layer(), "a");
  layer.rows.erase(layer.rows.begin() + 2);  // a row without a place has none in an index
  for (const char* index : {"SPATIAL_INDEX=NO", "SPATIAL_INDEX=YES"}) {
    std::filesystem::remove(folder / "a.fgb");
    write_with_gdal("FlatGeobuf", folder / "a.fgb", {layer}, {index});
    const Content content = read_file(folder / "a.fgb");
    ASSERT_EQ(content.error, "");
    EXPECT_EQ(content.info.format, "FlatGeobuf");
    EXPECT_EQ(content.info.crs, "EPSG:4326");
    EXPECT_THAT(content.columns, ElementsAre("codigo", "data", "local", "mortos", "distancia", "confirmado"));
    ASSERT_EQ(content.rows.size(), 4U);
    std::vector<std::vector<std::string>> cells = cells_of(content);
    std::sort(cells.begin(), cells.end());  // an index puts them into an order of its own
    // The format has moments only; that all of a column are midnight is seen later.
    EXPECT_THAT(cells[2], ElementsAre("A-001", "2024-03-15T00:00:00", "Pemba, bairro Natite", "0", "1.5", "true"));
    EXPECT_EQ(folder.list(), std::vector<std::string>{"a.fgb"});
  }
}

TEST(FlatGeobuf, RowsAreThoseOfTheSameGeoJson) {
  const Folder folder;
  for (TestLayer layer : {incidents_layer(), districts_layer()}) {
    // The writer leaves out rows without a place.
    layer.rows.erase(std::remove_if(layer.rows.begin(), layer.rows.end(), [](const TestRow& row) { return row.wkt.empty(); }),
                     layer.rows.end());
    const std::string collection = layer.name == "distritos" ? "admin_areas" : "incidents";
    write_with_gdal("FlatGeobuf", folder / (layer.name + ".fgb"), {layer}, {"SPATIAL_INDEX=NO"});
    const auto reader = importers::open(folder / (layer.name + ".fgb"), read_options());
    const Imported got = import_from(*reader, collection, options());
    const Imported expected = import_text(as_geojson(layer), collection, options(), "a.geojson");
    EXPECT_EQ(got.report.rows.read, expected.report.rows.read);
    ASSERT_EQ(got.rows.size(), expected.rows.size());
    for (std::size_t i = 0; i < got.rows.size(); ++i) {
      EXPECT_EQ(got.rows[i].row.values, expected.rows[i].row.values);
      EXPECT_EQ(got.rows[i].row.geometry, expected.rows[i].row.geometry);
    }
  }
}

/// The place of the number of features among the bytes of a file with as many: the only eight bytes that are that number.
std::size_t place_of_count(const std::string& bytes, std::uint64_t count) {
  const std::string number(reinterpret_cast<const char*>(&count), sizeof count);
  const std::size_t at = bytes.find(number);
  EXPECT_NE(at, std::string::npos);
  EXPECT_EQ(bytes.find(number, at + 1), std::string::npos);
  return at;
}

TEST(FlatGeobuf, AnotherNumberOfRowsThanItSaysIsDamage) {
  const Folder folder;
  TestLayer layer;
  layer.fields = {{"a", "text"}};
  for (int i = 0; i < 259; ++i) { layer.rows.push_back({"POINT (40 -12)", {std::string("linha")}}); }
  write_with_gdal("FlatGeobuf", folder / "a.fgb", {layer}, {"SPATIAL_INDEX=NO"});
  const std::string whole = bytes_of(folder / "a.fgb");
  ASSERT_EQ(read_file(folder / "a.fgb").rows.size(), 259U);
  const std::size_t at = place_of_count(whole, 259);
  std::string fewer = whole;
  --fewer[at];
  EXPECT_THAT(read_file(folder.write("b.fgb", fewer)).error, HasSubstr("bytes stand behind its last row"));
  std::string more = whole;
  ++more[at];
  EXPECT_THAT(read_file(folder.write("b.fgb", more)).error, HasSubstr("says that it has 260 rows, and 259 can be read"));
  std::string unknown = whole;
  unknown.replace(at, 8, 8, '\0');
  EXPECT_EQ(read_file(folder.write("b.fgb", unknown)).rows.size(), 259U);
}

TEST(FlatGeobuf, AnotherLayerThanItsOwn) {
  const Folder folder;
  write_with_gdal("FlatGeobuf", folder / "a.fgb", {districts_layer()});
  EXPECT_THAT(read_layer(folder / "a.fgb", "bairros").error, HasSubstr("has no layer \"bairros\""));
}

}  // namespace
}  // namespace importers_tests
