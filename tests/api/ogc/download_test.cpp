// SPDX-License-Identifier: Apache-2.0
#include "tests/api/file_bytes.hpp"
#include "tests/api/service_fixture.hpp"
#include "tests/importers/read/naive_csv.hpp"
#include "tests/support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using api_tests::body;
using api_tests::file_bytes;
using api_tests::header;
using api_tests::Json;
using api_tests::make_request;
using api_tests::Note;
using api_tests::NotesService;
using api_tests::target_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* items = "/collections/notes/items";

class Download : public testing::Test {
 protected:
  static api::ServiceOptions options(const test_support::Folder& folder) {
    api::ServiceOptions options;
    options.downloads.beside = folder / "notes";
    options.downloads.clock = [] { return geo::TimeMs{1'795'651'200'000}; };  // 2026-11-26
    return options;
  }
  void SetUp() override {
    notes.add({{"first", 0, true, 40.1, -12.5}, {"=1+1", 0, true, 40.2, -12.6}, {"-5", 0, false}, {"a,\"b\"\nc", 0, true, 40.9, -12.9}});
  }
  /// Rows of a CSV file, the header first.
  std::vector<std::vector<std::string>> table(const std::string& query, std::vector<api::Header> headers = {}) {
    const api::Response response = notes.get(items + query, std::move(headers));
    EXPECT_EQ(response.status, 200) << query << body(response);
    const std::string bytes = file_bytes(response);
    EXPECT_EQ(bytes.substr(0, 3), "\xEF\xBB\xBF");
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : importers::test::naive_csv(bytes.substr(3), ',').rows) { rows.push_back(row.cells); }
    return rows;
  }
  /// One column of it, without its name.
  std::vector<std::string> column(const std::string& query, std::size_t at = 0) {
    std::vector<std::string> cells;
    for (const auto& row : table(query)) { cells.push_back(row.at(at)); }
    cells.erase(cells.begin());
    return cells;
  }

  test_support::Folder folder;
  NotesService notes{"visitor", options(folder)};
};

TEST_F(Download, SaysWhatItIs) {
  const api::Response response = notes.get(std::string(items) + "?f=csv");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header(response, "Content-Type"), "text/csv; charset=utf-8; header=present");
  EXPECT_EQ(header(response, "Content-Disposition"), "attachment; filename=\"notes-2026-11-26.csv\"");
  EXPECT_EQ(header(response, "Content-Crs"), "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>");
  EXPECT_EQ(header(response, "Accept-Ranges"), "bytes");
  EXPECT_EQ(header(response, "Link"), "") << "it is all there is";
  EXPECT_FALSE(header(response, "Cache-Control").empty());
  EXPECT_EQ(header(notes.get(std::string(items) + "?f=gpkg"), "Content-Type"), "application/geopackage+sqlite3");
  EXPECT_EQ(file_bytes(notes.get(std::string(items) + "?f=gpkg")).substr(0, 15), "SQLite format 3");
  EXPECT_EQ(header(notes.get(std::string(items) + "?f=fgb"), "Content-Disposition"), "attachment; filename=\"notes-2026-11-26.fgb\"");
  EXPECT_EQ(file_bytes(notes.get(std::string(items) + "?f=fgb")).substr(0, 4), "fgb\3");
  EXPECT_THAT(folder.list(), ElementsAre()) << "no file has a name";
}

TEST_F(Download, IsChosenByAcceptToo) {
  const auto type = [&](const char* accept) { return header(notes.get(items, {{"Accept", accept}}), "Content-Type"); };
  EXPECT_THAT(type("text/csv"), HasSubstr("text/csv"));
  EXPECT_THAT(type("text/csv, */*;q=0.1"), HasSubstr("text/csv"));
  EXPECT_THAT(type("application/geopackage+sqlite3"), HasSubstr("geopackage"));
  EXPECT_THAT(type("application/flatgeobuf"), HasSubstr("flatgeobuf"));
  EXPECT_THAT(type("text/csv, application/geo+json"), HasSubstr("geo+json")) << "a page is less than a file";
  EXPECT_THAT(type("text/*"), HasSubstr("text/html")) << "a browser that takes any text wants a page";
  EXPECT_EQ(notes.get("/collections?f=csv").status, 400);
  EXPECT_EQ(header(notes.get("/collections", {{"Accept", "text/csv"}}), "Content-Type"), "application/json");
  EXPECT_THAT(Json(notes.get(std::string(items) + "?f=xls")).text("/detail"), HasSubstr("json, html, csv, gpkg or fgb"));
}

