// SPDX-License-Identifier: Apache-2.0
// /jobs: each sees their own, stops them and has them forgotten.
#include "tests/api/json.hpp"
#include "tests/api/many_rows.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::People;

class JobsOverHttp : public testing::Test {
 protected:
  JobsOverHttp() : people({}, {1, 3, 2}) { api_tests::fill(*people.store, 1); }
  api::Response start(const std::string& who, const std::string& method = "kde") {
    return people.post(who, "/processes/" + method + "/execution", R"({"inputs":{"collection":"sites"}})", {{"Prefer", "respond-async"}});
  }
  std::string id_of(const api::Response& answer) {
    return answer.status == 201 ? Json(answer).text("/jobID") : std::to_string(answer.status);
  }
  Json job(const std::string& who, const std::string& id) { return Json(people.as(who, "/jobs/" + id)); }
  void finish(const std::string& id) {
    people.gate.open();
    EXPECT_TRUE(people.analyses->runner().wait(id, std::chrono::steady_clock::now() + std::chrono::minutes(5), {}));
  }
  std::vector<std::string> listed(const std::string& who, const std::string& query = "") {
    std::vector<std::string> ids;
    const api::Response answer = people.as(who, "/jobs" + query);
    EXPECT_EQ(answer.status, 200) << body(answer);
    for (const Json& each : Json(answer).elements("/jobs")) { ids.push_back(each.text("/jobID")); }
    return ids;
  }

  People people;
};

TEST_F(JobsOverHttp, EachSeesTheirOwnAndNobodyElses) {
  const std::string mine = id_of(start("programme"));
  finish(mine);
  const std::string later = id_of(start("programme", "gi-star"));
  finish(later);
  const std::string police = id_of(start("police"));
  finish(police);
  EXPECT_EQ(listed("programme"), (std::vector<std::string>{later, mine})) << "newest first";
  EXPECT_EQ(listed("police"), std::vector<std::string>{police});
  for (const std::string& other : {std::string("protection"), std::string("programme-pemba"), std::string("admin"), std::string()}) {
    EXPECT_TRUE(listed(other).empty()) << other;
    for (const std::string& path : {"/jobs/" + mine, "/jobs/" + mine + "/results"}) {
      const api::Response hidden = people.as(other, path);
      EXPECT_EQ(hidden.status, 404) << other;
      EXPECT_EQ(body(hidden), body(people.as(other, "/jobs/00000000000000000000000000000000"))) << other;
    }
    EXPECT_EQ(people.as(other, "/jobs/" + mine, "DELETE").status, 404) << other;
  }
  EXPECT_EQ(job("programme", mine).text("/status"), "successful") << "nobody else took it away";
  // Jobs of the command line are its own.
  const auto command = people.registry->start("analyse", "programme", "{}");
  EXPECT_EQ(people.as("programme", "/jobs/" + command->id()).status, 404);
}

TEST_F(JobsOverHttp, SayWhereTheyStand) {
  people.gate.close();
  const std::string first = id_of(start("programme"));
  people.gate.wait_for_held(1);
  const std::string second = id_of(start("programme"));
  EXPECT_EQ(job("programme", first).text("/status"), "running");
  EXPECT_EQ(job("programme", first).text("/started"), people.now);
  EXPECT_FALSE(job("programme", first).has("/finished"));
  EXPECT_EQ(job("programme", second).text("/status"), "accepted");
  EXPECT_FALSE(job("programme", second).has("/started"));
  EXPECT_EQ(listed("programme", "?status=running"), std::vector<std::string>{first});
  EXPECT_EQ(listed("programme", "?status=accepted,running").size(), 2U);
  EXPECT_THAT(std::string(body(people.as("programme", "/jobs?f=html"))), testing::HasSubstr("em espera"));
  finish(first);
  finish(second);
  const Json done = job("programme", first);
  EXPECT_EQ(done.text("/status"), "successful");
  EXPECT_EQ(done.integer("/progress"), 100);
  EXPECT_EQ(done.text("/finished"), people.now);
  EXPECT_NE(done.link("http://www.opengis.net/def/rel/ogc/1.0/results"), "");
  for (const char* name : {"/message", "/created", "/updated", "/jobID", "/processID"}) { EXPECT_NE(done.text(name), "") << name; }
  EXPECT_EQ(people.as("programme", "/jobs/" + first + "?f=html").status, 200);
}

TEST_F(JobsOverHttp, TooManyAreTurnedAway) {
  people.gate.close();
  const std::string running = id_of(start("programme"));
  people.gate.wait_for_held(1);
  ASSERT_EQ(start("programme").status, 201);
  const api::Response mine = start("programme");
  EXPECT_EQ(mine.status, 429) << "two of one account";
  EXPECT_EQ(header(mine, "Retry-After"), "10");
  EXPECT_EQ(start("police").status, 201);
  EXPECT_EQ(start("protection").status, 201);
  const api::Response full = start("partner");
  EXPECT_EQ(full.status, 503) << "three wait";
  EXPECT_EQ(header(full, "Retry-After"), "30");
  EXPECT_TRUE(listed("partner").empty());
  EXPECT_EQ(people.as("programme", "/collections").status, 200) << "others are served meanwhile";
  finish(running);
}

