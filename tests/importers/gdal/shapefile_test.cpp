// SPDX-License-Identifier: Apache-2.0
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"
#include "tests/importers/gdal/zip_writer.hpp"

#include <gmock/gmock.h>

namespace importers_tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

void add_parts(ZipWriter& zip, const TestLayer& layer, const std::string& folder_in_zip, const std::string& encoding = "UTF-8") {
  const Folder folder;
  write_with_gdal("ESRI Shapefile", folder / (layer.name + ".shp"), {layer}, {"ENCODING=" + encoding});
  for (const std::string& name : folder.list()) { zip.add(folder_in_zip + name, bytes_of(folder / name)); }
}

TestLayer named(TestLayer layer, const std::string& name) {
  layer.name = name;
  return layer;
}

TEST(Shapefile, SeveralInOneArchiveAreLayers) {
  const Folder folder;
  ZipWriter zip;
  add_parts(zip, named(districts_layer(), "Distritos"), "dados/");
  add_parts(zip, named(incidents_layer(), "pontos"), "dados/");
  zip.add("dados/leia-me.txt", "x");
  zip.add("__MACOSX/dados/._Distritos.shp", "x");
  const auto file = folder.write("a.zip", zip.finish());
  EXPECT_THAT(read_file(file).error, HasSubstr("one of: \"Distritos\", \"pontos\""));
  const Content points = read_layer(file, "pontos");
  EXPECT_EQ(points.rows.size(), 5U) << points.error;
  EXPECT_THAT(points.info.notes, ElementsAre("the layer \"pontos\" was read; the file also has \"Distritos\""));
}

TEST(Shapefile, NamesInCapitals) {
  const Folder folder;
  ZipWriter parts;
  const Folder written;
  write_with_gdal("ESRI Shapefile", written / "d.shp", {districts_layer()});
  for (const char* extension : {"shp", "shx", "dbf", "prj"}) {
    std::string capital = std::string("D.") + extension;
    for (char& c : capital) { c = static_cast<char>(std::toupper(static_cast<unsigned char>(c))); }
    parts.add(capital, bytes_of(written / (std::string("d.") + extension)));
  }
  const Content content = read_file(folder.write("A.ZIP", parts.finish()));
  EXPECT_EQ(content.rows.size(), 2U) << content.error;
  EXPECT_EQ(content.info.crs, "EPSG:4326");
}

TEST(Shapefile, ColumnNamesAreDecodedToo) {
  const Folder folder;
  TestLayer layer = named(districts_layer(), "d");
  layer.fields[1].first = "povoação";
  for (const char* encoding : {"UTF-8", "CP1252"}) {
    ZipWriter zip;
    add_parts(zip, layer, "", encoding);
    EXPECT_THAT(read_file(folder.write("a.zip", zip.finish())).columns, ElementsAre("pcode", "povoação", "populacao")) << encoding;
  }
}

TEST(Shapefile, OtherEncodingsAreRefusedOnlyWhenTheyMatter) {
  const Folder folder;
  TestLayer layer = named(districts_layer(), "d");
  ZipWriter ascii;
  add_parts(ascii, layer, "", "CP850");
  EXPECT_EQ(read_file(folder.write("a.zip", ascii.finish())).rows.size(), 2U);
  layer.rows[0].cells[1] = "Pemba é";
  ZipWriter other;
  add_parts(other, layer, "", "CP850");
  EXPECT_THAT(read_file(folder.write("b.zip", other.finish())).error, HasSubstr("says that its text is in"));
}

TEST(Shapefile, DatesAndNumbersOfDbase) {
  const Folder folder;
  TestLayer layer = named(incidents_layer(), "d");
  ZipWriter zip;
  add_parts(zip, layer, "");
  const Content content = read_file(folder.write("a.zip", zip.finish()));
  ASSERT_EQ(content.rows.size(), 5U) << content.error;
  EXPECT_THAT(cells_of(content)[0], ElementsAre("A-001", "2024-03-15", "Pemba, bairro Natite", "0", "1.5", testing::AnyOf("1", "true")));
  EXPECT_THAT(cells_of(content)[1], ElementsAre("A-002", "-", "Mocímboa da Praia", "3", "-", testing::AnyOf("0", "false")));
  EXPECT_EQ(content.rows[2].wkb, "");
}

}  // namespace
}  // namespace importers_tests
