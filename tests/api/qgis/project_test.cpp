// SPDX-License-Identifier: Apache-2.0
#include "tests/api/service_fixture.hpp"
#include "tests/support/xml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

using api_tests::body;
using api_tests::header;
using api_tests::NotesService;
using testing::HasSubstr;
using testing::Not;

namespace {

std::string text(const api::Response& response) { return std::string(body(response)); }

/// Values of one attribute of all elements of one name.
std::multiset<std::string> attributes(const std::string& xml, const std::string& element, const std::string& attribute) {
  std::multiset<std::string> found;
  EXPECT_TRUE(support::read_xml(xml, [&](const std::string& name, const support::XmlAttributes& of) {
    if (name == element && of.contains(attribute)) { found.insert(of.at(attribute)); }
  }));
  return found;
}

TEST(QgisProject, HasEveryCollectionAsFeaturesAndThoseWithPlacesAsTiles) {
  NotesService notes("programme");
  notes.add({{"x"}});
  const std::string project = text(notes.get("/qgis/bairro.qgs"));
  std::size_t places = 0;
  std::set<std::string> wanted;
  for (const geo::Collection& c : notes.store.catalog().collections) {
    wanted.insert("bairro_features_" + c.id);
    places += c.geometry == geo::GeometryType::none ? 0U : 1U;
    if (c.geometry != geo::GeometryType::none) { wanted.insert("bairro_tiles_" + c.id); }
  }
  const auto ids = attributes(project, "layer-tree-layer", "id");
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()), wanted);
  EXPECT_EQ(ids.size(), wanted.size());
  const auto types = attributes(project, "maplayer", "type");
  EXPECT_EQ(types.count("vector-tile"), places);
  EXPECT_EQ(types.size(), wanted.size());
  for (const std::string& id : wanted) { EXPECT_THAT(project, HasSubstr("<id>" + id + "</id>")); }
}

TEST(QgisProject, SpeaksPortugueseUnlessAskedForEnglish) {
  NotesService notes("programme");
  const auto groups = [&](const char* target, std::vector<api::Header> headers) {
    return attributes(text(notes.get(target, std::move(headers))), "layer-tree-group", "name");
  };
  EXPECT_TRUE(groups("/qgis/bairro.qgs", {}).contains("Programa"));
  EXPECT_TRUE(groups("/qgis/bairro.qgs", {{"Accept-Language", "en"}}).contains("Programme"));
  EXPECT_TRUE(groups("/qgis/bairro.qgs?lang=pt", {{"Accept-Language", "en"}}).contains("Programa"));
  EXPECT_TRUE(groups("/qgis/bairro.qgs?lang=en", {}).contains("Vector tiles"));
  EXPECT_EQ(header(notes.get("/qgis/bairro.qgs?lang=en"), "Content-Language"), "en");
}

TEST(QgisProject, AddressesAreThoseOfTheConfiguredPublicUrl) {
  api::ServiceOptions options;
  options.public_url = "https://maps.example.org/o'b?a&b/";
  NotesService notes("visitor", options);
  notes.add({{"x"}});
  for (const char* target : {"/qgis/bairro.qgs", "/qgis/notes.qlr", "/qgis/features.xml", "/qgis/vector-tiles.xml"}) {
    api::Request request = api_tests::make_request(target);
    request.headers = {{"Host", "maps.example.org"}};
    const std::string answer = text(notes.service->handle(request));
    EXPECT_TRUE(support::read_xml(answer)) << target;
    EXPECT_THAT(answer, HasSubstr("https://maps.example.org/o")) << target;
    EXPECT_THAT(answer, Not(HasSubstr("localhost"))) << target;
  }
  api::Request request = api_tests::make_request("/qgis/notes.qlr");
  request.headers = {{"Host", "maps.example.org"}};
  const std::string layer = text(notes.service->handle(request));
  EXPECT_THAT(layer, HasSubstr("url='https://maps.example.org/o\\'b?a&amp;b/'"));
  EXPECT_THAT(layer, HasSubstr("url=https://maps.example.org/o%27b%3Fa%26b/collections/notes/tiles/WebMercatorQuad/%7Bz%7D/%7By%7D/"
                               "%7Bx%7D%3Fcell-px%3D64&amp;zmax"));
}

TEST(QgisProject, NamesAConfigurationOfTheReadersQgisAndNothingElse) {
  NotesService notes;
  notes.add({{"x"}});
  EXPECT_THAT(text(notes.get("/qgis/bairro.qgs")), Not(HasSubstr("authcfg")));
  const std::string project = text(notes.get("/qgis/bairro.qgs?authcfg=abc1234"));
  EXPECT_THAT(project, HasSubstr("<datasource>authcfg=abc1234 pagingEnabled='true'"));
  EXPECT_THAT(project, HasSubstr("<datasource>authcfg=abc1234&amp;styleUrl="));
  for (const char* wrong : {"abc123", "abc12345", "ABC1234", "abc'123", "%22%3E%3Cx%3E%3C", "abc%20123"}) {
    EXPECT_EQ(notes.get(std::string("/qgis/bairro.qgs?authcfg=") + wrong).status, 400) << wrong;
    EXPECT_EQ(notes.get(std::string("/qgis?f=html&authcfg=") + wrong).status, 400) << wrong;
  }
}

TEST(QgisProject, HostileTitlesStayText) {
  NotesService notes("programme");
  geo::Collection own = api_tests::notes_collection();
  own.id = "own";
  own.builtin = false;
  own.title = {"<x>&\"'", "</layername>\x01"};
  own.description = own.title;
  notes.store.add_collection(own);
  for (const char* target :
       {"/qgis/bairro.qgs?lang=en", "/qgis/bairro.qgs?lang=pt", "/qgis/own.qlr?lang=pt", "/qgis/vector-tiles.xml?lang=pt"}) {
    EXPECT_TRUE(support::read_xml(text(notes.get(target)))) << target;
  }
}

TEST(QgisProject, ConnectionsAreWhatQgisLoads) {
  NotesService notes;
  const std::string features = text(notes.get("/qgis/features.xml"));
  EXPECT_EQ(attributes(features, "wfs", "url"), (std::multiset<std::string>{"http://localhost:8080/"}));
  EXPECT_EQ(attributes(features, "wfs", "version"), (std::multiset<std::string>{"OGC_API_FEATURES"}));
  const std::string tiles = text(notes.get("/qgis/vector-tiles.xml"));
  EXPECT_TRUE(attributes(tiles, "vectortile", "url")
                  .contains("http://localhost:8080/collections/notes/tiles/WebMercatorQuad/{z}/{y}/{x}?cell-px=64"));
  for (const std::string& password : attributes(tiles, "vectortile", "password")) { EXPECT_EQ(password, ""); }
  const auto names = attributes(tiles, "vectortile", "name");
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size()) << "one would overwrite another";
}

TEST(QgisProject, AFileIsOneThatThereIs) {
  NotesService notes;
  for (const char* name : {"nosuch.qlr", "notes", "notes.qgs", ".qlr", "incidents.qlr"}) {
    EXPECT_EQ(notes.get(std::string("/qgis/") + name).status, 404) << name;
  }
  EXPECT_EQ(header(notes.get("/qgis/notes.qlr"), "Content-Disposition"), "attachment; filename=\"notes.qlr\"");
}

}  // namespace
