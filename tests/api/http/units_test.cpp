// SPDX-License-Identifier: Apache-2.0
// The small parts of the HTTP layer, each as a table.
#include "api/http/chars.hpp"
#include "api/http/coding.hpp"
#include "api/http/compression.hpp"
#include "api/http/etag.hpp"
#include "api/http/fields.hpp"
#include "api/http/problem.hpp"
#include "api/http/target.hpp"
#include "api/http/utf8.hpp"
#include "api/http/worker_pool.hpp"
#include "api/http/writer.hpp"
#include "tests/api/http/decoded.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <future>
#include <random>
#include <string>
#include <vector>

namespace {

using api::Request;
using api::Response;

/// UTF-8 by the definition: decode with the lead byte's length, then ask whether this is the shortest way to write a
/// Unicode scalar value.
bool utf8_oracle(const std::string& bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    const std::size_t length = lead < 0x80 ? 1 : (lead >> 5) == 6 ? 2 : (lead >> 4) == 14 ? 3 : (lead >> 3) == 30 ? 4 : 0;
    if (length == 0 || i + length > bytes.size()) { return false; }
    std::uint32_t value = length == 1 ? lead : lead & (0x7fu >> length);
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(bytes[i + k]);
      if ((next >> 6) != 2) { return false; }
      value = value << 6 | (next & 63u);
    }
    const std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < smallest[length] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) { return false; }
    i += length;
  }
  return true;
}

TEST(Utf8, AgreesWithTheDefinitionOnAllShortStrings) {
  std::string bytes(4, ' ');
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      for (const int c : {0x00, 0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xff}) {
        for (const int d : {0x41, 0x80, 0x8f, 0x90, 0xbf, 0xc2}) {
          bytes = {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c), static_cast<char>(d)};
          ASSERT_EQ(api::is_utf8(bytes), utf8_oracle(bytes)) << a << ' ' << b << ' ' << c << ' ' << d;
        }
      }
    }
  }
  EXPECT_TRUE(api::is_utf8(""));
  EXPECT_FALSE(api::is_utf8("\xE2\x82"));
}

TEST(Target, SegmentsAreDecodedOneByOne) {
  const struct {
    const char* target;
    std::vector<std::string> segments;
  } cases[] = {
      {"/", {}},
      {"/a", {"a"}},
      {"/a/", {"a"}},
      {"/a/b?c/d", {"a", "b"}},
      {"/a%2Fb/c", {"a/b", "c"}},
      {"/caf%C3%A9", {"caf\xC3\xA9"}},
      {"//a", {"", "a"}},
      {"/?a", {}},
  };
  for (const auto& c : cases) { EXPECT_EQ(api::path_segments(c.target), c.segments) << c.target; }
}

TEST(Target, DecodingUndoesEncoding) {
  for (int byte = 1; byte < 128; ++byte) {
    const char c = static_cast<char>(byte);
    const char digits[] = "0123456789ABCDEF";
    std::string out;
    ASSERT_TRUE(api::percent_decode(std::string("%") + digits[byte / 16] + digits[byte % 16], true, out));
    EXPECT_EQ(out, std::string(1, c));
  }
  std::string out;
  EXPECT_TRUE(api::percent_decode("a+b", false, out));
  EXPECT_EQ(out, "a+b");
}

TEST(Host, Forms) {
  for (const char* good : {"h", "a.b:80", "127.0.0.1", "[::1]", "[::1]:8080", "h:", "xn--e1a"}) { EXPECT_TRUE(api::is_host(good)) << good; }
  for (const char* bad :
       {"", ":80", "[", "[]", "[::1", "[::1]x", "[::g]", "a b", "a/b", "a@b", "a:123456", "a:-1", "a:b", "a,b", "a:1:2"}) {
    EXPECT_FALSE(api::is_host(bad)) << bad;
  }
}

