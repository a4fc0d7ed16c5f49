// SPDX-License-Identifier: Apache-2.0
// Pages of other sites: nobody's unless listed, never by a cookie.
#include "api/cors.hpp"

#include "api/host.hpp"
#include "geo/base/error.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using api_tests::body;
using api_tests::header;
using api_tests::make_request;
using api_tests::NotesService;
using api_tests::People;

namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* friendly = "https://maps.example.org";

api::ServiceOptions letting_in(std::vector<std::string> origins) {
  api::ServiceOptions options;
  options.cors = std::move(origins);
  return options;
}

std::vector<api::Header> preflight_of(const std::string& origin, const std::string& method, const std::string& fields = "authorization") {
  return {{"Origin", origin}, {"Access-Control-Request-Method", method}, {"Access-Control-Request-Headers", fields}};
}

TEST(Cors, OriginsAreReadStrictly) {
  const struct {
    const char* listed;
    const char* origin;
    bool allowed;
  } cases[] = {
      {"https://maps.example.org", "https://maps.example.org", true},
      {"HTTPS://Maps.Example.ORG", "https://maps.example.org", true},
      {"https://maps.example.org:443", "https://maps.example.org", true},
      {"http://localhost:80", "http://localhost", true},
      {"http://localhost:5173", "http://localhost:5173", true},
      {"http://[::1]:5173", "http://[::1]:5173", true},
      {"https://maps.example.org:8443", "https://maps.example.org", false},
      {"https://maps.example.org", "http://maps.example.org", false},
      {"https://maps.example.org", "https://maps.example.org.evil.example", false},
      {"https://maps.example.org", "https://evil.maps.example.org", false},
      {"https://maps.example.org", "https://maps.example.org:444", false},
      {"https://maps.example.org", "https://maps.example.org/", false},
      {"https://maps.example.org", "https://MAPS.example.org", false},
      {"https://maps.example.org", "null", false},
      {"https://maps.example.org", "", false},
      {"*", "https://anything.example", true},
      {"*", "null", true},
  };
  for (const auto& c : cases) { EXPECT_EQ(api::CorsPolicy({c.listed}).allows(c.origin), c.allowed) << c.listed << ' ' << c.origin; }
  for (const char* none :
       {"", "null", "maps.example.org", "https://", "https://a/", "https://a/b", "https://me@a", "https://*.a.org", "ftp://a",
        "https://a:", "https://a:b", "https://a b", "https://a,https://b", "**", "file://", "https://a%2Eb"}) {
    EXPECT_THROW(api::CorsPolicy({none}), geo::Error) << none;
  }
}

TEST(Cors, IsOffUnlessOriginsAreListed) {
  NotesService notes;
  EXPECT_EQ(notes.get("/", {{"Origin", friendly}}).status, 403);
  const api::Response preflight = notes.service->handle(make_request("/", preflight_of(friendly, "GET"), "OPTIONS"));
  EXPECT_EQ(preflight.status, 403);
  for (const auto& field : preflight.headers) { EXPECT_THAT(field.name, Not(testing::StartsWith("Access-Control"))); }
  EXPECT_THAT(header(notes.get("/"), "Vary"), Not(HasSubstr("Origin")));
}

TEST(Cors, AListedPageReadsWhatEverybodyReads) {
  NotesService notes("visitor", letting_in({friendly, "http://localhost:5173"}));
  notes.add({{"first"}});
  for (const std::string target : {"/", "/api", "/collections/notes/items", "/assets/style.css", "/nowhere", "/?x=1", "/conformance"}) {
    const api::Response alone = notes.get(target);
    EXPECT_THAT(header(alone, "Vary"), HasSubstr("Origin")) << target << ": for caches";
    EXPECT_EQ(alone.header("Access-Control-Allow-Origin"), nullptr) << target;
    EXPECT_EQ(header(alone, "Cross-Origin-Resource-Policy"), "same-origin") << target;
    for (const char* origin : {friendly, "http://localhost:5173"}) {
      const api::Response shared = notes.get(target, {{"Origin", origin}});
      EXPECT_EQ(shared.status, alone.status) << target;
      EXPECT_EQ(body(shared), body(alone)) << target;
      EXPECT_EQ(header(shared, "Access-Control-Allow-Origin"), origin) << target;
      EXPECT_EQ(header(shared, "Cross-Origin-Resource-Policy"), "cross-origin") << target;
      EXPECT_THAT(header(shared, "Vary"), HasSubstr("Origin")) << target;
      EXPECT_EQ(shared.header("Access-Control-Allow-Credentials"), nullptr) << target;
      for (const char* field : {"ETag", "Link", "Location", "Content-Crs", "Content-Disposition", "Retry-After", "X-Request-Id"}) {
        EXPECT_THAT(header(shared, "Access-Control-Expose-Headers"), HasSubstr(field));
      }
    }
    const api::Response own = notes.get(target, {{"Origin", "http://localhost:8080"}});
    EXPECT_EQ(own.status, alone.status) << target;
    EXPECT_EQ(own.header("Access-Control-Allow-Origin"), nullptr) << "our own page needs none";
    EXPECT_EQ(notes.get(target, {{"Origin", "https://evil.example"}}).status, 403) << target;
    EXPECT_EQ(notes.get(target, {{"Origin", friendly}, {"Origin", friendly}}).status, 403) << "two origins are none";
    EXPECT_EQ(notes.get(target, {{"Origin", friendly}, {"Host", "evil.example"}}).status, 421) << "the name is judged first";
  }
}

