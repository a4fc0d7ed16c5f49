// SPDX-License-Identifier: Apache-2.0
// Every line of the route table that answers 401, and what it then asks for.
#include "api/jobs/imports.hpp"
#include "api/links.hpp"
#include "api/routes.hpp"
#include "tests/api/many_rows.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using api_tests::body;

namespace {

constexpr const char* basic = R"(Basic realm="Bairro", charset="UTF-8")";
constexpr const char* bearer = R"(Bearer realm="Bairro")";

std::vector<std::string> challenges(const api::Response& response) {
  std::vector<std::string> all;
  for (const api::Header& field : response.headers) {
    if (field.name == "WWW-Authenticate") { all.push_back(field.value); }
  }
  return all;
}

std::string target_of(const api::Route& route) {
  std::vector<std::string> values{"settlements", "1", "0", "0"};
  if (route.path.starts_with("/processes/{")) { values = {"kde"}; }
  if (route.path.find("{jobId}") != std::string_view::npos) { values = {"0123456789abcdef0123456789abcdef"}; }
  if (auto of_tile = api_tests::tile_values(route.path, "settlements"); !of_tile.empty()) { values = std::move(of_tile); }
  return api::fill_path(route.path, values);
}

class Unauthorized : public testing::Test {
 protected:
  Unauthorized() : registry(people.folder / "imports.db", [] { return geo::TimeMs{1'782'907'200'000}; }) {
    api_tests::fill(*people.store, 1);
    api::ImportsOptions options;
    options.accounts = people.accounts.get();
    options.clock = [] { return geo::TimeMs{1'782'907'200'000}; };
    options.folder = people.folder / "uploads";
    imports = std::make_unique<api::Imports>(*people.store, registry, options);
    service = people.service_with([this](api::ServiceOptions& o) { o.imports = imports.get(); });
  }

  /// Each from another place, or guesses would have to wait.
  api::Request request(const api::Route& route, std::vector<api::Header> headers) {
    api::Request made = api_tests::make_request(target_of(route), std::move(headers), std::string(route.method));
    const int number = ++asked;
    made.peer = "192.0." + std::to_string(number / 200) + "." + std::to_string(number % 200);
    return made;
  }
  /// What is said before the body comes, and behind it, where that is 401.
  std::vector<api::Response> refusals(const api::Route& route, const std::vector<api::Header>& headers) {
    std::vector<api::Response> found;
    if (auto early = service->body_plan(request(route, headers)).refusal) { found.push_back(*std::move(early)); }
    found.push_back(service->handle(request(route, headers)));
    std::erase_if(found, [](const api::Response& response) { return response.status != 401; });
    return found;
  }

  api_tests::People people;
  store::JobRegistry registry;
  std::unique_ptr<api::Imports> imports;
  std::unique_ptr<api::Service> service;
  int asked = 0;
};

/// A password beside a file is not looked at: it is not asked for either.
std::vector<std::string> wanted(const api::Route& route, bool by_script) {
  return route.path == "/imports" || by_script ? std::vector<std::string>{bearer} : std::vector<std::string>{basic, bearer};
}

TEST_F(Unauthorized, WhoHasNotSignedInIsToldHow) {
  std::set<std::string> found;
  for (const api::Route& route : api::routes()) {
    const std::string line = std::string(route.method) + " " + std::string(route.path);
    for (const bool by_script : {false, true}) {
      const std::vector<api::Header> headers{{"Sec-Fetch-Mode", by_script ? "cors" : "navigate"}};
      for (const api::Response& response : refusals(route, headers)) {
        found.insert(line);
        EXPECT_EQ(challenges(response), wanted(route, by_script)) << line << body(response);
      }
    }
  }
  const std::string item = "/collections/{collectionId}/items/{featureId}";
  EXPECT_EQ(found, (std::set<std::string>{"POST /collections/{collectionId}/items", "PUT " + item, "PATCH " + item, "DELETE " + item,
                                          "POST /processes/{processId}/execution", "POST /imports"}));
}

/// Each line of the table, with credentials of every kind that do not hold.
TEST_F(Unauthorized, WhoseCredentialsAreWrongIsToldHow) {
  int refused = 0;
  for (const api::Route& route : api::routes()) {
    const std::string name = "nobody-" + std::to_string(asked);
    const std::vector<api::Header> wrong{{"Authorization", "Basic " + test_support::base64(name + ":guess")},
                                         {"Authorization", "Bearer guess"},
                                         {"Authorization", "Negotiate guess"},
                                         {"Cookie", "__Host-bairro=guess"}};
    for (const api::Header& credentials : wrong) {
      for (const bool by_script : {false, true}) {
        const auto responses = refusals(route, {credentials, {"Sec-Fetch-Mode", by_script ? "cors" : "navigate"}});
        ASSERT_FALSE(responses.empty()) << route.method << ' ' << route.path << ' ' << credentials.value;
        for (const api::Response& response : responses) {
          ++refused;
          const std::vector<std::string> said = challenges(response);
          EXPECT_EQ(std::count(said.begin(), said.end(), bearer), 1) << route.method << ' ' << route.path << ' ' << credentials.value;
          const bool may_ask_for_a_password = !by_script && credentials.name != "Cookie";
          if (!may_ask_for_a_password) { EXPECT_EQ(said, std::vector<std::string>{bearer}) << route.method << ' ' << route.path; }
          if (may_ask_for_a_password && route.path != "/imports") { EXPECT_EQ(said, wanted(route, false)) << route.path; }
        }
      }
    }
  }
  EXPECT_GE(refused, 300);
  RecordProperty("refused", refused);
}

/// Where nobody can sign in, and for who has, it is 403: to ask for more would be a window that no name opens.
TEST_F(Unauthorized, IsNotSaidToWhoHasSignedInOrCannot) {
  const auto open = people.service_with([this](api::ServiceOptions& o) {
    o.accounts = nullptr;
    o.imports = imports.get();
  });
  for (const api::Route& route : api::routes()) {
    for (const auto& response : refusals(route, {people.bearer("partner")})) { ADD_FAILURE() << route.path << body(response); }
    const api::Response response = open->handle(request(route, {}));
    EXPECT_NE(response.status, 401) << route.method << ' ' << route.path;
    EXPECT_TRUE(challenges(response).empty()) << route.method << ' ' << route.path;
  }
}

}  // namespace