TEST(Etag, WeakComparison) {
  const struct {
    const char* given;
    const char* tag;
    bool matches;
  } cases[] = {
      {"\"a\"", "\"a\"", true},
      {"*", "\"a\"", true},
      {"\"a-gz\"", "\"a\"", true},
      {"W/\"a\"", "\"a\"", true},
      {"\"a\"", "W/\"a\"", true},
      {"W/\"a-gz\"", "W/\"a\"", true},
      {"\"b\", \"a\"", "\"a\"", true},
      {"\"b\",\"a-gz\"", "\"a\"", true},
      {"\"a-br\"", "\"a\"", true},
      {"W/\"a-zst\"", "\"a\"", true},
      {"\"a-xz\"", "\"a\"", false},
      {"\"x,y\" , \"a\"", "\"a\"", true},
      {"\"b\"", "\"a\"", false},
      {"\"a-gz-gz\"", "\"a\"", false},
      {"\"a\"", "\"a-gz\"", false},
      {"a", "\"a\"", false},
      {"", "\"a\"", false},
      {"\"a", "\"a\"", false},
      {"\"b\" \"a\"", "\"a\"", false},
      {"\"-gz\"", "\"\"", true},
      {",", "\"a\"", false},
      {"\"\"", "\"a\"", false},
  };
  for (const auto& c : cases) { EXPECT_EQ(api::etag_matches(c.given, c.tag), c.matches) << c.given << " against " << c.tag; }
  EXPECT_EQ(api::coded_etag("\"a\"", api::Coding::gzip), "\"a-gz\"");
  EXPECT_EQ(api::coded_etag("W/\"a\"", api::Coding::brotli), "W/\"a-br\"");
  EXPECT_EQ(api::coded_etag("\"a\"", api::Coding::zstd), "\"a-zst\"");
  EXPECT_EQ(api::coded_etag("\"a\"", api::Coding::identity), "\"a\"");
}

TEST(Etag, StrongComparison) {
  for (const char* same : {"\"a\"", "*", " * ", "\"a-gz\"", "\"b\", \"a\"", "W/\"a\", \"a\""}) {
    EXPECT_TRUE(api::etag_matches_strongly(same, "\"a\"")) << same;
  }
  for (const char* other : {"W/\"a\"", "\"b\"", "", "a", "W/*", "\"a", "W/\"a-gz\", \"b\""}) {
    EXPECT_FALSE(api::etag_matches_strongly(other, "\"a\"")) << other;
  }
  EXPECT_FALSE(api::etag_matches_strongly("W/\"a\"", "W/\"a\"")) << "weak tags never match strongly";
  EXPECT_TRUE(api::etag_matches_strongly("*", "W/\"a\""));
}

Request accepting(const std::string& value) {
  Request request;
  request.headers.push_back({"accept-encoding", value});
  return request;
}

TEST(Coding, TheClientsLikingThenOurs) {
  using api::Coding;
  const struct {
    const char* accepted;
    Coding best;
  } cases[] = {
      {"gzip", Coding::gzip},
      {"GZIP", Coding::gzip},
      {"x-gzip", Coding::gzip},
      {"br", Coding::brotli},
      {"zstd", Coding::zstd},
      {"gzip;q=0.5", Coding::gzip},
      {"gzip ; q=1.0", Coding::gzip},
      {"gzip, deflate, br, zstd", Coding::zstd},
      {"gzip, deflate, br", Coding::brotli},
      {"gzip;q=1.0, br;q=0.9, zstd;q=0.8", Coding::gzip},
      {"zstd;q=0, br;q=0.001", Coding::brotli},
      {"br;q=0, gzip;q=0, zstd;q=0.000", Coding::identity},
      {"*", Coding::gzip},
      {"*;q=0.1", Coding::gzip},
      {"*;q=0", Coding::identity},
      {"*;q=0, br", Coding::brotli},
      {"gzip;q=0, *", Coding::identity},
      {"identity;q=0, *;q=0.1", Coding::gzip},
      {"identity, gzip;q=0.5", Coding::identity},
      {"identity;q=0.5, gzip;q=0.5", Coding::gzip},
      {"identity;q=0.4, zstd;q=0.5", Coding::zstd},
      {"gzip;q=0, gzip", Coding::identity},
      {"gzip;q=nonsense", Coding::gzip},
      {"deflate, compress, gzipped", Coding::identity},
      {"", Coding::identity},
      {",,;q=1,", Coding::identity},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(api::AcceptedCodings(accepting(c.accepted)).best_of(api::codings_of_answers), c.best) << c.accepted;
  }
  EXPECT_EQ(api::AcceptedCodings(Request{}).best_of(api::codings_of_answers), Coding::identity);
  Request twice = accepting("br;q=0.5");
  twice.headers.push_back({"Accept-Encoding", "gzip"});
  EXPECT_EQ(api::AcceptedCodings(twice).best_of(api::codings_of_answers), Coding::gzip) << "two fields are one list";
}

TEST(Coding, IdentityIsRefusedOnlyInWords) {
  for (const char* refused : {"identity;q=0", "*;q=0", "br, *;q=0", "gzip, identity;q=0.0"}) {
    EXPECT_TRUE(api::AcceptedCodings(accepting(refused)).refuses_identity()) << refused;
  }
  for (const char* taken : {"", "gzip", "*", "identity", "*;q=0, identity;q=0.1"}) {
    EXPECT_FALSE(api::AcceptedCodings(accepting(taken)).refuses_identity()) << taken;
  }
}

