// SPDX-License-Identifier: Apache-2.0
// Analyses over HTTP by the running program, beside those of the command line.
#include "geo/analysis/method.hpp"
#include "tests/api/json.hpp"
#include "tests/app/process.hpp"
#include "tests/app/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <signal.h>
#include <thread>

namespace {

using api_tests::Json;
using app_test::Answer;
using app_test::ask;
using app_test::bairro;
using app_test::Folder;
using app_test::get;
using app_test::Server;

/// Long enough that it can be stopped: some 400,000 cells, and each incident reaches a fifth of them.
constexpr const char* long_question = R"({"inputs":{"bandwidth_m":100000,"cell_m":800}})";

/// A copy of the sample, and a server over it.
class Processes : public testing::Test {
 protected:
  Processes() { copy_sample(store); }
  static void copy_sample(const std::string& to) {
    for (const char* end : {"", ".audit-key"}) { std::filesystem::copy_file(app_test::sample_store() + end, to + end); }
  }
  [[nodiscard]] std::string jobs_text() const { return bairro({"--store", store, "jobs"}).out; }

  Folder folder;
  std::string store = (folder / "store.db").string();
};

/// The id within ".../collections/ID/items".
std::string result_in(const std::string& href) {
  const std::size_t end = href.rfind('/');
  const std::size_t begin = href.rfind('/', end - 1) + 1;
  return href.substr(begin, end - begin);
}

/// The JSON object behind a mark, as it is written: from its brace to the one that closes it.
std::string object_after(const std::string& text, const std::string& mark) {
  const std::size_t found = text.find(mark);
  if (found == std::string::npos) { return ""; }
  const std::size_t begin = found + mark.size();
  std::size_t end = begin;
  int depth = 0;
  bool is_quoted = false;
  do {
    const char c = text.at(end++);
    if (c == '\\') { ++end; }
    if (c == '"') { is_quoted = !is_quoted; }
    if (!is_quoted) { depth += c == '{' ? 1 : c == '}' ? -1 : 0; }
  } while (depth > 0 && end < text.size());
  return text.substr(begin, end - begin);
}

TEST_F(Processes, GiveTheSameRowsAsTheCommandLineBitForBit) {
  struct Case {
    std::string method, inputs;
    std::vector<std::string> options;
  };
  std::vector<Case> cases{
      {"kde",
       R"({"bandwidth_m":4000,"cell_m":1000,"datetime":"2024-01-01/2024-12-31","bbox":[38,-14,41,-12],"category":"05","include_patrol":true,"days":3})",
       {"--bandwidth-m", "4000", "--cell-m", "1000", "--datetime", "2024-01-01/2024-12-31", "--bbox", "38,-14,41,-12", "--category", "05",
        "--include-patrol", "--days", "3"}},
      {"gi-star",
       R"({"width_m":6000,"neighbours_m":12000,"collection":"sites"})",
       {"--width-m", "6000", "--neighbours-m", "12000", "--collection", "sites"}},
      {"coverage-gaps", R"({"service_m":5000,"bbox":{"bbox":[38,-14,41,-12]}})", {"--service-m", "5000", "--bbox", "38,-14,41,-12"}},
  };
  for (const geo::AnalysisMethod& method : geo::analysis_methods()) { cases.push_back({std::string(method.id), "{}", {}}); }
  const Folder other;
  const std::string other_store = (other / "store.db").string();
  copy_sample(other_store);
  Server server(folder, store);
  for (const Case& c : cases) {
    const Answer answer = ask(server.port(), "POST", "/processes/" + c.method + "/execution", R"({"inputs":)" + c.inputs + "}");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const std::string id = result_in(Json(answer.body).text("/result/href"));
    std::vector<std::string> command{"--store", other_store, "--json", "analyse", c.method};
    command.insert(command.end(), c.options.begin(), c.options.end());
    const std::string line = bairro(command).out;
    const Json made(line);
    EXPECT_EQ(made.text("/id"), id) << "the same question over the same data";
    const auto rows = [&](const std::string& of) { return bairro({"--store", of, "query", id, "--limit", "0"}).out; };
    const std::string theirs = rows(other_store);
    EXPECT_GT(theirs.size(), 500U);
    EXPECT_EQ(rows(store), theirs) << c.method << c.inputs;
    for (const char* part : {"summary", "parameters"}) {
      // The same text stands in both, whatever is around it.
      const std::string said = object_after(line, std::string("\"") + part + "\":");
      EXPECT_GT(said.size(), 50U) << c.method;
      EXPECT_NE(answer.body.find(said), std::string::npos) << c.method << ' ' << part << ' ' << said;
    }
  }
}

TEST_F(Processes, TwoRunAtOnceWhileOthersAreServed) {
  Server server(folder, store);
  std::map<std::string, std::string> status;
  for (const char* method : {"kde", "gi-star"}) {
    const Answer answer = ask(server.port(), "POST", std::string("/processes/") + method + "/execution", "{}", "Prefer: respond-async\r\n");
    ASSERT_EQ(answer.status, 201);
    status[Json(answer.body).text("/jobID")] = "";
  }
  EXPECT_EQ(get(server.port(), "/collections").status, 200);
  for (auto& [id, last] : status) {
    do {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      last = Json(get(server.port(), "/jobs/" + id).body).text("/status");
    } while (last == "accepted" || last == "running");  // however busy the machine is
    EXPECT_EQ(last, "successful");
    EXPECT_EQ(get(server.port(), "/jobs/" + id + "/results").status, 200);
  }
  server.child().signal(SIGTERM);
  EXPECT_EQ(server.child().wait(), 0);
  EXPECT_THAT(bairro({"--store", store, "audit", "list", "--action", "analyse"}).out, testing::HasSubstr("gi-star"));
}

TEST_F(Processes, WhatAKillLeavesBehindReadsInterrupted) {
  std::vector<std::string> ids;
  {
    Server server(folder, store);
    for (int i = 0; i < 4; ++i) {
      const Answer answer = ask(server.port(), "POST", "/processes/kde/execution", long_question, "Prefer: respond-async\r\n");
      ASSERT_EQ(answer.status, 201) << answer.body;
      ids.push_back(Json(answer.body).text("/jobID"));
    }
    EXPECT_EQ(ask(server.port(), "POST", "/processes/kde/execution", "{}").status, 429) << "four of one account";
    server.child().signal(SIGKILL);
    EXPECT_EQ(server.child().wait(), 128 + SIGKILL);
  }
  EXPECT_THAT(jobs_text(), testing::HasSubstr("interrupted"));
  Server server(folder, store);
  const Json job(get(server.port(), "/jobs/" + ids.back()).body);
  EXPECT_EQ(job.text("/status"), "failed");
  EXPECT_THAT(job.text("/message"), testing::HasSubstr("Interrupted"));
  EXPECT_EQ(get(server.port(), "/jobs/" + ids.back() + "/results").status, 500);
  EXPECT_EQ(ask(server.port(), "DELETE", "/jobs/" + ids.back()).status, 200);
  EXPECT_EQ(get(server.port(), "/jobs/" + ids.back()).status, 404);
  EXPECT_EQ(ask(server.port(), "POST", "/processes/kde/execution", "{}").status, 200) << "a dead server's jobs take no place";
}

TEST_F(Processes, AServerThatIsToldToEndInterruptsItsJobs) {
  Server server(folder, store);
  for (int i = 0; i < 4; ++i) {
    ASSERT_EQ(ask(server.port(), "POST", "/processes/kde/execution", long_question, "Prefer: respond-async\r\n").status, 201);
  }
  server.child().signal(SIGTERM);
  EXPECT_EQ(server.child().wait(), 0);
  EXPECT_THAT(jobs_text(), testing::HasSubstr("interrupted"));
}

TEST_F(Processes, ARunningJobIsDismissedFromEitherSide) {
  Server server(folder, store);
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) {
    ids.push_back(
        Json(ask(server.port(), "POST", "/processes/kde/execution", long_question, "Prefer: respond-async\r\n").body).text("/jobID"));
  }
  // The last two wait still: one is stopped over HTTP, the other by the command line.
  EXPECT_EQ(Json(ask(server.port(), "DELETE", "/jobs/" + ids[3]).body).text("/status"), "dismissed");
  EXPECT_EQ(bairro({"--store", store, "jobs", "cancel", ids[2]}).exit_code, 0);
  EXPECT_EQ(Json(get(server.port(), "/jobs/" + ids[2]).body).text("/status"), "dismissed");
  EXPECT_EQ(Json(ask(server.port(), "DELETE", "/jobs/" + ids[0]).body).text("/status"), "dismissed");
  server.child().signal(SIGTERM);
  EXPECT_EQ(server.child().wait(), 0);
  EXPECT_THAT(jobs_text(), testing::HasSubstr("cancelled"));
}

}  // namespace
