// SPDX-License-Identifier: Apache-2.0
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

#include <set>

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::make_request;
using api_tests::Note;
using api_tests::NotesService;
using api_tests::target_of;

namespace {

std::vector<Note> many_notes(int count) {
  std::vector<Note> notes;
  for (int i = 0; i < count; ++i) { notes.push_back({"note " + std::to_string(i)}); }
  return notes;
}

std::vector<std::int64_t> ids_of(const Json& page) {
  std::vector<std::int64_t> ids;
  for (const Json& feature : page.elements("/features")) { ids.push_back(feature.integer("/id")); }
  return ids;
}

TEST(Items, AllPagesWhileRowsAreAdded) {
  NotesService notes;
  notes.add(many_notes(23));
  std::set<std::int64_t> seen;
  std::string target = "/collections/notes/items?limit=5&bbox=40,-13,41,-12&datetime=2023-01-01/2025-01-01";
  int pages = 0;
  while (!target.empty()) {
    const Json page(notes.get(target));
    const auto ids = ids_of(page);
    EXPECT_EQ(page.integer("/numberReturned"), static_cast<std::int64_t>(ids.size()));
    for (const std::int64_t id : ids) { EXPECT_TRUE(seen.insert(id).second) << id; }
    if (++pages <= 2) { notes.add(many_notes(2)); }
    const std::string next = page.link("next");
    if (!next.empty()) {
      for (const char* kept : {"limit=5", "bbox=40,-13,41,-12", "datetime=2023-01-01/2025-01-01"}) {
        EXPECT_NE(next.find(kept), std::string::npos) << next;
      }
    }
    target = next.empty() ? "" : target_of(next);
  }
  EXPECT_EQ(seen.size(), 27U);
  EXPECT_EQ(pages, 6);
}

TEST(Items, ThereIsNoNextAfterTheLastFullPage) {
  NotesService notes;
  notes.add(many_notes(10));
  const Json first(notes.get("/collections/notes/items?limit=5"));
  const Json second(notes.get(target_of(first.link("next"))));
  EXPECT_EQ(second.integer("/numberReturned"), 5);
  EXPECT_EQ(second.link("next"), "");
  EXPECT_EQ(second.integer("/numberMatched"), 10);
}

TEST(Items, AnEmptyCollectionIsAnEmptyPage) {
  NotesService notes;
  for (const char* target : {"/collections/notes/items", "/collections/notes/items?f=html"}) {
    EXPECT_EQ(notes.get(target).status, 200) << target;
  }
  const Json page(notes.get("/collections/notes/items"));
  EXPECT_EQ(page.integer("/numberMatched"), 0);
  EXPECT_TRUE(page.elements("/features").empty());
  EXPECT_FALSE(Json(notes.get("/collections/notes")).has("/extent"));
}

TEST(Items, Filters) {
  NotesService notes;
  notes.add({{"west", 0, true, 40.1, -12.5}, {"east", 0, true, 40.9, -12.5}, {"far", 0, true, 179.5, -16}, {"nowhere", 0, false}});
  notes.add({{"later", 0, true, 40.1, -12.5, 1'711'929'600'000}});  // 2024-04-01
  struct Case {
    const char* query;
    std::vector<std::int64_t> ids;
  };
  const std::vector<Case> cases{
      {"", {1, 2, 3, 4, 5}},
      {"?bbox=40,-13,40.5,-12", {1, 4, 5}},
      {"?bbox=40,-13,0,40.5,-12,1000", {1, 4, 5}},
      {"?bbox=179,-20,-179,-10", {3, 4}},
      {"?bbox=10,10,11,11", {4}},
      {"?datetime=2024-01-01", {1, 2, 3, 4}},
      {"?datetime=2024-02-01/..", {5}},
      {"?datetime=2024-04-01T00:00:00Z", {5}},
      {"?datetime=0000-01-01T00:00:00Z/9999-12-31T00:00:00Z", {1, 2, 3, 4, 5}},
      {"?bbox=40,-13,40.5,-12&datetime=../2024-02-01", {1, 4}},
      {"?limit=99999", {1, 2, 3, 4, 5}},
  };
  for (const Case& c : cases) {
    const Json page(notes.get(std::string("/collections/notes/items") + c.query));
    EXPECT_EQ(ids_of(page), c.ids) << c.query;
    EXPECT_EQ(page.integer("/numberMatched"), static_cast<std::int64_t>(c.ids.size())) << c.query;
  }
  for (const char* bad :
       {"?bbox=1,2,3", "?bbox=", "?datetime=yesterday", "?limit=0", "?limit=-1", "?limit=", "?next=", "?next=0", "?next=1"}) {
    const api::Response response = notes.get(std::string("/collections/notes/items") + bad);
    EXPECT_EQ(response.status, 400) << bad;
    EXPECT_FALSE(Json(response).text("/detail").empty()) << bad;
  }
}

TEST(Items, EveryPropertyIsWrittenAndTyped) {
  NotesService notes("programme");
  const geo::Catalog catalog = notes.store.catalog();
  const geo::Collection& schema = *catalog.collection("notes");
  geo::Row row = api_tests::note_row(schema, {"quote \" backslash \\ line\nção \xF0\x9F\x98\x80"});
  const auto set = [&](const char* name, geo::Value value) {
    row.values[static_cast<std::size_t>(schema.index_of(name))] = std::move(value);
  };
  set("people", std::int64_t{-7});
  set("weight", 0.1);
  set("done", false);
  set("precision", std::string("day"));
  set("day", std::int64_t{19'723});
  set("utc_offset_min", std::int64_t{120});
  set("more", std::string(R"({"a":[1,"x"]})"));
  geo::BatchInfo info;
  info.collection = "notes";
  notes.store.edit(info, {{0, false, row}, {0, false, api_tests::note_row(schema, {"bare", 0, false})}});

  const Json page(notes.get("/collections/notes/items"));
  EXPECT_EQ(page.text("/type"), "FeatureCollection");
  EXPECT_EQ(page.integer("/features/0/properties/people"), -7);
  EXPECT_EQ(page.number("/features/0/properties/weight"), 0.1);
  EXPECT_FALSE(page.boolean("/features/0/properties/done"));
  EXPECT_EQ(page.text("/features/0/properties/precision"), "day");
  EXPECT_EQ(page.text("/features/0/properties/day"), "2024-01-01");
  EXPECT_EQ(page.text("/features/0/properties/at"), "2024-01-01T02:00:00+02:00");
  EXPECT_EQ(page.text("/features/0/properties/more/a/1"), "x");
  EXPECT_NE(page.text("/features/0/properties/title").find("quote \" backslash \\"), std::string::npos);
  EXPECT_EQ(page.number("/features/0/geometry/coordinates/0"), 40.5);
  EXPECT_EQ(page.text("/features/1/properties/at"), "2024-01-01T00:00:00Z");
  EXPECT_TRUE(page.is_null("/features/1/geometry"));
  for (const geo::Field& field : schema.fields) {
    for (const char* feature : {"/features/0/properties/", "/features/1/properties/"}) {
      EXPECT_TRUE(page.has(feature + field.name)) << field.name;
    }
  }
  EXPECT_TRUE(page.is_null("/features/1/properties/people"));
}

TEST(Items, PolygonsAreWrittenWhole) {
  NotesService notes;
  const geo::Catalog catalog = notes.store.catalog();
  const geo::Collection& schema = *catalog.collection("admin_areas");
  // POLYGON((40 -13, 41 -13, 41 -12, 40 -13))
  std::string wkb("\x01\x03\x00\x00\x00\x01\x00\x00\x00\x04\x00\x00\x00", 13);
  for (const double number : {40.0, -13.0, 41.0, -13.0, 41.0, -12.0, 40.0, -13.0}) {
    wkb.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  geo::Row row;
  row.values.resize(schema.fields.size());
  row.geometry = geo::Geometry::from_wkb(wkb);
  geo::BatchInfo info;
  info.collection = "admin_areas";
  notes.store.edit(info, {{0, false, row}});
  const Json item(notes.get("/collections/admin_areas/items/1"));
  EXPECT_EQ(item.text("/geometry/type"), "Polygon");
  EXPECT_EQ(item.elements("/geometry/coordinates/0").size(), 4U);
  EXPECT_EQ(notes.get("/collections/admin_areas/items/1?f=html").status, 200);
}

TEST(Items, ContentTypeAndCrs) {
  NotesService notes;
  notes.add({{"first"}});
  for (const char* target : {"/collections/notes/items", "/collections/notes/items/1"}) {
    const api::Response response = notes.get(target);
    EXPECT_EQ(header(response, "Content-Type"), "application/geo+json") << target;
    EXPECT_EQ(header(response, "Content-Crs"), "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>") << target;
  }
}

TEST(Items, TheTagFollowsWhatIsShownAndHowItWasAsked) {
  NotesService notes("visitor");
  NotesService programme("programme");
  notes.add({{"first"}});
  programme.add({{"first"}});
  const auto tag = [](NotesService& service, const char* target, const char* language = "en") {
    return header(service.get(target, {{"Accept-Language", language}}), "ETag");
  };
  const std::string before = tag(notes, "/collections/notes/items");
  EXPECT_EQ(tag(notes, "/collections/notes/items"), before);
  EXPECT_NE(tag(notes, "/collections/notes/items?limit=5"), before);
  EXPECT_NE(tag(notes, "/collections/notes/items?f=html"), before);
  EXPECT_NE(tag(notes, "/collections/notes/items", "pt"), before);
  EXPECT_NE(tag(programme, "/collections/notes/items"), before);
  notes.add({{"hidden", 1}});
  EXPECT_EQ(tag(notes, "/collections/notes/items"), before) << "a hidden write changes nothing a visitor can see";
  notes.add({{"second"}});
  EXPECT_NE(tag(notes, "/collections/notes/items"), before);
}

TEST(Items, HiddenRowsAreUnknownRows) {
  NotesService notes("visitor");
  notes.add({{"seen", 0}, {"hidden", 1}, {"seen too", 0, true, 40.5, -12.9, 1'704'067'200'000, "the informant"}});
  const Json page(notes.get("/collections/notes/items"));
  EXPECT_EQ(page.integer("/numberMatched"), 2);
  EXPECT_EQ(ids_of(page), (std::vector<std::int64_t>{1, 3}));
  EXPECT_FALSE(page.has("/features/1/properties/secret"));
  EXPECT_EQ(body(notes.get("/collections/notes/items")).find("informant"), std::string_view::npos);
  EXPECT_EQ(Json(notes.get("/collections/notes")).integer("/itemCount"), 2);

  const auto same = [&](const std::string& hidden, const std::string& unknown) {
    for (const char* method : {"GET", "HEAD", "OPTIONS", "POST"}) {
      for (const char* query : {"", "?f=html", "?limit=1"}) {
        const api::Response a = notes.service->handle(make_request(hidden + query, {}, method));
        const api::Response b = notes.service->handle(make_request(unknown + query, {}, method));
        EXPECT_EQ(a.status, b.status) << method << hidden << query;
        EXPECT_EQ(a.headers, b.headers) << method << hidden << query;
        EXPECT_EQ(body(a), body(b)) << method << hidden << query;
      }
    }
  };
  EXPECT_EQ(notes.get("/collections/notes/items/2").status, 404);
  same("/collections/notes/items/2", "/collections/notes/items/777");
  same("/collections/notes/items/2", "/collections/notes/items/nonsense");
}

TEST(Items, APageOfPeopleIsShort) {
  NotesService notes;
  notes.add(many_notes(60));
  const std::string html(body(notes.get("/collections/notes/items?f=html")));
  EXPECT_NE(html.find("60 elementos correspondem, 50 nesta página."), std::string::npos);
  EXPECT_NE(html.find("next="), std::string::npos);
}

}  // namespace