TEST(Compression, Types) {
  for (const char* yes : {"application/json", "application/geo+json; charset=utf-8", "text/html", "Text/CSV", "image/svg+xml",
                          "application/vnd.mapbox-vector-tile", "application/problem+json", "application/javascript"}) {
    EXPECT_TRUE(api::is_compressible(yes)) << yes;
  }
  for (const char* no : {"image/png", "application/octet-stream", "application/geopackage+sqlite3", "", "application/zip", "font/woff2"}) {
    EXPECT_FALSE(api::is_compressible(no)) << no;
  }
}

TEST(Compression, IsDoneOnceAndOnlyWhereUseful) {
  const Request request = accepting("gzip");
  Response small = api::make_response(200, "application/json", std::string(1024, 'a'));
  api::negotiate_encoding(request, small);
  EXPECT_EQ(small.header("Vary"), nullptr);
  Response encoded = api::make_response(200, "application/json", std::string(5000, 'a'));
  api::set_header(encoded, "Content-Encoding", "br");
  api::negotiate_encoding(request, encoded);
  EXPECT_EQ(encoded.size(), 5000u);
  Response large = api::make_response(200, "application/json", std::string(5000, 'a'));
  api::set_header(large, "Vary", "Origin");
  api::set_header(large, "ETag", "\"a\"");
  api::negotiate_encoding(request, large);
  EXPECT_EQ(*large.header("Vary"), "Origin, Accept-Encoding");
  EXPECT_EQ(*large.header("ETag"), "\"a-gz\"");
  const std::size_t size = large.size();
  EXPECT_LT(size, 200u);
  api::negotiate_encoding(request, large);
  EXPECT_EQ(large.size(), size);
  EXPECT_EQ(*large.header("ETag"), "\"a-gz\"");
}

TEST(Compression, EveryCodingGivesTheSameBytesBack) {
  std::mt19937 random(7);
  for (const std::size_t size : {std::size_t{1025}, std::size_t{70'000}, std::size_t{600'000}}) {
    std::string text;
    while (text.size() < size) { text += "{\"id\":" + std::to_string(random() % 5000) + ",\"name\":\"Pemba\"},\n"; }
    for (const char* coding : {"gzip", "br", "zstd"}) {
      Response response = api::make_response(200, "application/geo+json", text);
      api::set_header(response, "ETag", "\"a\"");
      api::negotiate_encoding(accepting(coding), response);
      ASSERT_EQ(*response.header("Content-Encoding"), coding);
      EXPECT_LT(response.size(), text.size() / 2) << coding;
      EXPECT_EQ(api_test::decoded(coding, *response.body, text.size()), text) << coding;
    }
  }
}

