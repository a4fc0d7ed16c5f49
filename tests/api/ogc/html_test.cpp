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

TEST(Html, TheLanguageIsChangedOnEveryPageAndStays) {
  NotesService notes;
  notes.add({{"x"}});
  const std::string pt(body(notes.get("/collections/notes/items?f=html&limit=5&filter=people%20IS%20NULL")));
  EXPECT_NE(pt.find("<span lang=\"pt\" aria-current=\"true\">Português</span>"), std::string::npos);
  EXPECT_NE(pt.find("/collections/notes/items?f=html&amp;limit=5&amp;filter=people%20IS%20NULL&amp;lang=en\">English</a>"),
            std::string::npos);
  EXPECT_EQ(pt.find("f=html&amp;lang=pt"), std::string::npos) << "who has not chosen is left to the browser";
  const api::Response answer = notes.get("/collections/notes/items?f=html&limit=5&lang=en", {{"Accept-Language", "pt"}});
  const std::string en(body(answer));
  EXPECT_EQ(api_tests::header(answer, "Content-Language"), "en");
  EXPECT_NE(en.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_NE(en.find("/collections/notes?f=html&amp;lang=en"), std::string::npos) << "links to pages keep it";
  EXPECT_NE(en.find(R"(<input type="hidden" name="lang" value="en">)"), std::string::npos) << "and so does the form";
  EXPECT_NE(en.find("&amp;lang=en\">on the map"), std::string::npos) << "and the map";
  for (const char* target : {"/", "/conformance", "/api", "/collections", "/collections/notes", "/collections/notes/items/1", "/health",
                             "/qgis", "/styles", "/processes", "/processes/kde", "/jobs", "/imports", "/session"}) {
    const api::Response page = notes.get(std::string(target) + "?f=html&lang=en", {{"Accept-Language", "pt"}});
    EXPECT_EQ(page.status, 200) << target;
    EXPECT_NE(body(page).find("<html lang=\"en\">"), std::string_view::npos) << target;
    EXPECT_NE(body(page).find("hreflang=\"pt\""), std::string_view::npos) << target;
    EXPECT_EQ(notes.get(std::string(target) + "?lang=pt").status, 200) << target << ": the titles in JSON";
    EXPECT_EQ(notes.get(std::string(target) + "?lang=fr").status, 400) << target;
  }
}

TEST(Html, TheDaysOfTheFormBecomeAPeriod) {
  NotesService notes;
  const auto leads_to = [&](const std::string& query) {
    const api::Response answer = notes.get("/collections/notes/items?f=html&" + query);
    return answer.status == 303 ? api_tests::target_of(api_tests::header(answer, "Location")) : std::to_string(answer.status);
  };
  const std::string start = "/collections/notes/items?f=html";
  EXPECT_EQ(leads_to("q=&filter=&from=2024-01-01&to=2024-06-30&limit=50"), start + "&limit=50&datetime=2024-01-01/2024-06-30");
  EXPECT_EQ(leads_to("from=2024-01-01&to="), start + "&datetime=2024-01-01/..");
  EXPECT_EQ(leads_to("from=&to=2024-06-30&datetime=2020-01-01"), start + "&datetime=../2024-06-30") << "the fields are what is seen";
  EXPECT_EQ(leads_to("from=&to="), start);
  EXPECT_EQ(leads_to("from=&to=&datetime=2024-01-01T00:00:00Z"), start + "&datetime=2024-01-01T00:00:00Z");
  EXPECT_EQ(leads_to("from=%22x&to="), start + "&datetime=%22x/..");
  EXPECT_EQ(notes.get(start + "&datetime=%22x/..").status, 400) << "there it is said to be wrong";
  EXPECT_EQ(notes.get("/collections/notes/items?from=2024-01-01").status, 400) << "programs have datetime";
  EXPECT_EQ(notes.get("/collections/notes?f=html&from=2024-01-01").status, 400);
  const std::string page(body(notes.get(start + "&datetime=2024-01-01/..")));
  EXPECT_NE(page.find(R"(<input type="date" name="from" value="2024-01-01">)"), std::string::npos);
  EXPECT_NE(page.find(R"(<input type="date" name="to" value="">)"), std::string::npos);
  EXPECT_EQ(page.find(R"(name="datetime")"), std::string::npos);
  const std::string exact(body(notes.get(start + "&datetime=2024-01-01T00:00:00Z")));
  EXPECT_NE(exact.find(R"(<input name="datetime" spellcheck="false" value="2024-01-01T00:00:00Z">)"), std::string::npos);
  EXPECT_EQ(exact.find(R"(name="from")"), std::string::npos);
}

TEST(Html, TheMapIsToldWhatItUnderstandsAndTheRestIsSaid) {
  NotesService notes;
  const auto page = [&](const std::string& query) { return std::string(body(notes.get("/collections/notes/items?f=html" + query))); };
  EXPECT_NE(page("").find("/map#on=admin_areas,notes\">no mapa</a></p>"), std::string::npos) << "nothing is lost";
  EXPECT_NE(page("").find("QGIS</a> · "), std::string::npos);
  const std::string asked = page("&bbox=40,-13,41,-12&datetime=2024-01-01/..&filter=people%3E1&q=x");
  // 360 of 512 pixels, a degree: log2(360 / 512 * 360 / 1.0246), since the latitudes are a little longer.
  EXPECT_NE(asked.find("/map#map=7.95/-12.5000/40.5000&amp;on=admin_areas,notes&amp;time=2024-01-01/"
                       "&amp;filter.notes=people%3E1&amp;q.notes=x\">no mapa</a></p>"),
            std::string::npos)
      << asked;
  EXPECT_NE(asked.find("QGIS</a> (todos os elementos, sem: palavras, condição, período, área)"), std::string::npos);
  EXPECT_NE(page("&bbox=179,-1,-179,1").find("/map#map=6.98/0.0000/180.0000&amp;"), std::string::npos) << "across 180 degrees";
  EXPECT_NE(page("&bbox=-180,-90,180,90").find("/map#map=0.00/0.0000/0.0000&amp;"), std::string::npos) << "the world";
  EXPECT_NE(page("&bbox=40,-13,40,-13").find("/map#map=13.00/-13.0000/40.0000&amp;"), std::string::npos) << "a point";
  const std::string exact = page("&datetime=2024-01-01T00:00:00Z&bbox=40,-13,41,-12&bbox-crs=http://www.opengis.net/def/crs/OGC/1.3/CRS84");
  EXPECT_NE(exact.find("/map#on=admin_areas,notes\">no mapa</a> (todos os elementos, sem: período, área)"), std::string::npos);
}

TEST(Html, TimesAreForPeopleAndProgramsAlike) {
  NotesService notes;
  notes.add({{"x", 0, true, 40.5, -12.9, 1'795'694'700'000}});
  const auto page = [&](const char* target) { return std::string(body(notes.get(target))); };
  EXPECT_NE(page("/collections/notes/items?f=html").find(R"(<td><time datetime="2026-11-26T12:05:00Z">2026-11-26 12:05 (UTC)</time></td>)"),
            std::string::npos);
  EXPECT_NE(page("/collections/notes/items/1?f=html").find(">26 de Novembro de 2026, 12:05 (UTC)</time>"), std::string::npos);
  EXPECT_NE(page("/collections/notes/items/1?f=html&lang=en").find(">26 November 2026, 12:05 (UTC)</time>"), std::string::npos);
  EXPECT_NE(
      page("/collections/notes?f=html").find(R"(<time datetime="2026-11-26T14:05:00+02:00">26 de Novembro de 2026, 14:05 (UTC+2)</time>)"),
      std::string::npos)
      << "by the clock of the place";
}

TEST(Html, WordsOfTheProgramAreTranslated) {
  NotesService notes("programme");
  const std::string pt(body(notes.get("/collections/notes?f=html")));
  EXPECT_NE(pt.find("Mostrado para o papel <strong>programa</strong>"), std::string::npos);
  for (const char* type : {"texto", "número inteiro", "número", "sim ou não", "código de uma lista", "dia", "dia e hora", "JSON"}) {
    EXPECT_NE(pt.find("<td>" + std::string(type) + "</td>"), std::string::npos) << type;
  }
  for (const geo::Role& role : geo::builtin_roles()) {
    const geo::Text title = api::role_title(role);
    EXPECT_EQ(title.pt == role.name, role.name == "editor") << role.name;
  }
  EXPECT_EQ(api::role_title(geo::role_named("police@MZ0102,MZ0108")).pt, "polícia, em MZ0102, MZ0108");
}

TEST(Html, WhatIsNotThereIsAPageWithAWayOut) {
  NotesService notes;
  struct Case {
    const char *target, *words, *leads_to;
  };
  for (const Case& c : {Case{"/nosuch?x=1", "Veja se o endereço tem erros", "/collections?f=html"},
                        Case{"/collections/nosuch", "inicie sessão, se tem uma conta", "/collections?f=html"},
                        Case{"/collections/notes/items/99", "inicie sessão, se tem uma conta", "/collections?f=html"},
                        Case{"/processes/magic", "Não existe tal processo", "/processes?f=html"},
                        Case{"/jobs/0123456789abcdef0123456789abcdef", "peça de novo", "/jobs?f=html"},
                        Case{"/imports/0123456789abcdef0123456789abcdef", "Cada conta vê", "/imports?f=html"},
                        Case{"/styles/nosuch", "Os estilos que existem", "/styles?f=html"}}) {
    const api::Response page = notes.get(c.target, {{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}});
    const std::string html(body(page));
    EXPECT_EQ(page.status, 404) << c.target;
    EXPECT_EQ(api_tests::header(page, "Content-Type"), "text/html; charset=utf-8") << c.target;
    EXPECT_EQ(api_tests::header(page, "Cache-Control"), "no-store") << c.target;
    EXPECT_EQ(api_tests::header(page, "Content-Language"), "pt") << c.target;
    EXPECT_NE(html.find("Não está aqui"), std::string::npos) << c.target;
    EXPECT_NE(html.find(c.words), std::string::npos) << c.target;
    EXPECT_NE(html.find("http://localhost:8080" + std::string(c.leads_to) + "\""), std::string::npos) << c.target;
    EXPECT_EQ(html.find("x=1"), std::string::npos);
    for (const char* accept : {"*/*", "application/json"}) {
      EXPECT_EQ(api_tests::header(notes.get(c.target, {{"Accept", accept}}), "Content-Type"), "application/problem+json") << c.target;
    }
  }
  const api::Response wrong_method = notes.service->handle(api_tests::make_request("/collections", {{"Accept", "text/html"}}, "POST"));
  EXPECT_EQ(wrong_method.status, 405);
  EXPECT_EQ(api_tests::header(wrong_method, "Allow"), "GET, HEAD, OPTIONS");
  EXPECT_NE(body(wrong_method).find("Não desta maneira"), std::string_view::npos);
}

TEST(Html, UnderAnotherNameThereIsNoPage) {
  NotesService notes;
  const api::Response answer = notes.get("/nosuch", {{"Host", "evil.example"}, {"Accept", "text/html"}});
  EXPECT_EQ(answer.status, 421);
  EXPECT_EQ(api_tests::header(answer, "Content-Type"), "application/problem+json");
  EXPECT_EQ(body(answer).find("evil"), std::string_view::npos);
}

TEST(Html, AFeatureLeadsToItsCollectionItsPlaceAndItsJson) {
  NotesService notes;
  notes.add({{"x"}, {"y", 0, false}});
  const std::string page(body(notes.get("/collections/notes/items/1?f=html")));
  EXPECT_NE(page.find("http://localhost:8080/map#map=13.00/-12.9000/40.5000&amp;on=admin_areas,notes\">"), std::string::npos) << page;
  EXPECT_NE(page.find("http://localhost:8080/collections/notes?f=html\">Notas</a>"), std::string::npos);
  EXPECT_NE(page.find("items/1?f=json\">graus (longitude, latitude)</a>"), std::string::npos);
  EXPECT_NE(page.find("items/1?f=json&amp;crs=http://www.opengis.net/def/crs/EPSG/0/32737\">UTM 37S (WGS 84)</a>"), std::string::npos);
  const std::string nowhere(body(notes.get("/collections/notes/items/2?f=html")));
  EXPECT_EQ(nowhere.find("/map#"), std::string::npos) << "it has no place";
  EXPECT_NE(nowhere.find("items/2?f=json\">GeoJSON</a>"), std::string::npos);
}

}  // namespace
