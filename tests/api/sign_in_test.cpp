// SPDX-License-Identifier: Apache-2.0
#include "tests/api/json.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::People;
using test_support::base64;

namespace {

using testing::HasSubstr;
using testing::Not;

class SignIn : public testing::Test {
 protected:
  People people;

  std::string role(std::vector<api::Header> headers) {
    const api::Response answer = people.ask("/session", std::move(headers));
    return answer.status == 200 ? Json(answer).text("/role") : std::to_string(answer.status);
  }
  static std::string cookie_of(const api::Response& answer) {
    const std::string set = header(answer, "Set-Cookie");
    return set.substr(0, set.find(';'));
  }
};

TEST_F(SignIn, EachWayGivesTheAccountsRole) {
  EXPECT_EQ(role({}), "visitor");
  for (const std::string& name : people.names) {
    const std::string expected = name.substr(0, name.find('-'));
    EXPECT_EQ(role({people.basic(name)}), expected);
    EXPECT_EQ(role({people.bearer(name)}), expected);
    EXPECT_EQ(role({{"authorization", "bearer   " + people.tokens.at(name)}}), expected) << "schemes have no case";
    EXPECT_EQ(role({{"Authorization", "Basic " + base64(name + ":" + people.tokens.at(name))}}), expected) << "a token as a password";
  }
  const Json bound(people.as("programme-pemba", "/session"));
  EXPECT_EQ(bound.text("/account"), "programme-pemba");
  EXPECT_EQ(bound.elements("/areas").size(), 1U);
  EXPECT_EQ(bound.text("/areas/0"), "MZ0102");
}

TEST_F(SignIn, WhateverIsWrongWithCredentialsIsTheSame401) {
  const std::string good = people.tokens.at("programme");
  const std::string revoked = people.accounts->add_token("programme", "lost", 1).secret;
  people.accounts->revoke(people.accounts->tokens_of("programme").back().id);
  const std::string disabled = people.tokens.at("partner");
  people.accounts->disable("partner");
  const std::vector<std::string> wrong{
      "Bearer " + good.substr(0, good.size() - 1),
      "Bearer " + good + "x",
      "Bearer " + good + " " + good,
      "Bearer " + revoked,
      "Bearer " + disabled,
      "Bearer x",
      "Bearer",
      "Bearer ",
      "Bearer bairro-session_" + good.substr(7),
      "Token " + good,
      good,
      "Basic",
      "Basic !!!",
      "Basic " + base64("programme"),
      "Basic " + base64("programme:"),
      "Basic " + base64("programme:x"),
      "Basic " + base64("Programme:" + people.passwords.at("programme")),
      "Basic " + base64("protection:" + people.passwords.at("programme")),
      "Basic " + base64("protection:" + good),
      "Basic " + base64("nobody:" + people.passwords.at("programme")),
      "Basic " + base64("partner:" + people.passwords.at("partner")),
      "Basic " + base64(std::string("programme\0:x", 12)),
      "Basic " + base64("programme:" + people.passwords.at("programme")) + "=",
      "Digest username=\"programme\"",
  };
  std::string first;
  for (const std::string& value : wrong) {
    api::Request request = api_tests::make_request("/collections", {{"Authorization", value}});
    request.peer = "192.0.2." + std::to_string(10 + (&value - wrong.data()));
    const api::Response answer = people.service->handle(request);
    EXPECT_EQ(answer.status, 401) << value;
    EXPECT_EQ(header(answer, "Content-Type"), "application/problem+json") << value;
    EXPECT_THAT(header(answer, "WWW-Authenticate"), HasSubstr("Basic realm=")) << value;
    if (first.empty()) { first = body(answer); }
    EXPECT_EQ(body(answer), first) << value;
  }
  EXPECT_EQ(role({{"Authorization", "Bearer " + good}}), "programme") << "the good one still holds";
  EXPECT_EQ(role({people.bearer("programme"), people.bearer("protection")}), "401") << "two fields";
}

TEST_F(SignIn, ATokenInAnAddressIsNoToken) {
  for (const char* name : {"access_token", "token", "api_key", "key", "auth", "session"}) {
    const api::Response answer = people.ask("/collections/incidents/items?" + std::string(name) + "=" + people.tokens.at("protection"));
    EXPECT_EQ(answer.status, 400) << name;
    EXPECT_THAT(std::string(body(answer)), Not(HasSubstr(people.tokens.at("protection")))) << "nor is it said back";
  }
}

TEST_F(SignIn, AnUnknownNameCostsTheSameWork) {
  const auto cost = [&](const std::string& name) {
    const int before = people.hashes;
    EXPECT_EQ(role({{"Authorization", "Basic " + base64(name + ":wrong-password")}}), "401");
    return people.hashes - before;
  };
  people.accounts->disable("partner");
  EXPECT_EQ(cost("programme"), 1);
  EXPECT_EQ(cost("no-such-name"), 1);
  EXPECT_EQ(cost("partner"), 1) << "a disabled one too";
  EXPECT_EQ(cost("Not a name at all"), 1);
}

TEST_F(SignIn, WhoKeepsFailingWaits) {
  api::Response answer;
  int failures = 0;
  do {
    answer = people.ask("/session", {{"Authorization", "Basic " + base64("programme:guess" + std::to_string(failures))}});
    ++failures;
  } while (answer.status == 401 && failures < 100);
  EXPECT_EQ(answer.status, 429);
  EXPECT_LE(failures, 10);
  EXPECT_GE(std::stoi(header(answer, "Retry-After")), 1);
  EXPECT_EQ(role({people.basic("programme")}), "429") << "not even with the right one";
  EXPECT_EQ(role({people.bearer("programme")}), "programme") << "a token cannot be guessed";
  EXPECT_EQ(role({people.basic("protection")}), "protection") << "others from there go on";
}

TEST_F(SignIn, APageHasASessionThatNoScriptReads) {
  const api::Response begun = people.ask("/session", {people.basic("programme"), {"Origin", "http://localhost:8080"}}, "POST");
  ASSERT_EQ(begun.status, 200);
  EXPECT_THAT(header(begun, "Set-Cookie"), testing::MatchesRegex("__Host-bairro=bairro-session_[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; "
                                                                 "Secure; HttpOnly; SameSite=Strict"));
  EXPECT_EQ(header(begun, "Cache-Control"), "no-store");
  const api::Header cookie{"Cookie", "other=1; " + cookie_of(begun) + "; more=2"};
  EXPECT_EQ(role({cookie}), "programme");
  EXPECT_EQ(people.ask("/collections/incidents", {cookie}).status, 200);
  EXPECT_EQ(role({{"Cookie", "bairro" + cookie_of(begun).substr(13)}}), "visitor") << "another cookie's name";
  EXPECT_EQ(role({{"Cookie", cookie_of(begun) + "; " + cookie_of(begun)}}), "401") << "sent twice";
  EXPECT_EQ(role({{"Cookie", cookie_of(begun).substr(0, 40)}}), "401");
  EXPECT_EQ(role({{"Authorization", "Bearer " + cookie_of(begun).substr(14)}}), "401") << "a session is no token";
  EXPECT_EQ(role({{"Cookie", "__Host-bairro=" + people.tokens.at("programme")}}), "401") << "nor a token a session";
  // Ending it takes a page of our own.
  EXPECT_EQ(people.ask("/session", {cookie}, "DELETE").status, 403);
  EXPECT_EQ(people.ask("/session", {cookie, {"Origin", "http://evil.example"}}, "DELETE").status, 403);
  EXPECT_EQ(people.ask("/session", {cookie, {"Sec-Fetch-Site", "cross-site"}}, "DELETE").status, 403);
  EXPECT_EQ(role({cookie}), "programme");
  const api::Response ended = people.ask("/session", {cookie, {"Origin", "http://localhost:8080"}}, "DELETE");
  EXPECT_EQ(ended.status, 204);
  EXPECT_THAT(header(ended, "Set-Cookie"), HasSubstr("__Host-bairro=; Path=/; Max-Age=0;"));
  EXPECT_EQ(role({cookie}), "401");
}

TEST_F(SignIn, ASessionBeginsWithAPasswordOnly) {
  EXPECT_EQ(people.ask("/session", {}, "POST").status, 400);
  const api::Response begun = people.ask("/session", {people.basic("programme")}, "POST");
  EXPECT_EQ(people.ask("/session", {{"Cookie", cookie_of(begun)}, {"Origin", "http://localhost:8080"}}, "POST").status, 400);
  EXPECT_EQ(people.ask("/session", {{"Authorization", "Basic eDp4"}}, "POST").status, 401);
}

TEST_F(SignIn, AScriptIsNotAskedByTheBrowsersOwnWindow) {
  const api::Response answer = people.ask("/session", {{"Authorization", "Basic eDp4"}, {"Sec-Fetch-Mode", "cors"}}, "POST");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(header(answer, "WWW-Authenticate"), "Bearer realm=\"Bairro\"");
}

TEST_F(SignIn, WhatOthersClaimOfAClientCountsForNothing) {
  for (const api::Header& claim : std::vector<api::Header>{{"X-Forwarded-User", "protection"},
                                                           {"X-Remote-User", "protection"},
                                                           {"Remote-User", "protection"},
                                                           {"X-Role", "protection"},
                                                           {"Role", "protection"},
                                                           {"X-Original-URL", "/collections/incidents"},
                                                           {"X-Rewrite-URL", "/collections/incidents"},
                                                           {"X-HTTP-Method-Override", "POST"},
                                                           {"X-Forwarded-For", "127.0.0.1"},
                                                           {"X-Forwarded-Host", "localhost"},
                                                           {"Forwarded", "for=127.0.0.1;host=localhost"},
                                                           {"From", "protection@example.org"},
                                                           {"Cookie", "role=protection; account=protection"}}) {
    EXPECT_EQ(role({claim}), "visitor") << claim.name;
    EXPECT_EQ(people.ask("/collections/incidents", {claim}).status, 404) << claim.name;
  }
  for (const char* query : {"role=protection", "as=protection", "user=protection", "f=json&role=protection"}) {
    EXPECT_EQ(people.ask("/collections?" + std::string(query)).status, 400) << query;
  }
}

TEST_F(SignIn, TheAnswerOfOneIsNeverGivenToAnother) {
  const auto seen = [&](const std::string& who) { return std::string(body(people.as(who, "/collections"))); };
  const std::string of_protection = seen("protection");
  EXPECT_THAT(of_protection, HasSubstr("\"incidents\""));
  api::Request request = api_tests::make_request("/collections");
  api::Response answer;
  const bool found = people.service->from_cache(request, answer);
  EXPECT_TRUE(!found || std::string(body(answer)).find("\"incidents\"") == std::string::npos);
  EXPECT_THAT(seen(""), Not(HasSubstr("\"incidents\"")));
  EXPECT_THAT(seen("partner"), Not(HasSubstr("\"incidents\"")));
  EXPECT_EQ(seen("protection"), of_protection);
  request.headers.push_back(people.bearer("protection"));
  EXPECT_FALSE(people.service->from_cache(request, answer)) << "who signs in goes through the gate each time";
}

TEST_F(SignIn, LeavesATraceOfEachLookAtAPasswordOrToken) {
  EXPECT_EQ(role({}), "visitor");
  EXPECT_TRUE(people.traces.empty());
  EXPECT_EQ(role({people.bearer("programme")}), "programme");
  EXPECT_EQ(role({{"Authorization", "Basic " + base64("my-secret:typed in the wrong field")}}), "401");
  ASSERT_EQ(people.traces.size(), 2U);
  EXPECT_EQ(people.traces[0].kind, api::Trace::Kind::signed_in);
  EXPECT_EQ(people.traces[0].account, "programme");
  EXPECT_EQ(people.traces[1].kind, api::Trace::Kind::refused);
  EXPECT_EQ(people.traces[1].account, "") << "what strangers type stands nowhere";
}

}  // namespace
