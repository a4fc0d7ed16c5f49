// SPDX-License-Identifier: Apache-2.0
#include "api/html/page.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

using api_tests::body;
using api_tests::NotesService;

namespace {

TEST(Html, TextIsEscaped) {
  struct Case {
    std::string text;
    const char* html;
  };
  const std::vector<Case> cases{
      {"plain", "plain"},
      {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
      {"\" onclick='x' &amp;", "&quot; onclick=&#39;x&#39; &amp;amp;"},
      {"ção 😀", "ção 😀"},
      {std::string("a\0b\x1B", 4),
       "a\xEF\xBF\xBD"
       "b\xEF\xBF\xBD"},
      {"bad \xFF\xC3 end", "bad \xEF\xBF\xBD\xEF\xBF\xBD end"},
  };
  for (const Case& c : cases) { EXPECT_EQ(api::Html().text(c.text).str(), c.html); }
}

TEST(Html, HostileRowsStayText) {
  NotesService notes("programme");
  const std::string attack = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";
  notes.add({{attack, 0, true, 40.5, -12.9, 0, attack}});
  for (const char* target : {"/collections/notes/items?f=html", "/collections/notes/items/1?f=html"}) {
    const std::string html(body(notes.get(target)));
    EXPECT_EQ(html.find("<script>"), std::string::npos) << target;
    EXPECT_EQ(html.find("<img"), std::string::npos) << target;
  }
  EXPECT_NE(body(notes.get("/collections/notes/items/1?f=html")).find("&lt;script&gt;"), std::string_view::npos);
}

TEST(Html, AQueryInLinksIsEscaped) {
  NotesService notes;
  const std::string html(body(notes.get("/collections/notes/items?f=html&datetime=%32024-01-01")));
  EXPECT_NE(html.find("datetime=2024-01-01"), std::string::npos);
  EXPECT_EQ(html.find("&datetime"), std::string::npos) << "an ampersand stands bare in an attribute";
}

TEST(Html, PagesNeedNothingFromElsewhere) {
  NotesService notes;
  notes.add({{"x"}});
  for (const char* target : {"/", "/conformance", "/api", "/collections", "/collections/notes", "/collections/notes/items",
                             "/collections/notes/items/1", "/health"}) {
    const api::Response response = notes.get(target, {{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}});
    const std::string html(body(response));
    EXPECT_EQ(api_tests::header(response, "Content-Type"), "text/html; charset=utf-8") << target;
    EXPECT_EQ(html.rfind("<!DOCTYPE html>", 0), 0U) << target;
    // The one script there is draws the map above a table, and is this service's own.
    const bool has_map = std::string_view(target).ends_with("/items");
    EXPECT_EQ(html.find("<script") != std::string::npos, has_map) << target;
    EXPECT_EQ(html.find("<script>"), std::string::npos) << target;
    for (const char* forbidden : {"<style", " style=", " onclick", "javascript:", "https://"}) {
      EXPECT_EQ(html.find(forbidden), std::string::npos) << target << ' ' << forbidden;
    }
    EXPECT_NE(html.find("<h1>"), std::string::npos) << target;
  }
}

TEST(Html, PortugueseComesFirst) {
  NotesService notes;
  const auto page = [&](std::vector<api::Header> headers) {
    headers.push_back({"Accept", "text/html"});
    return std::string(body(notes.get("/collections", std::move(headers))));
  };
  EXPECT_NE(page({}).find("<html lang=\"pt\">"), std::string::npos);
  EXPECT_NE(page({{"Accept-Language", "fr"}}).find("Colecções"), std::string::npos);
  EXPECT_NE(page({{"Accept-Language", "en-GB"}}).find("<html lang=\"en\">"), std::string::npos);
}

TEST(Html, SaysWhoseEyesItIsFor) {
  NotesService visitor("visitor");
  NotesService programme("programme");
  EXPECT_NE(body(visitor.get("/?f=html")).find("só o que qualquer pessoa pode ver"), std::string_view::npos);
  EXPECT_NE(body(programme.get("/?f=html")).find("Não os divulgue"), std::string_view::npos);
}

TEST(Html, AFormKeepsWhatWasAskedAndEmptyFieldsMeanNothing) {
  NotesService notes;
  notes.add({{"<b>"}, {"other"}});
  const api::Response page = notes.get("/collections/notes/items?f=html&filter=title%3D'%3Cb%3E'&q=&sortby=&bbox=40,-13,41,-12&limit=7");
  EXPECT_EQ(page.status, 200);
  const std::string html(body(page));
  EXPECT_NE(html.find("1 elementos correspondem"), std::string::npos);
  EXPECT_NE(html.find(R"(value="title=&#39;&lt;b&gt;&#39;")"), std::string::npos);
  EXPECT_NE(html.find(R"(<input type="hidden" name="bbox" value="40,-13,41,-12">)"), std::string::npos);
  EXPECT_NE(html.find(R"(<option value="7" selected>7</option>)"), std::string::npos);
  EXPECT_EQ(notes.get("/collections/notes/items?filter=").status, 400) << "from a program an empty filter is a mistake";
}

TEST(Html, APageOfFeaturesHasTheirMapAndWorksWithoutIt) {
  NotesService notes;
  const std::string empty(body(notes.get("/collections/notes/items?f=html")));
  EXPECT_EQ(empty.find("items-map"), std::string::npos) << "nothing to draw";
  notes.add({{"x"}, {"y", 0, false}});
  const api::Response page =
      notes.get("/collections/notes/items?f=html&crs=http://www.opengis.net/def/crs/EPSG/0/32737&properties=title&limit=7");
  const std::string html(body(page));
  EXPECT_NE(html.find("<div id=\"items-map\" hidden"), std::string::npos) << "shown by the script alone";
  EXPECT_NE(html.find("data-features=\"http://localhost:8080/collections/notes/items?f=json&amp;limit=7\""), std::string::npos) << html;
  EXPECT_NE(html.find("<tr id=\"f1\">"), std::string::npos);
  EXPECT_NE(html.find("Localização, EPSG:32737"), std::string::npos);
  EXPECT_NE(html.find("EPSG/0/32737\" selected>UTM 37S (WGS 84)"), std::string::npos);
  const std::string policy = api_tests::header(page, "Content-Security-Policy");
  EXPECT_EQ(policy, api_tests::header(notes.get("/map"), "Content-Security-Policy"));
  EXPECT_EQ(api_tests::header(notes.get("/collections/notes?f=html"), "Content-Security-Policy").find("script-src"), std::string::npos);
}

TEST(Html, PeopleReadWhatIsWrongOnAPage) {
  NotesService notes;
  const api::Response page = notes.get("/collections/notes/items?f=html&filter=title%3D");
  EXPECT_EQ(page.status, 400);
  EXPECT_EQ(api_tests::header(page, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(body(page).find("&#39;filter&#39;, "), std::string_view::npos) << body(page);
  const api::Response problem = notes.get("/collections/notes/items?filter=title%3D");
  EXPECT_EQ(api_tests::header(problem, "Content-Type"), "application/problem+json");
}

}  // namespace
