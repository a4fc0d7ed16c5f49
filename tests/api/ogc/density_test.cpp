// SPDX-License-Identifier: Apache-2.0
// Densities of rows as pictures: a sketch and the exact one, for those who see the rows.
#include "geo/analysis/density_pictures.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"
#include "tiles/surface_tile.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <random>
#include <set>
#include <string>

namespace {

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using testing::HasSubstr;

const std::string base = "/collections/incidents/density";
const std::string tile = base + "/tiles/WebMercatorQuad";

class Densities : public testing::Test {
 protected:
  void SetUp() override {
    const geo::Collection incidents = *people.store->catalog().collection("incidents");
    const auto at = static_cast<std::size_t>(incidents.index_of("confidentiality"));
    const auto time = static_cast<std::size_t>(incidents.index_of("occurred_from"));
    std::mt19937_64 random(3);
    std::normal_distribution<double> off(0, 0.05);
    std::vector<geo::Edit> edits;
    for (int i = 0; i < 80; ++i) {
      geo::Row row{geo::Geometry::point({40.4 + off(random), -12.6 + off(random)}), std::vector<geo::Value>(incidents.fields.size())};
      row.values[time] = geo::TimeMs{1'700'000'000'000} + (i < 40 ? 0 : 400LL * 86'400'000);
      row.values[at] = std::int64_t{1};
      edits.push_back({0, false, std::move(row)});
    }
    // Elsewhere, for the protection officer alone.
    for (int i = 0; i < 30; ++i) {
      geo::Row row{geo::Geometry::point({39.2 + off(random), -13.4 + off(random)}), std::vector<geo::Value>(incidents.fields.size())};
      row.values[at] = std::int64_t{3};
      edits.push_back({0, false, std::move(row)});
    }
    geo::BatchInfo info;
    info.collection = "incidents";
    info.kind = "edit";
    people.store->edit(info, edits);
  }

  api::Trace trace_of(const std::string& target) {
    people.traces.clear();
    people.as("programme", target);
    const auto read =
        std::find_if(people.traces.begin(), people.traces.end(), [](const auto& t) { return t.kind == api::Trace::Kind::read; });
    return read == people.traces.end() ? api::Trace{} : *read;
  }

  /// As a connection hands it over.
  api::Response wait_for(const std::string& target, std::chrono::seconds until_deadline, bool is_gone) {
    api::Request request = api_tests::make_request(target, {people.bearer("programme")}, "GET");
    request.deadline = std::chrono::steady_clock::now() + until_deadline;
    request.cancelled = std::make_shared<std::atomic<bool>>(is_gone);
    return people.service->handle(request);
  }

  std::shared_ptr<const geo::DensityPictures> pictures() {
    return geo::DensityPictures::of(*people.store->view("incidents", geo::role_named("programme")));
  }

