// SPDX-License-Identifier: Apache-2.0
// What a well-behaved client sees.
#include "tests/api/http/decoded.hpp"
#include "tests/api/http/raw_client.hpp"
#include "tests/api/http/test_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace {

using api_test::Answer;
using api_test::fetch;
using api_test::RawClient;
using api_test::request;
using api_test::TestServer;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Answers : public testing::Test {
 protected:
  TestServer m_server;
};

TEST_F(Answers, KeepsTheConnectionInHttp11) {
  RawClient client(m_server.port());
  for (int i = 0; i < 3; ++i) {
    client.send(request("/hello"));
    const Answer answer = client.read();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.field("Connection"), "");
    EXPECT_EQ(answer.field("Date").size(), 29u);
  }
}

TEST_F(Answers, ClosesWhenAskedTo) {
  RawClient client(m_server.port());
  client.send(request("/hello", "Connection: close\r\n"));
  EXPECT_EQ(client.read().field("Connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST_F(Answers, ClosesAfterHttp10UnlessKeepAlive) {
  RawClient first(m_server.port());
  first.send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_EQ(first.read().body, "hello");
  EXPECT_TRUE(first.ended());
  RawClient second(m_server.port());
  second.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(second.read().field("Connection"), "keep-alive");
  second.send("GET /cached HTTP/1.0\r\n\r\n");
  EXPECT_EQ(second.read().body, "cached");
  EXPECT_TRUE(second.ended());
}

TEST_F(Answers, PassesQueryAndBodyOn) {
  EXPECT_EQ(fetch(m_server.port(), "/query?b=1&a=%C3%A9&b=2").body, "b=1;a=\xC3\xA9;b=2;");
  RawClient client(m_server.port());
  client.send(request("/echo", "Content-Length: 4\r\n", "POST") + "body");
  EXPECT_EQ(client.read().body, "body");
}

TEST_F(Answers, HeadHasTheLengthButNoBody) {
  for (const char* path : {"/hello", "/cached"}) {
    RawClient client(m_server.port());
    client.send(request(path, "", "HEAD") + request("/method"));
    const Answer head = client.read(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.field("Content-Length"), std::string(path) == "/hello" ? "5" : "6");
    EXPECT_EQ(client.read().body, "GET") << "bytes of a body would come first";
  }
  EXPECT_EQ(fetch(m_server.port(), "/method", "", "HEAD").field("Content-Length"), "4") << "handlers see HEAD";
}

TEST_F(Answers, NoContentAndNotModifiedHaveNoLength) {
  for (const char* path : {"/empty", "/same"}) {
    RawClient client(m_server.port());
    client.send(request(path) + request("/hello"));
    const Answer answer = client.read(true);
    EXPECT_EQ(answer.status, std::string(path) == "/empty" ? 204 : 304);
    EXPECT_THAT(answer.head, Not(HasSubstr("Content-Length")));
    EXPECT_EQ(client.read().body, "hello");
  }
}

TEST_F(Answers, EmptyBodyHasLengthZero) { EXPECT_EQ(fetch(m_server.port(), "/big?bytes=0").field("Content-Length"), "0"); }

TEST_F(Answers, PipelinedRequestsAreAnsweredInOrder) {
  RawClient client(m_server.port());
  client.send(request("/gate") + request("/cached") + request("/hello") + request("/echo", "Content-Length: 2\r\n", "POST") + "ab" +
              request("/cached"));
  m_server.gate().await_arrivals(1);
  EXPECT_EQ(m_server.server().stats().requests, 1u) << "later requests wait";
  m_server.gate().open();
  for (const char* expected : {"gate", "cached", "hello", "ab", "cached"}) { EXPECT_EQ(client.read().body, expected); }
}

TEST_F(Answers, ManyPipelinedRequests) {
  RawClient client(m_server.port());
  std::string all;
  for (int i = 0; i < 300; ++i) { all += request(i % 3 == 0 ? "/hello" : "/cached"); }
  client.send(all);
  for (int i = 0; i < 300; ++i) { ASSERT_EQ(client.read().body, i % 3 == 0 ? "hello" : "cached") << i; }
}

TEST_F(Answers, ContinueComesBeforeTheBody) {
  RawClient client(m_server.port());
  client.send(request("/echo", "Expect: 100-continue\r\nContent-Length: 4\r\n", "PUT"));
  EXPECT_THAT(client.read().head, StartsWith("HTTP/1.1 100 Continue\r\n"));
  client.send("body");
  EXPECT_EQ(client.read().body, "body");
}

TEST_F(Answers, ContinueIsNotSentForABodyTooLarge) {
  RawClient client(m_server.port());
  client.send(request("/hello", "Expect: 100-continue\r\nContent-Length: 101\r\n", "PUT"));
  EXPECT_EQ(client.read().status, 413);
  EXPECT_TRUE(client.ended());
}

TEST_F(Answers, ContinueIsNotSentWhenTheBodyIsThere) {
  RawClient client(m_server.port());
  client.send(request("/echo", "Expect: 100-continue\r\nContent-Length: 4\r\n", "PUT") + "body");
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(Answers, ChunkedBodyInAnyCut) {
  const std::string bytes = request("/echo", "Transfer-Encoding: chunked\r\n", "POST") + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-T: 1\r\n\r\n";
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    RawClient client(m_server.port());
    client.send(bytes.substr(0, cut));
    if (cut % 4 == 0) {
      fetch(m_server.port(), "/hello");  // gives the first piece time to arrive alone
    }
    client.send(bytes.substr(cut));
    ASSERT_EQ(client.read().body, "abcde") << "cut at " << cut;
  }
}

TEST_F(Answers, BigBodiesBothWays) {
  RawClient client(m_server.port());
  const std::string body(1 << 20, 'b');
  client.send(request("/echo", "Content-Length: 1048576\r\n", "POST") + body);
  EXPECT_EQ(client.read().body, body);
  client.send(request("/big?bytes=20000000"));
  EXPECT_EQ(client.read().body.size(), 20000000u);
  client.send(request("/hello"));
  EXPECT_EQ(client.read().body, "hello");
}

TEST_F(Answers, GzipWhereItHelps) {
  const Answer plain = fetch(m_server.port(), "/text?bytes=5000");
  EXPECT_EQ(plain.field("Vary"), "Accept-Encoding");
  EXPECT_EQ(plain.field("ETag"), "\"v1\"");
  EXPECT_EQ(plain.body.size(), 5000u);
  const Answer packed = fetch(m_server.port(), "/text?bytes=5000", "Accept-Encoding: deflate, gzip\r\n");
  EXPECT_EQ(packed.field("Content-Encoding"), "gzip");
  EXPECT_EQ(packed.field("ETag"), "\"v1-gz\"");
  EXPECT_EQ(api_test::decoded("gzip", packed.body, 5000), plain.body);
  const Answer head = fetch(m_server.port(), "/text?bytes=5000", "Accept-Encoding: gzip\r\n", "HEAD");
  EXPECT_EQ(head.field("Content-Length"), packed.field("Content-Length"));
}

TEST_F(Answers, EveryAnswerTellsItsRequestId) {
  RawClient client(m_server.port());
  client.send(request("/hello") + request("/cached") + "GET / HTTP/9\r\n");
  const std::string first = client.read().field("X-Request-Id");
  const std::string second = client.read().field("X-Request-Id");
  const Answer refused = client.read();
  EXPECT_EQ(first.size(), 13U);
  EXPECT_EQ(second.size(), 13U);
  EXPECT_NE(first, second);
  EXPECT_THAT(refused.body, HasSubstr("\"request_id\":\"" + refused.field("X-Request-Id") + "\""));
}

TEST_F(Answers, RefusalsSpeakTheLanguageAskedFor) {
  const std::string upload = "Content-Length: 101\r\n";
  const Answer pt = fetch(m_server.port(), "/hello", "Accept-Language: pt-MZ\r\n" + upload, "POST");
  EXPECT_EQ(pt.field("Content-Language"), "pt");
  EXPECT_THAT(pt.body, HasSubstr("O corpo é maior do que este recurso aceita."));
  const Answer en = fetch(m_server.port(), "/hello", upload, "POST");
  EXPECT_EQ(en.field("Content-Language"), "en");
  EXPECT_THAT(en.body, HasSubstr("The body is larger than this resource accepts."));
  EXPECT_THAT(fetch(m_server.port(), "/throw", "Accept-Language: pt\r\n").body, HasSubstr("Não foi possível responder"));
  EXPECT_THAT(fetch(m_server.port(), "/hello", "Accept-Language: pt\r\nX : 1\r\n").body, HasSubstr("Um nome do cabeçalho"));
}

TEST_F(Answers, ErrorsAreProblemsWithTheRequestId) {
  const Answer answer = fetch(m_server.port(), "/throw");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
  ASSERT_EQ(m_server.error_lines().size(), 1u);
  const std::string line = m_server.error_lines().front();
  EXPECT_THAT(line, HasSubstr("secret"));
  EXPECT_THAT(answer.body, HasSubstr("\"request_id\":\"" + line.substr(0, 13) + "\""));
}

TEST_F(Answers, AnyThrowIsA500) {
  EXPECT_EQ(fetch(m_server.port(), "/throw42").status, 500);
  EXPECT_EQ(fetch(m_server.port(), "/hello").status, 200);
}

TEST_F(Answers, ABrokenResponseIsA500) {
  const Answer answer = fetch(m_server.port(), "/inject");
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.head, Not(HasSubstr("Set-Cookie")));
}

TEST_F(Answers, FramingFieldsOfHandlersAreReplaced) {
  const Answer answer = fetch(m_server.port(), "/framing?bytes=3");
  EXPECT_EQ(answer.field("Content-Length"), "3");
  EXPECT_THAT(answer.head, Not(HasSubstr("Transfer-Encoding")));
}

TEST_F(Answers, TheAccessLogHasNoQuery) {
  fetch(m_server.port(), "/query?bbox=1,2,3,4&token=abc");
  RawClient(m_server.port()).send("BAD\r\n\r\n");
  // A line is written after its answer was sent.
  while (m_server.access_lines().size() < 2) { std::this_thread::yield(); }
  EXPECT_THAT(m_server.access_lines(), testing::Contains("GET /query 200 23"));
  EXPECT_THAT(m_server.access_lines(), testing::Contains(StartsWith("  400")));
  EXPECT_THAT(m_server.access_lines(), testing::Each(Not(HasSubstr("token"))));
}

TEST_F(Answers, AClientThatEndsItsSendingStillGetsItsAnswer) {
  for (const char* path : {"/gate", "/big?bytes=20000000", "/cached"}) {
    RawClient client(m_server.port());
    client.send(request(path));
    client.finish_sending();
    if (std::string(path) == "/gate") { m_server.gate().await_arrivals(1); }
    m_server.gate().open();
    std::string all = client.read_to_end();
    const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";  // where the answer took a while
    if (all.compare(0, interim.size(), interim) == 0) { all.erase(0, interim.size()); }
    EXPECT_THAT(all.substr(0, 17), StartsWith("HTTP/1.1 200 OK")) << path;
    EXPECT_GT(all.size(), std::string(path).substr(0, 4) == "/big" ? 20000000u : 50u);
  }
}

}  // namespace
