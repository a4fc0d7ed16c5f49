// SPDX-License-Identifier: Apache-2.0
// Analyses as people run them: the form of a process, the job that it leads to, its result.
#include "api/links.hpp"
#include "geo/analysis/method.hpp"
#include "tests/api/json.hpp"
#include "tests/api/many_rows.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using api_tests::body;
using api_tests::header;
using testing::HasSubstr;
using testing::Not;

class ExecutionForm : public testing::Test {
 protected:
  ExecutionForm() : people({}, {1, 3, 2}) { api_tests::fill(*people.store, 1); }
  api::Response send(const std::string& who, const std::string& form, const std::string& method = "kde",
                     std::vector<api::Header> more = {{"Origin", "http://localhost:8080"}}) {
    more.insert(more.begin(), {"Content-Type", "application/x-www-form-urlencoded"});
    return people.post(who, "/processes/" + method + "/execution?f=html", form, std::move(more));
  }
  /// The id of the job that the form led to.
  std::string job_of(const api::Response& answer) {
    const std::string location = header(answer, "Location");
    const std::size_t at = location.find("/jobs/");
    return answer.status == 303 && at != std::string::npos ? location.substr(at + 6, 32) : std::to_string(answer.status);
  }
  void finish(const std::string& id) {
    people.gate.open();
    EXPECT_TRUE(people.analyses->runner().wait(id, std::chrono::steady_clock::now() + std::chrono::minutes(5), {}));
  }
  std::string page(const std::string& who, const std::string& target) { return std::string(body(people.as(who, target))); }

  api_tests::People people;
};

TEST_F(ExecutionForm, HasAFieldForWhateverCanBeAsked) {
  for (const geo::AnalysisMethod& method : geo::analysis_methods()) {
    const std::string html = page("programme", "/processes/" + std::string(method.id) + "?f=html");
    for (const geo::AnalysisParameter& parameter : method.parameters) {
      const std::string name = parameter.type == geo::ParameterType::datetime ? "from" : std::string(parameter.name);
      EXPECT_THAT(html, HasSubstr("name=\"" + name + "\"")) << method.id;
    }
    EXPECT_THAT(html, HasSubstr("/processes/" + std::string(method.id) + "/execution?f=html\""));
  }
  const std::string html = page("programme", "/processes/kde?f=html");
  EXPECT_THAT(html, HasSubstr(R"(<option value="incidents" selected>)"));
  EXPECT_THAT(html, HasSubstr(R"(type="number" step="any" min="250" max="1000000")"));
  EXPECT_THAT(page("partner", "/processes/kde?f=html"), Not(HasSubstr("value=\"incidents\"")))
      << "what the role does not see is not offered";
  EXPECT_THAT(page("", "/processes/kde?f=html"), Not(HasSubstr("<form class=\"ask\"")));
  EXPECT_THAT(page("", "/processes/kde?f=html"), HasSubstr("Inicie sessão para correr uma análise."));
}

