// SPDX-License-Identifier: Apache-2.0
// The table. A line: name, bytes, statuses of the answers, whether the connection lives on. What the server itself refuses ends the
// connection, since where the next request begins cannot be trusted; what the service refuses does not.
#include "tests/api/http/hostile_cases.hpp"

#include <random>

namespace api_test {
namespace {

using Cases = std::vector<HostileCase>;
constexpr auto open = HostileCase::End::open;
constexpr auto closed = HostileCase::End::closed;

const std::string host = "Host: {host}\r\n";
const std::string good = "GET /health HTTP/1.1\r\n" + host + "\r\n";
/// What smuggling would smuggle: an answer to it is one answer too many.
const std::string smuggled = "GET /conformance HTTP/1.1\r\n" + host + "\r\n";
const std::string nul(1, '\0');

std::string repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) { out += text; }
  return out;
}
std::string line(const std::string& first) { return first + "\r\n" + host + "\r\n" + smuggled; }
std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\n" + host + "\r\n"; }
std::string with(const std::string& fields) { return "GET /health HTTP/1.1\r\n" + host + fields + "\r\n"; }
std::string hosted(const std::string& field) { return "GET /health HTTP/1.1\r\n" + field + "\r\n"; }
std::string post(const std::string& fields, const std::string& body) { return "POST /health HTTP/1.1\r\n" + host + fields + "\r\n" + body; }
std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); }

