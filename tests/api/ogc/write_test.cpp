// SPDX-License-Identifier: Apache-2.0
// OGC API - Features Part 4, as QGIS edits.
#include "tests/api/many_rows.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::target_of;
using testing::HasSubstr;
using testing::Not;

namespace {

constexpr const char* items = "/collections/incidents/items";
constexpr const char* geojson = "application/geo+json";
constexpr const char* merge_patch = "application/merge-patch+json";

std::string robbery(const std::string& coordinates = "[40.5174,-12.9732]", const std::string& more = "") {
  return R"({"type":"Feature","geometry":{"type":"Point","coordinates":)" + coordinates +
         R"(},"properties":{"category":"0401","occurred_from":"2026-03-01T10:00:00+02:00","killed":0)" + more + "}}";
}

class Write : public testing::Test {
 protected:
  api::Response send(const std::string& method, const std::string& target, const std::string& content, const char* type,
                     std::vector<api::Header> headers = {}, const std::string& account = "editor") {
    if (!account.empty()) { headers.push_back(people.bearer(account)); }
    if (type != nullptr) { headers.push_back({"Content-Type", type}); }
    api::Request request = api_tests::make_request(target, std::move(headers), method);
    request.peer = "192.0.2.1";
    request.body = content;
    return people.service->handle(request);
  }
  api::Response get(const std::string& target, const std::string& account = "editor") { return people.as(account, target); }
  std::string created(const std::string& content, std::vector<api::Header> headers = {}) {
    const api::Response response = send("POST", items, content, geojson, std::move(headers));
    EXPECT_EQ(response.status, 201) << body(response);
    return target_of(header(response, "Location"));
  }

