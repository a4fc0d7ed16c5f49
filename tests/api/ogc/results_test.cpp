// SPDX-License-Identifier: Apache-2.0
// Results of analyses over HTTP: collections that say how they came to be, to those who may know of them.
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

namespace {

using namespace api_tests;

geo::Collection density(const std::string& id, geo::Confidentiality clearance) {
  geo::Collection c;
  c.id = id;
  c.title = {"Density", "Densidade"};
  c.geometry = geo::GeometryType::point;
  c.fields = {{"level", geo::FieldType::integer, {"Level", "Nível"}}};
  c.result = geo::Provenance{
      "kde", R"({"bandwidth_m":1000})", R"({"used":2})", {"notes"}, "programme", clearance, clearance, 5, 1'704'067'200'000, {}};
  return c;
}

TEST(ResultsOverHttp, SayHowTheyCameToBe) {
  NotesService notes("programme");
  notes.store.add_result(density("r-kde-1", 2), {{geo::Geometry::point({40, -12}), {std::int64_t{4}}}});
  const api::Response answer = notes.get("/collections/r-kde-1?f=json");
  ASSERT_EQ(answer.status, 200);
  EXPECT_NE(body(answer).find(R"("result":{"method":"kde","parameters":{"bandwidth_m":1000},"summary":{"used":2},"inputs":["notes"],)"
                              R"("role":"programme","rev":5,"made_at":"2024-01-01T00:00:00Z","expires_at":null})"),
            std::string_view::npos)
      << body(answer);
  EXPECT_EQ(body(notes.get("/collections/notes?f=json")).find("\"result\""), std::string_view::npos);
  EXPECT_NE(body(notes.get("/collections?f=json")).find("r-kde-1"), std::string_view::npos);
  EXPECT_NE(body(notes.get("/collections/r-kde-1/items?f=json")).find(R"("level":4)"), std::string_view::npos);
  EXPECT_EQ(notes.get("/collections/r-kde-1/tiles/WebMercatorQuad/0/0/0").status, 200);
  EXPECT_EQ(notes.get("/tiles/WebMercatorQuad/0/0/0").status, 204) << "of several collections they are by name only";
  EXPECT_EQ(notes.get("/tiles/WebMercatorQuad/0/0/0?collections=r-kde-1").status, 200);
}

TEST(ResultsOverHttp, AreForOthersAsThoughTheyDidNotExist) {
  NotesService notes("visitor");
  notes.store.add_result(density("r-kde-1", 3), {{geo::Geometry::point({40, -12}), {std::int64_t{4}}}});
  notes.store.add_result(density("r-kde-2", 0), {{geo::Geometry::point({40, -12}), {std::int64_t{4}}}});
  for (const char* rest : {"", "/items", "/items/1", "/tiles", "/tiles/WebMercatorQuad/0/0/0", "/styles/default"}) {
    const api::Response hidden = notes.get("/collections/r-kde-1" + std::string(rest));
    const api::Response unknown = notes.get("/collections/r-kde-9" + std::string(rest));
    EXPECT_EQ(hidden.status, 404) << rest;
    EXPECT_EQ(body(hidden), body(unknown)) << rest;
    EXPECT_EQ(notes.get("/collections/r-kde-2" + std::string(rest)).status, 200) << rest;
  }
  for (const char* target : {"/?f=json", "/?f=html", "/collections?f=json", "/collections?f=html", "/api?f=json"}) {
    EXPECT_EQ(body(notes.get(target)).find("r-kde-1"), std::string_view::npos) << target;
  }
}

}  // namespace