TEST_F(JobsOverHttp, AreDismissedAndThenForgotten) {
  people.gate.close();
  const std::string running = id_of(start("programme"));
  people.gate.wait_for_held(1);
  const std::string waiting = id_of(start("programme"));
  for (const std::string& id : {waiting, running}) {
    const api::Response answer = people.as("programme", "/jobs/" + id, "DELETE");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(Json(answer).text("/status"), "dismissed");
    EXPECT_EQ(job("programme", id).text("/status"), "dismissed");
    EXPECT_EQ(people.as("programme", "/jobs/" + id + "/results").status, 404);
  }
  EXPECT_EQ(Json(people.as("programme", "/jobs/" + running, "DELETE")).text("/status"), "dismissed") << "twice is as once";
  finish(running);
  EXPECT_EQ(people.registry->find(running)->state, store::JobState::cancelled);
  EXPECT_EQ(listed("programme", "?status=dismissed").size(), 2U);
  for (const geo::Collection& c : people.store->catalog().collections) { EXPECT_FALSE(c.result) << c.id << ": nothing was kept"; }
  EXPECT_EQ(people.as("programme", "/jobs/" + running, "DELETE").status, 200);
  EXPECT_EQ(people.as("programme", "/jobs/" + running).status, 404);
  EXPECT_EQ(people.as("programme", "/jobs/" + running, "DELETE").status, 404);
  EXPECT_EQ(listed("programme"), std::vector<std::string>{waiting});
}

TEST_F(JobsOverHttp, FailuresSayWhy) {
  const api::Response answer =
      people.post("programme", "/processes/gi-star/execution", R"({"inputs":{"collection":"sites","width_m":250,"neighbours_m":90000}})",
                  {{"Prefer", "respond-async"}});
  const std::string id = id_of(answer);
  finish(id);
  const Json failed = job("programme", id);
  EXPECT_EQ(failed.text("/status"), "failed");
  EXPECT_THAT(failed.text("/message"), testing::HasSubstr("20 hexagons"));
  const api::Response results = people.as("programme", "/jobs/" + id + "/results");
  EXPECT_EQ(results.status, 400);
  EXPECT_THAT(Json(results).text("/detail"), testing::HasSubstr("20 hexagons"));
  // One that nobody ended: its process was killed.
  people.registry->accept({"analyse", "programme", "{}", "programme", "kde"})->end_interrupted();
  const Json interrupted = Json(people.as("programme", "/jobs?status=failed&processID=kde"));
  EXPECT_EQ(interrupted.text("/jobs/0/status"), "failed");
  EXPECT_THAT(interrupted.text("/jobs/0/message"), testing::HasSubstr("Interrupted"));
  EXPECT_EQ(people.as("programme", "/jobs/" + interrupted.text("/jobs/0/jobID") + "/results").status, 500);
}

TEST_F(JobsOverHttp, AResultThatIsNoLongerKeptIsSaidToBeGone) {
  const std::string id = id_of(start("programme"));
  finish(id);
  const std::string href = Json(people.as("programme", "/jobs/" + id + "/results")).text("/result/href");
  const std::size_t at = href.find("r-kde-");
  people.store->remove_result(href.substr(at, href.find('/', at) - at));
  const api::Response gone = people.as("programme", "/jobs/" + id + "/results");
  EXPECT_EQ(gone.status, 404);
  EXPECT_THAT(Json(gone).text("/detail"), testing::HasSubstr("no longer kept"));
}

TEST_F(JobsOverHttp, AreFoundByWhatTheyAre) {
  const std::string kde = id_of(start("programme"));
  finish(kde);
  people.now = "2024-11-26T10:00:00Z";
  const std::string gi = id_of(start("programme", "gi-star"));
  finish(gi);
  using Ids = std::vector<std::string>;
  EXPECT_EQ(listed("programme", "?processID=kde"), Ids{kde});
  EXPECT_EQ(listed("programme", "?processID=kde,gi-star"), (Ids{gi, kde}));
  EXPECT_EQ(listed("programme", "?datetime=2024-11-26"), Ids{gi});
  EXPECT_EQ(listed("programme", "?datetime=../2024-11-25"), Ids{kde});
  EXPECT_EQ(listed("programme", "?type=process").size(), 2U);
  EXPECT_EQ(listed("programme", "?minDuration=1").size(), 0U) << "they took no time by this clock";
  EXPECT_EQ(listed("programme", "?maxDuration=1").size(), 2U);
  EXPECT_EQ(listed("programme", "?limit=1"), Ids{gi});
  EXPECT_EQ(listed("programme", "?limit=1&next=1"), Ids{kde});
  for (const char* query : {"?processID=magic", "?status=done", "?status=", "?type=process,job", "?minDuration=x", "?minDuration=-1",
                            "?maxDuration=1.5", "?datetime=x", "?limit=0", "?account=ana"}) {
    EXPECT_EQ(people.as("programme", "/jobs" + std::string(query)).status, 400) << query;
  }
  // After as long as results are kept they are forgotten.
  people.now = "2025-01-01T00:00:00Z";
  const std::string late = id_of(start("programme"));
  finish(late);
  EXPECT_EQ(listed("programme"), Ids{late});
}

TEST_F(JobsOverHttp, ALookAtResultsLeavesATrace) {
  const std::string id = id_of(start("programme"));
  finish(id);
  people.traces.clear();
  (void)people.as("programme", "/jobs/" + id);
  (void)people.as("programme", "/jobs/" + id + "/results");
  (void)people.as("programme", "/jobs/" + id + "/results");
  int reads = 0;
  for (const api::Trace& trace : people.traces) {
    if (trace.kind != api::Trace::Kind::read) { continue; }
    ++reads;
    EXPECT_EQ(trace.route, "/jobs/{jobId}/results");
    EXPECT_EQ(trace.collection.substr(0, 6), "r-kde-");
  }
  EXPECT_EQ(reads, 2);
}

}  // namespace