TEST(Cors, WhatIsKeptIsForEveryOrigin) {
  NotesService notes("visitor", letting_in({friendly}));
  const api::Request plain = make_request("/conformance");
  const api::Request shared = make_request("/conformance", {{"Origin", friendly}});
  api::Response found;
  EXPECT_EQ(header(notes.service->handle(shared), "Access-Control-Allow-Origin"), friendly);
  EXPECT_FALSE(notes.service->from_cache(shared, found)) << "the short way adds no fields";
  ASSERT_TRUE(notes.service->from_cache(plain, found));
  EXPECT_EQ(found.header("Access-Control-Allow-Origin"), nullptr) << "kept before it was shared";
  EXPECT_EQ(header(found, "Cross-Origin-Resource-Policy"), "same-origin");
  EXPECT_EQ(header(notes.service->handle(shared), "Access-Control-Allow-Origin"), friendly) << "from what is kept";
  const std::string etag = header(found, "ETag");
  const api::Response same = notes.get("/conformance", {{"Origin", friendly}, {"If-None-Match", etag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(header(same, "Access-Control-Allow-Origin"), friendly);
}

TEST(Cors, PreflightsNameMethodsAndFields) {
  NotesService notes("visitor", letting_in({friendly}));
  const auto ask = [&](const std::string& target, const std::string& method) {
    return notes.service->handle(make_request(target, preflight_of(friendly, method), "OPTIONS"));
  };
  const struct {
    const char* target;
    const char* methods;
  } cases[] = {{"/collections/notes/items", "GET, HEAD, POST, OPTIONS"},
               {"/session", "GET, HEAD, POST, DELETE, OPTIONS"},
               {"/nowhere", "GET, HEAD, OPTIONS"},
               {"*", "GET, HEAD, OPTIONS"}};
  for (const auto& c : cases) {
    const api::Response answer = ask(c.target, "GET");
    EXPECT_EQ(answer.status, 204) << c.target;
    EXPECT_EQ(answer.size(), 0U);
    EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), friendly);
    EXPECT_EQ(header(answer, "Access-Control-Allow-Methods"), c.methods) << c.target;
    for (const char* field : {"Authorization", "Content-Type", "If-Match", "If-None-Match", "Content-Crs", "Idempotency-Key", "Range"}) {
      EXPECT_THAT(header(answer, "Access-Control-Allow-Headers"), HasSubstr(field));
    }
    EXPECT_EQ(header(answer, "Access-Control-Max-Age"), "3600");
    EXPECT_THAT(header(answer, "Vary"), HasSubstr("Origin"));
  }
  const api::Response evil = notes.service->handle(make_request("/", preflight_of("https://evil.example", "GET"), "OPTIONS"));
  EXPECT_EQ(evil.status, 403);
  EXPECT_EQ(evil.header("Access-Control-Allow-Origin"), nullptr);
  EXPECT_EQ(evil.header("Access-Control-Allow-Methods"), nullptr);
  const api::Response plain = notes.service->handle(make_request("/", {{"Origin", friendly}}, "OPTIONS"));
  EXPECT_EQ(plain.status, 200) << "no preflight: OPTIONS as anybody asks it";
  EXPECT_EQ(header(plain, "Allow"), "GET, HEAD, OPTIONS");
}

TEST(Cors, EverybodyMeansNoNameAndNoCredentials) {
  NotesService notes("visitor", letting_in({"*"}));
  for (const char* origin : {"https://a.example", "null", "http://localhost:3000"}) {
    const api::Response answer = notes.get("/", {{"Origin", origin}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(answer.header("Access-Control-Allow-Credentials"), nullptr);
  }
}

TEST(Cors, OnlyAuthorizationCountsThere) {
  for (const char* listed : {friendly, "*"}) {
    People people(letting_in({listed}));
    people.traces.clear();
    const api::Response begun = people.ask("/session", {people.basic("programme")}, "POST");
    const std::string cookie = header(begun, "Set-Cookie").substr(0, header(begun, "Set-Cookie").find(';'));
    const std::string secret = "/collections/incidents";
    ASSERT_EQ(people.ask(secret, {{"Cookie", cookie}}).status, 200) << "our own page";
    EXPECT_EQ(people.ask(secret, {{"Cookie", cookie}, {"Origin", friendly}}).status, 404) << "as for a visitor";
    EXPECT_EQ(people.ask(secret, {{"Cookie", cookie + "x"}, {"Origin", friendly}}).status, 404) << "not even looked at";
    EXPECT_EQ(people.ask(secret, {people.bearer("programme"), {"Origin", friendly}}).status, 200);
    const api::Response wrong = people.ask(secret, {{"Authorization", "Bearer nonsense"}, {"Origin", friendly}});
    EXPECT_EQ(wrong.status, 401);
    EXPECT_NE(wrong.header("Access-Control-Allow-Origin"), nullptr) << "the page may read why";
    for (const char* method : {"GET", "POST", "DELETE"}) {
      const api::Response session = people.ask("/session", {people.basic("programme"), {"Origin", friendly}}, method);
      EXPECT_EQ(session.status, 403) << method;
      EXPECT_EQ(session.header("Set-Cookie"), nullptr) << method;
    }
    EXPECT_EQ(people.ask(secret, {{"Cookie", cookie}}).status, 200) << "the session goes on";
  }
}

}  // namespace
