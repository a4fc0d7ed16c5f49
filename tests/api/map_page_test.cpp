// SPDX-License-Identifier: Apache-2.0
// The page /map and its files: what is sent, to whom, and what they may do in a browser.
#include "tests/api/service_fixture.hpp"
#include "web/assets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libdeflate.h>

#include <memory>

using api_tests::body;
using api_tests::header;
using api_tests::NotesService;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

namespace {

constexpr const char* for_ever = "public, max-age=31536000, immutable";

std::string address(const web::Asset& asset) { return "/assets/" + std::string(asset.name); }

const web::Asset& first_of(std::string_view ending) {
  for (const web::Asset& asset : web::assets()) {
    if (asset.name.ends_with(ending)) { return asset; }
  }
  throw std::runtime_error("no such asset");
}

std::string inflated(std::string_view gzip, std::size_t size) {
  const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> machine(libdeflate_alloc_decompressor(),
                                                                                                  libdeflate_free_decompressor);
  std::string out(size, '\0');
  std::size_t got = 0;
  EXPECT_EQ(libdeflate_gzip_decompress(machine.get(), gzip.data(), gzip.size(), out.data(), out.size(), &got), LIBDEFLATE_SUCCESS);
  EXPECT_EQ(got, size);
  return out;
}

/// The addresses that `attribute` of the page names, as targets.
std::vector<std::string> named(std::string_view html, const std::string& attribute) {
  std::vector<std::string> found;
  const std::string mark = attribute + "=\"";
  for (std::size_t at = html.find(mark); at != std::string_view::npos; at = html.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size();
    found.push_back(api_tests::target_of(html.substr(begin, html.find('"', begin) - begin)));
  }
  return found;
}

TEST(MapPage, IsOneFrameInTheLanguageAskedFor) {
  NotesService notes;
  const api::Response page = notes.get("/map", {{"Accept", "text/html"}});
  EXPECT_EQ(header(page, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(std::string(body(page)), HasSubstr("<html lang=\"pt\"")) << "Portuguese comes first";
  EXPECT_THAT(std::string(body(notes.get("/map", {{"Accept", "text/html"}, {"Accept-Language", "en"}}))), HasSubstr("<html lang=\"en\""));
  EXPECT_THAT(std::string(body(page)), HasSubstr("<noscript>"));
  EXPECT_THAT(std::string(body(page)), HasSubstr("data-zone=\"Africa/Maputo\""));
}

TEST(MapPage, EverythingItNamesIsThereAndOnThisHost) {
  NotesService notes;
  const std::string html(body(notes.get("/map")));
  std::vector<std::string> files = named(html, "src");
  EXPECT_EQ(files.size(), 1U) << "ours; it loads the library";
  for (const char* attribute : {"href", "data-licences"}) {
    for (std::string& file : named(html, attribute)) { files.push_back(std::move(file)); }
  }
  for (const std::string& file : files) { EXPECT_EQ(notes.get(file).status, 200) << file; }
  EXPECT_THAT(html, Not(HasSubstr("https://")));
  EXPECT_EQ(html.find("<script>"), std::string::npos);
  EXPECT_EQ(html.find(" style="), std::string::npos);
}

TEST(MapPage, SaysWhoseEyesItIsForAndNothingOfTheStore) {
  NotesService visitor("visitor");
  NotesService programme("programme");
  visitor.add({{"Reunião secreta"}});
  EXPECT_THAT(std::string(body(visitor.get("/map"))), HasSubstr("data-role=\"visitor\" data-public=\"yes\""));
  const std::string page(body(programme.get("/map")));
  EXPECT_THAT(page, HasSubstr("data-role=\"programme\" data-public=\"no\""));
  EXPECT_THAT(page, HasSubstr("Não os divulgue"));
  EXPECT_THAT(page, HasSubstr("Do not pass them on"));
  EXPECT_THAT(std::string(body(visitor.get("/map"))), Not(HasSubstr("secreta")));
}

TEST(MapPage, AHostileTitleStaysText) {
  api::ServiceOptions options;
  options.title = {"\"><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>"};
  NotesService notes("visitor", options);
  const std::string page(body(notes.get("/map")));
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
}

TEST(MapPage, AllowsScriptsOfThisHostAndNothingElse) {
  NotesService notes;
  const std::string policy = header(notes.get("/map"), "Content-Security-Policy");
  EXPECT_EQ(policy,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; "
            "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
  EXPECT_THAT(header(notes.get("/?f=html"), "Content-Security-Policy"), Not(HasSubstr("script-src"))) << "other pages have no scripts";
  // A worker obeys the policy of its own file.
  EXPECT_EQ(header(notes.get(address(first_of(".js"))), "Content-Security-Policy"),
            "default-src 'none'; script-src 'self'; connect-src 'self'");
}

TEST(MapPage, IsAskedForAgainAndHeldWhileItIsTheSame) {
  NotesService notes;
  const api::Response page = notes.get("/map");
  EXPECT_EQ(header(page, "Cache-Control"), "private, no-cache");
  EXPECT_EQ(notes.get("/map", {{"If-None-Match", header(page, "ETag")}}).status, 304);
}

TEST(Assets, AreEachSentInTheFormTheClientTakes) {
  NotesService notes;
  ASSERT_GT(web::assets().size(), 8U);
  for (const web::Asset& asset : web::assets()) {
    const api::Response plain = notes.get(address(asset));
    EXPECT_EQ(body(plain), asset.plain) << asset.name;
    EXPECT_EQ(header(plain, "Content-Encoding"), "") << asset.name;
    EXPECT_EQ(header(plain, "Content-Type"), asset.media_type) << asset.name;
    const api::Response gzip = notes.get(address(asset), {{"Accept-Encoding", "gzip"}});
    if (!asset.gzip.empty()) {
      EXPECT_EQ(header(gzip, "Content-Encoding"), "gzip") << asset.name;
      EXPECT_EQ(inflated(body(gzip), asset.plain.size()), asset.plain) << asset.name;
    }
    const api::Response brotli = notes.get(address(asset), {{"Accept-Encoding", "gzip, deflate, br"}});
    if (!asset.brotli.empty()) {
      EXPECT_EQ(header(brotli, "Content-Encoding"), "br") << asset.name;
      EXPECT_LT(brotli.size(), gzip.size()) << asset.name;
    }
    EXPECT_EQ(header(notes.get(address(asset), {{"Accept-Encoding", "br;q=0, identity"}}), "Content-Encoding"), "") << asset.name;
  }
}

TEST(Assets, AreKeptForEver) {
  NotesService notes;
  for (const web::Asset& asset : web::assets()) {
    EXPECT_NE(asset.name.find(asset.tag.substr(0, 8)), asset.name.starts_with("glyphs/") ? 0U : std::string_view::npos) << asset.name;
    for (const char* encoding : {"identity", "gzip", "br"}) {
      const api::Response first = notes.get(address(asset), {{"Accept-Encoding", encoding}});
      EXPECT_EQ(header(first, "Cache-Control"), for_ever) << asset.name;
      const api::Response again = notes.get(address(asset), {{"Accept-Encoding", encoding}, {"If-None-Match", header(first, "ETag")}});
      EXPECT_EQ(again.status, 304) << asset.name << ' ' << encoding;
      EXPECT_EQ(header(again, "Cache-Control"), for_ever) << asset.name;
      EXPECT_EQ(header(again, "ETag"), header(first, "ETag")) << asset.name;
    }
  }
}

TEST(Assets, NamesAreSortedAndFound) {
  const auto all = web::assets();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; }));
  for (const web::Asset& asset : all) { EXPECT_EQ(web::find_asset(asset.name), &asset); }
  EXPECT_EQ(web::find_asset(""), nullptr);
  EXPECT_EQ(web::find_asset("zzz"), nullptr);
}

TEST(Glyphs, OfAFontWithoutThemAreNone) {
  NotesService notes;
  const std::string folder = [&] {
    const std::string file = address(first_of("/0-255.pbf"));
    return file.substr(0, file.rfind('/') + 1);
  }();
  EXPECT_EQ(header(notes.get(folder + "0-255.pbf"), "Content-Type"), "application/x-protobuf");
  const api::Response chinese = notes.get(folder + "19968-20223.pbf");
  EXPECT_EQ(chinese.status, 204) << "a map client would not draw a tile for which it gets a 404";
  EXPECT_EQ(chinese.size(), 0U);
  EXPECT_EQ(header(chinese, "Cache-Control"), for_ever);
  for (const char* wrong : {"1-256.pbf", "0-256.pbf", "0-255", "65536-65791.pbf", "-256--1.pbf", "00-255.pbf", "0-255.pbf.gz", "x"}) {
    EXPECT_EQ(notes.get(folder + wrong).status, 404) << wrong;
  }
  EXPECT_EQ(notes.get("/assets/glyphs/No%20Such/0-255.pbf").status, 404);
  EXPECT_EQ(notes.get("/assets/glyphs/open-sans/0-255.pbf").status, 404) << "a part of a font's name";
}

}  // namespace
