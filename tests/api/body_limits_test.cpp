// SPDX-License-Identifier: Apache-2.0
// How much of a body is taken from whom: strangers can make the service hold little, and nothing on disk.
#include "api/http/server.hpp"
#include "api/jobs/imports.hpp"
#include "api/links.hpp"
#include "api/routes.hpp"
#include "tests/api/http/raw_client.hpp"
#include "tests/api/http/test_server.hpp"
#include "tests/api/many_rows.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

using api_test::Answer;
using api_test::RawClient;
using api_tests::header;

namespace {

constexpr std::size_t kilobyte = 1024;
constexpr std::size_t little = 64 * kilobyte;
constexpr std::size_t megabyte = 1024 * kilobyte;
constexpr std::size_t feature = 8 * megabyte;
constexpr const char* items = "/collections/sites/items";
constexpr const char* friendly = "https://maps.example.org";

class BodyLimits : public testing::Test {
 protected:
  BodyLimits() : registry(people.folder / "imports.db", [] { return geo::TimeMs{1'782'907'200'000}; }) {
    api_tests::fill(*people.store, 1);
    api::ImportsOptions options;
    options.accounts = people.accounts.get();
    options.clock = [] { return geo::TimeMs{1'782'907'200'000}; };
    options.folder = people.folder / "uploads";
    options.free_bytes = [](const std::filesystem::path&) { return std::nullopt; };
    imports = std::make_unique<api::Imports>(*people.store, registry, options);
    service = people.service_with([this](api::ServiceOptions& o) {
      o.imports = imports.get();
      o.cors = {friendly};
    });
  }

  [[nodiscard]] api::BodyPlan plan(const std::string& target, const std::vector<api::Header>& headers, const std::string& method = "POST") {
    return service->body_plan(api_tests::make_request(target, headers, method));
  }
  [[nodiscard]] std::size_t most(const std::vector<api::Header>& headers) { return plan(items, headers).limit; }
  [[nodiscard]] api::Header session(const std::string& account) {
    const std::string cookie = header(people.ask("/session", {people.basic(account)}, "POST"), "Set-Cookie");
    return {"Cookie", cookie.substr(0, cookie.find(';'))};
  }
  [[nodiscard]] std::size_t files_on_disk() const {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(people.folder / "uploads")) {
      files += entry.is_regular_file() && entry.path().filename() != "lock" ? 1 : 0;
    }
    return files;
  }

  api_tests::People people;
  store::JobRegistry registry;
  std::unique_ptr<api::Imports> imports;
  std::unique_ptr<api::Service> service;
};

TEST_F(BodyLimits, AreSmallForStrangers) {
  EXPECT_EQ(most({}), little);
  EXPECT_EQ(most({{"Authorization", "Bearer guess"}}), little);
  EXPECT_EQ(most({{"Authorization", "Bearer " + std::string(200, 'x')}}), little);
  EXPECT_EQ(most({{"Authorization", "Negotiate x"}}), little);
  EXPECT_EQ(most({{"Cookie", "__Host-bairro=guess"}}), little);
  EXPECT_EQ(most({{"Cookie", "__Host-bairro=" + people.tokens.at("editor")}}), little) << "a token is no session";
  // A password takes long to look at, which cannot be done before the body is there.
  EXPECT_EQ(most({people.basic("editor")}), megabyte);
  EXPECT_EQ(most({{"Authorization", "Basic " + test_support::base64("editor:guess")}}), megabyte);
}

TEST_F(BodyLimits, AreThoseOfTheRouteForWhoHasSignedIn) {
  EXPECT_EQ(most({people.bearer("editor")}), feature);
  EXPECT_EQ(most({{"Authorization", "Basic " + test_support::base64("editor:" + people.tokens.at("editor"))}}), feature) << "a token";
  const api::Header cookie = session("editor");
  EXPECT_EQ(most({cookie}), feature);
  EXPECT_EQ(most({cookie, {"Origin", friendly}, {"Sec-Fetch-Site", "cross-site"}}), little)
      << "of another site's page cookies do not count";
  (void)people.accounts->revoke(people.accounts->tokens_of("editor").at(0).id);
  EXPECT_EQ(most({people.bearer("editor")}), little) << "taken back";
  const auto open = people.service_with([](api::ServiceOptions& o) { o.accounts = nullptr; });
  EXPECT_EQ(open->body_plan(api_tests::make_request(items, {}, "POST")).limit, feature) << "nobody is a stranger there";
}

