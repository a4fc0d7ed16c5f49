// SPDX-License-Identifier: Apache-2.0
// What a request for items can ask: filter, q, sortby, properties, skipGeometry, offset.
#include "api/parameters.hpp"
#include "tests/api/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

using api_tests::Json;
using api_tests::Note;
using api_tests::NotesService;
using api_tests::target_of;
using testing::HasSubstr;

namespace {

std::string encoded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    constexpr const char* digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    out += plain ? std::string(1, c) : std::string{'%', digits[byte / 16], digits[byte % 16]};
  }
  return out;
}
std::string items(const std::map<std::string, std::string>& query) {
  std::string target = "/collections/notes/items";
  for (const auto& [name, value] : query) { target += (target.find('?') == std::string::npos ? "?" : "&") + name + "=" + encoded(value); }
  return target;
}

std::vector<std::int64_t> ids_of(const Json& page) {
  std::vector<std::int64_t> ids;
  for (const Json& feature : page.elements("/features")) { ids.push_back(feature.integer("/id")); }
  return ids;
}
using Ids = std::vector<std::int64_t>;

/// West and east, near and far, early and late, with accents and without a place.
class Filters : public testing::Test {
 protected:
  void SetUp() override {
    notes.add(
        {{"Água limpa", 0, true, 40.1, -12.5}, {"agua suja", 0, true, 40.9, -12.5}, {"Pemba", 0, true, 179.5, -16}, {"100%_", 0, false}});
    notes.add({{"Secret", 1, true, 40.1, -12.5, 1'711'929'600'000, "hidden words"}});  // 2024-04-01; for nobody here
    notes.add({{"zebra", 0, true, 40.2, -12.6, 1'711'929'600'000}});
  }
  Json page(const std::map<std::string, std::string>& query) { return Json(notes.get(items(query))); }
  Ids found(const std::map<std::string, std::string>& query) {
    const Json answer = page(query);
    EXPECT_EQ(answer.integer("/numberMatched"), static_cast<std::int64_t>(ids_of(answer).size()));
    return ids_of(answer);
  }
  std::string refusal(const std::map<std::string, std::string>& query) {
    const api::Response response = notes.get(items(query));
    EXPECT_EQ(response.status, 400) << items(query);
    return Json(response).text("/detail");
  }

  NotesService notes;
};

