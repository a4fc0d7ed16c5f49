// SPDX-License-Identifier: Apache-2.0
#include "api/range.hpp"

#include "tests/api/service_fixture.hpp"
#include "web/assets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::make_request;
using api_tests::NotesService;

namespace {

using Kind = api::RangeRequest::Kind;

TEST(Range, ReadsFields) {
  const struct {
    const char* field;
    Kind kind;
    std::size_t first = 0, size = 0;
  } cases[] = {
      {"bytes=0-0", Kind::part, 0, 1},
      {"bytes=0-9", Kind::part, 0, 10},
      {"bytes=0-99", Kind::part, 0, 10},
      {"bytes=3-", Kind::part, 3, 7},
      {"bytes=9-", Kind::part, 9, 1},
      {"bytes=-3", Kind::part, 7, 3},
      {"bytes=-10", Kind::part, 0, 10},
      {"bytes=-11", Kind::part, 0, 10},
      {"Bytes = 2-4", Kind::part, 2, 3},
      {"bytes=,2-4,", Kind::part, 2, 3},
      {"bytes=00002-00004", Kind::part, 2, 3},
      {"bytes=2-99999999999999999999999", Kind::part, 2, 8},
      {"bytes=-99999999999999999999999", Kind::part, 0, 10},
      {"bytes=10-", Kind::nothing},
      {"bytes=10-20", Kind::nothing},
      {"bytes=99999999999999999999999-", Kind::nothing},
      {"bytes=-0", Kind::nothing},
      {"bytes=4-2", Kind::whole},
      {"bytes=0-1,5-6", Kind::whole},
      {"bytes=0-1,0-1,0-1", Kind::whole},
      {"bytes=", Kind::whole},
      {"bytes=-", Kind::whole},
      {"bytes=--1", Kind::whole},
      {"bytes=a-b", Kind::whole},
      {"bytes=1-2-3", Kind::whole},
      {"bytes=1 - 2", Kind::whole},
      {"bytes=+1-2", Kind::whole},
      {"bytes=0x1-2", Kind::whole},
      {"bytes 1-2", Kind::whole},
      {"items=1-2", Kind::whole},
      {"", Kind::whole},
  };
  for (const auto& c : cases) {
    const api::RangeRequest read = api::read_range(c.field, 10);
    EXPECT_EQ(read.kind, c.kind) << c.field;
    EXPECT_EQ(read.first, c.first) << c.field;
    EXPECT_EQ(read.size, c.size) << c.field;
  }
  EXPECT_EQ(api::read_range("bytes=0-", 0).kind, Kind::whole) << "nothing has no part";
}

/// The definition, byte by byte: which positions does the range name?
TEST(Range, AgreesWithTheDefinition) {
  for (std::size_t size = 1; size <= 7; ++size) {
    for (std::size_t first = 0; first <= 9; ++first) {
      for (std::size_t last = 0; last <= 9; ++last) {
        std::vector<std::size_t> wanted;
        for (std::size_t i = 0; i < size; ++i) {
          if (i >= first && i <= last) { wanted.push_back(i); }
        }
        const api::RangeRequest read = api::read_range("bytes=" + std::to_string(first) + "-" + std::to_string(last), size);
        ASSERT_EQ(read.kind, last < first     ? Kind::whole
                             : wanted.empty() ? Kind::nothing
                                              : Kind::part)
            << first << ' ' << last << ' ' << size;
        ASSERT_EQ(read.size, read.kind == Kind::part ? wanted.size() : 0U);
        if (read.kind == Kind::part) { ASSERT_EQ(read.first, wanted.front()); }
      }
    }
  }
}

const web::Asset& script() {
  for (const web::Asset& asset : web::assets()) {
    if (asset.name.ends_with(".js") && !asset.brotli.empty()) { return asset; }
  }
  throw std::logic_error("no script");
}

TEST(Range, OfAFileOfTheMapPage) {
  NotesService notes;
  const std::string address = "/assets/" + std::string(script().name);
  const std::string_view plain = script().plain;
  const api::Response whole = notes.get(address);
  EXPECT_EQ(header(whole, "Accept-Ranges"), "bytes");
  for (const char* encoding : {"identity", "gzip, br"}) {
    const api::Response part = notes.get(address, {{"Range", "bytes=10-19"}, {"Accept-Encoding", encoding}});
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(body(part), plain.substr(10, 10));
    EXPECT_EQ(header(part, "Content-Range"), "bytes 10-19/" + std::to_string(plain.size()));
    EXPECT_EQ(header(part, "Content-Encoding"), "") << "a range is of the file as it is";
    for (const char* field : {"ETag", "Cache-Control", "Content-Type", "Vary"}) {
      EXPECT_EQ(header(part, field), header(whole, field)) << field;
    }
  }
  // In pieces, as clients do it that were cut off.
  std::string together;
  for (std::size_t at = 0; at < plain.size(); at += 50'000) {
    together += body(notes.get(
        address, {{"Range", "bytes=" + std::to_string(at) + '-' + std::to_string(at + 49'999)}, {"If-Range", header(whole, "ETag")}}));
  }
  EXPECT_EQ(together, plain);
  EXPECT_EQ(body(notes.get(address, {{"Range", "bytes=-5"}})), plain.substr(plain.size() - 5));
}

TEST(Range, BehindTheEndIsA416) {
  NotesService notes;
  const std::string address = "/assets/" + std::string(script().name);
  const api::Response none = notes.get(address, {{"Range", "bytes=99999999-"}, {"Accept-Language", "pt"}});
  EXPECT_EQ(none.status, 416);
  EXPECT_EQ(header(none, "Content-Range"), "bytes */" + std::to_string(script().plain.size()));
  EXPECT_EQ(header(none, "Content-Type"), "application/problem+json");
  EXPECT_EQ(header(none, "Cache-Control"), "no-store") << "an error is not for ever";
  EXPECT_THAT(Json(none).text("/detail"), testing::StartsWith("O intervalo"));
}

TEST(Range, IsLeftAloneWhereTheWholeIsRight) {
  NotesService notes;
  const std::string address = "/assets/" + std::string(script().name);
  const std::string etag = header(notes.get(address), "ETag");
  const std::string coded = header(notes.get(address, {{"Accept-Encoding", "br"}}), "ETag");
  ASSERT_NE(etag, coded);
  for (const std::string& held : {coded, "W/" + etag, std::string("\"other\""), std::string("Tue, 24 Nov 2026 10:00:00 GMT")}) {
    const api::Response whole = notes.get(address, {{"Range", "bytes=0-9"}, {"If-Range", held}});
    EXPECT_EQ(whole.status, 200) << held;
    EXPECT_EQ(whole.size(), script().plain.size()) << held;
  }
  EXPECT_EQ(notes.get(address, {{"Range", "bytes=0-1,4-5"}}).status, 200);
  EXPECT_EQ(notes.get(address, {{"Range", "rows=0-1"}}).status, 200);
  EXPECT_EQ(notes.get(address, {{"Range", "bytes=0-9"}, {"If-None-Match", etag}}).status, 304) << "what one holds comes first";
  const api::Response head = notes.service->handle(make_request(address, {{"Range", "bytes=0-9"}}, "HEAD"));
  EXPECT_EQ(head.status, 200) << "ranges are GET's alone";
  EXPECT_EQ(notes.get("/assets/nosuch.js", {{"Range", "bytes=0-9"}}).status, 404);
  notes.add({{"first"}});
  EXPECT_EQ(notes.get("/collections/notes/items", {{"Range", "bytes=0-9"}}).status, 200) << "no file";
}

TEST(Range, TakesADateThatTheHandlerGave) {
  api::Response response = api::make_response(200, "application/octet-stream", "0123456789");
  const std::string date = "Tue, 24 Nov 2026 10:00:00 GMT";
  api::set_header(response, "Last-Modified", date);
  api::Response same = response;
  api::serve_range(make_request("/x", {{"Range", "bytes=2-3"}, {"If-Range", date}}), api::Language::en, same);
  EXPECT_EQ(same.status, 206);
  EXPECT_EQ(body(same), "23");
  api::serve_range(make_request("/x", {{"Range", "bytes=2-3"}, {"If-Range", "Tue, 24 Nov 2026 10:00:01 GMT"}}), api::Language::en,
                   response);
  EXPECT_EQ(response.status, 200);
}

TEST(Range, WhatIsKeptKnowsNothingOfRanges) {
  NotesService notes;
  const web::Asset* small = nullptr;
  for (const web::Asset& asset : web::assets()) {
    if (asset.plain.size() > 20 && asset.plain.size() < 60'000) { small = &asset; }
  }
  ASSERT_NE(small, nullptr);
  const std::string address = "/assets/" + std::string(small->name);
  EXPECT_EQ(notes.get(address).status, 200);
  EXPECT_EQ(notes.get(address, {{"Range", "bytes=0-4"}}).status, 206) << "though the whole is kept";
  EXPECT_EQ(notes.get(address).size(), small->plain.size()) << "and the part is not";
}

}  // namespace
