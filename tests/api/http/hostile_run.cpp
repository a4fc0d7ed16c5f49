// SPDX-License-Identifier: Apache-2.0
#include "tests/api/http/hostile_run.hpp"

#include "tests/api/http/raw_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

namespace api_test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr auto patience = std::chrono::seconds(15);

std::string address_of(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

std::string filled_in(std::string bytes, std::uint16_t port) {
  const std::string mark = "{host}";
  for (std::size_t at = bytes.find(mark); at != std::string::npos; at = bytes.find(mark, at)) {
    bytes.replace(at, mark.size(), address_of(port));
  }
  return bytes;
}

std::string good_request(std::uint16_t port) { return filled_in("GET /health HTTP/1.1\r\nHost: {host}\r\n\r\n", port); }

void expect_health(std::uint16_t port) {
  RawClient client(port);
  client.send(good_request(port));
  EXPECT_EQ(client.read().status, 200) << "the server still answers";
}

void expect_problem(const Answer& answer, const std::string& name) {
  EXPECT_EQ(answer.field("Content-Type"), "application/problem+json") << name;
  EXPECT_FALSE(answer.field("Content-Language").empty()) << name;
  const std::string id = answer.field("X-Request-Id");
  EXPECT_EQ(id.size(), 13U) << name;
  EXPECT_THAT(answer.body, HasSubstr("\"request_id\":\"" + id + "\"")) << name;
  EXPECT_THAT(answer.body, HasSubstr("\"status\":" + std::to_string(answer.status))) << name;
  EXPECT_EQ(answer.status == 405, !answer.field("Allow").empty()) << name;
}

void send_all(RawClient& client, const std::string& bytes, bool split) {
  if (!split) {
    client.send(bytes);
    return;
  }
  for (const char byte : bytes) {
    if (!client.send({&byte, 1})) { return; }
  }
}

void expect_answer(std::uint16_t port, const HostileCase& c, bool split) {
  const auto start = std::chrono::steady_clock::now();
  RawClient client(port);
  send_all(client, filled_in(c.bytes, port), split);
  if (c.half_close) { client.finish_sending(); }
  for (const int status : c.statuses) {
    const Answer answer = client.read();
    ASSERT_EQ(answer.status, status) << c.name << ": " << answer.head << answer.body;
    if (status >= 400) { expect_problem(answer, c.name); }
  }
  if (c.end == HostileCase::End::open) {
    client.send(good_request(port));
    EXPECT_EQ(client.read().status, 200) << c.name << ": the connection goes on";
  } else {
    EXPECT_EQ(client.read_to_end(), "") << c.name << ": nothing more, and no reset";
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, patience) << c.name;
}

void expect_every_cut(std::uint16_t port) {
  const std::string bytes = filled_in(
      "POST /health?f=json HTTP/1.1\r\nHost: {host}\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n",
      port);
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    RawClient client(port);
    client.send(bytes.substr(0, cut));
    // An answer in between gives the first piece time to arrive alone.
    if (cut % 4 == 0) { expect_health(port); }
    client.send(bytes.substr(cut) + good_request(port));
    ASSERT_EQ(client.read().status, 405) << "cut at " << cut;
    ASSERT_EQ(client.read().status, 200) << "cut at " << cut;
  }
}

void expect_no_place_taken_by_slow_readers(std::uint16_t port) {
  std::vector<std::unique_ptr<RawClient>> readers;
  const std::string request = filled_in("GET /api HTTP/1.1\r\nHost: {host}\r\n\r\n", port);
  for (int i = 0; i < 20; ++i) {
    readers.push_back(std::make_unique<RawClient>(port, 2048));
    std::string ahead;
    for (int k = 0; k < 50; ++k) { ahead += request; }
    readers.back()->send(ahead);
  }
  for (int i = 0; i < 20; ++i) { expect_health(port); }
  for (const auto& reader : readers) { ASSERT_EQ(reader->read().status, 200) << "the slow get their answers in the end"; }
}

void expect_storms_weathered(std::uint16_t port) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([port, t] {
      for (int i = 0; i < 250; ++i) {
        RawClient client(port);
        switch ((i + t) % 5) {
          case 0: break;
          case 1: client.send("GET / HT"); break;
          case 2: client.send(good_request(port)); break;
          case 3: client.send(filled_in("POST /health HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100\r\n\r\nabc", port)); break;
          case 4: client.send(std::string(3000, '\x16')); break;
        }
        if (i % 2 == 0) { client.abort(); }
      }
    });
  }
  for (std::thread& thread : threads) { thread.join(); }
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 300; ++i) { idle.push_back(std::make_unique<RawClient>(port)); }
  expect_health(port);
}

void expect_uploads_cut(std::uint16_t port) {
  RawClient client(port);
  client.send(filled_in("POST /health HTTP/1.1\r\nHost: {host}\r\nContent-Length: 500000000\r\n\r\n", port));
  const std::string block(std::size_t{1} << 20, 'x');
  int sent = 0;
  while (sent < 500 && client.send(block)) { ++sent; }
  EXPECT_LT(sent, 500) << "nobody reads half a gigabyte for a 413";
}

void expect_long_conversations(std::uint16_t port) {
  RawClient client(port);
  for (int i = 0; i < 1000; ++i) {
    client.send(good_request(port));
    ASSERT_EQ(client.read().status, 200) << i;
  }
  RawClient asks_first(port);
  asks_first.send(filled_in("POST /health HTTP/1.1\r\nHost: {host}\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n", port));
  EXPECT_EQ(asks_first.read().status, 100);
  asks_first.send("body");
  EXPECT_EQ(asks_first.read().status, 405);
}

/// Answers that are not read while more is asked for: the server stops listening before its memory is full.
void expect_no_hoard(std::uint16_t port) {
  RawClient client(port, 2048);
  std::string ahead;
  while (ahead.size() < 2'000'000) { ahead += filled_in("GET /api HTTP/1.1\r\nHost: {host}\r\n\r\n", port); }
  std::thread sender([&] { client.send(ahead); });
  expect_health(port);
  const std::string all = client.read_to_end();
  sender.join();
  EXPECT_THAT(all, Not(HasSubstr("TIMEOUT")));
}

}  // namespace

void expect_answers(std::uint16_t port, const std::vector<HostileCase>& cases, std::size_t threads, bool split) {
  constexpr std::size_t short_bytes = 2000;
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> pool;
  for (std::size_t t = 0; t < threads; ++t) {
    pool.emplace_back([&] {
      for (std::size_t i = next++; i < cases.size(); i = next++) {
        if (!split || cases[i].bytes.size() <= short_bytes) { expect_answer(port, cases[i], split); }
      }
    });
  }
  for (std::thread& thread : pool) { thread.join(); }
  expect_health(port);
}

void expect_survival(std::uint16_t port) {
  for (const auto& part : {expect_every_cut, expect_no_place_taken_by_slow_readers, expect_storms_weathered, expect_uploads_cut,
                           expect_long_conversations, expect_no_hoard}) {
    part(port);
    expect_health(port);
  }
}

void expect_no_growth(const std::function<int()>& count, int before) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (count() > before && std::chrono::steady_clock::now() < end) { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }
  EXPECT_LE(count(), before);
}

}  // namespace api_test