TEST_F(Filters, AnswerInTextAndJson) {
  EXPECT_EQ(found({{"filter", "title LIKE '%gua%'"}}), (Ids{1, 2}));
  EXPECT_EQ(found({{"filter", "CASEI(ACCENTI(title)) LIKE 'agua%'"}}), (Ids{1, 2}));
  EXPECT_EQ(found({{"filter", "S_INTERSECTS(geometry,BBOX(40,-13,40.5,-12))"}}), (Ids{1, 6}));
  EXPECT_EQ(found({{"filter", "geometry IS NULL"}}), (Ids{4}));
  EXPECT_EQ(found({{"filter", "at > DATE('2024-01-01')"}}), (Ids{6}));
  EXPECT_EQ(found({{"filter", "title <> 'Pemba'"}, {"bbox", "40,-13,41,-12"}, {"datetime", "2024-01-01"}}), (Ids{1, 2, 4}));
  EXPECT_EQ(found({{"filter", R"({"op":"=","args":[{"property":"title"},"Pemba"]})"}, {"filter-lang", "cql2-json"}}), (Ids{3}));
  EXPECT_EQ(
      found({{"filter", "TRUE"}, {"filter-lang", "cql2-text"}, {"filter-crs", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}).size(), 5U);
}

/// A filter finds no row and knows no column that the role does not see.
TEST_F(Filters, DoNotReachWhatIsHidden) {
  EXPECT_EQ(found({{"filter", "title = 'Secret'"}}), Ids{});
  EXPECT_EQ(found({{"q", "secret"}}), Ids{});
  EXPECT_EQ(found({{"q", "hidden"}}), Ids{});
  const std::string unknown = refusal({{"filter", "nosuch = 'x'"}});
  std::string hidden = refusal({{"filter", "secret = 'x'"}});
  hidden.replace(hidden.find("secret"), 6, "nosuch");
  EXPECT_EQ(hidden, unknown);
  EXPECT_THAT(refusal({{"sortby", "secret"}}), HasSubstr("'notes' has no property \"secret\""));
  EXPECT_THAT(refusal({{"properties", "title,secret"}}), HasSubstr("'notes' has no property \"secret\""));
}

TEST_F(Filters, SayWhatIsWrong) {
  EXPECT_THAT(refusal({{"filter", "title = "}}), HasSubstr("'filter', at character 9"));
  EXPECT_THAT(refusal({{"filter", "title = 'open"}}), HasSubstr("'filter', at character"));
  EXPECT_THAT(refusal({{"filter", ""}}), HasSubstr("'filter'"));
  EXPECT_THAT(refusal({{"filter", "people = 1; DROP TABLE notes"}}), HasSubstr("'filter', at character 11"));
  EXPECT_THAT(refusal({{"filter", "1 OR 1=1"}}), HasSubstr("'filter'"));
  EXPECT_THAT(refusal({{"filter", "people = 1e999"}}), HasSubstr("'filter'"));
  EXPECT_THAT(refusal({{"filter", "{\"op\":\"=\"}"}}), HasSubstr("filter-lang=cql2-json"));
  EXPECT_THAT(refusal({{"filter", "{\"op\":\"=\"}"}, {"filter-lang", "cql2-json"}}), HasSubstr("'filter', at /"));
  EXPECT_THAT(refusal({{"filter", "TRUE"}, {"filter-lang", "sql"}}), HasSubstr("cql2-text or cql2-json"));
  EXPECT_THAT(refusal({{"filter", "S_INTERSECTS(geometry,POLYGON((0 0,1 1,1 0,0 1,0 0)))"}}), HasSubstr("not valid at 0.5 0.5"));
  EXPECT_THAT(refusal({{"sortby", "-"}}), HasSubstr("no property"));
  EXPECT_THAT(refusal({{"sortby", "title,,at"}}), HasSubstr("'sortby' must be names with commas"));
  EXPECT_THAT(refusal({{"sortby", "more"}}), HasSubstr("cannot sort by 'more'"));
  EXPECT_THAT(refusal({{"skipGeometry", "1"}}), HasSubstr("true or false"));
  EXPECT_THAT(refusal({{"offset", "-1"}}), HasSubstr("whole number from 0"));
  EXPECT_THAT(refusal({{"offset", "1000001"}}), HasSubstr("next"));
  EXPECT_THAT(refusal({{"q", " , "}}), HasSubstr("1 to 10 terms"));
}

/// Whether a filter is wrong must not depend on there being a row to ask: one that finds nothing today finds the error tomorrow.
TEST_F(Filters, GeometriesThatMeanNothingAreRefusedWithAnyRowsAndWithNone) {
  struct Wrong {
    std::string shape, geojson, en;
  };
  const std::vector<Wrong> all{
      {"POLYGON((0 0,1 1,1 0,0 1,0 0))", R"({"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]})", "not valid at 0.5 0.5"},
      {"POLYGON((0 0,1 0,1 1,0 1))", R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]})", ""},
      {"POINT(40 91)", R"({"type":"Point","coordinates":[40,91]})", "40 91"},
      {"LINESTRING(179 1,181 1)", R"({"type":"LineString","coordinates":[[179,1],[181,1]]})", "181 1"},
      {"BBOX(40,-91,41,-12)", R"({"bbox":[40,-91,41,-12]})", "40 -91"},
  };
  NotesService empty;
  for (NotesService* service : {&notes, &empty}) {
    for (const Wrong& wrong : all) {
      for (const std::string before : {"", "title = 'nobody wrote this' AND ", "FALSE AND ", "TRUE OR "}) {
        const std::string text = before + "S_INTERSECTS(geometry," + wrong.shape + ")";
        const api::Response answer = service->get(items({{"filter", text}}));
        EXPECT_EQ(answer.status, 400) << text;
        EXPECT_THAT(Json(answer).text("/detail"), testing::AllOf(HasSubstr("'filter', at character "), HasSubstr(wrong.en))) << text;
        EXPECT_EQ(service->get(items({{"filter", text}, {"bbox", "0,0,0.1,0.1"}, {"limit", "1"}})).status, 400) << text;
      }
      const std::string json = R"({"op":"s_within","args":[{"property":"geometry"},)" + wrong.geojson + "]}";
      const api::Response answer = service->get(items({{"filter", json}, {"filter-lang", "cql2-json"}}));
      EXPECT_EQ(answer.status, 400) << json;
      EXPECT_THAT(Json(answer).text("/detail"), HasSubstr(wrong.en)) << json;
    }
  }
}

/// Degrees are asked for in what is left when the CRS of the filter has been read: metres and the order of axes are its own.
TEST_F(Filters, GeometriesInAnotherSystemAreJudgedAsDegrees) {
  const std::string crs = "http://www.opengis.net/def/crs/EPSG/0/";
  const std::string metres = "S_INTERSECTS(geometry,BBOX(4463000,-1410000,4475000,-1400000))";
  EXPECT_EQ(found({{"filter", metres}, {"filter-crs", crs + "3857"}}), (Ids{1}));
  EXPECT_THAT(refusal({{"filter", metres}}), HasSubstr("4463000 -1410000"));
  const std::string latitude_first = "S_INTERSECTS(geometry,POINT(-16 179.5))";
  EXPECT_EQ(found({{"filter", latitude_first}, {"filter-crs", crs + "4326"}}), (Ids{3}));
  EXPECT_THAT(refusal({{"filter", latitude_first}}), HasSubstr("-16 179.5"));
}

