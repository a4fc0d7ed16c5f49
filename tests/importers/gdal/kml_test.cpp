// SPDX-License-Identifier: Apache-2.0
// KML as Google Earth, My Maps and ArcGIS write it.
#include "geo/geometry/wkb.hpp"
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"
#include "tests/importers/gdal/zip_writer.hpp"

#include <gmock/gmock.h>

namespace importers_tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string document(const std::string& inside) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>Mapa</name>" + inside +
         "</Document></kml>";
}
std::string placemark(const std::string& name, const std::string& more = "") {
  return "<Placemark id=\"x\"><name>" + name + "</name>" + more + "<Point><coordinates>40.5,-12.9,0</coordinates></Point></Placemark>";
}
std::string folder_of(const std::string& name, const std::string& inside) {
  return "<Folder><name>" + name + "</name>" + inside + "</Folder>";
}

Content read_kml(const std::string& text, const std::string& layer = "") {
  const Folder folder;
  return read_layer(folder.write("a.kml", text), layer);
}

TEST(Kml, DataWithASchema) {
  const Content content =
      read_kml(document("<Schema name=\"s\" id=\"s\"><SimpleField name=\"Código da esquadra\" type=\"string\"/><SimpleField name=\"n\" "
                        "type=\"int\"/></Schema>" +
                        placemark("Esquadra 1",
                                  "<ExtendedData><SchemaData schemaUrl=\"#s\"><SimpleData name=\"Código da esquadra\">E &amp; "
                                  "1</SimpleData><SimpleData name=\"n\">7</SimpleData></SchemaData></ExtendedData>") +
                        placemark("Esquadra 2")));
  ASSERT_EQ(content.error, "");
  EXPECT_THAT(content.columns, ElementsAre("Name", "Código da esquadra", "n"));
  EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("Esquadra 1", "E & 1", "7"), ElementsAre("Esquadra 2", "-", "-")));
  EXPECT_THAT(content.info.notes, ElementsAre());
}

TEST(Kml, DataWithoutASchema) {
  const Content content = read_kml(document(
      placemark("a", "<ExtendedData><Data name=\"tipo de posto\"><value>fixo</value></Data></ExtendedData>") +
      placemark("b", "<ExtendedData><Data name=\"turno\"><displayName>T</displayName><value>noite</value></Data></ExtendedData>")));
  EXPECT_THAT(content.columns, ElementsAre("Name", "tipo de posto", "turno"));
  EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("a", "fixo", "-"), ElementsAre("b", "-", "noite")));
}

TEST(Kml, DataThatTheSchemaDoesNotDeclareIsSaid) {
  const Content content =
      read_kml(document("<Schema name=\"s\" id=\"s\"><SimpleField name=\"n\" type=\"int\"/></Schema>" +
                        placemark("a",
                                  "<ExtendedData><SchemaData schemaUrl=\"#s\"><SimpleData name=\"n\">7</SimpleData><SimpleData "
                                  "name=\"perdido\">x</SimpleData></SchemaData></ExtendedData>")));
  ASSERT_EQ(content.rows.size(), 1U) << content.error;
  EXPECT_THAT(content.info.notes, ElementsAre(HasSubstr("\"perdido\"")));
}

TEST(Kml, TimesAndDescriptionsAreColumnsWhereThereAreAny) {
  const Content content = read_kml(document(
      placemark("a", "<description>casa &lt;b&gt;1&lt;/b&gt;</description><TimeStamp><when>2024-03-15T12:30:00Z</when></TimeStamp>") +
      placemark("b", "<TimeSpan><begin>2024-01-01</begin><end>2024-01-31</end></TimeSpan>")));
  EXPECT_THAT(content.columns, ElementsAre("Name", "description", "timestamp", "begin", "end"));
  ASSERT_EQ(content.rows.size(), 2U) << content.error;
  EXPECT_EQ(content.rows[0].cells[1], "casa <b>1</b>");
  EXPECT_THAT(*content.rows[0].cells[2], HasSubstr("2024-03-15T12:30:00"));
  EXPECT_THAT(*content.rows[1].cells[3], HasSubstr("2024-01-01"));
}

TEST(Kml, FoldersAreLayers) {
  const std::string one = folder_of("Postos", placemark("p1") + placemark("p2"));
  const std::string two = folder_of("Zonas", placemark("z1"));
  // One folder, however deep, is the layer.
  EXPECT_EQ(read_kml(document(folder_of("Tudo", folder_of("Norte", one)))).rows.size(), 2U);
  EXPECT_THAT(read_kml(document(one + two)).error, HasSubstr("several layers; say which with --layer, one of: \"Postos\", \"Zonas\""));
  const Content zones = read_kml(document(one + two), "Zonas");
  EXPECT_EQ(zones.rows.size(), 1U);
  EXPECT_THAT(zones.info.notes, ElementsAre("the layer \"Zonas\" was read; the file also has \"Postos\""));
  // What stands outside the folders is a layer as well.
  EXPECT_THAT(read_kml(document(placemark("solto") + one)).error, HasSubstr("several layers"));
}

TEST(Kml, AKmzHasOneDocument) {
  const Folder folder;
  ZipWriter good;
  good.add("images/a.png", "x");
  good.add("Mapa.KML", document(placemark("a")));
  EXPECT_EQ(read_file(folder.write("a.kmz", good.finish())).rows.size(), 1U);
  ZipWriter two;
  two.add("a.kml", document(placemark("a")));
  two.add("b.kml", document(placemark("b")));
  EXPECT_THAT(read_file(folder.write("a.kmz", two.finish())).error, HasSubstr("more than one"));
  two.add("doc.kml", document(placemark("c") + placemark("d")));
  EXPECT_EQ(read_file(folder.write("a.kmz", two.finish())).rows.size(), 2U);
}

// libkml would put the first three somewhere else, silently.
TEST(Kml, BadCoordinatesQuarantineTheirRow) {
  for (const char* bad :
       {"40.5,abc", "40,5,-12,9", "40.5,-12.9x", "nowhere", "40.5 -12.9", "40.5;-12.9", "1e400,2", "nan,nan", "&#52;0,-12"}) {
    const Content content = read_kml(document(std::string("<Placemark><name>a</name><Point><coordinates>") + bad +
                                              "</coordinates></Point></Placemark>" + placemark("b")));
    ASSERT_EQ(content.rows.size(), 2U) << bad << content.error;
    EXPECT_EQ(content.rows[0].rule, "geometry") << bad;
    EXPECT_EQ(content.rows[0].cells[0], "a");
    EXPECT_NE(content.rows[1].wkb, "");
  }
  for (const char* good : {"40.5,-12.9", " 40.5,-12.9 ", "40.5, -12.9", "+40.5,-12.9,1e2", "\n40.5,-12.9,\n"}) {
    const Content content =
        read_kml(document(std::string("<Placemark><Point><coordinates>") + good + "</coordinates></Point></Placemark>"));
    ASSERT_EQ(content.rows.size(), 1U) << good << content.error;
    EXPECT_EQ(content.rows[0].wkb, geo::to_wkb(geo::Geometry::point({40.5, -12.9}))) << good;
  }
}

}  // namespace
}  // namespace importers_tests
