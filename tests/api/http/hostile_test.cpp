// SPDX-License-Identifier: Apache-2.0
// What a hostile or broken client gets: an answer and the end of the connection, while others are served.
#include "tests/api/http/raw_client.hpp"
#include "tests/api/http/test_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <vector>

namespace {

using api_test::Answer;
using api_test::fetch;
using api_test::quick_options;
using api_test::RawClient;
using api_test::request;
using api_test::TestServer;
using testing::HasSubstr;
using testing::Not;

struct Case {
  const char* name;
  std::string bytes;
  int status;
};

const std::string smuggled = "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n";

std::vector<Case> closing_cases() {
  const std::string host = "Host: h\r\n";
  const auto post = [&](const std::string& fields) { return "POST /echo HTTP/1.1\r\n" + host + fields + "\r\n"; };
  return {
      {"twenty thousand slashes", "GET " + std::string(20000, '/') + " HTTP/1.1\r\n" + host + "\r\n", 414},
      {"huge header", "GET / HTTP/1.1\r\n" + host + "X: " + std::string(200000, 'a') + "\r\n\r\n", 431},
      {"huge header name", "GET / HTTP/1.1\r\n" + std::string(200000, 'a'), 431},
      {"tls hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400},
      {"nul", std::string("GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n", 29), 400},
      {"lf only", "GET / HTTP/1.1\nHost: h\n\n", 400},
      {"two lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n") + "abcdef" + smuggled, 400},
      {"length and coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n" + smuggled, 400},
      {"unknown coding", post("Transfer-Encoding: chunked, gzip\r\n") + smuggled, 501},
      {"body too large by length", "POST /hello HTTP/1.1\r\n" + host + "Content-Length: 1000\r\n\r\n" + std::string(900, 'x') + smuggled,
       413},
      {"body too large by chunks", post("Transfer-Encoding: chunked\r\n") + "200000\r\n" + smuggled, 413},
      {"bad chunk", post("Transfer-Encoding: chunked\r\n") + "zz\r\n" + smuggled, 400},
      {"chunk without its end", post("Transfer-Encoding: chunked\r\n") + "3\r\nabcX" + smuggled, 400},
      {"no host", "GET / HTTP/1.1\r\n\r\n" + smuggled, 400},
      {"folded line", "GET / HTTP/1.1\r\n" + host + " x\r\n\r\n" + smuggled, 400},
      {"space before colon", "GET / HTTP/1.1\r\nHost : h\r\n\r\n" + smuggled, 400},
      {"escaped nul", "GET /%00 HTTP/1.1\r\n" + host + "\r\n" + smuggled, 400},
      {"version 2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"trace", "TRACE / HTTP/1.1\r\n" + host + "\r\n" + smuggled, 501},
      {"connect", "CONNECT example.org:443 HTTP/1.1\r\n" + host + "\r\n" + smuggled, 501},
      {"unknown expectation", "GET / HTTP/1.1\r\n" + host + "Expect: tea\r\n\r\n" + smuggled, 417},
      {"after a good request", smuggled + "rubbish \x01\r\n\r\n" + smuggled, 400},
      {"slow head", "GET / HTTP/1.1\r\nHost:", 408},
      {"slow request line", "GE", 408},
      {"slow body", post("Content-Length: 10\r\n") + "abc", 408},
      {"slow chunk", post("Transfer-Encoding: chunked\r\n") + "3\r\na", 408},
      {"chunk cr without lf", post("Transfer-Encoding: chunked\r\n") + "3\r\nabc\r", 408},
  };
}

class Hostile : public testing::Test {
 protected:
  TestServer m_server;
};

TEST_F(Hostile, EachGetsItsAnswerAndTheEnd) {
  std::vector<std::thread> threads;
  for (const Case& c : closing_cases()) {
    threads.emplace_back([this, c] {
      RawClient client(m_server.port());
      client.send(c.bytes);
      if (std::string(c.name) == "after a good request") { EXPECT_EQ(client.read().body, "hello"); }
      const Answer answer = client.read();
      EXPECT_EQ(answer.status, c.status) << c.name;
      EXPECT_EQ(answer.field("Content-Type"), "application/problem+json") << c.name;
      EXPECT_EQ(answer.field("Connection"), "close") << c.name;
      EXPECT_EQ(client.read_to_end(), "") << c.name << ": nothing more, and no reset";
    });
  }
  for (std::thread& thread : threads) { thread.join(); }
  EXPECT_EQ(fetch(m_server.port(), "/hello").status, 200);
}

TEST_F(Hostile, EachByteByByte) {
  for (const Case& c : closing_cases()) {
    if (c.bytes.size() > 2000 || c.status == 408) { continue; }
    RawClient client(m_server.port());
    for (const char byte : c.bytes) {
      if (!client.send({&byte, 1})) { break; }
    }
    if (std::string(c.name) == "after a good request") { client.read(); }
    EXPECT_EQ(client.read().status, c.status) << c.name;
  }
}

TEST_F(Hostile, TheAnswerTo413SurvivesALargeUpload) {
  RawClient client(m_server.port());
  client.send(request("/hello", "Content-Length: 800000\r\n", "POST"));
  client.send(std::string(800000, 'x'));
  EXPECT_EQ(client.read().status, 413);
  client.finish_sending();
  EXPECT_EQ(client.read_to_end(), "");
}

TEST_F(Hostile, AnEndlessUploadIsCut) {
  RawClient client(m_server.port());
  client.send(request("/hello", "Content-Length: 80000000\r\n", "POST"));
  const std::string block(1 << 20, 'x');
  int sent = 0;
  while (sent < 80 && client.send(block)) { ++sent; }
  EXPECT_LT(sent, 80);
}

TEST_F(Hostile, ASilentClientIsClosedWithoutAWord) {
  RawClient client(m_server.port());
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_EQ(m_server.server().stats().timeouts, 0u);
}

TEST_F(Hostile, ThePlaceOfASlowReaderIsNotTakenFromOthers) {
  RawClient slow(m_server.port(), 4096);
  slow.send(request("/cached-big"));
  RawClient slow_too(m_server.port(), 4096);
  slow_too.send(request("/big?bytes=50000000"));
  for (int i = 0; i < 50; ++i) {
    ASSERT_EQ(fetch(m_server.port(), "/hello").body, "hello");
    ASSERT_EQ(fetch(m_server.port(), "/cached").body, "cached");
  }
  EXPECT_EQ(slow.read().body.size(), 50000000u) << "the slow reader gets all of it in the end";
}

TEST_F(Hostile, AFileGoesToSlowReadersPieceByPiece) {
  const std::string whole = fetch(m_server.port(), "/big?bytes=50000000").body;
  std::vector<RawClient> slow;
  for (int i = 0; i < 10; ++i) {  // more than there are threads
    slow.emplace_back(m_server.port(), 4096);
    slow.back().send(request("/file?bytes=50000000"));
  }
  for (int i = 0; i < 50; ++i) { ASSERT_EQ(fetch(m_server.port(), "/hello").body, "hello"); }
  slow[3].abort();
  EXPECT_TRUE(slow[0].read().body == whole);
  slow.clear();
  for (const std::size_t bytes : {0, 1, 20'000}) {
    const std::string target = "?bytes=" + std::to_string(bytes);
    EXPECT_EQ(fetch(m_server.port(), "/file" + target).body, fetch(m_server.port(), "/big" + target).body);
  }
  RawClient client(m_server.port());
  client.send(request("/file?bytes=20000", "Accept-Encoding: gzip\r\n", "HEAD") + request("/file?bytes=3") + request("/hello"));
  const auto head = client.read(true);
  EXPECT_EQ(head.field("Content-Length"), "20000");
  EXPECT_EQ(head.field("Content-Encoding"), "");
  EXPECT_EQ(client.read().body, "0\n1");
  EXPECT_EQ(client.read().body, "hello");
}

TEST_F(Hostile, FilesAreClosedWithTheirLastReader) {
  fetch(m_server.port(), "/hello");
  const int before = api_test::open_files();
  for (int i = 0; i < 20; ++i) {
    RawClient client(m_server.port(), 4096);
    client.send(request("/file?bytes=50000000"));
    EXPECT_FALSE(fetch(m_server.port(), "/hello").body.empty());
    client.abort();
  }
  while (api_test::open_files() > before || m_server.server().stats().open_connections > 0) { std::this_thread::yield(); }
}

TEST_F(Hostile, SendingFarAheadEndsTheConnectionAfterTheAnswer) {
  RawClient client(m_server.port());
  client.send(request("/gate"));
  m_server.gate().await_arrivals(1);
  std::string ahead;
  while (ahead.size() < 200000) { ahead += request("/hello"); }
  client.send(ahead);
  // Another connection's turn shows that ours was read.
  while (m_server.server().stats().requests < 3) { fetch(m_server.port(), "/hello"); }
  m_server.gate().open();
  EXPECT_EQ(client.read().body, "gate");
  client.finish_sending();
  EXPECT_THAT(client.read_to_end(), Not(HasSubstr("TIMEOUT")));
}

TEST(HostileLimits, ASlowReaderIsCutInTheEnd) {
  api::ServerOptions options = quick_options();
  options.write_timeout_ms = 100;
  options.write_min_bytes_per_s = std::size_t{1} << 40;
  TestServer server(options);
  RawClient client(server.port(), 4096);
  client.send(request("/cached-big"));
  while (server.server().stats().slow_readers == 0) { std::this_thread::yield(); }
  EXPECT_LT(client.read_to_end().size(), 50000000u);
}

TEST(HostileLimits, AnIdleConnectionIsClosed) {
  api::ServerOptions options = quick_options();
  options.idle_timeout_ms = 50;
  TestServer server(options);
  RawClient client(server.port());
  client.send(request("/hello"));
  EXPECT_EQ(client.read().status, 200);
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(HostileLimits, AFullQueueIsA503) {
  api::ServerOptions options = quick_options();
  options.worker_threads = 1;
  options.queue_limit = 2;
  TestServer server(options);
  std::vector<std::unique_ptr<RawClient>> clients;
  const auto add = [&] {
    clients.push_back(std::make_unique<RawClient>(server.port()));
    clients.back()->send(request("/gate"));
  };
  add();
  server.gate().await_arrivals(1);
  for (int i = 0; i < 2; ++i) { add(); }
  while (server.server().stats().queued_requests < 2) { std::this_thread::yield(); }
  const Answer refused = fetch(server.port(), "/hello");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.field("Retry-After"), "2");
  EXPECT_EQ(refused.field("Connection"), "") << "the connection is not to blame";
  EXPECT_EQ(fetch(server.port(), "/cached").status, 200) << "the shortcut needs no worker";
  server.gate().open();
  for (const auto& client : clients) { EXPECT_EQ(client->read().body, "gate"); }
  EXPECT_EQ(server.server().stats().overloaded, 1u);
}

TEST(HostileLimits, ARequestThatWaitedTooLongIsA503) {
  api::ServerOptions options = quick_options();
  options.handler_deadline_ms = 0;
  TestServer server(options);
  EXPECT_EQ(fetch(server.port(), "/hello").status, 503);
  EXPECT_EQ(fetch(server.port(), "/cached").status, 200);
}

TEST(HostileLimits, TooManyConnectionsGetA503) {
  api::ServerOptions options = quick_options();
  options.max_connections = 3;
  options.header_timeout_ms = 5000;
  TestServer server(options);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<RawClient>(server.port()));
    clients.back()->send(request("/hello"));
    EXPECT_EQ(clients.back()->read().status, 200);
  }
  RawClient refused(server.port());
  EXPECT_EQ(refused.read().status, 503);
  EXPECT_EQ(refused.read_to_end(), "");
  clients.pop_back();
  while (server.server().stats().open_connections > 2) { std::this_thread::yield(); }
  EXPECT_EQ(fetch(server.port(), "/hello").status, 200);
}

TEST(HostileLimits, BodiesTogetherAreBounded) {
  api::ServerOptions options = quick_options();
  options.total_body_bytes = 1000;
  TestServer server(options);
  RawClient client(server.port());
  client.send(request("/echo", "Content-Length: 900\r\n", "POST") + std::string(900, 'x'));
  EXPECT_EQ(client.read().status, 200);
  client.send(request("/echo", "Content-Length: 2000\r\n", "POST") + std::string(1990, 'x'));
  EXPECT_EQ(client.read().status, 503);
  EXPECT_EQ(fetch(server.port(), "/hello").status, 200);
}

}  // namespace
