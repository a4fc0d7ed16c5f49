// SPDX-License-Identifier: Apache-2.0
// Starting, stopping, and what is left behind.
#include "tests/api/http/raw_client.hpp"
#include "tests/api/http/test_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using api_test::fetch;
using api_test::open_files;
using api_test::quick_options;
using api_test::RawClient;
using api_test::request;
using api_test::TestServer;

void await_connections(TestServer& server, std::size_t count) {
  while (server.server().stats().open_connections != count) { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }
}

TEST(Life, AbortedConnectionsLeaveNothingOpen) {
  TestServer server;
  fetch(server.port(), "/hello");
  await_connections(server, 0);
  const int before = open_files();
  for (int i = 0; i < 500; ++i) {
    RawClient client(server.port(), 4096);
    switch (i % 5) {
      case 0: break;
      case 1: client.send("GET / HT"); break;
      case 2: client.send(request("/big?bytes=3000000")); break;
      case 3: client.send(request("/cached-big")); break;
      case 4: client.send(request("/hello") + request("/echo", "Content-Length: 9\r\n", "POST")); break;
    }
    if (i % 2 == 0) { client.abort(); }
  }
  await_connections(server, 0);
  EXPECT_EQ(open_files(), before);
  EXPECT_EQ(fetch(server.port(), "/hello").status, 200);
}

TEST(Life, AHandlerWhoseClientIsGoneLeavesNothingOpen) {
  TestServer server;
  const int before = open_files();
  {
    RawClient reset(server.port());
    RawClient closed(server.port());
    reset.send(request("/gate"));
    closed.send(request("/gate"));
    server.gate().await_arrivals(2);
    reset.abort();
  }
  server.gate().open();
  while (server.server().stats().active_requests > 0) { std::this_thread::yield(); }
  await_connections(server, 0);
  EXPECT_EQ(open_files(), before);
  // The reset is seen at once; whether the plain close is, depends on which comes first: its answer or the client's reset.
  EXPECT_GE(server.server().stats().cancelled, 1u);
}

/// A browser that gives a request up ends its connection as one does that has no more to say, but waits: only who is gone is cancelled.
TEST(Life, AHandlerLearnsThatItsClientIsGoneAndNotThatItIsSilent) {
  std::atomic<bool> is_silent_answered = false;
  api::ServerOptions options = quick_options();
  options.worker_threads = 4;
  api::Server server(options, [&](const api::Request& wanted) {
    const bool is_silent = wanted.path == "/silent";
    while (!*wanted.cancelled && !(is_silent && is_silent_answered)) { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }
    return api::make_response(*wanted.cancelled ? 500 : 200, "text/plain", "here");
  });
  server.start();
  RawClient silent(server.port());
  RawClient old(server.port());
  silent.send(request("/silent"));
  old.send("GET /silent HTTP/1.0\r\n\r\n");
  while (server.stats().active_requests < 2) { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }
  silent.finish_sending();
  old.finish_sending();
  { RawClient(server.port()).send(request("/gone")); }
  while (server.stats().cancelled == 0) { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }
  EXPECT_EQ(silent.read(true).status, 100) << "asked whether it is there";
  is_silent_answered = true;
  EXPECT_EQ(silent.read().status, 200);
  EXPECT_EQ(old.read().status, 200) << "knows no interim answer, gets none";
  while (server.stats().active_requests > 0) { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }
  server.stop(std::chrono::seconds(1));
}

/// One worker: whoever waits for somebody else gives it to those who do not.
TEST(Life, WhatMustWaitForAnotherLetsOthersGoFirst) {
  std::atomic<bool> is_ready = false;
  std::atomic<int> asked = 0;
  api::ServerOptions options = quick_options();
  options.worker_threads = 1;
  api::Server server(options, [&](const api::Request& wanted) {
    api::Response response;
    if (wanted.path == "/slow" && !is_ready) {
      ++asked;
      response.status = 503;
      response.later = true;
    }
    return response;
  });
  server.start();
  std::thread waiting([&] { EXPECT_EQ(fetch(server.port(), "/slow").status, 200); });
  while (asked < 2) { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }
  EXPECT_EQ(fetch(server.port(), "/quick").status, 200);
  is_ready = true;
  waiting.join();
  server.stop(std::chrono::seconds(1));
}

/// It is told so when its time is over.
TEST(Life, WhatWaitsForAnotherTooLongIsTold) {
  api::ServerOptions options = quick_options();
  options.handler_deadline_ms = 100;
  api::Server server(options, [](const api::Request&) {
    api::Response response;
    response.status = 503;
    response.later = true;
    return response;
  });
  server.start();
  EXPECT_EQ(fetch(server.port(), "/never").status, 503);
  EXPECT_EQ(server.stats().active_requests, 0U);
  server.stop(std::chrono::seconds(1));
}