  api_tests::People people;
};

TEST_F(Write, ASessionAsQgisHasIt) {
  const api::Response can = people.as("editor", items, "OPTIONS");
  EXPECT_EQ(can.status, 200);
  EXPECT_THAT(header(can, "Allow"), HasSubstr("POST"));
  const std::string feature = created(robbery());
  EXPECT_EQ(feature.rfind(std::string(items) + "/", 0), 0U);
  EXPECT_THAT(header(people.as("editor", feature, "OPTIONS"), "Allow"),
              testing::AllOf(HasSubstr("PUT"), HasSubstr("PATCH"), HasSubstr("DELETE")));
  EXPECT_EQ(Json(get(feature)).text("/properties/category"), "0401");

  EXPECT_EQ(send("PATCH", feature, R"({"properties":{"killed":2,"place_name":"Paquitequete"}})", merge_patch).status, 204);
  EXPECT_EQ(send("PATCH", feature, R"({"geometry":{"type":"Point","coordinates":[40.6,-12.9]}})", merge_patch).status, 204);
  const Json patched(get(feature));
  EXPECT_EQ(patched.integer("/properties/killed"), 2);
  EXPECT_EQ(patched.text("/properties/place_name"), "Paquitequete");
  EXPECT_EQ(patched.number("/geometry/coordinates/0"), 40.6);
  EXPECT_EQ(patched.text("/properties/occurred_from"), "2026-03-01T10:00:00+02:00");

  EXPECT_EQ(send("PUT", feature, robbery("[40.5,-13.0]"), geojson).status, 204);
  const Json replaced(get(feature));
  EXPECT_EQ(replaced.integer("/properties/killed"), 0);
  EXPECT_TRUE(replaced.is_null("/properties/place_name"));

  EXPECT_EQ(send("DELETE", feature, "", nullptr).status, 204);
  EXPECT_EQ(get(feature).status, 404);
  EXPECT_EQ(send("DELETE", feature, "", nullptr).status, 404);
}

/// QGIS sends back every field that it was given, those that the store fills among them.
TEST_F(Write, WhatWasReadCanBeSentBack) {
  const std::string feature = created(robbery());
  const std::string before(body(get(feature)));
  const auto properties = [](std::string_view json) { return json.substr(0, json.find("\"links\"")); };
  const api::Response back = send("PUT", feature, before, geojson);
  EXPECT_EQ(back.status, 204) << body(back);
  EXPECT_EQ(properties(body(get(feature))), properties(before));
}

TEST_F(Write, CoordinatesOfAnotherSystem) {
  const char* utm = "http://www.opengis.net/def/crs/EPSG/0/32737";
  const std::string plain = created(robbery("[664583.979,8565338.639]"), {{"Content-Crs", utm}});
  const std::string bracketed = created(robbery("[664583.979,8565338.639]"), {{"Content-Crs", "<" + std::string(utm) + ">"}});
  const std::string latitude_first =
      created(robbery("[-12.9732,40.5174]"), {{"Content-Crs", "http://www.opengis.net/def/crs/EPSG/0/4326"}});
  for (const std::string& feature : {plain, bracketed, latitude_first}) {
    const Json read(get(feature));
    EXPECT_NEAR(read.number("/geometry/coordinates/0"), 40.5174, 1e-6);
    EXPECT_NEAR(read.number("/geometry/coordinates/1"), -12.9732, 1e-6);
  }
  EXPECT_EQ(send("PATCH", plain, R"({"properties":{"killed":1}})", merge_patch, {{"Content-Crs", utm}}).status, 204);
  EXPECT_NEAR(Json(get(plain)).number("/geometry/coordinates/0"), 40.5174, 1e-6) << "a place that was not sent is not in that system";
  EXPECT_EQ(send("POST", items, robbery(), geojson, {{"Content-Crs", "here"}}).status, 400);
}

TEST_F(Write, WhoMayNotIsToldSo) {
  const std::string feature = created(robbery());
  for (const std::string account : {"programme", "partner", "police", "admin", "visitor"}) {
    const api::Response post = send("POST", items, robbery(), geojson, {}, account);
    EXPECT_TRUE(post.status == 403 || post.status == 404) << account << ' ' << post.status;
    const api::Response removal = send("DELETE", feature, "", nullptr, {}, account);
    EXPECT_TRUE(removal.status == 403 || removal.status == 404) << account;
    EXPECT_THAT(header(people.as(account, items, "OPTIONS"), "Allow"), Not(HasSubstr("POST"))) << account;
  }
  EXPECT_EQ(send("POST", "/collections/sites/items", robbery(), geojson, {}, "").status, 401);
  EXPECT_THAT(header(people.as("", "/collections/sites/items", "OPTIONS"), "Allow"), Not(HasSubstr("POST")));
  EXPECT_EQ(get(feature).status, 200);
}

TEST_F(Write, OnlyTheStateThatWasRead) {
  const std::string feature = created(robbery());
  const std::string tag = header(get(feature), "ETag");
  EXPECT_EQ(send("PATCH", feature, R"({"properties":{"killed":1}})", merge_patch, {{"If-Match", tag}}).status, 204);
  const api::Response late = send("PATCH", feature, R"({"properties":{"killed":5}})", merge_patch, {{"If-Match", tag}});
  EXPECT_EQ(late.status, 412);
  EXPECT_EQ(send("DELETE", feature, "", nullptr, {{"If-Match", tag}}).status, 412);
  EXPECT_EQ(send("PUT", feature, robbery(), geojson, {{"If-Match", "W/" + header(get(feature), "ETag")}}).status, 412) << "weak";
  EXPECT_EQ(Json(get(feature)).integer("/properties/killed"), 1);
  EXPECT_EQ(send("PATCH", feature, R"({"properties":{"killed":3}})", merge_patch, {{"If-Match", "*"}}).status, 204);
  const std::string page_tag = header(get(feature + "?f=html"), "ETag");
  EXPECT_EQ(send("DELETE", feature, "", nullptr, {{"If-Match", "\"other\", " + page_tag}}).status, 204) << "read in another form";
}

/// Of many who change what they read, one wins each time, and nothing is lost without a word.
TEST_F(Write, EditorsRace) {
  const std::string feature = created(robbery());
  constexpr int each = 10;
  const auto count_up = [&] {
    for (int done = 0; done < each;) {
      const api::Response read = get(feature);
      const std::int64_t killed = Json(read).integer("/properties/killed");
      const api::Response response = send("PATCH", feature, R"({"properties":{"killed":)" + std::to_string(killed + 1) + "}}", merge_patch,
                                          {{"If-Match", header(read, "ETag")}});
      ASSERT_TRUE(response.status == 204 || response.status == 412) << response.status << body(response);
      done += response.status == 204 ? 1 : 0;
    }
  };
  std::thread other(count_up);
  count_up();
  other.join();
  EXPECT_EQ(Json(get(feature)).integer("/properties/killed"), 2 * each);
}

TEST_F(Write, WhatIsWrongIsSaid) {
  const std::string feature = created(robbery());
  EXPECT_EQ(send("POST", items, robbery(), "text/plain").status, 415);
  EXPECT_EQ(send("POST", items, robbery(), nullptr).status, 415);
  EXPECT_EQ(send("PUT", feature, "{}", merge_patch).status, 415);
  EXPECT_EQ(send("POST", items, "{", geojson).status, 422);
  const auto detail = [&](const std::string& content) {
    const api::Response response = send("POST", items, content, geojson);
    EXPECT_EQ(response.status, 422) << content;
    return Json(response).text("/detail");
  };
  EXPECT_THAT(detail(robbery("[40,-12]", R"(,"colour":"red")")), HasSubstr("no property \"colour\""));
  EXPECT_THAT(detail(robbery("[40,-12]", R"(,"injured":"many")")), HasSubstr("injured: "));
  EXPECT_THAT(detail(robbery("[400,-12]")), HasSubstr("400"));
  EXPECT_EQ(send("PATCH", feature, R"({"properties":{"gbv":true}})", merge_patch).status, 422) << "not of this role";
  EXPECT_THAT(detail(R"({"type":"Feature","geometry":null,"properties":{"category":"O301","occurred_from":"2026-03-01"}})"),
              HasSubstr("category"))
      << "a slip of the hand must not hide a class";
  EXPECT_EQ(send("PATCH", feature, R"({"properties":{"category":"nosuch"}})", merge_patch).status, 422);
  EXPECT_EQ(send("PATCH", feature, R"({"properties":{"extra":{"a":1}}})", merge_patch).status, 422) << "no rule judges it";
  EXPECT_EQ(send("POST", items, robbery("[40,-12]", R"(,"extra":{"a":1})"), geojson).status, 422);
  EXPECT_EQ(send("PATCH", std::string(items) + "/999999", "{}", merge_patch).status, 404);
  EXPECT_EQ(send("POST", "/collections/nosuch/items", robbery(), geojson).status, 404);
  EXPECT_EQ(Json(get(items)).integer("/numberMatched"), 1) << "nothing was half written";
}

/// What an editor does not see stays as it was, and a class that is never a point leaves the editor's eyes.
TEST_F(Write, ProtectedClassesAndHiddenFields) {
  const std::string feature = created(robbery());
  const auto change = [&](const std::string& properties, const std::string& account) {
    const api::Response response = send("PATCH", feature, R"({"properties":{)" + properties + "}}", merge_patch, {}, account);
    EXPECT_EQ(response.status, 204) << body(response);
  };
  change(R"("category_source":"asalto","narrative":"À noite.","gbv":false)", "protection");
  change(R"("killed":4)", "editor");
  EXPECT_EQ(send("PUT", feature, robbery(), geojson).status, 204);
  EXPECT_FALSE(Json(get(feature, "protection")).boolean("/properties/gbv")) << "still said, though the editor's feature did not say it";
  EXPECT_FALSE(Json(get(feature, "protection")).is_null("/properties/gbv"));
  change(R"("category":"0301","confidentiality":0)", "editor");
  EXPECT_EQ(get(feature).status, 404);
  EXPECT_EQ(send("DELETE", feature, "", nullptr).status, 404) << "what is not seen cannot be removed";
  const Json whole(get(feature, "protection"));
  EXPECT_EQ(whole.integer("/properties/confidentiality"), 3) << "the rules have the last word";
  EXPECT_EQ(whole.integer("/properties/killed"), 0);
}

/// What lies elsewhere is not theirs to write, be it public, and a P-code that is sent does not move a place.
TEST_F(Write, WhoIsBoundToAreasWritesInThemOnly) {
  const std::string here = created(robbery("[40.5,-13.0]", R"(,"admin2_pcode":"MZ0102","confidentiality":0)"));
  const std::string elsewhere = created(robbery("[39.9,-13.0]", R"(,"admin2_pcode":"MZ0108","confidentiality":0)"));
  const auto status = [&](const std::string& method, const std::string& feature, const std::string& content, const char* type) {
    return send(method, feature, content, type, {}, "editor-pemba").status;
  };
  EXPECT_EQ(get(elsewhere, "editor-pemba").status, 200) << "public";
  EXPECT_EQ(status("DELETE", elsewhere, "", nullptr), 422);
  EXPECT_EQ(status("PATCH", elsewhere, R"({"properties":{"killed":3}})", merge_patch), 422);
  EXPECT_EQ(status("PATCH", here, R"({"properties":{"admin2_pcode":"MZ0108"},"geometry":null})", merge_patch), 422);
  EXPECT_EQ(status("PATCH", here, R"({"properties":{"killed":3}})", merge_patch), 204);
  EXPECT_EQ(status("POST", items, robbery("[39.9,-13.0]", R"(,"admin2_pcode":"MZ0102")"), geojson), 422)
      << "no area is known at that place";
  EXPECT_EQ(Json(get(here)).integer("/properties/killed"), 3);
  EXPECT_EQ(Json(get(elsewhere)).integer("/properties/killed"), 0);
}

/// What says nothing of its class can be corrected in other things.
TEST_F(Write, AnIncidentOfNoKnownClass) {
  const std::string feature =
      created(R"({"type":"Feature","geometry":null,"properties":{"occurred_from":"2026-03-01T10:00:00+02:00","place_name":"X"}})");
  const api::Response response = send("PATCH", feature, R"({"properties":{"killed":1}})", merge_patch);
  EXPECT_EQ(response.status, 204) << body(response);
}

/// Axes that were the wrong way round are put right by saying so.
TEST_F(Write, TheSameNumbersInAnotherSystemAreAnotherPlace) {
  const std::string feature = created(robbery("[-12.5,40.5]"));
  const api::Response response = send("PATCH", feature, R"({"geometry":{"type":"Point","coordinates":[-12.5,40.5]}})", merge_patch,
                                      {{"Content-Crs", "http://www.opengis.net/def/crs/EPSG/0/4326"}});
  EXPECT_EQ(response.status, 204) << body(response);
  EXPECT_EQ(Json(get(feature)).number("/geometry/coordinates/0"), 40.5);
  EXPECT_EQ(Json(get(feature)).number("/geometry/coordinates/1"), -12.5);
}

TEST_F(Write, ResultsOfAnalysesAreNotWritten) {
  api_tests::add_results(*people.store);
  const std::string of_result = "/collections/r-programme/items";
  EXPECT_EQ(get(of_result).status, 200);
  EXPECT_THAT(header(people.as("editor", of_result, "OPTIONS"), "Allow"), Not(HasSubstr("POST")));
  EXPECT_THAT(header(people.as("editor", of_result + "/1", "OPTIONS"), "Allow"), Not(HasSubstr("PUT")));
  EXPECT_EQ(send("POST", of_result, robbery(), geojson).status, 403);
  EXPECT_EQ(send("DELETE", of_result + "/1", "", nullptr).status, 403);
}

TEST_F(Write, TheSamePostTwiceIsOnePost) {
  const std::vector<api::Header> key{{"Idempotency-Key", "\"a-b-c\""}};
  const std::string first = created(robbery(), key);
  EXPECT_EQ(created(robbery(), key), first);
  EXPECT_EQ(Json(get(items)).integer("/numberMatched"), 1);
  EXPECT_EQ(send("POST", items, robbery("[40,-12]"), geojson, key).status, 422);
}

}  // namespace
