// SPDX-License-Identifier: Apache-2.0
// POST /processes/{processId}/execution.
#include "tests/api/json.hpp"
#include "tests/api/many_rows.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>

namespace {

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::People;
using api_tests::target_of;
using testing::HasSubstr;

class Execution : public testing::Test {
 protected:
  Execution() { api_tests::fill(*people.store, 3); }
  api::Response run(const std::string& method, const std::string& inputs, std::vector<api::Header> more = {},
                    const std::string& who = "programme") {
    return people.post(who, "/processes/" + method + "/execution", inputs, std::move(more));
  }
  [[nodiscard]] std::size_t results() const {
    std::size_t count = 0;
    for (const geo::Collection& c : people.store->catalog().collections) { count += c.result ? 1U : 0U; }
    return count;
  }

  People people;
};

TEST_F(Execution, AtOnceGivesTheResultAndWhatItMeans) {
  for (const std::string method : {"kde", "gi-star", "coverage-gaps"}) {
    const api::Response answer = run(method, R"({"inputs":{}})");
    ASSERT_EQ(answer.status, 200) << body(answer);
    const Json results(answer);
    const std::string href = results.text("/result/href");
    EXPECT_EQ(results.text("/result/type"), "application/geo+json");
    EXPECT_NE(results.text("/result/title"), "");
    EXPECT_GT(results.elements("/summary/value/caveats").size(), 0U);
    EXPECT_EQ(results.text("/provenance/value/method"), method);
    EXPECT_EQ(results.text("/provenance/value/role"), "programme");
    EXPECT_EQ(results.text("/provenance/value/made_at"), people.now);
    EXPECT_EQ(results.text("/provenance/value/expires_at"), "2024-12-25T10:00:00Z") << "30 days";
    EXPECT_FALSE(results.has("/provenance/value/summary"));
    const api::Response items = people.as("programme", target_of(href));
    EXPECT_EQ(items.status, 200);
    EXPECT_EQ(people.as("", target_of(href)).status, 404) << "not for strangers";
    // The job that did it says the same.
    const std::string link = header(answer, "Link");
    const std::string job = target_of(link.substr(1, link.find('>') - 1));
    EXPECT_EQ(Json(people.as("programme", job)).text("/status"), "successful");
    EXPECT_EQ(body(people.as("programme", job + "/results")), body(answer));
    EXPECT_EQ(header(answer, "Cache-Control"), "no-store");
  }
  EXPECT_EQ(results(), 3U);
}

TEST_F(Execution, TheSameQuestionOverTheSameDataIsNotKeptTwice) {
  const Json first(run("kde", "{}"));
  const Json second(run("kde", R"({"inputs":{"category":{"value":""},"include_patrol":false,"days":7}})"));
  EXPECT_EQ(first.text("/result/href"), second.text("/result/href"));
  EXPECT_EQ(second.text("/provenance/value/expires_at"), "2024-12-25T10:00:00Z") << "as it was kept";
  EXPECT_EQ(results(), 1U);
}

TEST_F(Execution, AsAJobIsAnsweredBeforeItBegins) {
  people.gate.close();
  for (const char* prefer : {"respond-async", "return=minimal, Respond-Async; x=1"}) {
    const api::Response answer = run("kde", "{}", {{"Prefer", prefer}});
    ASSERT_EQ(answer.status, 201) << body(answer);
    const Json status(answer);
    const std::string job = "/jobs/" + status.text("/jobID");
    EXPECT_EQ(target_of(header(answer, "Location")), job);
    EXPECT_EQ(header(answer, "Preference-Applied"), "respond-async");
    EXPECT_EQ(status.text("/type"), "process");
    EXPECT_EQ(status.text("/processID"), "kde");
    EXPECT_TRUE(status.text("/status") == "accepted" || status.text("/status") == "running");
    EXPECT_EQ(status.text("/created"), people.now);
    const api::Response early = people.as("programme", job + "/results");
    EXPECT_EQ(early.status, 404);
    EXPECT_EQ(Json(early).text("/type"), "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/result-not-ready");
  }
  people.gate.open();
}

TEST_F(Execution, ARequestThatNobodyReadsAnyMoreIsDismissed) {
  people.gate.close();
  api::Request request =
      api_tests::make_request("/processes/kde/execution", {people.bearer("programme"), {"Content-Type", "application/json"}}, "POST");
  request.body = "{}";
  request.cancelled = std::make_shared<std::atomic<bool>>(true);
  const api::Response answer = people.service->handle(request);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(Json(answer).text("/status"), "dismissed");
  people.gate.open();
}

TEST_F(Execution, OnlyTwoRequestsWaitAtOnce) {
  people.gate.close();
  std::vector<std::thread> waiting;
  std::array<int, 2> status{};
  for (int& each : status) {
    waiting.emplace_back([&] { each = run("kde", "{}").status; });
  }
  people.gate.wait_for_held(2);
  // A third is not kept: it would find that nobody reads its answer, and dismiss the job.
  api::Request request =
      api_tests::make_request("/processes/kde/execution", {people.bearer("programme"), {"Content-Type", "application/json"}}, "POST");
  request.body = "{}";
  request.cancelled = std::make_shared<std::atomic<bool>>(true);
  const api::Response third = people.service->handle(request);
  EXPECT_EQ(third.status, 201);
  // Whether it has begun by now is a matter of threads.
  EXPECT_THAT(Json(third).text("/status"), testing::AnyOf("accepted", "running"));
  EXPECT_EQ(people.as("programme", "/collections").status, 200);
  people.gate.open();
  for (std::thread& thread : waiting) { thread.join(); }
  EXPECT_EQ(status, (std::array<int, 2>{200, 200}));
}

TEST_F(Execution, ARequestWhoseTimeIsUpGetsTheJob) {
  people.gate.close();
  api::Request request =
      api_tests::make_request("/processes/kde/execution", {people.bearer("programme"), {"Content-Type", "application/json"}}, "POST");
  request.body = "{}";
  request.deadline = std::chrono::steady_clock::now();
  const api::Response answer = people.service->handle(request);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(header(answer, "Preference-Applied"), "");
  people.gate.open();
  const std::string id = Json(answer).text("/jobID");
  EXPECT_TRUE(people.analyses->runner().wait(id, std::chrono::steady_clock::now() + std::chrono::minutes(5), {}));
  EXPECT_EQ(people.as("programme", "/jobs/" + id + "/results").status, 200);
}

TEST_F(Execution, OutputsAreThoseAskedFor) {
  const Json two(run("kde", R"({"outputs":{"summary":{},"result":{"transmissionMode":"reference"}}})"));
  EXPECT_EQ(two.members().size(), 2U);
  const api::Response reference = run("kde", R"({"response":"raw","outputs":{"result":{"format":{"mediaType":"application/geo+json"}}}})");
  EXPECT_EQ(reference.status, 204);
  EXPECT_EQ(reference.size(), 0U);
  EXPECT_THAT(header(reference, "Link"), HasSubstr("/items>; rel=\"items\""));
  const api::Response value = run("kde", R"({"response":"raw","outputs":{"summary":{"transmissionMode":"value"}}})");
  EXPECT_EQ(value.status, 200);
  EXPECT_EQ(header(value, "Content-Type"), "application/json");
  EXPECT_TRUE(Json(value).has("/matched"));
  EXPECT_EQ(Json(run("kde", R"({"outputs":{}})")).members().size(), 3U) << "none named: all";
}

TEST_F(Execution, WhatIsWrongIsNamedWithWhatWouldBeRight) {
  struct Case {
    const char* body;
    std::vector<const char*> says;
  };
  const std::vector<Case> cases{
      {"", {"must be JSON"}},
      {"{", {"must be JSON"}},
      {"[]", {"the body must be a JSON object"}},
      {"\"\xff\"", {"must be JSON"}},
      {R"({"inputs":[]})", {"'inputs' must be a JSON object"}},
      {R"({"input":{}})", {"inputs, outputs, response", "\"input\""}},
      {R"({"inputs":{},"inputs":{}})", {"\"inputs\" is given more than once"}},
      {R"({"inputs":{"days":1,"days":2}})", {"\"days\" is given more than once"}},
      {R"({"subscriber":{"successUri":"http://x"}})", {"\"subscriber\""}},
      {R"({"inputs":{"width_m":1}})", {"\"width_m\"", "bandwidth_m"}},
      {R"({"inputs":{"bandwidth_m":"wide"}})", {"'bandwidth_m'", "between 250 m and 1000000 m", "\"wide\""}},
      {R"({"inputs":{"bandwidth_m":0}})", {"'bandwidth_m'", "not 0"}},
      {R"({"inputs":{"bandwidth_m":1e999}})", {"must be JSON"}},
      {R"({"inputs":{"bandwidth_m":NaN}})", {"must be JSON"}},
      {R"({"inputs":{"bandwidth_m":null}})", {"'bandwidth_m'", "null"}},
      {R"({"inputs":{"bandwidth_m":[1,2]}})", {"'bandwidth_m'", "[1,2]"}},
      {R"({"inputs":{"bandwidth_m":{"value":"x"}}})", {"'bandwidth_m'", "\"x\""}},
      {R"({"inputs":{"bandwidth_m":{"value":1,"schema":{}}}})", {"'bandwidth_m' may hold value, mediaType"}},
      {R"({"inputs":{"bandwidth_m":{"href":"http://127.0.0.1/"}}})", {"'bandwidth_m'", "links to values are not followed"}},
      {R"({"inputs":{"days":1.5}})", {"'days' must be a whole number between 1 d and 3650 d"}},
      {R"({"inputs":{"include_patrol":"yes"}})", {"'include_patrol' must be true or false"}},
      {R"({"inputs":{"datetime":"yesterday"}})", {"datetime"}},
      {R"({"inputs":{"datetime":2024}})", {"'datetime' must be a text"}},
      {R"({"inputs":{"bbox":[1,2,3]}})", {"'bbox'"}},
      {R"({"inputs":{"bbox":[1,2,3,"4"]}})", {"'bbox' must be four numbers"}},
      {R"({"inputs":{"bbox":[1,2,3,99]}})", {"'bbox' must lie within"}},
      {R"({"inputs":{"bbox":{"crs":"x"}}})", {"'bbox' must be in http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
      {R"({"inputs":{"bbox":{"bbox":"x"}}})", {"'bbox' must be four numbers"}},
      {R"({"inputs":{"bbox":{"west":1}}})", {"'bbox' may hold bbox, crs"}},
      {R"({"inputs":{"collection":"nosuch"}})", {"'collection'", "no such collection"}},
      {R"({"inputs":{"collection":7}})", {"'collection' must be a text"}},
      {R"({"outputs":{"map":{}}})", {"result, summary, provenance", "\"map\""}},
      {R"({"outputs":{"result":{"transmissionMode":"value"}}})", {"transmissionMode", "reference"}},
      {R"({"outputs":{"summary":{"transmissionMode":"reference"}}})", {"must be value"}},
      {R"({"outputs":{"result":{"format":{"mediaType":"text/csv"}}}})", {"application/geo+json", "text/csv"}},
      {R"({"response":"xml"})", {"document or raw"}},
      {R"({"response":"raw"})", {"one output"}},
      {R"({"inputs":{"collection":"sites","bandwidth_m":249}})", {"between 250 m", "not 249"}},
      {R"({"inputs":{"collection":"sites","cell_m":1}})", {"'cell_m'", "between 50 m", "not 1"}},
      {R"({"inputs":{"collection":"sites","bandwidth_m":250,"cell_m":50}})", {"500000 are the most"}},
  };
  for (const Case& c : cases) {
    const api::Response answer = run("kde", c.body);
    EXPECT_EQ(answer.status, 400) << c.body << body(answer);
    EXPECT_EQ(header(answer, "Content-Type"), "application/problem+json");
    for (const char* part : c.says) { EXPECT_THAT(Json(answer).text("/detail"), HasSubstr(part)) << c.body; }
    const Json pt(run("kde", c.body, {{"Accept-Language", "pt"}}));
    EXPECT_NE(pt.text("/detail"), Json(answer).text("/detail")) << c.body;
  }
  EXPECT_EQ(results(), 0U) << "nothing was kept";
  EXPECT_EQ(run("magic", "{}").status, 404);
  EXPECT_EQ(run("kde", std::string(std::size_t{65} * 1024, ' ')).status, 413);
  EXPECT_EQ(run("kde", "{\"inputs\":{\"bbox\":" + std::string(20'000, '[')).status, 400);
  EXPECT_EQ(run("gi-star", R"({"inputs":{"collection":"sites","width_m":5000,"neighbours_m":500000}})").status, 400);
}

TEST_F(Execution, TakesJsonOrTheFormOfItsPageOnly) {
  for (const char* type : {"", "text/plain", "multipart/form-data; boundary=x", "application/jsonx"}) {
    std::vector<api::Header> headers{people.bearer("programme")};
    if (*type != '\0') { headers.push_back({"Content-Type", type}); }
    api::Request request = api_tests::make_request("/processes/kde/execution", headers, "POST");
    request.body = "{}";
    EXPECT_EQ(people.service->handle(request).status, 415) << type;
  }
  EXPECT_EQ(people.post("programme", "/processes/kde/execution?f=html", "{}").status, 400) << "only a form is answered with a page";
  api::Request request = api_tests::make_request("/processes/kde/execution",
                                                 {people.bearer("programme"), {"Content-Type", "Application/JSON; charset=utf-8"}}, "POST");
  request.body = "{}";
  EXPECT_EQ(people.service->handle(request).status, 200);
  EXPECT_EQ(people.service->body_plan(request).limit, std::size_t{64} * 1024);
  // Enough to say what is wrong with any other request than its size.
  EXPECT_EQ(people.service->body_plan(api_tests::make_request("/nowhere", {}, "POST")).limit, std::size_t{64} * 1024);
}

TEST_F(Execution, WorksWithTheEyesOfWhoAsks) {
  const api::Response nobody = run("kde", "{}", {}, "");
  EXPECT_EQ(nobody.status, 401);
  EXPECT_THAT(header(nobody, "WWW-Authenticate"), HasSubstr("Basic"));
  // For the police there are no incidents: the answer is that for a collection that does not exist.
  const api::Response hidden = run("kde", "{}", {}, "police");
  const api::Response unknown = run("kde", R"({"inputs":{"collection":"nosuch"}})", {}, "police");
  EXPECT_EQ(hidden.status, 400);
  EXPECT_EQ(body(hidden), body(unknown));
  EXPECT_EQ(run("kde", R"({"inputs":{"collection":"sites"}})", {}, "police").status, 200);
  const Json programme(run("kde", "{}"));
  const Json protection(run("kde", "{}", {}, "protection"));
  const Json pemba(run("kde", "{}", {}, "programme-pemba"));
  EXPECT_GT(protection.integer("/summary/value/matched"), programme.integer("/summary/value/matched"));
  EXPECT_LT(pemba.integer("/summary/value/matched"), programme.integer("/summary/value/matched"));
  const std::string kept = target_of(protection.text("/result/href"));
  EXPECT_EQ(people.as("programme", kept).status, 404);
  EXPECT_EQ(people.as("protection", kept).status, 200);
}

TEST_F(Execution, IsOnRecordWithWhoAskedAndWhatWasSeen) {
  people.traces.clear();
  const Json answer(run("kde", "{}"));
  std::vector<api::Trace> asked, seen;
  for (const api::Trace& trace : people.traces) {
    if (trace.kind == api::Trace::Kind::analysed) { asked.push_back(trace); }
    if (trace.kind == api::Trace::Kind::read) { seen.push_back(trace); }
  }
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].account, "programme");
  EXPECT_EQ(asked[0].collection, "incidents");
  EXPECT_EQ(asked[0].method, "kde");
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_THAT(answer.text("/result/href"), HasSubstr(seen[0].collection));
  EXPECT_GE(seen[0].rows, 1U);
  // What the store writes of it names the account, not the user of the machine.
  const auto entries = people.store->audit().list({.action = "result"});
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].who, "programme");
  EXPECT_EQ(entries[0].role, "programme");
}

TEST_F(Execution, ASessionMayBeUsedByOwnPagesOnly) {
  const api::Response session = people.ask("/session", {people.basic("programme")}, "POST");
  const std::string set = header(session, "Set-Cookie");
  const std::string cookie = set.substr(0, set.find(';'));
  const auto post = [&](std::vector<api::Header> more) {
    more.push_back({"Cookie", cookie});
    return people.post("", "/processes/kde/execution", "{}", more).status;
  };
  EXPECT_EQ(post({}), 403);
  EXPECT_EQ(post({{"Sec-Fetch-Site", "cross-site"}}), 403);
  EXPECT_EQ(post({{"Sec-Fetch-Site", "same-origin"}}), 200);
}

TEST_F(Execution, ARoleTakenAwayMeanwhileReadsNothing) {
  people.gate.close();
  const std::string id = Json(run("kde", "{}", {{"Prefer", "respond-async"}})).text("/jobID");
  people.accounts->set_role("programme", "police", {});
  people.gate.open();
  EXPECT_TRUE(people.analyses->runner().wait(id, std::chrono::steady_clock::now() + std::chrono::minutes(5), {}));
  const auto job = people.registry->find(id);
  EXPECT_EQ(job->state, store::JobState::failed);
  EXPECT_THAT(job->message.en, HasSubstr("another role"));
  EXPECT_EQ(results(), 0U);
  EXPECT_EQ(people.as("programme", "/jobs/" + id).status, 404) << "a job belongs to an account in one role";
}

}  // namespace