TEST_F(ExecutionForm, LeadsToAJobAndThatToItsResult) {
  people.gate.close();
  const api::Response sent = send("programme", "collection=sites&bbox=&from=2020-01-01&to=&category=&bandwidth_m=5000&cell_m=1000&days=7");
  const std::string id = job_of(sent);
  ASSERT_EQ(id.size(), 32U) << body(sent);
  people.gate.wait_for_held(1);
  const api::Response running = people.as("programme", "/jobs/" + id + "?f=html");
  EXPECT_EQ(header(running, "Refresh"), "2");
  EXPECT_THAT(std::string(body(running)), HasSubstr("em curso"));
  finish(id);
  const api::Response done = people.as("programme", "/jobs/" + id + "?f=html");
  EXPECT_EQ(header(done, "Refresh"), "") << "nothing more will happen";
  const std::string html(body(done));
  EXPECT_THAT(html, testing::ContainsRegex("/map#map=[0-9.]+/-?[0-9.]+/-?[0-9.]+&amp;on=admin_areas,r-kde-"));
  EXPECT_THAT(html, HasSubstr("/collections/r-kde-"));
  // What was asked is what the result says of itself.
  const std::size_t at = html.find("/collections/r-kde-");
  const std::string collection = html.substr(at, html.find('?', at) - at);
  const api_tests::Json result(people.as("programme", collection));
  EXPECT_EQ(result.number("/result/parameters/bandwidth_m"), 5000);
  EXPECT_EQ(result.number("/result/parameters/cell_m"), 1000);
  EXPECT_EQ(result.text("/result/expires_at").substr(0, 10), "2024-12-02");
  // Without it there is nothing to lead to.
  people.store->remove_result(collection.substr(13));
  const std::string gone = page("programme", "/jobs/" + id + "?f=html");
  EXPECT_THAT(gone, HasSubstr("já não é guardado"));
  EXPECT_THAT(gone, Not(HasSubstr("/collections/r-kde-")));
}

TEST_F(ExecutionForm, IsTheSameJobWhileItGoesOn) {
  people.gate.close();
  const std::string first = job_of(send("programme", "collection=sites"));
  people.gate.wait_for_held(1);
  EXPECT_EQ(job_of(send("programme", "collection=sites")), first) << "pressed twice";
  EXPECT_NE(job_of(send("programme", "collection=sites&days=8")), first) << "another question";
  EXPECT_NE(job_of(send("protection", "collection=sites")), first) << "another account";
  finish(first);
  EXPECT_NE(job_of(send("programme", "collection=sites")), first) << "asked again later";
}

TEST_F(ExecutionForm, WhatIsWrongIsSaidOnAPageAndNothingRuns) {
  for (const char* form : {"collection=nosuch", "bandwidth_m=x", "bandwidth_m=0", "days=1.5", "bbox=1,2,3", "bbox=1,2,,4", "bbox=a",
                           "include_patrol=yes", "magic=1", "from=x", "from=2024-02-30", "from=2024-01-01&datetime=2024-01-01",
                           "from=2024-06-30&to=2024-01-01", "days=7&days=8", "days=%FF"}) {
    const api::Response answer = send("programme", form);
    EXPECT_EQ(answer.status, 400) << form;
    EXPECT_EQ(header(answer, "Content-Type"), "text/html; charset=utf-8") << form;
    EXPECT_THAT(std::string(body(answer)), HasSubstr("Assim não dá")) << form;
  }
  const api::Response stranger = send("", "collection=sites");
  EXPECT_EQ(stranger.status, 401);
  EXPECT_EQ(header(stranger, "WWW-Authenticate"), "Bearer realm=\"Bairro\"") << "no window of the browser's own";
  EXPECT_THAT(std::string(body(stranger)), HasSubstr("/session?f=html"));
  EXPECT_EQ(send("programme", "collection=sites", "magic").status, 404);
  EXPECT_EQ(send("programme", "collection=sites", "kde", {{"Origin", "http://evil.example"}}).status, 403);
  EXPECT_THAT(page("programme", "/jobs?f=html"), HasSubstr("Não há nenhum."));
}

TEST_F(ExecutionForm, ASessionRunsItFromOurOwnPageOnly) {
  const api::Response begun = people.ask("/session", {people.basic("programme")}, "POST");
  const std::string set = header(begun, "Set-Cookie");
  const api::Header cookie{"Cookie", set.substr(0, set.find(';'))};
  EXPECT_EQ(send("", "collection=sites", "kde", {cookie}).status, 403);
  EXPECT_EQ(send("", "collection=sites", "kde", {cookie, {"Sec-Fetch-Site", "cross-site"}}).status, 403);
  const std::string id = job_of(send("", "collection=sites", "kde", {cookie, {"Origin", "http://localhost:8080"}}));
  ASSERT_EQ(id.size(), 32U);
  finish(id);
}

}  // namespace
