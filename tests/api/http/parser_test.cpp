// SPDX-License-Identifier: Apache-2.0
#include "api/http/parser.hpp"

#include "tests/api/http/parse_all.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace {

using api_test::parse_all;

struct Case {
  const char* name;
  std::string bytes;
  std::string expected;  ///< start of what parse_all says
};

std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n"; }
std::string with(const std::string& fields) { return "GET / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n\r\n"; }
std::string post(const std::string& fields, const std::string& body) {
  return "POST /p HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n\r\n" + body;
}
std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked", body); }
std::string repeat(const std::string& text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) { out += text; }
  return out;
}
const std::string nul(1, '\0');

std::vector<Case> accepted_cases() {
  const std::string te = "<Host|h> <Transfer-Encoding|chunked> minor 1 keep {";
  return {
      {"plain", get("/a"), "GET /a [/a] <Host|h> minor 1 keep {}\nend"},
      {"http 1.0 needs no host", "GET / HTTP/1.0\r\n\r\n", "GET / [/] minor 0 close {}\nend"},
      {"http 1.0 keep-alive", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET / [/] <Connection|Keep-Alive> minor 0 keep"},
      {"http 1.1 close", with("Connection: x, CLOSE"), "GET / [/] <Host|h> <Connection|x, CLOSE> minor 1 close"},
      {"http 1.2 is read as 1.1", "GET / HTTP/1.2\r\nHost: h\r\n\r\n", "GET / [/] <Host|h> minor 1 keep"},
      {"two blank lines before", "\r\n\r\n" + get("/"), "GET / [/] <Host|h> minor 1 keep {}\nend"},
      {"escapes decoded once", get("/caf%C3%A9/%2541"), "GET /caf%C3%A9/%2541 [/caf\xC3\xA9/%41]"},
      {"raw utf-8 path", get("/caf\xC3\xA9"), "GET /caf\xC3\xA9 [/caf\xC3\xA9]"},
      {"dots are not resolved", get("/a/../b"), "GET /a/../b [/a/../b]"},
      {"query order and repeats", get("/?b=1&a=2&b=3"), "GET /?b=1&a=2&b=3 [/] ?b=1 ?a=2 ?b=3 <"},
      {"query empties", get("/?&&x&=y&z="), "GET /?&&x&=y&z= [/] ?x= ?=y ?z= <"},
      {"query plus and escapes", get("/?q=a+b%2Bc%26"), "GET /?q=a+b%2Bc%26 [/] ?q=a b+c& <"},
      {"second question mark", get("/?a=b?c=d"), "GET /?a=b?c=d [/] ?a=b?c=d <"},
      {"absolute form", get("http://Other:80/x?y=1"), "GET /x?y=1 [/x] ?y=1 <Host|Other:80>"},
      {"absolute form without path", get("http://other"), "GET / [/] <Host|other>"},
      {"absolute form with query only", get("http://other?a"), "GET /?a [/] ?a= <Host|other>"},
      {"options of the server", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "OPTIONS * [*] <Host|h> minor 1 keep"},
      {"values are trimmed", with("X-A: \t a b \t"), "GET / [/] <Host|h> <X-A|a b> minor"},
      {"empty value", with("X-A:"), "GET / [/] <Host|h> <X-A|> minor"},
      {"repeated other field", with("Accept: a\r\nAccept: b"), "GET / [/] <Host|h> <Accept|a> <Accept|b> minor"},
      {"odd but legal accept", with("Accept: *; q=.2"), "GET / [/] <Host|h> <Accept|*; q=.2>"},
      {"latin1 in a value", with("X-A: \xE9"), "GET / [/] <Host|h> <X-A|\xE9>"},
      {"ipv6 host", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "GET / [/] <Host|[::1]:8080>"},
      {"body by length", post("Content-Length: 3", "abc"), "POST /p [/p] <Host|h> <Content-Length|3> minor 1 keep {abc}\nend"},
      {"length with zeros", post("Content-Length: 003", "abc"), "POST /p [/p] <Host|h> <Content-Length|003> minor 1 keep {abc}\nend"},
      {"no length, no body", "POST /p HTTP/1.1\r\nHost: h\r\n\r\n", "POST /p [/p] <Host|h> minor 1 keep {}\nend"},
      {"body at the limit", post("Content-Length: 1000", std::string(1000, 'x')), "POST /p"},
      {"chunks", chunked("3\r\nabc\r\n0A\r\n0123456789\r\n0\r\n\r\n"), "POST /p [/p] " + te + "abc0123456789}\nend"},
      {"chunk extensions", chunked("3;a=b;c=\"d\"\r\nabc\r\n0;z\r\n\r\n"), "POST /p [/p] " + te + "abc}\nend"},
      {"trailers are dropped", chunked("1\r\na\r\n0\r\nX-Sum: 1\r\nHost: evil\r\n\r\n"), "POST /p [/p] " + te + "a}\nend"},
      {"coding name in capitals", post("Transfer-Encoding: Chunked", "0\r\n\r\n"), "POST /p"},
      {"expect", post("Expect: 100-Continue\r\nContent-Length: 1", "x"),
       "POST /p [/p] <Host|h> <Expect|100-Continue> <Content-Length|1> minor 1 keep expect {x}"},
      {"pipelined", get("/1") + post("Content-Length: 1", "x") + get("/2"),
       "GET /1 [/1] <Host|h> minor 1 keep {}\nPOST /p [/p] <Host|h> <Content-Length|1> minor 1 keep {x}\nGET /2"},
      {"incomplete head", "GET / HTTP/1.1\r\nHost: h\r\n", "more"},
      {"incomplete body", post("Content-Length: 5", "abc"), "more"},
      {"longest request line", get("/" + std::string(8192 - 14, 'a')), "GET /aaa"},
      {"as many fields as allowed", with("X: " + repeat("1\r\nX: ", 98) + "1"), "GET / [/] <Host|h> <X|1>"},
      {"twenty thousand slashes over six requests", repeat(get(std::string(3500, '/')), 6), "GET ////"},
  };
}

std::vector<Case> refused_cases() {
  const auto line = [](const std::string& first) { return first + "\r\nHost: h\r\n\r\n"; };
  return {
      {"twenty thousand slashes", get(std::string(20000, '/')), "414"},
      {"request line one too long", get("/" + std::string(8192 - 13, 'a')), "414"},
      {"endless request line", std::string(100000, 'A'), "414"},
      {"headers too large", with("X: " + std::string(17000, 'a')), "431"},
      {"headers too large without an end", "GET / HTTP/1.1\r\n" + std::string(17000, 'a'), "431"},
      {"one field too many", with(repeat("X: 1\r\n", 100) + "X: 1"), "431"},
      {"tls hello", std::string("\x16\x03\x01\x02", 4), "400"},
      {"binary junk", "\xff\xfe", "400"},
      {"space first", " GET / HTTP/1.1\r\n", "400"},
      {"three blank lines", "\r\n\r\n\r\nGET", "400"},
      {"lf only", "GET / HTTP/1.1\nHost: h\n\n", "400"},
      {"lf only in the fields", "GET / HTTP/1.1\r\nHost: h\n\r\n", "400"},
      {"bare cr in the request line", line("GET /\rx HTTP/1.1"), "400"},
      {"bare cr in a value", with("X: a\rb"), "400"},
      {"cr cr lf", with("X: a\r"), "400"},
      {"nul in the target", line("GET /" + nul + " HTTP/1.1"), "400"},
      {"nul in a value", with("X: a" + nul + "b"), "400"},
      {"nul in a name", with("X" + nul + ": a"), "400"},
      {"delete in a value", with("X: a\x7f"), "400"},
      {"escape in a value", with("X: \x1b[1m"), "400"},
      {"no version", line("GET /"), "400"},
      {"empty version", line("GET / "), "400"},
      {"two spaces", line("GET  / HTTP/1.1"), "400"},
      {"space in the target", line("GET /a b HTTP/1.1"), "400"},
      {"tab for space", line("GET\t/\tHTTP/1.1"), "400"},
      {"version in lower case", line("GET / http/1.1"), "400"},
      {"version with three numbers", line("GET / HTTP/1.1.1"), "400"},
      {"version 2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
      {"version 0.9", line("GET / HTTP/0.9"), "505"},
      {"version 3.0", line("GET / HTTP/3.0"), "505"},
      {"unknown method", line("PROPFIND / HTTP/1.1"), "501"},
      {"method in lower case", line("get / HTTP/1.1"), "501"},
      {"trace", line("TRACE / HTTP/1.1"), "501"},
      {"connect", line("CONNECT h:80 HTTP/1.1"), "501"},
      {"bad method character", line("GE(T / HTTP/1.1"), "400"},
      {"target without slash", line("GET x HTTP/1.1"), "400"},
      {"star for get", line("GET * HTTP/1.1"), "400"},
      {"other scheme", line("GET ftp://h/ HTTP/1.1"), "400"},
      {"absolute form with user", line("GET http://me@h/ HTTP/1.1"), "400"},
      {"absolute form without host", line("GET http:///x HTTP/1.1"), "400"},
      {"fragment", get("/a#b"), "400"},
      {"escape cut", get("/%4"), "400"},
      {"escape not hexadecimal", get("/%zz"), "400"},
      {"escaped nul", get("/%00"), "400"},
      {"escaped nul in the query", get("/?a=%00"), "400"},
      {"escaped newline in the path", get("/a%0Ab"), "400"},
      {"overlong utf-8", get("/%C0%AF"), "400"},
      {"surrogate", get("/%ED%A0%80"), "400"},
      {"lone continuation byte", get("/%80"), "400"},
      {"raw bad utf-8", get("/\xE9"), "400"},
      {"bad utf-8 in the query", get("/?a=%E9"), "400"},
      {"missing host", "GET / HTTP/1.1\r\n\r\n", "400"},
      {"second host", with("Host: h"), "400"},
      {"host with path", "GET / HTTP/1.1\r\nHost: h/x\r\n\r\n", "400"},
      {"host with user", "GET / HTTP/1.1\r\nHost: a@h\r\n\r\n", "400"},
      {"host with two ports", "GET / HTTP/1.1\r\nHost: a:1:2\r\n\r\n", "400"},
      {"host port not a number", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", "400"},
      {"host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", "400"},
      {"empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "400"},
      {"space before the colon", with("X-A : 1"), "400"},
      {"no colon", with("X-A"), "400"},
      {"empty name", with(": 1"), "400"},
      {"folded line", with("X-A: 1\r\n 2"), "400"},
      {"folded first line", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", "400"},
      {"two lengths that differ", post("Content-Length: 3\r\nContent-Length: 4", "abcd"), "400"},
      {"two lengths alike", post("Content-Length: 3\r\nContent-Length: 3", "abc"), "400"},
      {"length list", post("Content-Length: 3, 3", "abc"), "400"},
      {"negative length", post("Content-Length: -5", ""), "400"},
      {"length with plus", post("Content-Length: +5", "abcde"), "400"},
      {"hexadecimal length", post("Content-Length: 0x5", "abcde"), "400"},
      {"length with letters", post("Content-Length: 5x", "abcde"), "400"},
      {"empty length", post("Content-Length:", "abc"), "400"},
      {"length beyond 64 bits", post("Content-Length: 99999999999999999999", ""), "413"},
      {"nine gigabytes", post("Content-Length: 9000000000", ""), "413"},
      {"one byte too many", post("Content-Length: 1001", ""), "413"},
      {"length and coding", post("Content-Length: 3\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), "400"},
      {"coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 3", "0\r\n\r\n"), "400"},
      {"coding twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), "400"},
      {"coding gzip", post("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"), "501"},
      {"coding identity", post("Transfer-Encoding: identity", ""), "501"},
      {"coding with vertical tab", post("Transfer-Encoding: \vchunked", ""), "400"},
      {"coding in http 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
      {"chunk size missing", chunked("\r\n"), "400"},
      {"chunk size not hexadecimal", chunked("g\r\n"), "400"},
      {"chunk size negative", chunked("-1\r\n"), "400"},
      {"chunk size with 0x", chunked("0x3\r\nabc\r\n"), "400"},
      {"chunk size with a space first", chunked(" 3\r\nabc\r\n"), "400"},
      {"chunk size with a space last", chunked("3 \r\nabc\r\n"), "400"},
      {"chunk size beyond 60 bits", chunked("ffffffffffffffff\r\n"), "400"},
      {"chunk size huge", chunked("fffffffffffffff\r\n"), "413"},
      {"chunk ends in lf", chunked("3\nabc\r\n"), "400"},
      {"chunk data too long", chunked("3\r\nabcd\r\n"), "400"},
      {"chunk data ends in lf", chunked("3\r\nabc\n0\r\n\r\n"), "400"},
      {"chunks together too large", chunked(repeat("80\r\n" + std::string(128, 'x') + "\r\n", 8)), "413"},
      {"chunk extension too long", chunked("3;" + std::string(17000, 'a') + "\r\nabc\r\n"), "400"},
      {"chunk extensions together too long", chunked(repeat("1;" + std::string(4000, 'a') + "\r\nx\r\n", 5)), "400"},
      {"chunk extension with nul", chunked("3;" + nul + "\r\nabc\r\n"), "400"},
      {"trailer without colon", chunked("0\r\nX\r\n\r\n"), "400"},
      {"trailers too large", chunked("0\r\nX: " + std::string(17000, 'a') + "\r\n\r\n"), "431"},
      {"too many trailers", chunked("0\r\n" + repeat("X: 1\r\n", 101) + "\r\n"), "431"},
      {"other expectation", with("Expect: 200-ok"), "417"},
  };
}

std::vector<Case> all_cases() {
  std::vector<Case> all = accepted_cases();
  for (Case& refused : refused_cases()) { all.push_back(std::move(refused)); }
  return all;
}

TEST(RequestParser, ReadsWhatIsLegal) {
  for (const Case& c : accepted_cases()) {
    EXPECT_EQ(parse_all(c.bytes, {c.bytes.size()}).substr(0, c.expected.size()), c.expected) << c.name;
  }
}

TEST(RequestParser, RefusesWhatIsNot) {
  for (const Case& c : refused_cases()) { EXPECT_EQ(parse_all(c.bytes, {c.bytes.size()}).substr(0, 3), c.expected) << c.name; }
}

TEST(RequestParser, GivesTheSameForEveryCut) {
  for (const Case& c : all_cases()) {
    const std::string whole = parse_all(c.bytes, {c.bytes.size()});
    EXPECT_EQ(parse_all(c.bytes, {1}), whole) << c.name << ", byte by byte";
    const std::size_t step = c.bytes.size() > 2000 ? 997 : 1;
    for (std::size_t cut = 1; cut < c.bytes.size(); cut += step) {
      ASSERT_EQ(parse_all(c.bytes, {cut, c.bytes.size()}), whole) << c.name << ", cut at " << cut;
    }
  }
}

TEST(RequestParser, GivesTheSameForRandomCutsOfRandomStreams) {
  const std::vector<Case> cases = all_cases();
  std::mt19937 random(20240611);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (std::size_t i = 0; i < 1 + below(4); ++i) { bytes += cases[below(cases.size())].bytes.substr(0, 3000); }
    for (std::size_t i = 0; i < below(3); ++i) { bytes[below(bytes.size())] = "\r\n \t:;0aG\x80%"[below(11)]; }
    std::vector<std::size_t> pieces;
    for (std::size_t i = 0; i < 20; ++i) { pieces.push_back(1 + below(80)); }
    ASSERT_EQ(parse_all(bytes, pieces), parse_all(bytes, {bytes.size()})) << "round " << round;
  }
}

TEST(RequestParser, TakesNothingAfterTheEndOfARequest) {
  api::RequestParser parser({});
  const std::string bytes = post("Content-Length: 2", "abGET");
  std::size_t used = parser.feed(bytes.data(), bytes.size());
  ASSERT_EQ(parser.state(), api::RequestParser::State::head);
  parser.start_body(10);
  used += parser.feed(bytes.data() + used, bytes.size() - used);
  EXPECT_EQ(parser.state(), api::RequestParser::State::done);
  EXPECT_EQ(bytes.substr(used), "GET");
}

}  // namespace