TEST(Life, StopAnswersEveryRequestReceived) {
  TestServer server;
  RawClient handling(server.port());
  RawClient reading(server.port());
  RawClient idle(server.port());
  handling.send(request("/gate"));
  server.gate().await_arrivals(1);
  reading.send(request("/cached-big"));
  idle.send(request("/hello"));
  EXPECT_EQ(idle.read().status, 200);
  while (server.server().stats().requests < 3) { std::this_thread::yield(); }
  std::thread stopper([&] { server.server().stop(std::chrono::seconds(20)); });
  EXPECT_EQ(idle.read_to_end(), "") << "an idle connection is closed";
  EXPECT_THROW(RawClient(server.port()), std::runtime_error) << "nobody is let in any more";
  server.gate().open();
  const api_test::Answer answer = handling.read();
  EXPECT_EQ(answer.body, "gate");
  EXPECT_EQ(answer.field("Connection"), "close");
  EXPECT_EQ(reading.read().body.size(), 50000000u);
  reading.finish_sending();
  stopper.join();
}

TEST(Life, StopAnswersPipelinedRequestsReceived) {
  TestServer server;
  RawClient client(server.port());
  client.send(request("/gate") + request("/hello") + request("/cached") + request("/hello"));
  server.gate().await_arrivals(1);
  std::thread stopper([&] { server.server().stop(std::chrono::seconds(20)); });
  while (true) {  // until the port is closed, and so the server is stopping
    try {
      const RawClient probe(server.port());
    } catch (const std::runtime_error&) { break; }
  }
  server.gate().open();
  for (const char* expected : {"gate", "hello", "cached"}) {
    const api_test::Answer answer = client.read();
    EXPECT_EQ(answer.body, expected);
    EXPECT_EQ(answer.field("Connection"), "");
  }
  EXPECT_EQ(client.read().field("Connection"), "close");
  stopper.join();
}

TEST(Life, StartingAndStoppingOftenStaysPossible) {
  std::vector<int> files;
  for (int i = 0; i < 5; ++i) {
    TestServer server;
    EXPECT_EQ(fetch(server.port(), "/hello").status, 200);
    server.server().stop(std::chrono::milliseconds(100));
    files.push_back(open_files());
  }
  // Pistache 0.0.5 never closes five descriptors of each listener; nothing of ours may add to them.
  EXPECT_LE(files.back() - files.front(), 4 * 5);
}

TEST(Life, StopWithoutGraceCutsWhatRuns) {
  TestServer server;
  RawClient client(server.port());
  client.send(request("/gate"));
  server.gate().await_arrivals(1);
  std::thread opener([&] {
    EXPECT_EQ(client.read_to_end(), "");
    server.gate().open();
  });
  server.server().stop(std::chrono::milliseconds(0));
  opener.join();
}

/// Clients that ask without pause while the server stops: each request must be answered whole, or find a connection that
/// an earlier answer had declared closed.
TEST(Life, StopUnderLoadLosesNoAnswer) {
  for (int round = 0; round < 5; ++round) {
    TestServer server;
    std::atomic<int> answered{0};
    std::atomic<int> lost{0};
    // All connect before any is served: a thread that begins late must not meet a server that has stopped listening.
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 8; ++i) { clients.push_back(std::make_unique<RawClient>(server.port())); }
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        const std::string text = request(i % 2 == 0 ? "/hello" : "/big?bytes=300000");
        RawClient& client = *clients[static_cast<std::size_t>(i)];
        while (true) {
          client.send(text);
          const api_test::Answer answer = client.read();
          if (answer.status != 200) { ++lost; }
          if (answer.status != 200 || answer.field("Connection") == "close") { return; }
          ++answered;
        }
      });
    }
    while (answered < 200) { std::this_thread::yield(); }
    server.server().stop(std::chrono::seconds(20));
    for (std::thread& thread : threads) { thread.join(); }
    EXPECT_EQ(lost, 0);
  }
}

TEST(Life, ATakenPortIsSaid) {
  TestServer server;
  api::ServerOptions options = quick_options();
  options.port = server.port();
  try {
    TestServer second(options);
    ADD_FAILURE() << "two servers on one port";
  } catch (const std::runtime_error& error) { EXPECT_EQ(std::string(error.what()).substr(0, 23), "Cannot listen on 127.0."); }
}

TEST(Life, ServesIpv6) {
  api::ServerOptions options = quick_options();
  options.address = "::1";
  try {
    TestServer server(options);
    EXPECT_NE(server.port(), 0);
  } catch (const std::runtime_error&) { GTEST_SKIP() << "no IPv6 here"; }
}

}  // namespace