/// Each line of the table, and what is not in it.
TEST_F(BodyLimits, HoldForEveryAddress) {
  for (const api::Route& route : api::routes()) {
    std::string target = api::fill_path(route.path, std::vector<std::string>(5, "x"));
    for (const std::string method : {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"}) {
      for (const auto& headers : {std::vector<api::Header>{}, {{"Authorization", "Bearer guess"}}, {{"Cookie", "__Host-bairro=guess"}}}) {
        const api::BodyPlan plan_for_strangers = plan(target, headers, method);
        EXPECT_FALSE(plan_for_strangers.upload) << method << ' ' << target;
        EXPECT_TRUE(plan_for_strangers.refusal || plan_for_strangers.limit <= little) << method << ' ' << target;
      }
    }
  }
  EXPECT_EQ(plan("/nosuch", {people.bearer("protection")}).limit, little);
  EXPECT_EQ(plan("/health", {people.bearer("protection")}).limit, little);
  EXPECT_EQ(files_on_disk(), 0U);
}

/// The same over sockets. That an answer comes before a byte of the body was sent shows that none was waited for.
class BodyLimitsOnTheWire : public BodyLimits {
 protected:
  BodyLimitsOnTheWire() {
    server = std::make_unique<api::Server>(
        api_test::quick_options(), [this](const api::Request& request) { return service->handle(request); }, api::Shortcut(),
        [this](const api::Request& request) { return service->body_plan(request); });
    server->start();
    service->set_port(server->port());
  }
  ~BodyLimitsOnTheWire() override { server->stop(std::chrono::milliseconds(0)); }

  [[nodiscard]] std::string head(const std::string& target, const std::vector<api::Header>& fields) const {
    std::string text = "POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server->port()) + "\r\n";
    for (const api::Header& field : fields) { text += field.name + ": " + field.value + "\r\n"; }
    return text + "\r\n";
  }
  /// With a length that is only announced.
  [[nodiscard]] int status_before_the_body(const std::string& target, std::vector<api::Header> fields, std::size_t bytes) const {
    fields.push_back({"Content-Length", std::to_string(bytes)});
    RawClient client(server->port());
    EXPECT_TRUE(client.send(head(target, fields)));
    return client.read().status;
  }
  [[nodiscard]] int status_behind_it(const std::string& target, std::vector<api::Header> fields, std::size_t bytes) const {
    fields.push_back({"Content-Length", std::to_string(bytes)});
    fields.push_back({"Content-Type", "application/geo+json"});
    RawClient client(server->port());
    EXPECT_TRUE(client.send(head(target, fields) + std::string(bytes, ' ')));
    return client.read().status;
  }
  void wait_until(const std::function<bool()>& is_so) const {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!is_so() && std::chrono::steady_clock::now() < patience) { std::this_thread::sleep_for(std::chrono::milliseconds(2)); }
    EXPECT_TRUE(is_so());
  }

  std::unique_ptr<api::Server> server;
};

TEST_F(BodyLimitsOnTheWire, StrangersAreRefusedAtOnce) {
  EXPECT_EQ(status_before_the_body(items, {}, little + 1), 413);
  EXPECT_EQ(status_before_the_body(items, {{"Authorization", "Bearer guess"}}, feature), 413);
  EXPECT_EQ(status_before_the_body(items, {people.basic("editor")}, megabyte + 1), 413);
  EXPECT_EQ(status_before_the_body(items, {people.bearer("editor")}, feature + 1), 413);
  EXPECT_EQ(status_behind_it(items, {}, little), 401) << "small ones are read, so that they hear why";
  EXPECT_EQ(status_behind_it(items, {people.basic("editor")}, megabyte), 422) << "blanks are no feature, but they were read";
  EXPECT_EQ(status_behind_it(items, {people.bearer("editor")}, 2 * megabyte), 422);
}

/// Who does not say how much will come is stopped where it is too much.
TEST_F(BodyLimitsOnTheWire, StrangersAreCutOffWhereItIsTooMuch) {
  const std::string start = head(items, {{"Transfer-Encoding", "chunked"}, {"Content-Type", "application/geo+json"}});
  const std::string chunk = "8000\r\n" + std::string(0x8000, ' ') + "\r\n";
  RawClient client(server->port());
  ASSERT_TRUE(client.send(start + chunk + chunk));
  EXPECT_TRUE(client.send("1\r\n \r\n"));
  EXPECT_EQ(client.read().status, 413);
  RawClient modest(server->port());
  ASSERT_TRUE(modest.send(start + chunk + chunk + "0\r\n\r\n"));
  EXPECT_EQ(modest.read().status, 401);
}

TEST_F(BodyLimitsOnTheWire, StrangersFillNoDisk) {
  const std::string target = "/imports?collection=sites&file-name=a.csv";
  const std::vector<std::vector<api::Header>> strangers{
      {}, {{"Authorization", "Bearer guess"}}, {{"Cookie", "__Host-bairro=guess"}}, {people.basic("protection")}};
  for (const auto& fields : strangers) {
    EXPECT_EQ(status_before_the_body(target, fields, megabyte), 401);
    EXPECT_EQ(status_before_the_body(target, fields, 10'000 * megabyte), 401);
  }
  EXPECT_EQ(status_before_the_body(target, {people.bearer("editor")}, megabyte), 403);
  EXPECT_EQ(files_on_disk(), 0U);

  // Whose file is taken has one there, for as long as the connection lasts.
  RawClient client(server->port());
  ASSERT_TRUE(client.send(head(target, {people.bearer("protection"), {"Content-Length", std::to_string(megabyte)}})));
  ASSERT_TRUE(client.send(std::string(200 * kilobyte, 'x')));
  wait_until([&] { return files_on_disk() == 1; });
  client.abort();
  wait_until([&] { return files_on_disk() == 0; });
}

}  // namespace
