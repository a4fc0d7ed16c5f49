// SPDX-License-Identifier: Apache-2.0
#include "api/host.hpp"

#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

using api_tests::make_request;
using api_tests::NotesService;

namespace {

TEST(Host, OnlyNamesOfThisMachine) {
  for (const char* good : {"localhost:8080", "LocalHost:8080", "127.0.0.1:8080", "127.255.0.9:8080", "[::1]:8080"}) {
    EXPECT_TRUE(api::is_loopback_authority(good, 8080)) << good;
  }
  for (const char* good : {"localhost", "127.0.0.1", "[::1]", "localhost:80"}) {
    EXPECT_TRUE(api::is_loopback_authority(good, 80)) << good;
  }
  for (const char* bad : {"",
                          ":8080",
                          "localhost",
                          "localhost:",
                          "localhost:80",
                          "localhost:08080x",
                          "localhost:808",
                          "localhost:18080",
                          "localhost.:8080",
                          "localhost.evil.example:8080",
                          "evil.example:8080",
                          "127.0.0.1.evil.example:8080",
                          "127.0.0:8080",
                          "127.1:8080",
                          "127.0.0.0.1:8080",
                          "127.0.0.256:8080",
                          "127.0.0.:8080",
                          "128.0.0.1:8080",
                          "0.0.0.0:8080",
                          "10.0.0.1:8080",
                          "[::2]:8080",
                          "[::1:8080",
                          "::1:8080",
                          "[::ffff:127.0.0.1]:8080",
                          "user@localhost:8080",
                          "localhost:-8080",
                          "localhost:+8080"}) {
    EXPECT_FALSE(api::is_loopback_authority(bad, 8080)) << bad;
  }
}

TEST(Host, OthersAreTurnedAway) {
  NotesService notes;
  EXPECT_EQ(notes.get("/", {{"Host", "evil.example:8080"}}).status, 421);
  EXPECT_EQ(notes.get("/", {{"Host", "localhost:9999"}}).status, 421);
  EXPECT_EQ(notes.get("/nowhere", {{"Host", "evil.example"}}).status, 421);
  EXPECT_EQ(notes.get("/", {{"Origin", "http://localhost:8080"}}).status, 200);
  for (const char* origin : {"null", "", "http://localhost:3000", "https://localhost:8080", "http://evil.example", "localhost:8080"}) {
    EXPECT_EQ(notes.get("/", {{"Origin", origin}}).status, 403) << origin;
  }
  api::Request without = make_request("/");
  without.headers.clear();
  EXPECT_EQ(notes.service->handle(without).status, 421);
}

TEST(Host, ThePortCanBeLearntLater) {
  NotesService notes;
  notes.service->set_port(41234);
  EXPECT_EQ(notes.get("/").status, 421);
  EXPECT_EQ(notes.get("/", {{"Host", "[::1]:41234"}}).status, 200);
}

TEST(Host, LinksBeginWithThePublicAddressOrTheHost) {
  NotesService notes;
  EXPECT_EQ(api_tests::Json(notes.get("/", {{"Host", "127.0.0.1:8080"}})).link("data"), "http://127.0.0.1:8080/collections");
  api::ServiceOptions options;
  options.public_url = "https://maps.example.org/bairro/";
  NotesService published("visitor", options);
  EXPECT_EQ(api_tests::Json(published.get("/")).link("data"), "https://maps.example.org/bairro/collections");
}

}  // namespace