TEST_F(Filters, PointAtTheCharacter) {
  EXPECT_THAT(refusal({{"filter", "title = 'Água' AND people = 'two'"}}),
              HasSubstr("'filter', at character 29, \"two\": a text stands where a number is asked for"));
}

TEST_F(Filters, ADeepOneCostsNothing) {
  const std::string deep = std::string(20'000, '(');
  EXPECT_EQ(notes.get(items({{"filter", deep}})).status, 413);
  std::string json;
  for (int i = 0; i < 20'000; ++i) { json += R"({"op":"not","args":[)"; }
  EXPECT_GE(notes.get(items({{"filter", json}, {"filter-lang", "cql2-json"}})).status, 400);
}

TEST_F(Filters, SearchForWords) {
  EXPECT_EQ(found({{"q", "AGUA"}}), (Ids{1, 2}));
  EXPECT_EQ(found({{"q", "água limpa,pemba"}}), (Ids{1, 3}));
  EXPECT_EQ(found({{"q", "%"}}), (Ids{4}));
  EXPECT_EQ(found({{"q", "agua"}, {"filter", "title LIKE '%suja'"}}), (Ids{2}));
}

TEST_F(Filters, InOrder) {
  EXPECT_EQ(found({{"sortby", "title"}}), (Ids{4, 3, 2, 6, 1}));  // by code points
  EXPECT_EQ(found({{"sortby", "-title"}}), (Ids{1, 6, 2, 3, 4}));
  EXPECT_EQ(found({{"sortby", "-at,+title"}}), (Ids{6, 4, 3, 2, 1}));
  EXPECT_EQ(found({{"sortby", " at"}}), (Ids{1, 2, 3, 4, 6}));  // a plus sign that became a space
}

TEST_F(Filters, PagesInOrderWhileRowsAreAdded) {
  for (const char* properties : {"title", "people"}) {
    Ids seen;
    std::string target = items({{"sortby", "-title"}, {"limit", "2"}, {"properties", properties}});
    for (int pages = 0; !target.empty() && pages < 20; ++pages) {
      const Json answer(notes.get(target));
      for (const std::int64_t id : ids_of(answer)) { seen.push_back(id); }
      EXPECT_EQ(answer.members("/features/0/properties").size(), 1U);
      if (pages == 0) { notes.add({{"zz before all"}}); }
      const std::string next = answer.link("next");
      target = next.empty() ? "" : target_of(next);
    }
    const Ids first_round{1, 6, 2, 3, 4};
    Ids kept;
    std::copy_if(seen.begin(), seen.end(), std::back_inserter(kept), [](std::int64_t id) { return id <= 6; });
    EXPECT_EQ(kept, first_round) << properties;
  }
}

TEST_F(Filters, OffsetPassesOverRowsAndNextLeavesItBehind) {
  const Json second = page({{"offset", "2"}, {"limit", "2"}});
  EXPECT_EQ(ids_of(second), (Ids{3, 4}));
  EXPECT_EQ(second.integer("/numberMatched"), 5);
  const std::string next = second.link("next");
  EXPECT_EQ(next.find("offset"), std::string::npos) << next;
  EXPECT_EQ(ids_of(Json(notes.get(target_of(next)))), (Ids{6}));
  EXPECT_EQ(ids_of(page({{"offset", "4"}, {"sortby", "title"}})), (Ids{1}));
  EXPECT_TRUE(ids_of(page({{"offset", "1000000"}})).empty());
}

TEST_F(Filters, PropertiesAndGeometryThatAreNotWanted) {
  const Json some = page({{"properties", "people,title"}, {"skipGeometry", "true"}});
  EXPECT_EQ(some.members("/features/0/properties").size(), 2U);
  EXPECT_EQ(some.text("/features/0/properties/title"), "Água limpa");
  EXPECT_TRUE(some.is_null("/features/0/geometry"));
  EXPECT_FALSE(page({}).is_null("/features/0/geometry"));
}

TEST_F(Filters, QueryablesAndSortablesAreWhatCanBeAskedFor) {
  const Json queryables(notes.get("/collections/notes/queryables"));
  EXPECT_EQ(queryables.text("/properties/geometry/$ref"), "https://geojson.org/schema/Point.json");
  EXPECT_EQ(queryables.text("/properties/geometry/format"), "geometry-point");
  EXPECT_EQ(queryables.text("/properties/at/format"), "date-time");
  EXPECT_FALSE(queryables.has("/properties/secret"));
  for (const auto& [name, field] : queryables.members("/properties")) {
    EXPECT_EQ(notes.get(items({{"filter", name + " IS NULL"}})).status, 200) << name;
  }
  const Json sortables(notes.get("/collections/notes/sortables"));
  EXPECT_FALSE(sortables.has("/properties/geometry"));
  for (const auto& [name, field] : sortables.members("/properties")) {
    EXPECT_EQ(notes.get(items({{"sortby", "-" + name}})).status, 200) << name;
  }
}

}  // namespace
