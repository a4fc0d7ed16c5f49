// SPDX-License-Identifier: Apache-2.0
#include "api/response_cache.hpp"

#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

#include <thread>

using api_tests::body;
using api_tests::header;
using api_tests::make_request;
using api_tests::NotesService;

namespace {

api::Response answer(const std::string& text) {
  api::Response response = api::make_response(200, "application/json", text);
  response.headers.push_back({"ETag", "\"" + std::to_string(text.size()) + "\""});
  return response;
}

TEST(ResponseCache, AnswersTheSameRequestAtTheSameStamp) {
  api::ResponseCache cache(1'000'000);
  api::Response found;
  EXPECT_FALSE(cache.find(make_request("/a"), "ana", 1, found));
  cache.keep(make_request("/a"), "ana", 1, answer("hello"), true);
  ASSERT_TRUE(cache.find(make_request("/a"), "ana", 1, found));
  EXPECT_EQ(body(found), "hello");
  EXPECT_FALSE(cache.find(make_request("/a"), "ana", 2, found));
  EXPECT_FALSE(cache.find(make_request("/a?"), "ana", 1, found));
  cache.keep(make_request("/a"), "ana", 2, answer("new"), true);
  ASSERT_TRUE(cache.find(make_request("/a"), "ana", 2, found));
  EXPECT_EQ(body(found), "new");
  EXPECT_FALSE(cache.find(make_request("/a"), "ana", 1, found));
}

api::Response hasty_answer() {
  api::Response response = answer("hello");
  response.in_haste = true;
  response.headers.push_back({"Content-Encoding", "gzip"});
  return response;
}

/// Only bodies count until an answer is worth a better coding: who revalidates is answered from here for good.
TEST(ResponseCache, SaysForEverThatAnAnswerCodedInHasteHoldsStill) {
  api::ResponseCache cache(1'000'000);
  api::Response found;
  const api::Request plain = make_request("/a");
  const api::Request holding = make_request("/a", {{"If-None-Match", "\"5\""}});
  cache.keep(plain, "ana", 1, hasty_answer(), true);
  const auto many_304 = [&](std::uint64_t stamp) {
    for (int i = 0; i < 10; ++i) {
      ASSERT_TRUE(cache.find(holding, "ana", stamp, found)) << i;
      ASSERT_EQ(found.status, 304);
    }
  };
  many_304(1);
  ASSERT_TRUE(cache.find(plain, "ana", 1, found)) << "304 took nothing from it";
  EXPECT_EQ(body(found), "hello");
  EXPECT_FALSE(cache.find(plain, "ana", 1, found)) << "now it is worth a better coding";
  EXPECT_TRUE(cache.is_asked_often(plain, "ana"));
  many_304(1);
  ASSERT_TRUE(cache.revive(holding, "ana", 2, "\"5\"", found)) << "after a change elsewhere too";
  EXPECT_EQ(found.status, 304);
  many_304(2);
  EXPECT_FALSE(cache.revive(plain, "ana", 3, "\"5\"", found));
}

TEST(ResponseCache, RevivesWhatStillHolds) {
  api::ResponseCache cache(1'000'000);
  api::Response found;
  EXPECT_FALSE(cache.revive(make_request("/a"), "ana", 2, "\"5\"", found)) << "nothing is kept";
  cache.keep(make_request("/a"), "ana", 1, answer("hello"), true);
  EXPECT_FALSE(cache.revive(make_request("/a"), "ana", 2, "\"6\"", found)) << "another tag";
  EXPECT_FALSE(cache.revive(make_request("/a"), "rui", 2, "\"5\"", found)) << "somebody else";
  EXPECT_FALSE(cache.revive(make_request("/b"), "ana", 2, "\"5\"", found));
  EXPECT_FALSE(cache.find(make_request("/a"), "ana", 2, found));
  ASSERT_TRUE(cache.revive(make_request("/a"), "ana", 2, "\"5\"", found));
  EXPECT_EQ(body(found), "hello");
  ASSERT_TRUE(cache.find(make_request("/a"), "ana", 2, found)) << "from now on";
  EXPECT_FALSE(cache.find(make_request("/a"), "ana", 1, found));
  ASSERT_TRUE(cache.revive(make_request("/a", {{"If-None-Match", "\"5\""}}), "ana", 3, "\"5\"", found));
  EXPECT_EQ(found.status, 304);
}

TEST(ResponseCache, RevivesCodedFormsByTheTagOfTheWhole) {
  api::ResponseCache cache(1'000'000);
  api::Response coded = answer("hello");
  coded.headers.back().value = "\"5-gz\"";
  const api::Request request = make_request("/a", {{"Accept-Encoding", "gzip"}});
  cache.keep(request, "ana", 1, coded, true);
  api::Response found;
  EXPECT_FALSE(cache.revive(make_request("/a"), "ana", 2, "\"5\"", found)) << "another coding";
  ASSERT_TRUE(cache.revive(request, "ana", 2, "\"5\"", found));
  EXPECT_EQ(header(found, "ETag"), "\"5-gz\"");
}

TEST(ResponseCache, KeepsAnAnswerForWhoAsked) {
  api::ResponseCache cache(1'000'000);
  cache.keep(make_request("/a"), "ana programme", 1, answer("hello"), false);
  api::Response found;
  for (const char* other : {"", " visitor", "ana programme@MZ01", "rui programme"}) {
    EXPECT_FALSE(cache.find(make_request("/a"), other, 1, found)) << other;
  }
  EXPECT_TRUE(cache.find(make_request("/a"), "ana programme", 1, found));
}

TEST(ResponseCache, TellsWhatLeavesATrace) {
  api::ResponseCache cache(1'000'000);
  api::Response with_rows = answer("rows");
  with_rows.rows = 3;
  cache.keep(make_request("/exact"), "", 1, with_rows, false);
  cache.keep(make_request("/public"), "", 1, with_rows, true);
  cache.keep(make_request("/text"), "", 1, answer("text"), false);
  api::Response found;
  EXPECT_FALSE(cache.find(make_request("/exact"), "", 1, found, true));
  ASSERT_TRUE(cache.find(make_request("/exact"), "", 1, found));
  EXPECT_EQ(found.rows, 3U) << "so that the trace says how many";
  EXPECT_TRUE(cache.find(make_request("/public"), "", 1, found, true));
  EXPECT_TRUE(cache.find(make_request("/text"), "", 1, found, true));
}

TEST(ResponseCache, LooksAtAllThatShapesAnAnswer) {
  api::ResponseCache cache(1'000'000);
  cache.keep(make_request("/a"), "ana", 1, answer("hello"), true);
  api::Response found;
  const std::vector<std::vector<api::Header>> others{{{"Accept", "text/html"}},
                                                     {{"Accept-Language", "pt"}},
                                                     {{"Accept-Encoding", "gzip"}},
                                                     {{"Host", "127.0.0.1:8080"}},
                                                     {{"Host", "localhost:8080"}, {"Host", "evil.example"}},
                                                     {{"Accept", ""}, {"accept", "text/html"}}};
  for (const auto& headers : others) { EXPECT_FALSE(cache.find(make_request("/a", headers), "ana", 1, found)) << headers[0].name; }
  EXPECT_FALSE(cache.find(make_request("/a", {}, "HEAD"), "ana", 1, found));
  EXPECT_FALSE(cache.find(make_request("/a", {}, "POST"), "ana", 1, found));
  EXPECT_TRUE(cache.find(make_request("/a", {{"User-Agent", "x"}, {"host", "localhost:8080"}}), "ana", 1, found));
}

TEST(ResponseCache, NeverMixesUpFields) {
  api::ResponseCache cache(1'000'000);
  cache.keep(make_request("/a", {{"Accept", "pt"}}), "ana", 1, answer("by accept"), true);
  api::Response found;
  EXPECT_FALSE(cache.find(make_request("/a", {{"Accept-Language", "pt"}}), "ana", 1, found));
}

TEST(ResponseCache, GivesA304ToWhoHoldsIt) {
  api::ResponseCache cache(1'000'000);
  cache.keep(make_request("/a"), "ana", 1, answer("hello"), true);
  api::Response found;
  ASSERT_TRUE(cache.find(make_request("/a", {{"If-None-Match", "\"5\""}}), "ana", 1, found));
  EXPECT_EQ(found.status, 304);
  EXPECT_EQ(found.size(), 0U);
  EXPECT_EQ(found.header("Content-Type"), nullptr);
  ASSERT_TRUE(cache.find(make_request("/a", {{"If-None-Match", "\"6\""}}), "ana", 1, found));
  EXPECT_EQ(found.status, 200);
}

TEST(ResponseCache, KeepsNoErrorsAndNothingLarge) {
  api::ResponseCache cache(10'000'000);
  api::Response found;
  cache.keep(make_request("/a"), "ana", 1, api::make_response(404, "text/plain", "no"), true);
  cache.keep(make_request("/b"), "ana", 1, answer(std::string(api::ResponseCache::max_body_bytes + 1, 'x')), true);
  EXPECT_FALSE(cache.find(make_request("/a"), "ana", 1, found));
  EXPECT_FALSE(cache.find(make_request("/b"), "ana", 1, found));
}

TEST(ResponseCache, IsBounded) {
  api::ResponseCache cache(400'000);
  const std::string text(1000, 'x');
  for (int i = 0; i < 5000; ++i) { cache.keep(make_request("/a?" + std::to_string(i)), "ana", 1, answer(text), true); }
  int kept = 0;
  api::Response found;
  for (int i = 0; i < 5000; ++i) { kept += cache.find(make_request("/a?" + std::to_string(i)), "ana", 1, found) ? 1 : 0; }
  EXPECT_GT(kept, 50);
  EXPECT_LE(kept, 400);
  EXPECT_TRUE(cache.find(make_request("/a?4999"), "ana", 1, found));
}

TEST(ResponseCache, TheLeastRecentlyUsedGoesFirst) {
  api::ResponseCache cache(400'000);
  const std::string text(1000, 'x');
  api::Response found;
  cache.keep(make_request("/wanted"), "ana", 1, answer(text), true);
  for (int i = 0; i < 5000; ++i) {
    cache.keep(make_request("/a?" + std::to_string(i)), "ana", 1, answer(text), true);
    ASSERT_TRUE(cache.find(make_request("/wanted"), "ana", 1, found)) << i;
  }
}

TEST(ResponseCache, ServesWhatTheServiceMadeUntilTheStoreChanges) {
  NotesService notes;
  notes.add({{"first"}});
  const api::Request request = make_request("/collections/notes", {{"Accept-Encoding", "gzip"}});
  api::Response cached;
  EXPECT_FALSE(notes.service->from_cache(request, cached));
  const api::Response made = notes.service->handle(request);
  ASSERT_TRUE(notes.service->from_cache(request, cached));
  EXPECT_EQ(cached.headers, made.headers);
  EXPECT_EQ(body(cached), body(made));
  notes.add({{"second"}});
  EXPECT_FALSE(notes.service->from_cache(request, cached));
  EXPECT_NE(header(notes.service->handle(request), "ETag"), header(made, "ETag"));
  EXPECT_TRUE(notes.service->from_cache(request, cached));
}

TEST(ResponseCache, FeatureListsAreKeptUntilTheyChange) {
  NotesService notes;
  notes.add({{"first"}});
  const api::Request request = make_request("/collections/notes/items");
  api::Response cached;
  const api::Response made = notes.service->handle(request);
  ASSERT_TRUE(notes.service->from_cache(request, cached));
  EXPECT_EQ(body(cached), body(made));
  EXPECT_EQ(body(notes.service->handle(request)), body(made)) << "the same view, the same bytes";
  EXPECT_EQ(header(made, "ETag").substr(0, 1), "\"") << "strong";
  notes.add({{"second"}});
  EXPECT_FALSE(notes.service->from_cache(request, cached));
}

TEST(ResponseCache, ManyThreadsAtOnce) {
  api::ResponseCache cache(200'000);
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      api::Response found;
      for (int i = 0; i < 2000; ++i) {
        const std::string target = "/" + std::to_string(i % 300);
        if (!cache.find(make_request(target), "ana", 1, found)) {
          cache.keep(make_request(target), "ana", 1, answer(target), true);
        } else if (body(found) != target) {
          ++wrong;
        }
      }
    });
  }
  for (std::thread& thread : threads) { thread.join(); }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
