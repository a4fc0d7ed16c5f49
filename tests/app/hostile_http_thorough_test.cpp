// SPDX-License-Identifier: Apache-2.0
// The built program under fire on its own socket, with the limits it has in service.
#include "tests/api/http/hostile_run.hpp"
#include "tests/api/http/raw_client.hpp"
#include "tests/app/process.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <signal.h>

namespace {

using app_test::bairro;
using app_test::Folder;
using app_test::Server;

int open_files_of(pid_t pid) {
  const std::filesystem::directory_iterator files("/proc/" + std::to_string(pid) + "/fd");
  return static_cast<int>(std::distance(begin(files), end(files)));
}

class HostileHttp : public testing::Test {
 protected:
  HostileHttp() {
    const std::string file = m_folder.file("sites.csv", "name,latitude,longitude\nEsquadra,-12.9,40.5\n");
    EXPECT_EQ(bairro({"--store", m_store, "import", "sites", file}).exit_code, 0);
    m_server = std::make_unique<Server>(m_folder, m_store);
    api_test::expect_answers(port(), {}, 1);  // a good one, so that all is there that a first request makes
  }
  [[nodiscard]] std::uint16_t port() const { return static_cast<std::uint16_t>(m_server->port()); }
  int open_files() { return open_files_of(m_server->child().pid()); }
  void expect_good_end() {
    EXPECT_TRUE(m_server->child().running());
    m_server->child().signal(SIGTERM);
    EXPECT_EQ(m_server->child().wait(), 0);
  }

  Folder m_folder;
  std::string m_store = (m_folder / "s.db").string();
  std::unique_ptr<Server> m_server;
};

TEST_F(HostileHttp, EveryCaseOfTheTableIsAnswered) {
  const int before = open_files();
  api_test::expect_answers(port(), api_test::hostile_cases(), 8);
  api_test::expect_answers(port(), api_test::hostile_cases(), 8, true);
  api_test::expect_answers(port(), api_test::slow_cases(), 20);
  api_test::expect_no_growth([this] { return open_files(); }, before);
  expect_good_end();
}

TEST_F(HostileHttp, NothingThatNoTableHoldsStopsIt) {
  const int before = open_files();
  api_test::expect_survival(port());
  api_test::expect_no_growth([this] { return open_files(); }, before);
  expect_good_end();
}

}  // namespace
