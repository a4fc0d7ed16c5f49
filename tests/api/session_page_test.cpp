// SPDX-License-Identifier: Apache-2.0
// Signing in and out at plain pages, as a browser without scripts does it.
#include "api/links.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using api_tests::body;
using api_tests::header;
using testing::HasSubstr;
using testing::Not;

namespace {

const api::Header our_page{"Origin", "http://localhost:8080"};

class SessionPage : public testing::Test {
 protected:
  api::Response send(const std::string& form, std::vector<api::Header> headers = {our_page}) {
    headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    headers.push_back({"Accept", "text/html"});
    api::Request request = api_tests::make_request("/session?f=html", std::move(headers), "POST");
    request.peer = "192.0.2.1";
    request.body = form;
    return people.service->handle(request);
  }
  std::string form_of(const std::string& account, const std::string& back = "") {
    return "name=" + account + "&password=" + api::percent_encoded(people.passwords.at(account)) + "&back=" + api::percent_encoded(back);
  }
  static api::Header cookie_of(const api::Response& answer) {
    const std::string set = header(answer, "Set-Cookie");
    return {"Cookie", set.substr(0, set.find(';'))};
  }
  std::string page(const std::string& target, std::vector<api::Header> headers = {}) {
    headers.push_back({"Accept", "text/html"});
    return std::string(body(people.ask(target, std::move(headers))));
  }

  api_tests::People people;
};

TEST_F(SessionPage, EveryPageLeadsThereAndItLeadsBack) {
  const std::string html = page("/collections/settlements/items?f=html&limit=5");
  EXPECT_THAT(html, HasSubstr("/session?f=html&amp;back=/collections/settlements/items%3Ff%3Dhtml%26limit%3D5\">Iniciar sessão</a>"));
  const std::string form = page("/session?f=html&back=/collections%3Ff%3Dhtml");
  EXPECT_THAT(form, HasSubstr(R"(name="password" type="password")"));
  EXPECT_THAT(form, HasSubstr(R"(name="back" value="/collections?f=html")"));
  const api::Response signed_in = send(form_of("programme", "/collections?f=html"));
  EXPECT_EQ(signed_in.status, 303);
  EXPECT_EQ(header(signed_in, "Location"), "http://localhost:8080/collections?f=html");
  EXPECT_THAT(header(signed_in, "Set-Cookie"), testing::MatchesRegex("__Host-bairro=bairro-session_.*; Secure; HttpOnly; SameSite=Strict"));
  EXPECT_EQ(header(signed_in, "Cache-Control"), "no-store");
  const std::string after = page("/collections?f=html", {cookie_of(signed_in)});
  EXPECT_THAT(after, HasSubstr("Mostrado para o papel <strong>programa</strong>"));
  EXPECT_THAT(after, HasSubstr("Sessão iniciada como programme."));
  EXPECT_THAT(after, HasSubstr("Terminar sessão"));
  EXPECT_THAT(after, HasSubstr("/collections/incidents"));
}

TEST_F(SessionPage, AWrongPasswordIsSaidSoAndNoWindowOfTheBrowserOpens) {
  const api::Response wrong = send("name=programme&password=x&back=/map");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(header(wrong, "WWW-Authenticate"), "");
  EXPECT_EQ(header(wrong, "Set-Cookie"), "");
  const std::string html(body(wrong));
  EXPECT_THAT(html, HasSubstr("O nome ou a palavra-passe não está certo."));
  EXPECT_THAT(html, HasSubstr(R"(name="back" value="/map")")) << "to be tried again";
  EXPECT_THAT(html, Not(HasSubstr("value=\"x\""))) << "a password is never written back";
  int status = 401;
  for (int i = 0; i < 30 && status == 401; ++i) { status = send("name=programme&password=x").status; }
  EXPECT_EQ(status, 429) << "guessing waits here too";
  EXPECT_EQ(send("name=programme").status, 400);
  EXPECT_EQ(send("").status, 400);
}

TEST_F(SessionPage, OnlyOurOwnFormSignsInOrOut) {
  EXPECT_EQ(send(form_of("programme"), {}).status, 403) << "nobody says where it comes from";
  EXPECT_EQ(send(form_of("programme"), {{"Origin", "http://evil.example"}}).status, 403);
  EXPECT_EQ(send(form_of("programme"), {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
  const api::Response signed_in = send(form_of("programme"), {{"Sec-Fetch-Site", "same-origin"}});
  EXPECT_EQ(signed_in.status, 303);
  const api::Header cookie = cookie_of(signed_in);
  EXPECT_EQ(send("end=true", {cookie}).status, 403);
  EXPECT_EQ(people.ask("/collections/incidents", {cookie}).status, 200);
  const api::Response ended = send("end=true", {cookie, our_page});
  EXPECT_EQ(ended.status, 303);
  EXPECT_EQ(header(ended, "Location"), "http://localhost:8080/?f=html");
  EXPECT_THAT(header(ended, "Set-Cookie"), HasSubstr("__Host-bairro=; Path=/; Max-Age=0;"));
  EXPECT_EQ(people.ask("/collections/incidents", {cookie}).status, 401);
}

TEST_F(SessionPage, GoesNowhereElse) {
  for (const char* elsewhere :
       {"https://evil.example/", "//evil.example/", "/\r\nSet-Cookie: a=b", "/\x7f", "javascript:alert(1)", "evil", ""}) {
    EXPECT_EQ(header(send(form_of("programme", elsewhere)), "Location"), "http://localhost:8080/?f=html") << elsewhere;
  }
  const std::string html = page("/session?f=html&back=//evil.example");
  EXPECT_THAT(html, HasSubstr(R"(name="back" value="/?f=html")"));
  EXPECT_THAT(html, Not(testing::ContainsRegex("href=\"[^\"?]*evil")));
  EXPECT_EQ(people.ask("/session?back=/map").status, 400) << "programs have no use for it";
}

TEST_F(SessionPage, ASessionThatIsOverLeavesTheBrowser) {
  const api::Header cookie = cookie_of(send(form_of("programme")));
  (void)send("end=true", {cookie, our_page});
  const api::Response over = people.ask("/collections", {cookie, {"Accept", "text/html"}});
  EXPECT_EQ(over.status, 401);
  EXPECT_EQ(header(over, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(std::string(body(over)), HasSubstr("Inicie sessão primeiro"));
  EXPECT_THAT(header(over, "Set-Cookie"), HasSubstr("Max-Age=0")) << "else it would be sent again with each request";
  EXPECT_EQ(header(people.ask("/collections", {cookie}), "Set-Cookie"), "") << "programs are told, and no more";
}

TEST_F(SessionPage, WhereNobodySignsInThereIsNothingToFillIn) {
  api_tests::NotesService open;
  const std::string html(body(open.get("/session?f=html")));
  EXPECT_THAT(html, HasSubstr("Modo aberto"));
  EXPECT_THAT(html, Not(HasSubstr("password")));
  EXPECT_THAT(std::string(body(open.get("/collections?f=html"))), Not(HasSubstr("/session")));
}

}  // namespace
