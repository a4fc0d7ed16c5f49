// SPDX-License-Identifier: Apache-2.0
#include "api/idempotency.hpp"

#include "tests/api/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <future>
#include <map>
#include <random>
#include <stdexcept>
#include <thread>

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::make_request;

namespace {

constexpr const char* route = "/collections/{collectionId}/items";

api::Request post(const std::string& key, const std::string& text, const std::string& target = "/collections/notes/items") {
  api::Request request = make_request(target, {{"Content-Type", "application/geo+json"}}, "POST");
  if (!key.empty()) { request.headers.push_back({"Idempotency-Key", key}); }
  request.body = text;
  return request;
}

/// Something that must not be done twice.
class Counter {
 public:
  api::Response operator()() {
    api::Response response = api::make_response(201, "text/plain", std::to_string(++m_done));
    response.headers.push_back({"Location", "/items/" + std::to_string(m_done)});
    return response;
  }
  [[nodiscard]] int done() const { return m_done; }

 private:
  int m_done = 0;
};

class IdempotencyTest : public testing::Test {
 protected:
  api::Response send(const api::Request& request, const std::string& whose = "ana programme") {
    return m_store.once(request, whose, route, api::Language::en, [this] { return m_counter(); });
  }

  std::chrono::steady_clock::time_point m_now{};
  api::Idempotency m_store{{}, [this] { return m_now; }};
  Counter m_counter;
};

TEST_F(IdempotencyTest, WithoutAKeyEachRequestCounts) {
  EXPECT_EQ(body(send(post("", "a"))), "1");
  EXPECT_EQ(body(send(post("", "a"))), "2");
}

TEST_F(IdempotencyTest, TheSameRequestGetsTheSameAnswer) {
  const api::Response first = send(post("k1", "a"));
  const api::Response again = send(post("\"k1\"", "a"));
  EXPECT_EQ(m_counter.done(), 1);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(body(again), body(first));
  EXPECT_EQ(header(again, "Location"), "/items/1");
  EXPECT_EQ(header(first, "Idempotent-Replayed"), "");
  EXPECT_EQ(header(again, "Idempotent-Replayed"), "true");
  EXPECT_EQ(body(send(post("k2", "a"))), "2") << "another key is another request";
}

TEST_F(IdempotencyTest, KeysAreOfAnAccountAndARoute) {
  EXPECT_EQ(body(send(post("k", "a"))), "1");
  EXPECT_EQ(body(send(post("k", "a"), "rui programme")), "2");
  EXPECT_EQ(body(send(post("k", "a"), "ana protection")), "3") << "what one role was told is not for another";
  const api::Response other_route =
      m_store.once(post("k", "a"), "ana programme", "/jobs", api::Language::en, [this] { return m_counter(); });
  EXPECT_EQ(body(other_route), "4");
}

TEST_F(IdempotencyTest, AnotherRequestUnderTheKeyIsRefused) {
  send(post("k", "a"));
  api::Request typed = post("k", "a");
  typed.headers[0].value = "application/json";
  for (const api::Request& other : {post("k", "b"), post("k", ""), post("k", "a", "/collections/sites/items"), typed}) {
    const api::Response refused = send(other);
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(Json(refused).text("/detail"), testing::HasSubstr("another request"));
  }
  EXPECT_EQ(m_counter.done(), 1);
}

TEST_F(IdempotencyTest, WhatFailedMayBeTriedAgain) {
  int tries = 0;
  const auto failing = [&] {
    ++tries;
    return api::make_response(tries < 3 ? 422 : 201, "text/plain", std::to_string(tries));
  };
  const auto attempt = [&](const std::string& text) { return m_store.once(post("k", text), "ana", route, api::Language::en, failing); };
  EXPECT_EQ(attempt("wrong").status, 422);
  EXPECT_EQ(attempt("still wrong").status, 422) << "the key is free again";
  EXPECT_EQ(attempt("right").status, 201);
  EXPECT_EQ(body(attempt("right")), "3");
  EXPECT_THROW(m_store.once(post("t", "a"), "ana", route, api::Language::en, []() -> api::Response { throw std::runtime_error("disk"); }),
               std::runtime_error);
  EXPECT_EQ(body(send(post("t", "a"), "ana")), "1");
}

TEST_F(IdempotencyTest, ASecondOneDuringTheFirstIsTold) {
  std::promise<void> started;
  std::promise<void> go_on;
  std::thread first([&] {
    const api::Response answer = m_store.once(post("k", "a"), "ana", route, api::Language::en, [&] {
      started.set_value();
      go_on.get_future().wait();
      return api::make_response(201, "text/plain", "done");
    });
    EXPECT_EQ(body(answer), "done");
  });
  started.get_future().wait();
  m_now += std::chrono::hours(100);
  const api::Response meanwhile = send(post("k", "a"), "ana");
  EXPECT_EQ(meanwhile.status, 409) << "also when the first takes longer than answers are kept";
  EXPECT_EQ(header(meanwhile, "Retry-After"), "1");
  EXPECT_EQ(send(post("k", "b"), "ana").status, 422);
  EXPECT_EQ(m_counter.done(), 0);
  go_on.set_value();
  first.join();
}

TEST_F(IdempotencyTest, AnswersAreForgottenInTime) {
  send(post("k", "a"));
  m_now += std::chrono::hours(23);
  EXPECT_EQ(body(send(post("k", "a"))), "1");
  m_now += std::chrono::hours(1);
  EXPECT_EQ(body(send(post("k", "a"))), "2") << "a day after the first";
}

TEST_F(IdempotencyTest, KeysThatCannotBeReadAreSaid) {
  for (const std::string& key : {std::string(" "), std::string("\"\""), std::string(129, 'k'), std::string("a b"), std::string("a\"b"),
                                 std::string("\"a\";x=1"), std::string("a, b"), std::string("caf\xC3\xA9"), std::string("\"")}) {
    EXPECT_EQ(send(post(key, "a")).status, 400) << key;
  }
  api::Request twice = post("a", "a");
  twice.headers.push_back({"idempotency-key", "a"});
  EXPECT_EQ(send(twice).status, 400);
  api::Request empty = post("", "a");
  empty.headers.push_back({"Idempotency-Key", ""});
  EXPECT_EQ(send(empty).status, 400);
  EXPECT_EQ(m_counter.done(), 0);
  EXPECT_EQ(send(post(std::string(128, 'k'), "a")).status, 201);
}

/// A model that remembers everything says which answers are possible: what was evicted is done again, nothing else is.
TEST(IdempotencyBounds, AgreeWithAModel) {
  api::IdempotencyLimits limits;
  limits.entries = 5;
  limits.bytes = 200;
  api::Idempotency store(limits);
  std::mt19937 random(3);
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> kept;  // by account: key and answer, oldest first
  int done = 0;
  for (int round = 0; round < 5000; ++round) {
    const std::string whose = random() % 2 == 0 ? "ana" : "rui";
    const std::string key = "k" + std::to_string(random() % 9);
    const std::size_t size = random() % 90;
    auto& mine = kept[whose];
    const auto found = std::find_if(mine.begin(), mine.end(), [&](const auto& entry) { return entry.first == key; });
    const api::Response answer = store.once(post(key, "a"), whose, route, api::Language::en,
                                            [&] { return api::make_response(201, "", std::to_string(++done) + std::string(size, '.')); });
    if (found != mine.end()) {
      ASSERT_EQ(body(answer), found->second) << round;
      continue;
    }
    ASSERT_EQ(std::stoi(std::string(body(answer))), done) << round;
    mine.emplace_back(key, body(answer));
    const auto bytes = [&] {
      std::size_t sum = 0;
      for (const auto& entry : mine) { sum += entry.second.size() + std::string("Content-Type").size(); }
      return sum;
    };
    while (mine.size() > limits.entries || bytes() > limits.bytes) { mine.erase(mine.begin()); }
  }
  EXPECT_GT(done, 500);
  EXPECT_LT(done, 4500);
}

TEST(IdempotencyBounds, AnAnswerTooLargeIsGivenButNotKept) {
  api::IdempotencyLimits limits;
  limits.bytes = 100;
  api::Idempotency store(limits);
  int done = 0;
  for (int i = 0; i < 2; ++i) {
    const api::Response answer = store.once(post("k", "a"), "ana", route, api::Language::en, [&] {
      ++done;
      return api::make_response(201, "text/plain", std::string(500, 'x'));
    });
    EXPECT_EQ(answer.size(), 500U);
  }
  EXPECT_EQ(done, 2);
}

TEST(IdempotencyThreads, EachKeyIsDoneOnce) {
  api::Idempotency store;
  constexpr int keys = 50;
  std::array<std::atomic<int>, keys> done{};
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < keys * 4; ++i) {
        const int k = (i * 7 + t) % keys;
        const api::Response answer = store.once(post("k" + std::to_string(k), "a"), "ana", route, api::Language::en, [&] {
          ++done[static_cast<std::size_t>(k)];
          return api::make_response(201, "text/plain", std::to_string(k));
        });
        if (answer.status != 409 && (answer.status != 201 || body(answer) != std::to_string(k))) { ++wrong; }
      }
    });
  }
  for (std::thread& thread : threads) { thread.join(); }
  for (const auto& count : done) { EXPECT_EQ(count, 1); }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