Cases request_lines() {
  return {
      {"blank lines only", "\r\n\r\n\r\n", {400}},
      {"a word", "hello\r\n", {400}},
      {"space first", " " + good, {400}},
      {"tab first", "\t" + good, {400}},
      {"no target", line("GET HTTP/1.1"), {400}},
      {"http 0.9", "GET /health\r\n", {400}},
      {"two spaces", line("GET  /health HTTP/1.1"), {400}},
      {"three words too many", line("GET / or / HTTP/1.1"), {400}},
      {"space last", line("GET /health HTTP/1.1 "), {400}},
      {"tabs between", line("GET\t/health\tHTTP/1.1"), {400}},
      {"vertical tab between", line("GET\v/health HTTP/1.1"), {400}},
      {"version in small letters", line("GET /health http/1.1"), {400}},
      {"version with a letter", line("GET /health HTTP/1.1x"), {400}},
      {"version without a dot", line("GET /health HTTP/11"), {400}},
      {"version of three numbers", line("GET /health HTTP/1.1.1"), {400}},
      {"version with two digits", line("GET /health HTTP/1.10"), {400}},
      {"version of another protocol", line("GET /health ICY/1.1"), {400}},
      {"version with nul", line("GET /health HTTP/1.1" + nul), {400}},
      {"version 0.9", line("GET /health HTTP/0.9"), {505}},
      {"version 2.0", line("GET /health HTTP/2.0"), {505}},
      {"version 9.9", line("GET /health HTTP/9.9"), {505}},
      {"preface of http 2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {505}},
      {"method in small letters", line("get /health HTTP/1.1"), {501}},
      {"method of mixed letters", line("Get /health HTTP/1.1"), {501}},
      {"method unknown", line("BREW /health HTTP/1.1"), {501}},
      {"method trace", line("TRACE /health HTTP/1.1"), {501}},
      {"method track", line("TRACK /health HTTP/1.1"), {501}},
      {"method connect", line("CONNECT example.org:443 HTTP/1.1"), {501}},
      {"method propfind", line("PROPFIND /health HTTP/1.1"), {501}},
      {"method long", line(std::string(7000, 'A') + " /health HTTP/1.1"), {501}},
      {"method endless", std::string(100'000, 'A'), {414}},
      {"method with a bracket", line("GE(T /health HTTP/1.1"), {400}},
      {"method in another script", line("G\xC3\x89T /health HTTP/1.1"), {400}},
      {"method glued to get", line("XGET /health HTTP/1.1"), {501}},
      {"line one too long", line("GET /" + std::string(8192 - 13, 'a') + " HTTP/1.1"), {414}},
      {"line of 100 kB", line("GET /" + std::string(100'000, 'a') + " HTTP/1.1"), {414}},
      {"twenty thousand slashes", line("GET " + std::string(20'000, '/') + " HTTP/1.1"), {414}},
      {"query of 100 kB", line("GET /health?" + repeat("a=1&", 25'000) + " HTTP/1.1"), {414}},
  };
}

Cases targets() {
  return {
      {"nul in the target", line("GET /he" + nul + "alth HTTP/1.1"), {400}},
      {"control in the target", line("GET /\x01 HTTP/1.1"), {400}},
      {"escape in the target", line("GET /\x1b[2J HTTP/1.1"), {400}},
      {"delete in the target", line("GET /\x7f HTTP/1.1"), {400}},
      {"bare cr in the target", line("GET /\rhealth HTTP/1.1"), {400}},
      {"fragment", get("/health#x"), {400}},
      {"no slash", get("health"), {400}},
      {"backslash", get("\\health"), {400}},
      {"authority form", get("{host}"), {400}},
      {"star for get", get("*"), {400}},
      {"ftp", get("ftp://{host}/health"), {400}},
      {"file", get("file:///etc/passwd"), {400}},
      {"javascript", get("javascript:alert(1)"), {400}},
      {"absolute without host", get("http:///health"), {400}},
      {"absolute with nothing", get("http://"), {400}},
      {"absolute with user", get("http://me@{host}/health"), {400}},
      {"absolute with password", get("http://me:pw@{host}/health"), {400}},
      {"absolute to another host", get("http://evil.example/health"), {421}, open},
      {"absolute with our host beside another", "GET http://{host}/health HTTP/1.1\r\nHost: evil.example\r\n\r\n", {200}, open},
      {"escape cut", get("/%"), {400}},
      {"escape half", get("/%2"), {400}},
      {"escape of letters", get("/%zz"), {400}},
      {"escape of unicode", get("/%u002fhealth"), {400}},
      {"escaped nul", get("/health%00"), {400}},
      {"escaped nul before an ending", get("/assets/style.css%00.js"), {400}},
      {"escaped line feed", get("/health%0a"), {400}},
      {"escaped header", get("/health%0d%0aSet-Cookie:x=1"), {400}},
      {"escaped tab", get("/health%09"), {400}},
      {"overlong slash", get("/..%c0%af..%c0%afetc/passwd"), {400}},
      {"overlong slash of three", get("/%e0%80%af"), {400}},
      {"overlong slash of four", get("/%f0%80%80%af"), {400}},
      {"overlong nul", get("/%c0%80"), {400}},
      {"surrogate", get("/%ed%a0%80"), {400}},
      {"above unicode", get("/%f4%90%80%80"), {400}},
      {"lone continuation", get("/%80"), {400}},
      {"cut sequence", get("/%e2%82"), {400}},
      {"raw bad byte", get("/\xff"), {400}},
      {"raw overlong", get("/\xc0\xaf"), {400}},
      {"nul in the query", get("/health?f=%00"), {400}},
      {"bad utf-8 in the query", get("/health?f=%ff"), {400}},
      {"escape cut in the query", get("/health?f=%"), {400}},
      {"dots", get("/../../etc/passwd"), {404}, open},
      {"dots within", get("/assets/../../../etc/passwd"), {404}, open},
      {"escaped dots", get("/%2e%2e/%2e%2e/etc/passwd"), {404}, open},
      {"escaped slashes", get("/assets/..%2f..%2fetc%2fpasswd"), {404}, open},
      {"escaped twice", get("/assets/%252e%252e%252fpasswd"), {404}, open},
      {"escaped backslashes", get("/assets/..%5c..%5cwin.ini"), {404}, open},
      {"dots and semicolon", get("/assets/..;/style.css"), {404}, open},
      {"dots back to a page", get("/assets/../health"), {404}, open},
      {"one dot", get("/./health"), {404}, open},
      {"two slashes", get("//health"), {404}, open},
      {"an escaped slash first", get("/%2fhealth"), {404}, open},
      {"capital letters", get("/HEALTH"), {404}, open},
      {"space behind", get("/health%20"), {404}, open},
      {"thousands of slashes", get(std::string(3500, '/')), {404}, open},
      {"thousands of parts", get(repeat("/a", 3500)), {404}, open},
      {"unknown parameter", get("/health?x=1"), {400}, open},
      {"parameter twice", get("/health?f=json&f=json"), {400}, open},
      {"a piece of sql", get("/health?f=json%27%20OR%201=1--"), {400}, open},
      {"emoji", get("/health?f=%F0%9F%92%A9"), {400}, open},
      {"line feed in the query", get("/health?f=%0a"), {400}, open},
      {"thousands of parameters", get("/health?" + repeat("a&", 4000)), {400}, open},
  };
}

Cases field_lines() {
  return {
      {"lf only", "GET /health HTTP/1.1\nHost: {host}\n\n", {400}},
      {"lf after the fields", "GET /health HTTP/1.1\r\nHost: {host}\n\r\n", {400}},
      {"lf before a smuggled field", with("X: y\nTransfer-Encoding: chunked\r\n"), {400}},
      {"cr only", "GET /health HTTP/1.1\rHost: {host}\r\r" + std::string(9000, 'x'), {414}},
      {"cr cr lf", with("X: y\r\r\n"), {400}},
      {"bare cr in a value", with("X: y\rZ: 1\r\n"), {400}},
      {"nul in a value", with("X: a" + nul + "b\r\n"), {400}},
      {"nul in a name", with("X" + nul + ": a\r\n"), {400}},
      {"delete in a value", with("X: \x7f\r\n"), {400}},
      {"escape in a value", with("X: \x1b[31m\r\n"), {400}},
      {"form feed in a value", with("X: \f\r\n"), {400}},
      {"folded by a space", with("X: 1\r\n 2\r\n"), {400}},
      {"folded by a tab", with("X: 1\r\n\t2\r\n"), {400}},
      {"folded first field", "GET /health HTTP/1.1\r\n Host: {host}\r\n\r\n", {400}},
      {"folded length", post("Content-Length:\r\n 5\r\n", "abcde"), {400}},
      {"no colon", with("Nonsense\r\n"), {400}},
      {"no name", with(": 1\r\n"), {400}},
      {"space before the colon", with("X : 1\r\n"), {400}},
      {"tab before the colon", with("X\t: 1\r\n"), {400}},
      {"brackets in a name", with("(X): 1\r\n"), {400}},
      {"slash in a name", with("X/Y: 1\r\n"), {400}},
      {"other script in a name", with("N\xC3\xA3o: 1\r\n"), {400}},
      {"quotes in a name", with("\"X\": 1\r\n"), {400}},
      {"value of 200 kB", with("X: " + std::string(200'000, 'a') + "\r\n"), {431}},
      {"name of 200 kB", with(std::string(200'000, 'a') + ": 1\r\n"), {431}},
      {"cookie of 20 kB", with("Cookie: " + std::string(20'000, 'a') + "\r\n"), {431}},
      {"a hundred fields more", with(repeat("X: 1\r\n", 100)), {431}},
      {"ten thousand fields", with(repeat("X: 1\r\n", 10'000)), {431}},
      {"fields without an end", "GET /health HTTP/1.1\r\n" + std::string(50'000, 'a'), {431}},
      {"high bytes in a value", with("X: \xE9\xFF\r\n"), {200}, open},
      {"nonsense in fields that are read",
       with("Accept: ;;,,q=\r\nAccept-Language: *;q=NaN,;;\r\nAccept-Encoding: ;q=0,,\r\nIf-None-Match: \"\r\nRange: bytes=9-1\r\n"),
       {200},
       open},
      {"tags without an end", with("If-None-Match: " + repeat("\"a\",", 3000) + "\"\r\n"), {200}, open},
      {"cookies by the hundred", with("Cookie: " + repeat("__Host-bairro=a; ", 300) + "\r\n"), {200}, open},
      {"another site's page", with("Origin: https://evil.example\r\n"), {403}, open},
      {"a page of no site", with("Origin: null\r\n"), {403}, open},
      {"two origins", with("Origin: http://{host}\r\nOrigin: https://evil.example\r\n"), {403}, open},
  };
}

Cases hosts() {
  return {
      {"no host", hosted(""), {400}},
      {"empty host", hosted("Host:\r\n"), {400}},
      {"two hosts alike", hosted(host + host), {400}},
      {"two hosts", hosted(host + "Host: evil.example\r\n"), {400}},
      {"two hosts the other way", hosted("Host: evil.example\r\n" + host), {400}},
      {"host with user", hosted("Host: me@{host}\r\n"), {400}},
      {"host with path", hosted("Host: {host}/x\r\n"), {400}},
      {"host list", hosted("Host: {host}, evil.example\r\n"), {400}},
      {"host with space", hosted("Host: {host} evil.example\r\n"), {400}},
      {"host with a long port", hosted("Host: localhost:123456\r\n"), {400}},
      {"host with letters for a port", hosted("Host: localhost:http\r\n"), {400}},
      {"host with a negative port", hosted("Host: localhost:-1\r\n"), {400}},
      {"host with a broken bracket", hosted("Host: [::1\r\n"), {400}},
      {"host of quotes", hosted("Host: \"localhost\"\r\n"), {400}},
      {"another host", hosted("Host: evil.example\r\n"), {421}, open},
      {"another port", hosted("Host: localhost:1\r\n"), {421}, open},
      {"no port", hosted("Host: localhost\r\n"), {421}, open},
      {"a dot behind", hosted("Host: localhost.:80\r\n"), {421}, open},
      {"our name as a part", hosted("Host: localhost.evil.example\r\n"), {421}, open},
      {"an address as a number", hosted("Host: 2130706433\r\n"), {421}, open},
      {"an address in octal", hosted("Host: 0177.0.0.1\r\n"), {421}, open},
      {"escapes in a host", hosted("Host: local%68ost\r\n"), {421}, open},
      {"http 1.0 without host", "GET /health HTTP/1.0\r\n\r\n", {421}},
      {"another host named by a proxy", with("X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n"), {200}, open},
  };
}

Cases lengths() {
  const auto sized = [](const std::string& value) { return post("Content-Length: " + value + "\r\n", "abcde" + smuggled); };
  const auto coded = [](const std::string& value) { return post("Transfer-Encoding: " + value + "\r\n", "0\r\n\r\n" + smuggled); };
  return {
      {"cl.te", post("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nG" + smuggled), {400}},
      {"te.cl", post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "5c\r\n" + smuggled), {400}},
      {"te.te", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n", "0\r\n\r\n" + smuggled), {400}},
      {"te.te alike", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + smuggled), {400}},
      {"cl.0 by get", "GET /health HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nabcde" + good, {200, 200}, open},
      {"two lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "abcde" + smuggled), {400}},
      {"two lengths alike", post("Content-Length: 5\r\nContent-Length: 5\r\n", "abcde" + smuggled), {400}},
      {"length list", sized("5, 5"), {400}},
      {"length negative", sized("-5"), {400}},
      {"length with plus", sized("+5"), {400}},
      {"length in hexadecimal", sized("0x5"), {400}},
      {"length with a letter", sized("5x"), {400}},
      {"length with a point", sized("5.0"), {400}},
      {"length of two numbers", sized("5 6"), {400}},
      {"length in quotes", sized("\"5\""), {400}},
      {"length empty", sized(""), {400}},
      {"length in other digits", sized("\xD9\xA5"), {400}},
      {"length beyond 64 bits", sized("18446744073709551621"), {413}},
      {"length of twenty nines", sized("99999999999999999999"), {413}},
      {"nine gigabytes", sized("9000000000"), {413}},
      {"one byte too many", sized("65537"), {413}},
      {"length behind a space", post("Content-Length : 5\r\n", "abcde" + smuggled), {400}},
      {"length with an underscore",
       post("Content_Length: 5\r\n",
            "\x01"
            "bcde"),
       {405, 400}},
      {"length in http 1.0 twice", "POST /health HTTP/1.0\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", {400}},
      {"coding identity", coded("identity"), {501}},
      {"coding gzip", coded("gzip"), {501}},
      {"coding gzip, chunked", coded("gzip, chunked"), {501}},
      {"coding chunked, identity", coded("chunked, identity"), {501}},
      {"coding chunked, chunked", coded("chunked, chunked"), {501}},
      {"coding xchunked", coded("xchunked"), {501}},
      {"coding chunkedx", coded("chunkedx"), {501}},
      {"coding with a parameter", coded("chunked;q=1"), {501}},
      {"coding in quotes", coded("\"chunked\""), {501}},
      {"coding empty", coded(""), {501}},
      {"coding behind a vertical tab", coded("\vchunked"), {400}},
      {"coding before a nul", coded("chunked" + nul), {400}},
      {"coding behind a space", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n" + smuggled), {400}},
      {"coding behind a line feed", post("Transfer-Encoding\n: chunked\r\n", "0\r\n\r\n" + smuggled), {400}},
      {"coding with an underscore", post("Transfer_Encoding: chunked\r\n", "0\r\n\r\n"), {405, 400}},
      {"coding in http 1.0", "POST /health HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled, {400}},
      {"coding in capitals", coded("CHUNKED"), {405, 200}, open},
      {"a body cut short", post("Content-Length: 10\r\n", "abc"), {}, closed, true},
  };
}

Cases chunks() {
  return {
      {"chunk size empty", chunked("\r\n" + smuggled), {400}},
      {"chunk size of letters", chunked("zz\r\n" + smuggled), {400}},
      {"chunk size negative", chunked("-1\r\n" + smuggled), {400}},
      {"chunk size with plus", chunked("+3\r\nabc\r\n0\r\n\r\n" + smuggled), {400}},
      {"chunk size with 0x", chunked("0x3\r\nabc\r\n0\r\n\r\n" + smuggled), {400}},
      {"chunk size behind a space", chunked(" 3\r\nabc\r\n0\r\n\r\n" + smuggled), {400}},
      {"chunk size before a space", chunked("3 \r\nabc\r\n0\r\n\r\n" + smuggled), {400}},
      {"chunk size with an underscore", chunked("3_0\r\n" + smuggled), {400}},
      {"chunk size of 64 bits", chunked("ffffffffffffffff\r\n" + smuggled), {400}},
      {"chunk size that wraps", chunked("10000000000000003\r\nabc\r\n" + smuggled), {400}},
      {"chunk size of 60 bits", chunked("fffffffffffffff\r\n" + smuggled), {413}},
      {"chunk too large", chunked("10001\r\n" + smuggled), {413}},
      {"chunks together too large", chunked(repeat("8000\r\n" + std::string(0x8000, 'x') + "\r\n", 3)), {413}},
      {"chunk size of zeros without end", chunked(std::string(20'000, '0')), {400}},
      {"chunk line ends in lf", chunked("3\nabc\r\n0\r\n\r\n" + smuggled), {400}},
      {"chunk line ends in cr", chunked("3\rabc\r\n0\r\n\r\n" + smuggled), {400}},
      {"chunk longer than said", chunked("3\r\nabcd\r\n0\r\n\r\n" + smuggled), {400}},
      {"chunk shorter than said", chunked("5\r\nabc\r\n0\r\n\r\n" + smuggled), {400}},
      {"chunk ends in lf", chunked("3\r\nabc\n0\r\n\r\n" + smuggled), {400}},
      {"chunk ends in two letters", chunked("3\r\nabcXX0\r\n\r\n" + smuggled), {400}},
      {"extension with nul", chunked("3;" + nul + "\r\nabc\r\n0\r\n\r\n" + smuggled), {400}},
      {"extension with lf", chunked("3;a\nb\r\nabc\r\n0\r\n\r\n" + smuggled), {400}},
      {"extension with bare cr", chunked("3;a\rb\r\nabc\r\n0\r\n\r\n" + smuggled), {400}},
      {"extension without end", chunked("3;" + std::string(20'000, 'a')), {400}},
      {"extensions together too long", chunked(repeat("1;" + std::string(4000, 'a') + "\r\nx\r\n", 5)), {400}},
      {"trailer without colon", chunked("0\r\nX\r\n\r\n" + smuggled), {400}},
      {"trailer folded", chunked("0\r\nX: 1\r\n 2\r\n\r\n" + smuggled), {400}},
      {"trailer with a space before the colon", chunked("0\r\nX : 1\r\n\r\n" + smuggled), {400}},
      {"trailer with nul", chunked("0\r\nX: " + nul + "\r\n\r\n" + smuggled), {400}},
      {"trailer ends in lf", chunked("0\r\nX: 1\n\r\n" + smuggled), {400}},
      {"trailers too large", chunked("0\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n"), {431}},
      {"too many trailers", chunked("0\r\n" + repeat("X: 1\r\n", 101) + "\r\n"), {431}},
      {"trailers that would reframe",
       chunked("0\r\nContent-Length: 500\r\nTransfer-Encoding: gzip\r\nHost: evil\r\n\r\n" + good),
       {405, 200},
       open},
      {"extensions that are legal", chunked("3;a=b;c=\"d;e\"\r\nabc\r\n0;z\r\n\r\n"), {405}, open},
      {"a byte at a time", chunked(repeat("1\r\nx\r\n", 20'000) + "0\r\n\r\n"), {405}, open},
      {"chunks without an end", chunked("3\r\nabc\r\n"), {}, closed, true},
      {"last chunk without an end", chunked("3\r\nabc\r\n0\r\n"), {}, closed, true},
  };
}

Cases conversations() {
  return {
      {"unknown expectation", with("Expect: tea\r\n"), {417}},
      {"two expectations", with("Expect: 100-continue, tea\r\n"), {417}},
      {"expectation of a body too large", post("Expect: 100-continue\r\nContent-Length: 65537\r\n", ""), {413}},
      {"expectation without a body", with("Expect: 100-continue\r\n"), {200}, open},
      {"expectation in http 1.0", "GET /health HTTP/1.0\r\n" + host + "Expect: tea\r\n\r\n", {200}},
      {"upgrade to a web socket",
       with("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"),
       {200},
       open},
      {"upgrade to http 2", with("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"), {200}, open},
      {"close", with("Connection: close\r\n") + smuggled, {200}},
      {"close among others", with("Connection: keep-alive, X, CLOSE\r\n") + smuggled, {200}},
      {"connection names a field that matters", with("Connection: Host, Authorization\r\n"), {200}, open},
      {"keep-alive in http 1.0", "GET /health HTTP/1.0\r\n" + host + "Connection: keep-alive\r\n\r\n", {200}, open},
      {"http 1.0 ends", "GET /health HTTP/1.0\r\n" + host + "\r\n" + smuggled, {200}},
      {"http 1.7 is 1.1", "GET /health HTTP/1.7\r\n" + host + "\r\n", {200}, open},
      {"a blank line before", "\r\n" + good, {200}, open},
      {"post where none is taken", post("Content-Length: 5\r\n", "abcde"), {405}, open},
      {"post without a length", post("", ""), {405}, open},
      {"a body as large as may be", post("Content-Length: 65536\r\n", std::string(65'536, 'x')), {405}, open},
      {"post to nowhere", "POST /nowhere HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nabcde", {404}, open},
      {"delete of everything", "DELETE / HTTP/1.1\r\n" + host + "\r\n", {405}, open},
      {"put of a file", "PUT /assets/style.css HTTP/1.1\r\n" + host + "Content-Length: 1\r\n\r\nx", {405}, open},
      {"another method by a field", post("X-HTTP-Method-Override: GET\r\nContent-Length: 0\r\n", ""), {405}, open},
      {"a good one, then nonsense", good + "\x01\x02\r\n" + smuggled, {200, 400}},
      {"nonsense, then a good one", "nonsense\r\n\r\n" + smuggled, {400}},
      {"three good ones, then smuggling",
       good + good + good + post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + smuggled),
       {200, 200, 200, 400}},
      {"good, unknown, good, too long", good + get("/nowhere") + good + get("/" + std::string(9000, 'a')), {200, 404, 200, 414}},
      {"a hundred at once", repeat(good, 100), std::vector<int>(100, 200), open},
      {"a hundred, the last one bad", repeat(good, 99) + "GET /health HTTP/1.1\r\n\r\n",
       [] {
         std::vector<int> statuses(99, 200);
         statuses.push_back(400);
         return statuses;
       }()},
      {"half a request and the end", "GET /health HTT", {}, closed, true},
      {"a whole one and the end", good, {200}, closed, true},
      {"three and the end", good + good + good, {200, 200, 200}, closed, true},
  };
}

Cases other_protocols() {
  std::mt19937 random(6);
  std::string noise(1, '\x80');  // no letter of a method
  while (noise.size() < 100'000) { noise += static_cast<char>(random()); }
  return {
      {"tls hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + noise.substr(0, 500), {400}},
      {"old ssl hello", std::string("\x80\x2e\x01\x00\x02", 5), {400}},
      {"ssh", "SSH-2.0-OpenSSH_9.2\r\n", {400}},
      {"smtp", "EHLO example.org\r\n", {400}},
      {"sip", "OPTIONS sip:a@example.org SIP/2.0\r\n\r\n", {400}},
      {"rtsp", "OPTIONS rtsp://{host}/ RTSP/1.0\r\n\r\n", {400}},
      {"redis", "*1\r\n$4\r\nPING\r\n", {400}},
      {"socks 5", std::string("\x05\x01\x00", 3), {400}},
      {"rdp", std::string("\x03\x00\x00\x13\x0e\xe0", 6), {400}},
      {"proxy protocol 1", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + smuggled, {400}},
      {"proxy protocol 2", std::string("\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c", 16), {400}},
      {"utf-8 mark", "\xEF\xBB\xBF" + good, {400}},
      {"utf-16", std::string("\xff\xfeG\0E\0T\0", 8), {400}},
      {"zeros", std::string(10'000, '\0'), {400}},
      {"noise", noise, {400}},
      {"json", "{\"method\":\"GET\"}\r\n", {400}},
      {"an answer", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", {400}},
  };
}

}  // namespace

Cases hostile_cases() {
  Cases all;
  for (const auto& part : {request_lines(), targets(), field_lines(), hosts(), lengths(), chunks(), conversations(), other_protocols()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

Cases slow_cases() {
  return {
      {"says nothing", "", {}},
      {"two letters", "GE", {408}},
      {"a blank line", "\r\n", {408}},
      {"half a line", "GET /health HTTP/1.1", {408}},
      {"half a field", "GET /health HTTP/1.1\r\nHost:", {408}},
      {"no end of the fields", "GET /health HTTP/1.1\r\n" + host, {408}},
      {"one cr too few", "GET /health HTTP/1.1\r\n" + host + "\r", {408}},
      {"a body that stops", post("Content-Length: 10\r\n", "abc"), {408}},
      {"a body that never starts", post("Content-Length: 10\r\n", ""), {408}},
      {"a chunk that stops", chunked("5\r\nabc"), {408}},
      {"a chunk without its cr lf", chunked("3\r\nabc\r"), {408}},
      {"a chunk size that stops", chunked("3"), {408}},
      {"trailers that stop", chunked("0\r\nX: 1\r\n"), {408}},
      {"good, then half", good + "GET /hea", {200, 408}},
  };
}

}  // namespace api_test
