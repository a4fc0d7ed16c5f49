// SPDX-License-Identifier: Apache-2.0
// Files that need the reading program, from outside: the program finds it beside itself.
#include "tests/app/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <sys/stat.h>

namespace {

using app_test::bairro;
using app_test::Folder;
using app_test::Outcome;
using testing::HasSubstr;

std::string point(const std::string& name, const std::string& place) {
  return "<Placemark><name>" + name +
         "</name><ExtendedData><Data name=\"district\"><value>Pemba</value></Data></ExtendedData><Point><coordinates>" + place +
         "</coordinates></Point></Placemark>";
}
std::string kml(const std::string& inside) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>" + inside +
         "</Document></kml>";
}

class GdalImport : public testing::Test {
 protected:
  Outcome run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--store", store});
    return bairro(arguments);
  }
  [[nodiscard]] std::string count(const std::string& collection) const { return run({"count", collection}).out; }

  Folder folder;
  Folder files;
  std::string store = (folder / "store.db").string();
};

const std::string two_folders = kml("<Folder><name>Postos</name>" + point("Posto 1", "40.51,-12.97") + point("Posto 2", "40.52,-12.98") +
                                    "</Folder><Folder><name>Comandos</name>" + point("Comando", "40.35,-11.35") + "</Folder>");

TEST_F(GdalImport, EachLayerIsABatchOfItsOwn) {
  const std::string file = files.file("mapa.kml", two_folders);
  const Outcome which = run({"import", "sites", file});
  EXPECT_EQ(which.exit_code, 3);
  EXPECT_THAT(which.out, HasSubstr("one of: \"Postos\", \"Comandos\""));
  EXPECT_EQ(count("sites"), "0\n");
  const Outcome posts = run({"import", "sites", file, "--layer", "Postos"});
  EXPECT_EQ(posts.exit_code, 0) << posts.out << posts.err;
  EXPECT_THAT(posts.out, HasSubstr("Read 2 rows (KML, UTF-8, OGC:CRS84)"));
  EXPECT_THAT(posts.out, HasSubstr("the layer \"Postos\" was read; the file also has \"Comandos\""));
  EXPECT_THAT(run({"import", "sites", file, "--layer", "Comandos"}).out, HasSubstr("1 new"));
  EXPECT_THAT(run({"import", "sites", file, "--layer", "Postos"}).out, HasSubstr("imported before"));
  EXPECT_EQ(count("sites"), "3\n");
  EXPECT_THAT(run({"query", "sites", "--limit", "0"}).out, HasSubstr("[40.51,-12.97]"));
}

TEST_F(GdalImport, ALayerAndAnAreaFromAFile) {
  const std::string file = files.file("mapa.kml", two_folders);
  const Outcome layer = run({"layer", "add", "postos", "--from", file, "--layer", "Postos"});
  EXPECT_EQ(layer.exit_code, 0) << layer.out << layer.err;
  EXPECT_EQ(count("postos"), "2\n");
  EXPECT_EQ(run({"layer", "add", "outros", "--from", file, "--layer", "Nada"}).exit_code, 3);
  EXPECT_EQ(run({"count", "outros"}).exit_code, 2) << "there is no such collection";
  const std::string area =
      files.file("area.kml", kml("<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>38,-14 41,-14 41,-10 38,-10 38,-14"
                                 "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"));
  EXPECT_EQ(run({"area", "set", area}).exit_code, 0);
  EXPECT_THAT(run({"area", "show"}).out, HasSubstr("[38,-14]"));
}

TEST_F(GdalImport, WhatIsRefusedLeavesNothing) {
  struct Case {
    std::string name;
    std::string content;
    std::string sentence;
  };
  const std::vector<Case> table{
      {"a.kml", kml("").insert(38, "<!DOCTYPE kml [<!ENTITY a \"b\">]>"), "DOCTYPE"},
      {"a.kml", kml("<Placemark><name>cut"), "cannot be read as KML"},
      {"a.kml", "<OGRVRTDataSource/>", "holds other XML"},
      {"a.gpkg", "<OGRVRTDataSource/>", "does not begin like a GeoPackage"},
      {"a.gpkg", std::string("SQLite format 3\0", 16) + std::string(4080, 'x'), "damaged"},
      {"a.xlsx", "PK\x03\x04 and so on", "zip archive"},
      {"a.zip", "PK\x03\x04 and so on", "zip archive"},
      {"a.csv", "PK\x03\x04 and so on", "zip archive"},
      {"a.kml", "", "is empty"},
  };
  for (const Case& c : table) {
    const std::string file = files.file(c.name, c.content);
    const Outcome outcome = run({"import", "incidents", file});
    EXPECT_EQ(outcome.exit_code, 3) << c.name << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr(c.sentence)) << c.name << c.content;
    EXPECT_EQ(count("incidents"), "0\n");
    EXPECT_EQ(run({"batches"}).out, "");
    const auto in_folder = std::distance(std::filesystem::directory_iterator(std::filesystem::path(file).parent_path()), {});
    EXPECT_EQ(in_folder, 1) << "something lies beside the file";
    std::filesystem::remove(file);
  }
  const std::string pipe = (files / "pipe.gpkg").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(run({"import", "incidents", pipe}).exit_code, 3);
}

}  // namespace
