// SPDX-License-Identifier: Apache-2.0
// Times are told by the clock of the place, in every form that writes an offset, whether or not the request asks for the column that
// holds it.
#include "tests/api/file_bytes.hpp"
#include "tests/api/service_fixture.hpp"
#include "tests/importers/read/naive_csv.hpp"
#include "tests/store/export/gdal_reader.hpp"
#include "tests/support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using api_tests::body;
using api_tests::file_bytes;
using api_tests::Json;
using api_tests::NotesService;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using Texts = std::vector<std::string>;

/// 2024-01-01T00:00:00Z by the clocks of Pemba, St. John's and Kathmandu, of nobody knows where, and of no clock that there is. Titles
/// bring them into another order than their ids have.
const Texts by_place{"2024-01-01T02:00:00+02:00", "2023-12-31T20:30:00-03:30", "2024-01-01T05:45:00+05:45", "2024-01-01T00:00:00Z",
                     "2024-01-01T00:00:00Z"};
const Texts by_title{by_place[2], by_place[4], by_place[0], by_place[1], by_place[3]};

/// What a request can ask for that leaves the offset out or has it elsewhere among the columns; `order` of the rows.
struct Asked {
  std::string query;
  Texts order;
  bool shows_offset = false;
};
const std::vector<Asked> asked{
    {"", by_place, true},
    {"properties=at", by_place},
    {"properties=title,at", by_place},
    {"properties=at,secret,more,day,precision,done,weight,people,title", by_place},
    {"properties=at,utc_offset_min", by_place, true},
    {"properties=utc_offset_min,people,at", by_place, true},
    {"properties=at&sortby=title", by_title},
    {"properties=at&sortby=people,title", by_title},
    {"properties=at&sortby=at,title", by_title},
    {"properties=at&skipGeometry=true", by_place},
    {"properties=at&crs=http://www.opengis.net/def/crs/EPSG/0/32737", by_place},
    {"properties=at&filter=title%3C%3E%27x%27", by_place},
};

class PlaceTime : public testing::Test {
 protected:
  static api::ServiceOptions options(const test_support::Folder& folder) {
    api::ServiceOptions options;
    options.downloads.beside = folder / "notes";
    return options;
  }
  void SetUp() override {
    const geo::Catalog catalog = notes.store.catalog();
    const geo::Collection& schema = *catalog.collection("notes");
    const auto row = [&](const char* title, const geo::Value& offset) {
      geo::Row made = api_tests::note_row(schema, {title});
      made.values[static_cast<std::size_t>(schema.index_of("utc_offset_min"))] = offset;
      return geo::Edit{0, false, made};
    };
    geo::BatchInfo info;
    info.collection = "notes";
    notes.store.edit(info, {row("c", std::int64_t{120}), row("d", std::int64_t{-210}), row("a", std::int64_t{345}), row("e", geo::Value{}),
                            row("b", std::int64_t{1440})});
    ++notes.stamp;
  }
  std::string target(const std::string& query, const std::string& form = "") {
    return "/collections/notes/items?" + query + (form.empty() ? "" : "&f=" + form);
  }
  Texts in_json(const std::string& query) {
    Texts times;
    for (const Json& feature : Json(notes.get(target(query))).elements("/features")) { times.push_back(feature.text("/properties/at")); }
    return times;
  }
  Texts in_csv(const std::string& query) {
    Texts times;
    std::size_t column = 0;
    for (const auto& row : importers::test::naive_csv(file_bytes(notes.get(target(query, "csv"))).substr(3), ',').rows) {
      if (times.empty()) { column = static_cast<std::size_t>(std::find(row.cells.begin(), row.cells.end(), "at") - row.cells.begin()); }
      times.push_back(row.cells.at(column));
    }
    if (!times.empty()) { times.erase(times.begin()); }
    return times;
  }
  /// As the page says them to programs.
  Texts in_html(const std::string& query) {
    Texts times;
    const std::string page(body(notes.get(target(query, "html"))));
    const std::string mark = "<time datetime=\"";
    for (std::size_t at = page.find(mark); at != std::string::npos; at = page.find(mark, at + 1)) {
      const std::size_t begin = at + mark.size();
      times.push_back(page.substr(begin, page.find('"', begin) - begin));
    }
    return times;
  }

  test_support::Folder folder;
  NotesService notes{"programme", options(folder)};
};

TEST_F(PlaceTime, IsWrittenWhateverColumnsAreAskedFor) {
  for (const Asked& request : asked) {
    EXPECT_EQ(in_json(request.query), request.order) << request.query;
    EXPECT_EQ(in_csv(request.query), request.order) << request.query;
    EXPECT_EQ(in_html(request.query), request.order) << request.query;
  }
}

/// The column comes along to be read by us, not to be shown.
TEST_F(PlaceTime, BringsNoColumnThatWasNotAskedFor) {
  for (const Asked& request : asked) {
    EXPECT_EQ(Json(notes.get(target(request.query))).has("/features/0/properties/utc_offset_min"), request.shows_offset) << request.query;
    const std::string csv = file_bytes(notes.get(target(request.query, "csv")));
    EXPECT_EQ(csv.substr(0, csv.find('\n')).find("utc_offset_min") != std::string::npos, request.shows_offset) << request.query;
  }
  const auto table = [&](const std::string& query) {
    const std::string page(body(notes.get(target(query, "html"), {{"Accept-Language", "en"}})));
    const std::size_t begin = page.find("<table");
    return begin == std::string::npos ? std::string() : page.substr(begin, page.find("</table>", begin) - begin);
  };
  EXPECT_THAT(table(""), HasSubstr("UTC offset"));
  EXPECT_THAT(table("properties=at"), testing::AllOf(HasSubstr("+02:00"), Not(HasSubstr("UTC offset"))));
}

/// The next page is asked for by a token, and reads its columns anew.
TEST_F(PlaceTime, HoldsOnTheNextPageToo) {
  const Json first(notes.get(target("properties=at&sortby=title&limit=2")));
  std::string next;
  for (const Json& link : first.elements("/links")) {
    if (link.text("/rel") == "next") { next = api_tests::target_of(link.text("/href")); }
  }
  ASSERT_NE(next, "");
  const Json second(notes.get(next));
  EXPECT_EQ(second.text("/features/0/properties/at"), by_title[2]);
  EXPECT_EQ(second.text("/features/1/properties/at"), by_title[3]);
}

/// These forms keep instants as UTC, as docs/downloads.md says; the moment is the same.
TEST_F(PlaceTime, IsTheSameMomentInFilesThatKnowOnlyUtc) {
  const std::string fgb = folder.file("a.fgb", file_bytes(notes.get(target("properties=at", "fgb"))));
  const std::string gpkg = folder.file("a.gpkg", file_bytes(notes.get(target("properties=at", "gpkg"))));
  for (const store_test::ReadLayer& layer : {store_test::read_flatgeobuf(fgb), store_test::read_geopackage(gpkg).layers.at(0)}) {
    ASSERT_EQ(layer.features.size(), by_place.size());
    for (const geo::Feature& feature : layer.features) {
      EXPECT_THAT(feature.row.values, testing::Contains(geo::Value{std::int64_t{1'704'067'200'000}}));
    }
  }
}

}  // namespace
