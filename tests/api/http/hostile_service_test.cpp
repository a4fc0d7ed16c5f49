// SPDX-License-Identifier: Apache-2.0
// The table of hostile requests against the whole service behind its HTTP layer, with short limits on time. The built program meets
// the same table, with its own limits, in tests/app.
#include "api/http/server.hpp"
#include "tests/api/http/hostile_run.hpp"
#include "tests/api/http/raw_client.hpp"
#include "tests/api/http/test_server.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace {

class HostileService : public testing::Test {
 protected:
  HostileService() {
    api::Service& service = *m_notes.service;
    m_server = std::make_unique<api::Server>(
        api_test::quick_options(), [&](const api::Request& request) { return service.handle(request); },
        [&](const api::Request& request, api::Response& response) { return service.from_cache(request, response); },
        [&](const api::Request& head) { return service.body_plan(head); });
    m_server->start();
    service.set_port(m_server->port());
  }
  ~HostileService() override { m_server->stop(std::chrono::milliseconds(0)); }

  api_tests::NotesService m_notes;
  std::unique_ptr<api::Server> m_server;
};

TEST_F(HostileService, TheTableHasAsManyCasesAsItShould) {
  std::set<std::string> names;
  for (const auto& part : {api_test::hostile_cases(), api_test::slow_cases()}) {
    for (const api_test::HostileCase& c : part) { EXPECT_TRUE(names.insert(c.name).second) << c.name << " twice"; }
  }
  EXPECT_GE(names.size(), 150U);
  RecordProperty("cases", static_cast<int>(names.size()));
}

TEST_F(HostileService, AnswersEveryCase) {
  api_test::fetch(m_server->port(), "/health");
  api_test::expect_no_growth([&] { return static_cast<int>(m_server->stats().open_connections); }, 0);
  const int before = api_test::open_files();
  api_test::expect_answers(m_server->port(), api_test::hostile_cases(), 8);
  api_test::expect_answers(m_server->port(), api_test::slow_cases(), 20);
  api_test::expect_no_growth(api_test::open_files, before);
  EXPECT_EQ(m_server->stats().failures, 0U) << "never a 500";
}

TEST_F(HostileService, SurvivesWhatNoTableHolds) {
  api_test::expect_survival(m_server->port());
  EXPECT_EQ(m_server->stats().failures, 0U);
}

TEST_F(HostileService, AnswersEveryShortCaseByteByByte) {
  api_test::expect_answers(m_server->port(), api_test::hostile_cases(), 8, true);
  EXPECT_EQ(m_server->stats().failures, 0U);
}

}  // namespace