  api_tests::People people;
};

TEST_F(Densities, AddressesAnswer) {
  struct Case {
    std::string target;
    int status;
  };
  const std::vector<Case> cases{{tile + "/0/0/0", 200},
                                {tile + "/0/0/0?detail=sketch", 200},
                                {tile + "/0/0/0?detail=exact", 200},
                                {tile + "/0/0/0?detail=rough", 400},
                                {tile + "/0/0/0?detail=", 400},
                                {tile + "/0/0/0?bbox=1,2,3,4", 400},
                                {tile + "/0/0/0?filter=no_such_property%3D1", 400},
                                {tile + "/0/0/0?datetime=yesterday", 400},
                                {tile + "/0/0/1", 404},
                                {tile + "/9/0/0", 200},
                                {base + "/legend", 200},
                                {base + "/legend?detail=sketch&datetime=2023-01-01/2023-12-31", 200},
                                {base + "/legend?f=html", 400},
                                {base + "/tiles", 404},
                                {"/collections/settlements/density/legend", 404},
                                {"/collections/sites/density/legend", 404},
                                {"/collections/cscs/density/legend", 404},
                                {"/collections/nosuch/density/legend", 404}};
  for (const Case& c : cases) { EXPECT_EQ(people.as("programme", c.target).status, c.status) << c.target; }
}

TEST_F(Densities, AreOfTheRowsThatTheRoleSees) {
  for (const char* detail : {"sketch", "exact"}) {
    const std::string ask = std::string("?detail=") + detail;
    const Json few(people.as("programme", base + "/legend" + ask));
    const Json all(people.as("protection", base + "/legend" + ask));
    EXPECT_EQ(few.text("/detail"), detail);
    EXPECT_EQ(few.number("/matched"), 80);
    EXPECT_EQ(all.number("/matched"), 110);
    EXPECT_EQ(few.text("/unit"), "/km2");
    EXPECT_EQ(few.elements("/classes").size(), 10U);
    // Where only hidden rows are there is nothing, as on any other clear tile.
    const tiles::PlanePoint place = tiles::to_unit_square({39.2, -13.4});
    const tiles::TileId hidden(9, static_cast<std::uint32_t>(512 * place.y), static_cast<std::uint32_t>(512 * place.x));
    const std::string there = fmt::format("{}/{}/{}/{}{}", tile, hidden.zoom(), hidden.row(), hidden.column(), ask);
    EXPECT_EQ(body(people.as("programme", there)), tiles::clear_tile());
    EXPECT_EQ(body(people.as("programme", tile + "/9/0/0" + ask)), tiles::clear_tile());
    EXPECT_NE(body(people.as("protection", there)), tiles::clear_tile());
  }
  for (const char* who : {"", "visitor", "partner"}) {
    const api::Response hidden = people.as(who, base + "/legend");
    if (hidden.status == 200) { EXPECT_EQ(Json(hidden).number("/matched"), 0) << who; }
  }
}

TEST_F(Densities, TheExactOneIsThatOfTheAnalysis) {
  const auto view = people.store->view("incidents", geo::role_named("programme"));
  const geo::DensityPicture picture = geo::density_picture(*view, {}, false);
  EXPECT_EQ(body(people.as("programme", tile + "/6/34/39")), tiles::surface_tile(picture.surface, {6, 34, 39}));
  const geo::DensityPicture sketch = geo::density_sketch(*view, {}, false);
  EXPECT_EQ(body(people.as("programme", tile + "/6/34/39?detail=sketch")), tiles::surface_tile(sketch.surface, {6, 34, 39}));
  const Json half(people.as("programme", base + "/legend?datetime=2023-01-01/2023-12-31"));
  EXPECT_EQ(half.number("/used"), 40);
}

TEST_F(Densities, TagsTellDetailRowsAndRolesApart) {
  std::set<std::string> tags;
  for (const char* ask : {"", "?detail=sketch", "?datetime=2023-01-01/2023-12-31", "?datetime=2023-01-01/2023-12-31&detail=sketch"}) {
    const std::string etag = header(people.as("programme", tile + "/6/34/39" + ask), "ETag");
    EXPECT_TRUE(tags.insert(etag).second) << ask;
    EXPECT_EQ(people.ask(tile + "/6/34/39" + ask, {people.bearer("programme"), {"If-None-Match", etag}}).status, 304);
  }
  EXPECT_TRUE(tags.insert(header(people.as("protection", tile + "/6/34/39"), "ETag")).second);
  EXPECT_EQ(header(people.as("programme", tile + "/6/34/39"), "Cache-Control"), "no-store");
}

TEST_F(Densities, LeaveATrace) {
  for (const char* ask : {"", "?detail=sketch"}) {
    const api::Trace all = trace_of(tile + "/0/0/0" + ask);
    EXPECT_EQ(all.rows, 80U);
    EXPECT_EQ(all.collection, "incidents");
    EXPECT_EQ(trace_of(tile + "/9/0/0" + ask).rows, 0U);
    EXPECT_EQ(trace_of(base + "/legend" + ask).rows, 80U);
  }
}

using Kind = geo::DensityPictures::Kind;

std::string question_of(const std::string& dates) { return fmt::format("&8:datetime={}:{}", dates.size(), dates); }

TEST_F(Densities, AnExactOneIsNotMadeForNobody) {
  struct Case {
    std::chrono::seconds until_deadline;
    bool is_gone;
    bool is_made;
  };
  using std::chrono::hours;
  const std::vector<Case> cases{{hours(1), true, false},
                                {hours(1), false, true},
                                {std::chrono::seconds(0), false, true},  // told to try again: it may
                                {std::chrono::seconds(0), true, false},
                                {-hours(1), false, false}};
  int year = 2000;
  for (const Case& c : cases) {
    const std::string dates = fmt::format("{}-01-01/2030-01-01", ++year);
    const api::Response answer = wait_for(base + "/legend?datetime=" + dates, c.until_deadline, c.is_gone);
    EXPECT_EQ(answer.status, c.is_made ? 200 : 503) << year;
    EXPECT_EQ(answer.later, !c.is_made);
    const std::string question = question_of(dates);
    EXPECT_EQ(pictures()->find(Kind::exact, question) != nullptr, c.is_made) << year;
    EXPECT_EQ(people.as("programme", base + "/legend?datetime=" + dates).status, 200) << "whoever comes next makes it";
    EXPECT_NE(pictures()->find(Kind::exact, question), nullptr) << "by this name";
  }
}

TEST_F(Densities, NobodyMakesWhatIsBeingMade) {
  for (const Kind kind : {Kind::sketch, Kind::exact}) {
    const std::string ask = kind == Kind::sketch ? "?detail=sketch" : "?detail=exact";
    const std::string other = kind == Kind::sketch ? "?detail=exact" : "?detail=sketch";
    const std::string dates = kind == Kind::sketch ? "2022-01-01/2030-01-01" : "2021-01-01/2030-01-01";
    const std::string question = question_of(dates);
    ASSERT_TRUE(pictures()->begin(kind, question));
    for (const std::string& target : {base + "/legend", tile + "/0/0/0"}) {
      const api::Response answer = wait_for(target + ask + "&datetime=" + dates, std::chrono::hours(1), false);
      EXPECT_EQ(answer.status, 503);
      EXPECT_TRUE(answer.later);
      EXPECT_NE(header(answer, "Retry-After"), "");
      EXPECT_EQ(answer.rows, 0U);
      EXPECT_EQ(people.as("programme", target + other + "&datetime=" + dates).status, 200) << "neither waits for the other";
      EXPECT_EQ(people.as("programme", target + ask + "&datetime=2023-01-01/2023-12-31").status, 200);
    }
    EXPECT_TRUE(pictures()->is_awaited(kind, question)) << "whoever was parked is known to wait";
    EXPECT_EQ(pictures()->find(kind, question), nullptr);
    pictures()->end(kind, question);
    EXPECT_EQ(people.as("programme", base + "/legend" + ask + "&datetime=" + dates).status, 200);
  }
}

TEST_F(Densities, AreLinkedAndDescribed) {
  EXPECT_THAT(Json(people.as("programme", "/collections/incidents?f=json")).link("http://www.opengis.net/def/rel/ogc/1.0/legend"),
              HasSubstr("/density/legend"));
  const std::string document(body(people.as("programme", "/api?f=json")));
  EXPECT_THAT(document, HasSubstr("\"getDensityTile.incidents\""));
  EXPECT_THAT(document, testing::Not(HasSubstr("getDensityTile.settlements")));
}

}  // namespace