/// What is coded lightly in any case has one form, and so one tag, and nothing better is to come that a cache should wait for.
TEST(Compression, HasteMakesADifferenceToSmallBodiesAlone) {
  for (const std::size_t size : {std::size_t{70'000}, std::size_t{600'000}}) {
    std::string text;
    for (int i = 0; text.size() < size; ++i) { text += "{\"id\":" + std::to_string(i * 7919 % 5000) + ",\"name\":\"Pemba\"},\n"; }
    for (const char* coding : {"gzip", "br", "zstd"}) {
      Response calm = api::make_response(200, "application/geo+json", text);
      api::set_header(calm, "ETag", "\"a\"");
      Response hasty = calm;
      hasty.in_haste = true;
      api::negotiate_encoding(accepting(coding), calm);
      api::negotiate_encoding(accepting(coding), hasty);
      EXPECT_EQ(*calm.body == *hasty.body, *calm.header("ETag") == *hasty.header("ETag")) << coding << size;
      EXPECT_EQ(hasty.in_haste, size < 500'000) << coding;
      EXPECT_EQ(hasty.header("ETag")->ends_with("1\""), size < 500'000) << coding;
    }
  }
}

TEST(Compression, WhoRefusesTheBytesAsTheyAreGetsACoding) {
  const std::string noise = "\x01\x7f\x33";
  Response small = api::make_response(200, "image/png", noise);
  api::negotiate_encoding(accepting("br, identity;q=0"), small);
  EXPECT_EQ(*small.header("Content-Encoding"), "br");
  EXPECT_EQ(api_test::decoded("br", *small.body, noise.size()), noise);
  Response nothing_fits = api::make_response(200, "application/json", "{}");
  api::negotiate_encoding(accepting("identity;q=0"), nothing_fits);
  EXPECT_EQ(*nothing_fits.body, "{}") << "an answer helps more than a 406";
  Response part = api::make_response(206, "application/json", std::string(5000, 'a'));
  api::negotiate_encoding(accepting("gzip"), part);
  EXPECT_EQ(part.size(), 5000U) << "a part of the bytes as they are";
}

TEST(Compression, WhatDoesNotGetSmallerStaysAsItIs) {
  std::mt19937 random(1);
  std::string noise;
  for (int i = 0; i < 5000; ++i) { noise += static_cast<char>(random()); }
  for (const char* coding : {"gzip", "br", "zstd"}) {
    Response response = api::make_response(200, "application/json", noise);
    api::negotiate_encoding(accepting(coding), response);
    EXPECT_EQ(response.header("Content-Encoding"), nullptr) << coding;
    EXPECT_EQ(*response.header("Vary"), "Accept-Encoding");
  }
}

TEST(Compression, NotModifiedKeepsTheFormTheClientHolds) {
  const struct {
    const char* held;
    const char* expected;
  } cases[] = {{"\"a-gz\"", "\"a-gz\""},     {"\"a\"", "\"a\""},         {"*", "\"a\""},
               {"\"a\", \"a-gz\"", "\"a\""}, {"W/\"a-br\"", "\"a-br\""}, {"\"a-zst\"", "\"a-zst\""}};
  for (const auto& c : cases) {
    Request request = accepting("gzip");
    request.headers.push_back({"If-None-Match", c.held});
    Response response;
    response.status = 304;
    api::set_header(response, "ETag", "\"a\"");
    api::negotiate_encoding(request, response);
    EXPECT_EQ(*response.header("ETag"), c.expected) << c.held;
  }
}

TEST(Writer, DateOfTheRfc) {
  EXPECT_EQ(api::http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(api::http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(api::http_date(951782400), "Tue, 29 Feb 2000 00:00:00 GMT");
}

TEST(Writer, KnowsWhatCannotBeSent) {
  const auto with = [](const char* name, const char* value) {
    Response response;
    response.headers.push_back({name, value});
    return response;
  };
  EXPECT_TRUE(api::is_valid(with("X-A", "a\tb \xC3\xA9")));
  EXPECT_FALSE(api::is_valid(with("X-A", "a\r\nb")));
  EXPECT_FALSE(api::is_valid(with("X-A", "a\nb")));
  EXPECT_FALSE(api::is_valid(with("X A", "b")));
  EXPECT_FALSE(api::is_valid(with("", "b")));
  for (const int status : {0, 100, 199, 600, -1}) {
    Response response;
    response.status = status;
    EXPECT_FALSE(api::is_valid(response)) << status;
  }
}

TEST(Problem, IsJsonWhateverTheDetail) {
  const Response response = api::problem(404, "no \"x\\y\"\n\x01 caf\xC3\xA9 \xFF", "id1");
  EXPECT_EQ(*response.body,
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
            "\"detail\":\"no \\\"x\\\\y\\\"\\u000a\\u0001 caf\xC3\xA9 \xEF\xBF\xBD\",\"request_id\":\"id1\"}\n");
  EXPECT_EQ(*response.header("content-type"), "application/problem+json");
}

TEST(Headers, SetAndMerge) {
  Response response;
  response.headers = {{"vary", "A"}, {"X", "1"}, {"x", "2"}};
  api::set_header(response, "X", "3");
  api::merge_header(response, "Vary", "a");
  api::merge_header(response, "Vary", "B");
  api::merge_header(response, "Allow", "GET");
  EXPECT_EQ(response.headers, (std::vector<api::Header>{{"vary", "A, B"}, {"X", "3"}, {"Allow", "GET"}}));
}

TEST(WorkerPool, RunsInOrderAndRefusesWhenFull) {
  api::WorkerPool pool(1, 2);
  std::promise<void> started;
  std::promise<void> release;
  std::vector<int> order;
  ASSERT_TRUE(pool.try_push([&] {
    started.set_value();
    release.get_future().wait();
  }));
  started.get_future().wait();
  std::promise<void> done;
  EXPECT_TRUE(pool.try_push([&] { order.push_back(1); }));
  EXPECT_TRUE(pool.try_push([&] {
    order.push_back(2);
    done.set_value();
  }));
  EXPECT_FALSE(pool.try_push([&] { order.push_back(3); }));
  EXPECT_EQ(pool.waiting(), 2u);
  release.set_value();
  done.get_future().wait();
  pool.stop();
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
  EXPECT_FALSE(pool.try_push([] {}));
}

}  // namespace