TEST_F(Download, CellsThatWouldRunAreText) {
  EXPECT_THAT(table("?f=csv&properties=title")[0], ElementsAre("fid", "latitude", "longitude", "title"));
  EXPECT_THAT(column("?f=csv&properties=title", 3), ElementsAre("first", "'=1+1", "-5", "a,\"b\"\nc"));
}

TEST_F(Download, AnswersTheQuestionAndLeavesNothingOut) {
  EXPECT_THAT(column("?f=csv"), ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(column("?f=csv&bbox=40,-12.7,40.5,-12"), ElementsAre("1", "2", "3")) << "a row without a place matches every box";
  EXPECT_THAT(column("?f=csv&filter=title%3D%27first%27"), ElementsAre("1"));
  EXPECT_THAT(column("?f=csv&q=FIRST"), ElementsAre("1"));
  EXPECT_THAT(column("?f=csv&datetime=2030-01-01"), ElementsAre());
  EXPECT_THAT(column("?f=csv&sortby=-title"), ElementsAre("1", "4", "2", "3"));
  EXPECT_THAT(column("?f=csv&sortby=-title&limit=2&offset=1"), ElementsAre("4", "2"));
  EXPECT_THAT(table("?f=csv&skipGeometry=true&properties=title")[0], ElementsAre("fid", "title"));
  EXPECT_THAT(table("?f=csv&properties=title&crs=http://www.opengis.net/def/crs/EPSG/0/32737")[0], ElementsAre("fid", "x", "y", "title"));
}

TEST_F(Download, WhatIsWrongIsSaidAsForAPage) {
  for (const char* query : {"?f=csv&limit=0", "?f=csv&limit=x", "?f=fgb&crs=EPSG:1", "?f=gpkg&filter=nosuch%3D1", "?f=csv&sortby=secret",
                            "?f=csv&bbox=1", "?f=csv&next=x", "?f=csv&nosuch=1", "?f=csv&f=csv", "?f=CSV"}) {
    const api::Response response = notes.get(std::string(items) + query);
    EXPECT_EQ(response.status, 400) << query;
    EXPECT_EQ(header(response, "Content-Type"), "application/problem+json") << query;
    EXPECT_EQ(header(response, "Content-Disposition"), "") << query;
  }
  EXPECT_EQ(notes.get("/collections/nosuch/items?f=csv").status, 404);
}

TEST_F(Download, MoreThanAPageAndAllOfItUnlessLimited) {
  notes.add(std::vector<Note>(30'000, {"one of many"}));
  EXPECT_EQ(column("?f=csv&properties=title").size(), 30'004U);
  EXPECT_EQ(column("?f=csv&properties=title&limit=20000").size(), 20'000U) << "the maximum of pages is not one of files";
  EXPECT_EQ(column("?f=csv&properties=title&limit=99999999999999999999999").size(), 30'004U);
  EXPECT_EQ(column("?f=csv&properties=title&sortby=title,-people").size(), 30'004U);
}

TEST_F(Download, GoesOnBehindItsLimit) {
  for (const std::string order : {"", "&sortby=-title"}) {
    std::vector<std::string> seen;
    std::string target = std::string(items) + "?f=csv&limit=3" + order;
    for (int pages = 0; !target.empty() && pages < 5; ++pages) {
      const api::Response response = notes.get(target);
      for (auto& row : importers::test::naive_csv(file_bytes(response), ',').rows) { seen.push_back(row.cells.at(0)); }
      const std::string link = header(response, "Link");
      EXPECT_EQ(link.empty(), pages == 1) << link;
      target = link.empty() ? "" : target_of(link.substr(1, link.find('>') - 1));
      if (!link.empty()) { EXPECT_THAT(link, HasSubstr(">; rel=\"next\"; type=\"text/csv;")); }
    }
    const std::string head =
        "\xEF\xBB\xBF"
        "fid";
    const auto wanted =
        order.empty() ? std::vector<std::string>{head, "1", "2", "3", head, "4"} : std::vector<std::string>{head, "1", "4", "2", head, "3"};
    EXPECT_EQ(seen, wanted) << order;
  }
}

TEST_F(Download, GoesOnWhereItBrokeOff) {
  notes.add(std::vector<Note>(500, {"one of many"}));
  for (const char* form : {"csv", "gpkg", "fgb"}) {
    const std::string address = std::string(items) + "?f=" + form;
    const api::Response whole = notes.get(address);
    const std::string bytes = file_bytes(whole), etag = header(whole, "ETag");
    ASSERT_GT(bytes.size(), 10'000U);
    std::string together = bytes.substr(0, 5000);
    while (together.size() < bytes.size()) {
      const std::string range = "bytes=" + std::to_string(together.size()) + '-' + std::to_string(together.size() + 9'999);
      const api::Response part = notes.get(address, {{"Range", range}, {"If-Range", etag}});
      ASSERT_EQ(part.status, 206);
      EXPECT_EQ(header(part, "ETag"), etag);
      EXPECT_EQ(header(part, "Content-Disposition"), header(whole, "Content-Disposition"));
      together += file_bytes(part);
    }
    EXPECT_EQ(together, bytes) << form;
    EXPECT_EQ(notes.get(address, {{"If-None-Match", etag}}).status, 304);
    EXPECT_EQ(notes.get(address, {{"Range", "bytes=99999999-"}}).status, 416);
    const api::Response head = notes.service->handle(make_request(address, {}, "HEAD"));
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.size(), bytes.size());
    EXPECT_EQ(header(head, "ETag"), etag);
  }
}

TEST_F(Download, IsAnotherOnceSomethingHasChanged) {
  const std::string address = std::string(items) + "?f=csv";
  const api::Response before = notes.get(address);
  notes.add({{"new"}});
  const api::Response after = notes.get(address, {{"Range", "bytes=10-19"}, {"If-Range", header(before, "ETag")}});
  EXPECT_EQ(after.status, 200) << "two halves of two files make none";
  EXPECT_NE(header(after, "ETag"), header(before, "ETag"));
  EXPECT_THAT(file_bytes(after), HasSubstr("new"));
  EXPECT_THAT(file_bytes(before), Not(HasSubstr("new"))) << "who reads the old one reads it to its end";
}

TEST_F(Download, TheSameCsvIsTheSameBytesAlsoInAnotherProcess) {
  test_support::Folder elsewhere;
  NotesService others("visitor", options(elsewhere));
  SetUp();  // adds the rows once more: the two stores differ now
  const std::string address = std::string(items) + "?f=csv&limit=3&properties=title";
  others.add({{"first", 0, true, 40.1, -12.5}, {"=1+1", 0, true, 40.2, -12.6}, {"-5", 0, false}});
  EXPECT_EQ(header(notes.get(address), "ETag"), header(others.get(address), "ETag"));
}

TEST_F(Download, IsLinkedFromWherePeopleAndProgramsLook) {
  const Json page(notes.get(std::string(items) + "?limit=2&q=first&offset=0"));
  std::vector<std::string> types;
  for (const Json& link : page.elements("/links")) {
    if (link.text("/rel") != "enclosure") { continue; }
    types.push_back(link.text("/type"));
    const std::string href = link.text("/href");
    EXPECT_THAT(href, testing::AllOf(HasSubstr("q=first"), Not(HasSubstr("limit")), Not(HasSubstr("offset"))));
    const api::Response file = notes.get(target_of(href));
    EXPECT_EQ(file.status, 200) << href;
    EXPECT_EQ(header(file, "Content-Type"), types.back());
  }
  EXPECT_THAT(types, ElementsAre("text/csv; charset=utf-8; header=present", "application/geopackage+sqlite3", "application/flatgeobuf"));
  EXPECT_THAT(Json(notes.get("/collections/notes")).link("enclosure"), HasSubstr("/collections/notes/items?f=csv"));
  const std::string html(body(notes.get(std::string(items) + "?f=html&q=first&limit=10", {{"Accept-Language", "pt"}})));
  EXPECT_THAT(
      html,
      HasSubstr("Transferir: <a href=\"http://localhost:8080/collections/notes/items?f=csv&amp;q=first\">CSV, para folhas de cálculo</a>"));
  EXPECT_THAT(std::string(body(notes.get("/collections/notes?f=html"))), HasSubstr("items?f=gpkg"));
}

TEST_F(Download, StandsInTheDescriptionOfTheService) {
  const Json api(notes.get("/api"));
  const std::string get = "/paths/~1collections~1notes~1items/get";
  EXPECT_TRUE(api.has(get + "/responses/200/content/text~1csv; charset=utf-8; header=present"));
  EXPECT_TRUE(api.has(get + "/responses/206/content/application~1geopackage+sqlite3"));
  EXPECT_TRUE(api.has(get + "/responses/416"));
  EXPECT_TRUE(api.has("/components/parameters/f-files"));
  EXPECT_THAT(std::string(body(notes.get("/api"))), HasSubstr(R"({"$ref":"#/components/parameters/f-files"})"));
}

TEST(DownloadNowhere, IsNotOffered) {
  NotesService notes;
  notes.add({{"x"}});
  EXPECT_EQ(notes.get(std::string(items) + "?f=csv").status, 400);
  EXPECT_THAT(std::string(body(notes.get(items))), Not(HasSubstr("enclosure")));
  EXPECT_THAT(std::string(body(notes.get("/api"))), Not(HasSubstr("csv;")));
}

}  // namespace
