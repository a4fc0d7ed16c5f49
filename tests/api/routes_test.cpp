// SPDX-License-Identifier: Apache-2.0
#include "api/routes.hpp"

#include "api/http/compression.hpp"
#include "api/links.hpp"
#include "tests/api/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::make_request;
using api_tests::NotesService;

namespace {

constexpr const char* read_only = "GET, HEAD, OPTIONS";

struct Case {
  const char* method;
  const char* target;
  int status;
  const char* allow = "";
};

TEST(Routes, AnswerByMethodAndPath) {
  NotesService notes;
  notes.add({{"first"}});
  const std::vector<Case> cases{
      {"GET", "/", 200},
      {"HEAD", "/", 200},
      {"GET", "/?f=html", 200},
      {"GET", "/conformance", 200},
      {"GET", "/conformance/", 200},
      {"GET", "/api", 200},
      {"GET", "/api/", 200},
      {"GET", "/collections", 200},
      {"GET", "/collections/", 200},
      {"GET", "/collections/notes", 200},
      {"GET", "/collections/notes/", 200},
      {"GET", "/collections/not%65s", 200},
      {"GET", "/collections/notes/items", 200},
      {"GET", "/collections/notes/items/", 200},
      {"HEAD", "/collections/notes/items", 200},
      {"GET", "/collections/notes/items/1", 200},
      {"GET", "/collections/notes/items/1/", 200},
      {"GET", "/health", 200},
      {"GET", "/assets/style.css", 200},
      {"GET", "/collections/notes/schema", 200},
      {"GET", "/map", 200},
      {"GET", "/map/", 200},
      {"OPTIONS", "/map", 200, read_only},
      {"POST", "/map", 405, read_only},
      {"OPTIONS", "/assets/style.css", 200, read_only},
      {"OPTIONS", "/assets/glyphs/x/0-255.pbf", 200, read_only},
      {"OPTIONS", "*", 200, read_only},
      {"OPTIONS", "/", 200, read_only},
      {"OPTIONS", "/collections/notes/items", 200, read_only},
      {"OPTIONS", "/collections/no_such/items/7", 200, read_only},
      {"PUT", "/collections/notes/items", 405, "GET, HEAD, POST, OPTIONS"},
      {"POST", "/collections/notes/items/1", 405, "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"},
      {"POST", "/collections/notes/items", 403},
      {"PUT", "/collections/notes/items/1", 403},
      {"PATCH", "/collections/notes/items/1", 403},
      {"DELETE", "/collections/notes/items/1", 403},
      {"POST", "/collections/no_such/items", 404},
      {"TRACE", "/", 405, read_only},
      {"GET", "/no_such", 404},
      {"GET", "/assets/no_such.js", 404},
      {"GET", "/assets/glyphs/no_such/0-255.pbf", 404},
      {"GET", "/collections/no_such/schema", 404},
      {"OPTIONS", "/no_such", 404},
      {"POST", "/no_such", 404},
      {"GET", "//", 404},
      {"GET", "//collections", 404},
      {"GET", "/collections//items", 404},
      {"GET", "/Collections", 404},
      {"GET", "/collections/no_such", 404},
      {"GET", "/collections/no_such/items", 404},
      {"GET", "/collections/no_such/items/1", 404},
      {"GET", "/collections/notes%2Fitems", 404},
      {"GET", "/collections/notes/items/2", 404},
      {"GET", "/collections/notes/items/0", 404},
      {"GET", "/collections/notes/items/-1", 404},
      {"GET", "/collections/notes/items/01", 404},
      {"GET", "/collections/notes/items/1.0", 404},
      {"GET", "/collections/notes/items/x", 404},
      {"GET", "/collections/notes/items/99999999999999999999999", 404},
      {"GET", "/collections/notes/items/1/more", 404},
  };
  for (const Case& c : cases) {
    const api::Response response = notes.service->handle(make_request(c.target, {}, c.method));
    EXPECT_EQ(response.status, c.status) << c.method << ' ' << c.target << ' ' << body(response);
    EXPECT_EQ(header(response, "Allow"), c.allow) << c.method << ' ' << c.target;
    if (c.status >= 400) {
      EXPECT_EQ(header(response, "Content-Type"), "application/problem+json") << c.target;
      EXPECT_EQ(Json(response).integer("/status"), c.status) << c.target;
      EXPECT_EQ(Json(response).text("/request_id"), "r-1") << c.target;
    }
  }
}

TEST(Routes, SlashAtTheEndChangesNothing) {
  NotesService notes;
  notes.add({{"first"}});
  for (const std::string path : {"/conformance", "/api", "/collections", "/collections/notes", "/collections/notes/items"}) {
    EXPECT_EQ(body(notes.get(path)), body(notes.get(path + "/"))) << path;
  }
}

TEST(Routes, EveryLineHasWhatTheManualNeeds) {
  for (const api::Route& route : api::routes()) {
    EXPECT_EQ(route.path.front(), '/');
    EXPECT_NE(route.answer, nullptr) << route.path;
    EXPECT_FALSE(route.summary.en.empty() || route.summary.pt.empty()) << route.path;
    EXPECT_FALSE(route.media_type.empty()) << route.path;
  }
}

TEST(Routes, UnknownAndRepeatedParametersAreNamed) {
  NotesService notes;
  struct Refusal {
    const char* target;
    const char* says;
  };
  const std::vector<Refusal> cases{
      {"/?x=1", R"(Unknown parameter "x": this resource takes lang, f.)"},
      {"/assets/style.css?v=1", R"(Unknown parameter "v": this resource takes none.)"},
      {"/collections/notes/items?colour=x", R"(Unknown parameter "colour": this resource takes bbox, bbox-crs, crs, datetime, filter, )"},
      {"/collections/notes/items/1?bbox=1,1,2,2", R"(Unknown parameter "bbox": this resource takes crs, lang, f.)"},
      {"/collections/notes/items?crs=EPSG:4326&crs=EPSG:4326", "'crs' is given more than once"},
      {"/collections/notes/items?BBOX=1", R"(Unknown parameter "BBOX")"},
      {"/collections/notes/items?limit=1&limit=1", "'limit' is given more than once"},
      {"/collections/notes/items?f=json&limit=1&f=json", "'f' is given more than once"},
      {"/collections?f=xml", R"('f' must be json or html, not "xml")"},
      {"/collections?f=", "'f' must be json or html"},
      {"/health?q", R"(Unknown parameter "q")"},
  };
  for (const Refusal& c : cases) {
    const api::Response response = notes.get(c.target);
    EXPECT_EQ(response.status, 400) << c.target;
    EXPECT_NE(Json(response).text("/detail").find(c.says), std::string::npos) << c.target << ": " << body(response);
  }
}

TEST(Routes, APathIsFilledByTheNamesOfItsPlaceholders) {
  const auto by_name = [](std::string_view name) { return "a " + std::string(name); };
  for (const api::Route& route : api::routes()) {
    const std::vector<std::string> values = api::path_values(route.path, by_name);
    std::string expected(route.path);
    for (std::size_t open = 0; (open = expected.find('{', open)) != std::string::npos;) {
      expected.replace(open, 1, "a%20").erase(expected.find('}', open), 1);
    }
    EXPECT_EQ(api::fill_path(route.path, values), expected);
    if (!values.empty()) { EXPECT_THROW((void)api::fill_path(route.path, {values.begin(), values.end() - 1}), std::out_of_range); }
  }
}

TEST(Routes, ClientsThatAlwaysSayTheFormMaySayIt) {
  NotesService notes;
  notes.add({{"first"}});
  for (const api::Route& route : api::routes()) {
    // Files are no documents, and there is no job, no surface and no density here.
    if (route.method != "GET" || api::is_of_surfaces(route) || api::is_of_densities(route) || route.path.starts_with("/assets/") || route.path.starts_with("/jobs/") ||
        route.path.starts_with("/imports/") || route.path.starts_with("/exports/")) {
      continue;
    }
    std::vector<std::string> values{route.path.starts_with("/processes/") ? "kde" : "notes", "1"};
    if (route.path.find("{tileMatrix") != std::string_view::npos) { values = api_tests::tile_values(route.path, "notes"); }
    if (route.path.find("{styleName}") != std::string_view::npos) { values = {"notes", "default"}; }
    if (route.path == "/qgis/{layerFile}") { values = {"notes.qlr"}; }
    const std::string target = api::fill_path(route.path, values);
    const std::string form = route.only_form.empty() ? "json" : std::string(route.only_form);
    EXPECT_EQ(notes.get(target + "?f=" + form).status, 200) << target;
    EXPECT_EQ(notes.get(target + "?f=none").status, 400) << target;
    for (const std::string_view more : route.forms) {
      EXPECT_EQ(notes.get(target + "?f=" + std::string(more)).status, 200) << target << more;
    }
  }
  EXPECT_THAT(body(notes.get("/map?f=json")), testing::HasSubstr("'f' must be html here"));
}

/// RFC 9110, 9.3.2: the same fields as for GET, in whatever coding.
TEST(Routes, HeadHasTheFieldsOfGet) {
  api::ServiceOptions options;
  options.cors = {"https://maps.example.org"};
  NotesService notes("visitor", options);
  std::vector<api_tests::Note> many;
  for (int i = 0; i < 40; ++i) { many.push_back({"note " + std::to_string(i)}); }
  notes.add(many);
  for (const api::Route& route : api::routes()) {
    if (route.method != "GET") { continue; }
    std::vector<std::string> values{"notes", "1"};
    if (auto of_tile = api_tests::tile_values(route.path, "notes"); !of_tile.empty()) { values = std::move(of_tile); }
    const std::string target = api::fill_path(route.path, values);
    for (const char* encoding : {"identity", "gzip", "br", "zstd"}) {
      for (const char* origin : {"http://localhost:8080", "https://maps.example.org"}) {
        const std::vector<api::Header> fields{{"Accept-Encoding", encoding}, {"Origin", origin}};
        api::Response get = notes.get(target, fields);
        const api::Request head_request = make_request(target, fields, "HEAD");
        api::Response head = notes.service->handle(head_request);
        api::negotiate_encoding(make_request(target, fields), get);
        api::negotiate_encoding(head_request, head);
        EXPECT_EQ(head.status, get.status) << target;
        EXPECT_EQ(head.headers, get.headers) << target << ' ' << encoding;
        EXPECT_EQ(head.size(), get.size()) << target << ' ' << encoding << ": Content-Length";
      }
    }
  }
}

TEST(Routes, ErrorsSpeakTheLanguageAskedFor) {
  NotesService notes;
  const auto detail = [&](const char* language) {
    const api::Response response = notes.get("/nowhere", {{"Accept-Language", language}});
    EXPECT_EQ(header(response, "Content-Language"), std::string(language).substr(0, 2));
    return Json(response).text("/detail");
  };
  EXPECT_EQ(detail("pt-MZ,en;q=0.5"), "Não há nada neste endereço.");
  EXPECT_EQ(detail("en"), "There is nothing at this address.");
}

TEST(Routes, EveryAnswerCarriesTheSafetyFields) {
  NotesService notes;
  notes.add({{"first"}});
  for (const char* target : {"/", "/?f=html", "/map", "/assets/no_such.js", "/nowhere", "/collections/notes/items",
                             "/collections/notes/items?limit=x", "/assets/style.css"}) {
    const api::Response response = notes.get(target);
    EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff") << target;
    EXPECT_EQ(header(response, "Referrer-Policy"), "same-origin") << target;
    EXPECT_EQ(header(response, "Cross-Origin-Opener-Policy"), "same-origin") << target;
    EXPECT_EQ(header(response, "Cross-Origin-Resource-Policy"), "same-origin") << target;
    EXPECT_THAT(header(response, "Vary"), testing::StartsWith("Accept, Accept-Language, Accept-Encoding")) << target;
    EXPECT_EQ(header(response, "Content-Security-Policy").find("default-src 'none'"), 0U) << target;
    EXPECT_EQ(header(response, "Content-Security-Policy").find("unsafe"), std::string::npos) << target;
    EXPECT_EQ(response.header("Access-Control-Allow-Origin"), nullptr) << target;
    EXPECT_FALSE(header(response, "Cache-Control").empty()) << target;
  }
}

TEST(Routes, OnlyWhatAnybodyMaySeeMayBeKept) {
  NotesService visitor("visitor");
  NotesService programme("programme");
  for (const char* target : {"/", "/api", "/collections", "/collections/notes", "/collections/notes/items"}) {
    EXPECT_EQ(header(visitor.get(target), "Cache-Control"), "private, no-cache") << target;
    EXPECT_EQ(header(programme.get(target), "Cache-Control"), "no-store") << target;
  }
  EXPECT_EQ(header(programme.get("/conformance"), "Cache-Control"), "no-cache");
  EXPECT_EQ(header(programme.get("/map"), "Cache-Control"), "no-store") << "it says whose eyes it is for";
  EXPECT_EQ(header(visitor.get("/session"), "Cache-Control"), "no-store");
}

TEST(Routes, WhatTheClientHoldsIsNotSentAgain) {
  NotesService notes;
  notes.add({{"first"}});
  for (const char* target :
       {"/", "/?f=html", "/api", "/collections", "/collections/notes", "/collections/notes/items", "/collections/notes/items?f=html",
        "/collections/notes/items/1", "/health", "/assets/style.css", "/map", "/collections/notes/schema"}) {
    const api::Response first = notes.get(target);
    const std::string etag = header(first, "ETag");
    ASSERT_FALSE(etag.empty()) << target;
    const api::Response again = notes.get(target, {{"If-None-Match", etag}});
    EXPECT_EQ(again.status, 304) << target;
    EXPECT_EQ(again.size(), 0U) << target;
    EXPECT_EQ(header(again, "ETag"), etag) << target;
    EXPECT_EQ(header(again, "Cache-Control"), header(first, "Cache-Control")) << target;
    EXPECT_EQ(again.header("Content-Type"), nullptr) << target;
    EXPECT_EQ(notes.get(target, {{"If-None-Match", "\"other\""}}).status, 200) << target;
    EXPECT_EQ(notes.service->handle(make_request(target, {{"If-None-Match", etag}}, "HEAD")).status, 304) << target;
  }
}

}  // namespace
