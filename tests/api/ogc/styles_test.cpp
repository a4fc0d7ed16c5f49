// SPDX-License-Identifier: Apache-2.0
#include "geo/look/look.hpp"
#include "tests/api/service_fixture.hpp"
#include "tests/support/xml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::NotesService;
using testing::HasSubstr;

namespace {

/// The colours that a document names, in whatever language it is.
std::set<std::string> colours_in(std::string_view text) {
  std::set<std::string> found;
  for (std::size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    const std::string_view digits = text.substr(at + 1, 6);
    if (digits.size() == 6 && digits.find_first_not_of("0123456789ABCDEF") == std::string_view::npos) { found.emplace(digits); }
  }
  return found;
}

TEST(Styles, ListHasAtLeastOneStylesheetForEach) {
  NotesService notes("programme");
  const Json list(notes.get("/styles"));
  std::set<std::string> ids;
  for (const Json& style : list.elements("/styles")) {
    EXPECT_TRUE(ids.insert(style.text("/id")).second);
    EXPECT_FALSE(style.text("/title").empty());
    std::set<std::string> types;
    for (const Json& link : style.elements("/links")) {
      if (link.text("/rel") == "stylesheet") { types.insert(link.text("/type")); }
    }
    const std::string id = style.text("/id");
    const bool of_cells = id.ends_with(".squares") || id.ends_with(".hexagons") || id.ends_with(".clusters");
    const std::set<std::string> all{"application/vnd.mapbox.style+json", "application/vnd.qgis.qml",
                                    "application/vnd.ogc.sld+xml;version=1.0", "application/vnd.ogc.sld+xml;version=1.1"};
    EXPECT_EQ(types, of_cells ? std::set<std::string>{"application/vnd.mapbox.style+json"} : all) << id;
  }
  for (const char* id : {"notes", "incidents", "sites", "sites.status", "sites.site_type", "incidents.location_precision",
                         "incidents.squares", "sites.hexagons", "settlements.clusters"}) {
    EXPECT_TRUE(ids.contains(id)) << id;
  }
}

TEST(Styles, EachIsThereInEveryLanguageWithTheSameColours) {
  NotesService notes("programme");
  for (const Json& style : Json(notes.get("/styles")).elements("/styles")) {
    std::set<std::string> first;
    for (const Json& link : style.elements("/links")) {
      if (link.text("/rel") != "stylesheet") { continue; }
      const api::Response answer = notes.get(api_tests::target_of(link.text("/href")));
      ASSERT_EQ(answer.status, 200) << link.text("/href");
      EXPECT_EQ(header(answer, "Content-Type"), link.text("/type"));
      const bool is_json = link.text("/type").ends_with("json");
      if (!is_json) { EXPECT_TRUE(support::read_xml(std::string(body(answer)))) << link.text("/href"); }
      if (link.text("/type").ends_with("qml")) { continue; }  // it writes colours in decimals; see qml_test.cpp
      const std::set<std::string> colours = colours_in(body(answer));
      if (first.empty()) { first = colours; }
      for (const std::string& colour : colours) { EXPECT_TRUE(first.contains(colour)) << colour << " in " << link.text("/href"); }
    }
    EXPECT_FALSE(first.empty());
  }
}

TEST(Styles, FormIsAskedForByParameterOrByAccept) {
  NotesService notes;
  const auto type = [&](const char* target, const char* accept) { return header(notes.get(target, {{"Accept", accept}}), "Content-Type"); };
  EXPECT_EQ(type("/styles/notes", "*/*"), "application/vnd.mapbox.style+json");
  EXPECT_EQ(type("/styles/notes", "application/vnd.qgis.qml"), "application/vnd.qgis.qml");
  EXPECT_EQ(type("/styles/notes", "application/vnd.ogc.sld+xml"), "application/vnd.ogc.sld+xml;version=1.1");
  EXPECT_EQ(type("/styles/notes", "text/html,*/*;q=0.1"), "text/html; charset=utf-8");
  EXPECT_EQ(type("/styles/notes?f=sld10", "*/*"), "application/vnd.ogc.sld+xml;version=1.0");
  EXPECT_EQ(type("/styles/notes?f=sld", "*/*"), "application/vnd.ogc.sld+xml;version=1.1");
  EXPECT_EQ(type("/styles/notes?f=json", "*/*"), "application/vnd.mapbox.style+json");
  const api::Response wrong = notes.get("/styles/notes?f=css");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(body(wrong), HasSubstr("mapbox, qml, sld10, sld11, sld"));
}

TEST(Styles, TitlesAreInTheLanguageAskedFor) {
  NotesService notes("programme");
  EXPECT_THAT(body(notes.get("/styles/sites.status?f=sld11&lang=pt")), HasSubstr("em construção"));
  EXPECT_THAT(body(notes.get("/styles/sites.status?f=qml", {{"Accept-Language", "pt"}})), HasSubstr("label=\"em construção\""));
  const api::Response english = notes.get("/styles/sites.status?f=sld11&lang=en", {{"Accept-Language", "pt"}});
  EXPECT_THAT(body(english), HasSubstr("under construction"));
  EXPECT_EQ(header(english, "Content-Language"), "en");
  EXPECT_EQ(notes.get("/styles?lang=fr").status, 400);
}

TEST(Styles, OfCellsAreThereUnderBothAddressesAndKeptByTheirTag) {
  NotesService notes("programme");
  for (const char* shape : {"squares", "hexagons", "clusters"}) {
    const api::Response answer = notes.get(std::string("/collections/incidents/styles/") + shape);
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(header(answer, "Content-Type"), "application/vnd.mapbox.style+json");
    EXPECT_EQ(answer.rows, 0U) << "it shows no row";
    EXPECT_EQ(body(answer), body(notes.get(std::string("/styles/incidents.") + shape)));
    EXPECT_THAT(body(answer), HasSubstr(std::string("/incidents/tiles/WebMercatorQuad/{z}/{y}/{x}?points=") + shape));
    EXPECT_EQ(notes.get(std::string("/collections/incidents/styles/") + shape, {{"If-None-Match", header(answer, "ETag")}}).status, 304);
    EXPECT_EQ(notes.get(std::string("/styles/incidents.") + shape + "?f=qml").status, 400) << "QML is of features";
    EXPECT_EQ(notes.get(std::string("/styles/incidents.") + shape + "?f=html").status, 200);
    EXPECT_EQ(notes.get(std::string("/collections/admin_areas/styles/") + shape).status, 404) << "areas have no cells";
  }
  EXPECT_EQ(body(notes.get("/collections/sites/styles/status")), body(notes.get("/styles/sites.status")));
  EXPECT_EQ(body(notes.get("/collections/sites/styles/default")), body(notes.get("/styles/sites")));
}

TEST(Styles, LegendsAreInBothLanguagesAndNamesInTheOneAskedFor) {
  NotesService notes("programme");
  const auto style = [&](const char* target, const char* language) { return Json(notes.get(target, {{"Accept-Language", language}})); };
  const Json pt = style("/collections/incidents/styles/hexagons", "pt");
  EXPECT_EQ(pt.text("/name"), "Incidentes: Hexágonos");
  EXPECT_EQ(style("/collections/incidents/styles/hexagons?lang=en", "pt").text("/name"), "Incidents: Hexagons");
  EXPECT_EQ(pt.text("/metadata/bairro:legend/title/en"), "Incidents: how many in each hexagon");
  EXPECT_EQ(pt.text("/metadata/bairro:legend/title/pt"), "Incidentes: quantos em cada hexágono");
  const Json sites = style("/collections/sites/styles/status", "en");
  EXPECT_EQ(sites.text("/metadata/bairro:legend/field"), "status");
  bool found = false;
  for (const Json& each : sites.elements("/metadata/bairro:legend/classes")) {
    found = found || (each.text("/label/pt") == "em construção" && each.text("/label/en") == "under construction");
  }
  EXPECT_TRUE(found);
  EXPECT_THAT(body(notes.get("/collections/sites/styles/default")), HasSubstr("/assets/glyphs/{fontstack}/{range}.pbf"));
}

TEST(Styles, WhatThereIsNotIsNotFound) {
  NotesService notes;
  for (const char* id : {"nosuch", "notes.nosuch", "notes.", ".", "incidents", "incidents.verification", "sites.nosuch"}) {
    EXPECT_EQ(notes.get(std::string("/styles/") + id).status, 404) << id;
  }
}

TEST(Styles, HtmlHasALegendWithoutAnyStyleOfItsOwn) {
  NotesService notes("programme");
  const std::string html(body(notes.get("/styles/sites.status?f=html&lang=pt")));
  EXPECT_THAT(html, HasSubstr("<svg class=\"swatch\""));
  EXPECT_THAT(html, HasSubstr("em construção"));
  EXPECT_EQ(html.find("style="), std::string::npos) << "the policy would not let it in";
}

}  // namespace
